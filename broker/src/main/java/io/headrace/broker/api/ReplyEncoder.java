package io.headrace.broker.api;

import io.headrace.broker.net.DeferredBytes;
import io.headrace.broker.net.Reply;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.protocol.wire.RecordBytes;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns an answer into what is sent: length, correlation id, body. Records that are still on disk become parts of their
 * own, which are read when the peer takes them.
 */
final class ReplyEncoder {

    /** Deferred records of at least this size are not copied into the answer's buffer. */
    static final int LEAST_PART_BYTES = 16 * 1024;

    private static final int INITIAL_BYTES = 512;
    private static final int LENGTH_BYTES = 4;
    private static final int NO_TAGGED_FIELDS = 0;

    private ReplyEncoder() {}

    /**
     * Encodes an answer.
     *
     * @return to be sent or released by the caller; holds the {@link DeferredBytes} of {@link #LEAST_PART_BYTES} and more
     */
    static Reply encode(ApiKey key, int version, int correlationId, ApiMessage response) {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(INITIAL_BYTES);
        try {
            WireWriter writer = WireWriter.gathering(out, LEAST_PART_BYTES);
            writer.writeInt32(0);
            writer.writeInt32(correlationId);
            if (key.responseHeaderVersion(version) > 0) {
                writer.writeUnsignedVarint(NO_TAGGED_FIELDS);
            }
            response.write(writer, version);
            out.setInt(out.readerIndex(), Math.toIntExact(writer.written() - LENGTH_BYTES));
            return new Reply(retained(writer.parts()));
        } finally {
            out.release();
        }
    }

    private static List<Object> retained(List<RecordBytes> written) {
        List<Object> parts = new ArrayList<>(written.size());
        for (RecordBytes part : written) {
            parts.add(
                    part instanceof BufferRecordBytes inMemory
                            ? inMemory.buffer().retainedSlice()
                            : part);
        }
        return parts;
    }
}
