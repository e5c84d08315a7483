package io.headrace.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({"FutureReturnValueIgnored", "deprecation"
}) // An embedded channel is closed when close returns; netty deprecates the handle that it demands.
class FrameDecoderTest {

    private static final int LIMIT = 1 << 20;

    @Test
    void anyCutOfTheStreamGivesTheSameFrames() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<byte[]> sent = new ArrayList<>();
            ByteBuf stream = Unpooled.buffer();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                byte[] payload = new byte[1 + random.nextInt(random.nextBoolean() ? 10 : 3_000)];
                random.nextBytes(payload);
                sent.add(payload);
                stream.writeInt(payload.length).writeBytes(payload);
            }
            EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LIMIT, 1 + random.nextInt(1_000)));
            int largestPiece = random.nextBoolean() ? 7 : 5_000;
            while (stream.isReadable()) {
                int piece = Math.min(stream.readableBytes(), 1 + random.nextInt(largestPiece));
                channel.writeInbound(stream.readBytes(piece));
            }
            for (byte[] payload : sent) {
                ByteBuf frame = channel.readInbound();
                assertEquals(ByteBufUtil.hexDump(payload), ByteBufUtil.hexDump(frame), "seed " + seed);
                frame.release();
            }
            assertNull(channel.readInbound(), "seed " + seed);
            stream.release();
            channel.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 'frame length -1 is negative: the peer does not speak the Kafka protocol'",
        "-2147483648, 'frame length -2147483648 is negative: the peer does not speak the Kafka protocol'",
        "0, 'frame length is 0: a frame has at least a header'",
        "1048577, 'frame length 1048577 is over the limit of 1048576 bytes'",
        "2147483647, 'frame length 2147483647 is over the limit of 1048576 bytes'"
    })
    void aBadLengthClosesTheConnectionAndSaysWhy(int length, String message) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LIMIT));
        ByteBuf before = Unpooled.buffer().writeInt(2).writeShort(7);
        channel.writeInbound(before);
        InvalidFrameException e = assertThrows(
                InvalidFrameException.class,
                () -> channel.writeInbound(
                        Unpooled.buffer().writeInt(length).writeInt(1).writeByte(1)));
        assertEquals(message, e.getMessage());
        assertEquals(length, e.announcedBytes());
        assertFalse(channel.isOpen());
        ByteBuf frame = channel.readInbound();
        assertEquals(7, frame.readShort());
        frame.release();
        assertNull(channel.readInbound());
        channel.finishAndReleaseAll();
    }

    @Test
    void anAnnouncedFrameReservesNoMoreThanIsTrusted() {
        int limit = Integer.MAX_VALUE;
        UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(false);
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(limit, 1_024));
        channel.config().setAllocator(alloc);
        channel.writeInbound(Unpooled.buffer().writeInt(limit).writeByte(1));
        assertEquals(1_024, alloc.metric().usedHeapMemory());
        channel.writeInbound(Unpooled.buffer().writeBytes(new byte[100_000]));
        assertEquals(2 * 100_001, alloc.metric().usedHeapMemory());
        channel.finishAndReleaseAll();
        assertEquals(0, alloc.metric().usedHeapMemory());
    }

    @Test
    void aFrameInOnePieceIsNotCopied() {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LIMIT));
        ByteBuf in = Unpooled.buffer().writeInt(3).writeMedium(0x010203);
        channel.writeInbound(in);
        ByteBuf frame = channel.readInbound();
        assertEquals(1, in.refCnt());
        in.setByte(4, 9);
        assertEquals(0x090203, frame.readMedium());
        frame.release();
        assertEquals(0, in.refCnt());
        channel.finishAndReleaseAll();
    }

    @Test
    void whileReadingIsOffNoFrameIsHandedOn() {
        List<Integer> seen = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LIMIT), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf frame = (ByteBuf) message;
                seen.add((int) frame.readByte());
                frame.release();
                ctx.channel().config().setAutoRead(false);
            }
        });
        ByteBuf in = Unpooled.buffer();
        for (int i = 1; i <= 3; i++) {
            in.writeInt(1).writeByte(i);
        }
        channel.writeInbound(in, Unpooled.buffer().writeInt(1));
        channel.writeInbound(Unpooled.buffer().writeByte(4));
        assertEquals(List.of(1), seen);
        channel.config().setAutoRead(true);
        channel.runPendingTasks();
        assertEquals(List.of(1, 2), seen);
        channel.config().setAutoRead(true);
        channel.runPendingTasks();
        channel.config().setAutoRead(true);
        channel.runPendingTasks();
        assertEquals(List.of(1, 2, 3, 4), seen);
        channel.finishAndReleaseAll();
    }

    @Test
    void whatIsHeldIsReleasedWhenTheConnectionEnds() {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LIMIT));
        ByteBuf half = Unpooled.buffer().writeInt(100).writeByte(1);
        channel.writeInbound(half);
        channel.config().setAutoRead(false);
        ByteBuf held = Unpooled.buffer().writeByte(1);
        channel.writeInbound(held);
        channel.close();
        assertEquals(0, half.refCnt());
        assertEquals(0, held.refCnt());
        assertTrue(channel.inboundMessages().isEmpty());
    }

    @Test
    void whatIsMissingOfALargeFrameIsReadInItsPlace() {
        FrameDecoder decoder = new FrameDecoder(LIMIT, LIMIT);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        RecvByteBufAllocator.Handle buffers = decoder.receiveBuffers().newHandle();
        channel.writeInbound(Unpooled.buffer().writeInt(100_000).writeByte(1));
        ByteBuf rest = buffers.allocate(channel.alloc());
        assertEquals(99_999, rest.writableBytes());
        channel.writeInbound(rest.writeZero(50_000));
        ByteBuf last = buffers.allocate(channel.alloc());
        assertEquals(49_999, last.writableBytes());
        ByteBuf alias = last.retainedDuplicate();
        channel.writeInbound(last.writeZero(49_999));
        ByteBuf frame = channel.readInbound();
        assertEquals(100_000, frame.readableBytes());
        alias.setByte(49_998, 7);
        assertEquals(7, frame.getByte(99_999), "the same memory");
        alias.release();
        assertEquals(1, frame.refCnt());
        frame.release();
        channel.finishAndReleaseAll();
    }

    @Test
    void readingInPlaceGivesTheSameFramesWhateverIsReadAndSwitchedOff() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<byte[]> sent = new ArrayList<>();
            ByteBuf stream = Unpooled.buffer();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                byte[] payload = new byte[1 + random.nextInt(random.nextBoolean() ? 10 : 200_000)];
                random.nextBytes(payload);
                sent.add(payload);
                stream.writeInt(payload.length).writeBytes(payload);
            }
            FrameDecoder decoder = new FrameDecoder(LIMIT, random.nextBoolean() ? LIMIT : 1_000);
            EmbeddedChannel channel = new EmbeddedChannel(decoder);
            RecvByteBufAllocator.Handle buffers = decoder.receiveBuffers().newHandle();
            while (stream.isReadable()) {
                if (random.nextInt(4) == 0) {
                    channel.config().setAutoRead(!channel.config().isAutoRead());
                    channel.runPendingTasks();
                }
                ByteBuf in = buffers.allocate(channel.alloc());
                int most = Math.min(in.writableBytes(), stream.readableBytes());
                channel.writeInbound(in.writeBytes(stream, 1 + random.nextInt(most)));
            }
            channel.config().setAutoRead(true);
            channel.runPendingTasks();
            for (byte[] payload : sent) {
                ByteBuf frame = channel.readInbound();
                assertArrayEquals(payload, ByteBufUtil.getBytes(frame), "seed " + seed);
                frame.release();
            }
            assertNull(channel.readInbound(), "seed " + seed);
            stream.release();
            channel.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aLimitBelowOneIsRefused(int limit) {
        assertThrows(IllegalArgumentException.class, () -> new FrameDecoder(limit));
    }
}
