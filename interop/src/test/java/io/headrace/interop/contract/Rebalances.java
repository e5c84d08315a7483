package io.headrace.interop.contract;

import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Notes what a rebalance listener is told, one line a call: {@code +[0, 1]}, {@code -[1]}, {@code lost[0]}. */
class Rebalances implements ConsumerRebalanceListener {

    private final List<String> calls = new ArrayList<>();

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        calls.add("-" + numbers(partitions));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        calls.add("+" + numbers(partitions));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        calls.add("lost" + numbers(partitions));
    }

    static String numbers(Collection<TopicPartition> partitions) {
        TreeSet<Integer> numbers = new TreeSet<>();
        partitions.forEach(partition -> numbers.add(partition.partition()));
        return numbers.toString();
    }

    /** All calls so far, those about no partition left out: when these are made differs between protocols. */
    List<String> calls() {
        return calls.stream().filter(call -> !call.endsWith("[]")).toList();
    }
}
