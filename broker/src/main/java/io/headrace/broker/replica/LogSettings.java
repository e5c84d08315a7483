package io.headrace.broker.replica;

import io.headrace.log.LogConfig;
import io.headrace.log.TopicCompression;
import io.headrace.metadata.config.TopicSettings;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;

/** What a topic's settings mean for its logs. */
final class LogSettings {

    private LogSettings() {}

    static LogConfig of(TopicSettings topic) {
        return LogConfig.builder()
                .segmentBytes(topic.segmentBytes())
                .segmentMs(topic.segmentMs())
                .segmentJitterMs(topic.segmentJitterMs())
                .segmentIndexBytes(topic.segmentIndexBytes())
                .indexIntervalBytes(topic.indexIntervalBytes())
                .retentionMs(topic.retentionMs())
                .retentionBytes(topic.retentionBytes())
                .maxMessageBytes(topic.maxMessageBytes())
                .timestampType(topic.messageTimestampType())
                .timestampBeforeMaxMs(topic.messageTimestampBeforeMaxMs())
                .timestampAfterMaxMs(topic.messageTimestampAfterMaxMs())
                .flushMessages(topic.flushMessages())
                .flushMs(topic.flushMs())
                .fileDeleteDelayMs(topic.fileDeleteDelayMs())
                .preallocate(topic.preallocate())
                .cleanupPolicy(
                        topic.cleanupPolicy().contains("delete"),
                        topic.cleanupPolicy().contains("compact"))
                .minCleanableDirtyRatio(topic.minCleanableDirtyRatio())
                .compactionLagMs(topic.minCompactionLagMs(), topic.maxCompactionLagMs())
                .deleteRetentionMs(topic.deleteRetentionMs())
                .compression(compression(topic))
                .build();
    }

    private static TopicCompression compression(TopicSettings topic) {
        String type = topic.compressionType();
        return switch (type) {
            case "producer" -> TopicCompression.AS_PRODUCED;
            case "uncompressed" -> TopicCompression.with(Codec.of(CompressionType.NONE));
            case "gzip" ->
                TopicCompression.with(
                        topic.gzipLevel() < 0
                                ? Codec.of(CompressionType.GZIP)
                                : Codec.of(CompressionType.GZIP, topic.gzipLevel()));
            case "lz4" -> TopicCompression.with(Codec.of(CompressionType.LZ4, topic.lz4Level()));
            case "zstd" -> TopicCompression.with(Codec.of(CompressionType.ZSTD, topic.zstdLevel()));
            default -> TopicCompression.with(Codec.of(CompressionType.forName(type)));
        };
    }
}
