package io.headrace.common.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that a component understands: name, type, default, what is allowed, and how important each is.
 *
 * <p>Built once, usually for a static field, by a chain of {@code define} calls; from then on it is only read, and safe
 * for use by several threads.
 *
 * <pre>{@code
 * ConfigDef def = new ConfigDef()
 *         .define("linger.ms", Type.LONG, 5, Range.atLeast(0), Importance.MEDIUM, "How long to wait for more records.")
 *         .define("client.id", Type.STRING, "", Importance.LOW, "A name for logs and metrics.");
 * Map<String, Object> values = def.parse(Map.of("linger.ms", "10"));
 * }</pre>
 */
public class ConfigDef extends ConfigDefOverloads {
    /** Given as the default of a setting that every user has to set. */
    public static final Object NO_DEFAULT_VALUE = new Object();

    private static final Logger log = LoggerFactory.getLogger(ConfigDef.class);

    private final Map<String, ConfigKey> configKeys;
    private final List<String> groups;

    public ConfigDef() {
        this.configKeys = new LinkedHashMap<>();
        this.groups = new ArrayList<>();
    }

    /** A copy that can be extended. */
    public ConfigDef(ConfigDef base) {
        this.configKeys = new LinkedHashMap<>(base.configKeys);
        this.groups = new ArrayList<>(base.groups);
    }

    /** The names of all settings. */
    public Set<String> names() {
        return Collections.unmodifiableSet(configKeys.keySet());
    }

    /** The defaults of all settings that have one. */
    public Map<String, Object> defaultValues() {
        Map<String, Object> defaults = new HashMap<>();
        for (ConfigKey key : configKeys.values()) {
            if (key.hasDefault()) {
                defaults.put(key.name, key.defaultValue);
            }
        }
        return defaults;
    }

    /**
     * Adds a setting.
     *
     * @throws ConfigException if there is one of that name already
     */
    @Override
    public ConfigDef define(ConfigKey key) {
        if (configKeys.containsKey(key.name)) {
            throw new ConfigException("Configuration " + key.name + " is defined twice.");
        }
        if (key.group != null && !groups.contains(key.group)) {
            groups.add(key.group);
        }
        configKeys.put(key.name, key);
        return this;
    }

    /** All settings by name, in the order they were defined. */
    public Map<String, ConfigKey> configKeys() {
        return configKeys;
    }

    /** The groups, in the order they were first named. */
    public List<String> groups() {
        return groups;
    }

    /** Adds the settings of a client's TLS, see {@link SslConfigs}; returns this. */
    public ConfigDef withClientSslSupport() {
        SslConfigs.addClientSslSupport(this);
        return this;
    }

    /** Adds the settings of a client's SASL, see {@link SaslConfigs}; returns this. */
    public ConfigDef withClientSaslSupport() {
        SaslConfigs.addClientSaslSupport(this);
        return this;
    }

    /**
     * Takes over all settings of another definition, with a prefix before their names.
     *
     * @param groupPrefix put before the names of groups likewise
     * @param startingOrd added to the settings' order in their group
     */
    public void embed(String keyPrefix, String groupPrefix, int startingOrd, ConfigDef child) {
        int order = startingOrd;
        for (ConfigKey key : ConfigDocs.inDisplayOrder(child)) {
            List<String> dependents = new ArrayList<>();
            if (key.dependents != null) {
                key.dependents.forEach(dependent -> dependents.add(keyPrefix + dependent));
            }
            define(new ConfigKey(
                    keyPrefix + key.name,
                    key.type,
                    key.defaultValue,
                    embedded(keyPrefix, key.validator),
                    key.importance,
                    key.documentation,
                    groupPrefix + (key.group == null ? "" : ": " + key.group),
                    order++,
                    key.width,
                    key.displayName,
                    dependents,
                    embedded(keyPrefix, key.recommender),
                    key.internalConfig,
                    key.alternativeString));
        }
    }

