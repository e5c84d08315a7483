package io.headrace.partitioners;

/**
 * Chooses as librdkafka does with {@code partitioner=fnv1a_random}, and as Sarama, a client for Go, does by default
 * ({@code NewHashPartitioner}): by the absolute value of the 32-bit FNV-1a hash of the key. For topics that such producers
 * write to as well.
 *
 * <p>An empty key is a key like any other.
 */
public class Fnv1aPartitioner extends KeyedPartitioner {
    private static final int OFFSET_BASIS = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    @Override
    int partition(byte[] keyBytes, int partitionCount) {
        return partitionOf(hash(keyBytes), partitionCount);
    }

    /** The FNV-1a hash of these bytes; as a signed number, since both clients take it for one. */
    static int hash(byte[] bytes) {
        int hash = OFFSET_BASIS;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * PRIME;
        }
        return hash;
    }

    /** The least number has no absolute value of 32 bits with a sign, but has one without. */
    static int partitionOf(int hash, int partitionCount) {
        return Integer.remainderUnsigned(Math.abs(hash), partitionCount);
    }
}
