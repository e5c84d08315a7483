package io.headrace.clients.internals;

import io.headrace.common.Uuid;
import java.util.Arrays;

/** A topic as the newest metadata shows it. Immutable. */
public final class TopicView {

    private final String name;
    private final Uuid id;
    private final boolean internal;
    private final PartitionView[] partitions;

    /** @param partitions by index, without gaps; taken over */
    TopicView(String name, Uuid id, boolean internal, PartitionView[] partitions) {
        this.name = name;
        this.id = id;
        this.internal = internal;
        this.partitions = partitions;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its id; {@link Uuid#ZERO_UUID} when the broker does not tell it (before Metadata v10). */
    public Uuid id() {
        return id;
    }

    /** Whether the broker told the id. */
    public boolean hasId() {
        return !Uuid.ZERO_UUID.equals(id);
    }

    /** Whether it belongs to the brokers themselves. */
    public boolean internal() {
        return internal;
    }

    /** The number of partitions. */
    public int partitionCount() {
        return partitions.length;
    }

    /** A partition, or null when there is none with that index. */
    public PartitionView partition(int index) {
        return index >= 0 && index < partitions.length ? partitions[index] : null;
    }

    /** This topic with another partition in the place of the one with its index. */
    TopicView with(PartitionView changed) {
        PartitionView[] copy = partitions.clone();
        copy[changed.partition()] = changed;
        return new TopicView(name, id, internal, copy);
    }

    @Override
    public String toString() {
        return name + "(" + id + ", " + Arrays.toString(partitions) + ")";
    }
}
