package io.headrace.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;
import java.util.ArrayDeque;

/**
 * Cuts the byte stream of a connection into frames: a length of four bytes (big endian, not counting itself), then that
 * many bytes. Hands each frame on, without its length, as a {@link ByteBuf} that the next handler takes (and releases).
 *
 * <pre>
 * | length: int32 | payload: length bytes | length: int32 | payload ...
 * </pre>
 *
 * <p>Used on both sides of a connection. Promises:
 * <ul>
 *   <li>A length below 1 or over the limit is told to the pipeline as one {@link InvalidFrameException}, and the
 *       connection is closed; nothing is allocated for it, and nothing that follows is looked at.
 *   <li>Memory for a half received frame grows with the bytes that came. Only {@code trustedBytes} of it are reserved on
 *       the peer's word alone.
 *   <li>While {@code autoRead} of the channel is off, no frame is handed on, also none that has been read already; the
 *       rest follows when reading is switched on again. So a handler that wants no more input gets none.
 * </ul>
 *
 * <p>A frame that came in one piece is a slice of the buffer that the socket was read into and keeps that buffer alive;
 * one that came in several is copied together once. Where this decoder is the first to see what the socket gives,
 * {@link #receiveBuffers} spares even that for large frames: what is missing of one is read into its place.
 *
 * <p>Owner: the channel's event loop. One instance per channel.
 */
public final class FrameDecoder extends ChannelDuplexHandler {

    /** Enough for nearly every request that is no produce request. */
    public static final int DEFAULT_TRUSTED_BYTES = 16 * 1024;

    static final int LENGTH_BYTES = 4;

    /** If less is missing of a frame, what follows it had better be read with it. */
    private static final int LEAST_READ_IN_PLACE = 32 * 1024;

    /** As many as netty's own default for sockets. */
    private static final int READS_PER_TURN = 16;

    private int maxFrameBytes;
    private int trustedBytes;

    /** Bytes that are not looked at yet, since reading was off when they came. Null until that happens. */
    private ArrayDeque<ByteBuf> held;

    /** The length of the frame being read, or what came of it. */
    private int length;

    private int lengthBytesRead;

    /** What came of a frame that did not come in one piece; null between such frames. */
    private ByteBuf partial;

    /** The unwritten rest of {@link #partial}, while the socket is being read into it; otherwise null. */
    private ByteBuf inPlace;

    private boolean handingOn;
    private boolean resumeScheduled;
    private boolean broken;

    /**
     * A decoder that reserves {@link #DEFAULT_TRUSTED_BYTES} on a peer's word.
     *
     * @param maxFrameBytes the largest payload that is accepted
     */
    public FrameDecoder(int maxFrameBytes) {
        this(maxFrameBytes, DEFAULT_TRUSTED_BYTES);
    }

    /**
     * A decoder.
     *
     * @param maxFrameBytes the largest payload that is accepted
     * @param trustedBytes how much memory is reserved for a frame before its bytes come; more saves copies of large
     *     frames, and lets a hostile peer pin that much per connection
     */
    public FrameDecoder(int maxFrameBytes, int trustedBytes) {
        if (maxFrameBytes < 1 || trustedBytes < 1) {
            throw new IllegalArgumentException(
                    "sizes must be positive: maxFrameBytes " + maxFrameBytes + ", trustedBytes " + trustedBytes);
        }
        this.maxFrameBytes = maxFrameBytes;
        this.trustedBytes = trustedBytes;
    }

    /** Other limits for the frames that come from now on, when more is known about the peer. On the channel's loop. */
    void limits(int frameBytes, int trusted) {
        maxFrameBytes = frameBytes;
        trustedBytes = trusted;
    }

    /**
     * For the channel's configuration, if nothing between the socket and this decoder changes the bytes: gives buffers as
     * netty does, but the frame's own memory when much of a frame is missing.
     */
    @SuppressWarnings("deprecation") // Of the handle, which every allocator has to make all the same.
    RecvByteBufAllocator receiveBuffers() {
        AdaptiveRecvByteBufAllocator usual = new AdaptiveRecvByteBufAllocator();
        usual.maxMessagesPerRead(READS_PER_TURN);
        return () -> new RecvByteBufAllocator.DelegatingHandle(usual.newHandle()) {
            @Override
            public ByteBuf allocate(ByteBufAllocator alloc) {
                inPlace = restOfFrame();
                return inPlace == null ? super.allocate(alloc) : inPlace;
            }
        };
    }

    /** Null if what comes next has to be looked at first, or does not go into memory that is there. */
    private ByteBuf restOfFrame() {
        if (partial == null || handingOn || isHolding() || broken || partial.capacity() < length) {
            return null;
        }
        int at = partial.writerIndex();
        return length - at < LEAST_READ_IN_PLACE
                ? null
                : partial.retainedSlice(at, length - at).clear();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // It is about the buffer itself, not about what is in it.
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        boolean isInPlace = in == inPlace;
        inPlace = null;
        if (broken) {
            in.release();
            return;
        }
        if (handingOn || isHolding() || !isReading(ctx)) {
            // In place or not: it is appended later, in the former case to where it is.
            hold(in);
            return;
        }
        if (isInPlace) {
            arrivedInPlace(ctx, in);
            return;
        }
        handOn(ctx, in);
    }

