package io.headrace.clients.admin;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A topic to be created. Not thread safe. */
public class NewTopic {

    private static final int NO_PARTITIONS = -1;
    private static final short NO_REPLICATION_FACTOR = -1;

    private final String name;
    private final int numPartitions;
    private final short replicationFactor;
    private final Map<Integer, List<Integer>> replicasAssignments;
    private Map<String, String> configs;

    /**
     * A topic whose replicas the controller places.
     *
     * @param name the topic's name
     * @param numPartitions the number of partitions
     * @param replicationFactor replicas of each partition
     */
    public NewTopic(String name, int numPartitions, short replicationFactor) {
        this(name, Optional.of(numPartitions), Optional.of(replicationFactor));
    }

    /**
     * A topic whose replicas the controller places; what is not given is the broker's default (KIP-464).
     *
     * @param name the topic's name
     * @param numPartitions the number of partitions
     * @param replicationFactor replicas of each partition
     */
    public NewTopic(String name, Optional<Integer> numPartitions, Optional<Short> replicationFactor) {
        this.name = Objects.requireNonNull(name, "name");
        this.numPartitions = numPartitions.orElse(NO_PARTITIONS);
        this.replicationFactor = replicationFactor.orElse(NO_REPLICATION_FACTOR);
        this.replicasAssignments = null;
    }

    /**
     * A topic whose replicas are placed by hand.
     *
     * @param name the topic's name
     * @param replicasAssignments broker ids by partition number, the preferred leader first
     */
    public NewTopic(String name, Map<Integer, List<Integer>> replicasAssignments) {
        this.name = Objects.requireNonNull(name, "name");
        this.numPartitions = NO_PARTITIONS;
        this.replicationFactor = NO_REPLICATION_FACTOR;
        Map<Integer, List<Integer>> copy = new HashMap<>();
        replicasAssignments.forEach((partition, brokers) -> copy.put(partition, List.copyOf(brokers)));
        this.replicasAssignments = Collections.unmodifiableMap(copy);
    }

    /** The topic's name. */
    public String name() {
        return name;
    }

    /** The number of partitions; -1 when it is the broker's default or follows from the assignments. */
    public int numPartitions() {
        return numPartitions;
    }

    /** Replicas of each partition; -1 when it is the broker's default or follows from the assignments. */
    public short replicationFactor() {
        return replicationFactor;
    }

    /** Broker ids by partition number; null when the controller places the replicas. */
    public Map<Integer, List<Integer>> replicasAssignments() {
        return replicasAssignments;
    }

    /**
     * Sets the topic's configs.
     *
     * @param configs values by name, as {@link io.headrace.common.config.TopicConfig} lists them
     * @return this object
     */
    public NewTopic configs(Map<String, String> configs) {
        this.configs = configs;
        return this;
    }

    /** The topic's configs; null when none were set. */
    public Map<String, String> configs() {
        return configs;
    }

    @Override
    public String toString() {
        return "(name=" + name + ", numPartitions=" + (numPartitions == NO_PARTITIONS ? "default" : numPartitions)
                + ", replicationFactor="
                + (replicationFactor == NO_REPLICATION_FACTOR ? "default" : replicationFactor)
                + ", replicasAssignments=" + replicasAssignments + ", configs=" + configs + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NewTopic that
                && name.equals(that.name)
                && numPartitions == that.numPartitions
                && replicationFactor == that.replicationFactor
                && Objects.equals(replicasAssignments, that.replicasAssignments)
                && Objects.equals(configs, that.configs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, numPartitions, replicationFactor, replicasAssignments, configs);
    }
}
