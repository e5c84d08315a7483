package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.testsupport.Await;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
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

    /** Of the queues between the two threads of Apache's consumer with group.protocol=consumer. */
    private static final List<String> OF_APACHES_QUEUES = List.of(
            "application-event-queue-processing-time-avg",
            "application-event-queue-processing-time-max",
            "application-event-queue-size",
            "application-event-queue-time-avg",
            "application-event-queue-time-max",
            "application-events-expired-count",
            "background-event-queue-processing-time-avg",
            "background-event-queue-processing-time-max",
            "background-event-queue-size",
            "background-event-queue-time-avg",
            "background-event-queue-time-max",
            "time-between-network-thread-poll-avg",
            "time-between-network-thread-poll-max",
            "unsent-requests-queue-size",
            "unsent-requests-queue-time-avg",
            "unsent-requests-queue-time-max");

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
        for (List<String> names : List.of(OF_THE_SELECTOR, more)) {
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
                "producer-metrics requests-in-flight",
                "producer-metrics compression-rate-avg",
                "producer-metrics produce-throttle-time-max",
                "producer-topic-metrics record-send-total",
                "producer-topic-metrics compression-rate")) {
            compare(same, apaches, ours, 0.001);
        }
        // Apache's producer gives memory back a little after flush has returned.
        compare("producer-metrics buffer-available-bytes", apaches, ours, RECORDS * 200);
        // One batch more or less costs its header, and so does a request.
        compare("producer-topic-metrics byte-total", apaches, ours, 5_000);
        compare("producer-metrics outgoing-byte-total", apaches, ours, 5_000);
    }

    private void send(int records) {
        try (var producer = new org.apache.kafka.clients.producer.KafkaProducer<>(
                config(),
                new org.apache.kafka.common.serialization.ByteArraySerializer(),
                new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                var unused = producer.send(
                        new org.apache.kafka.clients.producer.ProducerRecord<>(topic, 0, null, new byte[100]));
            }
        }
    }

    @Test
    void consumers() throws Exception {
        send(RECORDS);
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

    /** A group of one, with a commit and a listener. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void members(String protocol) throws Exception {
        send(RECORDS);
        Map<String, Object> apaches;
        Map<String, Object> ours;
        Map<String, Object> config =
                config("auto.offset.reset", "earliest", "group.protocol", protocol, "enable.auto.commit", false);
        config.put("group.id", Target.topic("apaches"));
        try (var consumer = new org.apache.kafka.clients.consumer.KafkaConsumer<>(
                config,
                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic), new org.apache.kafka.clients.consumer.ConsumerRebalanceListener() {
                @Override
                public void onPartitionsRevoked(Collection<org.apache.kafka.common.TopicPartition> partitions) {}

                @Override
                public void onPartitionsAssigned(Collection<org.apache.kafka.common.TopicPartition> partitions) {}
            });
            int count = 0;
            while (count < RECORDS) {
                count += consumer.poll(Duration.ofSeconds(1)).count();
            }
            consumer.poll(Duration.ZERO);
            consumer.commitSync();
            consumer.committed(consumer.assignment());
            apaches = apaches(consumer.metrics());
        }
        config.put("group.id", Target.topic("ours"));
        try (var consumer = new io.headrace.clients.consumer.KafkaConsumer<>(
                config,
                new io.headrace.common.serialization.ByteArrayDeserializer(),
                new io.headrace.common.serialization.ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic), new io.headrace.clients.consumer.ConsumerRebalanceListener() {
                @Override
                public void onPartitionsRevoked(Collection<io.headrace.common.TopicPartition> partitions) {}

                @Override
                public void onPartitionsAssigned(Collection<io.headrace.common.TopicPartition> partitions) {}
            });
            int count = 0;
            while (count < RECORDS) {
                count += consumer.poll(Duration.ofSeconds(1)).count();
            }
            consumer.poll(Duration.ZERO);
            consumer.commitSync();
            consumer.committed(consumer.assignment());
            ours = ours(consumer.metrics());
        }
        List<String> queues = protocol.equals("consumer") ? OF_APACHES_QUEUES : List.of();
        assertEquals(expectedMissing("consumer-metrics", queues), missing(apaches, ours));
        for (String same : List.of(
                "consumer-coordinator-metrics rebalance-total",
                "consumer-coordinator-metrics assigned-partitions",
                "consumer-coordinator-metrics commit-total")) {
            compare(same, apaches, ours, 0.001);
        }
        for (String some : List.of(
                "consumer-coordinator-metrics rebalance-latency-total",
                "consumer-coordinator-metrics last-rebalance-seconds-ago",
                "consumer-coordinator-metrics partition-assigned-latency-max",
                "consumer-metrics commit-sync-time-ns-total",
                "consumer-metrics committed-time-ns-total",
                "consumer-metrics last-poll-seconds-ago",
                "consumer-metrics time-between-poll-max")) {
            assertTrue(valueOf(some, ours) >= 0, some + " " + valueOf(some, ours));
            assertTrue(valueOf(some, apaches) >= 0, some + " " + valueOf(some, apaches));
        }
        assertTrue(valueOf("consumer-metrics commit-sync-time-ns-total", ours) > 0);
        assertTrue(valueOf("consumer-metrics committed-time-ns-total", ours) > 0);
    }

    private static double valueOf(String name, Map<String, Object> metrics) {
        return ((Number) metrics.get(name + " {client-id=}")).doubleValue();
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
