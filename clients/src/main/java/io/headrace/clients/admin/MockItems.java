package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.errors.ApiException;
import io.headrace.common.internals.KafkaFutureImpl;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Does things item by item, as a cluster would: each succeeds or fails for itself. Stateless. */
final class MockItems {

    private MockItems() {}

    /** What comes of each item; what is thrown fails the item's future. */
    static <K, V> Map<K, KafkaFuture<V>> each(Collection<? extends K> items, Function<? super K, ? extends V> work) {
        Map<K, KafkaFuture<V>> futures = new LinkedHashMap<>();
        items.forEach(item -> futures.put(item, one(() -> work.apply(item))));
        return futures;
    }

    /** What comes of a single thing. */
    static <V> KafkaFuture<V> one(Supplier<? extends V> work) {
        KafkaFutureImpl<V> future = new KafkaFutureImpl<>();
        try {
            future.complete(work.get());
        } catch (ApiException | IllegalArgumentException | IllegalStateException e) {
            future.completeExceptionally(e);
        }
        return future;
    }

    static <V> KafkaFuture<V> failed(RuntimeException why) {
        KafkaFutureImpl<V> future = new KafkaFutureImpl<>();
        future.completeExceptionally(why);
        return future;
    }
}
