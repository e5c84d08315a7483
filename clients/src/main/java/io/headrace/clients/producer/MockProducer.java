package io.headrace.clients.producer;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.Cluster;
import io.headrace.common.KafkaException;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.header.Headers;
import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.metrics.KafkaMetric;
import io.headrace.common.serialization.Serializer;
import io.headrace.partitioners.Partitioner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A producer for tests of applications: it sends nothing, remembers what it was given, and succeeds or fails as the test
 * says.
 *
 * <p>With {@code autoComplete} each record is acknowledged within {@code send}. Without it a record waits until the test
 * calls {@link #completeNext()} or {@link #errorNext(RuntimeException)}, or until {@link #flush()} acknowledges all of
 * them. Calls fail with the exception that the public field of their name holds, as long as it holds one.
 *
 * <p>Transactions work as in a real producer, seen from one application: records and offsets are in {@link #history()} and
 * {@link #consumerGroupOffsetsHistory()} once they are committed.
 *
 * <p>Thread safe. Its lock guards all of its state, and is held while callbacks run.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class MockProducer<K, V> implements Producer<K, V> {

    private static final long NO_TIMESTAMP = -1;
    private static final int FOREVER = -1;

    /** What {@link #initTransactions()} is to throw, or null. */
    public RuntimeException initTransactionException = null;

    /** What {@link #beginTransaction()} is to throw, or null. */
    public RuntimeException beginTransactionException = null;

    /** What {@link #sendOffsetsToTransaction} is to throw, or null. */
    public RuntimeException sendOffsetsToTransactionException = null;

    /** What {@link #commitTransaction()} is to throw, or null. */
    public RuntimeException commitTransactionException = null;

    /** What {@link #abortTransaction()} is to throw, or null. */
    public RuntimeException abortTransactionException = null;

    /** What {@code send} is to throw, or null. */
    public RuntimeException sendException = null;

    /** What {@link #flush()} is to throw, or null. */
    public RuntimeException flushException = null;

    /** What {@link #partitionsFor(String)} is to throw, or null. */
    public RuntimeException partitionsForException = null;

    /** What {@code close} is to throw, or null. */
    public RuntimeException closeException = null;

    private final Cluster cluster;
    private final boolean autoComplete;
    private final Partitioner partitioner;
    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;

    private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
    private final Deque<Completion> completions = new ArrayDeque<>();
    private final List<ProducerRecord<K, V>> sent = new ArrayList<>();
    private final List<ProducerRecord<K, V>> uncommitted = new ArrayList<>();
    private final List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> committedOffsets = new ArrayList<>();
    private Map<String, Map<TopicPartition, OffsetAndMetadata>> uncommittedOffsets = new HashMap<>();
    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private final List<KafkaMetric> addedMetrics = new ArrayList<>();

    private boolean isClosed;
    private boolean isInitialized;
    private boolean isInTransaction;
    private boolean isCommitted;
    private boolean isAborted;
    private boolean isFenced;
    private boolean hasSentOffsets;
    private long commits;

    private boolean isTelemetryDisabled;
    private Uuid clientInstanceId;
    private int timeouts;

    /**
     * A producer for these topics.
     *
     * @param cluster its topics have the partitions that records can go to; every other topic has only partition 0
     * @param autoComplete whether records are acknowledged at once
     * @param partitioner null to choose the topic's first partition for records that name none
     * @param keySerializer only asked so that what cannot be serialized fails, and for the partitioner
     * @param valueSerializer likewise
     */
    public MockProducer(
            Cluster cluster,
            boolean autoComplete,
            Partitioner partitioner,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer) {
        this.cluster = cluster;
        this.autoComplete = autoComplete;
        this.partitioner = partitioner;
        this.keySerializer = keySerializer;
        this.valueSerializer = valueSerializer;
    }

    /** A producer all of whose topics have partition 0. */
    public MockProducer(
            boolean autoComplete, Partitioner partitioner, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        this(Cluster.empty(), autoComplete, partitioner, keySerializer, valueSerializer);
    }

    /** A producer without serializers, which can do everything but send. */
    public MockProducer() {
        this(Cluster.empty(), false, null, null, null);
    }

    @Override
    public synchronized void initTransactions() {
        requireUsable();
        if (isInitialized) {
            throw new IllegalStateException("transactions are initialized already");
        }
        throwIfSet(initTransactionException);
        isInitialized = true;
        setOutcome(false, false, false);
        hasSentOffsets = false;
    }

    @Override
    public synchronized void beginTransaction() throws ProducerFencedException {
        requireInitialized();
        throwIfSet(beginTransactionException);
        if (isInTransaction) {
            throw new IllegalStateException("a transaction is under way already");
        }
        setOutcome(true, false, false);
        hasSentOffsets = false;
    }

    @Override
    public synchronized void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata)
            throws ProducerFencedException {
        Objects.requireNonNull(groupMetadata, "groupMetadata");
        requireTransaction();
        throwIfSet(sendOffsetsToTransactionException);
        if (!offsets.isEmpty()) {
            uncommittedOffsets
                    .computeIfAbsent(groupMetadata.groupId(), group -> new HashMap<>())
                    .putAll(offsets);
            hasSentOffsets = true;
        }
    }

    @Override
    public synchronized void commitTransaction() throws ProducerFencedException {
        requireTransaction();
        throwIfSet(commitTransactionException);
        flush();
        sent.addAll(uncommitted);
        uncommitted.clear();
        if (!uncommittedOffsets.isEmpty()) {
            committedOffsets.add(uncommittedOffsets);
        }
        uncommittedOffsets = new HashMap<>();
        setOutcome(false, true, false);
        commits++;
    }

    @Override
    public synchronized void abortTransaction() throws ProducerFencedException {
        requireTransaction();
        throwIfSet(abortTransactionException);
        flush();
        uncommitted.clear();
        uncommittedOffsets.clear();
        setOutcome(false, false, true);
    }

    private void setOutcome(boolean inTransaction, boolean committed, boolean aborted) {
        isInTransaction = inTransaction;
        isCommitted = committed;
        isAborted = aborted;
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the producer is closed");
        }
    }

    private void requireUsable() {
        requireOpen();
        if (isFenced) {
            throw new ProducerFencedException("the producer is fenced");
        }
    }

    private void requireInitialized() {
        requireUsable();
        if (!isInitialized) {
            throw new IllegalStateException("transactions are not initialized: initTransactions comes first");
        }
    }

    private void requireTransaction() {
        requireInitialized();
        if (!isInTransaction) {
            throw new IllegalStateException("no transaction is under way");
        }
    }

    private static void throwIfSet(RuntimeException wanted) {
        if (wanted != null) {
            throw wanted;
        }
    }

    /** Remembers a record; see {@link #send(ProducerRecord, Callback)}. */
    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<K, V> record) {
        return send(record, null);
    }

    /**
     * Remembers a record, and acknowledges it if this producer does that by itself. Offsets count from 0 in each partition;
     * timestamps and sizes are not told.
     *
     * @throws IllegalStateException if the producer is closed
     * @throws KafkaException if it is fenced; its cause is a {@link ProducerFencedException}
     * @throws IllegalArgumentException if the record names a partition that its topic does not have
     */
    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback) {
        requireOpen();
        if (isFenced) {
            ProducerFencedException fenced = new ProducerFencedException("the producer is fenced");
            throw new KafkaException("a fenced producer cannot send", fenced);
        }
        throwIfSet(sendException);
        TopicPartition where = new TopicPartition(record.topic(), partition(record));
        long offset = nextOffsets.merge(where, 1L, Long::sum) - 1;
        Completion completion = new Completion(where, offset, callback);
        (isInTransaction ? uncommitted : sent).add(record);
        if (autoComplete) {
            completion.end(null);
        } else {
            completions.addLast(completion);
        }
        return completion.future;
    }

    private int partition(ProducerRecord<K, V> record) {
        String topic = record.topic();
        List<PartitionInfo> partitions = cluster.partitionsForTopic(topic);
        Integer wanted = record.partition();
        if (!partitions.isEmpty() && wanted != null) {
            if (wanted >= partitions.size()) {
                throw new IllegalArgumentException("partition " + wanted + " is out of range: topic " + topic
                        + " has partitions 0 to " + (partitions.size() - 1));
            }
            return wanted;
        }
        // As in Kafka: what serializers add to the headers stays with the record only if its topic is known.
        Headers headers = partitions.isEmpty() ? new RecordHeaders() : record.headers();
        byte[] key = keySerializer.serialize(topic, headers, record.key());
        byte[] value = valueSerializer.serialize(topic, headers, record.value());
        if (partitions.isEmpty()) {
            return 0;
        }
        return partitioner == null
                ? partitions.get(0).partition()
                : partitioner.partition(topic, record.key(), key, record.value(), value, cluster);
    }

    /** Acknowledges all records that wait. */
    @Override
    public synchronized void flush() {
        requireOpen();
        throwIfSet(flushException);
        while (completeNext()) {
            // Each call takes one record off the queue.
        }
    }

    /** The partitions that the cluster given to the constructor has for a topic; none for a topic that is not in it. */
    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        throwIfSet(partitionsForException);
        return cluster.partitionsForTopic(topic);
    }

    /** From now on {@link #clientInstanceId} throws that telemetry is disabled. */
    public synchronized void disableTelemetry() {
        isTelemetryDisabled = true;
    }

    /** How many calls of {@link #clientInstanceId} are to time out; -1 for all of them. */
    public synchronized void injectTimeoutException(int injectTimeoutExceptionCounter) {
        timeouts = injectTimeoutExceptionCounter;
    }

    /** What {@link #clientInstanceId} is to return. */
    public synchronized void setClientInstanceId(Uuid instanceId) {
        clientInstanceId = instanceId;
    }

    /**
     * What was set.
     *
     * @throws IllegalStateException if telemetry is disabled
     * @throws UnsupportedOperationException if nothing was set
     * @throws TimeoutException if that was asked for
     */
    @Override
    public synchronized Uuid clientInstanceId(Duration timeout) {
        if (isTelemetryDisabled) {
            throw new IllegalStateException("telemetry is disabled");
        }
        if (clientInstanceId == null) {
            throw new UnsupportedOperationException("no client instance id was set");
        }
        if (timeouts != 0) {
            timeouts = timeouts == FOREVER ? FOREVER : timeouts - 1;
            throw new TimeoutException("the client instance id is not known yet, as the test wants it");
        }
        return clientInstanceId;
    }

    /** What was set by {@link #setMockMetrics}. */
    @Override
    public Map<MetricName, Metric> metrics() {
        return metrics;
    }

    /** Adds a metric to {@link #metrics()}. */
    public void setMockMetrics(MetricName name, Metric metric) {
        metrics.put(name, metric);
    }

    /** Adds a metric to {@link #addedMetrics()}. */
    @Override
    public synchronized void registerMetricForSubscription(KafkaMetric metric) {
        addedMetrics.add(metric);
    }

    /** Removes a metric from {@link #addedMetrics()}. */
    @Override
    public synchronized void unregisterMetricFromSubscription(KafkaMetric metric) {
        addedMetrics.remove(metric);
    }

    /** The application's own metrics that were registered to be sent to brokers. A view. */
    public List<KafkaMetric> addedMetrics() {
        return Collections.unmodifiableList(addedMetrics);
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /** Closes the producer; records that wait keep waiting. Does not wait. */
    @Override
    public synchronized void close(Duration timeout) {
        throwIfSet(closeException);
        isClosed = true;
    }

    /** Whether the producer is closed. */
    public synchronized boolean closed() {
        return isClosed;
    }

    /**
     * From now on another producer has taken over this one's transactional id: sending and all transaction calls fail.
     *
     * @throws IllegalStateException if the producer is closed or transactions are not initialized
     * @throws ProducerFencedException if it is fenced already
     */
    public synchronized void fenceProducer() {
        requireInitialized();
        isFenced = true;
    }

    /** Whether {@link #initTransactions()} was called. */
    public synchronized boolean transactionInitialized() {
        return isInitialized;
    }

    /** Whether a transaction is under way. */
    public synchronized boolean transactionInFlight() {
        return isInTransaction;
    }

    /** Whether the last transaction was committed. */
    public synchronized boolean transactionCommitted() {
        return isCommitted;
    }

    /** Whether the last transaction was aborted. */
    public synchronized boolean transactionAborted() {
        return isAborted;
    }

    /** Whether no record waits. */
    public synchronized boolean flushed() {
        return completions.isEmpty();
    }

    /** Whether offsets were sent in the transaction that is under way, or in the last one. */
    public synchronized boolean sentOffsets() {
        return hasSentOffsets;
    }

    /** How many transactions were committed. */
    public synchronized long commitCount() {
        return commits;
    }

    /** The records sent since the last {@link #clear()}; of transactions only those that were committed. A copy. */
    public synchronized List<ProducerRecord<K, V>> history() {
        return new ArrayList<>(sent);
    }

    /** The records of the transaction that is under way. A copy. */
    public synchronized List<ProducerRecord<K, V>> uncommittedRecords() {
        return new ArrayList<>(uncommitted);
    }

    /** The offsets committed since the last {@link #clear()}: for each transaction with any, by group. A copy. */
    public synchronized List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> consumerGroupOffsetsHistory() {
        return new ArrayList<>(committedOffsets);
    }

    /** The offsets of the transaction that is under way, by group. */
    public synchronized Map<String, Map<TopicPartition, OffsetAndMetadata>> uncommittedOffsets() {
        return uncommittedOffsets;
    }

    /** Forgets all records and offsets, committed or not, and all records that wait; they stay without an outcome. */
    public synchronized void clear() {
        sent.clear();
        uncommitted.clear();
        hasSentOffsets = false;
        completions.clear();
        committedOffsets.clear();
        uncommittedOffsets.clear();
    }

    /**
     * Acknowledges the record that has waited longest.
     *
     * @return false if none waits
     */
    public synchronized boolean completeNext() {
        return errorNext(null);
    }

    /**
     * Fails the record that has waited longest.
     *
     * @param e null to acknowledge it
     * @return false if none waits
     */
    public synchronized boolean errorNext(RuntimeException e) {
        Completion next = completions.pollFirst();
        if (next == null) {
            return false;
        }
        next.end(e);
        return true;
    }

    /** One record on its way. */
    private static final class Completion {
        private final TopicPartition where;
        private final long offset;
        private final Callback callback;
        private final Outcome future = new Outcome();

        Completion(TopicPartition where, long offset, Callback callback) {
            this.where = where;
            this.offset = offset;
            this.callback = callback;
        }

        /** The callback comes first, as with a real producer. */
        void end(RuntimeException failure) {
            if (failure == null) {
                RecordMetadata metadata = new RecordMetadata(where, offset, 0, NO_TIMESTAMP, 0, 0);
                tell(metadata, null);
                future.complete(metadata);
            } else {
                tell(new RecordMetadata(where, -1, -1, NO_TIMESTAMP, -1, -1), failure);
                future.completeExceptionally(failure);
            }
        }

        private void tell(RecordMetadata metadata, RuntimeException failure) {
            if (callback != null) {
                callback.onCompletion(metadata, failure);
            }
        }
    }

    /** A send cannot be cancelled. */
    private static final class Outcome extends CompletableFuture<RecordMetadata> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
        }
    }
}
