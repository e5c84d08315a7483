package io.headrace.clients.fake;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.RequestHeader;
import io.headrace.protocol.message.ResponseHeader;
import io.headrace.protocol.wire.WireWriter;
import io.headrace.transport.FrameDecoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One broker of a {@link FakeCluster}: takes connections and answers in order. */
@SuppressWarnings("FutureReturnValueIgnored") // What a test waits for is what the client sees.
final class FakeBroker {

    private final int id;
    private final FakeCluster cluster;
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private final Channel listening;
    private final int port;
    private volatile boolean isClosed;

    FakeBroker(int id, FakeCluster cluster) {
        this.id = id;
        this.cluster = cluster;
        this.listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new FrameDecoder(1 << 30), new Requests());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        this.port = ((InetSocketAddress) listening.localAddress()).getPort();
    }

    int port() {
        return port;
    }

    int connections() {
        return connections.size();
    }

    boolean isClosed() {
        return isClosed;
    }

    void disconnectAll() {
        connections.forEach(Channel::close);
    }

    synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        listening.close().syncUninterruptibly();
        disconnectAll();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Requests extends ChannelInboundHandlerAdapter {

        /** When the last answer that was delayed goes out. */
        private long lastDueNs = System.nanoTime();

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            connections.add(ctx.channel());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            connections.remove(ctx.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                if (ctx.channel().isActive()) {
                    serve(ctx, frame);
                }
            } finally {
                frame.release();
            }
        }

        private void serve(ChannelHandlerContext ctx, ByteBuf frame) {
            ApiKey key = ApiKey.forId(frame.getShort(frame.readerIndex()));
            int version = frame.getShort(frame.readerIndex() + 2);
            if (!cluster.isInRange(key, version)) {
                refuseVersion(ctx, frame, key);
                return;
            }
            RequestHeader header = RequestHeader.read(frame, key.requestHeaderVersion(version));
            ApiMessage request = key.readRequest(frame, version);
            Fault fault = cluster.faultFor(id, request, version);
            if (fault instanceof Fault.Stall) {
                return;
            }
            if (fault instanceof Fault.Disconnect) {
                ctx.close();
                return;
            }
            if (fault instanceof Fault.Garbage garbage) {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(garbage.bytes()));
                return;
            }
            ApiMessage response =
                    fault instanceof Fault.Answer answer ? answer.response() : cluster.serve(id, request, version);
            long nowNs = System.nanoTime();
            long dueNs = fault instanceof Fault.Delay delay ? nowNs + delay.ms() * 1_000_000 : nowNs;
            if (response != null && (dueNs - nowNs > 0 || lastDueNs - nowNs > 0)) {
                lastDueNs = Math.max(dueNs, lastDueNs);
                ctx.executor()
                        .schedule(
                                () -> answer(ctx, key, version, header.correlationId(), response),
                                lastDueNs - nowNs,
                                TimeUnit.NANOSECONDS);
            } else if (fault instanceof Fault.LoseAnswer) {
                ctx.close();
            } else if (response != null && !(fault instanceof Fault.SwallowAnswer)) {
                answer(ctx, key, version, header.correlationId(), response);
            }
        }

        /** As brokers do: a handshake of an unknown version is answered in version 0, anything else ends the connection. */
        private void refuseVersion(ChannelHandlerContext ctx, ByteBuf frame, ApiKey key) {
            if (key != ApiKey.API_VERSIONS) {
                ctx.close();
                return;
            }
            answer(ctx, key, 0, frame.getInt(frame.readerIndex() + 4), cluster.apiVersions(Errors.UNSUPPORTED_VERSION));
        }

        private void answer(
                ChannelHandlerContext ctx, ApiKey key, int version, int correlationId, ApiMessage response) {
            ByteBuf out = ctx.alloc().buffer();
            WireWriter writer = WireWriter.to(out);
            out.writeInt(0);
            new ResponseHeader().correlationId(correlationId).write(writer, key.responseHeaderVersion(version));
            response.write(writer, version);
            out.setInt(0, out.readableBytes() - 4);
            ctx.writeAndFlush(out);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
