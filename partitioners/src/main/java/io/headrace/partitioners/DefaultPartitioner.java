package io.headrace.partitioners;

/**
 * Sends records with a key to the partition of the key's hash ({@link KeyHash}), whether or not that is available, and
 * fills batches of records without one partition by partition (KIP-480). Other than a producer without
 * {@code partitioner.class}, it takes no account of how quickly partitions take records.
 */
public class DefaultPartitioner extends KeyedPartitioner {
    @Override
    int partition(byte[] keyBytes, int partitionCount) {
        return KeyHash.partition(keyBytes, partitionCount);
    }
}
