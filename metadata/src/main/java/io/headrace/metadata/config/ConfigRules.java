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
    }

    /**
     * Checks settings to be changed at run time for one broker or for all.
     *
     * @throws ConfigException naming the first that is unknown, can only be set at start, or has a value that is not
     *     allowed
     */
    public static void validateBroker(Map<String, String> settings) {
        BrokerKeys.validateDynamic(settings);
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
