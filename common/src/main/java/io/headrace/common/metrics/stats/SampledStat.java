package io.headrace.common.metrics.stats;

import io.headrace.common.metrics.MeasurableStat;
import io.headrace.common.metrics.MetricConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A stat over the last few windows of time: each value updates the current window, and the result is combined from all that
 * are not too old. Windows are used again in turn, so memory does not grow. Guarded by the sensor's lock.
 */
public abstract class SampledStat implements MeasurableStat {

    private final double initialValue;
    private int current;
    private long timeWindowMs = -1;

    /** The windows; as many as the metric's configuration says. */
    protected List<Sample> samples = new ArrayList<>(2);

    /** @param initialValue of a window in which nothing was recorded */
    public SampledStat(double initialValue) {
        this.initialValue = initialValue;
    }

    @Override
    public void record(MetricConfig config, double value, long timeMs) {
        Sample sample = current(timeMs);
        if (sample.isComplete(timeMs, config)) {
            sample = advance(config, timeMs);
        }
        update(sample, config, value, timeMs);
        sample.eventCount++;
        sample.lastEventMs = timeMs;
    }

    private Sample advance(MetricConfig config, long timeMs) {
        current = (current + 1) % config.samples();
        if (current >= samples.size()) {
            Sample made = newSample(timeMs);
            samples.add(made);
            return made;
        }
        Sample again = samples.get(current);
        again.reset(timeMs);
        return again;
    }

    /** Makes a window that starts at a time. */
    protected Sample newSample(long timeMs) {
        return new Sample(initialValue, timeMs, timeWindowMs);
    }

    @Override
    public double measure(MetricConfig config, long now) {
        purgeObsoleteSamples(config, now);
        return combine(samples, config, now);
    }

    /** The window that values go to; the first is made when it is asked for. */
    public Sample current(long timeMs) {
        if (samples.isEmpty()) {
            samples.add(newSample(timeMs));
        }
        return samples.get(current);
    }

    /** The window that started first. */
    public Sample oldest(long now) {
        if (samples.isEmpty()) {
            samples.add(newSample(now));
        }
        Sample oldest = samples.get(0);
        for (Sample sample : samples) {
            if (sample.startTimeMs < oldest.startTimeMs) {
                oldest = sample;
            }
        }
        return oldest;
    }

    /** Has windows of a length of their own, whatever the metric's configuration says. */
    protected void withTimeWindow(long windowLength, TimeUnit unit) {
        timeWindowMs = TimeUnit.MILLISECONDS.convert(windowLength, unit);
    }

    /** Takes a value into the current window. */
    protected abstract void update(Sample sample, MetricConfig config, double value, long timeMs);

    /** The result from windows that are not too old. */
    public abstract double combine(List<Sample> samples, MetricConfig config, long now);

    /** Empties windows in which the last value is older than all windows together are long. */
    protected void purgeObsoleteSamples(MetricConfig config, long now) {
        long windowMs = timeWindowMs < 0 ? config.timeWindowMs() : timeWindowMs;
        long oldestMs = config.samples() * windowMs;
        for (Sample sample : samples) {
            if (now - sample.lastEventMs >= oldestMs) {
                sample.reset(now);
            }
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(initialValue=" + initialValue + ", current=" + current + ", samples="
                + samples + ")";
    }

    /** One window. Guarded by the sensor's lock. */
    public static class Sample {

        /** The value of a window in which nothing was recorded. */
        public double initialValue;

        /** How many values it has taken. */
        public long eventCount;

        /** When it started. */
        public long startTimeMs;

        /** When it took its last value; its start if it has taken none. */
        public long lastEventMs;

        /** What its values come to. */
        public double value;

        /** Its length in ms; negative for that of the metric's configuration. */
        public long timeWindowMs;

        /** With the length that the metric's configuration says. */
        public Sample(double initialValue, long now) {
            this(initialValue, now, -1);
        }

        /** @param timeWindowMs negative for the length that the metric's configuration says */
        public Sample(double initialValue, long now, long timeWindowMs) {
            this.initialValue = initialValue;
            this.eventCount = 0;
            this.startTimeMs = now;
            this.lastEventMs = now;
            this.value = initialValue;
            this.timeWindowMs = timeWindowMs;
        }

        /** Starts it anew. */
        public void reset(long now) {
            this.eventCount = 0;
            this.startTimeMs = now;
            this.lastEventMs = now;
            this.value = initialValue;
        }

        /** Whether its time is over, or it has taken as many values as it may. */
        public boolean isComplete(long timeMs, MetricConfig config) {
            long lengthMs = timeWindowMs < 0 ? config.timeWindowMs() : timeWindowMs;
            return timeMs - startTimeMs >= lengthMs || eventCount >= config.eventWindow();
        }

        @Override
        public String toString() {
            return "Sample(value=" + value + ", eventCount=" + eventCount + ", startTimeMs=" + startTimeMs
                    + ", lastEventMs=" + lastEventMs + ")";
        }
    }
}
