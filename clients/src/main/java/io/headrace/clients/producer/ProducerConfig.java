package io.headrace.clients.producer;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.clients.internals.SecuritySettings;
import io.headrace.common.config.AbstractConfig;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SecurityConfig;
import io.headrace.common.serialization.Serializer;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration of a {@link KafkaProducer}: names, types, defaults. Only what has an effect is defined; anything else is
 * told in a warning. Immutable.
 */
public class ProducerConfig extends AbstractConfig {

    private static final Logger log = LoggerFactory.getLogger(ProducerConfig.class);

    /** See {@link CommonClientConfigs#BOOTSTRAP_SERVERS_CONFIG}. */
    public static final String BOOTSTRAP_SERVERS_CONFIG = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    /** See {@link CommonClientConfigs#CLIENT_DNS_LOOKUP_CONFIG}. */
    public static final String CLIENT_DNS_LOOKUP_CONFIG = CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG;

    /** See {@link CommonClientConfigs#METRICS_RECORDING_LEVEL_CONFIG}. */
    public static final String METRICS_RECORDING_LEVEL_CONFIG = CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG;

    /** See {@link CommonClientConfigs#METRIC_REPORTER_CLASSES_CONFIG}. */
    public static final String METRIC_REPORTER_CLASSES_CONFIG = CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG;

    /** See {@link CommonClientConfigs#ENABLE_METRICS_PUSH_CONFIG}. */
    public static final String ENABLE_METRICS_PUSH_CONFIG = CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG;

    /** What {@link #ENABLE_METRICS_PUSH_CONFIG} means. */
    public static final String ENABLE_METRICS_PUSH_DOC = CommonClientConfigs.ENABLE_METRICS_PUSH_DOC;

    /** See {@link CommonClientConfigs#METADATA_MAX_AGE_CONFIG}. */
    public static final String METADATA_MAX_AGE_CONFIG = CommonClientConfigs.METADATA_MAX_AGE_CONFIG;

    /** See {@link CommonClientConfigs#REQUEST_TIMEOUT_MS_CONFIG}. */
    public static final String REQUEST_TIMEOUT_MS_CONFIG = CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;

    /** See {@link CommonClientConfigs#CLIENT_ID_CONFIG}. */
    public static final String CLIENT_ID_CONFIG = CommonClientConfigs.CLIENT_ID_CONFIG;

    /** See {@link CommonClientConfigs#SEND_BUFFER_CONFIG}. */
    public static final String SEND_BUFFER_CONFIG = CommonClientConfigs.SEND_BUFFER_CONFIG;

    /** See {@link CommonClientConfigs#RECEIVE_BUFFER_CONFIG}. */
    public static final String RECEIVE_BUFFER_CONFIG = CommonClientConfigs.RECEIVE_BUFFER_CONFIG;

    /** See {@link CommonClientConfigs#RECONNECT_BACKOFF_MS_CONFIG}. */
    public static final String RECONNECT_BACKOFF_MS_CONFIG = CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG;

    /** See {@link CommonClientConfigs#RECONNECT_BACKOFF_MAX_MS_CONFIG}. */
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG;

    /** See {@link CommonClientConfigs#RETRY_BACKOFF_MS_CONFIG}. */
    public static final String RETRY_BACKOFF_MS_CONFIG = CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG;

    /** See {@link CommonClientConfigs#RETRY_BACKOFF_MAX_MS_CONFIG}. */
    public static final String RETRY_BACKOFF_MAX_MS_CONFIG = CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG;

    /** See {@link CommonClientConfigs#METRICS_SAMPLE_WINDOW_MS_CONFIG}. */
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG;

    /** See {@link CommonClientConfigs#METRICS_NUM_SAMPLES_CONFIG}. */
    public static final String METRICS_NUM_SAMPLES_CONFIG = CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG;

    /** See {@link CommonClientConfigs#RETRIES_CONFIG}. */
    public static final String RETRIES_CONFIG = CommonClientConfigs.RETRIES_CONFIG;

    /** See {@link CommonClientConfigs#SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG}. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG;

    /** See {@link CommonClientConfigs#SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG}. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG;

    /** See {@link CommonClientConfigs#CONNECTIONS_MAX_IDLE_MS_CONFIG}. */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG;

    /** How many requests may be without an answer on one connection. */
    public static final String MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION = "max.in.flight.requests.per.connection";

    /** {@code metadata.max.idle.ms}. */
    public static final String METADATA_MAX_IDLE_CONFIG = "metadata.max.idle.ms";

    static final String METADATA_MAX_IDLE_DOC =
            "After how many milliseconds without a record for it a topic is left out when metadata is asked " + "for.";

