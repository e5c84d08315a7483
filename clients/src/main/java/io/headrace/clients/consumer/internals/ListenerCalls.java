package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.WakeupException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of the application's listener in one step of a rebalance. What it throws does not end the step: the first
 * failure is thrown when the step is done. Anything may be thrown: listeners are written in languages too that announce no
 * exceptions, and a step that is left half done is never answered. Owner: the polling thread.
 */
final class ListenerCalls {

    private static final Logger log = LoggerFactory.getLogger(ListenerCalls.class);

    private final Optional<ConsumerRebalanceListener> listener;
    private final RebalanceMetrics metrics;
    private Throwable first;

    ListenerCalls(Optional<ConsumerRebalanceListener> listener, RebalanceMetrics metrics) {
        this.listener = listener;
        this.metrics = metrics;
    }

    void revoked(Set<TopicPartition> partitions) {
        log.info("revoked partitions: {}", partitions);
        call(partitions, ConsumerRebalanceListener::onPartitionsRevoked, metrics::revoked);
    }

    void assigned(Set<TopicPartition> partitions) {
        log.info("assigned partitions: {}", partitions);
        call(partitions, ConsumerRebalanceListener::onPartitionsAssigned, metrics::assigned);
    }

    void lost(Set<TopicPartition> partitions) {
        log.info("lost partitions: {}", partitions);
        call(partitions, ConsumerRebalanceListener::onPartitionsLost, metrics::lost);
    }

    private interface Call {
        void of(ConsumerRebalanceListener listener, Collection<TopicPartition> partitions);
    }

    private void call(Set<TopicPartition> partitions, Call call, LongConsumer tookNs) {
        if (listener.isEmpty()) {
            return;
        }
        Set<TopicPartition> sorted =
                new TreeSet<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        sorted.addAll(partitions);
        long beganNs = System.nanoTime();
        try {
            call.of(listener.get(), Collections.unmodifiableSet(sorted));
        } catch (Throwable e) {
            log.debug("the rebalance listener failed", e);
            failed(e);
        } finally {
            tookNs.accept(System.nanoTime() - beganNs);
        }
    }

    /** The application's code failed in this step. */
    void failed(Throwable e) {
        if (first == null) {
            first = e;
        }
    }

    /** Throws the first failure, if there was one. */
    void conclude() {
        if (first == null) {
            return;
        }
        if (first instanceof WakeupException wakeup) {
            throw wakeup;
        } else if (first instanceof InterruptException interrupt) {
            throw interrupt;
        } else if (first instanceof Error error) {
            throw error;
        }
        throw new KafkaException("User rebalance callback throws an error", first);
    }
}
