package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.image.ClusterImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The places in which a broker's settings are looked up, strongest first: set at run time for this broker, set at run
 * time for all, given at start, the default. Pure.
 *
 * @param ofBroker set at run time for this broker
 * @param ofAllBrokers set at run time for all brokers
 * @param atStart given when the broker was started
 */
record SettingLayers(Map<String, String> ofBroker, Map<String, String> ofAllBrokers, Map<String, String> atStart) {

    /**
     * One place where a setting has a value.
     *
     * @param name the name under which it stands there
     * @param value the value under that name
     * @param topicValue the value as the topic setting counts it
     * @param source the place
     */
    record Found(String name, String value, String topicValue, ConfigSource source) {}

    static SettingLayers of(BrokerConfig broker, ClusterImage image) {
        return new SettingLayers(
                image.configs(new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(broker.nodeId()))),
                image.configs(new ConfigResource(ConfigResource.Type.BROKER, "")),
                broker.originals());
    }

    static SettingLayers atStart(BrokerConfig broker) {
        return new SettingLayers(Map.of(), Map.of(), broker.originals());
    }

    /** All places where a topic setting has a value, strongest first; {@code overrides} is what the topic itself sets. */
    List<Found> topicSetting(String key, Map<String, String> overrides) {
        List<Found> found = new ArrayList<>();
        String override = overrides.get(key);
        if (override != null) {
            found.add(new Found(key, override, override, ConfigSource.DYNAMIC_TOPIC_CONFIG));
        }
        List<TopicKeys.Synonym> synonyms = TopicKeys.synonyms(key);
        collect(found, synonyms, ofBroker, ConfigSource.DYNAMIC_BROKER_CONFIG);
        collect(found, synonyms, ofAllBrokers, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
        collect(found, synonyms, atStart, ConfigSource.STATIC_BROKER_CONFIG);
        for (TopicKeys.Synonym synonym : synonyms) {
            String value = synonym.key().defaultText();
            if (value != null) {
                found.add(new Found(synonym.name(), value, synonym.toTopicValue(value), ConfigSource.DEFAULT_CONFIG));
            }
        }
        return found;
    }

    /** All places where a group's setting has a value, strongest first; {@code own} is what the group itself sets. */
    List<Found> groupSetting(String key, Map<String, String> own) {
        List<Found> found = new ArrayList<>();
        add(found, key, own.get(key), ConfigSource.DYNAMIC_GROUP_CONFIG);
        found.addAll(brokerSetting(BrokerKeys.DEF.configKeys().get(GroupResourceKeys.brokerKey(key))));
        return found;
    }

    /** All places where a broker setting has a value, strongest first. */
    List<Found> brokerSetting(ConfigDef.ConfigKey key) {
        List<Found> found = new ArrayList<>();
        add(found, key.name, ofBroker.get(key.name), ConfigSource.DYNAMIC_BROKER_CONFIG);
        add(found, key.name, ofAllBrokers.get(key.name), ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
        add(found, key.name, atStart.get(key.name), ConfigSource.STATIC_BROKER_CONFIG);
        if (key.hasDefault() && key.defaultValue != null) {
            add(found, key.name, ConfigDef.convertToString(key.defaultValue, key.type), ConfigSource.DEFAULT_CONFIG);
        }
        return found;
    }

    private static void collect(
            List<Found> found, List<TopicKeys.Synonym> synonyms, Map<String, String> layer, ConfigSource source) {
        for (TopicKeys.Synonym synonym : synonyms) {
            String value = layer.get(synonym.name());
            if (value != null) {
                found.add(new Found(synonym.name(), value, synonym.toTopicValue(value), source));
            }
        }
    }

    private static void add(List<Found> found, String name, String value, ConfigSource source) {
        if (value != null) {
            found.add(new Found(name, value, value, source));
        }
    }
}