    /** {@code batch.size}. */
    public static final String BATCH_SIZE_CONFIG = "batch.size";

    static final String BATCH_SIZE_DOC =
            "The size in bytes up to which records for one partition are gathered into a batch. 0 sends each "
                    + "record by itself.";

    /** {@code partitioner.adaptive.partitioning.enable}. */
    public static final String PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_CONFIG =
            "partitioner.adaptive.partitioning.enable";

    /**
     * The same, by the misspelt name that it first had in Kafka.
     *
     * @deprecated use {@link #PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_CONFIG}
     */
    @Deprecated
    public static final String PARTITIONER_ADPATIVE_PARTITIONING_ENABLE_CONFIG =
            PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_CONFIG;

    static final String PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_DOC =
            "Whether records without a key go more often to partitions whose broker keeps up better "
                    + "(KIP-794). Only without partitioner.class.";

    /** {@code partitioner.availability.timeout.ms}. */
    public static final String PARTITIONER_AVAILABILITY_TIMEOUT_MS_CONFIG = "partitioner.availability.timeout.ms";

    static final String PARTITIONER_AVAILABILITY_TIMEOUT_MS_DOC =
            "After how many milliseconds in which its broker cannot be reached a partition gets no more "
                    + "records without a key; 0 never. Only without partitioner.class.";

    /** {@code partitioner.ignore.keys}. */
    public static final String PARTITIONER_IGNORE_KEYS_CONFIG = "partitioner.ignore.keys";

    static final String PARTITIONER_IGNORE_KEYS_DOC =
            "Whether records are spread as if they had no keys. Only without partitioner.class.";

    /** {@code acks}. */
    public static final String ACKS_CONFIG = "acks";

    static final String ACKS_DOC =
            "Who must have a record before it counts as sent. 0: nobody, the producer does not wait for an "
                    + "answer. 1: the partition's leader. all (or -1): all in-sync replicas.";

    /** {@code linger.ms}. */
    public static final String LINGER_MS_CONFIG = "linger.ms";

    static final String LINGER_MS_DOC = "How many milliseconds a batch that is not full waits for further records.";

    /** {@code delivery.timeout.ms}. */
    public static final String DELIVERY_TIMEOUT_MS_CONFIG = "delivery.timeout.ms";

    static final String DELIVERY_TIMEOUT_MS_DOC =
            "How many milliseconds may pass between send and acknowledgement, with all waiting and all "
                    + "attempts; then the record fails. At least linger.ms + request.timeout.ms.";

    /** {@code max.request.size}. */
    public static final String MAX_REQUEST_SIZE_CONFIG = "max.request.size";

    static final String MAX_REQUEST_SIZE_DOC =
            "The largest size in bytes of a record before compression, and about that of a request.";

    /** {@code max.block.ms}. */
    public static final String MAX_BLOCK_MS_CONFIG = "max.block.ms";

    static final String MAX_BLOCK_MS_DOC =
            "How many milliseconds send and partitionsFor may wait for metadata or buffer memory.";

    /** {@code buffer.memory}. */
    public static final String BUFFER_MEMORY_CONFIG = "buffer.memory";

    static final String BUFFER_MEMORY_DOC =
            "How many bytes of records may wait to be acknowledged. Beyond that send waits, for max.block.ms "
                    + "at most.";

    /** {@code compression.type}. */
    public static final String COMPRESSION_TYPE_CONFIG = "compression.type";

    static final String COMPRESSION_TYPE_DOC = "How batches are compressed: none, gzip, snappy, lz4 or zstd.";

    /** {@code compression.gzip.level}. */
    public static final String COMPRESSION_GZIP_LEVEL_CONFIG = "compression.gzip.level";

    static final String COMPRESSION_GZIP_LEVEL_DOC = "How hard gzip tries: 1 (fast) to 9 (small), -1 for its default.";

    /** {@code compression.lz4.level}. */
    public static final String COMPRESSION_LZ4_LEVEL_CONFIG = "compression.lz4.level";

    static final String COMPRESSION_LZ4_LEVEL_DOC = "How hard lz4 tries, 1 to 17; 9 stands for its fast compressor.";

    /** {@code compression.zstd.level}. */
    public static final String COMPRESSION_ZSTD_LEVEL_CONFIG = "compression.zstd.level";

    static final String COMPRESSION_ZSTD_LEVEL_DOC = "How hard zstd tries, -131072 (fast) to 22 (small).";

    /** {@code key.serializer}. */
    public static final String KEY_SERIALIZER_CLASS_CONFIG = "key.serializer";

    /** What {@code key.serializer} means. */
    public static final String KEY_SERIALIZER_CLASS_DOC = "The class that turns keys into bytes.";

