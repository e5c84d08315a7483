package io.headrace.interop.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kafka Connect in distributed mode, with its own connectors: lines of a file become records exactly once, records become
 * lines of another, and a worker that is killed is followed by one that goes on from the topics alone.
 */
class ConnectTest {

    private static final int LINES = 200;

    @TempDir
    Path directory;

    /** A worker takes long to start. That the test is right shows on Apache's broker, when there is time. */
    static Stream<Target> targets() {
        return Boolean.getBoolean("headrace.long") ? Stream.of(Target.values()) : Stream.of(Target.HEADRACE);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void linesGoThroughATopicAcrossAKill(Target target) throws Exception {
        String cluster = Target.topic("connect");
        String topic = cluster + "-lines";
        Path in = Files.createFile(directory.resolve("in.txt"));
        Path out = directory.resolve("out.txt");
        write(in, 0);
        try (ConnectWorker first = new ConnectWorker(target.bootstrapServers(), cluster, directory)) {
            first.ask(
                    "PUT",
                    "/connectors/source/config",
                    Map.of(
                            "connector.class", "FileStreamSource",
                            "tasks.max", "1",
                            "file", in.toString(),
                            "topic", topic,
                            "exactly.once.support", "required"));
            first.awaitState("source", "RUNNING");
            first.ask(
                    "PUT",
                    "/connectors/sink/config",
                    Map.of(
                            "connector.class", "FileStreamSink",
                            "tasks.max", "1",
                            "file", out.toString(),
                            "topics", topic,
                            "consumer.override.isolation.level", "read_committed",
                            // The next worker's consumer waits for the end of this one's session.
                            "consumer.override.session.timeout.ms", "3000",
                            "consumer.override.heartbeat.interval.ms", "500"));
            awaitLines(out, LINES);
        }
        write(in, LINES);
        try (ConnectWorker second = new ConnectWorker(target.bootstrapServers(), cluster, directory)) {
            awaitLines(out, 2 * LINES);
            assertEquals(lines(0, 2 * LINES), read(target, topic, 2 * LINES), "once each, and in order");

            second.ask("PUT", "/connectors/sink/stop", null);
            second.awaitState("sink", "STOPPED");
            JsonNode offsets =
                    second.ask("GET", "/connectors/sink/offsets", null).path("offsets");
            assertTrue(offsets.get(0).path("offset").path("kafka_offset").asLong() >= LINES, offsets::toString);
            second.ask("DELETE", "/connectors/sink/offsets", null);
            assertEquals(
                    0,
                    second.ask("GET", "/connectors/sink/offsets", null)
                            .path("offsets")
                            .size());
            second.ask("PUT", "/connectors/source/stop", null);
            second.awaitState("source", "STOPPED");
            second.ask("DELETE", "/connectors/source/offsets", null);
            second.ask("PUT", "/connectors/source/resume", null);
            second.awaitState("source", "RUNNING");
            List<String> twice = new ArrayList<>(lines(0, 2 * LINES));
            twice.addAll(lines(0, 2 * LINES));
            assertEquals(twice, read(target, topic, 4 * LINES), "all over again, since the source's offsets are gone");
            second.ask("DELETE", "/connectors/source", null);
            second.ask("DELETE", "/connectors/sink", null);
        }
        assertEquals(
                List.of("compact", "compact", "compact"),
                cleanupPolicies(target, cluster + "-configs", cluster + "-offsets", cluster + "-status"));
    }

    private static void write(Path file, int from) throws IOException {
        Files.write(file, lines(from, from + LINES), UTF_8, StandardOpenOption.APPEND);
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "line " + n).toList();
    }

    /** The sink writes each line at least once: a worker that is killed has not committed its last ones. */
    private static void awaitLines(Path file, int count) {
        Await.until(count + " different lines in " + file, Duration.ofSeconds(100), () -> {
            try {
                return Files.exists(file) && new HashSet<>(Files.readAllLines(file, UTF_8)).size() >= count;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<String> read(Target target, String topic, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", target.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Await.until(count + " records", Duration.ofSeconds(100), () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    private static List<String> cleanupPolicies(Target target, String... topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
            List<String> policies = new ArrayList<>();
            for (String topic : topics) {
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                Config config =
                        admin.describeConfigs(List.of(resource)).all().get().get(resource);
                policies.add(config.get("cleanup.policy").value());
            }
            return policies;
        }
    }
}
