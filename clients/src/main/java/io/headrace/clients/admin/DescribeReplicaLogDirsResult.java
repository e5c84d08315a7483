package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartitionReplica;
import java.util.Map;

/** What comes of asking in which log directories replicas lie. Each replica succeeds or fails on its own. Thread safe. */
public class DescribeReplicaLogDirsResult {

    /** Where a replica lies on its broker, and where it moves. Immutable. */
    public static class ReplicaLogDirInfo {

        private final String currentReplicaLogDir;
        private final long currentReplicaOffsetLag;
        private final String futureReplicaLogDir;
        private final long futureReplicaOffsetLag;

        /**
         * @param currentReplicaLogDir where it lies; null when the broker has no such replica
         * @param currentReplicaOffsetLag how many records it is behind the high watermark; -1 when there is no such replica
         * @param futureReplicaLogDir where it moves; null when it stays
         * @param futureReplicaOffsetLag how many records the new copy is behind the current one; -1 when it stays
         */
        public ReplicaLogDirInfo(
                String currentReplicaLogDir,
                long currentReplicaOffsetLag,
                String futureReplicaLogDir,
                long futureReplicaOffsetLag) {
            this.currentReplicaLogDir = currentReplicaLogDir;
            this.currentReplicaOffsetLag = currentReplicaOffsetLag;
            this.futureReplicaLogDir = futureReplicaLogDir;
            this.futureReplicaOffsetLag = futureReplicaOffsetLag;
        }

        /** The directory where it lies; null when the broker has no such replica. */
        public String getCurrentReplicaLogDir() {
            return currentReplicaLogDir;
        }

        /** How many records it is behind the partition's high watermark; -1 when the broker has no such replica. */
        public long getCurrentReplicaOffsetLag() {
            return currentReplicaOffsetLag;
        }

        /** The directory where it moves; null when it stays where it is. */
        public String getFutureReplicaLogDir() {
            return futureReplicaLogDir;
        }

        /** How many records the new copy is behind the current one; -1 when it stays where it is. */
        public long getFutureReplicaOffsetLag() {
            return futureReplicaOffsetLag;
        }

        @Override
        public String toString() {
            return "ReplicaLogDirInfo(currentReplicaLogDir=" + currentReplicaLogDir + ", currentReplicaOffsetLag="
                    + currentReplicaOffsetLag + ", futureReplicaLogDir=" + futureReplicaLogDir
                    + ", futureReplicaOffsetLag=" + futureReplicaOffsetLag + ")";
        }
    }

    private final Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures;

    DescribeReplicaLogDirsResult(Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By replica. */
    public Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> values() {
        return futures;
    }

    /** All replicas; fails when one fails. */
    public KafkaFuture<Map<TopicPartitionReplica, ReplicaLogDirInfo>> all() {
        return Futures.allOf(futures);
    }
}
