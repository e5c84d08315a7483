package io.headrace.clients.consumer;

import io.headrace.common.TopicPartition;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A position lies outside of what the partition holds (deleted by retention, or beyond the end), and
 * {@code auto.offset.reset=none} forbids to choose another.
 */
public class OffsetOutOfRangeException extends InvalidOffsetException {
    private static final long serialVersionUID = 1L;

    private final HashMap<TopicPartition, Long> offsets;

    /** @param offsetOutOfRangePartitions the offsets that were asked for */
    public OffsetOutOfRangeException(Map<TopicPartition, Long> offsetOutOfRangePartitions) {
        this("Offsets out of range and no reset policy for partitions", offsetOutOfRangePartitions);
    }

    /**
     * @param message what is wrong; the partitions and offsets are appended
     * @param offsetOutOfRangePartitions the offsets that were asked for
     */
    public OffsetOutOfRangeException(String message, Map<TopicPartition, Long> offsetOutOfRangePartitions) {
        super(message + ": " + offsetOutOfRangePartitions);
        this.offsets = new HashMap<>(offsetOutOfRangePartitions);
    }

    /** The offset that was asked for, by partition. */
    public Map<TopicPartition, Long> offsetOutOfRangePartitions() {
        return Collections.unmodifiableMap(offsets);
    }

    @Override
    public Set<TopicPartition> partitions() {
        return offsetOutOfRangePartitions().keySet();
    }
}
