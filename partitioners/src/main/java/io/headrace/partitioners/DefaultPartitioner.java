package io.headrace.partitioners;

import io.headrace.common.Cluster;
import java.util.Map;

/**
 * Sends records with a key to the partition of the key's hash, whether or not that is available, and fills batches of
 * records without one partition by partition (KIP-480). Other than a producer without {@code partitioner.class}, it
 * takes no account of how quickly partitions take records.
 */
public class DefaultPartitioner implements Partitioner {
    private volatile StickyPartitions sticky = new StickyPartitions(Map.of());

    @Override
    public void configure(Map<String, ?> configs) {
        sticky = new StickyPartitions(configs);
    }

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        return keyBytes == null
                ? sticky.next(topic, null, valueBytes, cluster)
                : KeyHash.partition(keyBytes, cluster.partitionsForTopic(topic).size());
    }

    @Override
    public void close() {}
}
