package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.TopicView;
import io.headrace.partitioners.KeyHash;
import io.headrace.partitioners.Partitioner;
import java.io.Closeable;
import java.io.IOException;

/** Chooses the partition of a record that names none. Called by the threads that send. */
public abstract class PartitionChoice implements Closeable {

    /** No choice: the topic's sticky partition is to take the record. */
    static final int STICKY = -1;

    private PartitionChoice() {}

    /**
     * The choice that a configuration asks for.
     *
     * @param partitioner of {@code partitioner.class}, or null
     * @param ignoresKeys {@code partitioner.ignore.keys}
     */
    public static PartitionChoice of(Partitioner partitioner, boolean ignoresKeys) {
        if (partitioner != null) {
            return new ByPartitioner(partitioner);
        }
        return ignoresKeys ? new Sticky() : new ByKey();
    }

    /** The partition, or {@link #STICKY}. */
    public abstract int choose(
            String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, ClusterView cluster);

    @Override
    public void close() throws IOException {
        // Only a partitioner of the user's holds something.
    }

    private static final class Sticky extends PartitionChoice {
        @Override
        public int choose(
                String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, ClusterView cluster) {
            return STICKY;
        }
    }

    private static final class ByKey extends PartitionChoice {
        @Override
        public int choose(
                String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, ClusterView cluster) {
            if (keyBytes == null) {
                return STICKY;
            }
            return KeyHash.partition(keyBytes, cluster.topic(topic).partitionCount());
        }
    }

    private static final class ByPartitioner extends PartitionChoice {
        private final Partitioner partitioner;

        ByPartitioner(Partitioner partitioner) {
            this.partitioner = partitioner;
        }

        @Override
        public int choose(
                String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, ClusterView cluster) {
            int partition = partitioner.partition(topic, key, keyBytes, value, valueBytes, cluster.toCluster());
            TopicView view = cluster.topic(topic);
            if (partition < 0 || partition >= view.partitionCount()) {
                throw new IllegalArgumentException(partitioner.getClass().getName() + " chose partition " + partition
                        + " of topic " + topic + ", which has partitions 0 to " + (view.partitionCount() - 1));
            }
            return partition;
        }

        @Override
        public void close() throws IOException {
            partitioner.close();
        }
    }
}
