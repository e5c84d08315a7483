package io.headrace.common;

import java.io.Serializable;
import java.util.Objects;

/** A topic name and a partition number. Immutable. */
public final class TopicPartition implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int partition;
    private final String topic;
    private final int hash;

    public TopicPartition(String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
        this.hash = 31 * partition + Objects.hashCode(topic);
    }

    public int partition() {
        return partition;
    }

    public String topic() {
        return topic;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof TopicPartition other
                        && partition == other.partition
                        && Objects.equals(topic, other.topic));
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
