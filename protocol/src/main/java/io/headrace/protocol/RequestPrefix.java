package io.headrace.protocol;

import io.headrace.protocol.wire.MalformedMessageException;
import io.netty.buffer.ByteBuf;

/**
 * The first eight bytes of each request frame, the same in all header versions:
 *
 * <pre>
 *   int16 api key | int16 api version | int32 correlation id
 * </pre>
 *
 * <p>They are looked at in place, because the rest of the header can only be read once its version is known. Nothing here
 * moves the reader index.
 */
public final class RequestPrefix {

    /** The number of bytes. */
    public static final int SIZE = 8;

    private RequestPrefix() {}

    /** The number of the call; {@link ApiKey#forId} may not know it. */
    public static short apiKeyId(ByteBuf frame) {
        require(frame);
        return frame.getShort(frame.readerIndex());
    }

    /** The version of the call, which may be one that the call does not have. */
    public static short apiVersion(ByteBuf frame) {
        require(frame);
        return frame.getShort(frame.readerIndex() + 2);
    }

    /** The number by which the sender finds the answer. */
    public static int correlationId(ByteBuf frame) {
        require(frame);
        return frame.getInt(frame.readerIndex() + 4);
    }

    private static void require(ByteBuf frame) {
        if (frame.readableBytes() < SIZE) {
            throw new MalformedMessageException(
                    "a request frame has at least " + SIZE + " bytes, this one " + frame.readableBytes());
        }
    }
}
