package io.headrace.log.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Segments of 100 offsets and 1000 bytes each; the last is being written. */
class DirtyRangeTest {

    private static final long NOW = 1_000_000;

    private CompactionLimits limits = new CompactionLimits(0.5, 0, Long.MAX_VALUE, 0);
    private long stableOffset = Long.MAX_VALUE;
    private long logStart;

    @Test
    void allButTheSegmentBeingWrittenIsDirtyAtFirst() {
        DirtyRange range = range(DirtyRange.NOT_NOTED, NOW, NOW, NOW, NOW);
        assertEquals(0, range.dirtyOffset());
        assertEquals(300, range.uncleanableOffset());
        assertEquals(3000, range.dirtyBytes());
        assertTrue(range.due());
        assertEquals(1.0, range.dirtyRatio());
    }

    @Test
    void aLogOfOneSegmentHasNothingToClean() {
        DirtyRange range = range(DirtyRange.NOT_NOTED, NOW);
        assertFalse(range.due());
        assertEquals(DirtyRange.NEVER, range.againMs());
    }

    @Test
    void itIsDueOnlyAboveTheRatio() {
        DirtyRange half = range(100, NOW, NOW, NOW);
        assertEquals(0.5, half.dirtyRatio());
        assertFalse(half.due());
        assertEquals(DirtyRange.NEVER, half.againMs());
        assertTrue(range(100, NOW, NOW, NOW, NOW).due());
    }

    @Test
    void aTimeOfItsOwnMakesItDueWhateverTheRatio() {
        limits = new CompactionLimits(1, 0, 5000, 0);
        DirtyRange notYet = range(100, NOW - 9000, NOW - 4000, NOW);
        assertFalse(notYet.due());
        assertEquals(NOW - 4000 + 5001, notYet.againMs());
        assertFalse(range(100, NOW - 9000, NOW - 5000, NOW).due());
        assertTrue(range(100, NOW - 9000, NOW - 5001, NOW).due());
    }

    @Test
    void youngSegmentsAndAllBehindThemAreLeftAlone() {
        limits = new CompactionLimits(0, 3000, Long.MAX_VALUE, 0);
        DirtyRange range = range(0, NOW - 4000, NOW - 2999, NOW - 4000, NOW);
        assertEquals(100, range.uncleanableOffset());
        assertEquals(1000, range.dirtyBytes());
        DirtyRange none = range(0, NOW - 1000, NOW - 4000, NOW);
        assertFalse(none.due());
        assertEquals(NOW - 1000 + 3001, none.againMs());
    }

    @Test
    void anOpenTransactionIsInTheWay() {
        stableOffset = 150;
        DirtyRange range = range(0, NOW, NOW, NOW, NOW);
        assertEquals(100, range.uncleanableOffset());
        stableOffset = 99;
        DirtyRange none = range(0, NOW, NOW, NOW, NOW);
        assertFalse(none.due());
        assertEquals(DirtyRange.SOON, none.againMs());
        assertEquals(0, none.uncleanableOffset());
    }

    @Test
    void theDirtyPartMayStartWithinASegment() {
        DirtyRange range = range(150, NOW, NOW, NOW, NOW);
        assertEquals(150, range.dirtyOffset());
        assertEquals(1000, range.cleanBytes());
        assertEquals(2000, range.dirtyBytes());
    }

    @Test
    void anOffsetOutsideTheLogIsForgotten() {
        logStart = 120;
        DirtyRange below = range(50, NOW, NOW, NOW);
        assertTrue(below.staleCheckpoint());
        assertEquals(120, below.dirtyOffset());
        logStart = 0;
        DirtyRange above = range(1000, NOW, NOW, NOW);
        assertTrue(above.staleCheckpoint());
        assertEquals(0, above.dirtyOffset());
        assertFalse(range(300, NOW, NOW, NOW).staleCheckpoint());
    }

    private DirtyRange range(long noted, long... timestamps) {
        List<SegmentFacts> segments = new ArrayList<>();
        for (int i = 0; i < timestamps.length; i++) {
            segments.add(new SegmentFacts(i * 100L, 1000, timestamps[i], timestamps[i]));
        }
        return DirtyRange.of(segments, noted, logStart, timestamps.length * 100L, stableOffset, limits, NOW);
    }
}
