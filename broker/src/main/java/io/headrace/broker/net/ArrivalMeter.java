package io.headrace.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts what comes from a socket before it is cut into frames, so that half received requests count as memory too.
 *
 * <p>Owner: the channel's loop.
 */
final class ArrivalMeter extends ChannelInboundHandlerAdapter {

    private final Connection connection;

    ArrivalMeter(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        connection.arrived(((ByteBuf) message).readableBytes());
        ctx.fireChannelRead(message);
        connection.handedOn();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        connection.readComplete();
    }
}
