package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.micrometer.ClientMeters;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After the same work, our clients with our binder and Apache's with Micrometer's show the same meters: dashboards made for
 * the one work for the other.
 */
@ParameterizedClass
@EnumSource(Target.class)
class ClientMetersAlikeTest {

    private static final int RECORDS = 50;

    @Parameter
    Target target;

    private String topic;

    @BeforeEach
    void fill() throws Exception {
        topic = Target.topic("meters");
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers());
        try (var admin = org.apache.kafka.clients.admin.Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        try (var producer = new org.apache.kafka.clients.producer.KafkaProducer<>(
                config,
                new org.apache.kafka.common.serialization.ByteArraySerializer(),
                new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                var unused = producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>(topic, new byte[10]));
            }
        }
    }

    private Map<String, Object> reading(String group) {
        return Map.of(
                "bootstrap.servers",
                target.bootstrapServers(),
                "group.id",
                Target.topic(group),
                "client.id",
                "reader",
                "auto.offset.reset",
                "earliest",
                "enable.metrics.push",
                false);
    }

    /** Name, kind and names of tags of each meter. What is only there with Apache's threads and selectors is left out. */
    private static Set<String> shown(MeterRegistry registry) {
        Set<String> shown = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            String name = meter.getId().getName();
            Set<String> tags = new TreeSet<>();
            meter.getId().getTags().forEach(tag -> tags.add(tag.getKey()));
            // Micrometer's names the version of Apache's client.
            tags.remove("kafka.version");
            if (!name.matches("kafka\\.[a-z.]*\\.(io|select)\\.[a-z.]*")) {
                shown.add(meter.getId().getType() + " " + name + " " + tags);
            }
        }
        return shown;
    }

    private static Set<String> missing(MeterRegistry theirs, MeterRegistry ours) {
        Set<String> missing = shown(theirs);
        assertFalse(missing.isEmpty());
        missing.removeAll(shown(ours));
        return missing;
    }

    @Test
    void consumers() {
        MeterRegistry theirs = new SimpleMeterRegistry();
        MeterRegistry ours = new SimpleMeterRegistry();
        PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (var consumer = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                reading("apaches"),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (int count = 0; count < RECORDS; ) {
                count += consumer.poll(Duration.ofSeconds(1)).count();
            }
            consumer.commitSync();
            try (KafkaClientMetrics meters = new KafkaClientMetrics(consumer)) {
                meters.bindTo(theirs);
                readWithOurs(ours, scraped);
                assertEquals(Set.of(), missing(theirs, ours));
            }
        }
    }

    private void readWithOurs(MeterRegistry simple, PrometheusMeterRegistry scraped) {
        try (var consumer = new io.headrace.clients.consumer.KafkaConsumer<>(
                reading("ours"),
                new io.headrace.common.serialization.ByteArrayDeserializer(),
                new io.headrace.common.serialization.ByteArrayDeserializer())) {
            // Not closed, so that what they show can be compared; the consumer's end is not theirs.
            ClientMeters meters = new ClientMeters(consumer::metrics, List.of(), Duration.ofMillis(20));
            meters.bindTo(scraped);
            consumer.subscribe(List.of(topic));
            for (int count = 0; count < RECORDS; ) {
                count += consumer.poll(Duration.ofSeconds(1)).count();
            }
            consumer.commitSync();
            io.headrace.testsupport.Await.until(
                    "the topic's meter", () -> scraped.scrape().lines().anyMatch(this::isCountOfTheTopic));
            meters.close();
            assertEquals(List.of(), scraped.getMeters());
            new ClientMeters(consumer::metrics).bindTo(simple);
            assertEquals(
                    RECORDS,
                    simple.get("kafka.consumer.fetch.manager.records.consumed.total")
                            .tags("client.id", "reader", "topic", topic)
                            .functionCounter()
                            .count());
        }
    }

    private boolean isCountOfTheTopic(String line) {
        return line.startsWith("kafka_consumer_fetch_manager_records_consumed_total{")
                && line.contains("topic=\"" + topic + "\"")
                && line.endsWith(" " + (double) RECORDS);
    }

    @Test
    void adminClients() throws Exception {
        MeterRegistry theirs = new SimpleMeterRegistry();
        MeterRegistry ours = new SimpleMeterRegistry();
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers(), "client.id", "admin");
        try (var apaches = org.apache.kafka.clients.admin.AdminClient.create(config);
                var admin = io.headrace.clients.admin.Admin.create(config);
                KafkaClientMetrics theirMeters = new KafkaClientMetrics(apaches);
                ClientMeters meters = new ClientMeters(admin::metrics)) {
            apaches.describeCluster().nodes().get();
            admin.describeCluster().nodes().get();
            theirMeters.bindTo(theirs);
            meters.bindTo(ours);
            assertEquals(Set.of(), missing(theirs, ours));
            assertTrue(ours.get("kafka.admin.client.request.total").functionCounters().stream()
                    .anyMatch(counter -> counter.count() > 0));
        }
    }
}
