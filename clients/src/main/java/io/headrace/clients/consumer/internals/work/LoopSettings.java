package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.DeadLetters;
import io.headrace.clients.producer.Producer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a {@link io.headrace.clients.consumer.ConsumerLoop} is to work. Immutable.
 *
 * @param handler what is done with the records of a task
 * @param order which records make a task, and which tasks keep their order
 * @param executor where tasks run
 * @param maxInFlight how many records may be begun and not done before reading pauses
 * @param maxInFlightBytes how many bytes the records may have that are kept in memory before reading pauses
 * @param pollTimeout how long a poll waits
 * @param commitInterval how often what is done is committed
 * @param drainTimeout how long what is begun may take to end when partitions are revoked, or the loop stops
 * @param closeTimeout how long closing the consumer may take
 * @param retry how often a task is tried
 * @param deadLetters where records go that cannot be handled; empty when these end the loop
 * @param listener the application's listener, told after the loop has done its own
 * @param transactions whose transactions settle what is done; empty where offsets are just committed
 */
public record LoopSettings<K, V>(
        TaskHandler<K, V> handler,
        Order order,
        Executor executor,
        int maxInFlight,
        long maxInFlightBytes,
        Duration pollTimeout,
        Duration commitInterval,
        Duration drainTimeout,
        Duration closeTimeout,
        RetryRule retry,
        Optional<DeadLetters<K, V>> deadLetters,
        Optional<ConsumerRebalanceListener> listener,
        Optional<Producer<?, ?>> transactions) {

    /** Which records make a task, and which tasks keep their order. */
    public enum Order {
        /** One by one; records with the same key of one partition keep their order, those without a key need none. */
        BY_KEY,
        /** One by one, in order of the partition. */
        BY_PARTITION,
        /** All of a partition that one poll returned, together. */
        BATCHES
    }
}