    private void arrivedInPlace(ChannelHandlerContext ctx, ByteBuf in) {
        partial.writerIndex(partial.writerIndex() + in.readableBytes());
        in.release();
        if (partial.readableBytes() < length) {
            return;
        }
        handingOn = true;
        try {
            ctx.fireChannelRead(takePartial());
        } finally {
            handingOn = false;
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (isHolding() && isReading(ctx)) {
            if (!resumeScheduled) {
                resumeScheduled = true;
                ctx.executor().execute(() -> resume(ctx));
            }
            return;
        }
        ctx.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        dropAll();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        dropAll();
    }

    private void resume(ChannelHandlerContext ctx) {
        resumeScheduled = false;
        boolean any = false;
        while (isHolding() && isReading(ctx) && !broken) {
            any = true;
            handOn(ctx, held.poll());
        }
        if (any) {
            ctx.fireChannelReadComplete();
        }
        if (!isHolding() && isReading(ctx)) {
            ctx.read();
        }
    }

    /** Takes {@code in}: hands on every whole frame, and keeps what is left. */
    private void handOn(ChannelHandlerContext ctx, ByteBuf in) {
        handingOn = true;
        try {
            while (in.isReadable() && !broken) {
                if (!isReading(ctx)) {
                    holdFirst(in);
                    in = null;
                    return;
                }
                ByteBuf frame = next(ctx, in);
                if (frame != null) {
                    ctx.fireChannelRead(frame);
                }
            }
        } catch (InvalidFrameException e) {
            broken = true;
            dropAll();
            ctx.fireExceptionCaught(e);
            hangUp(ctx);
        } finally {
            handingOn = false;
            if (in != null) {
                in.release();
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive tells.
    private static void hangUp(ChannelHandlerContext ctx) {
        ctx.close();
    }

    /** The next frame, or null when all of {@code in} was consumed without completing one. */
    private ByteBuf next(ChannelHandlerContext ctx, ByteBuf in) throws InvalidFrameException {
        if (lengthBytesRead < LENGTH_BYTES) {
            if (!readLength(in)) {
                return null;
            }
            if (length < 1 || length > maxFrameBytes) {
                throw new InvalidFrameException(describeBadLength(), length);
            }
        }
        if (partial == null && in.readableBytes() >= length) {
            lengthBytesRead = 0;
            return in.readRetainedSlice(length);
        }
        append(ctx, in);
        if (partial.readableBytes() < length) {
            return null;
        }
        return takePartial();
    }

    private ByteBuf takePartial() {
        ByteBuf frame = partial;
        partial = null;
        lengthBytesRead = 0;
        return frame;
    }

    private boolean readLength(ByteBuf in) {
        if (lengthBytesRead == 0 && in.readableBytes() >= LENGTH_BYTES) {
            length = in.readInt();
            lengthBytesRead = LENGTH_BYTES;
            return true;
        }
        while (lengthBytesRead < LENGTH_BYTES && in.isReadable()) {
            length = (length << Byte.SIZE) | in.readUnsignedByte();
            lengthBytesRead++;
        }
        return lengthBytesRead == LENGTH_BYTES;
    }

    private void append(ChannelHandlerContext ctx, ByteBuf in) {
        int have = partial == null ? 0 : partial.readableBytes();
        int arriving = Math.min(length - have, in.readableBytes());
        if (partial == null) {
            partial = ctx.alloc().buffer(reservation(arriving), length);
        } else if (partial.writableBytes() < arriving) {
            partial.capacity(reservation(have + arriving));
        }
        partial.writeBytes(in, arriving);
    }

    /** How large the buffer of a frame of which {@code arrived} bytes are there may be. */
    private int reservation(int arrived) {
        return (int) Math.min(length, Math.max(trustedBytes, 2L * arrived));
    }

    private String describeBadLength() {
        if (length < 0) {
            return "frame length " + length + " is negative: the peer does not speak the Kafka protocol";
        }
        if (length == 0) {
            return "frame length is 0: a frame has at least a header";
        }
        return "frame length " + length + " is over the limit of " + maxFrameBytes + " bytes";
    }

    private static boolean isReading(ChannelHandlerContext ctx) {
        return ctx.channel().config().isAutoRead();
    }

    private boolean isHolding() {
        return held != null && !held.isEmpty();
    }

    private void hold(ByteBuf in) {
        if (held == null) {
            held = new ArrayDeque<>(2);
        }
        held.addLast(in);
    }

    private void holdFirst(ByteBuf in) {
        if (held == null) {
            held = new ArrayDeque<>(2);
        }
        held.addFirst(in);
    }

    private void dropAll() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
        if (held != null) {
            held.forEach(ByteBuf::release);
            held.clear();
        }
    }
}
