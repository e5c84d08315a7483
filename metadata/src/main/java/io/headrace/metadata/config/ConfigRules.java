package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.ConfigResource;
import java.util.Map;

/** What may be set at run time, and for what. Pure. */
public final class ConfigRules {
    private ConfigRules() {}

    /** The resource under which a topic's settings are kept. */
    public static ConfigResource topicResource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /**
     * Checks settings for a topic.
     *
     * @throws ConfigException naming the first that is unknown or whose value is not allowed
     */
    public static void validateTopic(Map<String, String> settings) {
        TopicKeys.validate(settings);
        TopicKeys.checkTogether(settings);
    }

    /**
     * Checks settings to be changed for a topic, and all that it would then have together.
     *
     * @throws ConfigException naming the first that is unknown, whose value is not allowed or does not go with another
     */
    public static void validateTopic(Map<String, String> set, Map<String, String> all) {
        TopicKeys.validate(set);
        TopicKeys.checkTogether(all);
    }

    /**
     * Checks settings to be changed at run time for one broker or for all, each for itself and all together with what the
     * broker was started with.
     *
     * @param set what is newly set
     * @param all everything that would then be set at run time
     * @throws ConfigException naming the first that is unknown, can only be set at start, or has a value that is not
     *     allowed
     */
    public static void validateBroker(BrokerConfig broker, Map<String, String> set, Map<String, String> all) {
        set.forEach((name, value) -> {
            ConfigDef.ConfigKey key = brokerKey(name);
            if (key == null) {
                throw new ConfigException("Unknown broker config name: " + name);
            }
            if (!DynamicKeys.contains(name)) {
                throw new ConfigException("Broker config " + name + " can only be set when the broker is started");
            }
            TopicKeys.parse(key, value);
        });
        broker.with(all);
    }

    /**
     * Checks all that a group is to have.
     *
     * @throws ConfigException naming the first that is unknown, or whose value is not within the broker's bounds
     */
    public static void validateGroup(BrokerConfig broker, Map<String, String> settings) {
        GroupResourceKeys.validate(broker, settings);
    }

    /**
     * Checks all that a subscription to the metrics of clients is to have.
     *
     * @throws io.headrace.common.errors.InvalidRequestException when a name is unknown or the interval is out of range
     * @throws ConfigException when a value cannot be read
     */
    public static void validateClientMetrics(Map<String, String> settings) {
        ClientMetricsKeys.validate(settings);
    }

    /** How a topic setting is defined, or null when there is none of that name. */
    public static ConfigDef.ConfigKey topicKey(String name) {
        return TopicKeys.DEF.configKeys().get(name);
    }

    /** How a broker setting is defined, or null when there is none of that name. */
    public static ConfigDef.ConfigKey brokerKey(String name) {
        return BrokerKeys.DEF.configKeys().get(name);
    }
}
