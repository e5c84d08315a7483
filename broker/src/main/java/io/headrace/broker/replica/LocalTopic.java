package io.headrace.broker.replica;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The partitions of one topic that this broker serves. Immutable; the partitions change within their loops.
 */
public final class LocalTopic {

    private final String name;
    private final Uuid id;

    /** By number; null where the log could not be opened. */
    private final Partition[] partitions;

    LocalTopic(String name, Uuid id, Partition[] partitions) {
        this.name = name;
        this.id = id;
        this.partitions = partitions;
    }

    /** The topic's name. */
    public String name() {
        return name;
    }

    /** The topic's id. */
    public Uuid id() {
        return id;
    }

    /** How many partitions there are, with those that cannot be served. */
    public int size() {
        return partitions.length;
    }

    /** The partition of a number, or null when it cannot be served: {@link #errorFor} says why. */
    public Partition partition(int number) {
        return number >= 0 && number < partitions.length ? partitions[number] : null;
    }

    /** Why there is no partition of this number here. */
    public Errors errorFor(int number) {
        return number >= 0 && number < partitions.length
                ? Errors.KAFKA_STORAGE_ERROR
                : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    /** Those that can be served. */
    public List<Partition> served() {
        List<Partition> served = new ArrayList<>(partitions.length);
        for (Partition partition : partitions) {
            if (partition != null) {
                served.add(partition);
            }
        }
        return served;
    }

    LocalTopic grownTo(Partition[] all) {
        return new LocalTopic(name, id, all);
    }

    Partition[] copyOfPartitions(int size) {
        return Arrays.copyOf(partitions, size);
    }
}
