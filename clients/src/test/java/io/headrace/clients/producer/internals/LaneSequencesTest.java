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
        assertFalse(sequences.isEstablished());
        sequences.acknowledged(7, (short) 0, 0, 10);
        assertTrue(sequences.isEstablished());
    }

    @Test
    void aLostBatchLeavesAGapUntilOneThatFollowsIsTakenIn() {
        sequences.start(7, (short) 0);
        sequences.take(100);
        sequences.lost(7, (short) 0, 10, 5);
        sequences.lost(7, (short) 0, 20, 5);
        sequences.lost(7, (short) 0, 12, 2);
        assertTrue(sequences.hasGap());
        sequences.acknowledged(7, (short) 0, 5, 5);
        sequences.acknowledged(7, (short) 0, 15, 5);
        assertTrue(sequences.hasGap(), "that was before the gap");
        sequences.acknowledged(7, (short) 0, 25, 1);
        assertFalse(sequences.hasGap());
        sequences.lost(7, (short) 1, 26, 1);
        sequences.lost(6, (short) 0, 26, 1);
        assertFalse(sequences.hasGap(), "of another identity");
    }

    @Test
    void aGapIsOneAcrossTheLargestIntToo() {
        sequences.start(7, (short) 0);
        sequences.lost(7, (short) 0, Integer.MAX_VALUE - 2, 5);
        sequences.acknowledged(7, (short) 0, Integer.MAX_VALUE - 5, 3);
        assertTrue(sequences.hasGap());
        sequences.acknowledged(7, (short) 0, 2, 1);
        assertFalse(sequences.hasGap());
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
