package io.headrace.log;

import io.headrace.common.record.TimestampType;
import io.headrace.log.compact.CompactionLimits;
import io.headrace.log.segment.IndexLimits;
import java.util.Objects;

/**
 * How a partition's log is kept: the topic's configuration as typed values, named as Kafka's keys.
 *
 * <p>Immutable. Values are taken as they come: whoever reads them from strings checks them.
 */
public final class LogConfig {

    private final int segmentBytes;
    private final long segmentMs;
    private final long segmentJitterMs;
    private final int segmentIndexBytes;
    private final int indexIntervalBytes;
    private final long retentionMs;
    private final long retentionBytes;
    private final int maxMessageBytes;
    private final TimestampType timestampType;
    private final long timestampBeforeMaxMs;
    private final long timestampAfterMaxMs;
    private final long flushMessages;
    private final long flushMs;
    private final long fileDeleteDelayMs;
    private final boolean preallocate;
    private final boolean compact;
    private final boolean delete;
    private final double minCleanableDirtyRatio;
    private final long minCompactionLagMs;
    private final long maxCompactionLagMs;
    private final long deleteRetentionMs;
    private final TopicCompression compression;

    private LogConfig(Builder builder) {
        this.segmentBytes = builder.segmentBytes;
        this.segmentMs = builder.segmentMs;
        this.segmentJitterMs = builder.segmentJitterMs;
        this.segmentIndexBytes = builder.segmentIndexBytes;
        this.indexIntervalBytes = builder.indexIntervalBytes;
        this.retentionMs = builder.retentionMs;
        this.retentionBytes = builder.retentionBytes;
        this.maxMessageBytes = builder.maxMessageBytes;
        this.timestampType = builder.timestampType;
        this.timestampBeforeMaxMs = builder.timestampBeforeMaxMs;
        this.timestampAfterMaxMs = builder.timestampAfterMaxMs;
        this.flushMessages = builder.flushMessages;
        this.flushMs = builder.flushMs;
        this.fileDeleteDelayMs = builder.fileDeleteDelayMs;
        this.preallocate = builder.preallocate;
        this.compact = builder.compact;
        this.delete = builder.delete;
        this.minCleanableDirtyRatio = builder.minCleanableDirtyRatio;
        this.minCompactionLagMs = builder.minCompactionLagMs;
        this.maxCompactionLagMs = builder.maxCompactionLagMs;
        this.deleteRetentionMs = builder.deleteRetentionMs;
        this.compression = builder.compression;
    }

    /** Kafka's defaults. */
    public static LogConfig defaults() {
        return builder().build();
    }

    /** Starts from Kafka's defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from these values. */
    public Builder toBuilder() {
        return new Builder()
                .segmentBytes(segmentBytes)
                .segmentMs(segmentMs)
                .segmentJitterMs(segmentJitterMs)
                .segmentIndexBytes(segmentIndexBytes)
                .indexIntervalBytes(indexIntervalBytes)
                .retentionMs(retentionMs)
                .retentionBytes(retentionBytes)
                .maxMessageBytes(maxMessageBytes)
                .timestampType(timestampType)
                .timestampBeforeMaxMs(timestampBeforeMaxMs)
                .timestampAfterMaxMs(timestampAfterMaxMs)
                .flushMessages(flushMessages)
                .flushMs(flushMs)
                .fileDeleteDelayMs(fileDeleteDelayMs)
                .preallocate(preallocate)
                .cleanupPolicy(delete, compact)
                .minCleanableDirtyRatio(minCleanableDirtyRatio)
                .compactionLagMs(minCompactionLagMs, maxCompactionLagMs)
                .deleteRetentionMs(deleteRetentionMs)
                .compression(compression);
    }

    /** {@code segment.bytes}: a segment is not filled beyond this. */
    public int segmentBytes() {
        return segmentBytes;
    }

    /** {@code segment.ms}: a segment is sealed when records come that are this much newer than its first ones. */
    public long segmentMs() {
        return segmentMs;
    }

