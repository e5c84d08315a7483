package io.headrace.common.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How metrics are measured: how many windows of which length rates and averages look back over, from which level on sensors
 * record, and which bound is to be kept. Not thread safe while it is being set up.
 */
public class MetricConfig {

    /** Windows that are looked back over unless something else is said. */
    public static final int DEFAULT_NUM_SAMPLES = 2;

    private Quota quota;
    private int samples = DEFAULT_NUM_SAMPLES;
    private long eventWindow = Long.MAX_VALUE;
    private long timeWindowMs = TimeUnit.SECONDS.toMillis(30);
    private Map<String, String> tags = new LinkedHashMap<>();
    private Sensor.RecordingLevel recordingLevel = Sensor.RecordingLevel.INFO;

    /** Kafka's defaults: two windows of 30 s, level INFO, no tags, no quota. */
    public MetricConfig() {
        // Fields have their defaults.
    }

    /** The bound, or null. */
    public Quota quota() {
        return quota;
    }

    /** Sets the bound; null for none. */
    public MetricConfig quota(Quota newQuota) {
        this.quota = newQuota;
        return this;
    }

    /** How many values end a window before its time. */
    public long eventWindow() {
        return eventWindow;
    }

    /** Sets how many values end a window before its time. */
    public MetricConfig eventWindow(long window) {
        this.eventWindow = window;
        return this;
    }

    /** The length of a window in ms. */
    public long timeWindowMs() {
        return timeWindowMs;
    }

    /** Sets the length of a window. */
    public MetricConfig timeWindow(long window, TimeUnit unit) {
        this.timeWindowMs = TimeUnit.MILLISECONDS.convert(window, unit);
        return this;
    }

    /** Tags that every metric of the registry has. */
    public Map<String, String> tags() {
        return tags;
    }

    /** Sets the tags that every metric of the registry has. */
    public MetricConfig tags(Map<String, String> newTags) {
        this.tags = newTags;
        return this;
    }

    /** How many windows are looked back over. */
    public int samples() {
        return samples;
    }

    /**
     * Sets how many windows are looked back over.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public MetricConfig samples(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("The number of samples must be at least 1, not " + number);
        }
        this.samples = number;
        return this;
    }

    /** Sensors of this level and of more important ones record. */
    public Sensor.RecordingLevel recordLevel() {
        return recordingLevel;
    }

    /** Sets from which level on sensors record. */
    public MetricConfig recordLevel(Sensor.RecordingLevel level) {
        this.recordingLevel = level;
        return this;
    }
}
