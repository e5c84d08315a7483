package io.headrace.common.metrics;

import io.headrace.common.MetricName;
import io.headrace.common.MetricNameTemplate;
import io.headrace.common.utils.Time;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry of metrics and sensors, and the reporters that are told of them.
 *
 * <p>Thread safe. Its monitor guards which metrics and sensors there are; it is never held while a value is computed. A
 * sensor's lock is taken before it, never after.
 */
public final class Metrics implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(Metrics.class);

    private static final long EXPIRY_CHECK_SECONDS = 30;

    private final MetricConfig config;
    private final Time time;
    private final Map<MetricName, KafkaMetric> metrics = new ConcurrentHashMap<>();
    private final Map<MetricName, KafkaMetric> readOnly = Collections.unmodifiableMap(metrics);
    private final Map<String, Sensor> sensors = new ConcurrentHashMap<>();
    private final Map<Sensor, List<Sensor>> children = new ConcurrentHashMap<>();
    private final List<MetricsReporter> reporters = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor expiry;

    /** With defaults and no reporters. */
    public Metrics() {
        this(new MetricConfig());
    }

    /** With defaults and no reporters. */
    public Metrics(Time time) {
        this(new MetricConfig(), List.of(), time);
    }

    /** With no reporters. */
    public Metrics(MetricConfig defaultConfig, Time time) {
        this(defaultConfig, List.of(), time);
    }

    /** With no reporters. */
    public Metrics(MetricConfig defaultConfig) {
        this(defaultConfig, List.of(), Time.SYSTEM);
    }

    /** Whose sensors never expire. */
    public Metrics(MetricConfig defaultConfig, List<MetricsReporter> reporters, Time time) {
        this(defaultConfig, reporters, time, false);
    }

    /** Whose sensors never expire. */
    public Metrics(
            MetricConfig defaultConfig, List<MetricsReporter> reporters, Time time, MetricsContext metricsContext) {
        this(defaultConfig, reporters, time, false, metricsContext);
    }

    /** @param enableExpiration whether sensors that have been silent for too long are removed, by a thread of its own */
    public Metrics(MetricConfig defaultConfig, List<MetricsReporter> reporters, Time time, boolean enableExpiration) {
        this(defaultConfig, reporters, time, enableExpiration, new KafkaMetricsContext(""));
    }

    /**
     * A registry; its first metric is the number of its metrics.
     *
     * @param defaultConfig for metrics that have no configuration of their own
     * @param reporters told of every metric, and closed with the registry
     * @param enableExpiration whether sensors that have been silent for too long are removed, by a thread of its own
     * @param metricsContext told to the reporters first
     */
    public Metrics(
            MetricConfig defaultConfig,
            List<MetricsReporter> reporters,
            Time time,
            boolean enableExpiration,
            MetricsContext metricsContext) {
        this.config = defaultConfig;
        this.time = time;
        for (MetricsReporter reporter : reporters) {
            reporter.contextChange(metricsContext);
            addReporter(reporter);
        }
        this.expiry = enableExpiration ? startExpiry() : null;
        addMetric(metricName("count", "kafka-metrics-count", "total number of registered metrics"), (Measurable)
                (c, now) -> metrics.size());
    }

    private ScheduledThreadPoolExecutor startExpiry() {
        ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sensor-expiration");
            thread.setDaemon(true);
            return thread;
        });
        made.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        var unused = made.scheduleAtFixedRate(
                this::removeExpired, EXPIRY_CHECK_SECONDS, EXPIRY_CHECK_SECONDS, TimeUnit.SECONDS);
        return made;
    }

    private void removeExpired() {
        for (Sensor sensor : sensors.values()) {
            if (sensor.hasExpired()) {
                removeSensor(sensor.name());
            }
        }
    }

    /** A name whose tags are those of the registry and these, which win. */
    public MetricName metricName(String name, String group, String description, Map<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(config.tags());
        all.putAll(tags);
        return new MetricName(name, group, description, all);
    }

    /** A name with the registry's tags. */
    public MetricName metricName(String name, String group, String description) {
        return metricName(name, group, description, Map.of());
    }

    /** A name without a description, with the registry's tags. */
    public MetricName metricName(String name, String group) {
        return metricName(name, group, "", Map.of());
    }

    /**
     * A name with tags given as alternating keys and values.
     *
     * @throws IllegalArgumentException if there is a key without a value
     */
    public MetricName metricName(String name, String group, String description, String... keyValue) {
        return metricName(name, group, description, tags(keyValue));
    }

    /** A name without a description. */
    public MetricName metricName(String name, String group, Map<String, String> tags) {
        return metricName(name, group, "", tags);
    }

    private static Map<String, String> tags(String... keyValue) {
        if (keyValue.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "tags are alternating keys and values, but there are " + keyValue.length + " strings");
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < keyValue.length; i += 2) {
            tags.put(keyValue[i], keyValue[i + 1]);
        }
        return tags;
    }

    /**
     * A table for documentation: one heading for each MBean, one row for each of its attributes.
     *
     * @param domain of the MBeans
     */
    public static String toHtmlTable(String domain, Iterable<MetricNameTemplate> allMetrics) {
        return MetricTable.html(domain, allMetrics);
    }

    /** What metrics without a configuration of their own use. */
    public MetricConfig config() {
        return config;
    }

    /** A sensor by its name, or null. */
    public Sensor getSensor(String name) {
        return sensors.get(Objects.requireNonNull(name, "name"));
    }

    /** A sensor of level INFO; made if there is none of that name. */
    public Sensor sensor(String name) {
        return sensor(name, Sensor.RecordingLevel.INFO);
    }

    /** A sensor; made if there is none of that name. */
    public Sensor sensor(String name, Sensor.RecordingLevel recordingLevel) {
        return sensor(name, null, recordingLevel, (Sensor[]) null);
    }

    /** A sensor of level INFO; made if there is none of that name. */
    public Sensor sensor(String name, Sensor... parents) {
        return sensor(name, Sensor.RecordingLevel.INFO, parents);
    }

    /** A sensor; made if there is none of that name. */
    public Sensor sensor(String name, Sensor.RecordingLevel recordingLevel, Sensor... parents) {
        return sensor(name, null, recordingLevel, parents);
    }

    /** A sensor of level INFO; made if there is none of that name. */
    public Sensor sensor(String name, MetricConfig config, Sensor... parents) {
        return sensor(name, config, Sensor.RecordingLevel.INFO, parents);
    }

    /** A sensor that never expires; made if there is none of that name. */
    public Sensor sensor(String name, MetricConfig config, Sensor.RecordingLevel recordingLevel, Sensor... parents) {
        return sensor(name, config, Long.MAX_VALUE, recordingLevel, parents);
    }

    /** A sensor of level INFO; made if there is none of that name. */
    public Sensor sensor(
            String name, MetricConfig config, long inactiveSensorExpirationTimeSeconds, Sensor... parents) {
        return sensor(name, config, inactiveSensorExpirationTimeSeconds, Sensor.RecordingLevel.INFO, parents);
    }

    /**
     * A sensor; made if there is none of that name.
     *
     * @param config of its metrics; null for the registry's
     * @param inactiveSensorExpirationTimeSeconds after how long without a value it may be removed
     * @param parents get each value too
     */
    public synchronized Sensor sensor(
            String name,
            MetricConfig config,
            long inactiveSensorExpirationTimeSeconds,
            Sensor.RecordingLevel recordingLevel,
            Sensor... parents) {
        Sensor known = getSensor(name);
        if (known != null) {
            return known;
        }
        Sensor made = new Sensor(
                this,
                name,
                parents,
                config == null ? this.config : config,
                time,
                inactiveSensorExpirationTimeSeconds,
                recordingLevel);
        sensors.put(name, made);
        for (Sensor parent : made.parents()) {
            children.computeIfAbsent(parent, p -> new CopyOnWriteArrayList<>()).add(made);
        }
        return made;
    }

    /** Removes a sensor, its metrics, and the sensors that it is a parent of; does nothing if there is none of that name. */
    public void removeSensor(String name) {
        Sensor sensor = sensors.get(name);
        if (sensor == null || !sensors.remove(name, sensor)) {
            return;
        }
        for (KafkaMetric metric : sensor.metrics()) {
            removeMetric(metric.metricName());
        }
        for (Sensor parent : sensor.parents()) {
            List<Sensor> siblings = children.get(parent);
            if (siblings != null) {
                siblings.remove(sensor);
            }
        }
        List<Sensor> orphans = children.remove(sensor);
        if (orphans != null) {
            orphans.forEach(orphan -> removeSensor(orphan.name()));
        }
    }

    /** Adds a metric; see {@link #addMetric(MetricName, MetricConfig, MetricValueProvider)}. */
    public void addMetric(MetricName metricName, Measurable measurable) {
        addMetric(metricName, null, measurable);
    }

    /** Adds a metric; see {@link #addMetric(MetricName, MetricConfig, MetricValueProvider)}. */
    public void addMetric(MetricName metricName, MetricConfig config, Measurable measurable) {
        addMetric(metricName, config, (MetricValueProvider<?>) measurable);
    }

    /** Adds a metric; see {@link #addMetric(MetricName, MetricConfig, MetricValueProvider)}. */
    public void addMetric(MetricName metricName, MetricValueProvider<?> metricValueProvider) {
        addMetric(metricName, null, metricValueProvider);
    }

    /**
     * Adds a metric whose value is computed when it is read, by any thread.
     *
     * @param config null for the registry's
     * @throws IllegalArgumentException if there is a metric of that name
     */
    public void addMetric(MetricName metricName, MetricConfig config, MetricValueProvider<?> metricValueProvider) {
        KafkaMetric metric = metric(metricName, config, metricValueProvider);
        if (registerMetric(metric) != null) {
            throw new IllegalArgumentException(
                    "A metric named '" + metricName + "' already exists, can't register another one.");
        }
    }

    /**
     * Adds a metric, unless there is one of that name.
     *
     * @param config null for the registry's
     * @return the metric of that name
     */
    public KafkaMetric addMetricIfAbsent(
            MetricName metricName, MetricConfig config, MetricValueProvider<?> metricValueProvider) {
        KafkaMetric metric = metric(metricName, config, metricValueProvider);
        KafkaMetric other = registerMetric(metric);
        return other == null ? metric : other;
    }

    private KafkaMetric metric(MetricName metricName, MetricConfig metricConfig, MetricValueProvider<?> provider) {
        return new KafkaMetric(
                new Object(),
                Objects.requireNonNull(metricName, "metricName"),
                Objects.requireNonNull(provider, "metricValueProvider"),
                metricConfig == null ? config : metricConfig,
                time);
    }

    /** The metric that has the name already, or null if this one was added. */
    synchronized KafkaMetric registerMetric(KafkaMetric metric) {
        KafkaMetric other = metrics.putIfAbsent(metric.metricName(), metric);
        if (other == null) {
            tellReporters(reporter -> reporter.metricChange(metric));
        }
        return other;
    }

    /** Removes a metric; null if there is none of that name. */
    public synchronized KafkaMetric removeMetric(MetricName metricName) {
        KafkaMetric metric = metrics.remove(metricName);
        if (metric != null) {
            tellReporters(reporter -> reporter.metricRemoval(metric));
        }
        return metric;
    }

    private void tellReporters(Consumer<MetricsReporter> news) {
        for (MetricsReporter reporter : reporters) {
            try {
                news.accept(reporter);
            } catch (RuntimeException e) {
                log.error("a metrics reporter failed: {}", reporter.getClass().getName(), e);
            }
        }
    }

    /** Adds a reporter, and tells it of the metrics that are there. */
    public synchronized void addReporter(MetricsReporter reporter) {
        Objects.requireNonNull(reporter, "reporter").init(new ArrayList<>(metrics.values()));
        reporters.add(reporter);
    }

    /** Closes a reporter and takes it out; nothing if it is not there. */
    public synchronized void removeReporter(MetricsReporter reporter) {
        if (reporters.remove(reporter)) {
            reporter.close();
        }
    }

    /** All metrics: a live view that cannot be changed. */
    public Map<MetricName, KafkaMetric> metrics() {
        return readOnly;
    }

    /** The reporters: a live list that cannot be changed. */
    public List<MetricsReporter> reporters() {
        return Collections.unmodifiableList(reporters);
    }

    /** A metric by its name, or null. */
    public KafkaMetric metric(MetricName metricName) {
        return metrics.get(metricName);
    }

    /**
     * The name that a template makes with tags given as alternating keys and values.
     *
     * @throws IllegalArgumentException if the tags, with the registry's, are not those of the template
     */
    public MetricName metricInstance(MetricNameTemplate template, String... keyValue) {
        return metricInstance(template, tags(keyValue));
    }

    /**
     * The name that a template makes with these tags.
     *
     * @throws IllegalArgumentException if the tags, with the registry's, are not those of the template
     */
    public MetricName metricInstance(MetricNameTemplate template, Map<String, String> tags) {
        MetricName made = metricName(template.name(), template.group(), template.description(), tags);
        Set<String> given = made.tags().keySet();
        if (!given.equals(template.tags())) {
            throw new IllegalArgumentException("For '" + template.name() + "', runtime-defined metric tags " + given
                    + " do not match the tags of the template " + template.tags());
        }
        return made;
    }

    /** Ends the expiry of sensors and closes the reporters. */
    @Override
    public void close() {
        if (expiry != null) {
            expiry.shutdown();
            try {
                if (!expiry.awaitTermination(EXPIRY_CHECK_SECONDS, TimeUnit.SECONDS)) {
                    log.warn("the expiry of sensors did not end in time");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (MetricsReporter reporter : reporters) {
            try {
                reporter.close();
            } catch (RuntimeException e) {
                log.error(
                        "metrics reporter {} could not be closed",
                        reporter.getClass().getName(),
                        e);
            }
        }
        reporters.clear();
    }
}
