package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.ClientSettings;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.clients.internals.telemetry.ClientTelemetry;
import io.headrace.clients.producer.Callback;
import io.headrace.clients.producer.ProducerConfig;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.header.Header;
import io.headrace.common.header.Headers;
import io.headrace.common.metrics.Metrics;
import io.headrace.common.protocol.Errors;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchHeader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands behind the producer's public face, without serializers and partitioners: finds the topic, puts the record into
 * its buffer, and runs the loop that sends it.
 *
 * <p>Thread safe.
 */
public final class RecordSender {

    private static final Logger log = LoggerFactory.getLogger(RecordSender.class);

    /** How long a closing thread waits for the loop once nothing is to be sent any more. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    /**
     * A topic that is known, as found for one record.
     *
     * @param remainingNs what is left of {@code max.block.ms}; 0 on the producer's own thread, which must not wait
     */
    public record Destination(TopicBuffers topic, ClusterView cluster, long remainingNs) {}

    private final ProducerSettings settings;
    private final long leastLimit;
    private final ClientCore core;
    private final ProducerMetrics metrics;
    private final ClientTelemetry telemetry;
    private final SendLoop loop;
    private final Buffers buffers;
    private final TransactionGuard transactions;

    private RecordSender(
            ProducerSettings settings,
            ClientCore core,
            ProducerMetrics metrics,
            ClientTelemetry telemetry,
            Interceptors<?, ?> interceptors,
            TransactionGuard transactions,
            boolean isAdaptive,
            long availabilityTimeoutMs) {
        this.settings = settings;
        this.core = core;
        this.metrics = metrics;
        this.transactions = transactions;
        this.leastLimit = Math.min(settings.maxRequestBytes(), settings.bufferMemoryBytes());
        this.loop = new SendLoop(core, settings, metrics, transactions);
        BufferMemory memory = new BufferMemory(settings.bufferMemoryBytes(), this::sendEverything);
        long availabilityTimeoutNs = TimeUnit.MILLISECONDS.toNanos(availabilityTimeoutMs);
        this.buffers = new Buffers(
                settings,
                memory,
                interceptors,
                transactions,
                core::inLoop,
                topic -> new TopicBuffers(
                        topic,
                        settings.batchBytes(),
                        isAdaptive,
                        core::cluster,
                        node -> availabilityTimeoutNs == 0 || loop.isBrokerAvailable(node, availabilityTimeoutNs),
                        (name, partition) -> new PartitionBuffer(
                                name, partition, settings.batchBytes(), settings.lingerNs(), memory::isShort, loop)));
        this.telemetry = telemetry;
        metrics.addMemory(memory);
        metrics.add(
                "metadata-age",
                "the seconds since metadata was updated",
                () -> core.metadataAgeNs() / (double) TimeUnit.SECONDS.toNanos(1));
        transactions.start(loop, buffers);
        loop.start(buffers);
        new IdleTopics(core, buffers, loop, settings.metadataMaxIdleMs()).start();
    }

    /** Starts a producer's inside. */
    public static RecordSender start(
            ProducerConfig config, String clientId, String threadName, Interceptors<?, ?> interceptors) {
        ClientSettings clientSettings = ClientSettings.from(config, clientId);
        ProducerSettings settings = ProducerSettings.from(config, clientSettings);
        ClientMetrics metrics = ClientMetrics.start(ClientMetrics.Kind.PRODUCER, config, clientId);
        ClientCore core = null;
        try {
            core = ClientCore.start(clientSettings, threadName, metrics.network());
            return start(config, settings, core, metrics, interceptors);
        } catch (RuntimeException e) {
            if (core != null) {
                core.close(LAST_STEPS);
            }
            metrics.close();
            throw e;
        }
    }

