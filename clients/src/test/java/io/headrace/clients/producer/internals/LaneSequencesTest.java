package io.headrace.clients.producer.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LaneSequencesTest {

    private final LaneSequences sequences = new LaneSequences();

    @Test
    void sequencesFollowOneAnother() {
        assertFalse(sequences.hasIdentity());
        sequences.start(7, (short) 0);
        assertEquals(0, sequences.take(10));
        assertEquals(10, sequences.take(5));
        assertTrue(sequences.isNext(0));
        assertFalse(sequences.isNext(10));
        assertFalse(sequences.isEstablished());
        sequences.acknowledged(7, (short) 0, 0, 10);
        assertTrue(sequences.isEstablished());
        assertTrue(sequences.isNext(10));
    }

    @Test
    void theyCountOnFromZeroAfterTheLargestInt() {
        assertEquals(0, LaneSequences.plus(Integer.MAX_VALUE, 1));
        assertEquals(Integer.MAX_VALUE, LaneSequences.plus(Integer.MAX_VALUE - 3, 3));
        assertEquals(1, LaneSequences.plus(Integer.MAX_VALUE - 3, 5));
    }

    @Test
    void aRestartTakesTheNextEpochAndStartsAtZero() {
        sequences.start(7, (short) 3);
        sequences.take(10);
        sequences.acknowledged(7, (short) 3, 0, 10);
        sequences.requireRestart();
        assertTrue(sequences.mustRestart());
        assertTrue(sequences.restart());
        assertEquals(4, sequences.epoch());
        assertEquals(0, sequences.take(1));
        assertFalse(sequences.isEstablished());
        // An answer that comes late, for the epoch before, says nothing about this one.
        sequences.acknowledged(7, (short) 3, 10, 5);
        assertFalse(sequences.isEstablished());
    }

    @Test
    void usedUpEpochsNeedAnotherIdentity() {
        sequences.start(7, Short.MAX_VALUE);
        sequences.requireRestart();
        assertFalse(sequences.restart());
        assertFalse(sequences.hasIdentity());
        assertFalse(sequences.mustRestart());
    }
}
