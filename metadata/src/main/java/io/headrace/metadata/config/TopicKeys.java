package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigDef.ValidString;
import io.headrace.common.config.ConfigDef.Validator;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.TopicConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings that a topic can have, and the broker settings that give their defaults. Only settings that do something
 * in this build are here: a name that is accepted and ignored would be a lie.
 */
final class TopicKeys {
    static final String FILE_DELETE_DELAY_MS = "file.delete.delay.ms";
    static final String FLUSH_MESSAGES = "flush.messages";
    static final String FLUSH_MS = "flush.ms";
    static final String INDEX_INTERVAL_BYTES = "index.interval.bytes";
    static final String INTERNAL_SEGMENT_BYTES = "internal.segment.bytes";
    static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    static final String MESSAGE_TIMESTAMP_AFTER_MAX_MS = "message.timestamp.after.max.ms";
    static final String MESSAGE_TIMESTAMP_BEFORE_MAX_MS = "message.timestamp.before.max.ms";
    static final String MESSAGE_TIMESTAMP_TYPE = "message.timestamp.type";
    static final String MIN_INSYNC_REPLICAS = "min.insync.replicas";
    static final String PREALLOCATE = "preallocate";
    static final String RETENTION_BYTES = "retention.bytes";
    static final String RETENTION_MS = "retention.ms";
    static final String SEGMENT_BYTES = "segment.bytes";
    static final String SEGMENT_INDEX_BYTES = "segment.index.bytes";
    static final String SEGMENT_JITTER_MS = "segment.jitter.ms";
    static final String SEGMENT_MS = "segment.ms";

    /** Settings of Kafka's that belong to what is not built yet: tiered storage, quotas. */
    private static final Set<String> NOT_YET = Set.of(
            TopicConfig.LOCAL_LOG_RETENTION_BYTES_CONFIG,
            TopicConfig.LOCAL_LOG_RETENTION_MS_CONFIG,
            TopicConfig.REMOTE_LOG_COPY_DISABLE_CONFIG,
            TopicConfig.REMOTE_LOG_DELETE_ON_DISABLE_CONFIG,
            TopicConfig.REMOTE_LOG_STORAGE_ENABLE_CONFIG,
            TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
            "follower.replication.throttled.replicas",
            "leader.replication.throttled.replicas");

    private static final long WEEK_MS = 7L * 24 * 60 * 60 * 1000;

    /** The topic settings. */
    static final ConfigDef DEF = new ConfigDef();
    /** The broker settings that are defaults of topic settings. */
    static final Map<String, Synonym> BROKER_SYNONYMS;
    /** For each topic setting the broker settings that count when the topic does not set it, strongest first. */
    private static final Map<String, List<Synonym>> SYNONYMS = new LinkedHashMap<>();

    /** The unit in which a broker setting states what the topic setting states in milliseconds, or else the same unit. */
    private enum Unit {
        SAME(1),
        MINUTES(60L * 1000),
        HOURS(60L * 60 * 1000);

        final long ms;

        Unit(long ms) {
            this.ms = ms;
        }
    }

    /**
     * A broker setting that gives a topic setting its default.
     *
     * @param name the broker setting
     * @param key how the broker setting is defined
     * @param unit in which unit it counts
     */
    record Synonym(String name, KeyDefinition key, Unit unit) {
        /** What {@code brokerValue} means as a value of the topic setting. */
        String toTopicValue(String brokerValue) {
            if (unit == Unit.SAME) {
                return brokerValue;
            }
            long count = Long.parseLong(brokerValue.trim());
            // A negative time means without limit, in whatever unit.
            return Long.toString(count < 0 ? -1 : count * unit.ms);
        }
    }

    /**
     * What {@link ConfigDef} is told of a setting.
     *
     * @param type its type
     * @param defaultValue its default, or null when it has none
     * @param validator what else is asked of a value, or null
     * @param documentation what it does
     */
    record KeyDefinition(ConfigDef.Type type, Object defaultValue, Validator validator, String documentation) {
        /** The default as a user would write it, or null when there is none. */
        String defaultText() {
            return defaultValue == null
                    ? null
                    : ConfigDef.convertToString(ConfigDef.parseType("", defaultValue, type), type);
        }

        void addTo(ConfigDef def, String name) {
            def.define(
                    name,
                    type,
                    defaultValue,
                    validator == null ? null : optional(validator),
                    Importance.MEDIUM,
                    documentation);
        }
    }

