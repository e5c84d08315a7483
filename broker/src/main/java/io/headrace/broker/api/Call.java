package io.headrace.broker.api;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.net.Request;
import io.headrace.common.errors.TimeoutException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
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

    Call(Request request, ApiKey key, String clientId, Q body) {
        this.request = request;
        this.key = key;
        this.clientId = clientId;
        this.body = body;
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

    /** Sends the answer, in its turn. */
    void reply(ApiMessage response) {
        request.reply(ReplyEncoder.encode(key, version(), request.correlationId(), response));
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
