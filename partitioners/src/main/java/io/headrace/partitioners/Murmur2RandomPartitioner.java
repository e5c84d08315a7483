package io.headrace.partitioners;

/**
 * Chooses as librdkafka does with {@code partitioner=murmur2_random}, which was made to agree with Kafka's clients in
 * Java: the same as {@link DefaultPartitioner}, under the name by which the topic's other producers know it.
 *
 * <p>An empty key is a key like any other.
 */
public class Murmur2RandomPartitioner extends KeyedPartitioner {
    @Override
    int partition(byte[] keyBytes, int partitionCount) {
        return KeyHash.partition(keyBytes, partitionCount);
    }
}
