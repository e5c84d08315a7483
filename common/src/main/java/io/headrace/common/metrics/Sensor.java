package io.headrace.common.metrics;

import io.headrace.common.MetricName;
import io.headrace.common.utils.Time;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Hands each recorded value to the stats behind its metrics, and to its parent sensors.
 *
 * <p>Thread safe, by its own lock, which reading one of its metrics takes too.
 */
public final class Sensor {

    /** How much detail a sensor is; a registry records from its own level on, {@link #INFO} being the least detail. */
    public enum RecordingLevel {
        /** Always recorded. */
        INFO(0, "INFO"),
        /** Recorded with {@code metrics.recording.level} DEBUG or TRACE. */
        DEBUG(1, "DEBUG"),
        /** Recorded with {@code metrics.recording.level} TRACE. */
        TRACE(2, "TRACE");

        /** The highest id. */
        public static final int MAX_RECORDING_LEVEL_KEY = TRACE.id;

        /** The name that settings use. */
        public final String name;

        /** A number that does not change. */
        public final short id;

        RecordingLevel(int id, String name) {
            this.id = (short) id;
            this.name = name;
        }

        /**
         * The level with an id.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static RecordingLevel forId(int id) {
            if (id < 0 || id > MAX_RECORDING_LEVEL_KEY) {
                throw new IllegalArgumentException(
                        "The recording level must be between 0 and " + MAX_RECORDING_LEVEL_KEY + ", not " + id);
            }
            return values()[id];
        }

        /**
         * The level with a name, in any case.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static RecordingLevel forName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        /** Whether a sensor of this level records when the registry is set to the level with that id. */
        public boolean shouldRecord(int configId) {
            return id <= configId;
        }
    }

    private record Recorded(Stat stat, MetricConfig config) {}

    private final Metrics registry;
    private final String name;
    private final Sensor[] parents;
    private final MetricConfig config;
    private final RecordingLevel level;
    private final Time time;
    private final long expireAfterMs;
    private final Object lock = new Object();

    private final List<Recorded> stats = new ArrayList<>();
    private final Map<MetricName, KafkaMetric> metrics = new LinkedHashMap<>();
    private volatile long lastRecordMs;