    /** {@code value.serializer}. */
    public static final String VALUE_SERIALIZER_CLASS_CONFIG = "value.serializer";

    /** What {@code value.serializer} means. */
    public static final String VALUE_SERIALIZER_CLASS_DOC = "The class that turns values into bytes.";

    /** {@code partitioner.class}. */
    public static final String PARTITIONER_CLASS_CONFIG = "partitioner.class";

    static final String PARTITIONER_CLASS_DOC =
            "The class that chooses the partition of records that name none. Without it: by the key's hash, "
                    + "else whichever partition lets batches fill.";

    /** {@code interceptor.classes}. */
    public static final String INTERCEPTOR_CLASSES_CONFIG = "interceptor.classes";

    /** What {@code interceptor.classes} means. */
    public static final String INTERCEPTOR_CLASSES_DOC =
            "Classes that see, and may replace, each record before it is sent, and see its acknowledgement.";

    /** {@code enable.idempotence}. */
    public static final String ENABLE_IDEMPOTENCE_CONFIG = "enable.idempotence";

    /** What {@code enable.idempotence} means. */
    public static final String ENABLE_IDEMPOTENCE_DOC =
            "Whether retries are kept from writing a record twice or out of order. Needs acks=all, retries "
                    + "above 0 and at most 5 requests in flight per connection; switched off when acks or retries are set "
                    + "otherwise and this is not set.";

    /** {@code transactional.id}. */
    public static final String TRANSACTIONAL_ID_CONFIG = "transactional.id";

    /** What {@code transactional.id} means. */
    public static final String TRANSACTIONAL_ID_DOC =
            "Names the producer across restarts, and lets it write in transactions. A producer that starts with the "
                    + "same id fences the one before. Needs enable.idempotence. Without it there are no transactions.";

    /** {@code transaction.timeout.ms}. */
    public static final String TRANSACTION_TIMEOUT_CONFIG = "transaction.timeout.ms";

    /** What {@code transaction.timeout.ms} means. */
    public static final String TRANSACTION_TIMEOUT_DOC =
            "How many milliseconds a transaction may be open, counted from when the first partition becomes part of "
                    + "it, before the cluster aborts it. At most the brokers' transaction.max.timeout.ms.";

    /** {@code transaction.two.phase.commit.enable}. */
    public static final String TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG = "transaction.two.phase.commit.enable";

    static final String TRANSACTION_TWO_PHASE_COMMIT_ENABLE_DOC =
            "Whether transactions take part in a two-phase commit (KIP-939): the cluster never aborts them for their "
                    + "age, so transaction.timeout.ms may not be set. The brokers have to allow it and to offer InitProducerId 6, "
                    + "which is not stable yet; else initTransactions fails.";

    static final String MAX_IN_FLIGHT_DOC = "How many requests may be without an answer on one connection. Above 1 "
            + "records can change their order when a request is retried, unless enable.idempotence is true.";

    static final int MOST_IN_FLIGHT_WITH_IDEMPOTENCE = 5;
    static final String ALL = "all";

    private static final AtomicInteger CLIENTS = new AtomicInteger();
    /** Classes that make further security providers. */
    public static final String SECURITY_PROVIDERS_CONFIG = SecurityConfig.SECURITY_PROVIDERS_CONFIG;

    private static final ConfigDef DEFINITION = SecuritySettings.define(ProducerDefinition.make());

    /**
     * Checks a configuration.
     *
     * @throws ConfigException if a value is not allowed; names key and value
     */
    public ProducerConfig(Properties props) {
        super(DEFINITION, props);
    }

    /**
     * Checks a configuration.
     *
     * @throws ConfigException if a value is not allowed; names key and value
     */
    public ProducerConfig(Map<String, Object> props) {
        super(DEFINITION, props);
    }

    /** The configuration with the classes of serializers that were given as instances. */
    static Map<String, Object> withSerializers(
            Map<String, Object> configs, Serializer<?> keySerializer, Serializer<?> valueSerializer) {
        Map<String, Object> complete = new HashMap<>(configs);
        if (keySerializer != null) {
            complete.put(KEY_SERIALIZER_CLASS_CONFIG, keySerializer.getClass());
        } else if (complete.get(KEY_SERIALIZER_CLASS_CONFIG) == null) {
            throw new ConfigException(KEY_SERIALIZER_CLASS_CONFIG, null, "a serializer for keys is needed");
        }
        if (valueSerializer != null) {
            complete.put(VALUE_SERIALIZER_CLASS_CONFIG, valueSerializer.getClass());
        } else if (complete.get(VALUE_SERIALIZER_CLASS_CONFIG) == null) {
            throw new ConfigException(VALUE_SERIALIZER_CLASS_CONFIG, null, "a serializer for values is needed");
        }
        return complete;
    }

