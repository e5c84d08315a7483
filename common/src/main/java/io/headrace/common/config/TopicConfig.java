package io.headrace.common.config;

/**
 * The names of the settings a topic can have, and what each does. Defaults and checks are the broker's; a topic without
 * a setting of its own has the broker's.
 */
public class TopicConfig {
    public static final String SEGMENT_BYTES_CONFIG = "segment.bytes";
    public static final String SEGMENT_BYTES_DOC =
            "The size in bytes at which a log file is closed and the next one begun. Retention and "
                    + "compaction work on closed files only, so a smaller size frees space sooner and makes "
                    + "more files.";

    public static final String SEGMENT_MS_CONFIG = "segment.ms";
    public static final String SEGMENT_MS_DOC =
            "The age in milliseconds at which a log file is closed even if it is not full, so that "
                    + "old records can be deleted or compacted.";

    public static final String SEGMENT_JITTER_MS_CONFIG = "segment.jitter.ms";
    public static final String SEGMENT_JITTER_MS_DOC =
            "Up to how many milliseconds are taken off segment.ms at random, so that many "
                    + "partitions do not begin new files at once.";

    public static final String SEGMENT_INDEX_BYTES_CONFIG = "segment.index.bytes";
    public static final String SEGMENT_INDEX_BYTES_DOC =
            "The largest size in bytes of an index file, which maps offsets to positions in the " + "log file.";

    public static final String FLUSH_MESSAGES_INTERVAL_CONFIG = "flush.messages";
    public static final String FLUSH_MESSAGES_INTERVAL_DOC =
            "After how many records the log is forced to disk. By default that is left to the "
                    + "operating system, and replication guards against loss.";

    public static final String FLUSH_MS_CONFIG = "flush.ms";
    public static final String FLUSH_MS_DOC =
            "After how many milliseconds the log is forced to disk. By default that is left to the "
                    + "operating system, and replication guards against loss.";

    public static final String RETENTION_BYTES_CONFIG = "retention.bytes";
    public static final String RETENTION_BYTES_DOC =
            "How many bytes a partition may grow to before its oldest files are deleted, where the "
                    + "cleanup policy is delete; -1 means no limit. The limit holds for each partition, not "
                    + "for the topic.";

    public static final String RETENTION_MS_CONFIG = "retention.ms";
    public static final String RETENTION_MS_DOC =
            "How many milliseconds records are kept before their files are deleted, where the "
                    + "cleanup policy is delete; -1 means for ever.";

    public static final String REMOTE_LOG_STORAGE_ENABLE_CONFIG = "remote.storage.enable";
    public static final String REMOTE_LOG_STORAGE_ENABLE_DOC =
            "Whether closed log files of the topic are copied to remote storage.";

    public static final String LOCAL_LOG_RETENTION_MS_CONFIG = "local.retention.ms";
    public static final String LOCAL_LOG_RETENTION_MS_DOC =
            "How many milliseconds records stay on local disk once they have been copied to remote "
                    + "storage; -2 means as long as retention.ms says.";

    public static final String LOCAL_LOG_RETENTION_BYTES_CONFIG = "local.retention.bytes";
    public static final String LOCAL_LOG_RETENTION_BYTES_DOC =
            "How many bytes of a partition stay on local disk once they have been copied to remote "
                    + "storage; -2 means as many as retention.bytes says.";

    public static final String REMOTE_LOG_COPY_DISABLE_CONFIG = "remote.log.copy.disable";
    public static final String REMOTE_LOG_COPY_DISABLE_DOC =
            "Whether copying to remote storage is stopped; what was copied can still be read.";

    public static final String REMOTE_LOG_DELETE_ON_DISABLE_CONFIG = "remote.log.delete.on.disable";
    public static final String REMOTE_LOG_DELETE_ON_DISABLE_DOC =
            "Whether remote data is deleted when remote storage is switched off for the topic.";

    public static final String MAX_MESSAGE_BYTES_CONFIG = "max.message.bytes";
    public static final String MAX_MESSAGE_BYTES_DOC =
            "The largest batch of records, in bytes after compression, that the broker accepts for " + "the topic.";

    public static final String INDEX_INTERVAL_BYTES_CONFIG = "index.interval.bytes";
    public static final String INDEX_INTERVAL_BYTES_DOC =
            "After how many bytes of records the next entry is added to the offset index. Readers "
                    + "scan at most that far, and smaller values make larger indexes.";

