package io.headrace.clients.consumer;

import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * A partition was assigned without a position, and {@code auto.offset.reset=none} forbids to choose one.
 */
public class NoOffsetForPartitionException extends InvalidOffsetException {
    private static final long serialVersionUID = 1L;

    private final HashSet<TopicPartition> partitions;

    /** @param partition the partition without a position */
    public NoOffsetForPartitionException(TopicPartition partition) {
        this(Set.of(partition));
    }

    /** @param partitions the partitions without a position */
    public NoOffsetForPartitionException(Collection<TopicPartition> partitions) {
        super("No position and no reset policy (auto.offset.reset=none) for partitions " + partitions);
        this.partitions = new HashSet<>(partitions);
    }

    @Override
    public Set<TopicPartition> partitions() {
        return Collections.unmodifiableSet(partitions);
    }
}
