package io.headrace.log.compact;

/** How fast a compaction may go, and whether it may go on at all. Called on the compacting thread. */
@FunctionalInterface
public interface Pace {

    /**
     * Counts bytes that were read or written, and waits if they were too many for the time.
     *
     * @throws CompactionCancelledException when the compaction is to end
     */
    void spent(long bytes);
}
