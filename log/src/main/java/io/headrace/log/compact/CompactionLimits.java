package io.headrace.log.compact;

/**
 * A topic's settings that say when its logs are compacted.
 *
 * @param minDirtyRatio {@code min.cleanable.dirty.ratio}
 * @param minLagMs {@code min.compaction.lag.ms}
 * @param maxLagMs {@code max.compaction.lag.ms}
 * @param deleteRetentionMs {@code delete.retention.ms}
 */
public record CompactionLimits(double minDirtyRatio, long minLagMs, long maxLagMs, long deleteRetentionMs) {}
