package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.testsupport.Await;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After the same work our clients have the metrics that Apache's have, by group, name and the names of the tags. What is
 * missing is listed with its reason, and the list is checked too.
 */
@ParameterizedClass
@EnumSource(Target.class)
class MetricNamesTest {

    private static final int RECORDS = 200;

    /** What Netty's loop does is not measured: it may be shared, and has no selector of a client's own. */
    private static final List<String> OF_THE_SELECTOR = List.of(
            "io-ratio",
            "io-time-ns-avg",
            "io-time-ns-total",
            "io-wait-ratio",
            "io-wait-time-ns-avg",
            "io-wait-time-ns-total",
            "select-rate",
            "select-total");

    /** Counted as connections that were not let in, whichever attempt it was. */
    private static final List<String> OF_AUTHENTICATION = List.of(
            "failed-reauthentication-rate",
            "failed-reauthentication-total",
            "reauthentication-latency-avg",
            "reauthentication-latency-max",
            "successful-authentication-no-reauth-total",
            "successful-authentication-rate",
            "successful-authentication-total",
            "successful-reauthentication-rate",
            "successful-reauthentication-total");

    @Parameter
    Target target;

    private String topic;

    @BeforeEach
    void createTopic() throws Exception {
        topic = Target.topic("metrics");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private Map<String, Object> config(Object... more) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", target.bootstrapServers());
        config.put("enable.metrics.push", false);
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return config;
    }

    /** Group, name, tags' names; and the tags' values where they do not differ by nature. */
    private static String key(String group, String name, Map<String, String> tags) {
        Map<String, String> shown = new TreeMap<>(tags);
        shown.replace("client-id", "");
        if (shown.containsKey("node-id")) {
            // The brokers' connections; Apache's client has one more to its coordinator.
            shown.put("node-id", "");
        }
        return group + " " + name + " " + shown;
    }

    private static Map<String, Object> apaches(
            Map<org.apache.kafka.common.MetricName, ? extends org.apache.kafka.common.Metric> metrics) {
        Map<String, Object> found = new TreeMap<>();
        metrics.forEach((name, metric) -> found.put(key(name.group(), name.name(), name.tags()), metric.metricValue()));
        return found;
    }

    private static Map<String, Object> ours(
            Map<io.headrace.common.MetricName, ? extends io.headrace.common.Metric> metrics) {
        Map<String, Object> found = new TreeMap<>();
        metrics.forEach((name, metric) -> found.put(key(name.group(), name.name(), name.tags()), metric.metricValue()));
        return found;
    }

    /** Names that only one side has. */
    private static Set<String> missing(Map<String, Object> from, Map<String, Object> in) {
        Set<String> missing = new TreeSet<>(from.keySet());
        missing.removeAll(in.keySet());
        return missing;
    }

    private static Set<String> expectedMissing(String group, List<String> more) {
        Set<String> expected = new TreeSet<>();
        for (List<String> names : List.of(OF_THE_SELECTOR, OF_AUTHENTICATION, more)) {
            names.forEach(name -> expected.add(group + " " + name + " {client-id=}"));
        }
        return expected;
    }

