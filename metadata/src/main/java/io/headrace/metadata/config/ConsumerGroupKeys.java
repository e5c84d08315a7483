package io.headrace.metadata.config;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Range;
import io.headrace.common.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pace and patience of consumer groups (KIP-848): for all groups, and the bounds of what a group may set for itself. */
final class ConsumerGroupKeys {
    static final String SESSION_TIMEOUT_MS = "group.consumer.session.timeout.ms";
    static final String MIN_SESSION_TIMEOUT_MS = "group.consumer.min.session.timeout.ms";
    static final String MAX_SESSION_TIMEOUT_MS = "group.consumer.max.session.timeout.ms";
    static final String HEARTBEAT_INTERVAL_MS = "group.consumer.heartbeat.interval.ms";
    static final String MIN_HEARTBEAT_INTERVAL_MS = "group.consumer.min.heartbeat.interval.ms";
    static final String MAX_HEARTBEAT_INTERVAL_MS = "group.consumer.max.heartbeat.interval.ms";
    static final String ASSIGNMENT_INTERVAL_MS = "group.consumer.assignment.interval.ms";
    static final String MIN_ASSIGNMENT_INTERVAL_MS = "group.consumer.min.assignment.interval.ms";
    static final String MAX_ASSIGNMENT_INTERVAL_MS = "group.consumer.max.assignment.interval.ms";
    static final String ASSIGNORS = "group.consumer.assignors";
    static final String MAX_SIZE = "group.consumer.max.size";
    static final String MIGRATION_POLICY = "group.consumer.migration.policy";
    static final String REBALANCE_HEARTBEAT_INTERVAL_MS = "group.consumer.rebalance.heartbeat.interval.ms";

    /** The built-in assignors by the names that may stand for them: their own, and those of Apache's classes. */
    static final Map<String, String> ASSIGNOR_NAMES = Map.of(
            "uniform", "uniform",
            "range", "range",
            "org.apache.kafka.coordinator.group.assignor.UniformAssignor", "uniform",
            "org.apache.kafka.coordinator.group.assignor.RangeAssignor", "range");

    private ConsumerGroupKeys() {}

    static void addTo(ConfigDef def) {
        define(
                def,
                SESSION_TIMEOUT_MS,
                45_000,
                1,
                "How long a member may be silent before it is put out of its group, in milliseconds.");
        define(def, MIN_SESSION_TIMEOUT_MS, 45_000, 1, "The least consumer.session.timeout.ms that a group may set.");
        define(def, MAX_SESSION_TIMEOUT_MS, 60_000, 1, "The most consumer.session.timeout.ms that a group may set.");
        define(
                def,
                HEARTBEAT_INTERVAL_MS,
                5_000,
                1,
                "How often members are told to send a heartbeat, in milliseconds.");
        define(
                def,
                MIN_HEARTBEAT_INTERVAL_MS,
                5_000,
                1,
                "The least consumer.heartbeat.interval.ms that a group may set.");
        define(
                def,
                MAX_HEARTBEAT_INTERVAL_MS,
                15_000,
                1,
                "The most consumer.heartbeat.interval.ms that a group may set.");
        define(
                def,
                ASSIGNMENT_INTERVAL_MS,
                0,
                0,
                "The least time between two assignments of a group, in milliseconds; 0 assigns at every change. Kafka's"
                        + " default is 1000; here an assignment is cheap enough that nobody needs to wait for it.");
        define(
                def,
                MIN_ASSIGNMENT_INTERVAL_MS,
                0,
                0,
                "The least consumer.assignment.interval.ms that a group may set.");
        define(
                def,
                MAX_ASSIGNMENT_INTERVAL_MS,
                15_000,
                0,
                "The most consumer.assignment.interval.ms that a group may set.");
        define(
                def,
                REBALANCE_HEARTBEAT_INTERVAL_MS,
                500,
                1,
                "How often members are told to send a heartbeat, in milliseconds, while their group rebalances and"
                        + " shortly after, if that is more often than the heartbeat interval; so they learn the sooner of"
                        + " partitions that they are to give up or that are free for them. Groups of more members than"
                        + " this number are given a millisecond for each. Not in Kafka.");
        define(def, MAX_SIZE, Integer.MAX_VALUE, 1, "How many members a consumer group may have.");
        choices(def);
    }

    private static void choices(ConfigDef def) {
        def.define(
                ASSIGNORS,
                ConfigDef.Type.LIST,
                "uniform,range",
                (name, value) -> assignors(name, (List<?>) value),
                Importance.MEDIUM,
                "The assignors that members of consumer groups may ask for, the one for those that do not ask first:"
                        + " uniform, range, or Apache's names of their classes.");
        def.define(
                MIGRATION_POLICY,
                ConfigDef.Type.STRING,
                GroupMigration.BIDIRECTIONAL.toString(),
                (name, value) -> GroupMigration.parse(name, (String) value),
                Importance.MEDIUM,
                "Whether groups change their kind with their members: upgrade (a classic group becomes a consumer group"
                        + " when such a member joins), downgrade (and the other way round when the last such member"
                        + " leaves), bidirectional or disabled.");
    }

    /** The assignors that a list of names stands for. */
    static List<String> assignors(String name, List<?> names) {
        List<String> found = new ArrayList<>();
        for (Object given : names) {
            String assignor = ASSIGNOR_NAMES.get(given);
            if (assignor == null) {
                throw new ConfigException(
                        name, names, given + " is none of the assignors uniform and range; others cannot be added");
            }
            if (found.contains(assignor)) {
                throw new ConfigException(name, names, assignor + " is named twice");
            }
            found.add(assignor);
        }
        if (found.isEmpty()) {
            throw new ConfigException(name, names, "at least one assignor is needed");
        }
        return List.copyOf(found);
    }

    /**
     * Checks that each value lies in its range, and that members have time for a heartbeat.
     *
     * @throws ConfigException naming the setting that does not fit
     */
    static void checkTogether(Map<String, Object> values) {
        for (GroupResourceKeys.Bounded bounded : GroupResourceKeys.BOUNDED) {
            int value = (Integer) values.get(bounded.brokerKey());
            int min = (Integer) values.get(bounded.minKey());
            int max = (Integer) values.get(bounded.maxKey());
            if (max < min) {
                throw new ConfigException(
                        bounded.maxKey(), max, "must be at least " + bounded.minKey() + ", which is " + min);
            }
            if (value < min || value > max) {
                throw new ConfigException(
                        bounded.brokerKey(),
                        value,
                        "must lie between " + bounded.minKey() + " of " + min + " and " + bounded.maxKey() + " of "
                                + max);
            }
        }
        int session = (Integer) values.get(SESSION_TIMEOUT_MS);
        int heartbeat = (Integer) values.get(HEARTBEAT_INTERVAL_MS);
        if (heartbeat >= session) {
            throw new ConfigException(
                    HEARTBEAT_INTERVAL_MS,
                    heartbeat,
                    "must be less than " + SESSION_TIMEOUT_MS + ", which is " + session);
        }
    }

    private static void define(ConfigDef def, String name, int defaultValue, int least, String documentation) {
        def.define(name, ConfigDef.Type.INT, defaultValue, Range.atLeast(least), Importance.MEDIUM, documentation);
    }
}
