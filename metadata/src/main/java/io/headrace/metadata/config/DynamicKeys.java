package io.headrace.metadata.config;

import java.util.Set;

/**
 * The broker settings that can be changed while the broker runs: those of Kafka's that have an effect here at any time.
 * What takes the new value reads it from the broker's live configuration, or from a topic's {@link TopicSettings}.
 */
final class DynamicKeys {

    /** Defaults of topic settings that Kafka takes at start only. */
    private static final Set<String> FIXED_TOPIC_DEFAULTS = Set.of(
            "log.retention.minutes",
            "log.retention.hours",
            "log.roll.hours",
            "log.roll.jitter.hours",
            // Kafka runs a scheduler by it; here it is a default of flush.ms and no more, but clients know it as fixed.
            BrokerKeys.FLUSH_SCHEDULER_MS);

    private static final Set<String> OF_THE_BROKER = Set.of(
            BrokerKeys.MAX_CONNECTIONS,
            BrokerKeys.MAX_CONNECTIONS_PER_IP,
            BrokerKeys.MAX_CONNECTIONS_PER_IP_OVERRIDES,
            ConsumerGroupKeys.ASSIGNMENT_INTERVAL_MS,
            QuotaKeys.CONNECTION_RATE,
            TransactionKeys.VERIFY_PARTITIONS);

    private DynamicKeys() {}

    static boolean contains(String name) {
        boolean topicDefault = TopicKeys.BROKER_SYNONYMS.containsKey(name) && !FIXED_TOPIC_DEFAULTS.contains(name);
        return topicDefault || OF_THE_BROKER.contains(name) || CleanerKeys.DYNAMIC.contains(name);
    }
}