    public static final String FILE_DELETE_DELAY_MS_CONFIG = "file.delete.delay.ms";
    public static final String FILE_DELETE_DELAY_MS_DOC =
            "How many milliseconds a file that was dropped from the log stays on disk, for readers "
                    + "that still use it.";

    public static final String DELETE_RETENTION_MS_CONFIG = "delete.retention.ms";
    public static final String DELETE_RETENTION_MS_DOC =
            "How many milliseconds compaction keeps tombstones, so that a reader that starts at "
                    + "the beginning in that time sees them.";

    public static final String MIN_COMPACTION_LAG_MS_CONFIG = "min.compaction.lag.ms";
    public static final String MIN_COMPACTION_LAG_MS_DOC = "How many milliseconds a record is safe from compaction.";

    public static final String MAX_COMPACTION_LAG_MS_CONFIG = "max.compaction.lag.ms";
    public static final String MAX_COMPACTION_LAG_MS_DOC =
            "After how many milliseconds a record has to be considered for compaction at the " + "latest.";

    public static final String MIN_CLEANABLE_DIRTY_RATIO_CONFIG = "min.cleanable.dirty.ratio";
    public static final String MIN_CLEANABLE_DIRTY_RATIO_DOC =
            "Which part of the log, from 0 to 1, has to be uncompacted before compaction starts. "
                    + "Higher values mean fewer runs and more space lost to superseded records.";

    public static final String CLEANUP_POLICY_CONFIG = "cleanup.policy";
    public static final String CLEANUP_POLICY_COMPACT = "compact";
    public static final String CLEANUP_POLICY_DELETE = "delete";
    public static final String CLEANUP_POLICY_DOC =
            "What happens to old records: delete drops whole files by age and size, compact keeps "
                    + "the latest record of each key, both may be named, and an empty list keeps everything.";

    public static final String UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG = "unclean.leader.election.enable";
    public static final String UNCLEAN_LEADER_ELECTION_ENABLE_DOC =
            "Whether a replica that is not in sync may become leader as a last resort. Committed "
                    + "records may be lost.";

    public static final String MIN_IN_SYNC_REPLICAS_CONFIG = "min.insync.replicas";
    public static final String MIN_IN_SYNC_REPLICAS_DOC =
            "How many replicas have to be in sync for a write with acks=all to be accepted.";

    public static final String COMPRESSION_TYPE_CONFIG = "compression.type";
    public static final String COMPRESSION_TYPE_DOC =
            "How batches are stored: producer keeps what the producer chose; uncompressed, gzip, "
                    + "snappy, lz4 and zstd have the broker convert to that.";

    public static final String COMPRESSION_GZIP_LEVEL_CONFIG = "compression.gzip.level";
    public static final String COMPRESSION_GZIP_LEVEL_DOC = "The gzip level, where compression.type is gzip.";

    public static final String COMPRESSION_LZ4_LEVEL_CONFIG = "compression.lz4.level";
    public static final String COMPRESSION_LZ4_LEVEL_DOC = "The lz4 level, where compression.type is lz4.";

    public static final String COMPRESSION_ZSTD_LEVEL_CONFIG = "compression.zstd.level";
    public static final String COMPRESSION_ZSTD_LEVEL_DOC = "The zstd level, where compression.type is zstd.";

    public static final String PREALLOCATE_CONFIG = "preallocate";
    public static final String PREALLOCATE_DOC =
            "Whether the space of a log file is reserved when the file is created.";

    public static final String MESSAGE_TIMESTAMP_TYPE_CONFIG = "message.timestamp.type";
    public static final String MESSAGE_TIMESTAMP_TYPE_DOC =
            "Whether records keep the producer's timestamp (CreateTime) or get the broker's " + "(LogAppendTime).";

    public static final String MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG = "message.timestamp.before.max.ms";
    public static final String MESSAGE_TIMESTAMP_BEFORE_MAX_MS_DOC =
            "How many milliseconds a record's timestamp may lie before the broker's clock, where "
                    + "the timestamp type is CreateTime.";

    public static final String MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG = "message.timestamp.after.max.ms";
    public static final String MESSAGE_TIMESTAMP_AFTER_MAX_MS_DOC =
            "How many milliseconds a record's timestamp may lie after the broker's clock, where "
                    + "the timestamp type is CreateTime.";
}
