package io.headrace.clients.admin;

import java.util.List;
import java.util.Objects;

/** A config of a resource: its value, and where that comes from. Immutable. */
public class ConfigEntry {

    private final String name;
    private final String value;
    private final ConfigSource source;
    private final boolean sensitive;
    private final boolean readOnly;
    private final List<ConfigSynonym> synonyms;
    private final ConfigType type;
    private final String documentation;

    /**
     * A config to be set.
     *
     * @param name its name
     * @param value its value; may be null
     */
    public ConfigEntry(String name, String value) {
        this(name, value, ConfigSource.UNKNOWN, false, false, List.of(), ConfigType.UNKNOWN, null);
    }

    /**
     * @param name its name
     * @param value its value; null when it is sensitive or not set
     * @param source where the value comes from
     * @param sensitive whether the value is secret, and so never told
     * @param readOnly whether it cannot be changed while the broker runs
     * @param synonyms all places that set it, the one that counts first
     * @param type the type of the value
     * @param documentation what it means; null when not asked for
     */
    public ConfigEntry(
            String name,
            String value,
            ConfigSource source,
            boolean sensitive,
            boolean readOnly,
            List<ConfigSynonym> synonyms,
            ConfigType type,
            String documentation) {
        this.name = Objects.requireNonNull(name, "name should not be null");
        this.value = value;
        this.source = source;
        this.sensitive = sensitive;
        this.readOnly = readOnly;
        this.synonyms = synonyms;
        this.type = type;
        this.documentation = documentation;
    }

    /** The config's name. */
    public String name() {
        return name;
    }

    /** The config's value; null when it is sensitive or not set. */
    public String value() {
        return value;
    }

    /** Where the value comes from. */
    public ConfigSource source() {
        return source;
    }

    /** Whether the value is the default. */
    public boolean isDefault() {
        return source == ConfigSource.DEFAULT_CONFIG;
    }

    /** Whether the value is secret, and so never told. */
    public boolean isSensitive() {
        return sensitive;
    }

    /** Whether it cannot be changed while the broker runs. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** All places that set it, the one that counts first; empty when not asked for. */
    public List<ConfigSynonym> synonyms() {
        return synonyms;
    }

    /** The type of the value. */
    public ConfigType type() {
        return type;
    }

    /** What the config means; null when not asked for. */
    public String documentation() {
        return documentation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigEntry that
                && name.equals(that.name)
                && Objects.equals(value, that.value)
                && sensitive == that.sensitive
                && readOnly == that.readOnly
                && source == that.source
                && type == that.type
                && Objects.equals(documentation, that.documentation)
                && Objects.equals(synonyms, that.synonyms);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, value, sensitive, readOnly, source, synonyms, type, documentation);
    }

    /** A sensitive value is not shown. */
    @Override
    public String toString() {
        return "ConfigEntry(name=" + name + ", value=" + (sensitive ? "Redacted" : value) + ", source=" + source
                + ", isSensitive=" + sensitive + ", isReadOnly=" + readOnly + ", synonyms=" + synonyms + ", type="
                + type
                + ", documentation=" + documentation + ")";
    }

    /** The type of a config's value. */
    public enum ConfigType {
        /** The broker does not say. */
        UNKNOWN,
        /** true or false. */
        BOOLEAN,
        /** Text. */
        STRING,
        /** 32 bits. */
        INT,
        /** 16 bits. */
        SHORT,
        /** 64 bits. */
        LONG,
        /** Floating point. */
        DOUBLE,
        /** Comma separated. */
        LIST,
        /** A class name. */
        CLASS,
        /** Text that is never told. */
        PASSWORD
    }

    /** Where a config's value comes from. */
    public enum ConfigSource {
        /** Set on the topic. */
        DYNAMIC_TOPIC_CONFIG,
        /** Set on a logger of the broker. */
        DYNAMIC_BROKER_LOGGER_CONFIG,
        /** Set on one broker while it runs. */
        DYNAMIC_BROKER_CONFIG,
        /** Set on all brokers while they run. */
        DYNAMIC_DEFAULT_BROKER_CONFIG,
        /** Set on a client metrics subscription. */
        DYNAMIC_CLIENT_METRICS_CONFIG,
        /** Set on a group. */
        DYNAMIC_GROUP_CONFIG,
        /** From the broker's file of properties. */
        STATIC_BROKER_CONFIG,
        /** Built in. */
        DEFAULT_CONFIG,
        /** The broker does not say. */
        UNKNOWN
    }

    /** A place that sets a config. Immutable. */
    public static class ConfigSynonym {

        private final String name;
        private final String value;
        private final ConfigSource source;

        /**
         * @param name the name there
         * @param value the value there; null when it is sensitive
         * @param source the place
         */
        public ConfigSynonym(String name, String value, ConfigSource source) {
            this.name = name;
            this.value = value;
            this.source = source;
        }

        /** The name there. */
        public String name() {
            return name;
        }

        /** The value there; null when it is sensitive. */
        public String value() {
            return value;
        }

        /** The place. */
        public ConfigSource source() {
            return source;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ConfigSynonym that
                    && Objects.equals(name, that.name)
                    && Objects.equals(value, that.value)
                    && source == that.source;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, value, source);
        }

        @Override
        public String toString() {
            return "ConfigSynonym(name=" + name + ", value=" + value + ", source=" + source + ")";
        }
    }
}
