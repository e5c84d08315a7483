package io.headrace.clients.internals.metrics;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.clients.internals.ClientCore;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.config.AbstractConfig;
import io.headrace.common.metrics.KafkaMetricsContext;
import io.headrace.common.metrics.MetricConfig;
import io.headrace.common.metrics.Metrics;
import io.headrace.common.metrics.MetricsReporter;
import io.headrace.common.metrics.Sensor.RecordingLevel;
import io.headrace.common.utils.Time;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * The metrics of one client: its registry with the configured reporters, and what is the same for all kinds of clients.
 *
 * <p>Thread safe. Whoever starts it closes it, after the client's loop has ended.
 */
public final class ClientMetrics implements AutoCloseable {

    /** The kinds of clients. */
    public enum Kind {
        /** A producer. */
        PRODUCER("producer", "kafka.producer"),
        /** A consumer. */
        CONSUMER("consumer", "kafka.consumer"),
        /** An admin client. */
        ADMIN("admin-client", "kafka.admin.client");

        private final String prefix;
        private final String namespace;

        Kind(String prefix, String namespace) {
            this.prefix = prefix;
            this.namespace = namespace;
        }

        /** What the names of its groups begin with. */
        public String prefix() {
            return prefix;
        }
    }

    private static final String APP_INFO = "app-info";

    private final Kind kind;
    private final Metrics registry;
    private final int windows;
    private final long windowMs;
    private final NetworkMetrics network;

    private ClientMetrics(Kind kind, Metrics registry, int windows, long windowMs) {
        this.kind = kind;
        this.registry = registry;
        this.windows = windows;
        this.windowMs = windowMs;
        this.network = new NetworkMetrics(this);
        MetricGroup info = group(APP_INFO, Map.of());
        long startMs = System.currentTimeMillis();
        String version = ClientCore.softwareVersion();
        info.gauge("version", "the version of this software", () -> version);
        info.gauge("commit-id", "the commit it was built from, where that is known", () -> "unknown");
        info.gauge("start-time-ms", "when the client was started, milliseconds since 1970", () -> startMs);
    }

    /**
     * Starts the metrics of a client.
     *
     * @throws io.headrace.common.KafkaException if a reporter cannot be made
     */
    public static ClientMetrics start(Kind kind, AbstractConfig config, String clientId) {
        int windows = config.getInt(CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG);
        long windowMs = config.getLong(CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG);
        MetricConfig metricConfig = new MetricConfig()
                .samples(windows)
                .timeWindow(windowMs, TimeUnit.MILLISECONDS)
                .recordLevel(
                        RecordingLevel.forName(config.getString(CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG)))
                .tags(Map.of("client-id", clientId));
        List<MetricsReporter> reporters = config.getConfiguredInstances(
                CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
                MetricsReporter.class,
                Map.of(CommonClientConfigs.CLIENT_ID_CONFIG, clientId));
        KafkaMetricsContext context = new KafkaMetricsContext(
                kind.namespace, config.originalsWithPrefix(CommonClientConfigs.METRICS_CONTEXT_PREFIX));
        return new ClientMetrics(kind, new Metrics(metricConfig, reporters, Time.SYSTEM, context), windows, windowMs);
    }

    /** Metrics that nobody is told of, for tests of what feeds them. */
    public static ClientMetrics unreported(Kind kind, String clientId) {
        MetricConfig metricConfig = new MetricConfig().tags(Map.of("client-id", clientId));
        return new ClientMetrics(kind, new Metrics(metricConfig), metricConfig.samples(), metricConfig.timeWindowMs());
    }

    /** Which kind of client it is. */
    public Kind kind() {
        return kind;
    }

    /** The registry, for plug-ins too. */
    public Metrics registry() {
        return registry;
    }

    /** What goes over the client's connections. */
    public NetworkMetrics network() {
        return network;
    }

    /** All metrics; a live view that cannot be changed. */
    public Map<MetricName, ? extends Metric> all() {
        return registry.metrics();
    }

    /** Metrics of one group with the same tags, which come after the client's id. */
    public MetricGroup group(String name, Map<String, String> tags) {
        return new MetricGroup(registry, name, new LinkedHashMap<>(tags));
    }

    /** Something to count in, over the windows that are configured. */
    public WindowedSum sum() {
        return new WindowedSum(windows, windowMs, System.nanoTime());
    }

    /** A rate of a number that only grows and is counted elsewhere. */
    public CounterRate rateOf(DoubleSupplier counter) {
        return new CounterRate(counter, windows * windowMs);
    }

    /** Closes the reporters. */
    @Override
    public void close() {
        registry.close();
    }
}
