package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The settings that a consumer group can have of its own. Each falls back to a setting of the broker. */
final class GroupResourceKeys {
    static final String SESSION_TIMEOUT_MS = "consumer.session.timeout.ms";
    static final String HEARTBEAT_INTERVAL_MS = "consumer.heartbeat.interval.ms";
    static final String ASSIGNMENT_INTERVAL_MS = "consumer.assignment.interval.ms";

    /**
     * A group's setting and the broker's ones that bound it.
     *
     * @param key the group's setting
     * @param brokerKey what counts when the group does not set it
     * @param minKey the broker setting with the least allowed value
     * @param maxKey the broker setting with the largest allowed value
     */
    record Bounded(String key, String brokerKey, String minKey, String maxKey) {}

    static final List<Bounded> BOUNDED = List.of(
            new Bounded(
                    SESSION_TIMEOUT_MS,
                    ConsumerGroupKeys.SESSION_TIMEOUT_MS,
                    ConsumerGroupKeys.MIN_SESSION_TIMEOUT_MS,
                    ConsumerGroupKeys.MAX_SESSION_TIMEOUT_MS),
            new Bounded(
                    HEARTBEAT_INTERVAL_MS,
                    ConsumerGroupKeys.HEARTBEAT_INTERVAL_MS,
                    ConsumerGroupKeys.MIN_HEARTBEAT_INTERVAL_MS,
                    ConsumerGroupKeys.MAX_HEARTBEAT_INTERVAL_MS),
            new Bounded(
                    ASSIGNMENT_INTERVAL_MS,
                    ConsumerGroupKeys.ASSIGNMENT_INTERVAL_MS,
                    ConsumerGroupKeys.MIN_ASSIGNMENT_INTERVAL_MS,
                    ConsumerGroupKeys.MAX_ASSIGNMENT_INTERVAL_MS));

    static final ConfigDef DEF = new ConfigDef()
            .define(
                    SESSION_TIMEOUT_MS,
                    ConfigDef.Type.INT,
                    45_000,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "How long a member of this group may be silent before it is put out, in milliseconds.")
            .define(
                    HEARTBEAT_INTERVAL_MS,
                    ConfigDef.Type.INT,
                    5_000,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "How often members of this group are told to send a heartbeat, in milliseconds.")
            .define(
                    ASSIGNMENT_INTERVAL_MS,
                    ConfigDef.Type.INT,
                    1_000,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    "The least time between two assignments of this group, in milliseconds.");

    private GroupResourceKeys() {}

    /** The broker setting behind a group's setting. */
    static String brokerKey(String key) {
        return bounded(key).brokerKey();
    }

    static Bounded bounded(String key) {
        return BOUNDED.stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Checks all that a group is to have.
     *
     * @throws ConfigException naming the first setting that is unknown, or whose value is not allowed on this broker
     */
    static void validate(BrokerConfig broker, Map<String, String> settings) {
        Map<String, Integer> values = new HashMap<>();
        settings.forEach((name, text) -> {
            ConfigDef.ConfigKey key = DEF.configKeys().get(name);
            if (key == null) {
                throw new ConfigException("Unknown group config name: " + name);
            }
            values.put(name, (Integer) TopicKeys.parse(key, text));
        });
        values.forEach((name, value) -> {
            Bounded bounded = bounded(name);
            if (value < broker.intSetting(bounded.minKey())) {
                throw new ConfigException(
                        name,
                        value,
                        "must be at least " + bounded.minKey() + ", which is " + broker.intSetting(bounded.minKey()));
            }
            if (value > broker.intSetting(bounded.maxKey())) {
                throw new ConfigException(
                        name,
                        value,
                        "must be at most " + bounded.maxKey() + ", which is " + broker.intSetting(bounded.maxKey()));
            }
        });
        int session = valueOf(broker, values, SESSION_TIMEOUT_MS);
        int heartbeat = valueOf(broker, values, HEARTBEAT_INTERVAL_MS);
        if (session <= heartbeat) {
            throw new ConfigException(
                    SESSION_TIMEOUT_MS,
                    session,
                    "must be more than " + HEARTBEAT_INTERVAL_MS + ", which is " + heartbeat);
        }
    }

    private static int valueOf(BrokerConfig broker, Map<String, Integer> values, String key) {
        Integer value = values.get(key);
        return value != null ? value : broker.intSetting(brokerKey(key));
    }
}
