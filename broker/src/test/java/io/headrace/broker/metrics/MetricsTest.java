package io.headrace.broker.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.BrokerStartException;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.protocol.message.ListConfigResourcesRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    @TempDir
    Path directory;

    private static HttpResponse<String> get(HeadraceBroker broker, String path) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        URI uri = URI.create("http://localhost:" + broker.metricsPort() + path);
        return http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static PrometheusText scrape(HeadraceBroker broker) throws Exception {
        HttpResponse<String> response = get(broker, "/metrics");
        assertEquals(200, response.statusCode());
        return PrometheusText.parse(response.body());
    }

    @Test
    void whatClientsDidIsShown() throws Exception {
        try (HeadraceBroker broker =
                TestBroker.start(directory, "metrics.port", "0", "offsets.topic.num.partitions", "2")) {
            Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(config);
                    KafkaProducer<String, String> producer =
                            new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
                admin.createTopics(List.of(new NewTopic("t", 2, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
                for (int i = 0; i < 10; i++) {
                    producer.send(new ProducerRecord<>("t", 0, "k", "value " + i))
                            .get(30, TimeUnit.SECONDS);
                }
            }
            commitAndRead(broker, 4);
            PrometheusText text = scrape(broker);

            assertEquals(10, text.value("headrace_topic_records_in_total", "topic", "t"));
            assertTrue(text.value("headrace_topic_bytes_in_total", "topic", "t") > 10 * 60);
            assertTrue(text.value("headrace_topic_bytes_out_total", "topic", "t") > 0);
            assertEquals(10, text.value("headrace_log_end_offset", "topic", "t", "partition", "0"));
            assertEquals(0, text.value("headrace_log_end_offset", "topic", "t", "partition", "1"));
            assertEquals(
                    text.value("headrace_topic_bytes_in_total", "topic", "t"),
                    text.value("headrace_log_size_bytes", "topic", "t", "partition", "0"));
            assertEquals(
                    4, text.value("headrace_group_committed_offset", "group", "g", "topic", "t", "partition", "0"));
            assertEquals(6, text.value("headrace_group_lag_records", "group", "g", "topic", "t", "partition", "0"));
            assertEquals(0, text.value("headrace_group_members", "group", "g"));
            assertEquals(1, text.value("headrace_groups", "state", "Empty"));
            assertEquals(4, text.value("headrace_partitions"));
            double produces = text.value("headrace_requests_total", "api", "Produce");
            assertTrue(produces >= 1 && produces <= 11, produces + " produce requests");
            assertEquals(produces, text.value("headrace_request_duration_seconds_count", "api", "Produce"));
            assertEquals(0, text.value("headrace_request_errors_total", "api", "Produce"));
            assertTrue(text.value("headrace_request_bytes_total", "api", "Produce") > 0);
            assertTrue(text.value("headrace_response_bytes_total", "api", "Fetch") > 0);
            assertEquals("histogram", text.typeOf("headrace_request_duration_seconds_bucket"));
            assertFalse(text.samples("jvm_memory_used_bytes").isEmpty());
            assertTrue(text.value("process_uptime_seconds") > 0);
        }
    }

    private static void commitAndRead(HeadraceBroker broker, long offset) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "g", "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("t", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            int read = 0;
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (read < 10) {
                read += consumer.poll(Duration.ofMillis(100)).count();
                assertTrue(System.nanoTime() - deadlineNs < 0, read + " records read");
            }
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        }
    }

    @Test
    void connectionsAndErrorsAreCounted() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(directory, "metrics.port", "0");
                RawClient client = new RawClient(broker.port())) {
            client.call(new ListConfigResourcesRequest().resourceTypes(List.of((byte) 3)), 1);
            PrometheusText text = scrape(broker);
            assertEquals(1, text.value("headrace_connections"));
            assertEquals(1, text.value("headrace_request_errors_total", "api", "ListConfigResources"));
            assertEquals(0, text.value("headrace_unanswered_requests"));
            assertEquals(404, get(broker, "/other").statusCode());
        }
    }

    @Test
    void aPortThatIsTakenEndsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            BrokerStartException refused = assertThrows(
                    BrokerStartException.class,
                    () -> TestBroker.start(directory, "metrics.port", Integer.toString(taken.getLocalPort())));
            assertTrue(refused.getMessage().startsWith("cannot show metrics on localhost:"), refused.getMessage());
        }
        try (HeadraceBroker broker = TestBroker.start(directory)) {
            assertEquals(-1, broker.metricsPort());
        }
    }

    /** The table in the documentation has every metric, and no other. */
    @Test
    void theDocumentationHasThemAll() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));
        Set<String> documented = new TreeSet<>();
        Matcher rows = Pattern.compile("(?m)^\\| `(headrace_[a-z_]+)` \\| (\\w+) \\| ([^|]*) \\| (.*) \\|$")
                .matcher(page);
        while (rows.find()) {
            documented.add(rows.group(1) + " " + rows.group(2) + " " + rows.group(3) + " " + rows.group(4));
        }
        Set<String> shown = new TreeSet<>();
        for (Family family : Family.ALL) {
            shown.add(family.shownName() + " " + family.kind().name().toLowerCase(java.util.Locale.ROOT) + " "
                    + String.join(", ", family.labels()) + " " + family.help());
        }
        assertEquals(String.join("\n", shown), String.join("\n", documented));
    }

    /** Started with metrics off, a broker loads neither Micrometer nor an HTTP server. */
    @Test
    void nothingIsLoadedWhenNobodyAsks() throws Exception {
        Path loaded = directory.resolve("classes.txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + loaded,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartAndStop.class.getName(),
                        directory.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        assertTrue(child.waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, child.exitValue(), Files.readString(directory.resolve("output.txt")));
        String classes = Files.readString(loaded, StandardCharsets.UTF_8);
        assertTrue(classes.contains("io.headrace.broker.meter.LoopMeter"));
        for (String name : List.of(
                "io.micrometer", "io.prometheus", "com.sun.net.httpserver", "MetricsEndpoint", "BrokerCollector")) {
            assertFalse(classes.contains(name), name);
        }
    }
}