    /** How old a segment may get: a compacted one no older than {@code max.compaction.lag.ms}, as only sealed ones count. */
    long mostSegmentMs() {
        return compact && maxCompactionLagMs > 0 ? Math.min(segmentMs, maxCompactionLagMs) : segmentMs;
    }

    /** {@code segment.jitter.ms}: at most this much is taken off {@link #segmentMs()}, at random for each segment. */
    public long segmentJitterMs() {
        return segmentJitterMs;
    }

    /** {@code segment.index.bytes}: a segment is sealed when one of its indexes has this size. */
    public int segmentIndexBytes() {
        return segmentIndexBytes;
    }

    /** {@code index.interval.bytes}: how many bytes of batches lie between two index entries at least. */
    public int indexIntervalBytes() {
        return indexIntervalBytes;
    }

    IndexLimits indexLimits() {
        return new IndexLimits(indexIntervalBytes, segmentIndexBytes);
    }

    /** {@code retention.ms}: how long records are kept; -1 for ever. */
    public long retentionMs() {
        return retentionMs;
    }

    /** {@code retention.bytes}: how much of the log is kept; -1 all. */
    public long retentionBytes() {
        return retentionBytes;
    }

    /** {@code max.message.bytes}: size of the largest batch that is taken. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** {@code message.timestamp.type}. */
    public TimestampType timestampType() {
        return timestampType;
    }

    /** {@code message.timestamp.before.max.ms}: how far behind the broker's clock a producer's timestamp may be. */
    public long timestampBeforeMaxMs() {
        return timestampBeforeMaxMs;
    }

    /** {@code message.timestamp.after.max.ms}: how far ahead of the broker's clock a producer's timestamp may be. */
    public long timestampAfterMaxMs() {
        return timestampAfterMaxMs;
    }

    /** {@code flush.messages}: a flush is due after this many records. */
    public long flushMessages() {
        return flushMessages;
    }

    /** {@code flush.ms}: a flush is due when a record has waited this long. */
    public long flushMs() {
        return flushMs;
    }

    /** {@code file.delete.delay.ms}: how long a deleted file stays on disk under another name. */
    public long fileDeleteDelayMs() {
        return fileDeleteDelayMs;
    }

    /** {@code preallocate}: whether a segment's file gets its full size at once. */
    public boolean preallocate() {
        return preallocate;
    }

    /** Whether {@code cleanup.policy} has {@code compact}: every record needs a key then. */
    public boolean compact() {
        return compact;
    }

    /** Whether {@code cleanup.policy} has {@code delete}: retention by time and size applies. */
    public boolean delete() {
        return delete;
    }

    /** When the log is compacted, if it is: the four settings about that. */
    public CompactionLimits compactionLimits() {
        return new CompactionLimits(minCleanableDirtyRatio, minCompactionLagMs, maxCompactionLagMs, deleteRetentionMs);
    }

    /** {@code compression.type}, and the level of that codec. */
    public TopicCompression compression() {
        return compression;
    }

    /** Collects values. Not thread safe. */
    public static final class Builder {
        private int segmentBytes = 1 << 30;
        private long segmentMs = 7L * 24 * 60 * 60 * 1000;
        private long segmentJitterMs;
        private int segmentIndexBytes = 10 * 1024 * 1024;
        private int indexIntervalBytes = 4096;
        private long retentionMs = 7L * 24 * 60 * 60 * 1000;
        private long retentionBytes = -1;
        private int maxMessageBytes = 1024 * 1024 + 12;
        private TimestampType timestampType = TimestampType.CREATE_TIME;
        private long timestampBeforeMaxMs = Long.MAX_VALUE;
        private long timestampAfterMaxMs = 60L * 60 * 1000;
        private long flushMessages = Long.MAX_VALUE;
        private long flushMs = Long.MAX_VALUE;
        private long fileDeleteDelayMs = 60_000;
        private boolean preallocate;
        private boolean compact;
        private boolean delete = true;
        private double minCleanableDirtyRatio = 0.5;
        private long minCompactionLagMs;
        private long maxCompactionLagMs = Long.MAX_VALUE;
        private long deleteRetentionMs = 24L * 60 * 60 * 1000;
        private TopicCompression compression = TopicCompression.AS_PRODUCED;

