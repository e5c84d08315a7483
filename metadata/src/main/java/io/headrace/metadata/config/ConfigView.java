package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.image.ClusterImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The settings of topics, brokers, groups and metrics subscriptions as DescribeConfigs and CreateTopics show them. Pure. */
public final class ConfigView {
    private ConfigView() {}

    /**
     * One setting.
     *
     * @param name its name
     * @param value the value that counts, or null when there is none or it is a secret
     * @param source where that value comes from
     * @param readOnly whether it can only be set when the broker is started
     * @param sensitive whether it is a secret
     * @param type its type
     * @param documentation what it does
     * @param synonyms all places that give it a value, strongest first, the one that counts included
     */
    public record Entry(
            String name,
            String value,
            ConfigSource source,
            boolean readOnly,
            boolean sensitive,
            ConfigDef.Type type,
            String documentation,
            List<Synonym> synonyms) {
        public Entry {
            synonyms = List.copyOf(synonyms);
        }

        /** The number of the type in DescribeConfigs responses. */
        public byte typeId() {
            return (byte)
                    switch (type) {
                        case BOOLEAN -> 1;
                        case STRING -> 2;
                        case INT -> 3;
                        case SHORT -> 4;
                        case LONG -> 5;
                        case DOUBLE -> 6;
                        case LIST -> 7;
                        case CLASS -> 8;
                        case PASSWORD -> 9;
                    };
        }
    }

    /**
     * A place that gives a setting a value.
     *
     * @param name the name of the setting in that place, for example {@code log.retention.hours} for
     *     {@code retention.ms}
     * @param value its value there, or null when it is a secret
     * @param source the place
     */
    public record Synonym(String name, String value, ConfigSource source) {}

    /** All settings of a topic, as of {@code image}, by name. Does not look whether the topic exists. */
    public static List<Entry> topic(BrokerConfig broker, ClusterImage image, String topic) {
        return topic(broker, image, image.configs(ConfigRules.topicResource(topic)));
    }

    /** All settings that a topic with these overrides has. */
    public static List<Entry> topic(BrokerConfig broker, ClusterImage image, Map<String, String> overrides) {
        SettingLayers layers = SettingLayers.of(broker, image);
        List<Entry> entries = new ArrayList<>();
        for (ConfigDef.ConfigKey key : TopicKeys.DEF.configKeys().values()) {
            if (!TopicKeys.isInternal(key.name)) {
                List<SettingLayers.Found> found = layers.topicSetting(key.name, overrides);
                entries.add(entry(key, found, false));
            }
        }
        return entries;
    }

    /** All settings of a broker, as of {@code image}, by name. */
    public static List<Entry> broker(BrokerConfig broker, ClusterImage image) {
        SettingLayers layers = SettingLayers.of(broker, image);
        List<Entry> entries = new ArrayList<>();
        for (ConfigDef.ConfigKey key : BrokerKeys.DEF.configKeys().values()) {
            if (!TopicKeys.isInternal(key.name)) {
                entries.add(entry(key, layers.brokerSetting(key), !DynamicKeys.contains(key.name)));
            }
        }
        return entries;
    }

    /** What is set at run time for all brokers, by name. */
    public static List<Entry> allBrokers(BrokerConfig broker, ClusterImage image) {
        SettingLayers layers = SettingLayers.of(broker, image);
        List<Entry> entries = new ArrayList<>();
        layers.ofAllBrokers().forEach((name, value) -> {
            ConfigDef.ConfigKey key = BrokerKeys.DEF.configKeys().get(name);
            entries.add(entry(
                    key,
                    List.of(new SettingLayers.Found(name, value, value, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG)),
                    false));
        });
        return entries;
    }

    /** All settings of a group, as of {@code image}, by name; a group that nobody has seen has some too. */
    public static List<Entry> group(BrokerConfig broker, ClusterImage image, String group) {
        SettingLayers layers = SettingLayers.of(broker, image);
        Map<String, String> own = image.configs(new ConfigResource(ConfigResource.Type.GROUP, group));
        List<Entry> entries = new ArrayList<>();
        for (ConfigDef.ConfigKey key : GroupResourceKeys.DEF.configKeys().values()) {
            entries.add(entry(key, layers.groupSetting(key.name, own), false));
        }
        return entries;
    }

    /** All settings of a subscription to the metrics of clients, as of {@code image}, by name. */
    public static List<Entry> clientMetrics(ClusterImage image, String name) {
        Map<String, String> own = image.configs(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name));
        List<Entry> entries = new ArrayList<>();
        for (ConfigDef.ConfigKey key : ClientMetricsKeys.DEF.configKeys().values()) {
            String value = own.get(key.name);
            String defaultText = ConfigDef.convertToString(key.defaultValue, key.type);
            SettingLayers.Found found = value == null
                    ? new SettingLayers.Found(key.name, defaultText, defaultText, ConfigSource.DEFAULT_CONFIG)
                    : new SettingLayers.Found(key.name, value, value, ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG);
            entries.add(entry(key, List.of(found), false));
        }
        return entries;
    }

    /** The level of a logger, as it is shown. */
    public static Entry logLevel(String logger, String level) {
        return new Entry(
                logger,
                level,
                ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
                false,
                false,
                ConfigDef.Type.STRING,
                "",
                List.of());
    }

    private static Entry entry(ConfigDef.ConfigKey key, List<SettingLayers.Found> found, boolean readOnly) {
        boolean sensitive = key.type.isSensitive();
        List<Synonym> synonyms = found.stream()
                .map(place -> new Synonym(place.name(), sensitive ? null : place.value(), place.source()))
                .toList();
        boolean unset = found.isEmpty();
        return new Entry(
                key.name,
                unset || sensitive ? null : found.get(0).topicValue(),
                unset ? ConfigSource.DEFAULT_CONFIG : found.get(0).source(),
                readOnly,
                sensitive,
                key.type,
                key.documentation,
                synonyms);
    }
}
