package io.headrace.log.compact;

import io.headrace.log.segment.AbortedTransaction;
import io.netty.util.collection.LongObjectHashMap;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What compaction knows of transactions while it walks through a log from its start: which batches belong to aborted ones,
 * and which markers stand behind no batch any more.
 *
 * <p>A marker stays as long as one batch of its transaction does: readers that skip aborted records find the end of the
 * transaction by it. Not thread safe.
 */
public final class TransactionTrail {

    /** What a control batch ends. */
    public enum Marker {
        /** A transaction that was aborted. */
        ABORT,
        /** A transaction that was committed. */
        COMMIT,
        /** No transaction: a control record of another kind. */
        OTHER,
        /** Its record was removed by an earlier compaction. */
        EMPTY
    }

    private static final class Aborted {
        private final AbortedTransaction range;
        private boolean batchSeen;

        Aborted(AbortedTransaction range) {
            this.range = range;
        }
    }

    private final PriorityQueue<AbortedTransaction> ahead =
            new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
    private final LongObjectHashMap<Aborted> aborted = new LongObjectHashMap<>();
    private final Set<Long> committed = new HashSet<>();
    private final Set<AbortedTransaction> known = new HashSet<>();
    private Consumer<AbortedTransaction> stillNeeded = range -> {};

    /** Adds aborted transactions of the part of the log that comes next; those known already count once. */
    public void expect(List<AbortedTransaction> ranges) {
        for (AbortedTransaction range : ranges) {
            if (known.add(range)) {
                ahead.add(range);
            }
        }
    }

    /** Tells who writes the transaction index of what is left. */
    public void whenStillNeeded(Consumer<AbortedTransaction> hears) {
        stillNeeded = hears;
    }

    /** Passes a batch of data; says whether it belongs to an aborted transaction. */
    public boolean isAborted(long producerId, boolean transactional, long lastOffset) {
        advance(lastOffset);
        if (!transactional) {
            return false;
        }
        Aborted transaction = aborted.get(producerId);
        if (transaction == null) {
            committed.add(producerId);
            return false;
        }
        transaction.batchSeen = true;
        return true;
    }

    /** Passes a control batch; says whether nothing needs it, as there is no batch of its transaction. */
    public boolean isMarkerOfNothing(Marker marker, long producerId, long lastOffset) {
        advance(lastOffset);
        return switch (marker) {
            case ABORT -> {
                Aborted transaction = aborted.remove(producerId);
                if (transaction == null || !transaction.batchSeen) {
                    yield true;
                }
                stillNeeded.accept(transaction.range);
                yield false;
            }
            case COMMIT -> !committed.remove(producerId);
            case EMPTY -> true;
            case OTHER -> false;
        };
    }

    private void advance(long offset) {
        while (!ahead.isEmpty() && ahead.peek().firstOffset() <= offset) {
            AbortedTransaction next = ahead.poll();
            if (!aborted.containsKey(next.producerId())) {
                aborted.put(next.producerId(), new Aborted(next));
            }
        }
    }
}
