package io.headrace.partitioners;

import io.headrace.common.Cluster;
import io.headrace.common.PartitionInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends each record to the next partition that has a leader, whatever its key: load is even to the record, but batches
 * fill slowly and records of one key have no order.
 */
public class RoundRobinPartitioner implements Partitioner {
    private final ConcurrentMap<String, AtomicInteger> counters = new ConcurrentHashMap<>();

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        int turn = KeyHash.nonNegative(
                counters.computeIfAbsent(topic, t -> new AtomicInteger()).getAndIncrement());
        List<PartitionInfo> available = cluster.availablePartitionsForTopic(topic);
        return available.isEmpty()
                ? turn % cluster.partitionsForTopic(topic).size()
                : available.get(turn % available.size()).partition();
    }

    @Override
    public void close() {}
}
