package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.Callback;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.header.Header;
import io.headrace.common.header.Headers;
import io.headrace.partitioners.StickyPartition;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchHeader;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Where the threads that send put their records: the buffers of all partitions, and the memory they share.
 *
 * <p>Thread safe; see {@link PartitionBuffer} and {@link BufferMemory} for who guards what.
 */
final class Buffers {

    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

    private final ProducerSettings settings;
    private final BufferMemory memory;
    private final Interceptors<?, ?> interceptors;
    private final TransactionGuard transactions;
    private final BooleanSupplier isOnLoop;
    private final Function<String, TopicBuffers> newTopic;
    private final Map<String, TopicBuffers> topics = new ConcurrentHashMap<>();

    /** Deliveries that have not ended, for those who wait for all of them. */
    private final Set<Delivery> pending = ConcurrentHashMap.newKeySet();

    private volatile boolean isClosed;

    /** @param isOnLoop whether the calling thread is the one that ends deliveries */
    Buffers(
            ProducerSettings settings,
            BufferMemory memory,
            Interceptors<?, ?> interceptors,
            TransactionGuard transactions,
            BooleanSupplier isOnLoop,
            Function<String, TopicBuffers> newTopic) {
        this.settings = settings;
        this.memory = memory;
        this.interceptors = interceptors;
        this.transactions = transactions;
        this.isOnLoop = isOnLoop;
        this.newTopic = newTopic;
    }

    /** The buffers of a topic. */
    TopicBuffers topic(String name) {
        TopicBuffers known = topics.get(name);
        return known != null ? known : topics.computeIfAbsent(name, newTopic);
    }

    /** All topics that were sent to and not {@link #retire retired}. */
    Iterable<TopicBuffers> topics() {
        return topics.values();
    }

    /**
     * Puts a record into a buffer, waiting for memory if there is none.
     *
     * @param partition where it goes, -1 to have the topic's sticky partition take it
     * @param maxRecordBytes upper bound of the record's encoded size
     * @param maxWaitNs how long to wait at most
     * @throws IllegalStateException if the producer is closed
     */
    RecordFuture append(
            TopicBuffers topic,
            int partition,
            int maxRecordBytes,
            long timestampMs,
            byte[] key,
            byte[] value,
            Header[] encodedHeaders,
            Headers headers,
            Callback callback,
            long maxWaitNs) {
        TopicBuffers target = topic;
        long deadlineNs = 0;
        while (true) {
            StickyPartition.Choice choice =
                    partition >= 0 ? null : target.sticky().current(target);
            PartitionBuffer buffer = target.buffer(choice == null ? partition : choice.partition());
            RecordFuture future;
            synchronized (buffer) {
                if (choice != null && !target.sticky().isCurrent(choice)) {
                    continue;
                }
                if (buffer.isRetired()) {
                    target = topic(topic.topic());
                    continue;
                }
                future = buffer.append(maxRecordBytes, timestampMs, key, value, encodedHeaders, headers, callback);
                countSticky(target, choice, buffer, maxRecordBytes, future);
            }
            if (future == null) {
                deadlineNs = deadlineNs == 0 ? System.nanoTime() + maxWaitNs : deadlineNs;
                ProducerBatch fresh = makeRoom(target, buffer, maxRecordBytes, maxWaitNs, deadlineNs);
                try {
                    synchronized (buffer) {
                        if (buffer.isRetired()
                                || (choice != null && !target.sticky().isCurrent(choice))) {
                            continue;
                        }
                        future = buffer.appendTo(
                                fresh, maxRecordBytes, timestampMs, key, value, encodedHeaders, headers, callback);
                        countSticky(target, choice, buffer, maxRecordBytes, future);
                    }
                } finally {
                    if (fresh.recordCount() == 0) {
                        discard(fresh);
                    }
                }
            }
            ProducerBatch toSeal = future.delivery().takeToSeal();
            if (toSeal != null) {
                seal(target, buffer, toSeal);
            }
            return future;
        }
    }

