package io.headrace.broker.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which partitions may have something to compact, and when each is to be looked at.
 *
 * <p>Thread safe: guarded by this object's monitor; only {@link #forget} waits. Knows neither a clock nor a timer: it says
 * when the next one is needed.
 */
final class CleaningQueue {

    /** No timer is needed: nothing waits, or there is one. */
    static final long PLANNED = Long.MAX_VALUE;

    private static final class Entry {
        private long dueMs;
        private boolean taken;
        private boolean failing;

        /** Something was sealed since it was taken. */
        private boolean enlistedAgain;

        private long enlistedDueMs;
    }

    private final Map<Partition, Entry> entries = new HashMap<>();
    private final Set<Partition> givenUp = new HashSet<>();
    private long plannedMs = PLANNED;
    private int threads;

    /** Has the partition looked at by {@code dueMs}. @return when to call {@link #fired}, or {@link #PLANNED} */
    synchronized long enlist(Partition partition, long dueMs) {
        if (partition.isDeleted() || givenUp.contains(partition)) {
            return PLANNED;
        }
        Entry entry = entries.get(partition);
        if (entry == null) {
            entry = new Entry();
            entry.dueMs = dueMs;
            entries.put(partition, entry);
        } else if (entry.taken) {
            entry.enlistedAgain = true;
            entry.enlistedDueMs = dueMs;
            return PLANNED;
        } else {
            entry.dueMs = Math.min(entry.dueMs, dueMs);
        }
        return planFor(entry.dueMs);
    }

    /** The timer for {@code firedMs} has fired. @return when the next one is needed */
    synchronized long fired(long firedMs, long nowMs) {
        if (firedMs == plannedMs) {
            plannedMs = PLANNED;
        }
        long next = PLANNED;
        for (Entry entry : entries.values()) {
            if (!entry.taken && entry.dueMs > nowMs) {
                next = Math.min(next, entry.dueMs);
            }
        }
        return planFor(next);
    }

    private long planFor(long dueMs) {
        if (dueMs >= plannedMs) {
            return PLANNED;
        }
        plannedMs = dueMs;
        return dueMs;
    }

    /** Counts one more thread if something is due and there are fewer than {@code most}. */
    synchronized boolean claimThread(int most, long nowMs) {
        if (threads >= most || entries.values().stream().noneMatch(entry -> isDue(entry, nowMs))) {
            return false;
        }
        threads++;
        return true;
    }

    synchronized void freeThread() {
        threads--;
    }

    /** Takes all that is due; each is given back by {@link #again}, {@link #done} or {@link #giveUp}. */
    synchronized List<Partition> takeDue(long nowMs) {
        List<Partition> due = new ArrayList<>();
        entries.forEach((partition, entry) -> {
            if (isDue(entry, nowMs)) {
                entry.taken = true;
                due.add(partition);
            }
        });
        return due;
    }

    private static boolean isDue(Entry entry, long nowMs) {
        return !entry.taken && entry.dueMs <= nowMs;
    }

    /** A partition that was taken is to be looked at again. @return when the next timer is needed */
    synchronized long again(Partition partition, long dueMs) {
        Entry entry = entries.get(partition);
        if (entry == null) {
            return PLANNED;
        }
        entry.dueMs = entry.enlistedAgain ? Math.min(dueMs, entry.enlistedDueMs) : dueMs;
        entry.enlistedAgain = false;
        release(partition, entry);
        return planFor(entry.dueMs);
    }

    /** A partition that was taken has nothing to compact until it enlists again. @return when the next timer is needed */
    synchronized long done(Partition partition) {
        Entry entry = entries.get(partition);
        if (entry == null) {
            return PLANNED;
        }
        if (entry.enlistedAgain && !partition.isDeleted()) {
            return again(partition, entry.enlistedDueMs);
        }
        entries.remove(partition);
        release(partition, entry);
        return PLANNED;
    }

    /** The disk failed; says whether that is news. */
    synchronized boolean failed(Partition partition) {
        Entry entry = entries.get(partition);
        boolean news = entry != null && !entry.failing;
        if (entry != null) {
            entry.failing = true;
        }
        return news;
    }

    synchronized void succeeded(Partition partition) {
        Entry entry = entries.get(partition);
        if (entry != null) {
            entry.failing = false;
        }
    }

    /** A partition that was taken cannot be compacted. */
    synchronized void giveUp(Partition partition) {
        givenUp.add(partition);
        Entry entry = entries.remove(partition);
        if (entry != null) {
            release(partition, entry);
        }
    }

    /** Takes a deleted partition out, and waits until nobody has it. */
    synchronized void forget(Partition partition) {
        boolean interrupted = false;
        givenUp.remove(partition);
        Entry entry = entries.get(partition);
        while (entry != null && entry.taken) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
            entry = entries.get(partition);
        }
        entries.remove(partition);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(Partition partition, Entry entry) {
        entry.taken = false;
        if (partition.isDeleted()) {
            entries.remove(partition);
            notifyAll();
        }
    }
}
