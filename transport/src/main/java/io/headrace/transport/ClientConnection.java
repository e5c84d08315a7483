package io.headrace.transport;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedVersionException;
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
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's end of one connection to a broker: connects, encrypts, agrees on versions, authenticates, sends requests and
 * matches the answers.
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

    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

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
    private final InFlightRequests inFlight = new InFlightRequests();
    private final ConnectionAuthentication.Session authentication;
    private final FrameDecoder decoder = new FrameDecoder(HANDSHAKE_ANSWER_BYTES, FrameDecoder.DEFAULT_TRUSTED_BYTES);

    private final AnswerMemory memory;

    /** Requests that wait until this connection has authenticated again. */
    private final ArrayDeque<Runnable> heldBack = new ArrayDeque<>(0);

    private State state = State.CONNECTING;
    private Channel channel;
    private ApiVersionRanges versions;
    private long handshakeThrottleMs;
    private int nextCorrelationId;
    private long lastTrafficNs;
    private long authenticationStartNs;
    private boolean flushScheduled;
    private boolean isConnected;
    private boolean wasReady;
    private boolean wasServed;
    private io.netty.util.concurrent.Future<Channel> encrypted;
    private Future<?> idleCheck;
    private Future<?> deadlineCheck;
    private long deadlineCheckNs;

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
        lastTrafficNs = System.nanoTime();
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
        return inFlight.size() + heldBack.size();
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
        if (state == State.CLOSED) {
            DisconnectException failure = new DisconnectException("the connection to " + address + " is closed");
            loop.execute(() -> fail(handler, failure));
            return;
        }
        int correlationId = nextCorrelationId++;
        if (!write(request, version, correlationId, channel.voidPromise(), handler)) {
            return;
        }
        inFlight.add(correlationId, request.apiKey(), version, deadlineNs, handler);
        if (deadlineCheck == null || deadlineNs - deadlineCheckNs < 0) {
            scheduleDeadlineCheck(deadlineNs);
        }
    }

    /**
     * Sends a request that the broker does not answer (produce with acks=0).
     *
     * @param written told when the bytes were given to the kernel, with a null response, or that they could not
     */
    public void sendOneWay(ApiMessage request, int version, ResponseHandler written) {
        if (isHoldingBack()) {
            heldBack.add(() -> sendOneWayAtOnce(request, version, written));
            return;
        }
        sendOneWayAtOnce(request, version, written);
    }

    private void sendOneWayAtOnce(ApiMessage request, int version, ResponseHandler written) {
        if (state == State.CLOSED) {
            DisconnectException failure = new DisconnectException("the connection to " + address + " is closed");
            loop.execute(() -> fail(written, failure));
            return;
        }
        ChannelPromise promise = channel.newPromise();
        if (!write(request, version, nextCorrelationId++, promise, written)) {
            return;
        }
        promise.addListener(done -> {
            if (done.isSuccess()) {
                succeed(written, null, version);
            } else {
                DisconnectException failure = new DisconnectException(
                        "the connection to " + address + " ended while " + request.apiKey() + " was written",
                        done.cause());
                // First the owner, as with requests in flight: who sends again at once must not be given this
                // connection.
                end(failure);
                fail(written, failure);
            }
        });
    }

    private boolean write(
            ApiMessage request, int version, int correlationId, ChannelPromise promise, ResponseHandler handler) {
        try {
            long bytes = RequestFrame.write(channel, request, version, correlationId, settings.clientId(), promise);
            listener.onSent(request.apiKey(), bytes);
        } catch (UnsupportedVersionException e) {
            loop.execute(() -> fail(handler, e));
            return false;
        } catch (RuntimeException e) {
            loop.execute(() -> fail(
                    handler,
                    new KafkaException(
                            request.apiKey() + " request of version " + version + " cannot be written: " + e, e)));
            return false;
        }
        lastTrafficNs = System.nanoTime();
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flush);
        }
        return true;
    }

    private void flush() {
        flushScheduled = false;
        channel.flush();
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
        cancel(idleCheck);
        cancel(deadlineCheck);
        authentication.end();
        hangUp(channel);
        memory.close();
        // First the owner: a handler that sends again at once must not be given this connection.
        listener.onClosed(this, cause);
        InFlightRequests.InFlight request;
        while ((request = inFlight.poll()) != null) {
            fail(request.handler(), asFailureOf(request, cause));
        }
        // Sent now, each of them hears that the connection is closed.
        sendHeldBack();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Everyone concerned is told by this object.
    private static void hangUp(Channel channel) {
        channel.close();
    }

    private RuntimeException asFailureOf(InFlightRequests.InFlight request, KafkaException cause) {
        if (cause instanceof TimeoutException && request.isExpired(System.nanoTime())) {
            return new TimeoutException("no answer to " + request.key() + " (correlation id "
                    + request.correlationId() + ") from " + address + " within "
                    + TimeUnit.NANOSECONDS.toMillis(request.deadlineNs() - request.sentNs()) + " ms");
        }
        return new DisconnectException(
                "the connection to " + address + " ended before the answer to " + request.key() + " (correlation id "
                        + request.correlationId() + "): " + cause.getMessage(),
                cause);
    }

    private void answer(ByteBuf frame) {
        lastTrafficNs = System.nanoTime();
        InFlightRequests.InFlight request = inFlight.peek();
        if (request == null) {
            end(new DisconnectException(address + " sent an answer that nobody asked for"));
            return;
        }
        long bytes = FrameDecoder.LENGTH_BYTES + (long) frame.readableBytes();
        ApiMessage response;
        try {
            response = ResponseFrame.read(frame, request);
        } catch (RuntimeException e) {
            log.warn("closing the connection to {}: its answer to {} cannot be read", address, request.key(), e);
            end(new DisconnectException(
                    "the answer of " + address + " to " + request.key() + " cannot be read: " + e.getMessage(), e));
            return;
        }
        inFlight.poll();
        listener.onAnswer(response, bytes, lastTrafficNs - request.sentNs());
        wasServed |= wasReady;
        succeed(request.handler(), response, request.version());
    }

    private void scheduleDeadlineCheck(long deadlineNs) {
        cancel(deadlineCheck);
        deadlineCheckNs = deadlineNs;
        deadlineCheck =
                loop.schedule(this::checkDeadlines, Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void checkDeadlines() {
        deadlineCheck = null;
        if (state == State.CLOSED || inFlight.size() == 0) {
            return;
        }
        long nowNs = System.nanoTime();
        InFlightRequests.InFlight next = inFlight.earliestDeadline(nowNs);
        if (next.isExpired(nowNs)) {
            end(new TimeoutException("no answer to " + next.key() + " from " + address + " within "
                    + TimeUnit.NANOSECONDS.toMillis(next.deadlineNs() - next.sentNs()) + " ms"));
            return;
        }
        scheduleDeadlineCheck(next.deadlineNs());
    }

    private void scheduleIdleCheck(long delayMs) {
        if (settings.maxIdleMs() >= 0) {
            idleCheck = loop.schedule(this::checkIdle, Math.max(1, delayMs), TimeUnit.MILLISECONDS);
        }
    }

    private void checkIdle() {
        long idleMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastTrafficNs);
        if (inFlight.size() == 0 && idleMs >= settings.maxIdleMs()) {
            end(new IdleConnectionException("the connection to " + address + " was idle for " + idleMs + " ms"));
            return;
        }
        scheduleIdleCheck(inFlight.size() == 0 ? settings.maxIdleMs() - idleMs : settings.maxIdleMs());
    }

    private static void cancel(Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private static void succeed(ResponseHandler handler, ApiMessage response, int version) {
        try {
            handler.onResponse(response, version);
        } catch (RuntimeException e) {
            log.error("a response handler failed; this is a bug", e);
        }
    }

    private static void fail(ResponseHandler handler, RuntimeException failure) {
        try {
            handler.onFailure(failure);
        } catch (RuntimeException e) {
            log.error("a response handler failed; this is a bug", e);
        }
    }

    /** The end of the channel's pipeline: frames become answers. */
    private final class Answers extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                if (state != State.CLOSED) {
                    answer(frame);
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
        return "ClientConnection(" + address + ", " + state + ", " + inFlight.size() + " in flight)";
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
