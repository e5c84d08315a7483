package io.headrace.partitioners;

import io.headrace.common.Cluster;
import io.headrace.common.Configurable;
import java.io.Closeable;

/**
 * Chooses the partition of each record that names none itself. Named by the producer's setting
 * {@code partitioner.class}; needs a public constructor without arguments.
 *
 * <p>Called by the threads that send, so it has to be safe for use by several of them.
 */
public interface Partitioner extends Configurable, Closeable {
    /**
     * The partition for a record.
     *
     * @param key the record's key, or null
     * @param keyBytes the key after serialization, or null
     * @param value the record's value, or null
     * @param valueBytes the value after serialization, or null
     * @param cluster what is known of the cluster; the topic is in it
     * @return a number from 0 to the number of the topic's partitions, exclusive
     */
    int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster);

    /** Called once, when the producer is closed. */
    @Override
    void close();
}
