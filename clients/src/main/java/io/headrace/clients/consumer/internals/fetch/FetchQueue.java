package io.headrace.clients.consumer.internals.fetch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has been fetched and not been taken by the polling thread, with the account of all bytes that are fetched and not
 * yet read.
 *
 * <p>Owner of all its state: its lock, which nobody holds while it waits for another. The loop adds; the polling thread
 * takes, reads and gives back.
 *
 * <p>Room: a partition may have one chunk waiting, whatever its size (so that the next fetch is under way while one is
 * read), and further ones up to {@code max.partition.fetch.bytes}; all together up to {@code fetch.max.bytes}, and up to a number of
 * records, which is what counts when they compress well. So at most
 * that much and one response per broker is held. A cursor that asks in vain is noted, and handed out by the
 * {@link #finish} that makes room for it.
 *
 * <p>What is set aside, since its partition is paused, counts for its partition only: however much is paused, the others
 * have the room that they would have without.
 */
final class FetchQueue {

    /** One partition's share. Owner: the queue's lock. */
    static final class Account {
        private final Cursor cursor;
        private long bytes;
        private int chunks;
        private boolean waits;

        Account(Cursor cursor) {
            this.cursor = cursor;
        }
    }

    private final PollWait waiting;
    private final long maxBytes;
    private final long maxPartitionBytes;
    private final long maxRecords;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Fetched> entries = new ArrayDeque<>();
    private final Deque<Account> starved = new ArrayDeque<>();
    private long bytes;
    private long records;
    private long asideBytes;
    private boolean isClosed;

    /** @param waiting where the polling thread waits for what is added */
    FetchQueue(PollWait waiting, long maxBytes, long maxPartitionBytes, long maxRecords) {
        this.waiting = waiting;
        this.maxBytes = Math.max(1, maxBytes);
        this.maxPartitionBytes = maxPartitionBytes;
        this.maxRecords = maxRecords;
    }

    /** Adds entries in order; releases them when the queue is closed. Called by the loop. */
    void add(Collection<? extends Fetched> fetched) {
        lock.lock();
        try {
            for (Fetched entry : fetched) {
                if (isClosed) {
                    release(entry);
                    continue;
                }
                if (entry instanceof Fetched.Chunk chunk) {
                    Account account = chunk.cursor().account;
                    account.bytes += chunk.size();
                    account.chunks++;
                    count(chunk, 1);
                }
                entries.add(entry);
            }
        } finally {
            lock.unlock();
        }
        waiting.signal();
    }

    private static void release(Fetched entry) {
        if (entry instanceof Fetched.Chunk chunk) {
            chunk.release();
        }
    }

    /**
     * Takes nothing more: the loop may still be at an answer when the polling thread has ceased to wait for it. What is
     * in the queue stays to be taken and finished. Called by the polling thread.
     */
    void close() {
        lock.lock();
        try {
            isClosed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether more may be fetched for a partition; if not, its cursor is noted. Called by the loop. */
    boolean claimRoom(Cursor cursor) {
        lock.lock();
        try {
            Account account = cursor.account;
            if (hasRoom(account) && hasRoom()) {
                account.waits = false;
                return true;
            }
            if (!account.waits) {
                account.waits = true;
                starved.add(account);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom() {
        return bytes < maxBytes && records < maxRecords;
    }

    private boolean hasRoom(Account account) {
        return account.chunks <= 1 || account.bytes < maxPartitionBytes;
    }

    /** Moves all entries to the end of another queue. Called by the polling thread. */
    void takeAll(Deque<Fetched> target) {
        lock.lock();
        try {
            target.addAll(entries);
            entries.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Releases a chunk that is read or dropped.
     *
     * @return cursors for which there is room now, to be named to the loop
     */
    List<Cursor> finish(Fetched.Chunk chunk) {
        chunk.release();
        lock.lock();
        try {
            Account account = chunk.cursor().account;
            account.bytes -= chunk.size();
            account.chunks--;
            count(chunk, -1);
            return roomMade();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets a chunk aside, or takes it back: whose partition is paused, or not any more.
     *
     * @return cursors for which there is room now, to be named to the loop
     */
    List<Cursor> setAside(Fetched.Chunk chunk, boolean isAside) {
        lock.lock();
        try {
            count(chunk, -1);
            chunk.isAside(isAside);
            count(chunk, 1);
            return roomMade();
        } finally {
            lock.unlock();
        }
    }

    private void count(Fetched.Chunk chunk, int sign) {
        long more = (long) sign * chunk.size();
        if (chunk.isAside()) {
            asideBytes += more;
        } else {
            bytes += more;
            records += (long) sign * chunk.recordCount();
        }
    }

    private List<Cursor> roomMade() {
        return starved.isEmpty() || !hasRoom() ? List.of() : withRoom();
    }

    private List<Cursor> withRoom() {
        List<Cursor> found = new ArrayList<>();
        starved.removeIf(account -> {
            if (!account.waits) {
                return true;
            }
            if (!hasRoom(account)) {
                return false;
            }
            account.waits = false;
            found.add(account.cursor);
            return true;
        });
        return found;
    }

    /** Whether there is something to take. */
    boolean hasEntries() {
        lock.lock();
        try {
            return !entries.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that are fetched and not yet given back. */
    long bytes() {
        lock.lock();
        try {
            return bytes + asideBytes;
        } finally {
            lock.unlock();
        }
    }
}
