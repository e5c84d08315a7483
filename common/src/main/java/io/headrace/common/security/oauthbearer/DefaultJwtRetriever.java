package io.headrace.common.security.oauthbearer;

import io.headrace.common.security.oauthbearer.internals.TokenRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * Gets tokens as {@code sasl.oauthbearer.token.endpoint.url} says: a file URL is for {@link FileJwtRetriever}, any other for
 * {@link ClientCredentialsJwtRetriever}.
 */
public class DefaultJwtRetriever implements JwtRetriever {

    private JwtRetriever chosen;

    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        chosen = TokenRequest.isByFile(configs) ? new FileJwtRetriever() : new ClientCredentialsJwtRetriever();
        chosen.configure(configs, saslMechanism, jaasConfigEntries);
    }

    @Override
    public String retrieve() throws JwtRetrieverException {
        if (chosen == null) {
            throw new IllegalStateException("configure has not been called");
        }
        return chosen.retrieve();
    }

    @Override
    public void close() throws IOException {
        if (chosen != null) {
            chosen.close();
        }
    }
}
