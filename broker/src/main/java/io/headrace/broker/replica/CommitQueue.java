package io.headrace.broker.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends waiting for their last offset to be passed by a watermark, oldest first.
 *
 * <p>Owner: the partition's loop. Never calls user code: what is released is handed back to the caller.
 *
 * @param <T> what waits
 */
final class CommitQueue<T> {

    private record Waiting<T>(long endOffset, T what) {}

    private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>(0);

    /**
     * Adds an append. One that ends before its predecessor (a duplicate of an older one) waits for that one too.
     *
     * @param endOffset the offset that the watermark has to reach
     */
    void add(long endOffset, T what) {
        Waiting<T> last = waiting.peekLast();
        waiting.addLast(new Waiting<>(last == null ? endOffset : Math.max(endOffset, last.endOffset), what));
    }

    /** Takes out all that wait for at most {@code watermark}, in their order. */
    List<T> releaseThrough(long watermark) {
        if (waiting.isEmpty() || waiting.peekFirst().endOffset > watermark) {
            return List.of();
        }
        List<T> released = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peekFirst().endOffset <= watermark) {
            released.add(waiting.pollFirst().what);
        }
        return released;
    }

    /** Takes out all. */
    List<T> releaseAll() {
        List<T> released = new ArrayList<>();
        waiting.forEach(each -> released.add(each.what));
        waiting.clear();
        return released;
    }

    /** Takes out one, wherever it stands; false when it is not there. */
    boolean remove(T what) {
        return waiting.removeIf(each -> each.what == what);
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
