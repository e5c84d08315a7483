package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigException;
import io.headrace.metadata.config.TopicKeys.KeyDefinition;
import java.util.List;
import java.util.Map;

/** The settings of a topic that say when and how its logs are compacted. */
final class CompactionKeys {
    static final String CLEANUP_POLICY = "cleanup.policy";
    static final String DELETE_RETENTION_MS = "delete.retention.ms";
    static final String MAX_COMPACTION_LAG_MS = "max.compaction.lag.ms";
    static final String MIN_CLEANABLE_DIRTY_RATIO = "min.cleanable.dirty.ratio";
    static final String MIN_COMPACTION_LAG_MS = "min.compaction.lag.ms";

    private static final List<String> POLICIES = List.of("compact", "delete");
    private static final long DAY_MS = 24L * 60 * 60 * 1000;

    private CompactionKeys() {}

    /** Takes a setting of a topic, and the broker setting that is its default. */
    @FunctionalInterface
    interface Definer {
        void define(String name, KeyDefinition key, String... brokerKeys);
    }

    static void define(Definer definer) {
        definer.define(
                CLEANUP_POLICY,
                new KeyDefinition(
                        ConfigDef.Type.LIST,
                        "delete",
                        CompactionKeys::onlyPolicies,
                        "What happens to old records: \"delete\" drops whole segments once retention.ms or"
                                + " retention.bytes is exceeded, \"compact\" keeps the last record of each key; both"
                                + " may be asked for. Empty: nothing happens to them."),
                "log.cleanup.policy");
        definer.define(
                DELETE_RETENTION_MS,
                new KeyDefinition(
                        ConfigDef.Type.LONG,
                        DAY_MS,
                        Range.atLeast(0),
                        "How long a compacted topic keeps a record without value, in milliseconds, after compaction has"
                                + " first met it: who reads the topic from its start has so long to see it."),
                "log.cleaner.delete.retention.ms");
        definer.define(
                MAX_COMPACTION_LAG_MS,
                new KeyDefinition(
                        ConfigDef.Type.LONG,
                        Long.MAX_VALUE,
                        Range.atLeast(1),
                        "How old a record of a compacted topic may get, in milliseconds, before it is compacted whatever"
                                + " min.cleanable.dirty.ratio says."),
                "log.cleaner.max.compaction.lag.ms");
        definer.define(
                MIN_CLEANABLE_DIRTY_RATIO,
                new KeyDefinition(
                        ConfigDef.Type.DOUBLE,
                        0.5,
                        Range.between(0, 1),
                        "What part of a compacted topic's log has to be new before it is compacted again, from 0 to 1."
                                + " Little means less disk taken and more work done."),
                "log.cleaner.min.cleanable.ratio");
        definer.define(
                MIN_COMPACTION_LAG_MS,
                new KeyDefinition(
                        ConfigDef.Type.LONG,
                        0L,
                        Range.atLeast(0),
                        "How long a record of a compacted topic is left alone, in milliseconds."),
                "log.cleaner.min.compaction.lag.ms");
    }

    /** Checks what does not go together in all that is set for a topic. */
    static void checkTogether(Map<String, String> settings) {
        String min = settings.get(MIN_COMPACTION_LAG_MS);
        String max = settings.get(MAX_COMPACTION_LAG_MS);
        if (min != null && max != null && Long.parseLong(min.trim()) > Long.parseLong(max.trim())) {
            throw new ConfigException("Invalid value " + min.trim() + " for configuration " + MIN_COMPACTION_LAG_MS
                    + ": may not exceed " + MAX_COMPACTION_LAG_MS + ", " + max.trim());
        }
    }

    private static void onlyPolicies(String name, Object value) {
        for (Object policy : (List<?>) value) {
            if (!POLICIES.contains(policy)) {
                throw new ConfigException(name, policy, "allowed are " + String.join(", ", POLICIES));
            }
        }
    }
}
