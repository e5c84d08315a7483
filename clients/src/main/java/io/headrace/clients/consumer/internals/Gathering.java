package io.headrace.clients.consumer.internals;

import io.headrace.clients.internals.calls.Outcome;
import java.util.HashMap;
import java.util.Map;

/**
 * Gathers the outcome of an operation for a thread that waits for all of it, or for its first failure. The loop puts in,
 * the waiting thread takes out; owner of the state: this object's lock.
 */
final class Gathering<K, V> implements Outcome<K, V> {

    private final int expected;
    private final Runnable onDone;
    private final Map<K, V> values = new HashMap<>();
    private RuntimeException failure;

    /** @param onDone called on the loop when there is nothing more to wait for */
    Gathering(int expected, Runnable onDone) {
        this.expected = expected;
        this.onDone = onDone;
    }

    @Override
    public void succeeded(K item, V value) {
        synchronized (this) {
            values.put(item, value);
        }
        if (isDone()) {
            onDone.run();
        }
    }

    @Override
    public void failed(K item, RuntimeException why) {
        synchronized (this) {
            if (failure == null) {
                failure = why;
            }
        }
        onDone.run();
    }

    synchronized boolean isDone() {
        return failure != null || values.size() == expected;
    }

    /** All values, or the failure thrown. Only once it is done. */
    synchronized Map<K, V> get() {
        if (failure != null) {
            throw failure;
        }
        return values;
    }
}
