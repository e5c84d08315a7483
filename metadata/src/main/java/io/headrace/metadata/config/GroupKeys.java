package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.Validator;

/** The broker's settings for groups and committed offsets. {@link GroupConfig} has them typed. */
final class GroupKeys {
    static final String INITIAL_REBALANCE_DELAY_MS = "group.initial.rebalance.delay.ms";
    static final String MAX_SESSION_TIMEOUT_MS = "group.max.session.timeout.ms";
    static final String MAX_SIZE = "group.max.size";
    static final String MIN_SESSION_TIMEOUT_MS = "group.min.session.timeout.ms";
    static final String OFFSET_METADATA_MAX_BYTES = "offset.metadata.max.bytes";
    static final String OFFSETS_COMMIT_TIMEOUT_MS = "offsets.commit.timeout.ms";
    static final String OFFSETS_LOAD_BUFFER_BYTES = "offsets.load.buffer.size";
    static final String OFFSETS_RETENTION_CHECK_INTERVAL_MS = "offsets.retention.check.interval.ms";
    static final String OFFSETS_RETENTION_MINUTES = "offsets.retention.minutes";
    static final String OFFSETS_TOPIC_COMPRESSION = "offsets.topic.compression.codec";
    static final String OFFSETS_TOPIC_PARTITIONS = "offsets.topic.num.partitions";
    static final String OFFSETS_TOPIC_REPLICATION_FACTOR = "offsets.topic.replication.factor";
    static final String OFFSETS_TOPIC_SEGMENT_BYTES = "offsets.topic.segment.bytes";

    private GroupKeys() {}

    /** Adds the settings to those of the broker. */
    static void define(ConfigDef def) {
        classic(def);
        offsets(def);
        offsetsTopic(def);
    }

    private static void classic(ConfigDef def) {
        define(
                def,
                MIN_SESSION_TIMEOUT_MS,
                ConfigDef.Type.INT,
                6000,
                Range.atLeast(1),
                "The shortest session timeout, in milliseconds, that a member of a classic group may ask for.");
        define(
                def,
                MAX_SESSION_TIMEOUT_MS,
                ConfigDef.Type.INT,
                30 * 60 * 1000,
                Range.atLeast(1),
                "The longest session timeout, in milliseconds, that a member of a classic group may ask for.");
        define(
                def,
                INITIAL_REBALANCE_DELAY_MS,
                ConfigDef.Type.INT,
                3000,
                Range.atLeast(0),
                "How long, in milliseconds, a classic group that was empty waits for more members before its first"
                        + " rebalance; it waits on while members come, for the rebalance timeout at most.");
        define(
                def,
                MAX_SIZE,
                ConfigDef.Type.INT,
                Integer.MAX_VALUE,
                Range.atLeast(1),
                "How many members a classic group may have.");
    }

    private static void offsets(ConfigDef def) {
        define(
                def,
                OFFSET_METADATA_MAX_BYTES,
                ConfigDef.Type.INT,
                4096,
                null,
                "The longest text that may be stored with a committed offset.");
        define(
                def,
                OFFSETS_RETENTION_MINUTES,
                ConfigDef.Type.INT,
                7 * 24 * 60,
                Range.atLeast(1),
                "How long, in minutes, committed offsets are kept once nobody needs them any more: since the group became"
                        + " empty, or, for offsets without a group, since they were committed.");
        define(
                def,
                OFFSETS_RETENTION_CHECK_INTERVAL_MS,
                ConfigDef.Type.LONG,
                600_000L,
                Range.atLeast(1),
                "How often, in milliseconds, offsets are looked for that need not be kept any longer.");
        define(
                def,
                OFFSETS_COMMIT_TIMEOUT_MS,
                ConfigDef.Type.INT,
                5000,
                Range.atLeast(1),
                "How long, in milliseconds, what a group coordinator has written may take to be committed, until the"
                        + " client is told to ask again.");
    }

    private static void offsetsTopic(ConfigDef def) {
        define(
                def,
                OFFSETS_TOPIC_PARTITIONS,
                ConfigDef.Type.INT,
                50,
                Range.atLeast(1),
                "How many partitions the topic of committed offsets is created with.");
        define(
                def,
                OFFSETS_TOPIC_SEGMENT_BYTES,
                ConfigDef.Type.INT,
                100 * 1024 * 1024,
                Range.atLeast(1),
                "The size of a segment, in bytes, of the topic of committed offsets.");
        define(
                def,
                OFFSETS_TOPIC_REPLICATION_FACTOR,
                ConfigDef.Type.SHORT,
                (short) 1,
                Range.atLeast(1),
                "How many replicas the topic of committed offsets is created with. Unlike Kafka's 3, the default does with"
                        + " one broker.");
        define(
                def,
                OFFSETS_TOPIC_COMPRESSION,
                ConfigDef.Type.INT,
                0,
                Range.between(0, 4),
                "How batches of the topic of committed offsets are compressed, by the number of the codec: 0 not at all,"
                        + " 1 gzip, 2 snappy, 3 lz4, 4 zstd.");
        define(
                def,
                OFFSETS_LOAD_BUFFER_BYTES,
                ConfigDef.Type.INT,
                5 * 1024 * 1024,
                Range.atLeast(1),
                "How many bytes of the topic of committed offsets are read at once when a group coordinator is loaded.");
    }

    private static void define(
            ConfigDef def,
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            String documentation) {
        def.define(name, type, defaultValue, validator, Importance.MEDIUM, documentation);
    }
}