    Sensor(
            Metrics registry,
            String name,
            Sensor[] parents,
            MetricConfig config,
            Time time,
            long inactiveSensorExpirationTimeSeconds,
            RecordingLevel level) {
        this.registry = registry;
        this.name = Objects.requireNonNull(name, "name");
        this.parents = parents == null ? new Sensor[0] : parents.clone();
        this.config = config;
        this.level = level;
        this.time = time;
        long mostSeconds = Long.MAX_VALUE / 1_000;
        this.expireAfterMs = TimeUnit.SECONDS.toMillis(Math.min(inactiveSensorExpirationTimeSeconds, mostSeconds));
        this.lastRecordMs = time.milliseconds();
        requireForest(Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private void requireForest(Set<Sensor> seen) {
        if (!seen.add(this)) {
            throw new IllegalArgumentException("Sensor " + name + " would be reached twice through its parents");
        }
        for (Sensor parent : parents) {
            parent.requireForest(seen);
        }
    }

    public String name() {
        return name;
    }

    /** Whether recording has an effect, by the registry's level. */
    public boolean shouldRecord() {
        return level.shouldRecord(config.recordLevel().id);
    }

    /** Records that something happened: the value 1. */
    public void record() {
        record(1.0);
    }

    /**
     * Records a value now.
     *
     * @throws QuotaViolationException if a metric then breaks its quota; the value counts all the same
     */
    public void record(double value) {
        if (shouldRecord()) {
            recordAt(value, time.milliseconds(), true);
        }
    }

    /**
     * Records a value.
     *
     * @param timeMs when, milliseconds since 1970
     * @throws QuotaViolationException if a metric then breaks its quota; the value counts all the same
     */
    public void record(double value, long timeMs) {
        record(value, timeMs, true);
    }

    /**
     * Records a value.
     *
     * @param timeMs when, milliseconds since 1970
     * @param checkQuotas whether to look at quotas
     * @throws QuotaViolationException if they are looked at and a metric then breaks its own; the value counts all the same
     */
    public void record(double value, long timeMs, boolean checkQuotas) {
        if (shouldRecord()) {
            recordAt(value, timeMs, checkQuotas);
        }
    }

    private void recordAt(double value, long timeMs, boolean checkQuotas) {
        lastRecordMs = timeMs;
        synchronized (lock) {
            for (Recorded recorded : stats) {
                recorded.stat().record(recorded.config(), value, timeMs);
            }
            if (checkQuotas) {
                checkQuotas(timeMs);
            }
        }
        for (Sensor parent : parents) {
            parent.record(value, timeMs, checkQuotas);
        }
    }

    /**
     * Looks at the quotas now.
     *
     * @throws QuotaViolationException if a metric breaks its own
     */
    public void checkQuotas() {
        checkQuotas(time.milliseconds());
    }

    /**
     * Looks at the quotas.
     *
     * @param timeMs milliseconds since 1970
     * @throws QuotaViolationException if a metric breaks its own
     */
    public void checkQuotas(long timeMs) {
        synchronized (lock) {
            for (KafkaMetric metric : metrics.values()) {
                MetricConfig metricConfig = metric.config();
                Quota quota = metricConfig == null ? null : metricConfig.quota();
                if (quota != null) {
                    double value = metric.measurableValue(timeMs);
                    if (!quota.acceptable(value)) {
                        throw new QuotaViolationException(metric, value, quota.bound());
                    }
                }
            }
        }
    }

    /** Adds a stat with several metrics; see {@link #add(CompoundStat, MetricConfig)}. */
    public boolean add(CompoundStat stat) {
        return add(stat, null);
    }

    /**
     * Adds a stat with several metrics.
     *
     * @param config null for the sensor's
     * @return false if the sensor has expired, and nothing was added
     * @throws IllegalArgumentException if a metric of one of the names is there
     */
    public boolean add(CompoundStat stat, MetricConfig config) {
        if (hasExpired()) {
            return false;
        }
        MetricConfig used = config == null ? this.config : config;
        synchronized (lock) {
            stats.add(new Recorded(Objects.requireNonNull(stat, "stat"), used));
            for (CompoundStat.NamedMeasurable part : stat.stats()) {
                if (!metrics.containsKey(part.name())) {
                    register(new KafkaMetric(lock, part.name(), part.stat(), used, time));
                }
            }
        }
        return true;
    }

    /** Adds a stat; see {@link #add(MetricName, MeasurableStat, MetricConfig)}. */
    public boolean add(MetricName metricName, MeasurableStat stat) {
        return add(metricName, stat, null);
    }

    /**
     * Adds a stat and the metric that shows it. A metric that this sensor has is left alone.
     *
     * @param config null for the sensor's
     * @return false if the sensor has expired, and nothing was added
     * @throws IllegalArgumentException if somebody else's metric has the name
     */
    public boolean add(MetricName metricName, MeasurableStat stat, MetricConfig config) {
        if (hasExpired()) {
            return false;
        }
        Objects.requireNonNull(stat, "stat");
        MetricConfig used = config == null ? this.config : config;
        synchronized (lock) {
            if (!metrics.containsKey(metricName)) {
                register(new KafkaMetric(lock, Objects.requireNonNull(metricName, "metricName"), stat, used, time));
                stats.add(new Recorded(stat, used));
            }
        }
        return true;
    }

    private void register(KafkaMetric metric) {
        KafkaMetric other = registry.registerMetric(metric);
        if (other != null) {
            throw new IllegalArgumentException(
                    "A metric named '" + metric.metricName() + "' already exists, can't register another one.");
        }
        metrics.put(metric.metricName(), metric);
    }

    /** Whether it has metrics. */
    public boolean hasMetrics() {
        synchronized (lock) {
            return !metrics.isEmpty();
        }
    }

    /** Whether nothing was recorded for so long that the registry may remove it. */
    public boolean hasExpired() {
        return time.milliseconds() - lastRecordMs > expireAfterMs;
    }

    /** Its metrics, for the registry. */
    List<KafkaMetric> metrics() {
        synchronized (lock) {
            return List.copyOf(metrics.values());
        }
    }

    List<Sensor> parents() {
        return List.of(parents);
    }
}
