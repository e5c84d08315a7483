package io.headrace.partitioners;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.partitioners.StickyPartition.Choice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StickyPartitionTest {
    private static final PartitionWeights THREE = PartitionWeights.equal(new int[] {0, 1, 2});

    private static PartitionWeights three() {
        return THREE;
    }

    private final AtomicInteger next = new AtomicInteger();
    /** Goes from partition to partition in turn. */
    private final StickyPartition sticky = new StickyPartition(100, this::inTurn);

    private int inTurn() {
        return next.getAndIncrement() % 3 * (Integer.MAX_VALUE / 3) + 100;
    }

    @Test
    void staysUntilABatchIsFull() {
        Choice choice = sticky.current(StickyPartitionTest::three);
        sticky.appended(choice, 60, false, StickyPartitionTest::three);
        sticky.appended(choice, 39, true, StickyPartitionTest::three);
        assertTrue(sticky.isCurrent(choice));
        assertSame(choice, sticky.current(StickyPartitionTest::three));

        sticky.appended(choice, 1, true, StickyPartitionTest::three);

        assertFalse(sticky.isCurrent(choice));
        assertEquals(0, choice.partition());
        assertEquals(1, sticky.current(StickyPartitionTest::three).partition());
    }

    @Test
    void fillsUpABatchWithAsMuchAgain() {
        Choice choice = sticky.current(StickyPartitionTest::three);
        sticky.appended(choice, 199, false, StickyPartitionTest::three);
        assertTrue(sticky.isCurrent(choice));
        sticky.appended(choice, 1, false, StickyPartitionTest::three);
        assertFalse(sticky.isCurrent(choice));
    }

    @Test
    void recordsOfAnEarlierStayMoveNothing() {
        Choice first = sticky.current(StickyPartitionTest::three);
        sticky.appended(first, 100, true, StickyPartitionTest::three);
        Choice second = sticky.current(StickyPartitionTest::three);
        sticky.appended(first, 500, true, StickyPartitionTest::three);
        assertSame(second, sticky.current(StickyPartitionTest::three));
        assertEquals(2, next.get());
    }

    @Test
    void eachStayCountsFromZero() {
        for (int stay = 0; stay < 6; stay++) {
            Choice choice = sticky.current(StickyPartitionTest::three);
            assertEquals(stay % 3, choice.partition());
            sticky.appended(choice, 99, true, StickyPartitionTest::three);
            assertTrue(sticky.isCurrent(choice));
            sticky.appended(choice, 1, true, StickyPartitionTest::three);
        }
    }

    @Test
    void sumsThatOverflowMoveOn() {
        StickyPartition large = new StickyPartition(Integer.MAX_VALUE, this::inTurn);
        Choice choice = large.current(StickyPartitionTest::three);
        large.appended(choice, Integer.MAX_VALUE - 1, false, StickyPartitionTest::three);
        assertTrue(large.isCurrent(choice));
        large.appended(choice, Integer.MAX_VALUE - 1, false, StickyPartitionTest::three);
        assertFalse(large.isCurrent(choice));
    }

    @Test
    void forgetsWhenTheTopicChanges() {
        Choice choice = sticky.current(StickyPartitionTest::three);
        sticky.forget();
        assertFalse(sticky.isCurrent(choice));
        assertNotSame(choice, sticky.current(() -> PartitionWeights.equal(new int[] {0})));
    }

    @Test
    void weightsAreAskedForOnlyToChoose() {
        AtomicInteger asked = new AtomicInteger();
        Supplier<PartitionWeights> counting = () -> {
            asked.incrementAndGet();
            return THREE;
        };
        for (int i = 0; i < 10; i++) {
            sticky.appended(sticky.current(counting), 25, true, counting);
        }
        assertEquals(3, asked.get());
    }

    @RepeatedTest(20)
    void everyPartitionGetsItsShareOverAnyStretch() {
        StickyPartition fresh = new StickyPartition(100);
        PartitionWeights six = PartitionWeights.equal(new int[] {0, 1, 2, 3, 4, 5});
        PartitionWeights weighted = PartitionWeights.byQueueSize(new int[] {0, 1, 2}, new int[] {1, 3, 0});
        assertShares(fresh, six, new int[] {100, 100, 100, 100, 100, 100}, 8);
        // 3, 1, 4.
        assertShares(fresh, weighted, new int[] {300, 100, 400}, 8);
    }

    private static void assertShares(StickyPartition sticky, PartitionWeights weights, int[] expected, int tolerance) {
        int[] stays = new int[expected.length];
        sticky.forget();
        for (int i = 0; i < Arrays.stream(expected).sum(); i++) {
            Choice choice = sticky.current(() -> weights);
            stays[choice.partition()]++;
            sticky.appended(choice, 100, true, () -> weights);
        }
        for (int p = 0; p < expected.length; p++) {
            assertEquals(expected[p], stays[p], tolerance, "stays at partition " + p);
        }
    }

    @Test
    void leavesAPartitionThatIsGone() {
        Choice choice = sticky.current(StickyPartitionTest::three);
        assertFalse(sticky.leave(choice.partition() + 1));
        assertTrue(sticky.isCurrent(choice));
        assertTrue(sticky.leave(choice.partition()));
        assertFalse(sticky.isCurrent(choice));
        assertFalse(sticky.leave(0), "nothing is chosen");
    }

    @Test
    void needsASize() {
        assertThrows(IllegalArgumentException.class, () -> new StickyPartition(0));
    }

    @Test
    void threadsFillBatchesWithoutLosingCount() throws InterruptedException {
        int threads = 4;
        int records = 20_000;
        StickyPartition shared = new StickyPartition(100);
        AtomicIntegerArray bytes = new AtomicIntegerArray(3);
        AtomicInteger moves = new AtomicInteger();
        ReentrantLock[] locks = {new ReentrantLock(), new ReentrantLock(), new ReentrantLock()};
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < records; i++) {
                    while (!append(shared, locks, bytes, moves)) {
                        Thread.onSpinWait();
                    }
                }
            });
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        int total = bytes.get(0) + bytes.get(1) + bytes.get(2);
        assertEquals(threads * records * 10, total);
        // Ten records of 10 bytes each fill a stay, as nobody appends to a partition that is not current any more.
        assertEquals(threads * records / 10, moves.get());
    }

    /** What a producer does for each record. */
    private static boolean append(
            StickyPartition shared, ReentrantLock[] locks, AtomicIntegerArray bytes, AtomicInteger moves) {
        Choice choice = shared.current(StickyPartitionTest::three);
        ReentrantLock lock = locks[choice.partition()];
        lock.lock();
        try {
            if (!shared.isCurrent(choice)) {
                return false;
            }
            bytes.addAndGet(choice.partition(), 10);
            shared.appended(choice, 10, true, StickyPartitionTest::three);
            if (!shared.isCurrent(choice)) {
                moves.incrementAndGet();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