        private Builder() {}

        /** See {@link LogConfig#segmentBytes()}; 1 GiB. */
        public Builder segmentBytes(int bytes) {
            this.segmentBytes = bytes;
            return this;
        }

        /** See {@link LogConfig#segmentMs()}; 7 days. */
        public Builder segmentMs(long ms) {
            this.segmentMs = ms;
            return this;
        }

        /** See {@link LogConfig#segmentJitterMs()}; 0. */
        public Builder segmentJitterMs(long ms) {
            this.segmentJitterMs = ms;
            return this;
        }

        /** See {@link LogConfig#segmentIndexBytes()}; 10 MiB. */
        public Builder segmentIndexBytes(int bytes) {
            this.segmentIndexBytes = bytes;
            return this;
        }

        /** See {@link LogConfig#indexIntervalBytes()}; 4 KiB. */
        public Builder indexIntervalBytes(int bytes) {
            this.indexIntervalBytes = bytes;
            return this;
        }

        /** See {@link LogConfig#retentionMs()}; 7 days. */
        public Builder retentionMs(long ms) {
            this.retentionMs = ms;
            return this;
        }

        /** See {@link LogConfig#retentionBytes()}; -1. */
        public Builder retentionBytes(long bytes) {
            this.retentionBytes = bytes;
            return this;
        }

        /** See {@link LogConfig#maxMessageBytes()}; 1 MiB and 12 bytes. */
        public Builder maxMessageBytes(int bytes) {
            this.maxMessageBytes = bytes;
            return this;
        }

        /** See {@link LogConfig#timestampType()}; create time. */
        public Builder timestampType(TimestampType type) {
            this.timestampType = Objects.requireNonNull(type, "type");
            return this;
        }

        /** See {@link LogConfig#timestampBeforeMaxMs()}; no limit. */
        public Builder timestampBeforeMaxMs(long ms) {
            this.timestampBeforeMaxMs = ms;
            return this;
        }

        /** See {@link LogConfig#timestampAfterMaxMs()}; an hour. */
        public Builder timestampAfterMaxMs(long ms) {
            this.timestampAfterMaxMs = ms;
            return this;
        }

        /** See {@link LogConfig#flushMessages()}; never. */
        public Builder flushMessages(long messages) {
            this.flushMessages = messages;
            return this;
        }

        /** See {@link LogConfig#flushMs()}; never. */
        public Builder flushMs(long ms) {
            this.flushMs = ms;
            return this;
        }

        /** See {@link LogConfig#fileDeleteDelayMs()}; a minute. */
        public Builder fileDeleteDelayMs(long ms) {
            this.fileDeleteDelayMs = ms;
            return this;
        }

        /** See {@link LogConfig#preallocate()}; no. */
        public Builder preallocate(boolean wanted) {
            this.preallocate = wanted;
            return this;
        }

        /** {@code cleanup.policy}; delete. */
        public Builder cleanupPolicy(boolean delete, boolean compact) {
            this.delete = delete;
            this.compact = compact;
            return this;
        }

        /** {@code min.cleanable.dirty.ratio}; a half. */
        public Builder minCleanableDirtyRatio(double ratio) {
            this.minCleanableDirtyRatio = ratio;
            return this;
        }

        /** {@code min.compaction.lag.ms} and {@code max.compaction.lag.ms}; 0, and no limit. */
        public Builder compactionLagMs(long min, long max) {
            this.minCompactionLagMs = min;
            this.maxCompactionLagMs = max;
            return this;
        }

        /** {@code delete.retention.ms}: how long tombstones stay after they were first compacted; a day. */
        public Builder deleteRetentionMs(long ms) {
            this.deleteRetentionMs = ms;
            return this;
        }

        /** See {@link LogConfig#compression()}; as produced. */
        public Builder compression(TopicCompression wanted) {
            this.compression = Objects.requireNonNull(wanted, "wanted");
            return this;
        }

        /** The configuration. */
        public LogConfig build() {
            return new LogConfig(this);
        }
    }
}