    static {
        CompactionKeys.define(TopicKeys::define);
        CompressionKeys.define(TopicKeys::define);
        define(
                FILE_DELETE_DELAY_MS,
                new KeyDefinition(
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.atLeast(0),
                        "How long the files of a dropped segment stay on disk, in milliseconds, so that a reader in the"
                                + " middle of one can finish."),
                "log.segment.delete.delay.ms");
        define(
                FLUSH_MESSAGES,
                new KeyDefinition(
                        ConfigDef.Type.LONG,
                        Long.MAX_VALUE,
                        Range.atLeast(1),
                        "After how many records a partition's log is forced to the medium (fsync). By default that is"
                                + " left to the operating system."),
                "log.flush.interval.messages");
        define(
                FLUSH_MS,
                new KeyDefinition(
                        ConfigDef.Type.LONG,
                        Long.MAX_VALUE,
                        Range.atLeast(0),
                        "How long a record may be in a partition's log, in milliseconds, before the log is forced to"
                                + " the medium (fsync)."),
                "log.flush.interval.ms",
                "log.flush.scheduler.interval.ms");
        define(
                INDEX_INTERVAL_BYTES,
                new KeyDefinition(
                        ConfigDef.Type.INT,
                        4096,
                        Range.atLeast(0),
                        "How many bytes of records lie between two entries of a segment's offset index."),
                "log.index.interval.bytes");
        define(
                MAX_MESSAGE_BYTES,
                new KeyDefinition(
                        ConfigDef.Type.INT,
                        1024 * 1024 + 12,
                        Range.atLeast(0),
                        "The largest record batch that is accepted, in bytes, as it comes over the wire: after"
                                + " compression."),
                "message.max.bytes");
        define(
                MESSAGE_TIMESTAMP_AFTER_MAX_MS,
                new KeyDefinition(
                        ConfigDef.Type.LONG,
                        60L * 60 * 1000,
                        Range.atLeast(0),
                        "How far the timestamp that a producer gives a record may lie ahead of the broker's clock, in"
                                + " milliseconds. Only checked for message.timestamp.type=CreateTime."),
                "log.message.timestamp.after.max.ms");
        define(
                MESSAGE_TIMESTAMP_BEFORE_MAX_MS,
                new KeyDefinition(
                        ConfigDef.Type.LONG,
                        Long.MAX_VALUE,
                        Range.atLeast(0),
                        "How far the timestamp that a producer gives a record may lie behind the broker's clock, in"
                                + " milliseconds. Only checked for message.timestamp.type=CreateTime."),
                "log.message.timestamp.before.max.ms");
        define(
                MESSAGE_TIMESTAMP_TYPE,
                new KeyDefinition(
                        ConfigDef.Type.STRING,
                        "CreateTime",
                        ValidString.in("CreateTime", "LogAppendTime"),
                        "Whose clock dates a record: the producer's (CreateTime), or the broker's when the record is"
                                + " appended (LogAppendTime)."),
                "log.message.timestamp.type");
        define(
                MIN_INSYNC_REPLICAS,
                new KeyDefinition(
                        ConfigDef.Type.INT,
                        1,
                        Range.atLeast(1),
                        "How many replicas must be in sync for a write with acks=all to be accepted."),
                "min.insync.replicas");
        define(
                PREALLOCATE,
                new KeyDefinition(
                        ConfigDef.Type.BOOLEAN,
                        false,
                        null,
                        "Whether a new segment's file gets its full size at once."),
                "log.preallocate");
        define(
                RETENTION_BYTES,
                new KeyDefinition(
                        ConfigDef.Type.LONG,
                        -1L,
                        null,
                        "How large a partition's log may grow, in bytes, before its oldest segments are dropped; -1 for"
                                + " no limit."),
                "log.retention.bytes");
        defineInUnits(
                RETENTION_MS,
                WEEK_MS,
                Range.atLeast(-1),
                "How long records are kept, in milliseconds, before their segment is dropped; -1 for ever.",
                "log.retention.ms",
                "log.retention.minutes",
                "log.retention.hours");
        define(
                SEGMENT_BYTES,
                new KeyDefinition(
                        ConfigDef.Type.INT,
                        1024 * 1024 * 1024,
                        Range.atLeast(1024 * 1024),
                        "How large a segment's file may grow, in bytes, before a new one is begun. Retention drops whole"
                                + " segments only."),
                "log.segment.bytes");
        define(
                INTERNAL_SEGMENT_BYTES,
                new KeyDefinition(
                        ConfigDef.Type.INT,
                        null,
                        Range.atLeast(1),
                        "Takes the place of segment.bytes where tests need segments smaller than it allows."),
                "internal.log.segment.bytes");
        define(
                SEGMENT_INDEX_BYTES,
                new KeyDefinition(
                        ConfigDef.Type.INT,
                        10 * 1024 * 1024,
                        Range.atLeast(4),
                        "How large a segment's index file may grow, in bytes, before a new segment is begun."),
                "log.index.size.max.bytes");
        defineInUnits(
                SEGMENT_JITTER_MS,
                0L,
                Range.atLeast(0),
                "Up to how many milliseconds earlier than segment.ms says a segment is closed, at random, so that not"
                        + " all partitions do it at once.",
                "log.roll.jitter.ms",
                null,
                "log.roll.jitter.hours");
        defineInUnits(
                SEGMENT_MS,
                WEEK_MS,
                Range.atLeast(1),
                "How old a segment may get, in milliseconds, before a new one is begun even if it is not full.",
                "log.roll.ms",
                null,
                "log.roll.hours");

        Map<String, Synonym> byBrokerKey = new LinkedHashMap<>();
        SYNONYMS.values().forEach(list -> list.forEach(synonym -> byBrokerKey.put(synonym.name(), synonym)));
        BROKER_SYNONYMS = Collections.unmodifiableMap(byBrokerKey);
    }

