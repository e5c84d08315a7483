package io.headrace.broker.api;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.meter.LoopMeter;
import io.headrace.broker.net.Reply;
import io.headrace.broker.net.Request;
import io.headrace.broker.quota.Throttle;
import io.headrace.common.errors.TimeoutException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.ThrottledResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BiConsumer;

/**
 * A request whose header and body have been read.
 *
 * <p>Owner: the loop of its connection.
 *
 * @param <Q> the request
 */
final class Call<Q extends ApiMessage> {

    private final Request request;
    private final ApiKey key;
    private final String clientId;
    private final Q body;
    private final Throttle throttle;
    private final LoopMeter meter;
    private int pauseMs;

    Call(Request request, ApiKey key, String clientId, Q body, Throttle throttle, LoopMeter meter) {
        this.request = request;
        this.key = key;
        this.clientId = clientId;
        this.body = body;
        this.throttle = throttle;
        this.meter = meter;
    }

    /** What the client calls itself, or null. */
    String clientId() {
        return clientId;
    }

    Q body() {
        return body;
    }

    int version() {
        return request.version();
    }

    /** The frame it came in, with the way to answer raw. */
    Request request() {
        return request;
    }

    Loop loop() {
        return request.loop();
    }

    /** Where it is counted. */
    LoopMeter meter() {
        return meter;
    }

    /** What this call uses of its client's quotas. */
    Throttle throttle() {
        return throttle;
    }

    /** Sends the answer, in its turn. */
    void reply(ApiMessage response) {
        send(encode(response));
    }

    /** The answer as it is sent, with the time for which the client is throttled; given to {@link #send} or released. */
    Reply encode(ApiMessage response) {
        pauseMs = throttle.pauseMs();
        if (pauseMs > 0 && response instanceof ThrottledResponse throttled) {
            throttled.throttleTimeMs(pauseMs);
        }
        Reply reply = ReplyEncoder.encode(key, version(), request.correlationId(), response);
        if (meter.isOn()) {
            count(response.errorCount(), reply.bytes());
        }
        return reply;
    }

    private void count(int errors, long responseBytes) {
        meter.answered(key.id(), System.nanoTime() - request.receivedNs(), errors, request.bytes(), responseBytes);
    }

    /** Sends what {@link #encode} gave, in its turn. A throttled client has its answer at once, and is not read from then. */
    void send(Reply reply) {
        request.reply(reply);
        request.connection().pauseFor(pauseMs);
    }

    /** Ends a call that wants no answer. */
    void noReply() {
        pauseMs = throttle.pauseMs();
        if (meter.isOn()) {
            count(0, 0);
        }
        request.noReply();
        request.connection().pauseFor(pauseMs);
    }

    /**
     * As {@link #when}, but with a {@link TimeoutException} when the stage takes longer than the client wants to wait; what
     * was begun goes on.
     */
    <R> void whenWithin(long timeoutMs, CompletionStage<R> stage, BiConsumer<R, Throwable> then) {
        CompletableFuture<R> inTime = new CompletableFuture<>();
        ScheduledFuture<?> deadline = loop().after(
                        Math.max(0, timeoutMs),
                        () -> inTime.completeExceptionally(
                                new TimeoutException("not done within " + timeoutMs + " ms")));
        when(inTime, (result, failure) -> {
            deadline.cancel(false);
            then.accept(result, failure);
        });
        stage.whenComplete((result, failure) -> {
            if (failure == null) {
                inTime.complete(result);
            } else {
                inTime.completeExceptionally(failure);
            }
        });
    }

    /**
     * Goes on with this call on its loop when a stage has completed, with its result or its failure; a failure of what
     * goes on ends the connection.
     */
    <R> void when(CompletionStage<R> stage, BiConsumer<R, Throwable> then) {
        stage.whenComplete((result, failure) -> goOn(() -> then.accept(result, failure)));
    }

    /**
     * Goes on with this call on its loop, if it still waits for its answer; a failure of what goes on ends the connection.
     * Any thread.
     */
    void goOn(Runnable then) {
        loop().run(() -> {
            if (!request.isOpen()) {
                return;
            }
            try {
                then.run();
            } catch (RuntimeException e) {
                request.fail(e);
            }
        });
    }
}
