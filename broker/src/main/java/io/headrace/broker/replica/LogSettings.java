package io.headrace.broker.replica;

import io.headrace.log.LogConfig;
import io.headrace.metadata.config.TopicSettings;

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
                .build();
    }
}
