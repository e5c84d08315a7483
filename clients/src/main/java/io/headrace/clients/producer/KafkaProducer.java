package io.headrace.clients.producer;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.internals.Interceptors;
import io.headrace.clients.producer.internals.PartitionChoice;
import io.headrace.clients.producer.internals.RecordSender;
import io.headrace.clients.producer.internals.TransactionTimes;
import io.headrace.clients.producer.internals.Transactions;
import io.headrace.common.KafkaException;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.ProducerFencedException;
import io.headrace.common.errors.SerializationException;
import io.headrace.common.header.Headers;
import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.internals.PluginRegistration;
import io.headrace.common.metrics.KafkaMetric;
import io.headrace.common.serialization.Serializer;
import io.headrace.partitioners.Partitioner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records to a Kafka cluster. Safe for use by several threads, and meant for it: one producer for all threads fills
 * its batches better than one for each.
 *
 * <p>{@link #send} puts a record into a buffer and returns; the producer's own thread sends batches when they are full or
 * {@code linger.ms} has passed, retries what failed for a passing reason, and tells the outcome to the record's future and
 * callback. Records of one partition are written in the order in which they were sent, unless {@code enable.idempotence} is
 * off and more than one request may be in flight.
 *
 * <p>A producer holds a thread, connections and memory: {@link #close()} it.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 * @see ProducerConfig
 */
public class KafkaProducer<K, V> implements Producer<K, V> {

    /** What the name of the producer's thread begins with; the client id follows. */
    public static final String NETWORK_THREAD_PREFIX = "kafka-producer-network-thread";

    /** The group of the producer's metrics. */
    public static final String PRODUCER_METRIC_GROUP_NAME = "producer-metrics";

    private static final Logger log = LoggerFactory.getLogger(KafkaProducer.class);

    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final Interceptors<K, V> interceptors;
    private final PartitionChoice partitions;
    private final RecordSender sender;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /**
     * A producer.
     *
     * @param configs see {@link ProducerConfig}; values as objects or as text
     * @throws io.headrace.common.config.ConfigException if a value is not allowed; names key and value
     */
    public KafkaProducer(Map<String, Object> configs) {
        this(configs, null, null);
    }

    /**
     * A producer with serializers that are ready for use: they are not configured, but closed with the producer.
     *
     * @param keySerializer null for the one that the configuration names
     * @param valueSerializer null for the one that the configuration names
     */
    public KafkaProducer(Map<String, Object> configs, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        this(
                new ProducerConfig(ProducerConfig.withSerializers(configs, keySerializer, valueSerializer)),
                keySerializer,
                valueSerializer);
    }

    /** See {@link #KafkaProducer(Map)}. */
    public KafkaProducer(Properties properties) {
        this(properties, null, null);
    }

    /** See {@link #KafkaProducer(Map, Serializer, Serializer)}. */
    public KafkaProducer(Properties properties, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        this(asMap(properties), keySerializer, valueSerializer);
    }

    /** Says what a producer is to be like with methods in place of names of settings, then starts it. */
    public static ProducerBuilder<Void, Void> builder() {
        return new ProducerBuilder<>();
    }

    private KafkaProducer(ProducerConfig config, Serializer<K> givenKeySerializer, Serializer<V> givenValueSerializer) {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            String clientId = config.getString(ProducerConfig.CLIENT_ID_CONFIG);
            Map<String, Object> forPlugins = config.originals(Map.of(ProducerConfig.CLIENT_ID_CONFIG, clientId));
            this.keySerializer = serializer(
                    config, givenKeySerializer, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, forPlugins, true);
            opened.add(keySerializer);
            this.valueSerializer = serializer(
                    config, givenValueSerializer, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, forPlugins, false);
            opened.add(valueSerializer);
            this.interceptors = interceptors(config, forPlugins);
            opened.add(interceptors::close);
            Partitioner partitioner = config.getConfiguredInstance(
                    ProducerConfig.PARTITIONER_CLASS_CONFIG, Partitioner.class, forPlugins);
            this.partitions =
                    PartitionChoice.of(partitioner, config.getBoolean(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG));
            opened.add(partitions);
            this.sender = RecordSender.start(config, clientId, NETWORK_THREAD_PREFIX + " | " + clientId, interceptors);
            opened.add(() -> sender.close(Duration.ZERO));
            PluginRegistration.register(sender.registry(), ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, keySerializer);
            PluginRegistration.register(
                    sender.registry(), ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, valueSerializer);
            PluginRegistration.register(sender.registry(), ProducerConfig.PARTITIONER_CLASS_CONFIG, partitioner);
            interceptors.register(sender.registry());
            config.logUnused();
        } catch (RuntimeException e) {
            opened.forEach(KafkaProducer::closeQuietly);
            throw e;
        }
    }

    private static Map<String, Object> asMap(Properties properties) {
        Map<String, Object> configs = new HashMap<>();
        properties.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new ConfigException(String.valueOf(key), value, "the name of a setting has to be a string");
            }
            configs.put(name, value);
        });
        properties.stringPropertyNames().forEach(key -> configs.putIfAbsent(key, properties.getProperty(key)));
        return configs;
    }

    private static <T> Serializer<T> serializer(
            ProducerConfig config, Serializer<T> given, String key, Map<String, Object> forPlugins, boolean isKey) {
        if (given != null) {
            config.ignore(key);
            return given;
        }
        // What the class serializes is for the caller to know, who named it.
        @SuppressWarnings("unchecked")
        Serializer<T> made = config.getConfiguredInstance(key, Serializer.class);
        made.configure(forPlugins, isKey);
        return made;
    }

    private static <K, V> Interceptors<K, V> interceptors(ProducerConfig config, Map<String, Object> forPlugins) {
        List<ProducerInterceptor<K, V>> chain = new ArrayList<>();
        for (Object made : config.getConfiguredInstances(
                ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ProducerInterceptor.class, forPlugins)) {
            // What the class intercepts is for the caller to know, who named it.
            @SuppressWarnings("unchecked")
            ProducerInterceptor<K, V> interceptor = (ProducerInterceptor<K, V>) made;
            chain.add(interceptor);
        }
        return new Interceptors<>(chain);
    }

    /** Sends a record; see {@link #send(ProducerRecord, Callback)}. */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
        return send(record, null);
    }

    /**
     * Puts a record into a buffer, to be sent by the producer's own thread. Waits up to {@code max.block.ms} if the topic's
     * metadata is not known yet or {@code buffer.memory} is used up.
     *
     * <p>What goes wrong from here on is told by the future and the callback: also that the topic does not exist, or that
     * the record is too large. The callback then runs in the calling thread.
     *
     * @param callback may be null; runs on the producer's thread, in the order of the partition's records
     * @return told where the record is; cannot be cancelled, and cannot be waited for on the producer's own thread, where
     *     {@code get} throws an {@link IllegalStateException}
     * @throws IllegalStateException if the producer is closed
     * @throws InterruptException if the thread is interrupted while it waits
     * @throws SerializationException if key or value cannot be serialized
     * @throws KafkaException if the producer is closed while this waits
     */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback) {
        if (isClosed.get()) {
            throw new IllegalStateException("the producer is closed: it cannot send any more");
        }
        ProducerRecord<K, V> toSend = interceptors.isEmpty() ? record : interceptors.onSend(record);
        try {
            return buffer(toSend, callback);
        } catch (ApiException e) {
            return refused(toSend, callback, e);
        } catch (RuntimeException e) {
            if (e instanceof KafkaException) {
                sender.countRefused();
            }
            interceptors.onSendError(toSend, e);
            throw e;
        }
    }

    private Future<RecordMetadata> buffer(ProducerRecord<K, V> record, Callback callback) {
        String topic = record.topic();
        Integer wanted = record.partition();
        sender.transactions().requireSendable();
        RecordSender.Destination destination = sender.destination(topic, wanted == null ? -1 : wanted);
        Headers headers = record.headers();
        byte[] key = serialize(keySerializer, topic, headers, record.key(), "key");
        byte[] value = serialize(valueSerializer, topic, headers, record.value(), "value");
        int partition = wanted != null
                ? wanted
                : partitions.choose(topic, record.key(), key, record.value(), value, destination.cluster());
        if (headers instanceof RecordHeaders sealable) {
            sealable.setReadOnly();
        }
        Long timestamp = record.timestamp();
        return sender.append(
                destination,
                partition,
                timestamp == null ? System.currentTimeMillis() : timestamp,
                key,
                value,
                headers,
                callback);
    }

    private static <T> byte[] serialize(
            Serializer<T> serializer, String topic, Headers headers, T object, String what) {
        try {
            return serializer.serialize(topic, headers, object);
        } catch (ClassCastException e) {
            throw new SerializationException(
                    "a " + what + " of " + (object == null ? "null" : object.getClass()) + " for topic " + topic
                            + " does not fit the serializer "
                            + serializer.getClass().getName() + " (" + what
                            + ".serializer)",
                    e);
        }
    }

    private Future<RecordMetadata> refused(ProducerRecord<K, V> record, Callback callback, ApiException failure) {
        sender.countRefused();
        sender.transactions().recordFailed(failure);
        interceptors.onSendError(record, failure);
        if (callback != null) {
            callback.onCompletion(Interceptors.metadataOfUnsent(record), failure);
        }
        return CompletableFuture.failedFuture(failure);
    }

    /**
     * Sends what is buffered without waiting for {@code linger.ms}, and returns when everything that was sent before this
     * call is acknowledged or has failed.
     *
     * @throws InterruptException if the thread is interrupted while it waits
     * @throws KafkaException if called from a callback, where it would wait for itself
     */
    @Override
    public void flush() {
        sender.flush();
    }

    /**
     * The partitions of a topic, as the newest metadata shows them. Waits up to {@code max.block.ms} for that.
     *
     * @throws io.headrace.common.errors.TimeoutException if the topic did not show up in time
     * @throws io.headrace.common.errors.TopicAuthorizationException if this client may not see it
     * @throws io.headrace.common.errors.InvalidTopicException if no topic can have that name
     * @throws InterruptException if the thread is interrupted while it waits
     */
    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        if (topic == null) {
            throw new NullPointerException("topic");
        }
        if (isClosed.get()) {
            throw new IllegalStateException("the producer is closed");
        }
        return sender.partitionsFor(topic);
    }

    /** What the producer measures; values are computed when asked for. Any thread. */
    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return sender.metrics();
    }

    /**
     * The id by which the cluster knows this client's metrics (KIP-714). Waits until the cluster has told it.
     *
     * @throws IllegalStateException if {@code enable.metrics.push} is off, or in a callback, which cannot wait
     * @throws IllegalArgumentException if the timeout is negative
     * @throws io.headrace.common.errors.TimeoutException if the cluster did not tell in time
     * @throws io.headrace.common.errors.UnsupportedVersionException if the cluster has no telemetry
     * @throws InterruptException if the thread is interrupted while it waits
     */
    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return sender.telemetry().clientInstanceId(timeout);
    }

    /** Has a metric of the application pushed to the cluster too, if that has subscribed to it (KIP-1076). Any thread. */
    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        sender.telemetry().register(metric);
    }

    /** Undoes {@link #registerMetricForSubscription}. Any thread. */
    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        sender.telemetry().unregister(metric);
    }

    /**
     * Makes the producer ready for transactions: once, before the first one. Waits for a transaction that an earlier producer
     * with the same {@code transactional.id} has left, which is aborted unless its end had been decided, and fences that
     * producer: whatever it still sends is refused.
     *
     * <p>A call that timed out or was interrupted goes on, and is repeated to wait for it.
     *
     * @throws IllegalStateException if there is no {@code transactional.id}, or this was called before
     * @throws io.headrace.common.errors.UnsupportedVersionException if the cluster has no transactions
     * @throws io.headrace.common.errors.AuthorizationException if the transactional id may not be used; the call can be
     *     repeated when it may
     * @throws io.headrace.common.errors.TimeoutException if it took longer than {@code max.block.ms}
     * @throws InterruptException if the thread is interrupted while it waits
     * @throws KafkaException if the producer has failed for good
     */
    @Override
    public void initTransactions() {
        Transactions transactions = transactions();
        sender.transactionTimes().measure(TransactionTimes.Call.INIT, transactions::initialize);
    }

    /**
     * Begins a transaction. Asks nobody, and never waits.
     *
     * @throws IllegalStateException if {@link #initTransactions()} has not been called, or a transaction is open
     * @throws ProducerFencedException if a newer producer with the same transactional id has taken over
     * @throws io.headrace.common.errors.InvalidProducerEpochException if the producer wrote with an old epoch
     * @throws KafkaException if the producer has failed for good
     */
    @Override
    public void beginTransaction() throws ProducerFencedException {
        Transactions transactions = transactions();
        sender.transactionTimes().measure(TransactionTimes.Call.BEGIN, transactions::begin);
    }

    /**
     * Makes offsets of a consumer group part of the transaction: they are committed with it, or not at all (KIP-447). The
     * consumer must not commit them itself. Returns when the group's coordinator has them.
     *
     * @param offsets the next offset to be read of each partition; nothing is done when empty
     * @param groupMetadata as the consumer's {@code groupMetadata()} gives it, so that a member that has lost its partitions
     *     is noticed
     * @throws IllegalStateException if no transaction is open
     * @throws IllegalArgumentException if the metadata is null, or names a generation without a member
     * @throws io.headrace.clients.consumer.CommitFailedException if the consumer is not the group's member any more that
     *     the metadata names; the transaction can only be aborted
     * @throws io.headrace.common.errors.FencedInstanceIdException if another consumer has taken over the
     *     {@code group.instance.id}; the transaction can only be aborted
     * @throws io.headrace.common.errors.GroupAuthorizationException if the group may not be used; the transaction can only
     *     be aborted
     * @throws io.headrace.common.errors.TransactionAbortableException if a request with another offset of the same partition
     *     was never answered, and could still arrive after this one: abort, and do it again
     * @throws ProducerFencedException if a newer producer with the same transactional id has taken over
     * @throws io.headrace.common.errors.TimeoutException if it took longer than {@code max.block.ms}; abort, or call again
     * @throws InterruptException if the thread is interrupted while it waits
     * @throws KafkaException if the transaction or the producer has failed; the cause says why
     */
    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata)
            throws ProducerFencedException {
        if (groupMetadata == null) {
            throw new IllegalArgumentException("the consumer's group metadata is needed, it cannot be null");
        }
        if (groupMetadata.generationId() > 0 && groupMetadata.memberId().isEmpty()) {
            throw new IllegalArgumentException(
                    "a generation needs a member, but the member id is empty in " + groupMetadata);
        }
        Transactions transactions = transactions();
        if (!offsets.isEmpty()) {
            sender.transactionTimes()
                    .measure(
                            TransactionTimes.Call.SEND_OFFSETS, () -> transactions.sendOffsets(offsets, groupMetadata));
        }
    }

    /**
     * Commits the transaction: sends what is buffered, waits until all records are acknowledged, and ends the transaction.
     * When this returns, the transaction will become visible to {@code read_committed} consumers whatever happens.
     *
     * <p>A call that timed out or was interrupted goes on: its transaction may be committed or not, and only the same call
     * again tells. Nothing else but {@link #close()} is possible in between.
     *
     * @throws IllegalStateException if no transaction is open
     * @throws ProducerFencedException if a newer producer with the same transactional id has taken over
     * @throws io.headrace.common.errors.InvalidProducerEpochException if the producer wrote with an old epoch
     * @throws io.headrace.common.errors.TransactionAbortableException if a record could not be delivered, or the cluster
     *     cannot commit this transaction: abort it, and do it again
     * @throws io.headrace.common.errors.TimeoutException if it took longer than {@code max.block.ms}
     * @throws InterruptException if the thread is interrupted while it waits
     * @throws KafkaException if a record had failed before, or the producer has failed for good; the cause says why
     */
    @Override
    public void commitTransaction() throws ProducerFencedException {
        Transactions transactions = transactions();
        sender.transactionTimes().measure(TransactionTimes.Call.COMMIT, transactions::commit);
    }

    /**
     * Aborts the transaction. Records that were not sent yet fail with
     * {@link io.headrace.common.errors.TransactionAbortedException}; what is on its way is waited for.
     *
     * <p>A call that timed out or was interrupted goes on, and is repeated to wait for it.
     *
     * @throws IllegalStateException if no transaction is open
     * @throws ProducerFencedException if a newer producer with the same transactional id has taken over
     * @throws io.headrace.common.errors.TimeoutException if it took longer than {@code max.block.ms}
     * @throws InterruptException if the thread is interrupted while it waits
     * @throws KafkaException if the producer has failed for good
     */
    @Override
    public void abortTransaction() throws ProducerFencedException {
        Transactions transactions = transactions();
        sender.transactionTimes().measure(TransactionTimes.Call.ABORT, transactions::abort);
    }

    private Transactions transactions() {
        if (isClosed.get()) {
            throw new IllegalStateException("the producer is closed");
        }
        return sender.transactions();
    }

    /** Closes the producer after everything sent is acknowledged or has failed, however long that takes. */
    @Override
    public void close() {
        close(Duration.ofMillis(Long.MAX_VALUE));
    }

    /**
     * Closes the producer. Waits for what was sent, as long as the timeout allows; then the rest fails. Closing again does
     * nothing. Called from a callback it does not wait at all, since it would wait for itself.
     *
     * <p>A transaction that is open is aborted, and one that is ending is waited for, within the timeout too. What is left
     * open then the cluster aborts after {@code transaction.timeout.ms}, or when the next producer with the same
     * transactional id begins.
     *
     * @throws InterruptException if the thread is interrupted while it waits; the producer is closed all the same
     * @throws IllegalArgumentException if the timeout is negative
     */
    @Override
    public void close(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("negative timeout: " + timeout);
        }
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        try {
            sender.close(timeout);
        } finally {
            closeQuietly(partitions);
            interceptors.close();
            closeQuietly(keySerializer);
            closeQuietly(valueSerializer);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            log.warn("{} could not be closed", closeable.getClass().getName(), e);
        }
    }
}
