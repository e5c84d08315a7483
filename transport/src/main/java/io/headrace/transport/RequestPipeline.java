package io.headrace.transport;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection: gives each the next correlation id, writes it, keeps it until its answer is there or its
 * deadline has passed, and tells its handler.
 *
 * <p>Owner: the connection's loop. What is written in one turn of the loop is flushed at its end. The pipeline knows nothing
 * of handshakes and authentication, and never closes the channel: it tells the {@link Owner} when no further answer can
 * be matched, and is told by {@link #stop} and {@link #failAll} that the connection has ended.
 */
final class RequestPipeline {

    /** That of the connection, which is what a reader of the log knows of. */
    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

    /** The connection, as its pipeline sees it; called on the loop. */
    interface Owner {

        /** A request was written. */
        void onSent(ApiKey key, long bytes);

        /** An answer was read; its handler is called afterwards. */
        void onAnswer(ApiMessage answer, long bytes, long latencyNs);

        /** The connection is of no use any more and has to end; nothing was failed yet. */
        void onBroken(KafkaException cause);
    }

    private final Channel channel;
    private final EventLoop loop;
    private final SocketAddress address;
    private final String clientId;
    private final Owner owner;
    private final InFlightRequests inFlight = new InFlightRequests();

    private int nextCorrelationId;
    private long lastTrafficNs = System.nanoTime();
    private boolean flushScheduled;
    private boolean isStopped;
    private Future<?> deadlineCheck;
    private long deadlineCheckNs;

    /**
     * @param loop the channel's, which a channel that could not be made does not know
     * @param address named in failures
     * @param clientId sent with each request, may be null
     */
    RequestPipeline(Channel channel, EventLoop loop, SocketAddress address, String clientId, Owner owner) {
        this.channel = channel;
        this.loop = loop;
        this.address = address;
        this.clientId = clientId;
        this.owner = owner;
    }

    /** The number of requests without an answer yet. */
    int size() {
        return inFlight.size();
    }

    /** When something was last written or read, on {@link System#nanoTime()}'s scale. */
    long lastTrafficNs() {
        return lastTrafficNs;
    }

    /** See {@link ClientConnection#send}. */
    void send(ApiMessage request, int version, long deadlineNs, ResponseHandler handler) {
        if (isStopped) {
            refuse(handler);
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

    /** See {@link ClientConnection#sendOneWay}. */
    void sendOneWay(ApiMessage request, int version, ResponseHandler written) {
        if (isStopped) {
            refuse(written);
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
                owner.onBroken(failure);
                fail(written, failure);
            }
        });
    }

    private void refuse(ResponseHandler handler) {
        DisconnectException failure = new DisconnectException("the connection to " + address + " is closed");
        loop.execute(() -> fail(handler, failure));
    }

    private boolean write(
            ApiMessage request, int version, int correlationId, ChannelPromise promise, ResponseHandler handler) {
        try {
            long bytes = RequestFrame.write(channel, request, version, correlationId, clientId, promise);
            owner.onSent(request.apiKey(), bytes);
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

    /**
     * Reads the answer to the oldest request and tells its handler; or tells the owner that the connection is broken, if it
     * is no such answer.
     *
     * @param frame borrowed
     */
    void answer(ByteBuf frame) {
        lastTrafficNs = System.nanoTime();
        InFlightRequests.InFlight request = inFlight.peek();
        if (request == null) {
            owner.onBroken(new DisconnectException(address + " sent an answer that nobody asked for"));
            return;
        }
        long bytes = FrameDecoder.LENGTH_BYTES + (long) frame.readableBytes();
        ApiMessage response;
        try {
            response = ResponseFrame.read(frame, request);
        } catch (RuntimeException e) {
            log.warn("closing the connection to {}: its answer to {} cannot be read", address, request.key(), e);
            owner.onBroken(new DisconnectException(
                    "the answer of " + address + " to " + request.key() + " cannot be read: " + e.getMessage(), e));
            return;
        }
        inFlight.poll();
        owner.onAnswer(response, bytes, lastTrafficNs - request.sentNs());
        succeed(request.handler(), response, request.version());
    }

    /** The connection has ended: what is sent from now on is refused, and no deadline is watched any more. */
    void stop() {
        isStopped = true;
        cancelDeadlineCheck();
    }

    /**
     * Fails what is in flight, oldest first: with {@link TimeoutException} what was not answered in time when that is why
     * the connection ended, all else with {@link DisconnectException}. To be called after {@link #stop}.
     */
    void failAll(KafkaException cause) {
        InFlightRequests.InFlight request;
        while ((request = inFlight.poll()) != null) {
            fail(request.handler(), asFailureOf(request, cause));
        }
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

    private void scheduleDeadlineCheck(long deadlineNs) {
        cancelDeadlineCheck();
        deadlineCheckNs = deadlineNs;
        deadlineCheck =
                loop.schedule(this::checkDeadlines, Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void cancelDeadlineCheck() {
        if (deadlineCheck != null) {
            deadlineCheck.cancel(false);
        }
    }

    private void checkDeadlines() {
        deadlineCheck = null;
        if (isStopped || inFlight.size() == 0) {
            return;
        }
        long nowNs = System.nanoTime();
        InFlightRequests.InFlight next = inFlight.earliestDeadline(nowNs);
        if (next.isExpired(nowNs)) {
            owner.onBroken(new TimeoutException("no answer to " + next.key() + " from " + address + " within "
                    + TimeUnit.NANOSECONDS.toMillis(next.deadlineNs() - next.sentNs()) + " ms"));
            return;
        }
        scheduleDeadlineCheck(next.deadlineNs());
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
}
