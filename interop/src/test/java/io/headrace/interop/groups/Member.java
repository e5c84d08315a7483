package io.headrace.interop.groups;

import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A member of a group on a thread of its own, which polls, notes what it gets, and commits each batch that it has noted.
 * Owner of the consumer: that thread. The fields are read by the test's thread.
 */
final class Member implements AutoCloseable {

    /** What it was given, over all, in order. */
    final ConcurrentLinkedQueue<ConsumerRecord<String, String>> records = new ConcurrentLinkedQueue<>();

    /** All partitions that were ever taken from it, in order. */
    final ConcurrentLinkedQueue<TopicPartition> revoked = new ConcurrentLinkedQueue<>();

    /** How often it was told of an assignment or of a loss. */
    final AtomicInteger rebalances = new AtomicInteger();

    private final KafkaConsumer<String, String> consumer;
    private final boolean commits;
    private final Thread thread;
    private volatile Set<TopicPartition> assignment = Set.of();
    private volatile Throwable failure;
    private volatile boolean stopped;

    /** Starts a member. What it shall read is said by {@code subscribe}. */
    Member(
            KafkaConsumer<String, String> consumer,
            boolean commits,
            SubscribeTo<KafkaConsumer<String, String>> subscribe) {
        this.consumer = consumer;
        this.commits = commits;
        this.thread = new Thread(
                () -> {
                    try {
                        subscribe.accept(consumer, listener());
                        run();
                    } catch (WakeupException e) {
                        // Told to stop.
                    } catch (RuntimeException | Error e) {
                        failure = e;
                    }
                },
                "member");
        thread.start();
    }

    /** How a consumer subscribes with a listener. */
    interface SubscribeTo<C> {
        void accept(C consumer, ConsumerRebalanceListener listener);
    }

    static Member of(KafkaConsumer<String, String> consumer, boolean commits, String... topics) {
        return new Member(consumer, commits, (c, listener) -> c.subscribe(List.of(topics), listener));
    }

    private ConsumerRebalanceListener listener() {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                revoked.addAll(partitions);
                if (!partitions.isEmpty()) {
                    rebalances.incrementAndGet();
                }
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                if (!partitions.isEmpty()) {
                    rebalances.incrementAndGet();
                }
            }
        };
    }

    private void run() {
        while (!stopped) {
            var batch = consumer.poll(Duration.ofMillis(50));
            assignment = Set.copyOf(consumer.assignment());
            batch.forEach(records::add);
            if (commits && !batch.isEmpty()) {
                consumer.commitSync();
            }
        }
    }

    /** The partitions that it has now. */
    Set<TopicPartition> assignment() {
        return assignment;
    }

    /** Waits until it has so many partitions. */
    void awaitAssigned(int count) {
        Await.until("a member has " + count + " partitions", Clients.PATIENCE, () -> {
            check();
            return assignment.size() == count;
        });
    }

    /** Waits until it was given so many records. */
    void awaitRecords(int count) {
        Await.until("a member has " + count + " records", Clients.PATIENCE, () -> {
            check();
            return records.size() >= count;
        });
    }

    /** Waits until its thread ended with an error, and gives that. */
    Throwable awaitFailure() {
        Await.until("a member fails", Clients.PATIENCE, () -> failure != null);
        return failure;
    }

    private void check() {
        if (failure != null) {
            throw new IllegalStateException("the member failed", failure);
        }
    }

    /** Ends the thread, and then the consumer in the caller's way. */
    void end(Consumer<KafkaConsumer<String, String>> way) {
        stopped = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        way.accept(consumer);
    }

    @Override
    public void close() {
        end(KafkaConsumer::close);
    }
}
