package io.headrace.transport;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.RequestHeader;
import io.headrace.protocol.message.ResponseHeader;
import io.headrace.protocol.wire.WireWriter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.SocketAddress;

/** A server whose answers a test writes. Its script runs on its loop. */
@SuppressWarnings("FutureReturnValueIgnored") // What a test waits for is what the client sees.
final class ScriptedServer implements AutoCloseable {

    /** Reacts to a request. */
    interface Script {
        void request(Connection connection, RequestHeader header, ApiMessage request);
    }

    /** One connection, for answering. */
    static final class Connection {
        private final Channel channel;

        private Connection(Channel channel) {
            this.channel = channel;
        }

        void answer(RequestHeader header, int version, ApiMessage response) {
            answer(header.correlationId(), version, response);
        }

        void answer(int correlationId, int version, ApiMessage response) {
            ByteBuf out = channel.alloc().buffer();
            WireWriter writer = WireWriter.to(out);
            out.writeInt(0);
            new ResponseHeader()
                    .correlationId(correlationId)
                    .write(writer, response.apiKey().responseHeaderVersion(version));
            response.write(writer, version);
            out.setInt(0, out.readableBytes() - 4);
            channel.writeAndFlush(out);
        }

        void write(ByteBuf bytes) {
            channel.writeAndFlush(bytes);
        }

        void close() {
            channel.close();
        }
    }

    private final Channel listening;

    ScriptedServer(EventLoopGroup group, Script script) {
        listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new FrameDecoder(1 << 26), new Requests(script));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    SocketAddress address() {
        return listening.localAddress();
    }

    private static final class Requests extends ChannelInboundHandlerAdapter {
        private final Script script;

        Requests(Script script) {
            this.script = script;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                ApiKey key = ApiKey.forId(frame.getShort(frame.readerIndex()));
                int version = frame.getShort(frame.readerIndex() + 2);
                RequestHeader header = RequestHeader.read(frame, key.requestHeaderVersion(version));
                script.request(new Connection(ctx.channel()), header, key.readRequest(frame, version));
            } finally {
                frame.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
    }
}
