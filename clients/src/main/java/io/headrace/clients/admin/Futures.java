package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.internals.KafkaFutureImpl;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Several futures as one. Stateless. */
final class Futures {

    private Futures() {}

    /** A copy that cannot be changed. Who asked about null has null among its keys. */
    static <K, V> Map<K, KafkaFuture<V>> copyOf(Map<K, KafkaFuture<V>> futures) {
        return Collections.unmodifiableMap(new HashMap<>(futures));
    }

    /** The values of all futures by key, once the last one is there; fails when one fails. */
    static <K, V> KafkaFuture<Map<K, V>> allOf(Map<K, KafkaFuture<V>> futures) {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]))
                .thenApply(done -> {
                    Map<K, V> values = new HashMap<>();
                    futures.forEach((key, future) -> values.put(key, valueOf(future)));
                    return values;
                });
    }

    /** The future of one item; a failed one for an item that was not asked about. */
    static <K, V> KafkaFuture<V> of(Map<K, KafkaFuture<V>> futures, K item, String noun) {
        KafkaFuture<V> future = futures.get(item);
        if (future != null) {
            return future;
        }
        KafkaFutureImpl<V> failed = new KafkaFutureImpl<>();
        failed.completeExceptionally(
                new IllegalArgumentException("The " + noun + " " + item + " was not part of the request"));
        return failed;
    }

    /** The future of one item; throws for an item that was not asked about. */
    static <K, V> KafkaFuture<V> required(Map<K, KafkaFuture<V>> futures, K item, String noun) {
        KafkaFuture<V> future = futures.get(item);
        if (future == null) {
            throw new IllegalArgumentException("The " + noun + " " + item + " was not part of the request");
        }
        return future;
    }

    /** Why a future failed: one that was derived from another tells it wrapped. */
    static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static <V> V valueOf(KafkaFuture<V> done) {
        try {
            return done.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("A future that succeeded has no value", e);
        }
    }
}
