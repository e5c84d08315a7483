package io.headrace.log.producer;

import java.util.ArrayDeque;
import java.util.TreeSet;

/**
 * Where the transactions of a partition start that are not over for readers: those without an end, and those whose end is
 * not committed yet, because it may still be lost with its leader.
 *
 * <p>Owner: the partition's loop. Every step costs the logarithm of how many there are.
 */
final class OpenTransactions {

    private static final long NONE = Long.MAX_VALUE;

    /** First offsets; no two transactions start at the same one. */
    private final TreeSet<Long> open = new TreeSet<>();

    private final TreeSet<Long> ended = new TreeSet<>();
    private final ArrayDeque<CompletedTransaction> endedInOrder = new ArrayDeque<>();

    void begin(long firstOffset) {
        open.add(firstOffset);
    }

    /** Forgets a transaction that was open. */
    void remove(long firstOffset) {
        open.remove(firstOffset);
    }

    /** The transaction, which is not open any more, waits for its end to be committed. */
    void ended(CompletedTransaction transaction) {
        ended.add(transaction.firstOffset());
        endedInOrder.add(transaction);
    }

    /** What is below an offset is committed. Says whether that ended a transaction. */
    boolean committedBelow(long offset) {
        boolean any = false;
        while (!endedInOrder.isEmpty() && endedInOrder.peek().markerOffset() < offset) {
            ended.remove(endedInOrder.poll().firstOffset());
            any = true;
        }
        return any;
    }

    /** Where the oldest transaction without an end starts, {@code otherwise} if there is none. */
    long firstOpen(long otherwise) {
        return open.isEmpty() ? otherwise : open.first();
    }

    /** Where the oldest transaction starts that is not over for readers, {@code otherwise} if there is none. */
    long first(long otherwise) {
        long first = Math.min(firstOpen(NONE), ended.isEmpty() ? NONE : ended.first());
        return first == NONE ? otherwise : first;
    }

    void clear() {
        open.clear();
        ended.clear();
        endedInOrder.clear();
    }
}
