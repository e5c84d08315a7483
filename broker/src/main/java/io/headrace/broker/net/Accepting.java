package io.headrace.broker.net;

import io.headrace.broker.quota.ClientQuotas;
import io.headrace.transport.FrameDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits accepted connections within the limits and quotas, and puts their handlers together.
 *
 * <p>Stateless besides the limits and a count, which are thread safe; runs on the loops of the connections.
 */
@Sharable
public final class Accepting extends ChannelInitializer<Channel> {

    private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);

    private final ConnectionLimits limits;
    private final ClientQuotas quotas;
    private final List<LoopConnections> byLoop;
    private final AtomicLong made = new AtomicLong();

    /** Connections within {@code limits}; {@code byLoop} has one place for each loop. */
    public Accepting(ConnectionLimits limits, ClientQuotas quotas, List<LoopConnections> byLoop) {
        this.limits = limits;
        this.quotas = quotas;
        this.byLoop = List.copyOf(byLoop);
    }

    @Override
    protected void initChannel(Channel channel) {
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        if (peer == null) {
            close(channel);
            return;
        }
        InetAddress address = peer.getAddress();
        String refusal = limits.refusalOf(address);
        if (refusal != null) {
            LOG.info("connection of {} is refused: {}", peer, refusal);
            close(channel);
            return;
        }
        countUntilClosed(channel, address);
        long refuseAfterMs = quotas.refuseAfterMs(address);
        if (refuseAfterMs > 0) {
            LOG.debug("connection of {} is refused: its address makes too many", peer);
            // Kept for a while, so that a client that tries again at once is slowed down (KIP-612).
            channel.config().setAutoRead(false);
            closeLater(channel, refuseAfterMs);
            return;
        }
        LoopConnections siblings = connectionsOf(channel.eventLoop());
        Connection connection = new Connection(channel, siblings, made.incrementAndGet());
        channel.pipeline()
                .addLast(new ArrivalMeter(connection))
                .addLast(new FrameDecoder(siblings.settings().maxFrameBytes()))
                .addLast(connection);
        connection.pauseFor(quotas.delayConnectionMs());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The future lives as long as the channel.
    private void countUntilClosed(Channel channel, InetAddress address) {
        channel.closeFuture().addListener(closed -> limits.closed(address));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it.
    private static void close(Channel channel) {
        channel.close();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Closing one that is closed does nothing.
    private static void closeLater(Channel channel, long ms) {
        channel.eventLoop().schedule(() -> close(channel), ms, TimeUnit.MILLISECONDS);
    }

    private LoopConnections connectionsOf(EventLoop events) {
        for (LoopConnections connections : byLoop) {
            if (connections.loop().events() == events) {
                return connections;
            }
        }
        throw new IllegalStateException("a connection was accepted on a foreign loop");
    }
}
