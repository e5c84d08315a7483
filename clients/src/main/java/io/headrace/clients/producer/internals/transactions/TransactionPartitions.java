package io.headrace.clients.producer.internals.transactions;

import io.headrace.common.TopicPartition;
import java.util.LinkedHashSet;
import java.util.Set;

/** The partitions of the current transaction: those that may be written to, and those that wait for it. Owner: the machine. */
final class TransactionPartitions {

    private final Set<TopicPartition> added = new LinkedHashSet<>();
    private final Set<TopicPartition> wanted = new LinkedHashSet<>();

    boolean isAdded(TopicPartition partition) {
        return added.contains(partition);
    }

    boolean hasAdded() {
        return !added.isEmpty();
    }

    boolean hasWanted() {
        return !wanted.isEmpty();
    }

    void want(TopicPartition partition) {
        wanted.add(partition);
    }

    Set<TopicPartition> wanted() {
        return Set.copyOf(wanted);
    }

    void add(Set<TopicPartition> partitions) {
        wanted.removeAll(partitions);
        added.addAll(partitions);
    }

    void giveUpWanted() {
        wanted.clear();
    }

    void clear() {
        added.clear();
        wanted.clear();
    }
}
