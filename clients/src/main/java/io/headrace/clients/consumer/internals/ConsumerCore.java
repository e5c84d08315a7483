package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.ConsumerConfig;
import io.headrace.clients.consumer.ConsumerInterceptor;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetAndTimestamp;
import io.headrace.clients.consumer.internals.fetch.Consumption;
import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.clients.consumer.internals.fetch.FetchPath;
import io.headrace.clients.consumer.internals.fetch.FetchSettings;
import io.headrace.clients.consumer.internals.fetch.OffsetReset;
import io.headrace.clients.consumer.internals.fetch.PollWait;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.ClientSettings;
import io.headrace.clients.internals.calls.CoreLoop;
import io.headrace.clients.internals.calls.FoundOffset;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.clients.internals.telemetry.ClientTelemetry;
import io.headrace.common.IsolationLevel;
import io.headrace.common.KafkaException;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.UnsupportedForMessageFormatException;
import io.headrace.common.internals.PluginRegistration;
import io.headrace.common.serialization.Deserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer put together: the client's loop with the fetcher on it, the polling thread's side, and the plug-ins.
 *
 * <p>Owner of the parts: the polling thread, which is the only one to call this, {@link #wakeup()} aside.
 */
public final class ConsumerCore<K, V> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConsumerCore.class);

    /** So long the loop's thread is waited for, even if leaving the group took all the time there was. */
    private static final long LEAST_CLOSE_MS = 1_000;

    private final String clientId;
    private final ClientCore core;
    private final PollWait waiting = new PollWait();
    private final FetchPath fetching;
    private final Consumption<K, V> consumption;
    private final ClusterQueries queries;
    private final ConsumerMetrics metrics;
    private final ClientTelemetry telemetry;
    private final GroupCalls group;
    private int seenAssignment;
    private final List<AutoCloseable> plugins = new ArrayList<>();
    private final ConsumerInterceptors<K, V> interceptors;

    /**
     * @param keyDeserializer made by the application, or null for the configured class
     * @param valueDeserializer made by the application, or null for the configured class
     * @throws ConfigException when a setting is wrong
     * @throws KafkaException when a configured class cannot be used
     */
    public ConsumerCore(ConsumerConfig config, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        this.clientId = config.getString(ConsumerConfig.CLIENT_ID_CONFIG);
        ClientCore started = null;
        ClientMetrics measured = null;
        try {
            Deserializer<K> keys = deserializer(config, keyDeserializer, true);
            Deserializer<V> values = deserializer(config, valueDeserializer, false);
            this.interceptors = interceptors(config);
            FetchSettings settings = settings(config, ClientSettings.from(config, clientId));
            measured = ClientMetrics.start(ClientMetrics.Kind.CONSUMER, config, clientId);
            PluginRegistration.register(measured.registry(), ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, keys);
            PluginRegistration.register(measured.registry(), ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, values);
            interceptors.register(measured.registry());
            started = ClientCore.start(
                    ClientSettings.from(config, clientId), "headrace-consumer | " + clientId, measured.network());
            this.core = started;
            this.telemetry = ClientTelemetry.start(
                    config.getBoolean(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG), core, measured, labels(config));
            CoreLoop loop = new CoreLoop(core);
            this.metrics = new ConsumerMetrics(measured);
            core.onAuthenticationFailure(waiting::fail);
            TopicInterest interest = new TopicInterest(loop);
            Operations operations = new Operations(
                    loop,
                    interest,
                    new Operations.Limits(settings.requestTimeoutMs(), Integer.MAX_VALUE, settings.backoff()));
            this.fetching = new FetchPath(waiting, loop, interest, operations, settings, metrics);
            metrics.prefetched(fetching::bytes);
            GroupAssembly assembly = GroupAssembly.of(
                    config,
                    clientId,
                    core.settings().clientRack(),
                    core,
                    loop,
                    interest,
                    operations,
                    waiting,
                    measured);
            this.queries = new ClusterQueries(core, operations, waiting, settings.isolation());
            this.consumption = fetching.consumption(keys, values, assembly.positions());
            this.group = assembly.join(consumption, interceptors);
            if (config.getString(ConsumerConfig.GROUP_ID_CONFIG) != null) {
                boolean isClassic = "classic".equalsIgnoreCase(config.getString(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
                new CoordinatorMetrics(measured, isClassic, consumption::assignedCount);
            }
            config.logUnused();
        } catch (RuntimeException e) {
            if (started != null) {
                started.close(Duration.ZERO);
            }
            if (measured != null) {
                measured.close();
            }
            plugins.forEach(plugin -> closeQuietly(plugin));
            throw e;
        }
    }

    @SuppressWarnings("unchecked") // The application says by K and V which classes it has configured.
    private <T> Deserializer<T> deserializer(ConsumerConfig config, Deserializer<T> given, boolean isKey) {
        String name =
                isKey ? ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG : ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG;
        Deserializer<T> deserializer = given;
        if (given != null) {
            config.ignore(name);
        } else {
            deserializer = config.getConfiguredInstance(name, Deserializer.class);
            deserializer.configure(config.originals(Map.of(ConsumerConfig.CLIENT_ID_CONFIG, clientId)), isKey);
        }
        plugins.add(deserializer);
        return deserializer;
    }

    @SuppressWarnings("unchecked") // As above.
    private ConsumerInterceptors<K, V> interceptors(ConsumerConfig config) {
        List<ConsumerInterceptor<K, V>> chain = new ArrayList<>();
        for (ConsumerInterceptor<?, ?> interceptor : config.getConfiguredInstances(
                ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                ConsumerInterceptor.class,
                Map.of(ConsumerConfig.CLIENT_ID_CONFIG, clientId))) {
            chain.add((ConsumerInterceptor<K, V>) interceptor);
        }
        ConsumerInterceptors<K, V> made = new ConsumerInterceptors<>(chain);
        plugins.add(made);
        return made;
    }

    private static FetchSettings settings(ConsumerConfig config, ClientSettings client) {
        return new FetchSettings(
                config.getInt(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                config.getInt(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
                config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                config.getInt(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                "read_committed".equals(config.getString(ConsumerConfig.ISOLATION_LEVEL_CONFIG))
                        ? IsolationLevel.READ_COMMITTED
                        : IsolationLevel.READ_UNCOMMITTED,
                client.clientRack(),
                OffsetReset.parse(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        config.getString(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)),
                (int) client.requestTimeoutMs(),
                client.metadataMaxAgeMs(),
                client.retryBackoff(),
                config.getInt(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                config.getBoolean(ConsumerConfig.CHECK_CRCS_CONFIG));
    }

    /** Assignment, positions and pausing. */
    public Consumption<K, V> consumption() {
        return consumption;
    }

    /** What belongs to the consumer's group. */
    public GroupCalls group() {
        return group;
    }

    /** Commits and waits. */
    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline) {
        long startNs = core.nanoTime();
        try {
            group.commit(offsets, deadline);
        } finally {
            metrics.commitSynced(core.nanoTime() - startNs);
        }
    }

    /** What is committed, null where there is nothing. */
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Deadline deadline) {
        long startNs = core.nanoTime();
        try {
            return group.committed(partitions, deadline);
        } finally {
            metrics.committedAsked(core.nanoTime() - startNs);
        }
    }

    /** The next records, as interceptors leave them. */
    public ConsumerRecords<K, V> poll(Deadline deadline) {
        metrics.pollStarts(core.nanoTime());
        try {
            ConsumerRecords<K, V> records = consumption.poll(deadline);
            if (consumption.assignmentVersion() != seenAssignment) {
                seenAssignment = consumption.assignmentVersion();
                metrics.assigned(consumption.assignment());
            }
            if (records.isEmpty()) {
                return records;
            }
            metrics.consumed(records, consumption);
            return interceptors.onConsume(records);
        } finally {
            metrics.pollEnds(core.nanoTime());
        }
    }

    /** Offsets behind the last, or of the first, records. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, OffsetReset which, Deadline deadline) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> timestamps = new HashMap<>();
        partitions.forEach(partition -> timestamps.put(partition, which.queryTimestamp(0)));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        queries.offsets(timestamps, deadline).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** The first records not older than a time, null where there is none. */
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestamps, Deadline deadline) {
        if (timestamps.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, FoundOffset> found;
        try {
            found = queries.offsets(timestamps, deadline);
        } catch (UnsupportedForMessageFormatException e) {
            // Records of such old formats have no timestamps to find them by.
            found = Map.of();
        }
        Map<TopicPartition, OffsetAndTimestamp> offsets = new HashMap<>();
        for (TopicPartition partition : timestamps.keySet()) {
            FoundOffset offset = found.get(partition);
            offsets.put(
                    partition,
                    offset == null || !offset.isFound()
                            ? null
                            : new OffsetAndTimestamp(
                                    offset.offset(), offset.timestamp(), Epochs.optional(offset.leaderEpoch())));
        }
        return offsets;
    }

    public List<PartitionInfo> partitions(String topic, Deadline deadline) {
        return queries.partitions(topic, deadline);
    }

    public Map<String, List<PartitionInfo>> topics(Deadline deadline) {
        return queries.topics(deadline);
    }

    /** What is true of the whole consumer, for telemetry. */
    private static Map<String, String> labels(ConsumerConfig config) {
        Map<String, String> labels = new HashMap<>();
        labels.put("group_id", config.getString(ConsumerConfig.GROUP_ID_CONFIG));
        labels.put("client_rack", config.getString(ConsumerConfig.CLIENT_RACK_CONFIG));
        labels.values().removeIf(value -> value == null || value.isEmpty());
        return labels;
    }

    /** What is pushed to the cluster. */
    public ClientTelemetry telemetry() {
        return telemetry;
    }

    public Map<MetricName, ? extends Metric> metrics() {
        return metrics.client().all();
    }

    /**
     * Refuses calls of the consumer in a callback of a client that shares its event loop.
     *
     * @throws IllegalStateException if the caller is the loop
     */
    public void requireNotOnLoop() {
        core.requireNotOnLoop("a consumer's call");
    }

    /** Ends a wait; safe from any thread. */
    public void wakeup() {
        waiting.wakeup();
    }

    /** Leaves the group, ends the loop, releases what was fetched, and closes the plug-ins, in this order. */
    public void close(CloseOptions.GroupMembershipOperation operation, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        Throwable failure = null;
        try {
            group.close(operation, deadline);
        } catch (Throwable e) { // The application's listener and callbacks may throw anything.
            failure = e;
        }
        // A thread that is interrupted waits for nothing any more, and stays interrupted.
        boolean isInterrupted = Thread.interrupted();
        try {
            if (!isInterrupted) {
                telemetry.close(Duration.ofNanos(Math.max(0, deadline.atNs() - System.nanoTime())));
            }
            core.execute(fetching::close);
        } catch (RejectedExecutionException e) {
            log.debug("client {} was closed before", clientId);
        }
        try {
            long leftMs = isInterrupted ? 0 : Math.max(0, (deadline.atNs() - System.nanoTime()) / 1_000_000);
            core.close(Duration.ofMillis(Math.max(leftMs, Math.min(timeout.toMillis(), LEAST_CLOSE_MS))));
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        consumption.close();
        metrics.client().close();
        for (AutoCloseable plugin : plugins) {
            RuntimeException thrown = closeQuietly(plugin);
            failure = failure == null ? thrown : failure;
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof KafkaException known) {
            throw known;
        } else if (failure != null) {
            throw new KafkaException("Closing failed", failure);
        }
    }

    @Override
    public void close() {
        close(CloseOptions.GroupMembershipOperation.DEFAULT, Duration.ofSeconds(30));
    }

    private static RuntimeException closeQuietly(AutoCloseable plugin) {
        try {
            plugin.close();
            return null;
        } catch (Exception e) {
            log.warn("{} could not be closed", plugin.getClass().getName(), e);
            return new KafkaException("Failed to close " + plugin.getClass().getName(), e);
        }
    }
}
