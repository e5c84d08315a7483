package io.headrace.broker.metrics;

import io.headrace.broker.meter.MeterReading;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of one scrape, as they are collected.
 *
 * <p>Owner: the thread that scrapes.
 */
final class Scrape {

    private static final double NS_PER_SECOND = 1e9;

    private final Map<Family, CounterSnapshot.Builder> counters = new HashMap<>();
    private final Map<Family, GaugeSnapshot.Builder> gauges = new HashMap<>();
    private final HistogramSnapshot.Builder durations =
            HistogramSnapshot.builder().name(Family.DURATION.name()).help(Family.DURATION.help());

    /** Adds the value of a counter or a gauge with its labels' values, in the order of the labels. */
    void add(Family family, long value, String... labelValues) {
        Labels labels = Labels.of(family.labels().toArray(String[]::new), labelValues);
        if (family.kind() == Family.Kind.COUNTER) {
            counters.computeIfAbsent(
                            family,
                            each -> CounterSnapshot.builder().name(each.name()).help(each.help()))
                    .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                            .value((double) value)
                            .labels(labels)
                            .build());
        } else {
            gauges.computeIfAbsent(
                            family,
                            each -> GaugeSnapshot.builder().name(each.name()).help(each.help()))
                    .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .value((double) value)
                            .labels(labels)
                            .build());
        }
    }

    /** Adds what the requests of an API took. */
    void addDurations(String api, MeterReading.OfApi count) {
        long[] boundsNs = MeterReading.boundsNs();
        List<Long> classes = count.classes();
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < classes.size(); i++) {
            buckets.bucket(
                    i < boundsNs.length ? boundsNs[i] / NS_PER_SECOND : Double.POSITIVE_INFINITY, classes.get(i));
        }
        durations.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(count.durationNs() / NS_PER_SECOND)
                .labels(Labels.of(Family.DURATION.labels().get(0), api))
                .build());
    }

    /** Everything that was added. */
    MetricSnapshots result() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        counters.values().forEach(each -> all.metricSnapshot(each.build()));
        gauges.values().forEach(each -> all.metricSnapshot(each.build()));
        all.metricSnapshot(durations.build());
        return all.build();
    }
}
