package io.headrace.clients.consumer;

import io.headrace.common.TopicPartition;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * A new leader does not have the records up to the consumer's position: they were lost in an unclean leader election.
 * Thrown only with {@code auto.offset.reset=none}; otherwise the consumer goes on from where the logs part (KIP-320).
 */
public class LogTruncationException extends OffsetOutOfRangeException {
    private static final long serialVersionUID = 1L;

    private final HashMap<TopicPartition, OffsetAndMetadata> divergentOffsets;

    /**
     * @param fetchOffsets the positions at which it was noticed
     * @param divergentOffsets the first offsets that differ, as far as they are known
     */
    public LogTruncationException(
            Map<TopicPartition, Long> fetchOffsets, Map<TopicPartition, OffsetAndMetadata> divergentOffsets) {
        this("Log truncated under the position", fetchOffsets, divergentOffsets);
    }

    /**
     * @param message what is wrong; the partitions and offsets are appended
     * @param fetchOffsets the positions at which it was noticed
     * @param divergentOffsets the first offsets that differ, as far as they are known
     */
    public LogTruncationException(
            String message,
            Map<TopicPartition, Long> fetchOffsets,
            Map<TopicPartition, OffsetAndMetadata> divergentOffsets) {
        super(message + " (logs part at " + divergentOffsets + ")", fetchOffsets);
        this.divergentOffsets = new HashMap<>(divergentOffsets);
    }

    /**
     * The first offset that differs from what was read, with the epoch it belongs to; a partition for which the broker
     * does not know is missing.
     */
    public Map<TopicPartition, OffsetAndMetadata> divergentOffsets() {
        return Collections.unmodifiableMap(divergentOffsets);
    }
}
