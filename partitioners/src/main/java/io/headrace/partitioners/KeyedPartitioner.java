package io.headrace.partitioners;

import io.headrace.common.Cluster;
import java.util.Map;

/**
 * What partitioners that hash keys have in common: a key decides, whether or not its partition is available, and records
 * without one fill batches partition by partition (KIP-480). Safe for use by several threads.
 */
abstract class KeyedPartitioner implements Partitioner {
    private volatile StickyPartitions sticky = new StickyPartitions(Map.of());

    @Override
    public void configure(Map<String, ?> configs) {
        sticky = new StickyPartitions(configs);
    }

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        return decides(keyBytes)
                ? partition(keyBytes, cluster.partitionsForTopic(topic).size())
                : sticky.next(topic, keyBytes, valueBytes, cluster);
    }

    /** Whether a key says where its record goes; null does not. */
    boolean decides(byte[] keyBytes) {
        return keyBytes != null;
    }

    /** The partition of a key, for a topic of so many partitions. */
    abstract int partition(byte[] keyBytes, int partitionCount);

    @Override
    public void close() {}
}
