package io.headrace.log.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.log.compact.TransactionTrail.Marker;
import io.headrace.log.segment.AbortedTransaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionTrailTest {

    private final TransactionTrail trail = new TransactionTrail();
    private final List<AbortedTransaction> needed = new ArrayList<>();

    @Test
    void batchesOfAnAbortedTransactionAreTold() {
        AbortedTransaction aborted = new AbortedTransaction(7, 10, 30, 10);
        trail.expect(List.of(aborted));
        trail.expect(List.of(aborted));
        trail.whenStillNeeded(needed::add);
        assertFalse(trail.isAborted(7, true, 5));
        assertFalse(trail.isMarkerOfNothing(Marker.COMMIT, 7, 6));
        assertTrue(trail.isAborted(7, true, 12));
        assertFalse(trail.isAborted(7, false, 13), "not part of a transaction");
        assertFalse(trail.isAborted(8, true, 14), "another producer");
        assertFalse(trail.isMarkerOfNothing(Marker.ABORT, 7, 30));
        assertEquals(List.of(aborted), needed);
        assertFalse(trail.isAborted(7, true, 35), "the next transaction");
    }

    @Test
    void aMarkerBehindNoBatchIsOfNothing() {
        trail.expect(List.of(new AbortedTransaction(7, 10, 30, 10)));
        trail.whenStillNeeded(needed::add);
        assertTrue(trail.isMarkerOfNothing(Marker.ABORT, 7, 30));
        assertTrue(trail.isMarkerOfNothing(Marker.COMMIT, 7, 40));
        assertTrue(trail.isMarkerOfNothing(Marker.EMPTY, 7, 41));
        assertFalse(trail.isMarkerOfNothing(Marker.OTHER, 7, 42));
        assertEquals(List.of(), needed);
    }
}
