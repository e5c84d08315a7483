package io.headrace.broker.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.loop.Loops;
import io.headrace.testsupport.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataSignalTest {

    private final Loops loops = new Loops(1, "data-signal-test");
    private final Loop loop = loops.get(0);
    private final DataSignal signal = new DataSignal();

    private final class Counter extends DataSignal.Reader {
        final AtomicInteger told = new AtomicInteger();

        Counter() {
            super(loop);
        }

        @Override
        protected void onData() {
            assertTrue(loop.isHere());
            told.incrementAndGet();
        }
    }

    @AfterEach
    void endLoops() {
        loops.close(10_000);
    }

    @Test
    void aReaderIsToldOnceForEachEnlisting() {
        Counter reader = new Counter();
        signal.enlist(reader);
        signal.enlist(reader);
        signal.raise();
        signal.raise();
        settle();
        assertEquals(1, reader.told.get());
        signal.enlist(reader);
        signal.raise();
        settle();
        assertEquals(2, reader.told.get());
    }

    @Test
    void whoHasLeftIsNotTold() {
        Counter first = new Counter();
        Counter second = new Counter();
        Counter third = new Counter();
        signal.enlist(first);
        signal.enlist(second);
        signal.enlist(third);
        signal.leave(second);
        signal.leave(second);
        signal.raise();
        settle();
        assertEquals(1, first.told.get());
        assertEquals(0, second.told.get());
        assertEquals(1, third.told.get());
    }

    /** A reader that enlists and then looks is told of, or sees, everything that is published. */
    @Test
    void nothingIsMissedBetweenThreads() throws Exception {
        AtomicInteger published = new AtomicInteger();
        int rounds = 20_000;
        CompletableFuture<Void> seenAll = new CompletableFuture<>();
        DataSignal.Reader reader = new DataSignal.Reader(loop) {
            @Override
            protected void onData() {
                int seen;
                do {
                    seen = published.get();
                    signal.enlist(this);
                } while (published.get() != seen);
                if (seen == rounds) {
                    seenAll.complete(null);
                }
            }
        };
        signal.enlist(reader);
        for (int i = 0; i < rounds; i++) {
            published.incrementAndGet();
            signal.raise();
        }
        Await.until("the last change is seen", seenAll::isDone);
    }

    private void settle() {
        CompletableFuture.runAsync(() -> {}, loop::enqueue).join();
    }
}
