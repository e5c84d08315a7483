package io.headrace.log.segment;

/**
 * Where a batch lies in its segment's file.
 *
 * @param position its first byte
 * @param size its bytes
 * @param baseOffset the offset of its first record
 * @param lastOffset the offset of its last record
 */
public record BatchPosition(int position, int size, long baseOffset, long lastOffset) {

    /** There is no such batch. */
    public static final BatchPosition NONE = new BatchPosition(-1, 0, -1, -1);

    /** The index led to something else than it names. */
    static final BatchPosition MISLED = new BatchPosition(-2, 0, -1, -1);

    /** Whether there is no such batch. */
    public boolean isNone() {
        return position == NONE.position;
    }

    boolean isMisled() {
        return position == MISLED.position;
    }
}
