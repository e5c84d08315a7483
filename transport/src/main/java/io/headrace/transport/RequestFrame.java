package io.headrace.transport;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.RequestHeader;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.protocol.wire.RecordBytes;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.util.List;

/**
 * A request as it goes over the wire: length, header, body. Large record bytes are handed to the channel as they are, so
 * that the kernel gathers them; only the small things around them are written into a buffer of the frame's own.
 *
 * <p>Owner: the channel's loop.
 */
final class RequestFrame {

    private static final int LENGTH_BYTES = 4;
    private static final int USUAL_BYTES = 256;

    /** Below this a copy costs less than one more buffer in a gathering write. */
    private static final int LEAST_GATHERED_BYTES = 2_048;

    private RequestFrame() {}

    /**
     * Writes a request without flushing it.
     *
     * @param written done when the last byte was given to the kernel, or failed
     * @return the number of bytes
     * @throws RuntimeException if the message cannot be written in that version; nothing was written to the channel then
     */
    @SuppressWarnings("FutureReturnValueIgnored") // It is the promise that was given, or nobody is interested.
    static long write(
            Channel channel,
            ApiMessage request,
            int version,
            int correlationId,
            String clientId,
            ChannelPromise written) {
        ByteBuf out = channel.alloc().ioBuffer(USUAL_BYTES);
        WireWriter writer = WireWriter.gathering(out, LEAST_GATHERED_BYTES);
        List<RecordBytes> parts;
        try {
            out.writeInt(0);
            ApiKey key = request.apiKey();
            new RequestHeader()
                    .requestApiKey(key.id())
                    .requestApiVersion((short) version)
                    .correlationId(correlationId)
                    .clientId(clientId)
                    .write(writer, key.requestHeaderVersion(version));
            request.write(writer, version);
            out.setInt(0, Math.toIntExact(writer.written() - LENGTH_BYTES));
            parts = writer.parts();
        } catch (Throwable e) {
            out.release();
            throw e;
        }
        long bytes = writer.written();
        if (parts.size() == 1) {
            channel.write(out, written);
            return bytes;
        }
        int last = parts.size() - 1;
        for (int i = 0; i <= last; i++) {
            channel.write(retained(channel, parts.get(i)), i == last ? written : channel.voidPromise());
        }
        out.release();
        return bytes;
    }

    private static ByteBuf retained(Channel channel, RecordBytes part) {
        if (part instanceof BufferRecordBytes inMemory) {
            return inMemory.buffer().retainedSlice();
        }
        ByteBuf copy = channel.alloc().ioBuffer(part.size());
        part.writeTo(copy);
        return copy;
    }
}
