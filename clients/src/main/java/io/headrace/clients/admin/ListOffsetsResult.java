package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Map;
import java.util.Optional;

/** What comes of listing offsets. Each partition succeeds or fails on its own. Thread safe. */
public class ListOffsetsResult {

    private final Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures;

    /** @param futures by partition */
    public ListOffsetsResult(Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures) {
        this.futures = futures;
    }

    /**
     * The offset of one partition.
     *
     * @param partition a partition that was asked for
     * @throws IllegalArgumentException when it was not
     */
    public KafkaFuture<ListOffsetsResultInfo> partitionResult(TopicPartition partition) {
        KafkaFuture<ListOffsetsResultInfo> future = futures.get(partition);
        if (future == null) {
            throw new IllegalArgumentException("List Offsets for partition \"" + partition + "\" was not attempted");
        }
        return future;
    }

    /** The offsets of all partitions; fails when one fails. */
    public KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> all() {
        return Futures.allOf(futures);
    }

    /** An offset and what is known about its record. Immutable. */
    public static class ListOffsetsResultInfo {

        private final long offset;
        private final long timestamp;
        private final Optional<Integer> leaderEpoch;

        /**
         * @param offset the offset; -1 when no record fits
         * @param timestamp the record's timestamp in milliseconds since 1970; -1 when there is none or it was not asked for
         * @param leaderEpoch the epoch of the offset, if known
         */
        public ListOffsetsResultInfo(long offset, long timestamp, Optional<Integer> leaderEpoch) {
            this.offset = offset;
            this.timestamp = timestamp;
            this.leaderEpoch = leaderEpoch;
        }

        /** The offset; -1 when no record fits. */
        public long offset() {
            return offset;
        }

        /** The record's timestamp in milliseconds since 1970; -1 when there is none or it was not asked for. */
        public long timestamp() {
            return timestamp;
        }

        /** The epoch of the offset, if known. */
        public Optional<Integer> leaderEpoch() {
            return leaderEpoch;
        }

        @Override
        public String toString() {
            return "ListOffsetsResultInfo(offset=" + offset + ", timestamp=" + timestamp + ", leaderEpoch="
                    + leaderEpoch.orElse(null) + ")";
        }
    }
}