    private static Validator embedded(String keyPrefix, Validator base) {
        return base == null
                ? null
                : LambdaValidator.with(
                        (name, value) -> base.ensureValid(name.substring(keyPrefix.length()), value), base::toString);
    }

    private static Recommender embedded(String keyPrefix, Recommender base) {
        return base == null ? null : new EmbeddedRecommender(keyPrefix, base);
    }

    /** Hides the prefix of an embedded definition from a recommender that was written without one. */
    private record EmbeddedRecommender(String keyPrefix, Recommender base) implements Recommender {
        @Override
        public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
            return base.validValues(unprefixed(name), unprefixed(parsedConfig));
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsedConfig) {
            return base.visible(unprefixed(name), unprefixed(parsedConfig));
        }

        private String unprefixed(String name) {
            return name.substring(keyPrefix.length());
        }

        private Map<String, Object> unprefixed(Map<String, Object> parsedConfig) {
            Map<String, Object> own = new HashMap<>();
            parsedConfig.forEach((name, value) -> {
                if (name.startsWith(keyPrefix)) {
                    own.put(unprefixed(name), value);
                }
            });
            return own;
        }
    }

    /**
     * Reads a configuration: every setting gets the value in its type, or its default. Names that are not defined are
     * ignored.
     *
     * @throws ConfigException if a value cannot be parsed or is not allowed, or a required one is missing
     */
    public Map<String, Object> parse(Map<?, ?> props) {
        Set<String> undefined = undefinedDependents();
        if (!undefined.isEmpty()) {
            throw new ConfigException(
                    "settings named as dependents of others are not defined: " + String.join(",", undefined));
        }
        Map<String, Object> values = new HashMap<>();
        for (ConfigKey key : configKeys.values()) {
            Object value = withoutDuplicates(key, valueOf(key, props));
            if (key.validator != null) {
                key.validator.ensureValid(key.name, value);
            }
            values.put(key.name, value);
        }
        return values;
    }

    private static Object valueOf(ConfigKey key, Map<?, ?> props) {
        if (props.containsKey(key.name)) {
            return ConfigTypes.parse(key.name, props.get(key.name), key.type);
        }
        if (key.hasDefault()) {
            return key.defaultValue;
        }
        throw new ConfigException("Missing required configuration \"" + key.name + "\" which has no default value.");
    }

    private static Object withoutDuplicates(ConfigKey key, Object value) {
        if (key.validator instanceof ValidList && value instanceof List<?> list) {
            List<Object> distinct = new ArrayList<>(new LinkedHashSet<>(list));
            if (distinct.size() < list.size()) {
                log.warn("setting {} names elements twice: {}; taken as {}", key.name, list, distinct);
                return distinct;
            }
        }
        return value;
    }

    private Set<String> undefinedDependents() {
        Set<String> undefined = new TreeSet<>();
        for (ConfigKey key : configKeys.values()) {
            for (String dependent : key.dependents) {
                if (!configKeys.containsKey(dependent)) {
                    undefined.add(dependent);
                }
            }
        }
        return undefined;
    }

    /** Like {@link #parse}, but gathers what is wrong with every setting instead of throwing at the first. */
    public List<ConfigValue> validate(Map<String, String> props) {
        return new ArrayList<>(validateAll(props).values());
    }

    /** What {@link #validate} finds out, by name. */
    public Map<String, ConfigValue> validateAll(Map<String, String> props) {
        Map<String, ConfigValue> results = new LinkedHashMap<>();
        Map<String, Object> parsed = new HashMap<>();
        for (ConfigKey key : configKeys.values()) {
            ConfigValue result = new ConfigValue(key.name);
            results.put(key.name, result);
            try {
                Object value = valueOf(key, props);
                parsed.put(key.name, value);
                result.value(value);
                if (key.validator != null) {
                    key.validator.ensureValid(key.name, value);
                }
            } catch (ConfigException e) {
                result.addErrorMessage(e.getMessage());
            }
        }
        for (String undefined : undefinedDependents()) {
            ConfigValue result = results.computeIfAbsent(undefined, ConfigValue::new);
            result.addErrorMessage(undefined + " is named as a dependent of another setting, but not defined.");
            result.visible(false);
        }
        for (ConfigKey key : configKeys.values()) {
            if (key.recommender != null) {
                recommend(key, parsed, results.get(key.name));
            }
        }
        return results;
    }

    private static void recommend(ConfigKey key, Map<String, Object> parsed, ConfigValue result) {
        try {
            result.recommendedValues(key.recommender.validValues(key.name, parsed));
            result.visible(key.recommender.visible(key.name, parsed));
        } catch (ConfigException e) {
            result.addErrorMessage(e.getMessage());
        }
    }

    /**
     * Reads one value.
     *
     * @param value what the user wrote, or an object of the type already
     * @throws ConfigException if the value cannot be understood as that type
     */
    public static Object parseType(String name, Object value, Type type) {
        return ConfigTypes.parse(name, value, type);
    }

    /** The text that {@link #parseType} would understand as this value; passwords come out hidden. */
    public static String convertToString(Object parsedValue, Type type) {
        return ConfigTypes.toText(parsedValue, type);
    }

    /** All values as text, passwords included: for handing a configuration on, never for showing it. */
    public static Map<String, String> convertToStringMapWithPasswordValues(Map<String, ?> configs) {
        Map<String, String> texts = new HashMap<>();
        configs.forEach((name, value) -> texts.put(name, ConfigTypes.toRevealingText(value)));
        return texts;
    }

    /** The columns of {@link #toHtmlTable()} and the details of {@link #toHtml()}; subclasses may have others. */
    protected List<String> headers() {
        return ConfigDocs.COLUMNS;
    }

    /** What stands in a column for a setting. */
    protected String getConfigValue(ConfigKey key, String headerName) {
        return ConfigDocs.text(key, headerName);
    }

    /** All settings as an HTML table. */
    public String toHtmlTable() {
        return toHtmlTable(Map.of());
    }

    /**
     * All settings as an HTML table.
     *
     * @param dynamicUpdateModes how settings can be changed, by name; when it is not empty that makes one more column, with
     *     {@code read-only} for the others
     */
    public String toHtmlTable(Map<String, String> dynamicUpdateModes) {
        return new ConfigDocs(this).htmlTable(dynamicUpdateModes);
    }

    /** All settings as an HTML list. */
    public String toHtml() {
        return toHtml(Map.of());
    }

    /** All settings as an HTML list, saying how they can be changed; see {@link #toHtmlTable(Map)}. */
    public String toHtml(Map<String, String> dynamicUpdateModes) {
        return toHtml(4, Function.identity(), dynamicUpdateModes);
    }

    /** All settings as an HTML list; see {@link #toHtml(int, Function, Map)}. */
    public String toHtml(int headerDepth, Function<String, String> idGenerator) {
        return toHtml(headerDepth, idGenerator, Map.of());
    }

    /**
     * All settings as an HTML list.
     *
     * @param headerDepth the level of the headings
     * @param idGenerator makes the HTML id of a setting from its name
     * @param dynamicUpdateModes see {@link #toHtmlTable(Map)}
     */
    public String toHtml(
            int headerDepth, Function<String, String> idGenerator, Map<String, String> dynamicUpdateModes) {
        return new ConfigDocs(this).html(headerDepth, idGenerator, dynamicUpdateModes);
    }

    /** All settings as reStructuredText. */
    public String toRst() {
        return new ConfigDocs(this).rst();
    }

    /** All settings as reStructuredText, with groups and dependents. */
    public String toEnrichedRst() {
        return new ConfigDocs(this).enrichedRst();
    }

    /** What a setting's value is. */
    public enum Type {
        BOOLEAN,
        STRING,
        INT,
        SHORT,
        LONG,
        DOUBLE,
        /** Strings, written with commas between them. */
        LIST,
        CLASS,
        /** A string that is never shown. */
        PASSWORD;

        /** Whether values have to be kept from logs. */
        public boolean isSensitive() {
            return this == PASSWORD;
        }
    }

    /** How likely a user is to need a setting. */
    public enum Importance {
        HIGH,
        MEDIUM,
        LOW
    }

    /** How wide a field for the value should be in a form. */
    public enum Width {
        NONE,
        SHORT,
        MEDIUM,
        LONG
    }

    /** Says which values a form should offer. */
    public interface Recommender {
        /** The values to choose from, given what the other settings are; empty if anything goes. */
        List<Object> validValues(String name, Map<String, Object> parsedConfig);

        /** Whether the setting has a meaning, given what the other settings are. */
        boolean visible(String name, Map<String, Object> parsedConfig);
    }

    /** Checks a value after it was parsed. */
    public interface Validator {
        /**
         * Checks a value.
         *
         * @throws ConfigException if the value is not allowed
         */
        void ensureValid(String name, Object value);
    }

    /** Numbers from a least to a largest one, both included. */
    public static class Range implements Validator {
        private final Number min;
        private final Number max;

        private Range(Number min, Number max) {
            this.min = min;
            this.max = max;
        }

        public static Range atLeast(Number min) {
            return new Range(min, null);
        }

        public static Range between(Number min, Number max) {
            return new Range(min, max);
        }

        @Override
        public void ensureValid(String name, Object o) {
            if (o == null) {
                throw new ConfigException(name, null, "has to be set to a number in " + this);
            }
            double value = ((Number) o).doubleValue();
            if (min != null && value < min.doubleValue()) {
                throw new ConfigException(name, o, "has to be at least " + min + "; allowed are " + this);
            }
            if (max != null && value > max.doubleValue()) {
                throw new ConfigException(name, o, "may be at most " + max + "; allowed are " + this);
            }
        }

        @Override
        public String toString() {
            if (min == null) {
                return "[...," + max + "]";
            }
            return max == null ? "[" + min + ",...]" : "[" + min + ",...," + max + "]";
        }
    }

    /** One of certain strings. */
    public static class ValidString implements Validator {
        private final List<String> validStrings;

        private ValidString(List<String> validStrings) {
            this.validStrings = validStrings;
        }

        public static ValidString in(String... validStrings) {
            return new ValidString(Arrays.asList(validStrings));
        }

        @Override
        public void ensureValid(String name, Object o) {
            if (!validStrings.contains((String) o)) {
                throw new ConfigException(name, o, "has to be one of " + joined(validStrings));
            }
        }

        @Override
        public String toString() {
            return "[" + joined(validStrings) + "]";
        }
    }

    /** One of certain strings, in upper or lower case. */
    public static class CaseInsensitiveValidString implements Validator {
        private final Set<String> validStrings;

        private CaseInsensitiveValidString(List<String> validStrings) {
            this.validStrings = new LinkedHashSet<>();
            for (String valid : validStrings) {
                this.validStrings.add(valid.toUpperCase(Locale.ROOT));
            }
        }

        public static CaseInsensitiveValidString in(String... validStrings) {
            return new CaseInsensitiveValidString(Arrays.asList(validStrings));
        }

        @Override
        public void ensureValid(String name, Object o) {
            String value = (String) o;
            if (value == null || !validStrings.contains(value.toUpperCase(Locale.ROOT))) {
                throw new ConfigException(
                        name, o, "has to be one of " + joined(validStrings) + " in upper or lower case");
            }
        }

        @Override
        public String toString() {
            return "(case insensitive) [" + joined(validStrings) + "]";
        }
    }

    /**
     * A list without duplicates and empty strings, of certain strings or of any. A duplicate that a user writes is
     * dropped by {@link ConfigDef#parse}, and an error to {@link ConfigDef#validate}.
     */
    public static class ValidList implements Validator {
        /** Empty if any string is allowed. */
        private final List<String> validStrings;

        private final boolean isEmptyAllowed;
        private final boolean isNullAllowed;

        private ValidList(List<String> validStrings, boolean isEmptyAllowed, boolean isNullAllowed) {
            this.validStrings = validStrings;
            this.isEmptyAllowed = isEmptyAllowed;
            this.isNullAllowed = isNullAllowed;
        }

        public static ValidList anyNonDuplicateValues(boolean isEmptyAllowed, boolean isNullAllowed) {
            return new ValidList(List.of(), isEmptyAllowed, isNullAllowed);
        }

        public static ValidList in(String... validStrings) {
            return in(true, validStrings);
        }

        public static ValidList in(boolean isEmptyAllowed, String... validStrings) {
            return new ValidList(Arrays.asList(validStrings), isEmptyAllowed, false);
        }

        @Override
        public void ensureValid(String name, Object o) {
            if (o == null) {
                if (!isNullAllowed) {
                    throw new ConfigException(name, null, "has to be a list of " + this);
                }
                return;
            }
            List<?> values = (List<?>) o;
            if (values.isEmpty() && !isEmptyAllowed) {
                throw new ConfigException(name, o, "the list may not be empty; elements can be " + this);
            }
            if (new HashSet<>(values).size() != values.size()) {
                throw new ConfigException(name, o, "the list names an element twice");
            }
            for (Object value : values) {
                if (value instanceof String text && text.isEmpty()) {
                    throw new ConfigException(name, o, "the list has an empty element");
                }
                if (!validStrings.isEmpty() && !validStrings.contains(value)) {
                    throw new ConfigException(
                            name, o, "'" + value + "' is not allowed; elements can be " + joined(validStrings));
                }
            }
        }

        @Override
        public String toString() {
            return validStrings.isEmpty() ? "any non-empty strings" : "[" + joined(validStrings) + "]";
        }
    }

    /** A list of limited length. */
    public static class ListSize implements Validator {
        private final int maxSize;

        private ListSize(int maxSize) {
            this.maxSize = maxSize;
        }

        public static ListSize atMostOfSize(int maxSize) {
            return new ListSize(maxSize);
        }

        @Override
        public void ensureValid(String name, Object value) {
            List<?> values = (List<?>) value;
            if (values != null && values.size() > maxSize) {
                throw new ConfigException(name, value, "the list may have at most " + maxSize + " elements");
            }
        }

        @Override
        public String toString() {
            return "a list of at most " + maxSize + " elements";
        }
    }

    /** Anything but null. */
    public static class NonNullValidator implements Validator {
        @Override
        public void ensureValid(String name, Object value) {
            if (value == null) {
                throw new ConfigException(name, null, "has to be set");
            }
        }

        @Override
        public String toString() {
            return "non-null string";
        }
    }

    /** Null, or a string that is not empty. */
    public static class NonEmptyString implements Validator {
        @Override
        public void ensureValid(String name, Object o) {
            if (o != null && ((String) o).isEmpty()) {
                throw new ConfigException(name, o, "may not be empty");
            }
        }

        @Override
        public String toString() {
            return "non-empty string";
        }
    }

    /** Null, or a string that is not empty and has no control characters. */
    public static class NonEmptyStringWithoutControlChars implements Validator {
        public static NonEmptyStringWithoutControlChars nonEmptyStringWithoutControlChars() {
            return new NonEmptyStringWithoutControlChars();
        }

        @Override
        public void ensureValid(String name, Object value) {
            String text = (String) value;
            if (text == null) {
                return;
            }
            if (text.isEmpty()) {
                throw new ConfigException(name, value, "may not be empty");
            }
            text.chars().filter(Character::isISOControl).findFirst().ifPresent(control -> {
                throw new ConfigException(
                        name, value, "may not have control characters, but has one of code " + control);
            });
        }

        @Override
        public String toString() {
            return "non-empty string without ISO control characters";
        }
    }

    /** What a function accepts. */
    public static class LambdaValidator implements Validator {
        private final BiConsumer<String, Object> ensureValid;
        private final Supplier<String> description;

        private LambdaValidator(BiConsumer<String, Object> ensureValid, Supplier<String> description) {
            this.ensureValid = ensureValid;
            this.description = description;
        }

        /**
         * A validator made of a function.
         *
         * @param ensureValid throws a {@link ConfigException} for values that are not allowed
         * @param toStringFunction says in words what is allowed
         */
        public static LambdaValidator with(BiConsumer<String, Object> ensureValid, Supplier<String> toStringFunction) {
            return new LambdaValidator(ensureValid, toStringFunction);
        }

        @Override
        public void ensureValid(String name, Object value) {
            ensureValid.accept(name, value);
        }

        @Override
        public String toString() {
            return description.get();
        }
    }

    /** What several validators accept, asked in turn. */
    public static class CompositeValidator implements Validator {
        private final List<Validator> validators;

        private CompositeValidator(List<Validator> validators) {
            this.validators = validators;
        }

        public static CompositeValidator of(Validator... validators) {
            return new CompositeValidator(Arrays.asList(validators));
        }

        @Override
        public void ensureValid(String name, Object value) {
            for (Validator validator : validators) {
                validator.ensureValid(name, value);
            }
        }

        @Override
        public String toString() {
            return joined(validators);
        }
    }

    private static String joined(Collection<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** One setting. Immutable, as far as the lists and objects it was given are. */
    public static class ConfigKey {
        public final String name;
        public final Type type;
        public final String documentation;
        /** The default in the setting's type, or {@link ConfigDef#NO_DEFAULT_VALUE}. */
        public final Object defaultValue;
        /** Null if any value of the type is allowed. */
        public final Validator validator;

        public final Importance importance;
        public final String group;
        public final int orderInGroup;
        public final Width width;
        public final String displayName;
        /** The names of settings whose meaning depends on this one. */
        public final List<String> dependents;
        /** Null if there is nothing to recommend. */
        public final Recommender recommender;

        public final boolean internalConfig;
        /** How documentation words the default, if not by its value; null otherwise. */
        public final String alternativeString;

        /**
         * Describes a setting.
         *
         * @throws ConfigException if the default is not of the type or not allowed
         */
        public ConfigKey(
                String name,
                Type type,
                Object defaultValue,
                Validator validator,
                Importance importance,
                String documentation,
                String group,
                int orderInGroup,
                Width width,
                String displayName,
                List<String> dependents,
                Recommender recommender,
                boolean internalConfig) {
            this(
                    name,
                    type,
                    defaultValue,
                    validator,
                    importance,
                    documentation,
                    group,
                    orderInGroup,
                    width,
                    displayName,
                    dependents,
                    recommender,
                    internalConfig,
                    null);
        }

        ConfigKey(
                String name,
                Type type,
                Object defaultValue,
                Validator validator,
                Importance importance,
                String documentation,
                String group,
                int orderInGroup,
                Width width,
                String displayName,
                List<String> dependents,
                Recommender recommender,
                boolean internalConfig,
                String alternativeString) {
            this.name = name;
            this.type = type;
            this.defaultValue =
                    defaultValue == NO_DEFAULT_VALUE ? NO_DEFAULT_VALUE : parseType(name, defaultValue, type);
            this.validator = validator;
            this.importance = importance;
            this.documentation = documentation;
            this.group = group;
            this.orderInGroup = orderInGroup;
            this.width = width;
            this.displayName = displayName;
            this.dependents = dependents;
            this.recommender = recommender;
            this.internalConfig = internalConfig;
            this.alternativeString = alternativeString;
            if (validator != null && hasDefault()) {
                validator.ensureValid(name, this.defaultValue);
            }
        }

        public boolean hasDefault() {
            return defaultValue != NO_DEFAULT_VALUE;
        }

        public Type type() {
            return type;
        }
    }
}
