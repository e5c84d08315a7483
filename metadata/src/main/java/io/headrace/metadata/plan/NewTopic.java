package io.headrace.metadata.plan;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A topic to be created.
 *
 * @param name its name
 * @param partitions how many partitions, or {@link #BROKER_DEFAULT}
 * @param replicationFactor how many replicas of each, or {@link #BROKER_DEFAULT}
 * @param assignments brokers of each partition, preferred leader first, by partition; when there are any, the two above
 *     must be {@link #BROKER_DEFAULT}
 * @param configs settings by name; a null value is refused by the planner
 */
public record NewTopic(
        String name,
        int partitions,
        short replicationFactor,
        SortedMap<Integer, List<Integer>> assignments,
        Map<String, String> configs) {
    /** Stands for what the broker's configuration says. */
    public static final short BROKER_DEFAULT = -1;

    public NewTopic {
        assignments = new TreeMap<>(assignments);
        configs = new TreeMap<>(configs);
    }

    /** A topic with everything as the broker's configuration says. */
    public static NewTopic withDefaults(String name) {
        return new NewTopic(name, BROKER_DEFAULT, BROKER_DEFAULT, new TreeMap<>(), Map.of());
    }

    /** A topic with a number of partitions and replicas. */
    public static NewTopic of(String name, int partitions, int replicationFactor) {
        return new NewTopic(name, partitions, (short) replicationFactor, new TreeMap<>(), Map.of());
    }

    /** This topic with these settings. */
    public NewTopic withConfigs(Map<String, String> settings) {
        return new NewTopic(name, partitions, replicationFactor, assignments, settings);
    }
}
