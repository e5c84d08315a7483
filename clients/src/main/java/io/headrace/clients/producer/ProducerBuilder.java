package io.headrace.clients.producer;

import io.headrace.common.config.ConfigException;
import io.headrace.common.serialization.Serializer;
import io.headrace.partitioners.Partitioner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Says what a {@link KafkaProducer} is to be like, with types in place of names and texts:
 *
 * <pre>{@code
 * KafkaProducer<String, Long> producer = KafkaProducer.builder()
 *         .bootstrapServers("kafka-1:9092", "kafka-2:9092")
 *         .keySerializer(new StringSerializer())
 *         .valueSerializer(new LongSerializer())
 *         .compression(Compression.ZSTD)
 *         .linger(Duration.ofMillis(20))
 *         .build();
 * }</pre>
 *
 * <p>Each method stands for one setting of {@link ProducerConfig}, where its meaning and default are told; {@link #set} is
 * for those without a method. What is said last counts. Values are checked by {@link #build}. Bytes, and durations in
 * whole milliseconds, fractions being dropped.
 *
 * <p>Not thread safe. Can build several producers; serializers given as objects are then shared by them, and closed with
 * the first one.
 *
 * @param <K> type of the keys; Void, which allows none, until a serializer is named
 * @param <V> type of the values; likewise
 */
public final class ProducerBuilder<K, V> {

    private final Map<String, Object> configs = new HashMap<>();
    private Serializer<?> keySerializer;
    private Serializer<?> valueSerializer;

    /** Who must have a record before it counts as sent. */
    public enum Acks {
        /** All in-sync replicas. */
        ALL("all"),
        /** The partition's leader: what it has not passed on when it fails is lost. */
        LEADER("1"),
        /** Nobody: the producer does not learn what became of the record. */
        NONE("0");

        private final String value;

        Acks(String value) {
            this.value = value;
        }
    }

    /** How batches are compressed. */
    public enum Compression {
        NONE,
        GZIP,
        SNAPPY,
        LZ4,
        ZSTD;

        private String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ProducerBuilder() {}

    /** {@code bootstrap.servers}: where to find the cluster first, each as host:port. Needed. */
    public ProducerBuilder<K, V> bootstrapServers(String... servers) {
        return set(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, List.of(servers));
    }

    /** {@code client.id}. */
    public ProducerBuilder<K, V> clientId(String clientId) {
        return set(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    }

    /** What turns keys into bytes. It is not configured, but closed with the producer. Needed, this or the next one. */
    public <T> ProducerBuilder<T, V> keySerializer(Serializer<T> serializer) {
        keySerializer = Objects.requireNonNull(serializer, "serializer");
        configs.remove(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);
        return retyped();
    }

    /** {@code key.serializer}: the class of what turns keys into bytes; it is made and configured by the producer. */
    public <T> ProducerBuilder<T, V> keySerializer(Class<? extends Serializer<T>> serializer) {
        keySerializer = null;
        set(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, serializer);
        return retyped();
    }

    /** What turns values into bytes. It is not configured, but closed with the producer. Needed, this or the next one. */
    public <T> ProducerBuilder<K, T> valueSerializer(Serializer<T> serializer) {
        valueSerializer = Objects.requireNonNull(serializer, "serializer");
        configs.remove(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        return retyped();
    }

    /** {@code value.serializer}: the class of what turns values into bytes; it is made and configured by the producer. */
    public <T> ProducerBuilder<K, T> valueSerializer(Class<? extends Serializer<T>> serializer) {
        valueSerializer = null;
        set(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, serializer);
        return retyped();
    }

    /** The types say what the serializers take, and this object holds nothing of those types. */
    @SuppressWarnings("unchecked")
    private <A, B> ProducerBuilder<A, B> retyped() {
        return (ProducerBuilder<A, B>) this;
    }

    /** {@code acks}; anything but {@link Acks#ALL} turns idempotence off. */
    public ProducerBuilder<K, V> acks(Acks acks) {
        return set(ProducerConfig.ACKS_CONFIG, acks.value);
    }

    /** {@code enable.idempotence}: whether retries are kept from writing a record twice or out of order. */
    public ProducerBuilder<K, V> idempotence(boolean enable) {
        return set(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, enable);
    }

    /** {@code transactional.id}: makes the producer transactional. */
    public ProducerBuilder<K, V> transactionalId(String transactionalId) {
        return set(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    }

    /** {@code compression.type}. */
    public ProducerBuilder<K, V> compression(Compression compression) {
        return set(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression.value());
    }

    /**
     * {@code compression.type} and the level that belongs to it, such as {@code compression.zstd.level}.
     *
     * @throws IllegalArgumentException if this compression has no levels
     */
    public ProducerBuilder<K, V> compression(Compression compression, int level) {
        String levelKey = switch (compression) {
            case GZIP -> ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG;
            case LZ4 -> ProducerConfig.COMPRESSION_LZ4_LEVEL_CONFIG;
            case ZSTD -> ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG;
            case NONE, SNAPPY -> throw new IllegalArgumentException(compression.value() + " has no levels: " + level);
        };
        return compression(compression).set(levelKey, level);
    }

    /** {@code linger.ms}: how long a batch that is not full waits for further records. */
    public ProducerBuilder<K, V> linger(Duration linger) {
        return set(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
    }

    /** {@code batch.size}: up to how many bytes of records for one partition are gathered into a batch. */
    public ProducerBuilder<K, V> batchSize(int bytes) {
        return set(ProducerConfig.BATCH_SIZE_CONFIG, bytes);
    }

    /** {@code buffer.memory}: how many bytes of records may wait to be acknowledged. */
    public ProducerBuilder<K, V> bufferMemory(long bytes) {
        return set(ProducerConfig.BUFFER_MEMORY_CONFIG, bytes);
    }

    /** {@code max.request.size}: the largest size in bytes of a record. */
    public ProducerBuilder<K, V> maxRequestSize(int bytes) {
        return set(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, bytes);
    }

    /** {@code max.block.ms}: how long a call may wait for metadata or memory. */
    public ProducerBuilder<K, V> maxBlock(Duration timeout) {
        return set(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
    }

    /** {@code delivery.timeout.ms}: how long a record may take until it is acknowledged, with all attempts. */
    public ProducerBuilder<K, V> deliveryTimeout(Duration timeout) {
        return setInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout.toMillis());
    }

    /** {@code request.timeout.ms}: how long a broker may take to answer. */
    public ProducerBuilder<K, V> requestTimeout(Duration timeout) {
        return setInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout.toMillis());
    }

    /** {@code max.in.flight.requests.per.connection}. */
    public ProducerBuilder<K, V> maxInFlightRequests(int requests) {
        return set(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, requests);
    }

    /** {@code partitioner.class}: chooses the partition of records that name none. */
    public ProducerBuilder<K, V> partitioner(Class<? extends Partitioner> partitioner) {
        return set(ProducerConfig.PARTITIONER_CLASS_CONFIG, partitioner);
    }

    /** {@code interceptor.classes}: adds one, which is called after those before. */
    public ProducerBuilder<K, V> interceptor(Class<? extends ProducerInterceptor<?, ?>> interceptor) {
        List<Object> chain = new ArrayList<>();
        Object before = configs.get(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
        if (before instanceof List<?> known) {
            chain.addAll(known);
        } else if (before instanceof String names && !names.isBlank()) {
            chain.addAll(List.of(names.trim().split("\\s*,\\s*", -1)));
        }
        chain.add(interceptor);
        return set(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, chain);
    }

    /**
     * Any setting, by its name; {@code key.serializer} and {@code value.serializer} have methods that know their types.
     *
     * @param value as an object or as text; null for the default
     */
    public ProducerBuilder<K, V> set(String key, Object value) {
        if (value == null) {
            configs.remove(key);
        } else {
            configs.put(key, value);
        }
        return this;
    }

    /** All of these settings; see {@link #set}. */
    public ProducerBuilder<K, V> setAll(Map<String, ?> settings) {
        settings.forEach(this::set);
        return this;
    }

    /** What does not fit stays as it is, to be refused with the name of the setting. */
    private ProducerBuilder<K, V> setInt(String key, long value) {
        return set(key, value == (int) value ? (Object) (int) value : (Object) value);
    }

    /** The settings so far, without serializers that were given as objects. */
    Map<String, Object> settings() {
        return Map.copyOf(configs);
    }

    /**
     * Starts the producer.
     *
     * @throws ConfigException if a setting that is needed is missing or a value is not allowed; names key and value
     */
    @SuppressWarnings("unchecked") // The types follow the serializers.
    public KafkaProducer<K, V> build() {
        return new KafkaProducer<>(settings(), (Serializer<K>) keySerializer, (Serializer<V>) valueSerializer);
    }
}
