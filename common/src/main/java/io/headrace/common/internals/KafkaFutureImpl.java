package io.headrace.common.internals;

import io.headrace.common.KafkaFuture;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The {@link KafkaFuture} that clients complete; a face over a {@link CompletableFuture}, which holds all state.
 *
 * <p>Waiting for it on the thread that would have to complete it is refused: in a callback of the same client, or of one
 * that shares its event loop, it would never end.
 */
public class KafkaFutureImpl<T> extends KafkaFuture<T> {
    private final CompletableFuture<T> result;
    /** Whether {@link #result} was derived by the JDK, which then has wrapped a failure once. */
    private final boolean isDependent;

    /** Completed by any thread. */
    public KafkaFutureImpl() {
        this(() -> false);
    }

    /** @param isCompletedHere whether the current thread is the one that completes the future */
    public KafkaFutureImpl(BooleanSupplier isCompletedHere) {
        this(new ClientCompletedFuture<>(isCompletedHere), false);
    }

    /** Completed when these are. */
    public static <T> KafkaFutureImpl<T> after(KafkaFuture<?>... sources) {
        List<KafkaFuture<?>> all = List.of(sources);
        return new KafkaFutureImpl<>(() -> {
            for (KafkaFuture<?> source : all) {
                if (source instanceof KafkaFutureImpl<?> own && own.isCompletedHere()) {
                    return true;
                }
            }
            return false;
        });
    }

    private boolean isCompletedHere() {
        return result instanceof ClientCompletedFuture<T> own && own.isCompletedHere.getAsBoolean();
    }

    private KafkaFutureImpl(CompletableFuture<T> result, boolean isDependent) {
        this.result = result;
        this.isDependent = isDependent;
    }

    @Override
    public CompletionStage<T> toCompletionStage() {
        return result;
    }

    @Override
    public <R> KafkaFuture<R> thenApply(BaseFunction<T, R> function) {
        return new KafkaFutureImpl<>(
                result.thenApply(value -> {
                    try {
                        return function.apply(value);
                    } catch (CompletionException thrownByFunction) {
                        // Kept apart from the wrapper that the JDK puts around a failed source.
                        throw new CompletionException(thrownByFunction);
                    }
                }),
                true);
    }

    @Override
    public KafkaFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        return new KafkaFutureImpl<>(result.whenComplete(action::accept), true);
    }

    @Override
    public boolean complete(T newValue) {
        return result instanceof ClientCompletedFuture<T> own ? own.doComplete(newValue) : result.complete(newValue);
    }

    @Override
    public boolean completeExceptionally(Throwable newException) {
        // A CompletionException would be taken for the JDK's own wrapper and stripped; one more layer protects it.
        Throwable failure =
                newException instanceof CompletionException ? new CompletionException(newException) : newException;
        return result instanceof ClientCompletedFuture<T> own
                ? own.doFail(failure)
                : result.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return result.cancel(mayInterruptIfRunning);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw causeOf(e);
        }
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return result.get(timeout, unit);
        } catch (ExecutionException e) {
            throw causeOf(e);
        }
    }

    @Override
    public T getNow(T valueIfAbsent) throws ExecutionException {
        try {
            return result.getNow(valueIfAbsent);
        } catch (CompletionException e) {
            throw causeOf(new ExecutionException(e.getCause()));
        }
    }

    /** A dependent of a cancelled future counts as cancelled itself; everything else is reported as it is. */
    private static ExecutionException causeOf(ExecutionException e) {
        if (e.getCause() instanceof CancellationException cancelled) {
            throw cancelled;
        }
        return e;
    }

    @Override
    public boolean isCancelled() {
        if (!isDependent) {
            return result.isCancelled();
        }
        return failure() instanceof CancellationException;
    }

    @Override
    public boolean isCompletedExceptionally() {
        return result.isCompletedExceptionally();
    }

    @Override
    public boolean isDone() {
        return result.isDone();
    }

    /** What the future failed with, without the JDK's wrapper; null if it has not failed. */
    private Throwable failure() {
        try {
            result.getNow(null);
            return null;
        } catch (CancellationException e) {
            return e;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    @Override
    public String toString() {
        boolean done = result.isDone();
        Throwable failure = done ? failure() : null;
        T value = done && failure == null ? result.getNow(null) : null;
        return "KafkaFuture{value=" + value + ",exception=" + failure + ",done=" + done + "}";
    }

    /** Refuses to be completed through the public face of {@link CompletableFuture}, which users get to see. */
    private static final class ClientCompletedFuture<T> extends CompletableFuture<T> {
        private final BooleanSupplier isCompletedHere;

        ClientCompletedFuture(BooleanSupplier isCompletedHere) {
            this.isCompletedHere = isCompletedHere;
        }

        private void refuseToWaitForItself() {
            if (!isDone() && isCompletedHere.getAsBoolean()) {
                throw new IllegalStateException("the result cannot be waited for on "
                        + Thread.currentThread().getName()
                        + ", the thread that has to bring it; use whenComplete or thenApply");
            }
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            refuseToWaitForItself();
            return super.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            refuseToWaitForItself();
            return super.get(timeout, unit);
        }

        @Override
        public T join() {
            refuseToWaitForItself();
            return super.join();
        }

        boolean doComplete(T value) {
            return super.complete(value);
        }

        boolean doFail(Throwable failure) {
            return super.completeExceptionally(failure);
        }

        @Override
        public boolean complete(T value) {
            throw refused();
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            throw refused();
        }

        @Override
        public void obtrudeValue(T value) {
            throw refused();
        }

        @Override
        public void obtrudeException(Throwable failure) {
            throw refused();
        }

        @Override
        public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
            throw refused();
        }

        @Override
        public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
            throw refused();
        }

        @Override
        public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
            throw refused();
        }

        /** Works as for any future: the inherited one would call a method that is refused here, from a timer thread. */
        @Override
        public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
            CompletableFuture<Void> timer = new CompletableFuture<Void>().completeOnTimeout(null, timeout, unit);
            CompletableFuture<Void> unusedExpiry = timer.thenRun(() -> doFail(new TimeoutException()));
            CompletableFuture<T> unusedStop = whenComplete((value, failure) -> timer.cancel(false));
            return this;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new ClientCompletedFuture<>(isCompletedHere);
        }

        private static UnsupportedOperationException refused() {
            return new UnsupportedOperationException("only the client that made this future may complete it");
        }
    }
}
