package io.headrace.log.epoch;

import java.util.Arrays;

/**
 * Where the records of each leader epoch start (KIP-101): the n-th epoch's records end where those of the next begin, the
 * last one's at the log end offset.
 *
 * <p>Immutable; epochs rise strictly, start offsets never fall.
 */
public final class LeaderEpochs {

    /** No epoch, no offset. */
    public static final int UNDEFINED = -1;

    /** No leader has written anything. */
    public static final LeaderEpochs EMPTY = new LeaderEpochs(new int[0], new long[0]);

    private final int[] epochs;
    private final long[] startOffsets;

    private LeaderEpochs(int[] epochs, long[] startOffsets) {
        this.epochs = epochs;
        this.startOffsets = startOffsets;
    }

    /** The epoch of the newest records, {@link #UNDEFINED} if there are none. */
    public int latestEpoch() {
        return epochs.length == 0 ? UNDEFINED : epochs[epochs.length - 1];
    }

    /** Where the newest epoch starts, {@link #UNDEFINED} if there is none. */
    public long latestStartOffset() {
        return epochs.length == 0 ? UNDEFINED : startOffsets[epochs.length - 1];
    }

    /** Whether there is no epoch. */
    public boolean isEmpty() {
        return epochs.length == 0;
    }

    /** How many epochs there are. */
    public int size() {
        return epochs.length;
    }

    /**
     * The chain with another epoch, whose records start at {@code startOffset}. Epochs that would not come before it, or
     * that start there or later, fall away: they have no records. The same chain if the epoch is already the last.
     */
    public LeaderEpochs assign(int epoch, long startOffset) {
        if (epoch < 0 || startOffset < 0) {
            throw new IllegalArgumentException("epoch " + epoch + " at offset " + startOffset);
        }
        if (epoch == latestEpoch() && latestStartOffset() <= startOffset) {
            return this;
        }
        int kept = epochs.length;
        while (kept > 0 && (epochs[kept - 1] >= epoch || startOffsets[kept - 1] >= startOffset)) {
            kept--;
        }
        int[] newEpochs = Arrays.copyOf(epochs, kept + 1);
        long[] newStarts = Arrays.copyOf(startOffsets, kept + 1);
        newEpochs[kept] = epoch;
        newStarts[kept] = startOffset;
        return new LeaderEpochs(newEpochs, newStarts);
    }

    /** The chain of a log that ends at {@code endOffset}. */
    public LeaderEpochs truncateFromEnd(long endOffset) {
        int kept = epochs.length;
        while (kept > 0 && startOffsets[kept - 1] >= endOffset) {
            kept--;
        }
        return kept == epochs.length
                ? this
                : new LeaderEpochs(Arrays.copyOf(epochs, kept), Arrays.copyOf(startOffsets, kept));
    }

    /**
     * The chain of a log that starts at {@code startOffset}: the epoch of the first record left then starts there. The
     * last epoch stays even when its records are gone, so that a follower learns of it.
     */
    public LeaderEpochs truncateFromStart(long startOffset) {
        int first = floorByOffset(startOffset);
        if (first < 0 || (startOffsets[first] == startOffset && first == 0)) {
            return this;
        }
        int[] newEpochs = Arrays.copyOfRange(epochs, first, epochs.length);
        long[] newStarts = Arrays.copyOfRange(startOffsets, first, epochs.length);
        newStarts[0] = startOffset;
        return new LeaderEpochs(newEpochs, newStarts);
    }

    /** The epoch of the record at {@code offset}, {@link #UNDEFINED} if the chain starts later. */
    public int epochFor(long offset) {
        int found = floorByOffset(offset);
        return found < 0 ? UNDEFINED : epochs[found];
    }

    /**
     * Answers OffsetForLeaderEpoch: the largest epoch up to the one asked for, and where it ends.
     *
     * @param requested the epoch that a follower or consumer knows of
     * @param logEndOffset where the newest epoch ends
     * @return (-1, -1) when the epoch is newer than all known, or none is known; the epoch asked for and where the log's
     *     first one starts, when it is older than all known
     */
    public EpochEndOffset endOffsetFor(int requested, long logEndOffset) {
        if (requested == UNDEFINED || epochs.length == 0 || requested > latestEpoch()) {
            return EpochEndOffset.UNDEFINED;
        }
        int at = Arrays.binarySearch(epochs, requested);
        int floor = at >= 0 ? at : -at - 2;
        if (floor < 0) {
            return new EpochEndOffset(requested, startOffsets[0]);
        }
        long end = floor == epochs.length - 1 ? logEndOffset : startOffsets[floor + 1];
        return new EpochEndOffset(epochs[floor], end);
    }

    /** Passes each epoch and its start offset, oldest first. */
    public void forEach(Visitor visitor) {
        for (int i = 0; i < epochs.length; i++) {
            visitor.visit(epochs[i], startOffsets[i]);
        }
    }

    private int floorByOffset(long offset) {
        int found = epochs.length - 1;
        while (found >= 0 && startOffsets[found] > offset) {
            found--;
        }
        return found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeaderEpochs that
                && Arrays.equals(epochs, that.epochs)
                && Arrays.equals(startOffsets, that.startOffsets);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(epochs) + Arrays.hashCode(startOffsets);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("LeaderEpochs(");
        forEach((epoch, startOffset) -> text.append(text.length() > 13 ? ", " : "")
                .append(epoch)
                .append('@')
                .append(startOffset));
        return text.append(')').toString();
    }

    /** Receives the chain. */
    @FunctionalInterface
    public interface Visitor {
        /** One epoch. */
        void visit(int epoch, long startOffset);
    }

    /**
     * An epoch and the offset after its last record.
     *
     * @param epoch -1 if there is none
     * @param endOffset -1 if there is none
     */
    public record EpochEndOffset(int epoch, long endOffset) {
        /** No answer. */
        public static final EpochEndOffset UNDEFINED = new EpochEndOffset(-1, -1);
    }
}
