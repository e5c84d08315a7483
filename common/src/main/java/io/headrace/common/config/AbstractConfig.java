package io.headrace.common.config;

import io.headrace.common.Configurable;
import io.headrace.common.KafkaException;
import io.headrace.common.config.types.Password;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration that was checked against its {@link ConfigDef}: typed values, and the settings as the user wrote
 * them, in which plug-ins find settings of their own.
 *
 * <p>The values never change; what is remembered is which of the user's settings were asked for, so that
 * {@link #logUnused()} can point out misspelt ones. Safe for use by several threads.
 *
 * <p>Values like {@code ${file:/etc/secrets:password}} are replaced by what
 * {@linkplain io.headrace.common.config.provider.ConfigProvider config providers} say, when the setting {@value #CONFIG_PROVIDERS_CONFIG} names some.
 */
public class AbstractConfig {
    /** The providers to use, by names that the user chooses; see KIP-297. */
    public static final String CONFIG_PROVIDERS_CONFIG = "config.providers";

    public static final String CONFIG_PROVIDERS_DOC = "Names, separated by commas, for the config providers from which "
            + "values like ${name:path:key} are taken; the class of each is set by config.providers.<name>.class, and "
            + "its settings by config.providers.<name>.param.<setting>.";

    /**
     * The system property that limits which classes the setting {@value #CONFIG_PROVIDERS_CONFIG} may name:
     * {@code none}, or class names with commas between them. Not limited if it is not set.
     */
    public static final String AUTOMATIC_CONFIG_PROVIDERS_PROPERTY = "org.apache.kafka.automatic.config.providers";

    private static final Logger log = LoggerFactory.getLogger(AbstractConfig.class);

    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean unusedLogged = new AtomicBoolean();
    private final Map<String, Object> originals;
    private final Map<String, Object> values;
    private final ConfigDef definition;

    public AbstractConfig(ConfigDef definition, Map<?, ?> originals) {
        this(definition, originals, Map.of(), true);
    }

    /**
     * Checks and takes over a configuration.
     *
     * @param doLog whether to log the values
     */
    public AbstractConfig(ConfigDef definition, Map<?, ?> originals, boolean doLog) {
        this(definition, originals, Map.of(), doLog);
    }

    /**
     * Checks and takes over a configuration.
     *
     * @param configProviderProps the settings of config providers; if empty they are looked for among the others
     * @param doLog whether to log the values
     * @throws ConfigException if a value is not allowed, or a required one is missing
     */
    public AbstractConfig(
            ConfigDef definition, Map<?, ?> originals, Map<String, ?> configProviderProps, boolean doLog) {
        Map<String, Object> given = preProcessParsedConfig(Collections.unmodifiableMap(withStringNames(originals)));
        this.originals = ConfigVariables.resolve(given, configProviderProps);
        this.originals.keySet().stream()
                .filter(name -> name.equals(CONFIG_PROVIDERS_CONFIG) || name.startsWith(CONFIG_PROVIDERS_CONFIG + "."))
                .forEach(used::add);
        this.definition = definition;
        this.values = definition.parse(this.originals);
        this.values.putAll(postProcessParsedConfig(Collections.unmodifiableMap(this.values)));
        // Once more, since what the subclass has changed must obey the definition too.
        definition.parse(this.values);
        if (doLog) {
            logValues();
        }
    }

    private static Map<String, Object> withStringNames(Map<?, ?> originals) {
        Map<String, Object> given = new HashMap<>();
        originals.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw new ConfigException(String.valueOf(name), value, "the name of a setting has to be a string");
            }
            given.put(text, value);
        });
        return given;
    }

    /**
     * Called once from the constructor, before anything is parsed.
     *
     * @param parsedValues the settings as the user wrote them
     * @return the settings to go on with
     */
    protected Map<String, Object> preProcessParsedConfig(Map<String, Object> parsedValues) {
        return parsedValues;
    }

    /**
     * Called once from the constructor, for values that follow from others.
     *
     * @param parsedValues all values in their types
     * @return the values to change
     */
    protected Map<String, Object> postProcessParsedConfig(Map<String, Object> parsedValues) {
        return Map.of();
    }

    /**
     * The value in its type.
     *
     * @throws ConfigException if no setting of that name is defined
     */
    protected Object get(String key) {
        if (!values.containsKey(key)) {
            throw new ConfigException(String.format("Unknown configuration '%s'", key));
        }
        used.add(key);
        return values.get(key);
    }

    /** Counts the setting as used. */
    public void ignore(String key) {
        used.add(key);
    }

    public Short getShort(String key) {
        return (Short) get(key);
    }

    public Integer getInt(String key) {
        return (Integer) get(key);
    }

    public Long getLong(String key) {
        return (Long) get(key);
    }

    public Double getDouble(String key) {
        return (Double) get(key);
    }

    @SuppressWarnings("unchecked") // the definition says that it is a list, and lists are of strings
    public List<String> getList(String key) {
        return (List<String>) get(key);
    }

    public Boolean getBoolean(String key) {
        return (Boolean) get(key);
    }

    public String getString(String key) {
        return (String) get(key);
    }

    public Password getPassword(String key) {
        return (Password) get(key);
    }

    public Class<?> getClass(String key) {
        return (Class<?>) get(key);
    }

    /** The type of a setting, or null if none of that name is defined. */
    public ConfigDef.Type typeOf(String key) {
        ConfigDef.ConfigKey configKey = definition.configKeys().get(key);
        return configKey == null ? null : configKey.type;
    }

    /** The documentation of a setting, or null if none of that name is defined. */
    public String documentationOf(String key) {
        ConfigDef.ConfigKey configKey = definition.configKeys().get(key);
        return configKey == null ? null : configKey.documentation;
    }

    /** The names of settings that the user gave and nobody asked for yet. */
    public Set<String> unused() {
        Set<String> names = new HashSet<>(originals.keySet());
        names.removeAll(used);
        return names;
    }

    /** The settings as the user wrote them. Reading one from the map counts it as used. */
    public Map<String, Object> originals() {
        return originals(Map.of());
    }

    /** {@link #originals()}, with these put over them. */
    public Map<String, Object> originals(Map<String, Object> configOverrides) {
        Map<String, Object> copy = new RecordingMap<>("");
        copy.putAll(originals);
        copy.putAll(configOverrides);
        return copy;
    }

    /**
     * {@link #originals()} as strings.
     *
     * @throws ClassCastException if one of them is not a string
     */
    public Map<String, String> originalsStrings() {
        Map<String, String> strings = new RecordingMap<>("");
        originals.forEach((name, value) -> {
            if (!(value instanceof String text)) {
                throw new ClassCastException("the value of setting " + name + " is not a string but "
                        + (value == null ? "null" : "a " + value.getClass().getName()));
            }
            strings.put(name, text);
        });
        return strings;
    }

    /** Those of {@link #originals()} whose names begin with the prefix, under their names without it. */
    public Map<String, Object> originalsWithPrefix(String prefix) {
        return originalsWithPrefix(prefix, true);
    }

    /**
     * Those of {@link #originals()} whose names begin with the prefix.
     *
     * @param strip whether the prefix is taken off the names
     */
    public Map<String, Object> originalsWithPrefix(String prefix, boolean strip) {
        Map<String, Object> result = new RecordingMap<>(strip ? prefix : "");
        forEachPrefixed(prefix, (plainName, value) -> result.put(strip ? plainName : prefix + plainName, value));
        return result;
    }

    /** All values, with those put over them that the user gave under prefixed names, in the types of the plain ones. */
    public Map<String, Object> valuesWithPrefixOverride(String prefix) {
        Map<String, Object> result = new RecordingMap<>(prefix);
        result.putAll(values);
        result.putAll(prefixedValues(prefix));
        return result;
    }

    /** Only the values that the user gave under prefixed names, if there are any; else all values. */
    public Map<String, Object> valuesWithPrefixAllOrNothing(String prefix) {
        Map<String, Object> prefixed = prefixedValues(prefix);
        Map<String, Object> result = new RecordingMap<>(prefix);
        result.putAll(prefixed.isEmpty() ? values : prefixed);
        return result;
    }

    private Map<String, Object> prefixedValues(String prefix) {
        Map<String, Object> prefixed = new HashMap<>();
        forEachPrefixed(prefix, (plainName, value) -> {
            ConfigDef.ConfigKey key = definition.configKeys().get(plainName);
            if (key != null) {
                Object parsed = ConfigTypes.parse(prefix + plainName, value, key.type);
                if (key.validator != null) {
                    key.validator.ensureValid(prefix + plainName, parsed);
                }
                prefixed.put(plainName, parsed);
            }
        });
        return prefixed;
    }

    private void forEachPrefixed(String prefix, BiConsumer<String, Object> action) {
        originals.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                action.accept(name.substring(prefix.length()), value);
            }
        });
    }

    /** All values in their types. Reading one from the map counts it as used. */
    public Map<String, ?> values() {
        Map<String, Object> copy = new RecordingMap<>("");
        copy.putAll(values);
        return copy;
    }

    /** {@link #values()} without those of internal settings. */
    public Map<String, ?> nonInternalValues() {
        Map<String, Object> copy = new RecordingMap<>("");
        values.forEach((name, value) -> {
            ConfigDef.ConfigKey key = definition.configKeys().get(name);
            if (key == null || !key.internalConfig) {
                copy.put(name, value);
            }
        });
        return copy;
    }

    private void logValues() {
        if (log.isInfoEnabled()) {
            StringBuilder text = new StringBuilder(getClass().getSimpleName()).append(" values:");
            new TreeMap<>(values)
                    .forEach((name, value) ->
                            text.append("\n\t").append(name).append(" = ").append(value));
            log.info("{}", text);
        }
    }

    /**
     * Logs, the first time it is called, the names of settings that are not defined and that nobody asked for: they may be
     * misspelt. A setting that is defined is spelt right, even where it has no effect beside others.
     */
    public void logUnused() {
        Set<String> unused = new TreeSet<>(unused());
        unused.removeAll(definition.names());
        if (!unused.isEmpty() && unusedLogged.compareAndSet(false, true)) {
            log.warn("settings that are not known, and that may be misspelt: {}", String.join(", ", unused));
        }
    }

    /**
     * A new object of the class that a setting names.
     *
     * @param t what the class has to be
     * @return the object, told this configuration if it is {@link Configurable}; null if the setting is null
     * @throws KafkaException if the class cannot be found or instantiated, or is not a {@code t}
     */
    public <T> T getConfiguredInstance(String key, Class<T> t) {
        return getConfiguredInstance(key, t, Map.of());
    }

    /**
     * A new object of the class that a setting names.
     *
     * @param configOverrides put over the settings that the object is told
     */
    public <T> T getConfiguredInstance(String key, Class<T> t, Map<String, Object> configOverrides) {
        Class<?> implementation = getClass(key);
        return implementation == null ? null : Instances.create(implementation, t, originals(configOverrides));
    }

    /** New objects of the classes that a list setting names; empty if it is null. If one fails, all are closed. */
    public <T> List<T> getConfiguredInstances(String key, Class<T> t) {
        return getConfiguredInstances(key, t, Map.of());
    }

    /**
     * New objects of the classes that a list setting names. If one fails, those made before are closed.
     *
     * @param configOverrides put over the settings that the objects are told
     */
    public <T> List<T> getConfiguredInstances(String key, Class<T> t, Map<String, Object> configOverrides) {
        return getConfiguredInstances(getList(key), t, configOverrides);
    }

    /**
     * New objects of these classes. If one fails, those made before are closed.
     *
     * @param classNames names, or classes
     */
    public <T> List<T> getConfiguredInstances(
            List<String> classNames, Class<T> t, Map<String, Object> configOverrides) {
        return classNames == null ? new ArrayList<>() : Instances.create(classNames, t, originals(configOverrides));
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // the same settings mean something else to another kind of client
    public boolean equals(Object o) {
        return this == o
                || (o != null && getClass() == o.getClass() && originals.equals(((AbstractConfig) o).originals));
    }

    @Override
    public int hashCode() {
        return originals.hashCode();
    }

    /** A copy of settings that counts those as used that are read from it, under their plain and prefixed names. */
    private final class RecordingMap<V> extends HashMap<String, V> {
        private static final long serialVersionUID = 1L;

        private final String prefix;

        RecordingMap(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public V get(Object key) {
            if (key instanceof String name && containsKey(name)) {
                ignore(prefix + name);
                ignore(name);
            }
            return super.get(key);
        }

        @Override
        public V getOrDefault(Object key, V defaultValue) {
            return containsKey(key) ? get(key) : defaultValue;
        }
    }
}
