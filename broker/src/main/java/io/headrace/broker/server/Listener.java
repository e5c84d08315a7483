package io.headrace.broker.server;

import io.headrace.broker.loop.Loops;
import io.headrace.broker.net.Accepting;
import io.headrace.metadata.config.BrokerConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/**
 * The port. Bound first, so that a port that is taken ends the start before anything else is done, and let into the
 * loops last, when requests can be answered.
 *
 * <p>Owner: the thread that starts and closes the broker.
 */
final class Listener {

    private static final int LOW_WATER_BYTES = 128 * 1024;
    private static final int HIGH_WATER_BYTES = 512 * 1024;
    private static final int SYSTEM_DEFAULT = -1;

    private final BrokerConfig config;
    private final ServerSocketChannel socket;
    private final int port;
    private Channel channel;

    private Listener(BrokerConfig config, ServerSocketChannel socket, int port) {
        this.config = config;
        this.socket = socket;
        this.port = port;
    }

    /**
     * Binds.
     *
     * @throws BrokerStartException when the port is taken, or the address is not one of this machine
     */
    static Listener bind(BrokerConfig config) {
        InetSocketAddress wanted = config.bindHost().isEmpty()
                ? new InetSocketAddress(config.port())
                : new InetSocketAddress(config.bindHost(), config.port());
        if (wanted.isUnresolved()) {
            throw new BrokerStartException("cannot listen on host '" + config.bindHost() + "': it is not known");
        }
        ServerSocketChannel socket = null;
        try {
            socket = ServerSocketChannel.open();
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (config.socketReceiveBufferBytes() != SYSTEM_DEFAULT) {
                // On the listening socket, since the window is agreed on when a connection is made.
                socket.setOption(StandardSocketOptions.SO_RCVBUF, config.socketReceiveBufferBytes());
            }
            socket.bind(wanted, config.socketListenBacklog());
            int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
            return new Listener(config, socket, port);
        } catch (IOException e) {
            closeQuietly(socket, e);
            throw new BrokerStartException(
                    "cannot listen on " + wanted.getHostString() + ":" + config.port() + ": " + e.getMessage(), e);
        }
    }

    /** The port, also when the settings asked for any. */
    int port() {
        return port;
    }

    /** Lets connections in. */
    void open(Loops loops, Accepting accepting) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channelFactory(() -> new NioServerSocketChannel(socket))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .childHandler(accepting);
        if (config.socketSendBufferBytes() != SYSTEM_DEFAULT) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, config.socketSendBufferBytes());
        }
        channel = bootstrap.register().syncUninterruptibly().channel();
    }

    /** Lets no more connections in, and frees the port. */
    void close() {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        } else {
            closeQuietly(socket, null);
        }
    }

    private static void closeQuietly(ServerSocketChannel socket, IOException reason) {
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            if (reason != null) {
                reason.addSuppressed(e);
            }
        }
    }
}