    private static RecordSender start(
            ProducerConfig config,
            ProducerSettings settings,
            ClientCore core,
            ClientMetrics metrics,
            Interceptors<?, ?> interceptors) {
        String transactionalId = config.getString(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        ClientTelemetry telemetry = ClientTelemetry.start(
                config.getBoolean(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG),
                core,
                metrics,
                transactionalId == null ? Map.of() : Map.of("transactional_id", transactionalId));
        return new RecordSender(
                settings,
                core,
                new ProducerMetrics(metrics),
                telemetry,
                interceptors,
                transactions(config, core, settings),
                config.getBoolean(ProducerConfig.PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_CONFIG),
                config.getLong(ProducerConfig.PARTITIONER_AVAILABILITY_TIMEOUT_MS_CONFIG));
    }

    private static TransactionGuard transactions(ProducerConfig config, ClientCore core, ProducerSettings settings) {
        String transactionalId = config.getString(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        if (transactionalId == null) {
            config.ignore(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
            config.ignore(ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG);
            return TransactionGuard.NONE;
        }
        TransactionCalls calls = new TransactionCalls(
                core,
                transactionalId,
                config.getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                config.getBoolean(ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG));
        return new CoordinatedTransactions(core, settings, transactionalId, calls);
    }

    /** The producer's transactions. */
    public Transactions transactions() {
        return transactions;
    }

    /**
     * Finds a topic, waiting for its metadata up to {@code max.block.ms}.
     *
     * @param partition that must be there, or negative for any
     */
    public Destination destination(String topic, int partition) {
        TopicBuffers topicBuffers = buffers.topic(topic);
        topicBuffers.markUsed();
        ClusterView view = core.cluster();
        TopicView known = view.topic(topic);
        if (known != null && partition < known.partitionCount()) {
            return new Destination(topicBuffers, view, maxWaitNs());
        }
        long startNs = core.nanoTime();
        view = await(topic, partition);
        return new Destination(topicBuffers, view, Math.max(0, settings.maxBlockNs() - (core.nanoTime() - startNs)));
    }

    /** Nothing in a callback: what it would wait for only the loop can bring, which it would hold up. */
    private long maxWaitNs() {
        return core.inLoop() ? 0 : settings.maxBlockNs();
    }

    private ClusterView await(String topic, int partition) {
        try {
            core.execute(() -> core.metadata().want(List.of(topic)));
        } catch (RejectedExecutionException e) {
            throw new KafkaException("the producer was closed while metadata was waited for", e);
        }
        if (core.inLoop()) {
            core.metadata().requestUpdate();
            throw new TimeoutException("the metadata does not show "
                    + (partition < 0 ? "" : "partition " + partition + " of ") + "topic " + topic
                    + " yet, and a callback cannot wait for it on the producer's own thread: it was asked for");
        }
        // What an older view says against the topic may have changed, so that counts only if it is said again.
        long oldVersion = core.cluster().version();
        Predicate<ClusterView> isKnown = view -> {
            TopicView found = view.topic(topic);
            boolean isRefused = view.version() != oldVersion && isHopeless(view.topicError(topic));
            return (found != null && partition < found.partitionCount()) || isRefused;
        };
        long startNs = core.nanoTime();
        ClusterView view = core.awaitCluster(isKnown, Duration.ofNanos(settings.maxBlockNs()));
        metrics.waitedForMetadata(core.nanoTime() - startNs);
        if (view == null) {
            throw new TimeoutException(describeMissing(topic, partition));
        }
        if (view.topic(topic) == null) {
            throw hopeless(topic, view.topicError(topic));
        }
        return view;
    }

    private static boolean isHopeless(Errors error) {
        return error != Errors.NONE && !error.isRetriable();
    }

    private static RuntimeException hopeless(String topic, Errors error) {
        return switch (error) {
            case TOPIC_AUTHORIZATION_FAILED -> new TopicAuthorizationException(Set.of(topic));
            case INVALID_TOPIC_EXCEPTION -> new InvalidTopicException(Set.of(topic));
            default -> error.exception(error.exception().getMessage() + " (topic " + topic + ")");
        };
    }

    private String describeMissing(String topic, int partition) {
        long blockMs = TimeUnit.NANOSECONDS.toMillis(settings.maxBlockNs());
        ClusterView view = core.cluster();
        TopicView known = view.topic(topic);
        if (known != null) {
            return "partition " + partition + " of topic " + topic + " did not show up within max.block.ms (" + blockMs
                    + " ms): the topic has partitions 0 to " + (known.partitionCount() - 1);
        }
        Errors error = view.topicError(topic);
        return "topic " + topic + " did not show up in the metadata within max.block.ms (" + blockMs + " ms)"
                + (error == Errors.NONE ? "" : ": " + error) + core.describeUpdateFailure();
    }

    /**
     * Puts a record into its buffer.
     *
     * @param partition as chosen; negative for the topic's sticky one
     */
    public Future<RecordMetadata> append(
            Destination destination,
            int partition,
            long timestampMs,
            byte[] key,
            byte[] value,
            Headers headers,
            Callback callback) {
        Header[] encoded = headers.toArray();
        int maxRecordBytes = BatchBuilder.maxRecordSize(key, value, encoded);
        if (BatchHeader.SIZE + (long) maxRecordBytes > leastLimit) {
            requireSize(destination.topic().topic(), RecordSizes.ofBatchWith(key, value, encoded));
        }
        return buffers.append(
                destination.topic(),
                partition,
                maxRecordBytes,
                timestampMs,
                key,
                value,
                encoded,
                headers,
                callback,
                destination.remainingNs());
    }

    private void requireSize(String topic, long bytes) {
        if (bytes > settings.maxRequestBytes()) {
            throw new RecordTooLargeException("a record for topic " + topic + " takes up to " + bytes
                    + " bytes, more than max.request.size (" + settings.maxRequestBytes() + ")");
        }
        if (bytes > settings.bufferMemoryBytes()) {
            throw new RecordTooLargeException("a record for topic " + topic + " takes up to " + bytes
                    + " bytes, more than buffer.memory (" + settings.bufferMemoryBytes() + ")");
        }
    }

    private void sendEverything() {
        try {
            core.execute(loop::flush);
        } catch (RejectedExecutionException e) {
            log.debug("the producer is closed; whoever waits for memory is told so");
        }
    }

    /** A record was refused before it was buffered. */
    public void countRefused() {
        metrics.refused();
    }

    /** See {@link io.headrace.clients.producer.KafkaProducer#flush()}. */
    public void flush() {
        if (core.inLoop()) {
            throw new KafkaException("flush in a callback would wait for itself");
        }
        long startNs = core.nanoTime();
        sendEverything();
        try {
            for (Delivery delivery : buffers.pending()) {
                delivery.awaitAll(LONGEST_WAIT.toNanos());
            }
        } catch (InterruptedException e) {
            throw new InterruptException("interrupted while waiting for records to be acknowledged", e);
        } finally {
            metrics.flushed(core.nanoTime() - startNs);
        }
    }

    /** See {@link io.headrace.clients.producer.KafkaProducer#partitionsFor(String)}. */
    public List<PartitionInfo> partitionsFor(String topic) {
        ClusterView view = destination(topic, -1).cluster();
        return view.partitionInfos(view.topic(topic));
    }

    /** The times of transaction calls. */
    public TransactionTimes transactionTimes() {
        return metrics.transactions();
    }

    /** What is pushed to the cluster. */
    public ClientTelemetry telemetry() {
        return telemetry;
    }

    /** The registry of the metrics, for plug-ins. */
    public Metrics registry() {
        return metrics.client().registry();
    }

    /** All metrics. */
    public Map<MetricName, ? extends Metric> metrics() {
        return metrics.client().all();
    }

    /** See {@link io.headrace.clients.producer.KafkaProducer#close(Duration)}. */
    public void close(Duration timeout) {
        buffers.close();
        if (core.inLoop()) {
            if (!timeout.isZero()) {
                log.warn("the producer is closed in a callback, so what is not acknowledged yet fails");
            }
            transactions.close();
            loop.abort();
            core.close(Duration.ZERO);
            metrics.client().close();
            return;
        }
        long deadlineNs = core.nanoTime() + waitNs(timeout);
        InterruptedException interrupted = null;
        try {
            awaitPending(deadlineNs);
            transactions.endBeforeClosing(deadlineNs);
        } catch (InterruptedException e) {
            interrupted = e;
        }
        transactions.close();
        telemetry.close(Duration.ofNanos(Math.max(0, deadlineNs - core.nanoTime())));
        core.execute(loop::abort);
        try {
            core.close(LAST_STEPS);
        } finally {
            metrics.client().close();
        }
        if (interrupted != null) {
            throw new InterruptException("interrupted while the producer was closing", interrupted);
        }
    }

    private static long waitNs(Duration timeout) {
        return timeout.compareTo(LONGEST_WAIT) < 0 ? timeout.toNanos() : LONGEST_WAIT.toNanos();
    }

    private void awaitPending(long deadlineNs) throws InterruptedException {
        if (deadlineNs - core.nanoTime() <= 0) {
            return;
        }
        sendEverything();
        for (Delivery delivery : buffers.pending()) {
            if (!delivery.awaitAll(Math.max(0, deadlineNs - core.nanoTime()))) {
                return;
            }
        }
    }
}
