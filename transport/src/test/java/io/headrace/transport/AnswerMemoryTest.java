package io.headrace.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.testsupport.Await;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswerMemoryTest {

    private static final int MB = 1 << 20;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final UnpooledByteBufAllocator usual = new UnpooledByteBufAllocator(true);
    private final AnswerMemory memory = new AnswerMemory(usual, channel.eventLoop());

    private static void mark(ByteBuf buffer) {
        buffer.setLong(buffer.capacity() - Long.BYTES, 42);
    }

    private static boolean isMarked(ByteBuf buffer) {
        return buffer.getLong(buffer.capacity() - Long.BYTES) == 42;
    }

    @Test
    void whatIsSmallComesFromTheUsualAllocator() {
        ByteBuf small = memory.directBuffer(MB);
        assertEquals(MB, usual.metric().usedDirectMemory());
        small.release();
        assertEquals(0, memory.idleBytes());
    }

    @Test
    void memoryIsUsedAgainOnceTheLastViewOfItIsReleased() {
        ByteBuf first = memory.directBuffer(6 * MB, 6 * MB);
        assertEquals(0, first.writerIndex());
        assertEquals(6 * MB, first.capacity());
        mark(first);
        ByteBuf slice = first.retainedSlice(0, 10);
        first.release();
        assertEquals(0, memory.idleBytes(), "still lent");
        slice.release();
        assertEquals(6 * MB, memory.idleBytes());
        ByteBuf second = memory.directBuffer(6 * MB);
        assertTrue(isMarked(second));
        assertEquals(0, memory.idleBytes());
        ByteBuf third = memory.directBuffer(6 * MB);
        assertFalse(isMarked(third));
        second.release();
        third.release();
        memory.close();
    }

    @Test
    void aBufferHasThePartThatWasAskedForAndMayOutgrowIt() {
        memory.directBuffer(7 * MB).release();
        ByteBuf smaller = memory.directBuffer(6 * MB, 20 * MB);
        assertEquals(6 * MB, smaller.capacity());
        smaller.setByte(0, 7);
        smaller.writerIndex(6 * MB).capacity(20 * MB);
        assertEquals(7, smaller.getByte(0));
        smaller.release();
        assertEquals(7 * MB, memory.idleBytes());
        memory.close();
    }

    @Test
    void muchMemoryIsNotLentForLittle() {
        memory.directBuffer(40 * MB).release();
        ByteBuf little = memory.directBuffer(2 * MB);
        assertEquals(40 * MB, memory.idleBytes());
        little.release();
        memory.close();
    }

    @Test
    void whatNobodyNeedsForASecondIsFreed() throws Exception {
        DefaultEventLoop loop = new DefaultEventLoop();
        try {
            AnswerMemory trimmed = new AnswerMemory(usual, loop);
            trimmed.directBuffer(6 * MB).release();
            trimmed.directBuffer(6 * MB).release();
            assertEquals(6 * MB, trimmed.idleBytes());
            Await.until("nothing is kept", () -> trimmed.idleBytes() == 0);
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void whatComesBackAfterTheEndIsFreedAtOnce() {
        ByteBuf lent = memory.directBuffer(6 * MB);
        ByteBuf other = memory.directBuffer(6 * MB);
        other.release();
        memory.close();
        assertEquals(0, memory.idleBytes());
        lent.release();
        assertEquals(0, memory.idleBytes());
    }
}
