package io.headrace.clients.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.MetricName;
import io.headrace.common.metrics.Gauge;
import io.headrace.common.metrics.Measurable;
import io.headrace.common.metrics.Metrics;
import io.headrace.testsupport.Await;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClientMetersTest {

    private static MetricName name(String name) {
        return new MetricName(name, "producer-topic-metrics", "what it is", Map.of("client-id", "me", "topic", "t"));
    }

    @Test
    void metricsAreMetersAsLongAsTheyAreThere() {
        Metrics metrics = new Metrics();
        metrics.addMetric(name("record-send-total"), (Measurable) (config, now) -> 7);
        metrics.addMetric(name("record-send-rate"), (Measurable) (config, now) -> 0.5);
        metrics.addMetric(name("version"), (Gauge<String>) (config, now) -> "1");
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ClientMeters meters = new ClientMeters(metrics::metrics, Tags.of("app", "x"), Duration.ofMillis(10));
        meters.bindTo(registry);
        String total = "kafka.producer.topic.record.send.total";
        assertEquals(
                7,
                registry.get(total)
                        .tags("client.id", "me", "topic", "t", "app", "x")
                        .functionCounter()
                        .count());
        assertEquals(
                0.5,
                registry.get("kafka.producer.topic.record.send.rate").gauge().value());
        assertNull(registry.find("kafka.producer.topic.version").meter());
        metrics.addMetric(name("byte-rate"), (Measurable) (config, now) -> 1);
        metrics.removeMetric(name("record-send-total"));
        Await.until(
                "the new one is there",
                () -> registry.find("kafka.producer.topic.byte.rate").gauge() != null);
        Await.until("the old one is gone", () -> registry.find(total).meter() == null);
        meters.close();
        assertTrue(registry.getMeters().isEmpty());
        Await.until(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("headrace-client-meters")));
    }

    private static MetricName consumed(String client, String... topic) {
        Map<String, String> tags =
                topic.length == 0 ? Map.of("client-id", client) : Map.of("client-id", client, "topic", topic[0]);
        return new MetricName("records-consumed-total", "consumer-fetch-manager-metrics", "", tags);
    }

    private static Set<String> shown(SimpleMeterRegistry registry) {
        Set<String> tags = new TreeSet<>();
        registry.get("kafka.consumer.fetch.manager.records.consumed.total")
                .meters()
                .forEach(meter -> tags.add(
                        meter.getId().getTag("client.id") + " " + meter.getId().getTag("topic")));
        return tags;
    }

    @Test
    void whatIsThereByTopicIsNotShownForTheClientToo() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registry.config().commonTags("site", "north");
        Metrics mine = new Metrics();
        mine.addMetric(consumed("me"), (Measurable) (config, now) -> 3);
        Metrics others = new Metrics();
        others.addMetric(consumed("idle"), (Measurable) (config, now) -> 0);
        try (ClientMeters meters = new ClientMeters(mine::metrics);
                ClientMeters othersMeters = new ClientMeters(others::metrics)) {
            meters.bindTo(registry);
            othersMeters.bindTo(registry);
            assertEquals(Set.of("me null", "idle null"), shown(registry));

            mine.addMetric(consumed("me", "a"), (Measurable) (config, now) -> 1);
            mine.addMetric(consumed("me", "b"), (Measurable) (config, now) -> 2);
            meters.refresh();
            assertEquals(Set.of("me a", "me b"), shown(registry));
            othersMeters.refresh();
            assertEquals(Set.of("me a", "me b"), shown(registry));

            mine.removeMetric(consumed("me", "a"));
            mine.removeMetric(consumed("me", "b"));
            meters.refresh();
            assertEquals(Set.of("me null"), shown(registry));
        }
        assertTrue(registry.getMeters().isEmpty());
    }
}
