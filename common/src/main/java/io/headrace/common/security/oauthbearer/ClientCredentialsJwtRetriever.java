package io.headrace.common.security.oauthbearer;

import io.headrace.common.security.oauthbearer.internals.TokenRequest;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * Asks a token endpoint by client id and secret (RFC 6749 section 4.4), or by an assertion instead of the secret (RFC 7523
 * section 2.2) when {@code sasl.oauthbearer.assertion.file} or {@code sasl.oauthbearer.assertion.claim.iss} is set.
 */
public class ClientCredentialsJwtRetriever implements JwtRetriever {

    private TokenRequest request;

    /**
     * Reads the settings.
     *
     * @throws io.headrace.common.config.ConfigException if settings are missing, wrong or not allowed; names them
     */
    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        request = TokenRequest.byClientCredentials(configs, jaasConfigEntries);
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
