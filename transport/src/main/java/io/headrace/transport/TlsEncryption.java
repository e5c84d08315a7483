package io.headrace.transport;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.SslAuthenticationException;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;

/**
 * TLS by the JDK's engines. What an engine calls a delegated task (checking certificates, computing keys) runs on threads
 * that may block; the rest on the connection's loop. Immutable, thread safe.
 */
public final class TlsEncryption implements ConnectionEncryption {

    private final TlsEngines engines;
    private final Executor blocking;

    /**
     * Encryption by such engines.
     *
     * @param blocking runs delegated tasks; when it refuses one, the handshake fails
     */
    public TlsEncryption(TlsEngines engines, Executor blocking) {
        this.engines = Objects.requireNonNull(engines, "engines");
        this.blocking = Objects.requireNonNull(blocking, "blocking");
    }

    @Override
    public Future<Channel> encrypt(Channel channel, SocketAddress address, long timeoutMs) {
        InetSocketAddress peer = (InetSocketAddress) address;
        SslHandler handler = new SslHandler(engines.newEngine(peer.getHostString(), peer.getPort()), blocking);
        handler.setHandshakeTimeoutMillis(timeoutMs);
        channel.pipeline().addFirst(handler);
        return handler.handshakeFuture();
    }

    /**
     * A broker that refuses this client's certificate may say so after the client's part of the handshake is over (TLS
     * 1.3), so every alert before the first answer counts as a failed handshake.
     */
    @Override
    public KafkaException failure(SocketAddress address, Throwable cause, boolean isEstablished) {
        SSLException tls = tlsFailure(cause);
        if (tls instanceof SslHandshakeTimeoutException) {
            return new DisconnectException(
                    "the TLS handshake with " + address + " was not done in time; does it speak TLS on that port?",
                    tls);
        }
        if (isEndOfStream(cause) && !isEstablished) {
            return new DisconnectException(
                    address + " closed the connection during the TLS handshake; does it speak TLS on that port?",
                    cause);
        }
        if (tls == null || isEstablished) {
            return new DisconnectException("the connection to " + address + " broke: " + cause.getMessage(), cause);
        }
        return new SslAuthenticationException("TLS handshake with " + address + " failed: " + reason(tls), tls);
    }

    private static SSLException tlsFailure(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SSLException found) {
                return found;
            }
        }
        return null;
    }

    private static boolean isEndOfStream(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof ClosedChannelException) {
                return true;
            }
        }
        return false;
    }

    /** The innermost words, which say what is wrong with a certificate; the outer ones say only that something is. */
    private static String reason(SSLException failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        if (at != failure && at.getMessage() != null && !text.toString().contains(at.getMessage())) {
            text.append(" (").append(at.getMessage()).append(')');
        }
        return text.toString();
    }
}
