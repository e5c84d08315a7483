package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.List;
import java.util.Map;

/** What comes of describing producers. Each partition succeeds or fails on its own. Thread safe. */
public class DescribeProducersResult {

    /** The producers that a partition remembers. Immutable. */
    public static class PartitionProducerState {

        private final List<ProducerState> activeProducers;

        /** @param activeProducers the producers */
        public PartitionProducerState(List<ProducerState> activeProducers) {
            this.activeProducers = List.copyOf(activeProducers);
        }

        /** The producers. */
        public List<ProducerState> activeProducers() {
            return activeProducers;
        }

        @Override
        public String toString() {
            return "PartitionProducerState(activeProducers=" + activeProducers + ")";
        }
    }

    private final Map<TopicPartition, KafkaFuture<PartitionProducerState>> futures;

    DescribeProducersResult(Map<TopicPartition, KafkaFuture<PartitionProducerState>> futures) {
        this.futures = futures;
    }

    /**
     * The producers of one partition.
     *
     * @param partition one of those that were given
     * @throws IllegalArgumentException when it was not
     */
    public KafkaFuture<PartitionProducerState> partitionResult(TopicPartition partition) {
        return Futures.required(futures, partition, "partition");
    }

    /** The producers of all partitions; fails when one fails. */
    public KafkaFuture<Map<TopicPartition, PartitionProducerState>> all() {
        return Futures.allOf(futures);
    }
}