    private static void compare(String name, Map<String, Object> apaches, Map<String, Object> ours, double by) {
        String key = apaches.keySet().stream()
                .filter(k -> k.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        double theirs = ((Number) apaches.get(key)).doubleValue();
        double own = ((Number) ours.get(key)).doubleValue();
        assertEquals(theirs, own, by, key);
    }

    @Test
    void producers() throws Exception {
        Map<String, Object> apaches;
        Map<String, Object> ours;
        try (var producer = new org.apache.kafka.clients.producer.KafkaProducer<>(
                config("linger.ms", 50),
                new org.apache.kafka.common.serialization.ByteArraySerializer(),
                new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                var unused = producer.send(
                        new org.apache.kafka.clients.producer.ProducerRecord<>(topic, 0, null, new byte[100]));
            }
            producer.flush();
            apaches = apaches(producer.metrics());
        }
        try (var producer = new io.headrace.clients.producer.KafkaProducer<>(
                config("linger.ms", 50, "client.id", "metric-names"),
                new io.headrace.common.serialization.ByteArraySerializer(),
                new io.headrace.common.serialization.ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                var unused =
                        producer.send(new io.headrace.clients.producer.ProducerRecord<>(topic, 0, null, new byte[100]));
            }
            producer.flush();
            ours = ours(producer.metrics());
            Object shown = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(
                            new ObjectName("kafka.producer:type=producer-metrics,client-id=metric-names"),
                            "record-send-total");
            assertEquals((double) RECORDS, shown);
        }
        assertEquals(expectedMissing("producer-metrics", List.of()), missing(apaches, ours));
        for (String same : List.of(
                "producer-metrics record-send-total",
                "producer-metrics record-error-total",
                "producer-metrics record-retry-total",
                "producer-metrics buffer-total-bytes",
                "producer-metrics buffer-available-bytes",
                "producer-metrics requests-in-flight",
                "producer-metrics compression-rate-avg",
                "producer-metrics produce-throttle-time-max",
                "producer-topic-metrics record-send-total",
                "producer-topic-metrics compression-rate")) {
            compare(same, apaches, ours, 0.001);
        }
        // One batch more or less costs its header, and so does a request.
        compare("producer-topic-metrics byte-total", apaches, ours, 5_000);
        compare("producer-metrics outgoing-byte-total", apaches, ours, 5_000);
    }

    @Test
    void consumers() throws Exception {
        try (var producer = new org.apache.kafka.clients.producer.KafkaProducer<>(
                config(),
                new org.apache.kafka.common.serialization.ByteArraySerializer(),
                new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                var unused = producer.send(
                        new org.apache.kafka.clients.producer.ProducerRecord<>(topic, 0, null, new byte[100]));
            }
        }
        Map<String, Object> apaches;
        Map<String, Object> ours;
        try (var consumer = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                config("auto.offset.reset", "earliest"),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer())) {
            consumer.assign(List.of(new org.apache.kafka.common.TopicPartition(topic, 0)));
            int count = 0;
            while (count < RECORDS) {
                count += consumer.poll(Duration.ofSeconds(1)).count();
            }
            apaches = apaches(consumer.metrics());
        }
        try (var consumer = new io.headrace.clients.consumer.KafkaConsumer<>(
                config("auto.offset.reset", "earliest"),
                new io.headrace.common.serialization.ByteArrayDeserializer(),
                new io.headrace.common.serialization.ByteArrayDeserializer())) {
            consumer.assign(List.of(new io.headrace.common.TopicPartition(topic, 0)));
            int count = 0;
            while (count < RECORDS) {
                count += consumer.poll(Duration.ofSeconds(1)).count();
            }
            ours = ours(consumer.metrics());
        }
        assertEquals(expectedMissing("consumer-metrics", List.of()), missing(apaches, ours));
        for (String same : List.of(
                "consumer-fetch-manager-metrics records-consumed-total",
                "consumer-fetch-manager-metrics records-lag",
                "consumer-fetch-manager-metrics records-lead",
                "consumer-fetch-manager-metrics preferred-read-replica",
                "consumer-fetch-manager-metrics records-lag-max",
                "consumer-fetch-manager-metrics fetch-throttle-time-max")) {
            compare(same, apaches, ours, 0.001);
        }
        // Apache's counts the records' bytes, ours the batches': their headers.
        compare("consumer-fetch-manager-metrics bytes-consumed-total", apaches, ours, 2_000);
        assertTrue(ours.containsKey("consumer-fetch-manager-metrics bytes-prefetched {client-id=}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void membersOfAGroup(String protocol) throws Exception {
        Map<String, Object> apaches;
        Map<String, Object> ours;
        try (var consumer = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                config("group.id", Target.topic("metrics"), "group.protocol", protocol),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            Await.until("a partition", () -> {
                consumer.poll(Duration.ofMillis(50));
                return !consumer.assignment().isEmpty();
            });
            consumer.commitSync();
            apaches = ofTheGroup(apaches(consumer.metrics()));
        }
        try (var consumer = new io.headrace.clients.consumer.KafkaConsumer<>(
                config("group.id", Target.topic("metrics"), "group.protocol", protocol),
                new io.headrace.common.serialization.ByteArrayDeserializer(),
                new io.headrace.common.serialization.ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            Await.until("a partition", () -> {
                consumer.poll(Duration.ofMillis(50));
                return !consumer.assignment().isEmpty();
            });
            consumer.commitSync();
            ours = ofTheGroup(ours(consumer.metrics()));
        }
        assertEquals(Set.of(), missing(apaches, ours));
        assertEquals(1.0, ours.get("consumer-coordinator-metrics rebalance-total {client-id=}"));
        assertEquals(1.0, ours.get("consumer-coordinator-metrics assigned-partitions {client-id=}"));
        // Apache's counts the join as failed that is asked for an id.
        assertEquals(0.0, ours.get("consumer-coordinator-metrics failed-rebalance-total {client-id=}"));
    }

    private static Map<String, Object> ofTheGroup(Map<String, Object> metrics) {
        Map<String, Object> of = new TreeMap<>(metrics);
        of.keySet().removeIf(name -> !name.startsWith("consumer-coordinator-metrics "));
        return of;
    }

    @Test
    void adminClients() throws Exception {
        Map<String, Object> apaches;
        Map<String, Object> ours;
        try (Admin admin = Admin.create(config())) {
            admin.describeCluster().nodes().get();
            apaches = apaches(admin.metrics());
        }
        try (io.headrace.clients.admin.Admin admin = io.headrace.clients.admin.Admin.create(config())) {
            admin.describeCluster().nodes().get();
            ours = ours(admin.metrics());
        }
        assertEquals(expectedMissing("admin-client-metrics", List.of()), missing(apaches, ours));
    }
}
