package io.headrace.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class LoopMemoryTest {

    /** A connection that notes what it is told. */
    private static final class Peer implements LoopMemory.Member {
        boolean paused;
        boolean insideRequest;
        boolean evicted;
        long held = LoopMemory.SMALL_BYTES + 1;
        long received;

        @Override
        public long heldBytes() {
            return held;
        }

        @Override
        public long receivedBytes() {
            return received;
        }

        @Override
        public void pauseReading() {
            paused = true;
        }

        @Override
        public void resumeReading() {
            paused = false;
        }

        @Override
        public boolean isInsideRequest() {
            return insideRequest;
        }

        @Override
        public void evict() {
            evicted = true;
        }
    }

    private int evictions;
    private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
    private final LoopMemory memory = new LoopMemory(800, (delayMs, command) -> timers.add(command), () -> evictions++);

    @Test
    void withinTheLimitNobodyWaits() {
        Peer peer = new Peer();
        memory.take(800);
        memory.admitNextRead(peer);
        assertFalse(peer.paused);
        assertTrue(timers.isEmpty(), "a timer without need");
    }

    @Test
    void overTheLimitConnectionsWaitUntilEnoughIsGivenBack() {
        Peer peer = new Peer();
        memory.take(801);
        memory.admitNextRead(peer);
        assertTrue(peer.paused);
        memory.giveBack(50);
        assertTrue(peer.paused, "resumed although little was given back");
        memory.giveBack(51);
        assertFalse(peer.paused);
        assertEquals(700, memory.held());
    }

    @Test
    void halfRequestsThatHoldEverythingAreFinishedOneAtATime() {
        Peer idle = new Peer();
        Peer first = new Peer();
        Peer second = new Peer();
        first.insideRequest = true;
        second.insideRequest = true;
        memory.take(1000);
        memory.admitNextRead(idle);
        memory.admitNextRead(first);
        memory.admitNextRead(second);

        timers.poll().run();
        assertFalse(first.paused, "the one that waits longest inside a request goes on");
        assertTrue(second.paused);
        assertTrue(idle.paused);

        memory.take(100);
        memory.admitNextRead(first);
        assertFalse(first.paused, "and is let on to the end of its request");

        memory.requestComplete(first);
        memory.admitNextRead(first);
        assertTrue(first.paused);
        timers.poll().run();
        assertFalse(second.paused);
        assertFalse(first.evicted);
    }

    @Test
    void whoHoldsLittleGoesOnUpToTwiceTheLimit() {
        Peer small = new Peer();
        small.held = LoopMemory.SMALL_BYTES;
        memory.take(1600);
        memory.admitNextRead(small);
        assertFalse(small.paused);
        timers.poll().run();
        assertEquals(1, evictions, "stalled connections are looked for under pressure");
        memory.take(1);
        memory.admitNextRead(small);
        assertTrue(small.paused);
    }

    @Test
    void oneOfWhichNothingComesIsEvicted() {
        Peer silent = waitingInsideRequest();
        timers.poll().run();
        assertFalse(silent.paused);
        timers.poll().run();
        assertFalse(silent.evicted);
        timers.poll().run();
        assertTrue(silent.evicted);
    }

    @Test
    void oneThatTricklesIsEvictedInTheEnd() {
        Peer slow = waitingInsideRequest();
        timers.poll().run();
        for (int i = 1; i < LoopMemory.MOST_INTERVALS; i++) {
            slow.received++;
            timers.poll().run();
            assertFalse(slow.evicted);
        }
        slow.received++;
        timers.poll().run();
        assertTrue(slow.evicted);
    }

    private Peer waitingInsideRequest() {
        Peer peer = new Peer();
        peer.insideRequest = true;
        memory.take(1000);
        memory.admitNextRead(peer);
        return peer;
    }

    /** Those that wait may be all that hold something, and less than the limit. */
    @Test
    void nobodyWaitsForEverBelowTheLimit() {
        Peer peer = new Peer();
        memory.take(1000);
        memory.admitNextRead(peer);
        memory.giveBack(250);
        assertTrue(peer.paused);
        timers.poll().run();
        assertFalse(peer.paused);
    }

    @Test
    void theTimerEndsWhenNobodyWaits() {
        Peer peer = new Peer();
        memory.take(1000);
        memory.admitNextRead(peer);
        memory.remove(peer);
        memory.giveBack(1000);
        timers.poll().run();
        assertTrue(timers.isEmpty());
    }
}
