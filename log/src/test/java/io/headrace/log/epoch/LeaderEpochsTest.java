package io.headrace.log.epoch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.log.epoch.LeaderEpochs.EpochEndOffset;
import org.junit.jupiter.api.Test;

class LeaderEpochsTest {

    private final LeaderEpochs chain =
            LeaderEpochs.EMPTY.assign(2, 0).assign(4, 10).assign(7, 30);

    @Test
    void anEpochEndsWhereTheNextBegins() {
        assertEquals(new EpochEndOffset(2, 10), chain.endOffsetFor(2, 50));
        assertEquals(new EpochEndOffset(2, 10), chain.endOffsetFor(3, 50));
        assertEquals(new EpochEndOffset(4, 30), chain.endOffsetFor(6, 50));
        assertEquals(new EpochEndOffset(7, 50), chain.endOffsetFor(7, 50));
    }

    @Test
    void unknownEpochsAreUndefinedOldOnesEndWhereTheLogStarts() {
        assertEquals(EpochEndOffset.UNDEFINED, chain.endOffsetFor(8, 50));
        assertEquals(EpochEndOffset.UNDEFINED, chain.endOffsetFor(-1, 50));
        assertEquals(EpochEndOffset.UNDEFINED, LeaderEpochs.EMPTY.endOffsetFor(0, 50));
        assertEquals(new EpochEndOffset(1, 0), chain.endOffsetFor(1, 50));
        assertEquals(-1, LeaderEpochs.EMPTY.latestEpoch());
    }

    @Test
    void offsetsBelongToEpochs() {
        assertEquals(2, chain.epochFor(0));
        assertEquals(2, chain.epochFor(9));
        assertEquals(4, chain.epochFor(10));
        assertEquals(7, chain.epochFor(1000));
        assertEquals(-1, LeaderEpochs.EMPTY.assign(1, 5).epochFor(4));
    }

    @Test
    void assigningTheLatestAgainChangesNothing() {
        assertSame(chain, chain.assign(7, 30));
        assertSame(chain, chain.assign(7, 99));
    }

    @Test
    void epochsWithoutRecordsFallAway() {
        assertEquals(LeaderEpochs.EMPTY.assign(2, 0).assign(9, 10), chain.assign(9, 10));
        assertEquals(LeaderEpochs.EMPTY.assign(2, 0).assign(3, 40), chain.assign(3, 40));
        assertEquals(LeaderEpochs.EMPTY.assign(9, 0), chain.assign(9, 0));
        assertThrows(IllegalArgumentException.class, () -> chain.assign(-1, 0));
    }

    @Test
    void truncationFromTheEndDropsWhatStartsThereOrLater() {
        assertSame(chain, chain.truncateFromEnd(31));
        assertEquals(LeaderEpochs.EMPTY.assign(2, 0).assign(4, 10), chain.truncateFromEnd(30));
        assertEquals(LeaderEpochs.EMPTY, chain.truncateFromEnd(0));
    }

    @Test
    void truncationFromTheStartMovesTheFirstEpochThatIsLeft() {
        assertSame(chain, chain.truncateFromStart(0));
        assertEquals(LeaderEpochs.EMPTY.assign(2, 5).assign(4, 10).assign(7, 30), chain.truncateFromStart(5));
        assertEquals(LeaderEpochs.EMPTY.assign(4, 10).assign(7, 30), chain.truncateFromStart(10));
        assertEquals(LeaderEpochs.EMPTY.assign(7, 100), chain.truncateFromStart(100));
    }
}
