package io.headrace.common.config;

import io.headrace.common.config.provider.ConfigProvider;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces variables of the form <code>${provider:path:key}</code> or <code>${provider:key}</code> in the values of a
 * configuration by what config providers say (KIP-297). A variable that no provider knows stays as it is, and what a
 * provider says is not searched for variables.
 */
public class ConfigTransformer {
    /** A variable: the provider's name, the path with its colon if there is one, the path alone, and the key. */
    public static final Pattern DEFAULT_PATTERN = Pattern.compile("\\$\\{([^}:]*):(([^}]*?):)?([^}]*?)\\}");

    private final Map<String, ConfigProvider> configProviders;

    /**
     * Fills in variables from these providers.
     *
     * @param configProviders the providers by the names that variables call them
     */
    public ConfigTransformer(Map<String, ConfigProvider> configProviders) {
        this.configProviders = configProviders;
    }

    /** What to ask a provider for: all keys of one path in one call. */
    private record Source(String provider, String path) {}

    /** Asks each provider once for every path that occurs, then fills in the values; null values stay null. */
    public ConfigTransformerResult transform(Map<String, String> configs) {
        Map<Source, Set<String>> wanted = new HashMap<>();
        for (String value : configs.values()) {
            if (value != null) {
                Matcher variable = DEFAULT_PATTERN.matcher(value);
                while (variable.find()) {
                    wanted.computeIfAbsent(source(variable), source -> new HashSet<>())
                            .add(variable.group(4));
                }
            }
        }
        Map<Source, Map<String, String>> found = new HashMap<>();
        Map<String, Long> ttls = new HashMap<>();
        wanted.forEach((source, keys) -> {
            ConfigProvider provider = configProviders.get(source.provider());
            if (provider != null) {
                ConfigData data = provider.get(source.path(), Set.copyOf(keys));
                found.put(source, data.data());
                if (data.ttl() != null && data.ttl() >= 0) {
                    ttls.put(source.path(), data.ttl());
                }
            }
        });
        Map<String, String> filled = new HashMap<>();
        configs.forEach((name, value) -> filled.put(name, value == null ? null : fillIn(value, found)));
        return new ConfigTransformerResult(filled, ttls);
    }

    private static Source source(Matcher variable) {
        return new Source(variable.group(1), variable.group(3) == null ? "" : variable.group(3));
    }

    private static String fillIn(String value, Map<Source, Map<String, String>> found) {
        return DEFAULT_PATTERN.matcher(value).replaceAll(match -> {
            Source source = new Source(match.group(1), match.group(3) == null ? "" : match.group(3));
            String replacement = found.getOrDefault(source, Map.of()).get(match.group(4));
            return Matcher.quoteReplacement(replacement == null ? match.group() : replacement);
        });
    }
}
