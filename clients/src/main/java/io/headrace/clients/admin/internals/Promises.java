package io.headrace.clients.admin.internals;

import io.headrace.clients.internals.calls.Outcome;
import io.headrace.common.KafkaFuture;
import io.headrace.common.internals.KafkaFutureImpl;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One future per item of an operation. Thread safe: the map never changes, and futures may be completed from anywhere.
 */
public final class Promises<K, V> implements Outcome<K, V> {

    private final Map<K, KafkaFutureImpl<V>> futures = new LinkedHashMap<>();

    /** @param isCompletedHere whether the current thread is the one that completes them */
    public Promises(Collection<K> items, BooleanSupplier isCompletedHere) {
        items.forEach(item -> futures.put(item, new KafkaFutureImpl<>(isCompletedHere)));
    }

    @Override
    public void succeeded(K item, V value) {
        futures.get(item).complete(value);
    }

    @Override
    public void failed(K item, RuntimeException why) {
        futures.get(item).completeExceptionally(why);
    }

    /** Fails all that is not done. */
    public void failAll(RuntimeException why) {
        futures.values().forEach(future -> future.completeExceptionally(why));
    }

    /** The future of an item. */
    public KafkaFuture<V> get(K item) {
        return futures.get(item);
    }

    /** All futures by item. */
    public Map<K, KafkaFuture<V>> all() {
        return Collections.unmodifiableMap(futures);
    }
}
