package io.headrace.partitioners;

import io.headrace.common.Cluster;
import java.util.Map;

/**
 * Fills batches partition by partition, of records with a key too: batches are full and load is even, but records of
 * one key have no order (KIP-480).
 */
public class UniformStickyPartitioner implements Partitioner {
    private volatile StickyPartitions sticky = new StickyPartitions(Map.of());

    @Override
    public void configure(Map<String, ?> configs) {
        sticky = new StickyPartitions(configs);
    }

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        return sticky.next(topic, keyBytes, valueBytes, cluster);
    }

    @Override
    public void close() {}
}
