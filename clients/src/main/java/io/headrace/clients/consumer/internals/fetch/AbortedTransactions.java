package io.headrace.clients.consumer.internals.fetch;

import io.headrace.protocol.message.FetchResponse.AbortedTransaction;
import io.headrace.record.BatchHeader;
import io.headrace.record.RecordCursor;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells, batch by batch in offset order, which batches of a fetch answer belong to aborted transactions. The broker lists
 * for each aborted transaction its producer and first offset; it ends with that producer's next abort marker.
 *
 * <p>Asking about a batch a second time gives the same answer. Not thread safe.
 */
abstract class AbortedTransactions {

    /** For {@code read_uncommitted}: everything is read. */
    static final AbortedTransactions IGNORED = new AbortedTransactions() {
        @Override
        boolean hides(BatchHeader batch, RecordCursor scratch) {
            return false;
        }
    };

    private AbortedTransactions() {}

    /** For {@code read_committed}. */
    static AbortedTransactions of(List<AbortedTransaction> listed) {
        return listed == null || listed.isEmpty() ? IGNORED : new Listed(listed);
    }

    /**
     * Whether the batch is an aborted transaction's.
     *
     * @param scratch opened on the batch when its records have to be looked at
     */
    abstract boolean hides(BatchHeader batch, RecordCursor scratch);

    private static final class Listed extends AbortedTransactions {

        /** Key of a control record: version and type, two bytes each. */
        private static final int CONTROL_KEY_BYTES = 4;

        private static final int TYPE_INDEX = 2;
        private static final short ABORT = 0;

        private final ArrayDeque<AbortedTransaction> ahead;
        private final Set<Long> abortedProducers = new HashSet<>();

        Listed(List<AbortedTransaction> listed) {
            List<AbortedTransaction> sorted = listed.stream()
                    .sorted(Comparator.comparingLong(AbortedTransaction::firstOffset))
                    .toList();
            this.ahead = new ArrayDeque<>(sorted);
        }

        @Override
        boolean hides(BatchHeader batch, RecordCursor scratch) {
            if (!batch.hasProducerId()) {
                return false;
            }
            long lastOffset = batch.lastOffset();
            while (!ahead.isEmpty() && ahead.peek().firstOffset() <= lastOffset) {
                abortedProducers.add(ahead.poll().producerId());
            }
            if (batch.isControl()) {
                if (isAbortMarker(batch, scratch)) {
                    abortedProducers.remove(batch.producerId());
                }
                return false;
            }
            return batch.isTransactional() && abortedProducers.contains(batch.producerId());
        }

        private static boolean isAbortMarker(BatchHeader batch, RecordCursor scratch) {
            scratch.open(batch);
            if (!scratch.next() || scratch.keySize() < CONTROL_KEY_BYTES) {
                return false;
            }
            return scratch.keySlice().getShort(TYPE_INDEX) == ABORT;
        }
    }
}