    private static void countSticky(
            TopicBuffers topic,
            StickyPartition.Choice choice,
            PartitionBuffer buffer,
            int maxRecordBytes,
            RecordFuture appended) {
        if (choice != null && appended != null) {
            topic.sticky().appended(choice, maxRecordBytes, buffer.isFullFor(maxRecordBytes), topic);
        }
    }

    /** Closes the batch that has no room, and takes memory for another. */
    private ProducerBatch makeRoom(
            TopicBuffers topic, PartitionBuffer buffer, int maxRecordBytes, long maxWaitNs, long deadlineNs) {
        ProducerBatch closed = buffer.closeWithoutRoomFor(maxRecordBytes);
        if (closed != null) {
            seal(topic, buffer, closed);
        }
        int bytes = Math.max(settings.batchBytes(), BatchHeader.SIZE + maxRecordBytes);
        memory.reserve(bytes, Math.min(maxWaitNs, deadlineNs - System.nanoTime()));
        try {
            if (isClosed) {
                throw new IllegalStateException("the producer is closed");
            }
            BatchBuilder builder = new BatchBuilder(ALLOCATOR, settings.codec(), bytes)
                    .expectedRatio(topic.expectedRatio())
                    .transactional(transactions.isTransactional());
            Delivery delivery = new Delivery(
                    new TopicPartition(topic.topic(), buffer.partition()),
                    interceptors,
                    isOnLoop,
                    buffer.expectedRecords());
            pending.add(delivery);
            return new ProducerBatch(builder, delivery, System.nanoTime(), bytes, memory);
        } catch (RuntimeException | Error e) {
            memory.release(bytes);
            throw e;
        }
    }

    private void seal(TopicBuffers topic, PartitionBuffer buffer, ProducerBatch batch) {
        batch.seal();
        if (batch.sealingFailure() == null) {
            topic.observeRatio(batch.compressionRatio());
        }
        if (!buffer.sealed(batch)) {
            endClosed(batch);
        }
    }

    /** Loop, when it takes nothing any more: what is still buffered fails. */
    void abandon() {
        for (TopicBuffers topic : topics.values()) {
            for (PartitionBuffer buffer : topic.buffers()) {
                if (buffer != null) {
                    buffer.abandon().forEach(this::endClosed);
                }
            }
        }
    }

    private void endClosed(ProducerBatch batch) {
        batch.release();
        batch.delivery()
                .failed(index -> closedBeforeAcknowledged(batch.delivery().topicPartition()));
        batch.delivery().tell();
        removePending(batch.delivery());
    }

    /** The failure of records whose producer was closed. */
    static KafkaException closedBeforeAcknowledged(TopicPartition partition) {
        return new KafkaException("the producer was closed before the records for " + partition + " were acknowledged");
    }

    private void discard(ProducerBatch unused) {
        unused.release();
        // Who flushes may have seen it among the pending ones, and waits for it.
        unused.delivery().dismiss();
        removePending(unused.delivery());
    }

    /**
     * Loop: lets go of a topic's buffers, so that the next record makes new ones.
     *
     * @return false when there is something in one of them
     */
    boolean retire(TopicBuffers topic) {
        return topic.retire() && topics.remove(topic.topic(), topic);
    }

    /** A delivery that came to be on the loop, by splitting another. */
    void addPending(Delivery delivery) {
        pending.add(delivery);
    }

    /** A delivery has ended. */
    void removePending(Delivery delivery) {
        pending.remove(delivery);
        transactions.delivered();
    }

    /** The deliveries that have not ended yet. */
    List<Delivery> pending() {
        return List.copyOf(pending);
    }

    /** The topics with deliveries that have not ended yet. */
    Set<String> topicsWithPending() {
        Set<String> names = new HashSet<>();
        pending.forEach(delivery -> names.add(delivery.topicPartition().topic()));
        return names;
    }

    /** Whether all deliveries have ended. */
    boolean isDelivered() {
        return pending.isEmpty();
    }

    BufferMemory memory() {
        return memory;
    }

    /** Takes nothing more in. */
    void close() {
        isClosed = true;
        memory.close();
        for (TopicBuffers topic : topics.values()) {
            for (PartitionBuffer buffer : topic.buffers()) {
                if (buffer != null) {
                    buffer.close();
                }
            }
        }
    }
}
