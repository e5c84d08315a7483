package io.headrace.clients.admin;

import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.Objects;

/** Which offsets of a streams group are asked for. Not thread safe. */
public class ListStreamsGroupOffsetsSpec {

    private Collection<TopicPartition> topicPartitions;

    /** Those of all partitions. */
    public ListStreamsGroupOffsetsSpec() {}

    /**
     * Asks about these partitions only.
     *
     * @param topicPartitions the partitions; null for all that have an offset
     * @return this object
     */
    public ListStreamsGroupOffsetsSpec topicPartitions(Collection<TopicPartition> topicPartitions) {
        this.topicPartitions = topicPartitions;
        return this;
    }

    /** The partitions that are asked about; null for all that have an offset. */
    public Collection<TopicPartition> topicPartitions() {
        return topicPartitions;
    }

    /** Equal when the collections that were given are. */
    @Override
    @SuppressWarnings("UndefinedEquals") // Kafka's own sense of it: a list never equals a set.
    public boolean equals(Object other) {
        return other instanceof ListStreamsGroupOffsetsSpec that
                && Objects.equals(topicPartitions, that.topicPartitions);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(topicPartitions);
    }

    @Override
    public String toString() {
        return "ListStreamsGroupOffsetsSpec(topicPartitions=" + topicPartitions + ")";
    }
}
