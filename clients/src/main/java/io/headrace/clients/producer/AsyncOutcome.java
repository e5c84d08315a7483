package io.headrace.clients.producer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What {@link Producer#sendAsync} returns: the callback of a send as a stage. Only that completes it, so that whoever holds
 * the stage sees what became of the record and nothing else.
 *
 * <p>Not {@link CompletableFuture#minimalCompletionStage}, which would wrap each failure in an exception of its own.
 */
final class AsyncOutcome extends CompletableFuture<RecordMetadata> implements Callback {

    @Override
    public void onCompletion(RecordMetadata metadata, Exception failure) {
        if (failure == null) {
            super.complete(metadata);
        } else {
            super.completeExceptionally(failure);
        }
    }

    /** What is derived belongs to whoever derives it. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    /** A future of its own, which its holder may complete. Not {@link #copy}, which would wrap failures, too. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The future tells the same.
    public CompletableFuture<RecordMetadata> toCompletableFuture() {
        CompletableFuture<RecordMetadata> own = new CompletableFuture<>();
        whenComplete((metadata, failure) -> {
            if (failure == null) {
                own.complete(metadata);
            } else {
                own.completeExceptionally(failure);
            }
        });
        return own;
    }

    @Override
    public boolean complete(RecordMetadata value) {
        return false;
    }

    @Override
    public boolean completeExceptionally(Throwable ex) {
        return false;
    }

    @Override
    public CompletableFuture<RecordMetadata> completeAsync(
            Supplier<? extends RecordMetadata> supplier, Executor executor) {
        throw new UnsupportedOperationException("only the producer knows what became of a record");
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public void obtrudeValue(RecordMetadata value) {
        throw new UnsupportedOperationException("only the producer knows what became of a record");
    }

    @Override
    public void obtrudeException(Throwable ex) {
        throw new UnsupportedOperationException("only the producer knows what became of a record");
    }
}