    @Override
    protected Map<String, Object> postProcessParsedConfig(Map<String, Object> parsed) {
        Map<String, Object> derived = new HashMap<>();
        if (((String) parsed.get(CLIENT_ID_CONFIG)).isEmpty()) {
            Object transactionalId = parsed.get(TRANSACTIONAL_ID_CONFIG);
            derived.put(
                    CLIENT_ID_CONFIG,
                    "producer-" + (transactionalId == null ? CLIENTS.incrementAndGet() : transactionalId));
        }
        if ("-1".equals(parsed.get(ACKS_CONFIG))) {
            derived.put(ACKS_CONFIG, ALL);
        }
        boolean isIdempotent = isIdempotent(parsed);
        derived.put(ENABLE_IDEMPOTENCE_CONFIG, isIdempotent);
        if (!isIdempotent && parsed.get(TRANSACTIONAL_ID_CONFIG) != null) {
            throw new ConfigException(
                    TRANSACTIONAL_ID_CONFIG,
                    parsed.get(TRANSACTIONAL_ID_CONFIG),
                    "not possible without enable.idempotence=true and what that needs");
        }
        if ((Boolean) parsed.get(TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG)
                && originals().containsKey(TRANSACTION_TIMEOUT_CONFIG)) {
            throw new ConfigException(
                    TRANSACTION_TIMEOUT_CONFIG,
                    parsed.get(TRANSACTION_TIMEOUT_CONFIG),
                    "not possible with " + TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG
                            + "=true, which keeps transactions open until they are ended");
        }
        derived.put(DELIVERY_TIMEOUT_MS_CONFIG, deliveryTimeoutMs(parsed));
        return derived;
    }

    private boolean isIdempotent(Map<String, Object> parsed) {
        if (!(Boolean) parsed.get(ENABLE_IDEMPOTENCE_CONFIG)) {
            return false;
        }
        String acks = (String) parsed.get(ACKS_CONFIG);
        boolean isGiven = originals().containsKey(ENABLE_IDEMPOTENCE_CONFIG);
        String conflict = null;
        if ((Integer) parsed.get(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION) > MOST_IN_FLIGHT_WITH_IDEMPOTENCE) {
            conflict = MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION + "="
                    + parsed.get(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION) + " (at most "
                    + MOST_IN_FLIGHT_WITH_IDEMPOTENCE + " are possible)";
            // Unlike the others this does not say that safety may be given up: who wants that has to say so.
            isGiven = true;
        } else if (!ALL.equals(acks) && !"-1".equals(acks)) {
            conflict = ACKS_CONFIG + "=" + acks + " (all is needed)";
        } else if ((Integer) parsed.get(RETRIES_CONFIG) == 0) {
            conflict = RETRIES_CONFIG + "=0 (more is needed)";
        }
        if (conflict == null) {
            return true;
        }
        if (isGiven) {
            throw new ConfigException(ENABLE_IDEMPOTENCE_CONFIG, true, "not possible with " + conflict);
        }
        log.info("the producer is not idempotent: {}", conflict);
        return false;
    }

    private int deliveryTimeoutMs(Map<String, Object> parsed) {
        int timeoutMs = (Integer) parsed.get(DELIVERY_TIMEOUT_MS_CONFIG);
        long leastMs = (Long) parsed.get(LINGER_MS_CONFIG) + (Integer) parsed.get(REQUEST_TIMEOUT_MS_CONFIG);
        if (timeoutMs >= leastMs) {
            return timeoutMs;
        }
        if (originals().containsKey(DELIVERY_TIMEOUT_MS_CONFIG)) {
            throw new ConfigException(
                    DELIVERY_TIMEOUT_MS_CONFIG,
                    timeoutMs,
                    "at least " + LINGER_MS_CONFIG + " + " + REQUEST_TIMEOUT_MS_CONFIG + " (" + leastMs
                            + ") is needed");
        }
        int raisedMs = (int) Math.min(leastMs, Integer.MAX_VALUE);
        log.info(
                "{} is raised to {} ms: {} + {}",
                DELIVERY_TIMEOUT_MS_CONFIG,
                raisedMs,
                LINGER_MS_CONFIG,
                REQUEST_TIMEOUT_MS_CONFIG);
        return raisedMs;
    }

    /** The names of all keys. */
    public static Set<String> configNames() {
        return DEFINITION.names();
    }

    /** A copy of the definition. */
    public static ConfigDef configDef() {
        return new ConfigDef(DEFINITION);
    }

    /** Prints all settings as HTML. */
    public static void main(String[] args) {
        System.out.println(DEFINITION.toHtml(4, name -> "producerconfigs_" + name));
    }
}
