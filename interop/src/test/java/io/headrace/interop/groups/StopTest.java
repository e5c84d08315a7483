package io.headrace.interop.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.interop.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A consumer's process is ended with SIGTERM: the other member has the partitions at once, and nothing is handled twice. */
@Timeout(120)
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
class StopTest {

    private static final int PARTITIONS = 4;
    private static final int RECORDS = 400;

    /** Within a second on a machine with nothing else to do; the session would time out after 6 s and more. */
    private static final long LONGEST_MS = 4_000;

    @ParameterizedTest
    @CsvSource({"APACHE, classic", "APACHE, consumer", "HEADRACE, classic", "HEADRACE, consumer"})
    void othersTakeOverWithinASecondAndNothingIsHandledTwice(Target target, String protocol) throws Exception {
        String topic = Target.topic("stop");
        String group = Target.topic("stop-group");
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        List<String> sent = new ArrayList<>();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StopMain.class.getName(),
                        target.bootstrapServers(),
                        group,
                        topic,
                        protocol)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        Thread reading = new Thread(() -> readLines(process, handled), "stop-test-output");
        reading.setDaemon(true);
        reading.start();
        try (KafkaConsumer<String, String> other = new KafkaConsumer<>(
                settings(target.bootstrapServers(), group, protocol),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<String> own = new ArrayList<>();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            other.subscribe(List.of(topic));
            while (!(handled.contains("ready") && other.assignment().size() == PARTITIONS / 2)) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "no balance: " + other.assignment() + " " + handled);
                other.poll(Duration.ofMillis(50)).forEach(record -> own.add(record.value()));
            }
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < RECORDS; i++) {
                    sent.add("r" + i);
                    producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, "r" + i));
                }
            }
            while (handled.size() < RECORDS / 8) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "handled: " + handled.size());
                other.poll(Duration.ofMillis(5)).forEach(record -> own.add(record.value()));
            }
            // Process.destroy() would also close the pipe, and with it what the process still says.
            process.toHandle().destroy();
            while (process.isAlive()) {
                other.poll(Duration.ofMillis(5)).forEach(record -> own.add(record.value()));
            }
            long endedNs = System.nanoTime();
            while (other.assignment().size() < PARTITIONS) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "has only " + other.assignment());
                other.poll(Duration.ofMillis(5)).forEach(record -> own.add(record.value()));
            }
            long tookMs = (System.nanoTime() - endedNs) / 1_000_000;
            System.out.println("StopTest " + target + " " + protocol + ": took over " + tookMs + " ms after the end");
            assertTrue(tookMs < LONGEST_MS, "took over after " + tookMs + " ms");
            reading.join(10_000);
            handled.remove("ready");
            while (own.size() + handled.size() < RECORDS) {
                assertTrue(System.nanoTime() - deadlineNs < 0, own.size() + " + " + handled.size() + " of " + RECORDS);
                other.poll(Duration.ofMillis(50)).forEach(record -> own.add(record.value()));
            }
            own.addAll(handled);
            assertEquals(sent.stream().sorted().toList(), own.stream().sorted().toList());
        } finally {
            process.destroyForcibly();
        }
    }

    /** A member of the classic protocol hears of a rebalance with its next heartbeat. */
    static Map<String, Object> settings(String bootstrapServers, String group, String protocol) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", group);
        settings.put("group.protocol", protocol);
        settings.put("auto.offset.reset", "earliest");
        if (protocol.equals("classic")) {
            settings.put("heartbeat.interval.ms", 200);
        }
        return settings;
    }

    private static void readLines(Process process, Queue<String> lines) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
