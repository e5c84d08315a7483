package io.headrace.common;

import java.io.Serializable;
import java.util.Objects;

/** A partition's copy on one broker. Immutable. */
public final class TopicPartitionReplica implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int brokerId;
    private final int partition;
    private final String topic;

    /**
     * The copy of a partition on that broker.
     *
     * @throws NullPointerException if the topic is null
     */
    public TopicPartitionReplica(String topic, int partition, int brokerId) {
        this.topic = Objects.requireNonNull(topic, "topic can not be null");
        this.partition = partition;
        this.brokerId = brokerId;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    public int brokerId() {
        return brokerId;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * topic.hashCode() + partition) + brokerId;
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof TopicPartitionReplica other
                        && partition == other.partition
                        && brokerId == other.brokerId
                        && topic.equals(other.topic));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "-" + brokerId;
    }
}
