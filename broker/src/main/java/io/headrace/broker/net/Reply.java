package io.headrace.broker.net;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * An encoded answer: buffers, and {@link DeferredBytes} between them.
 *
 * <p>Whoever holds it releases it once, by sending or by {@link #release()}.
 */
public final class Reply {

    private final List<Object> parts;
    private final int bufferedBytes;
    private final long bytes;

    /**
     * An answer.
     *
     * @param parts {@link ByteBuf} or {@link DeferredBytes}, taken; the first holds the length of the whole
     */
    public Reply(List<Object> parts) {
        this.parts = parts;
        int buffered = 0;
        long all = 0;
        for (Object part : parts) {
            if (part instanceof ByteBuf buffer) {
                buffered += buffer.readableBytes();
            } else {
                all += ((DeferredBytes) part).size();
            }
        }
        this.bufferedBytes = buffered;
        this.bytes = all + buffered;
    }

    List<Object> parts() {
        return parts;
    }

    /** How long it is, with what is not in memory. */
    public long bytes() {
        return bytes;
    }

    /** How much of it is in memory. */
    int bufferedBytes() {
        return bufferedBytes;
    }

    /** Lets go of an answer that is not sent. */
    public void release() {
        parts.forEach(Reply::releasePart);
    }

    static void releasePart(Object part) {
        if (part instanceof ByteBuf buffer) {
            buffer.release();
        } else {
            ((DeferredBytes) part).release();
        }
    }
}
