package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end by SIGTERM commits what it has handled, and leaves its group at once. */
@Timeout(180)
class ConsumerLoopProcessTest {

    private static final int RECORDS = 600;
    private static final int TERMINATED = 128 + 15;

    @Test
    void afterSigtermTheNextMemberGoesOnWhereItStopped(@TempDir Path data) throws Exception {
        try (HeadraceBroker broker = HeadraceBroker.start(Map.of("port", "0", "log.dirs", data.toString()))) {
            fill(broker.bootstrapServers());
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ConsumerLoopMain.class.getName(),
                            broker.bootstrapServers(),
                            "work",
                            "loopers")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            List<String> handled = Collections.synchronizedList(new ArrayList<>());
            Thread reader = new Thread(() -> read(process.inputReader(StandardCharsets.UTF_8), handled));
            reader.start();
            Await.until("some records are handled", Duration.ofSeconds(90), () -> handled.size() >= 100);
            process.toHandle().destroy(); // Process.destroy() would close the output too.
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(TERMINATED, process.exitValue());
            reader.join();
            int before = handled.size();
            assertTrue(before < RECORDS, "it handled everything before it was told to end");

            long startNs = System.nanoTime();
            readRest(broker.bootstrapServers(), handled);
            // Its session would have lasted 45 s.
            assertTrue(System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(30));
            assertEquals(RECORDS, handled.size(), "records were handled twice, or not at all");
            assertEquals(RECORDS, new TreeSet<>(handled).size());
        }
    }

    /** The end waits for the loop, and the loop for its handler: one of them has to give in. */
    @Test
    void aHandlerMayEndTheProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConsumerLoopExitMain.class.getName())
                .inheritIO()
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not end");
            assertEquals(ConsumerLoopExitMain.STATUS, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    private static void fill(String bootstrap) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
        try (Admin admin = Admin.create(config);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("work", 2, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < RECORDS; i++) {
                Future<RecordMetadata> unused =
                        producer.send(new ProducerRecord<>("work", i % 2, "k" + i % 7, "r" + i));
            }
        }
    }

    private static void read(BufferedReader output, List<String> lines) {
        try (output) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.matches("r[0-9]+")) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readRest(String bootstrap, List<String> handled) {
        try (KafkaConsumer<String, String> next = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                bootstrap,
                "group.id",
                "loopers",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class))) {
            next.subscribe(List.of("work"));
            Await.until("the rest is read", Duration.ofSeconds(60), () -> {
                for (ConsumerRecord<String, String> record : next.poll(Duration.ofMillis(200))) {
                    handled.add(record.value());
                }
                return handled.size() >= RECORDS;
            });
            for (ConsumerRecord<String, String> record : next.poll(Duration.ofMillis(200))) {
                handled.add(record.value());
            }
        }
    }
}
