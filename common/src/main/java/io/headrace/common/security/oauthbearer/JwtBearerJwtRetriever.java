package io.headrace.common.security.oauthbearer;

import io.headrace.common.security.oauthbearer.internals.TokenRequest;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * Asks a token endpoint by an assertion as the grant (RFC 7523 section 2.1): one that is read from
 * {@code sasl.oauthbearer.assertion.file}, or signed here with {@code sasl.oauthbearer.assertion.private.key.file}.
 */
public class JwtBearerJwtRetriever implements JwtRetriever {

    private TokenRequest request;

    /**
     * Reads the settings.
     *
     * @throws io.headrace.common.config.ConfigException if settings are missing, wrong or not allowed; names them
     */
    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        request = TokenRequest.byAssertion(configs, jaasConfigEntries);
    }

    @Override
    public String retrieve() throws JwtRetrieverException {
        if (request == null) {
            throw new IllegalStateException("configure has not been called");
        }
        return request.send();
    }

    @Override
    public void close() {
        if (request != null) {
            request.close();
        }
    }
}
