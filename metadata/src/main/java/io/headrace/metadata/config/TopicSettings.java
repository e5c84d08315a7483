package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.record.TimestampType;
import io.headrace.metadata.image.ClusterImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that count for one topic, typed: its own ones and, for the rest, the broker's. Immutable. Sizes are in
 * bytes, times in milliseconds.
 */
public final class TopicSettings {
    private final Map<String, Object> values;

    private TopicSettings(Map<String, Object> values) {
        this.values = values;
    }

    /** Those of a topic, as of {@code image}. Does not look whether the topic exists. */
    public static TopicSettings of(BrokerConfig broker, ClusterImage image, String topic) {
        Map<String, String> overrides = image.configs(new ConfigResource(ConfigResource.Type.TOPIC, topic));
        SettingLayers layers = SettingLayers.of(broker, image);
        boolean asStarted = layers.ofBroker().isEmpty() && layers.ofAllBrokers().isEmpty();
        // Nearly all topics; ten thousand of them share one object.
        return asStarted && overrides.isEmpty() ? broker.topicDefaults() : resolve(layers, overrides);
    }

    static TopicSettings resolve(SettingLayers layers, Map<String, String> overrides) {
        Map<String, Object> values = new HashMap<>();
        for (ConfigDef.ConfigKey key : TopicKeys.DEF.configKeys().values()) {
            List<SettingLayers.Found> found = layers.topicSetting(key.name, overrides);
            if (!found.isEmpty()) {
                values.put(key.name, TopicKeys.parse(key, found.get(0).topicValue()));
            }
        }
        return new TopicSettings(values);
    }

    /** "segment.bytes": how large a segment's file may grow. */
    public int segmentBytes() {
        Integer internal = (Integer) values.get(TopicKeys.INTERNAL_SEGMENT_BYTES);
        return internal == null ? intValue(TopicKeys.SEGMENT_BYTES) : internal;
    }

    /** "segment.ms": how old a segment may get before a new one is begun. */
    public long segmentMs() {
        return longValue(TopicKeys.SEGMENT_MS);
    }

    /** "segment.jitter.ms": how much earlier than that, at random, a segment may be closed. */
    public long segmentJitterMs() {
        return longValue(TopicKeys.SEGMENT_JITTER_MS);
    }

    /** "segment.index.bytes": how large an index file may grow. */
    public int segmentIndexBytes() {
        return intValue(TopicKeys.SEGMENT_INDEX_BYTES);
    }

    /** "index.interval.bytes": how many bytes of records lie between two index entries. */
    public int indexIntervalBytes() {
        return intValue(TopicKeys.INDEX_INTERVAL_BYTES);
    }

    /** "retention.ms": how long records are kept; -1 for ever. */
    public long retentionMs() {
        return longValue(TopicKeys.RETENTION_MS);
    }

    /** "retention.bytes": how large a partition's log may grow; -1 without limit. */
    public long retentionBytes() {
        return longValue(TopicKeys.RETENTION_BYTES);
    }

    /** "file.delete.delay.ms": how long dropped files stay. */
    public long fileDeleteDelayMs() {
        return longValue(TopicKeys.FILE_DELETE_DELAY_MS);
    }

    /** "preallocate": whether a segment's file gets its full size at once. */
    public boolean preallocate() {
        return (Boolean) values.get(TopicKeys.PREALLOCATE);
    }

    /** "flush.messages": after how many records the log is forced to the medium. */
    public long flushMessages() {
        return longValue(TopicKeys.FLUSH_MESSAGES);
    }

    /** "flush.ms": after what time the log is forced to the medium. */
    public long flushMs() {
        return longValue(TopicKeys.FLUSH_MS);
    }

    /** "max.message.bytes": the largest batch that is accepted. */
    public int maxMessageBytes() {
        return intValue(TopicKeys.MAX_MESSAGE_BYTES);
    }

    /** "message.timestamp.type": whose clock dates a record. */
    public TimestampType messageTimestampType() {
        return TimestampType.forName(text(TopicKeys.MESSAGE_TIMESTAMP_TYPE));
    }

    /** "message.timestamp.before.max.ms": how far behind the broker's clock a producer's timestamp may lie. */
    public long messageTimestampBeforeMaxMs() {
        return longValue(TopicKeys.MESSAGE_TIMESTAMP_BEFORE_MAX_MS);
    }

    /** "message.timestamp.after.max.ms": how far ahead of the broker's clock a producer's timestamp may lie. */
    public long messageTimestampAfterMaxMs() {
        return longValue(TopicKeys.MESSAGE_TIMESTAMP_AFTER_MAX_MS);
    }

    /** "min.insync.replicas": how many replicas a write with acks=all asks for. */
    public int minInsyncReplicas() {
        return intValue(TopicKeys.MIN_INSYNC_REPLICAS);
    }

    /** "compression.type": "producer", "uncompressed" or a codec. */
    public String compressionType() {
        return text(CompressionKeys.TYPE);
    }

    /** "compression.gzip.level": 1 to 9, or -1. */
    public int gzipLevel() {
        return intValue(CompressionKeys.GZIP_LEVEL);
    }

    /** "compression.lz4.level": 1 to 17. */
    public int lz4Level() {
        return intValue(CompressionKeys.LZ4_LEVEL);
    }

    /** "compression.zstd.level": -131072 to 22. */
    public int zstdLevel() {
        return intValue(CompressionKeys.ZSTD_LEVEL);
    }

    /** "cleanup.policy": "delete", "compact", both or none. */
    public List<String> cleanupPolicy() {
        List<String> policies = new ArrayList<>();
        ((List<?>) values.get(CompactionKeys.CLEANUP_POLICY)).forEach(policy -> policies.add((String) policy));
        return policies;
    }

    /** "min.cleanable.dirty.ratio": what part of a log has to be new before it is compacted. */
    public double minCleanableDirtyRatio() {
        return (Double) values.get(CompactionKeys.MIN_CLEANABLE_DIRTY_RATIO);
    }

    /** "min.compaction.lag.ms": how long a record is not compacted. */
    public long minCompactionLagMs() {
        return longValue(CompactionKeys.MIN_COMPACTION_LAG_MS);
    }

    /** "max.compaction.lag.ms": when a record has to be compacted. */
    public long maxCompactionLagMs() {
        return longValue(CompactionKeys.MAX_COMPACTION_LAG_MS);
    }

    /** "delete.retention.ms": how long compaction keeps tombstones. */
    public long deleteRetentionMs() {
        return longValue(CompactionKeys.DELETE_RETENTION_MS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicSettings that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "TopicSettings" + values;
    }

    private int intValue(String key) {
        return (Integer) values.get(key);
    }

    private long longValue(String key) {
        return (Long) values.get(key);
    }

    private String text(String key) {
        return (String) values.get(key);
    }
}
