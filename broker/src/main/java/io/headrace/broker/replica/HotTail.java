package io.headrace.broker.replica;

/**
 * Which end of a log was written so recently that reading it will not wait for a disk: between one and two windows of
 * bytes back from the end. What was there before the broker started is not counted.
 *
 * <p>A guess: the operating system decides what stays in memory. It is right for readers that keep up, whose reads a loop
 * does itself; those that are behind read through the disk's pool.
 *
 * <p>Owner: the partition's loop; {@link #startOffset()} is read by any thread.
 */
final class HotTail {

    static final long WINDOW_BYTES = 64L * 1024 * 1024;

    private volatile long startOffset;
    private long nextStartOffset;
    private long bytesSince;

    /** Nothing is hot yet in a log that ends at {@code endOffset}. */
    HotTail(long endOffset) {
        this.startOffset = endOffset;
        this.nextStartOffset = endOffset;
    }

    /** Notes an append. */
    void appended(long endOffset, long bytes) {
        bytesSince += bytes;
        if (bytesSince >= WINDOW_BYTES) {
            startOffset = nextStartOffset;
            nextStartOffset = endOffset;
            bytesSince = 0;
        }
    }

    /** Offsets from here on are likely to be in memory. */
    long startOffset() {
        return startOffset;
    }
}
