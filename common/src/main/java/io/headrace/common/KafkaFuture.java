package io.headrace.common;

import io.headrace.common.internals.KafkaFutureImpl;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The result of an administrative call that may still be under way. Safe for use by several threads.
 *
 * <p>Only the client completes it. Functions given to {@link #thenApply} and {@link #whenComplete} run in the client's
 * network thread, or in the caller's if the result is there already; they must not block. Waiting there for a future of the
 * same client throws {@link IllegalStateException}.
 */
public abstract class KafkaFuture<T> implements Future<T> {
    /** Turns one result into another. */
    public interface BaseFunction<A, B> {
        B apply(A a);
    }

    /** Takes a result and an error, one of which is null. */
    public interface BiConsumer<A, B> {
        void accept(A a, B b);
    }

    /** A future that holds the value already. */
    public static <U> KafkaFuture<U> completedFuture(U value) {
        KafkaFutureImpl<U> future = new KafkaFutureImpl<>();
        future.complete(value);
        return future;
    }

    /** A future that is done when all of these are, and that fails if one of them does. */
    public static KafkaFuture<Void> allOf(KafkaFuture<?>... futures) {
        KafkaFutureImpl<Void> all = KafkaFutureImpl.after(futures);
        CompletableFuture<?>[] parts = new CompletableFuture<?>[futures.length];
        for (int i = 0; i < futures.length; i++) {
            parts[i] = futures[i].toCompletionStage().toCompletableFuture();
        }
        CompletableFuture<Void> unused = CompletableFuture.allOf(parts).whenComplete((nothing, failure) -> {
            if (failure == null) {
                all.complete(null);
            } else {
                // allOf wraps what it reports; the wrapper would otherwise hide the cause from get().
                Throwable cause = failure.getCause();
                all.completeExceptionally(cause == null ? failure : cause);
            }
        });
        return all;
    }

    /**
     * The same result as a {@link CompletionStage}, for use with the JDK's combinators. Trying to complete it throws
     * {@link UnsupportedOperationException}.
     */
    public abstract CompletionStage<T> toCompletionStage();

    /** A future of the function's result; if this one fails, the new one fails alike and the function is not called. */
    public abstract <R> KafkaFuture<R> thenApply(BaseFunction<T, R> function);

    /**
     * Calls the action with the result or the error once there is one.
     *
     * @return a future with the same outcome that is done after the action has run
     */
    public abstract KafkaFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action);

    /** Sets the result unless the future is done; says whether it did. */
    protected abstract boolean complete(T newValue);

    /** Lets the future fail unless it is done; says whether it did. */
    protected abstract boolean completeExceptionally(Throwable newException);

    /**
     * Lets the future fail with a {@link java.util.concurrent.CancellationException} unless it is done. The request
     * itself goes on: brokers know no cancellation.
     *
     * @return whether the future is cancelled now
     */
    @Override
    public abstract boolean cancel(boolean mayInterruptIfRunning);

    @Override
    public abstract T get() throws InterruptedException, ExecutionException;

    @Override
    public abstract T get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException;

    /**
     * The result if it is there, else the given value.
     *
     * @throws ExecutionException if the future has failed
     */
    public abstract T getNow(T valueIfAbsent) throws InterruptedException, ExecutionException;

    @Override
    public abstract boolean isCancelled();

    /** Whether the future has failed or was cancelled. */
    public abstract boolean isCompletedExceptionally();

    @Override
    public abstract boolean isDone();
}
