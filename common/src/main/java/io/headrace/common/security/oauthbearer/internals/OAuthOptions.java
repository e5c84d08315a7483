package io.headrace.common.security.oauthbearer.internals;

import io.headrace.common.config.ConfigException;
import io.headrace.common.config.types.Password;
import io.headrace.common.security.JaasContext;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * The settings by which tokens are had, from the client's configuration, or, for the few that were there first, from the
 * login module's options. Immutable. Which URLs and files may be named is limited by system properties, since a setting may
 * come from somebody who must not have this JVM read its files or reach its network.
 */
final class OAuthOptions {

    static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    static final String ALLOWED_FILES = "org.apache.kafka.sasl.oauthbearer.allowed.files";

    private final Map<String, ?> configs;
    private final List<AppConfigurationEntry> entries;

    OAuthOptions(Map<String, ?> configs, List<AppConfigurationEntry> entries) {
        this.configs = configs;
        this.entries = List.copyOf(entries);
    }

    /** A setting, or null; empty counts as not set. */
    String text(String key) {
        Object value = configs.get(key);
        String text = value instanceof Password secret ? secret.value() : (String) value;
        return text == null || text.isBlank() ? null : text.trim();
    }

    /** A setting that has to be there. */
    String requiredText(String key) {
        String text = text(key);
        if (text == null) {
            throw new ConfigException(key + " has to be set");
        }
        return text;
    }

    /** A setting, or else an option of the login module, or null. */
    String textOrOption(String key, String option) {
        String text = text(key);
        return text == null ? JaasContext.configEntryOption(entries, option, null) : text;
    }

    /** As {@link #textOrOption}, for what has to be there. */
    String requiredTextOrOption(String key, String option) {
        String text = textOrOption(key, option);
        if (text == null || text.isBlank()) {
            throw new ConfigException(key + " has to be set, or the login module's option " + option);
        }
        return text;
    }

    /** A number, or a default where it is not set. */
    long number(String key, long otherwise) {
        return configs.get(key) instanceof Number number ? number.longValue() : otherwise;
    }

    /** Whether a setting is true. */
    boolean isTrue(String key) {
        return Boolean.TRUE.equals(configs.get(key));
    }

    /** The login module's options. */
    Map<String, ?> moduleOptions() {
        return entries.isEmpty() ? Map.of() : entries.get(0).getOptions();
    }

    /**
     * A URL that may be used.
     *
     * @throws ConfigException if it is missing, is none, or is not allowed
     */
    URI url(String key) {
        String text = requiredText(key);
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, text, "has to be a URL: " + e.getMessage());
        }
        if (url.getScheme() == null || !List.of("http", "https", "file").contains(url.getScheme())) {
            throw new ConfigException(key, text, "has to be a URL that begins with http, https or file");
        }
        requireAllowed(key, text, ALLOWED_URLS);
        return url;
    }

    /**
     * A file that may be read.
     *
     * @throws ConfigException if it is missing, cannot be read, or is not allowed
     */
    Path file(String key) {
        String text = requiredText(key);
        Path file = Path.of(text).toAbsolutePath();
        requireAllowed(key, text, ALLOWED_FILES);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new ConfigException(key, text, "has to be a file that can be read");
        }
        return file;
    }

    private static void requireAllowed(String key, String value, String property) {
        String allowed = System.getProperty(property, "");
        if (Arrays.stream(allowed.split(",", -1)).map(String::trim).noneMatch(value::equals)) {
            throw new ConfigException(
                    key,
                    value,
                    "has to be one of those that the system property " + property + " lists (it is '" + allowed + "')");
        }
    }
}
