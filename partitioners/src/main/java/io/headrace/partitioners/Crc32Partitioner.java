package io.headrace.partitioners;

import java.util.zip.CRC32;

/**
 * Chooses as librdkafka does by default ({@code partitioner=consistent_random}), and with it the clients for C, C++,
 * Python, Go, .NET and others that are built on it: by the CRC-32 of the key, taken as a number without a sign. For topics
 * that such producers write to as well.
 *
 * <p>An empty key counts as none: such records fill batches partition by partition.
 */
public class Crc32Partitioner extends KeyedPartitioner {
    @Override
    boolean decides(byte[] keyBytes) {
        return keyBytes != null && keyBytes.length > 0;
    }

    @Override
    int partition(byte[] keyBytes, int partitionCount) {
        CRC32 crc = new CRC32();
        crc.update(keyBytes, 0, keyBytes.length);
        return (int) (crc.getValue() % partitionCount);
    }
}
