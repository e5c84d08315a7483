package io.headrace.log.producer;

/**
 * A batch that was appended.
 *
 * @param lastSequence sequence of its last record
 * @param lastOffset offset of its last record
 * @param offsetDelta last offset less first offset; the same for sequences
 * @param timestamp its largest timestamp in ms since the epoch
 */
public record ProducerBatch(int lastSequence, long lastOffset, int offsetDelta, long timestamp) {

    /** No batch. */
    public static final ProducerBatch NONE = new ProducerBatch(-1, -1, 0, -1);

    /** Whether there is no batch. */
    public boolean isNone() {
        return lastOffset < 0;
    }

    /** Sequence of its first record; sequences start again at 0 after the largest int. */
    public int firstSequence() {
        return (lastSequence - offsetDelta) & Integer.MAX_VALUE;
    }

    /** Offset of its first record. */
    public long firstOffset() {
        return lastOffset - offsetDelta;
    }
}
