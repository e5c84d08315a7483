package io.headrace.metadata.config;

import java.util.List;
import java.util.Map;

/** The broker's settings for groups and committed offsets, typed. Immutable; reached by {@link BrokerConfig#groups}. */
public final class GroupConfig {
    private final Map<String, Object> values;

    GroupConfig(Map<String, Object> values) {
        this.values = values;
    }

    /** "group.min.session.timeout.ms". */
    public int minSessionTimeoutMs() {
        return intValue(GroupKeys.MIN_SESSION_TIMEOUT_MS);
    }

    /** "group.max.session.timeout.ms". */
    public int maxSessionTimeoutMs() {
        return intValue(GroupKeys.MAX_SESSION_TIMEOUT_MS);
    }

    /** "group.initial.rebalance.delay.ms". */
    public int initialRebalanceDelayMs() {
        return intValue(GroupKeys.INITIAL_REBALANCE_DELAY_MS);
    }

    /** "group.max.size": of classic groups. */
    public int maxSize() {
        return intValue(GroupKeys.MAX_SIZE);
    }

    /** "offset.metadata.max.bytes". */
    public int offsetMetadataMaxBytes() {
        return intValue(GroupKeys.OFFSET_METADATA_MAX_BYTES);
    }

    /** "offsets.retention.minutes", in milliseconds. */
    public long offsetsRetentionMs() {
        return intValue(GroupKeys.OFFSETS_RETENTION_MINUTES) * 60_000L;
    }

    /** "offsets.retention.check.interval.ms". */
    public long offsetsRetentionCheckIntervalMs() {
        return (Long) values.get(GroupKeys.OFFSETS_RETENTION_CHECK_INTERVAL_MS);
    }

    /** "offsets.topic.num.partitions". */
    public int offsetsTopicPartitions() {
        return intValue(GroupKeys.OFFSETS_TOPIC_PARTITIONS);
    }

    /** "offsets.topic.segment.bytes". */
    public int offsetsTopicSegmentBytes() {
        return intValue(GroupKeys.OFFSETS_TOPIC_SEGMENT_BYTES);
    }

    /** "offsets.topic.replication.factor". */
    public short offsetsTopicReplicationFactor() {
        return (Short) values.get(GroupKeys.OFFSETS_TOPIC_REPLICATION_FACTOR);
    }

    /** "offsets.topic.compression.codec": the id of a codec. */
    public int offsetsTopicCompression() {
        return intValue(GroupKeys.OFFSETS_TOPIC_COMPRESSION);
    }

    /** "offsets.commit.timeout.ms". */
    public int offsetsCommitTimeoutMs() {
        return intValue(GroupKeys.OFFSETS_COMMIT_TIMEOUT_MS);
    }

    /** "offsets.load.buffer.size": bytes read at once when a coordinator is loaded. */
    public int offsetsLoadBufferBytes() {
        return intValue(GroupKeys.OFFSETS_LOAD_BUFFER_BYTES);
    }

    /** "group.consumer.max.size": of consumer groups. */
    public int consumerMaxSize() {
        return intValue(ConsumerGroupKeys.MAX_SIZE);
    }

    /** "group.consumer.assignors": their own names, the default first. */
    public List<String> consumerAssignors() {
        return ConsumerGroupKeys.assignors(
                ConsumerGroupKeys.ASSIGNORS, (List<?>) values.get(ConsumerGroupKeys.ASSIGNORS));
    }

    /** "group.consumer.migration.policy". */
    public GroupMigration consumerMigration() {
        return GroupMigration.parse(
                ConsumerGroupKeys.MIGRATION_POLICY, (String) values.get(ConsumerGroupKeys.MIGRATION_POLICY));
    }

    /** "group.consumer.rebalance.heartbeat.interval.ms": the pace while a group rebalances. */
    public int consumerRebalanceHeartbeatIntervalMs() {
        return intValue(ConsumerGroupKeys.REBALANCE_HEARTBEAT_INTERVAL_MS);
    }

    private int intValue(String key) {
        return (Integer) values.get(key);
    }
}
