package io.headrace.clients.consumer.internals.fetch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the polling thread has taken from the queue and not read to its end: in line to be handed out, or parked with its
 * partition while that is paused. Gives every chunk back to the queue, and says for which cursors that makes room.
 *
 * <p>Owner: the polling thread.
 */
final class Shelf {

    private final FetchQueue queue;
    private final ChunkReader<?, ?> reader;
    private final Consumer<List<Cursor>> feed;
    private final Deque<Fetched> ready = new ArrayDeque<>();

    /** @param feed is told the cursors that there is room for */
    Shelf(FetchQueue queue, ChunkReader<?, ?> reader, Consumer<List<Cursor>> feed) {
        this.queue = queue;
        this.reader = reader;
        this.feed = feed;
    }

    /** Takes what was fetched meanwhile. */
    void fill() {
        queue.takeAll(ready);
    }

    /** Whether the queue has something for {@link #fill}. */
    boolean isMoreQueued() {
        return queue.hasEntries();
    }

    boolean hasMore() {
        return !ready.isEmpty();
    }

    Fetched first() {
        return ready.peek();
    }

    /** All that is in line, to look for something out of turn. */
    Deque<Fetched> ready() {
        return ready;
    }

    /** Takes away the first one, which has no bytes to give back. */
    void passFirst() {
        ready.poll();
    }

    /** The first one is read to its end. */
    void finishFirst(Fetched.Chunk first) {
        ready.poll();
        giveBack(first);
    }

    /** Nobody wants the first one any more. */
    void dropFirst() {
        drop(ready.poll());
    }

    /** Moves all of a partition behind the others. */
    void putLast(AssignedPartition partition) {
        Deque<Fetched> own = new ArrayDeque<>();
        ready.removeIf(fetched -> partition.owns(fetched) && own.add(fetched));
        ready.addAll(own);
    }

    /** Puts the first one aside with its partition, which is paused. */
    void parkFirst(AssignedPartition partition) {
        Fetched fetched = ready.poll();
        if (fetched instanceof Fetched.Chunk chunk) {
            reader.forget(chunk);
            chunk.detach();
            tell(queue.setAside(chunk, true));
        }
        partition.parked.add(fetched);
    }

    /** Puts what is parked with a partition first in line, in its order. */
    void unpark(AssignedPartition partition) {
        while (!partition.parked.isEmpty()) {
            Fetched back = partition.parked.pollLast();
            if (back instanceof Fetched.Chunk chunk) {
                tell(queue.setAside(chunk, false));
            }
            ready.addFirst(back);
        }
    }

    /** Drops what is parked with a partition. */
    void dropParked(AssignedPartition partition) {
        dropAll(partition.parked);
    }

    /** Drops what is in line, and what is queued; what comes later is not taken. */
    void close() {
        queue.close();
        fill();
        dropAll(ready);
    }

    private void dropAll(Deque<Fetched> gone) {
        while (!gone.isEmpty()) {
            drop(gone.poll());
        }
    }

    private void drop(Fetched gone) {
        if (gone instanceof Fetched.Chunk chunk) {
            reader.forget(chunk);
            giveBack(chunk);
        }
    }

    private void giveBack(Fetched.Chunk chunk) {
        tell(queue.finish(chunk));
    }

    private void tell(List<Cursor> hungry) {
        if (!hungry.isEmpty()) {
            feed.accept(hungry);
        }
    }
}
