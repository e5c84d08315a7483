package io.headrace.clients.consumer.internals.fetch;

import static io.headrace.clients.consumer.internals.fetch.Batches.batch;
import static io.headrace.clients.consumer.internals.fetch.Batches.concat;
import static io.headrace.clients.consumer.internals.fetch.Batches.marker;
import static io.headrace.clients.consumer.internals.fetch.Batches.transactional;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.protocol.message.FetchResponse.AbortedTransaction;
import io.headrace.record.BatchCursor;
import io.headrace.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AbortedTransactionsTest {

    private static AbortedTransaction aborted(long producerId, long firstOffset) {
        return new AbortedTransaction().producerId(producerId).firstOffset(firstOffset);
    }

    /** Base offsets of the batches that are not hidden, control batches left out. */
    private static List<Long> visible(AbortedTransactions aborted, ByteBuf records) {
        List<Long> visible = new ArrayList<>();
        BatchCursor batches = new BatchCursor(records);
        try (RecordCursor scratch = new RecordCursor(Batches.ALLOCATOR, 1 << 20)) {
            while (batches.next()) {
                boolean hidden = aborted.hides(batches.batch(), scratch);
                assertEquals(hidden, aborted.hides(batches.batch(), scratch), "asking twice");
                if (!hidden && !batches.batch().isControl()) {
                    visible.add(batches.batch().baseOffset());
                }
            }
        }
        return visible;
    }

    @Test
    void hidesWhatAProducerWroteUpToItsAbortMarker() {
        ByteBuf records = concat(
                transactional(0, 1, "no"),
                transactional(1, 2, "yes"),
                transactional(2, 1, "no"),
                marker(3, 1, false),
                transactional(4, 1, "yes"),
                marker(5, 1, true),
                marker(6, 2, true));
        assertEquals(List.of(1L, 4L), visible(AbortedTransactions.of(List.of(aborted(1, 0))), records));
    }

    @Test
    void aTransactionAbortedLaterDoesNotHideAnEarlierOneOfTheSameProducer() {
        ByteBuf records =
                concat(transactional(0, 1, "yes"), marker(1, 1, true), transactional(2, 1, "no"), marker(3, 1, false));
        assertEquals(List.of(0L), visible(AbortedTransactions.of(List.of(aborted(1, 2))), records));
    }

    @Test
    void severalAbortedTransactionsOfOneProducerInAnyOrderOfTheList() {
        ByteBuf records = concat(
                transactional(0, 1, "no"),
                marker(1, 1, false),
                transactional(2, 1, "yes"),
                marker(3, 1, true),
                transactional(4, 1, "no"),
                marker(5, 1, false));
        AbortedTransactions aborted = AbortedTransactions.of(List.of(aborted(1, 4), aborted(1, 0)));
        assertEquals(List.of(2L), visible(aborted, records));
    }

    @Test
    void leavesBatchesWithoutProducerAlone() {
        ByteBuf records = concat(transactional(0, 1, "no"), batch(1, 0, "yes"), marker(2, 1, false));
        assertEquals(List.of(1L), visible(AbortedTransactions.of(List.of(aborted(1, 0))), records));
    }

    @Test
    void aTransactionThatBeganBeforeTheFetchIsHiddenFromTheFirstBatchOn() {
        ByteBuf records = concat(transactional(100, 1, "no"), marker(101, 1, false), transactional(102, 1, "yes"));
        assertEquals(List.of(102L), visible(AbortedTransactions.of(List.of(aborted(1, 7))), records));
    }

    @Test
    void withoutAbortedTransactionsNothingIsHidden() {
        assertSame(AbortedTransactions.IGNORED, AbortedTransactions.of(List.of()));
        assertSame(AbortedTransactions.IGNORED, AbortedTransactions.of(null));
        BatchCursor batches = new BatchCursor(transactional(0, 1, "x"));
        assertTrue(batches.next());
        assertFalse(AbortedTransactions.IGNORED.hides(batches.batch(), null));
    }
}
