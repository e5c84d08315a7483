package io.headrace.broker.net;

import io.headrace.protocol.wire.RecordBytes;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Bytes of an answer that are brought into memory piece by piece when the peer takes them.
 *
 * <p>Their number is fixed from the start, for it has been announced by then. They are released once, when they have
 * been sent or when the connection is gone.
 */
public interface DeferredBytes extends RecordBytes {

    /** Whether reading from {@code position} on is likely to wait for a disk, so that a loop must not do it. */
    boolean mayBlock(int position);

    /**
     * Reads exactly {@code length} bytes from {@code position} on into {@code out}.
     *
     * @throws IOException when they cannot be read; the answer cannot be completed then
     */
    void read(int position, int length, ByteBuf out) throws IOException;

    /** Where reads that may block are done. */
    Executor disk();

    /** Lets go of what keeps the bytes readable. */
    void release();
}
