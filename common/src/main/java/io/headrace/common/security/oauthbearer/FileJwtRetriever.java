package io.headrace.common.security.oauthbearer;

import io.headrace.common.config.ConfigException;
import io.headrace.common.security.oauthbearer.internals.TokenFile;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * Reads tokens from the file that {@code sasl.oauthbearer.token.endpoint.url} names by a file URL; again for each token, so
 * somebody else can put new ones there.
 */
public class FileJwtRetriever implements JwtRetriever {

    private TokenFile file;

    /**
     * Reads the settings.
     *
     * @throws ConfigException if the setting is missing or not allowed, or the file cannot be read
     */
    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        file = TokenFile.of(configs);
    }

    @Override
    public String retrieve() throws JwtRetrieverException {
        if (file == null) {
            throw new IllegalStateException("configure has not been called");
        }
        return file.read();
    }
}
