package io.headrace.common.config;

import io.headrace.common.config.provider.ConfigProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes the config providers that a configuration names, and has them fill in its variables (KIP-297). */
final class ConfigVariables {
    private ConfigVariables() {}

    /**
     * The configuration with its variables filled in. Providers live only as long as this call.
     *
     * @param providerConfigs the settings of providers; if empty they are looked for in the configuration itself
     */
    static Map<String, Object> resolve(Map<String, Object> configs, Map<String, ?> providerConfigs) {
        Map<String, Object> resolved = new HashMap<>(configs);
        boolean automatic = providerConfigs == null || providerConfigs.isEmpty();
        Map<String, ?> settings = automatic ? configs : providerConfigs;
        if (settings.get(AbstractConfig.CONFIG_PROVIDERS_CONFIG) == null) {
            return resolved;
        }
        Map<String, ConfigProvider> providers = create(settings, automatic ? allowedBySystemProperty() : name -> true);
        try {
            Map<String, String> texts = new HashMap<>();
            configs.forEach((name, value) -> {
                if (value instanceof String text) {
                    texts.put(name, text);
                }
            });
            resolved.putAll(new ConfigTransformer(providers).transform(texts).data());
        } finally {
            providers.values().forEach(ConfigVariables::close);
        }
        return resolved;
    }

    private static Map<String, ConfigProvider> create(Map<String, ?> settings, Predicate<String> isAllowed) {
        Object names = ConfigTypes.parse(
                AbstractConfig.CONFIG_PROVIDERS_CONFIG,
                settings.get(AbstractConfig.CONFIG_PROVIDERS_CONFIG),
                ConfigDef.Type.LIST);
        Map<String, ConfigProvider> providers = new HashMap<>();
        for (Object name : (List<?>) names) {
            String prefix = AbstractConfig.CONFIG_PROVIDERS_CONFIG + "." + name + ".";
            Object className = settings.get(prefix + "class");
            if (className == null) {
                continue;
            }
            try {
                providers.put(name.toString(), create(prefix, className, settings, isAllowed));
            } catch (RuntimeException e) {
                providers.values().forEach(ConfigVariables::close);
                throw e;
            }
        }
        return providers;
    }

    private static ConfigProvider create(
            String prefix, Object className, Map<String, ?> settings, Predicate<String> isAllowed) {
        Class<?> implementation = (Class<?>) ConfigTypes.parse(prefix + "class", className, ConfigDef.Type.CLASS);
        if (!isAllowed.test(
                        className instanceof Class
                                ? implementation.getName()
                                : className.toString().trim())
                && !isAllowed.test(implementation.getName())) {
            throw new ConfigException(
                    prefix + "class",
                    className,
                    "not among the classes allowed by the system property "
                            + AbstractConfig.AUTOMATIC_CONFIG_PROVIDERS_PROPERTY);
        }
        Map<String, Object> parameters = new HashMap<>();
        String parameterPrefix = prefix + "param.";
        settings.forEach((name, value) -> {
            if (name.startsWith(parameterPrefix)) {
                parameters.put(name.substring(parameterPrefix.length()), value);
            }
        });
        return Instances.create(implementation, ConfigProvider.class, parameters);
    }

    private static Predicate<String> allowedBySystemProperty() {
        String property = System.getProperty(AbstractConfig.AUTOMATIC_CONFIG_PROVIDERS_PROPERTY);
        if (property == null) {
            return name -> true;
        }
        Set<String> names = Arrays.stream(property.split(","))
                .map(String::trim)
                .filter(name -> !name.equals("none"))
                .collect(Collectors.toSet());
        return names::contains;
    }

    private static void close(ConfigProvider provider) {
        try {
            provider.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not close config provider " + provider, e);
        }
    }
}
