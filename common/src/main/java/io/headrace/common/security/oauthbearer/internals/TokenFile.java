package io.headrace.common.security.oauthbearer.internals;

import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SaslConfigs;
import io.headrace.common.security.oauthbearer.JwtRetrieverException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file that holds a token. Immutable; blocks. */
public record TokenFile(Path path) {

    /**
     * The file that the settings name.
     *
     * @throws ConfigException if the setting is missing, no file URL, or not allowed, or the file cannot be read
     */
    public static TokenFile of(Map<String, ?> configs) {
        String key = SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL;
        URI url = new OAuthOptions(configs, List.of()).url(key);
        if (!"file".equals(url.getScheme())) {
            throw new ConfigException(key, url, "has to be a file URL");
        }
        Path path = Path.of(url.getPath());
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new ConfigException(key, url, "has to be a file that can be read");
        }
        return new TokenFile(path);
    }

    /** The token. */
    public String read() {
        try {
            return Files.readString(path).trim();
        } catch (IOException e) {
            throw new JwtRetrieverException("the token's file " + path + " cannot be read", e);
        }
    }
}
