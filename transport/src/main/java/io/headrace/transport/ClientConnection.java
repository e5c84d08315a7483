package io.headrace.transport;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A client's end of one connection to a broker: connects, encrypts, agrees on versions, authenticates, and ends. Requests
 * and their answers are its {@link RequestPipeline}'s, which lives as long.
 *
 * <p>Owner: the event loop given to {@link #open}. Every method must be called on it and every listener and handler is
 * called on it; nothing blocks. One connection is used once: after it closed a new one is opened.
 *
 * <pre>
 *   CONNECTING --tcp, tls--> HANDSHAKE --ApiVersions--> AUTHENTICATING --sasl--> READY
 *       |                        |                           ^___session ends____|
 *       |________________________|___________________________|___________________|____> CLOSED
 * </pre>
 *
 * <p>While a connection that was ready authenticates again (KIP-368), what is sent is held back, and goes out afterwards
 * in the order of the calls; what was in flight is answered as ever.
 *
 * <p>The broker answers in the order of the requests, so an answer that does not come blocks all that follow: when a
 * request's deadline passes the connection is closed. That request fails with {@link TimeoutException}, the others in
 * flight with {@link DisconnectException}.
 */
public final class ClientConnection {

    /** Memory reserved for an answer on the word of a broker that the user chose: fetch answers need not grow and be copied. */
    private static final int TRUSTED_ANSWER_BYTES = 64 << 20;

    /** Until it is known that the other end is a broker, nothing it says can be larger. */
    private static final int HANDSHAKE_ANSWER_BYTES = 1 << 20;

    /** Learns what becomes of a connection; called on its loop. */
    public interface Listener {

        /** The handshake is done: requests can be sent. */
        void onReady(ClientConnection connection);

        /**
         * The connection is gone. The last call to this listener; what was in flight fails right after it.
         *
         * @param cause why; never null
         */
        void onClosed(ClientConnection connection, KafkaException cause);

        /** TCP's connection is up, and encryption and handshake begin. */
        default void onConnected() {}

        /**
         * The broker takes this client for who it says it is; not called for connections without TLS and SASL.
         *
         * @param isAgain whether it did before, on the same connection
         * @param tookNs of SASL alone
         */
        default void onAuthenticated(boolean isAgain, long tookNs) {}

        /** A request was written, the handshake's included. */
        default void onSent(ApiKey key, long bytes) {}

        /** An answer came, the handshake's included; called before its handler is. */
        default void onAnswer(ApiMessage answer, long bytes, long latencyNs) {}
    }

    private enum State {
        CONNECTING,
        HANDSHAKE,
        AUTHENTICATING,
        READY,
        CLOSED
    }

    private final EventLoop loop;
    private final ConnectionSettings settings;
    private final SocketAddress address;
    private final Listener listener;
    private final ConnectionAuthentication.Session authentication;
    private final FrameDecoder decoder = new FrameDecoder(HANDSHAKE_ANSWER_BYTES, FrameDecoder.DEFAULT_TRUSTED_BYTES);

    private final AnswerMemory memory;

    /** Requests that wait until this connection has authenticated again. */
    private final ArrayDeque<Runnable> heldBack = new ArrayDeque<>(0);

    private State state = State.CONNECTING;
    private Channel channel;
    private RequestPipeline requests;
    private ApiVersionRanges versions;
    private long handshakeThrottleMs;
    private long authenticationStartNs;
    private boolean isConnected;
    private boolean wasReady;
    private boolean wasServed;
    private io.netty.util.concurrent.Future<Channel> encrypted;
    private Future<?> idleCheck;

    private ClientConnection(EventLoop loop, ConnectionSettings settings, SocketAddress address, Listener listener) {
        this.loop = loop;
        this.settings = settings;
        this.address = address;
        this.listener = Objects.requireNonNull(listener, "listener");
        this.memory = new AnswerMemory(ByteBufAllocator.DEFAULT, loop);
        this.authentication = settings.security().authentication().on(this);
    }

    /**
     * Starts to connect.
     *
     * @param address already resolved
     * @param connectTimeoutMs how long TCP's handshake may take
     */
    public static ClientConnection open(
            EventLoop loop,
            ConnectionSettings settings,
            SocketAddress address,
            int connectTimeoutMs,
            Listener listener) {
        ClientConnection connection = new ClientConnection(loop, settings, address, listener);
        connection.connect(connectTimeoutMs);
        return connection;
    }

    private void connect(int connectTimeoutMs) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, memory)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMs)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline().addLast(decoder).addLast(new Answers());
                        encrypted =
                                settings.security().encryption().encrypt(ch, address, settings.handshakeTimeoutMs());
                    }
                });
        if (settings.sendBufferBytes() > 0) {
            bootstrap.option(ChannelOption.SO_SNDBUF, settings.sendBufferBytes());
        }
        if (settings.receiveBufferBytes() > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes());
        }
        ChannelFuture connected = bootstrap.connect(address);
        channel = connected.channel();
        requests = new RequestPipeline(channel, loop, address, settings.clientId(), new Traffic());
        connected.addListener((ChannelFutureListener) this::onConnected);
    }

    private void onConnected(ChannelFuture connected) {
        if (!loop.inEventLoop()) {
            // A channel that could not even be made (no file descriptors left) belongs to no loop yet.
            loop.execute(() -> onConnected(connected));
            return;
        }
        if (state == State.CLOSED) {
            hangUp(connected.channel());
            return;
        }
        if (!connected.isSuccess()) {
            Throwable cause = connected.cause();
            end(new DisconnectException("could not connect to " + address + ": " + cause.getMessage(), cause));
            return;
        }
        isConnected = true;
        listener.onConnected();
        encrypted.addListener(this::onEncrypted);
    }

    private void onEncrypted(io.netty.util.concurrent.Future<? super Channel> done) {
        if (state == State.CLOSED) {
            return;
        }
        if (!done.isSuccess()) {
            end(settings.security().encryption().failure(address, done.cause(), false));
            return;
        }
        state = State.HANDSHAKE;
        if (channel.pipeline().first() == decoder) {
            // Nothing was read yet, for a broker speaks when it is spoken to.
            channel.config().setRecvByteBufAllocator(decoder.receiveBuffers());
        }
        new Handshake(this, settings).start();
    }

    /** Called by the handshake: the broker wants a pause before the first request. */
    void handshakeThrottled(long pauseMs) {
        handshakeThrottleMs = Math.max(handshakeThrottleMs, pauseMs);
    }

    /** The pause in ms that the broker asked for in the handshake, counted from its end; for the owner to keep. */
    public long handshakeThrottleMs() {
        return handshakeThrottleMs;
    }

    /** Called by the handshake. */
    void handshakeDone(ApiVersionRanges agreed) {
        if (state != State.HANDSHAKE) {
            return;
        }
        versions = agreed;
        authenticate();
    }

    private void authenticate() {
        state = State.AUTHENTICATING;
        authenticationStartNs = System.nanoTime();
        authentication.start();
    }

    /** Called by the authentication: the broker takes this client for who it says it is, or did not ask. */
    void authenticated() {
        if (state != State.AUTHENTICATING) {
            return;
        }
        state = State.READY;
        if (!settings.security().equals(ConnectionSecurity.PLAINTEXT)) {
            listener.onAuthenticated(wasReady, System.nanoTime() - authenticationStartNs);
        }
        if (wasReady) {
            sendHeldBack();
            return;
        }
        wasReady = true;
        decoder.limits(settings.maxFrameBytes(), TRUSTED_ANSWER_BYTES);
        scheduleIdleCheck(settings.maxIdleMs());
        listener.onReady(this);
    }

    /** Called by the authentication. */
    void fail(KafkaException cause) {
        end(cause);
    }

    /** Whether the handshake is done and the connection still there. */
    public boolean isReady() {
        return wasReady && state != State.CLOSED;
    }

    /** Whether this connection came to its end. */
    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /** What the broker supports; null before the handshake is done. */
    public ApiVersionRanges versions() {
        return versions;
    }

    /** The number of requests without an answer yet. */
    public int inFlight() {
        return requests.size() + heldBack.size();
    }

    /** Whether the socket takes more bytes now; false when much was written that the broker has not read. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Stops reading answers, so that the broker's end fills up. */
    public void pauseReading() {
        channel.config().setAutoRead(false);
    }

    /** Reads answers again. */
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    /** What has still to happen before requests can be sent, in words for who waited in vain. */
    public String awaited() {
        return switch (state) {
            case CONNECTING ->
                isConnected
                        ? "the TLS handshake is not done; does it speak TLS on that port?"
                        : "there is no connection yet";
            case HANDSHAKE -> "it has not answered the first request; security.protocol may be wrong for that port";
            case AUTHENTICATING -> "authentication is not done";
            case READY -> "nothing";
            case CLOSED -> "the connection is closed";
        };
    }

    /** Where this connection leads. */
    public SocketAddress address() {
        return address;
    }

    /**
     * Sends a request that is answered. Requests go out in the order of the calls, at the end of the loop's turn.
     *
     * @param version as picked from {@link #versions()}
     * @param deadlineNs on {@link System#nanoTime()}'s scale; the answer must be here by then
     * @param handler told the outcome, never before this method has returned
     */
    public void send(ApiMessage request, int version, long deadlineNs, ResponseHandler handler) {
        if (isHoldingBack()) {
            heldBack.add(() -> sendAtOnce(request, version, deadlineNs, handler));
            return;
        }
        sendAtOnce(request, version, deadlineNs, handler);
    }

    private boolean isHoldingBack() {
        if (state == State.READY && authentication.isDueAgain()) {
            authenticate();
        }
        return wasReady && state == State.AUTHENTICATING;
    }

    private void sendHeldBack() {
        Runnable next;
        while ((next = heldBack.poll()) != null) {
            next.run();
        }
    }

    /** For handshake and authentication, which what they delay must not delay. */
    void sendAtOnce(ApiMessage request, int version, long deadlineNs, ResponseHandler handler) {
        requests.send(request, version, deadlineNs, handler);
    }

    /**
     * Sends a request that the broker does not answer (produce with acks=0).
     *
     * @param written told when the bytes were given to the kernel, with a null response, or that they could not
     */
    public void sendOneWay(ApiMessage request, int version, ResponseHandler written) {
        if (isHoldingBack()) {
            heldBack.add(() -> requests.sendOneWay(request, version, written));
            return;
        }
        requests.sendOneWay(request, version, written);
    }

    /** Closes the connection; what is in flight fails with {@link DisconnectException}. */
    public void close() {
        close("the connection to " + address + " was closed by this client");
    }

    /** Closes the connection and says why; what is in flight fails with {@link DisconnectException}. */
    public void close(String reason) {
        end(new DisconnectException(reason));
    }

    private void end(KafkaException cause) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        if (idleCheck != null) {
            idleCheck.cancel(false);
        }
        requests.stop();
        authentication.end();
        hangUp(channel);
        memory.close();
        // First the owner: a handler that sends again at once must not be given this connection.
        listener.onClosed(this, cause);
        requests.failAll(cause);
        // Sent now, each of them hears that the connection is closed.
        sendHeldBack();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Everyone concerned is told by this object.
    private static void hangUp(Channel channel) {
        channel.close();
    }

    private void scheduleIdleCheck(long delayMs) {
        if (settings.maxIdleMs() >= 0) {
            idleCheck = loop.schedule(this::checkIdle, Math.max(1, delayMs), TimeUnit.MILLISECONDS);
        }
    }

    private void checkIdle() {
        long idleMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - requests.lastTrafficNs());
        if (requests.size() == 0 && idleMs >= settings.maxIdleMs()) {
            end(new IdleConnectionException("the connection to " + address + " was idle for " + idleMs + " ms"));
            return;
        }
        scheduleIdleCheck(requests.size() == 0 ? settings.maxIdleMs() - idleMs : settings.maxIdleMs());
    }

    /** What goes over the connection, and that it no longer can. */
    private final class Traffic implements RequestPipeline.Owner {

        @Override
        public void onSent(ApiKey key, long bytes) {
            listener.onSent(key, bytes);
        }

        @Override
        public void onAnswer(ApiMessage answer, long bytes, long latencyNs) {
            listener.onAnswer(answer, bytes, latencyNs);
            wasServed |= wasReady;
        }

        @Override
        public void onBroken(KafkaException cause) {
            end(cause);
        }
    }

    /** The end of the channel's pipeline: frames become answers. */
    private final class Answers extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                if (state != State.CLOSED) {
                    requests.answer(frame);
                }
            } finally {
                frame.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (state == State.CONNECTING) {
                // What encrypts knows better.
                return;
            }
            end(new DisconnectException(address + " closed the connection" + guessWhy()));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof InvalidFrameException invalid && invalid.looksLikeTls()) {
                end(new DisconnectException(
                        address + " speaks TLS on that port, and security.protocol says not to: " + cause.getMessage(),
                        cause));
            } else if (state != State.CONNECTING) {
                end(settings.security().encryption().failure(address, cause, wasReady));
            }
        }
    }

    /** A broker does not say why it hangs up, but the time at which it does tells something. */
    private String guessWhy() {
        if (!wasReady) {
            return " before the handshake was done; security.protocol may be wrong for that port";
        }
        return wasServed
                ? ""
                : " before it answered a request; if the port demands SASL, security.protocol has to say so";
    }

    @Override
    public String toString() {
        return "ClientConnection(" + address + ", " + state + ", " + requests.size() + " in flight)";
    }

    EventLoop loop() {
        return loop;
    }

    long handshakeTimeoutMs() {
        return settings.handshakeTimeoutMs();
    }

    /** For the handshake, whose requests go out before the versions are known. */
    long handshakeDeadlineNs() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.handshakeTimeoutMs());
    }
}
