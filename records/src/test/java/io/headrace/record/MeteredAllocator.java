package io.headrace.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;

/** Notes the largest direct buffer that was ever asked of it, also by growing. Not thread safe. */
public final class MeteredAllocator extends io.netty.buffer.AbstractByteBufAllocator {

    private int largest;

    public MeteredAllocator() {}

    /** The largest so far, in bytes. */
    public int largest() {
        return largest;
    }

    private void note(int capacity) {
        largest = Math.max(largest, capacity);
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        note(initialCapacity);
        return new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity) {
            @Override
            public ByteBuf capacity(int newCapacity) {
                note(newCapacity);
                return super.capacity(newCapacity);
            }
        };
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }
}
