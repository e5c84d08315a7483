package io.headrace.broker.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommitQueueTest {

    private final CommitQueue<String> queue = new CommitQueue<>();

    @Test
    void releasesWhatTheWatermarkHasReached() {
        queue.add(10, "a");
        queue.add(20, "b");
        queue.add(30, "c");
        assertEquals(List.of(), queue.releaseThrough(9));
        assertEquals(List.of("a", "b"), queue.releaseThrough(29));
        assertEquals(List.of("c"), queue.releaseThrough(30));
        assertTrue(queue.isEmpty());
    }

    @Test
    void aDuplicateOfAnOlderAppendWaitsForItsPredecessor() {
        queue.add(20, "a");
        queue.add(10, "duplicate");
        assertEquals(List.of(), queue.releaseThrough(15));
        assertEquals(List.of("a", "duplicate"), queue.releaseThrough(20));
    }

    @Test
    void oneCanBeTakenOut() {
        queue.add(10, "a");
        queue.add(20, "b");
        assertTrue(queue.remove("a"));
        assertFalse(queue.remove("a"));
        assertEquals(List.of("b"), queue.releaseAll());
    }
}
