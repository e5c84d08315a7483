package io.headrace.transport;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.DisconnectException;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;

/** Encrypts connections, or does not. Thread safe: serves all connections of a client. */
public interface ConnectionEncryption {

    /** Bytes go out as they are. */
    ConnectionEncryption NONE = new ConnectionEncryption() {
        @Override
        public Future<Channel> encrypt(Channel channel, SocketAddress address, long timeoutMs) {
            return channel.eventLoop().newSucceededFuture(channel);
        }

        @Override
        public KafkaException failure(SocketAddress address, Throwable cause, boolean isEstablished) {
            return new DisconnectException("the connection to " + address + " broke: " + cause.getMessage(), cause);
        }
    };

    /**
     * Puts what encrypts in front of a new channel's pipeline. Called on the channel's loop before it connects.
     *
     * @param address whom the other end has to prove to be
     * @param timeoutMs how long the handshake may take once the channel is connected
     * @return done when requests may be written
     */
    Future<Channel> encrypt(Channel channel, SocketAddress address, long timeoutMs);

    /**
     * What an exception of the channel means.
     *
     * @param isEstablished whether the broker has answered a request since
     * @return {@link io.headrace.common.errors.SslAuthenticationException} when one end does not trust the other, so that
     *     trying again is of no use; {@link DisconnectException} otherwise
     */
    KafkaException failure(SocketAddress address, Throwable cause, boolean isEstablished);
}