    private TopicKeys() {}

    /** The broker settings that count when a topic does not set {@code topicKey}, strongest first. */
    static List<Synonym> synonyms(String topicKey) {
        return SYNONYMS.get(topicKey);
    }

    /** Whether the setting is not shown to anyone. */
    static boolean isInternal(String topicKey) {
        return topicKey.startsWith("internal.");
    }

    /**
     * Checks what is to be set for a topic.
     *
     * @throws ConfigException naming the first key that is unknown or whose value is not allowed
     */
    static void validate(Map<String, String> settings) {
        settings.forEach((name, value) -> {
            ConfigDef.ConfigKey key = DEF.configKeys().get(name);
            if (key == null) {
                throw new ConfigException(
                        NOT_YET.contains(name)
                                ? "Topic config " + name + " is not supported yet: it would have no effect"
                                : "Unknown topic config name: " + name);
            }
            if (value == null) {
                throw new ConfigException(name, null, "a value is needed");
            }
            parse(key, value);
        });
    }

    /**
     * Checks all that would be set for a topic, each of which is right by itself.
     *
     * @throws ConfigException naming the first that does not go with another
     */
    static void checkTogether(Map<String, String> settings) {
        CompactionKeys.checkTogether(settings);
    }

    /** The typed value that {@code value} says for a setting, checked. */
    static Object parse(ConfigDef.ConfigKey key, String value) {
        Object parsed = ConfigDef.parseType(key.name, value, key.type);
        if (key.validator != null) {
            key.validator.ensureValid(key.name, parsed);
        }
        return parsed;
    }

    private static void define(String name, KeyDefinition key, String... brokerKeys) {
        key.addTo(DEF, name);
        List<Synonym> synonyms = new ArrayList<>();
        for (int i = 0; i < brokerKeys.length; i++) {
            // Only the weakest of several has the default: the others would always win.
            Object defaultValue = i == brokerKeys.length - 1 ? key.defaultValue() : null;
            KeyDefinition brokerKey = new KeyDefinition(
                    key.type(),
                    defaultValue,
                    key.validator(),
                    "The default of the topic setting " + name + ". " + key.documentation());
            synonyms.add(new Synonym(brokerKeys[i], brokerKey, Unit.SAME));
        }
        SYNONYMS.put(name, synonyms);
    }

    /** A time that the broker can state in milliseconds, minutes (if {@code minutesKey} is not null) or hours. */
    private static void defineInUnits(
            String name,
            long defaultMs,
            Validator validator,
            String documentation,
            String msKey,
            String minutesKey,
            String hoursKey) {
        new KeyDefinition(ConfigDef.Type.LONG, defaultMs, validator, documentation).addTo(DEF, name);
        String about = "The default of the topic setting " + name + ", in ";
        List<Synonym> synonyms = new ArrayList<>();
        synonyms.add(new Synonym(
                msKey, new KeyDefinition(ConfigDef.Type.LONG, null, validator, about + "milliseconds."), Unit.SAME));
        if (minutesKey != null) {
            KeyDefinition key = new KeyDefinition(
                    ConfigDef.Type.INT, null, null, about + "minutes. Counts only if " + msKey + " is not set.");
            synonyms.add(new Synonym(minutesKey, key, Unit.MINUTES));
        }
        KeyDefinition key = new KeyDefinition(
                ConfigDef.Type.INT,
                (int) (defaultMs / Unit.HOURS.ms),
                minutesKey == null ? validator : null,
                about + "hours. Counts only if nothing finer is set.");
        synonyms.add(new Synonym(hoursKey, key, Unit.HOURS));
        SYNONYMS.put(name, synonyms);
    }

    private static Validator optional(Validator validator) {
        return (name, value) -> {
            if (value != null) {
                validator.ensureValid(name, value);
            }
        };
    }
}
