package io.headrace.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Who reads which partition, and how fresh what was read is, as members report it; and when records flow again after a
 * change of the group. Guarded by its own lock.
 */
final class ReadingBoard {

    private static final int NOBODY = -1;

    private final int[] readers;
    private final long[] freshestNs;
    private int[] readersBefore;
    private int joiner = NOBODY;
    private int joinersShare;
    private long movedNs;
    private long flowingNs;
    private boolean isMeasuring;

    ReadingBoard(int partitions) {
        readers = new int[partitions];
        freshestNs = new long[partitions];
        Arrays.fill(readers, NOBODY);
    }

    /** A member has read a record that was written at {@code writtenNs}. */
    synchronized void read(int member, int partition, long writtenNs) {
        readers[partition] = member;
        freshestNs[partition] = Math.max(freshestNs[partition], writtenNs);
        if (!isMeasuring) {
            return;
        }
        long nowNs = System.nanoTime();
        if (movedNs == 0 && readersBefore[partition] != member) {
            movedNs = nowNs;
        }
        if (movedNs != 0 && allFresherThan(movedNs) && hasShare()) {
            flowingNs = nowNs;
            isMeasuring = false;
            notifyAll();
        }
    }

    private boolean allFresherThan(long ns) {
        return Arrays.stream(freshestNs).allMatch(fresh -> fresh - ns > 0);
    }

    private boolean hasShare() {
        return joiner == NOBODY
                || Arrays.stream(readers).filter(reader -> reader == joiner).count() >= joinersShare;
    }

    /** The group is about to lose a member. */
    synchronized void beginLoss() {
        begin(NOBODY, 0);
    }

    /** A member is about to join, and should have so many partitions then. */
    synchronized void beginJoin(int member, int share) {
        begin(member, share);
    }

    private void begin(int member, int share) {
        joiner = member;
        joinersShare = share;
        readersBefore = readers.clone();
        movedNs = 0;
        isMeasuring = true;
    }

    /**
     * Waits until records flow again: a partition has moved to another member, and of every partition a record was read
     * that was written after that; a member that has joined has its share.
     *
     * @return when that was, as {@link System#nanoTime()}
     */
    synchronized long awaitFlowing() throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (isMeasuring) {
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new IllegalStateException("records do not flow again; readers " + Arrays.toString(readers)
                        + ", before " + Arrays.toString(readersBefore));
            }
            wait(leftMs);
        }
        return flowingNs;
    }

    /** Waits until each of these members has its share, and every partition is read up to now. */
    synchronized void awaitBalance(int share, int... members) throws InterruptedException {
        long fromNs = System.nanoTime();
        long deadlineNs = fromNs + TimeUnit.SECONDS.toNanos(90);
        while (!(allFresherThan(fromNs)
                && Arrays.stream(members)
                        .allMatch(member -> Arrays.stream(readers)
                                        .filter(reader -> reader == member)
                                        .count()
                                == share))) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("no balance: " + Arrays.toString(readers));
            }
            wait(5);
        }
    }
}
