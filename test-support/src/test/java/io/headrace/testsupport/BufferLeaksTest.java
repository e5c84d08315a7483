package io.headrace.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferLeaksTest {

    @Test
    void aBufferThatNobodyReleasedIsReported() {
        forget();
        List<String> found = new ArrayList<>();
        Await.until("the leak is reported", () -> found.addAll(BufferLeaks.collect()));
        assertTrue(found.get(0).contains("ByteBuf"), found.get(0));
    }

    @Test
    void aReleasedBufferIsNot() {
        BufferLeaks.collect();
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(64);
        buffer.writeLong(1);
        buffer.release();
        assertEquals(List.of(), BufferLeaks.collect());
    }

    private static void forget() {
        PooledByteBufAllocator.DEFAULT.buffer(64).writeLong(1);
    }
}
