package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.RecordMetadata;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The outcome of one record: an index into a {@link Delivery}. Immutable. */
final class RecordFuture implements Future<RecordMetadata> {

    private final Delivery delivery;
    private final int index;

    RecordFuture(Delivery delivery, int index) {
        this.delivery = delivery;
        this.index = index;
    }

    /** What this is a part of. */
    Delivery delivery() {
        return delivery;
    }

    /** False: what was sent cannot be called back. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return delivery.isDone(index);
    }

    @Override
    public RecordMetadata get() throws InterruptedException, ExecutionException {
        RecordMetadata metadata;
        do {
            metadata = await(TimeUnit.DAYS.toNanos(1));
        } while (metadata == null);
        return metadata;
    }

    @Override
    public RecordMetadata get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        RecordMetadata metadata = await(unit.toNanos(timeout));
        if (metadata == null) {
            throw new TimeoutException("the record for " + delivery.topicPartition() + " was not acknowledged within "
                    + unit.toMillis(timeout) + " ms");
        }
        return metadata;
    }

    /** @throws IllegalStateException in a callback of the producer, or of a client that shares its thread */
    private RecordMetadata await(long timeoutNs) throws InterruptedException, ExecutionException {
        if (delivery.wouldWaitForItself(index)) {
            throw new IllegalStateException("a record for " + delivery.topicPartition() + " cannot be waited for on "
                    + Thread.currentThread().getName() + ", the thread that has to deliver it");
        }
        try {
            return delivery.await(index, timeoutNs);
        } catch (RuntimeException e) {
            throw new ExecutionException(e);
        }
    }
}
