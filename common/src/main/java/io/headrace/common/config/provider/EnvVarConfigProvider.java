package io.headrace.common.config.provider;

import io.headrace.common.config.ConfigData;
import io.headrace.common.config.ConfigException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Supplies environment variables: <code>${env:NAME}</code> (KIP-887). */
public class EnvVarConfigProvider implements ConfigProvider {
    public static final String ALLOWLIST_PATTERN_CONFIG = "allowlist.pattern";
    public static final String ALLOWLIST_PATTERN_CONFIG_DOC =
            "A regular expression that the names of environment variables have to match to be given out.";

    private final Map<String, String> environment;
    private Map<String, String> allowed;

    public EnvVarConfigProvider() {
        this(System.getenv());
    }

    /**
     * A provider of these variables.
     *
     * @param envVarsAsArgument stands for the process's environment
     */
    public EnvVarConfigProvider(Map<String, String> envVarsAsArgument) {
        this.environment = envVarsAsArgument;
        this.allowed = envVarsAsArgument;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        Object pattern = configs.get(ALLOWLIST_PATTERN_CONFIG);
        if (pattern == null) {
            allowed = environment;
            return;
        }
        try {
            allowed = new HashMap<>(environment);
            allowed.keySet()
                    .removeIf(Pattern.compile(pattern.toString())
                            .asMatchPredicate()
                            .negate());
        } catch (PatternSyntaxException e) {
            throw new ConfigException(
                    ALLOWLIST_PATTERN_CONFIG, pattern, "has to be a regular expression: " + e.getMessage());
        }
    }

    /**
     * All variables that may be given out.
     *
     * @throws ConfigException if a path is given: the environment has none
     */
    @Override
    public ConfigData get(String path) {
        return get(path, null);
    }

    /**
     * The variables of these names that may be given out.
     *
     * @throws ConfigException if a path is given: the environment has none
     */
    @Override
    public ConfigData get(String path, Set<String> keys) {
        if (path != null && !path.isEmpty()) {
            throw new ConfigException("environment variables have no path, but one was given: '" + path + "'");
        }
        Map<String, String> data = new HashMap<>(allowed);
        if (keys != null) {
            data.keySet().retainAll(keys);
        }
        return new ConfigData(data);
    }

    @Override
    public void close() {}
}
