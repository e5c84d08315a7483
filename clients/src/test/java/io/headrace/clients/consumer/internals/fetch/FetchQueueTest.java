package io.headrace.clients.consumer.internals.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.TopicPartition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchQueueTest {

    private final PollWait waiting = new PollWait();

    private final Cursor a = new Cursor(new TopicPartition("t", 0));
    private final Cursor b = new Cursor(new TopicPartition("t", 1));

    private static Fetched.Chunk chunk(Cursor cursor, int bytes) {
        return chunk(cursor, bytes, 1);
    }

    private static Fetched.Chunk chunk(Cursor cursor, int bytes, int records) {
        return new Fetched.Chunk(
                cursor, 0, 1, Unpooled.buffer(bytes).writeZero(bytes), records, AbortedTransactions.IGNORED);
    }

    private static long in(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }

    @Test
    void aPartitionMayHaveOneLargeChunkWaitingWhileOneIsRead() {
        FetchQueue queue = new FetchQueue(waiting, 10_000, 100, 1_000);
        assertTrue(queue.claimRoom(a));
        queue.add(List.of(chunk(a, 500)));
        assertTrue(queue.claimRoom(a), "the next one, while the first is read");
        queue.add(List.of(chunk(a, 500)));
        assertFalse(queue.claimRoom(a));
        assertTrue(queue.claimRoom(b), "the other partition is not concerned");
    }

    @Test
    void aPartitionMayHaveManySmallChunks() {
        FetchQueue queue = new FetchQueue(waiting, 10_000, 100, 1_000);
        for (int i = 0; i < 9; i++) {
            queue.add(List.of(chunk(a, 10)));
            assertTrue(queue.claimRoom(a));
        }
        queue.add(List.of(chunk(a, 10)));
        assertFalse(queue.claimRoom(a));
    }

    @Test
    void aCursorThatAskedInVainIsNamedOnceWhenThereIsRoom() {
        FetchQueue queue = new FetchQueue(waiting, 10_000, 100, 1_000);
        Fetched.Chunk first = chunk(a, 500);
        Fetched.Chunk second = chunk(a, 500);
        Fetched.Chunk third = chunk(a, 500);
        queue.add(List.of(first, second, third));
        assertFalse(queue.claimRoom(a));
        assertFalse(queue.claimRoom(a));
        assertEquals(List.of(), queue.finish(first), "two are still there");
        assertEquals(List.of(a), queue.finish(second));
        assertEquals(List.of(), queue.finish(third));
    }

    @Test
    void allPartitionsTogetherAreLimitedToo() {
        FetchQueue queue = new FetchQueue(waiting, 600, 1_000, 1_000);
        Fetched.Chunk chunk = chunk(a, 700);
        queue.add(List.of(chunk));
        assertFalse(queue.claimRoom(b));
        assertEquals(700, queue.bytes());
        assertEquals(List.of(b), queue.finish(chunk));
        assertEquals(0, queue.bytes());
    }

    @Test
    void recordsAreLimitedTooHoweverSmallTheyPack() {
        FetchQueue queue = new FetchQueue(waiting, 1_000_000, 100, 1_000);
        Fetched.Chunk first = chunk(a, 10, 600);
        Fetched.Chunk second = chunk(b, 10, 400);
        queue.add(List.of(first));
        assertTrue(queue.claimRoom(a));
        queue.add(List.of(second));
        assertFalse(queue.claimRoom(a));
        assertEquals(List.of(), queue.setAside(second, false));
        assertEquals(List.of(a), queue.setAside(second, true));
        queue.finish(second);
        assertTrue(queue.claimRoom(b));
        queue.finish(first);
        assertEquals(0, queue.bytes());
    }

    @Test
    void whatIsSetAsideTakesNoRoomFromOthers() {
        FetchQueue queue = new FetchQueue(waiting, 600, 100, 1_000);
        Fetched.Chunk chunk = chunk(a, 700);
        queue.add(List.of(chunk));
        assertFalse(queue.claimRoom(b));
        assertEquals(List.of(b), queue.setAside(chunk, true));
        assertTrue(queue.claimRoom(b));
        assertEquals(700, queue.bytes(), "it is still there");
        assertEquals(List.of(), queue.setAside(chunk, false));
        assertFalse(queue.claimRoom(b));
        assertEquals(List.of(b), queue.finish(chunk));
        assertEquals(0, queue.bytes());
    }

    @Test
    void finishingReleasesTheChunkOnce() {
        FetchQueue queue = new FetchQueue(waiting, 600, 1_000, 1_000);
        Fetched.Chunk chunk = chunk(a, 10);
        ByteBuf bytes = chunk.records();
        queue.add(List.of(chunk));
        queue.finish(chunk);
        assertEquals(0, bytes.refCnt());
    }

    @Test
    void whatComesAfterTheEndIsReleased() {
        FetchQueue queue = new FetchQueue(waiting, 600, 1_000, 1_000);
        Fetched.Chunk before = chunk(a, 10);
        Fetched.Chunk after = chunk(a, 10);
        ByteBuf bytes = after.records();
        queue.add(List.of(before));
        queue.close();
        queue.add(List.of(after));
        assertEquals(0, bytes.refCnt());
        ArrayDeque<Fetched> left = new ArrayDeque<>();
        queue.takeAll(left);
        assertEquals(List.of(before), List.copyOf(left), "what was there is the polling thread's to finish");
        queue.finish(before);
        assertEquals(0, queue.bytes());
    }

    @Test
    void entriesEndTheWait() {
        FetchQueue queue = new FetchQueue(waiting, 600, 1_000, 1_000);
        new Thread(() -> queue.add(List.of(new Fetched.PositionFound(a, 0, 5, -1)))).start();
        assertTrue(waiting.await(queue::hasEntries, in(Duration.ofSeconds(30))));
        ArrayDeque<Fetched> taken = new ArrayDeque<>();
        queue.takeAll(taken);
        assertEquals(1, taken.size());
        assertFalse(queue.hasEntries());
    }
}
