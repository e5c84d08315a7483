package io.headrace.common;

import java.util.Objects;

/** A partition together with its topic's id, which tells a topic from a later one of the same name (KIP-516). Immutable. */
public class TopicIdPartition {
    private final Uuid topicId;
    private final TopicPartition topicPartition;

    /**
     * A partition of the topic of that id.
     *
     * @throws NullPointerException if the id or the partition is null; the topic's name may be null when not known
     */
    public TopicIdPartition(Uuid topicId, TopicPartition topicPartition) {
        this.topicId = Objects.requireNonNull(topicId, "topicId can not be null");
        this.topicPartition = Objects.requireNonNull(topicPartition, "topicPartition can not be null");
    }

    /**
     * A partition of the topic of that id.
     *
     * @throws NullPointerException if the id is null; the topic's name may be null when not known
     */
    public TopicIdPartition(Uuid topicId, int partition, String topic) {
        this(topicId, new TopicPartition(topic, partition));
    }

    public Uuid topicId() {
        return topicId;
    }

    public String topic() {
        return topicPartition.topic();
    }

    public int partition() {
        return topicPartition.partition();
    }

    public TopicPartition topicPartition() {
        return topicPartition;
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof TopicIdPartition other
                        && topicId.equals(other.topicId)
                        && topicPartition.equals(other.topicPartition));
    }

    @Override
    public int hashCode() {
        return 31 * topicId.hashCode() + topicPartition.hashCode();
    }

    @Override
    public String toString() {
        return topicId + ":" + topic() + "-" + partition();
    }
}
