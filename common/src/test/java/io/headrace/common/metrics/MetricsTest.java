package io.headrace.common.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.MetricName;
import io.headrace.common.MetricNameTemplate;
import io.headrace.common.metrics.stats.Avg;
import io.headrace.common.metrics.stats.CumulativeCount;
import io.headrace.common.metrics.stats.CumulativeSum;
import io.headrace.common.metrics.stats.Frequencies;
import io.headrace.common.metrics.stats.Max;
import io.headrace.common.metrics.stats.Meter;
import io.headrace.common.metrics.stats.Min;
import io.headrace.common.metrics.stats.Percentile;
import io.headrace.common.metrics.stats.Percentiles;
import io.headrace.common.metrics.stats.Rate;
import io.headrace.common.metrics.stats.SimpleRate;
import io.headrace.common.metrics.stats.TokenBucket;
import io.headrace.common.metrics.stats.Value;
import io.headrace.common.metrics.stats.WindowedCount;
import io.headrace.common.utils.Time;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private long nowMs = 1_000_000;
    private final Time time = new Time() {
        @Override
        public long milliseconds() {
            return nowMs;
        }

        @Override
        public long nanoseconds() {
            return nowMs * 1_000_000;
        }

        @Override
        public void sleep(long ms) {
            nowMs += ms;
        }

        @Override
        public void waitObject(Object obj, Supplier<Boolean> condition, long deadlineMs) {
            throw new UnsupportedOperationException();
        }
    };
    private final MetricConfig config =
            new MetricConfig().timeWindow(10, TimeUnit.SECONDS).samples(2);
    private final Metrics metrics = new Metrics(config, time);

    private double value(MetricName name) {
        return (double) metrics.metric(name).metricValue();
    }

    private MetricName name(String name) {
        return metrics.metricName(name, "group", "what it is", "client-id", "me");
    }

    @Test
    void aSensorFeedsItsStatsAndItsParents() {
        Sensor parent = metrics.sensor("parent");
        parent.add(name("all"), new CumulativeSum());
        Sensor sensor = metrics.sensor("child", parent);
        sensor.add(name("avg"), new Avg());
        sensor.add(name("max"), new Max());
        sensor.add(name("min"), new Min());
        sensor.add(name("count"), new CumulativeCount());
        sensor.add(name("last"), new Value());
        sensor.add(new Meter(name("rate"), name("total")));
        assertTrue(Double.isNaN(value(name("avg"))));
        assertTrue(Double.isNaN(value(name("max"))));
        sensor.record(4);
        nowMs += 1_000;
        sensor.record(8);
        assertEquals(6.0, value(name("avg")));
        assertEquals(8.0, value(name("max")));
        assertEquals(4.0, value(name("min")));
        assertEquals(2.0, value(name("count")));
        assertEquals(8.0, value(name("last")));
        assertEquals(12.0, value(name("all")));
        assertEquals(12.0, value(name("total")));
        // One window of 10 s has not come yet: it counts as passed.
        assertEquals(12.0 / 11, value(name("rate")), 1e-9);
        assertSame(sensor, metrics.sensor("child"));
        metrics.removeSensor("parent");
        assertNull(metrics.getSensor("child"));
        assertNull(metrics.metric(name("avg")));
    }

    @Test
    void windowsThatAreTooOldDoNotCount() {
        Sensor sensor = metrics.sensor("s");
        sensor.add(name("rate"), new Rate());
        sensor.add(name("simple"), new SimpleRate());
        sensor.add(name("counted"), new WindowedCount());
        sensor.add(name("max"), new Max());
        sensor.record(100);
        nowMs += 10_000;
        sensor.record(10);
        assertEquals(110.0 / 10, value(name("rate")), 1e-9);
        assertEquals(2.0, value(name("counted")));
        assertEquals(100.0, value(name("max")));
        nowMs += 10_000;
        assertEquals(10.0, value(name("max")));
        assertEquals(1.0, value(name("counted")));
        nowMs += 20_000;
        assertTrue(Double.isNaN(value(name("max"))));
        assertEquals(0.0, value(name("rate")));
        assertEquals(0.0, value(name("simple")));
    }

    @Test
    void quotasAreKept() {
        Sensor sensor = metrics.sensor("s");
        sensor.add(name("sum"), new CumulativeSum(), new MetricConfig().quota(Quota.upperBound(5)));
        sensor.record(5);
        QuotaViolationException broken = assertThrows(QuotaViolationException.class, () -> sensor.record(1));
        assertEquals(6, broken.value());
        assertEquals(5, broken.bound());
        assertTrue(broken.toString().contains("name=sum"), broken.toString());
        sensor.record(1, nowMs, false);
        assertThrows(QuotaViolationException.class, sensor::checkQuotas);
        assertEquals("upper=5.0", Quota.upperBound(5).toString());
        assertFalse(Quota.lowerBound(5).acceptable(4));
    }

    @Test
    void tokensComeAtTheQuotasRate() {
        MetricConfig bucket = new MetricConfig()
                .quota(Quota.upperBound(2))
                .timeWindow(1, TimeUnit.SECONDS)
                .samples(5);
        Sensor sensor = metrics.sensor("s");
        sensor.add(name("tokens"), new TokenBucket(), bucket);
        assertEquals(10.0, value(name("tokens")));
        sensor.record(25, nowMs, false);
        assertEquals(-15.0, value(name("tokens")));
        nowMs += 5_000;
        assertEquals(-5.0, value(name("tokens")));
        nowMs += 60_000;
        assertEquals(10.0, value(name("tokens")));
    }

    @Test
    void sharesAndPercentiles() {
        Sensor sensor = metrics.sensor("s");
        sensor.add(Frequencies.forBooleanValues(name("no"), name("yes")));
        sensor.record(1);
        sensor.record(1);
        sensor.record(1);
        sensor.record(0);
        assertEquals(0.75, value(name("yes")));
        assertEquals(0.25, value(name("no")));
        for (Percentiles.BucketSizing sizing : Percentiles.BucketSizing.values()) {
            Sensor spread = metrics.sensor("spread-" + sizing);
            MetricName median = name("p50-" + sizing);
            MetricName high = name("p99-" + sizing);
            spread.add(new Percentiles(40_000, 1_000, sizing, new Percentile(median, 50), new Percentile(high, 99)));
            assertTrue(Double.isNaN(value(median)));
            for (int i = 0; i < 1_000; i++) {
                spread.record(i);
            }
            assertEquals(500, value(median), 2);
            assertEquals(990, value(high), 2);
        }
    }

    @Test
    void levelsDecideWhatIsRecorded() {
        Metrics detailed = new Metrics(new MetricConfig().recordLevel(Sensor.RecordingLevel.DEBUG), time);
        assertTrue(detailed.sensor("d", Sensor.RecordingLevel.DEBUG).shouldRecord());
        assertFalse(detailed.sensor("t", Sensor.RecordingLevel.TRACE).shouldRecord());
        assertFalse(metrics.sensor("d", Sensor.RecordingLevel.DEBUG).shouldRecord());
        assertEquals(Sensor.RecordingLevel.TRACE, Sensor.RecordingLevel.forName("trace"));
        assertThrows(IllegalArgumentException.class, () -> Sensor.RecordingLevel.forId(3));
    }

    @Test
    void namesAreUniqueAndTemplatesChecked() {
        metrics.addMetric(name("one"), (Gauge<String>) (c, now) -> "text");
        assertEquals("text", metrics.metric(name("one")).metricValue());
        assertFalse(metrics.metric(name("one")).isMeasurable());
        assertThrows(IllegalStateException.class, metrics.metric(name("one"))::measurable);
        assertThrows(IllegalArgumentException.class, () -> metrics.addMetric(name("one"), (Measurable) (c, now) -> 1));
        assertSame(
                metrics.metric(name("one")), metrics.addMetricIfAbsent(name("one"), null, (Measurable) (c, now) -> 1));
        MetricNameTemplate template = new MetricNameTemplate("n", "g", "d", "a");
        assertEquals(
                Map.of("a", "1"), metrics.metricInstance(template, "a", "1").tags());
        assertThrows(IllegalArgumentException.class, () -> metrics.metricInstance(template, "b", "1"));
        String table = Metrics.toHtmlTable("kafka.x", List.of(template));
        assertTrue(table.contains("kafka.x:type=g,a=\"{a}\"") && table.contains("<td>n</td><td>d</td>"), table);
    }

    @Test
    void reportersHearOfEveryMetricAndTheirFailuresHarmNobody() {
        List<String> heard = new ArrayList<>();
        MetricsReporter reporter = new MetricsReporter() {
            @Override
            public void configure(Map<String, ?> configs) {}

            @Override
            public void init(List<KafkaMetric> known) {
                heard.add("init " + known.size());
            }

            @Override
            public void metricChange(KafkaMetric metric) {
                heard.add("+" + metric.metricName().name());
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void metricRemoval(KafkaMetric metric) {
                heard.add("-" + metric.metricName().name());
            }

            @Override
            public void close() {
                heard.add("close");
            }
        };
        Metrics told = new Metrics(new MetricConfig(), List.of(reporter), time);
        told.addMetric(name("a"), (Measurable) (c, now) -> 1);
        assertNotNull(told.removeMetric(name("a")));
        assertNull(told.removeMetric(name("a")));
        told.close();
        assertEquals(List.of("init 0", "+count", "+a", "-a", "close"), heard);
    }

    @Test
    void metricsAreAttributesOfMBeans() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        JmxReporter reporter = new JmxReporter();
        reporter.configure(Map.of(JmxReporter.EXCLUDE_CONFIG, ".*hidden.*"));
        Metrics shown = new Metrics(new MetricConfig(), List.of(reporter), time, new KafkaMetricsContext("kafka.test"));
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("client-id", "me:1");
        tags.put("empty", "");
        shown.addMetric(shown.metricName("size", "some-metrics", "how large", tags), (Measurable) (c, now) -> 7);
        shown.addMetric(shown.metricName("size", "hidden-metrics"), (Measurable) (c, now) -> 7);
        ObjectName bean = new ObjectName("kafka.test:type=some-metrics,client-id=\"me:1\"");
        assertEquals(7.0, server.getAttribute(bean, "size"));
        assertEquals("how large", server.getMBeanInfo(bean).getAttributes()[0].getDescription());
        assertFalse(server.isRegistered(new ObjectName("kafka.test:type=hidden-metrics")));
        assertTrue(reporter.containsMbean("kafka.test:type=hidden-metrics"));
        reporter.reconfigure(Map.of());
        assertTrue(server.isRegistered(new ObjectName("kafka.test:type=hidden-metrics")));
        shown.removeMetric(shown.metricName("size", "some-metrics", "", tags));
        assertFalse(server.isRegistered(bean));
        shown.close();
        assertFalse(server.isRegistered(new ObjectName("kafka.test:type=hidden-metrics")));
    }
}
