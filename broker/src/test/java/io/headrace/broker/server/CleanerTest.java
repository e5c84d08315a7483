package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.TestBroker;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a running broker compacts, when it does not, and what ends it. */
class CleanerTest {

    private static final TopicPartition PARTITION = new TopicPartition("table", 0);
    private static final String SLOWLY = "20000";

    @TempDir
    private Path directory;

    @Test
    void withoutCompactedTopicsThereIsNoThreadForIt() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(directory, "node.id", "77", "log.cleaner.backoff.ms", "0")) {
            create(broker, Map.of("internal.segment.bytes", "2000"));
            produce(broker, 0, 500);
            assertEquals(0, cleanerThreads());
        }
    }

    @Test
    void nothingIsCompactedWhenThatIsOff() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(
                directory, "node.id", "77", "log.cleaner.backoff.ms", "0", "log.cleaner.enable", "false")) {
            create(broker, compacted());
            produce(broker, 0, 500);
            assertEquals(0, cleanerThreads());
            assertEquals(500, read(broker).size());
        }
    }

    @Test
    void settingsCountFromWhenTheyAreChanged() throws Exception {
        try (HeadraceBroker broker =
                TestBroker.start(directory, "log.cleaner.backoff.ms", "0", "log.cleaner.threads", "0")) {
            create(broker, compacted());
            produce(broker, 0, 500);
            assertEquals(500, read(broker).size());
            try (Admin admin = Admin.create(common(broker))) {
                alter(admin, new ConfigResource(ConfigResource.Type.BROKER, "1"), "log.cleaner.threads", "1");
            }
            Await.until("compacted", () -> read(broker).size() < 100);
        }
    }

    @Test
    void aTopicIsCompactedFromWhenItIsToBe() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(directory, "log.cleaner.backoff.ms", "0")) {
            create(broker, Map.of("internal.segment.bytes", "2000", "min.cleanable.dirty.ratio", "0"));
            produce(broker, 0, 500);
            try (Admin admin = Admin.create(common(broker))) {
                alter(admin, new ConfigResource(ConfigResource.Type.TOPIC, "table"), "cleanup.policy", "compact");
            }
            Await.until("compacted", () -> read(broker).size() < 100);
        }
    }

    @Test
    void whatIsLeftFromAnEarlierRunIsCompacted() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(directory, "log.cleaner.threads", "0")) {
            create(broker, compacted());
            produce(broker, 0, 500);
        }
        try (HeadraceBroker broker = TestBroker.start(directory, "log.cleaner.backoff.ms", "0")) {
            Await.until("compacted", () -> read(broker).size() < 100);
        }
    }

    @Test
    void aLagMakesItDueWhateverTheRatio() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(directory, "log.cleaner.backoff.ms", "0")) {
            Map<String, String> settings = compacted();
            settings.put("min.cleanable.dirty.ratio", "1");
            settings.put("max.compaction.lag.ms", "1000");
            create(broker, settings);
            produce(broker, 0, 500);
            Await.until("compacted", () -> read(broker).size() < 100);
        }
    }

    @Test
    void bothPoliciesApply() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(
                directory,
                "log.cleaner.backoff.ms",
                "0",
                "log.initial.task.delay.ms",
                "0",
                "log.retention.check.interval.ms",
                "100")) {
            Map<String, String> settings = compacted();
            settings.put("cleanup.policy", "compact,delete");
            create(broker, settings);
            produce(broker, 0, 500);
            Await.until("compacted", () -> read(broker).size() < 100);
            assertEquals(0, startOffset(broker));
            try (Admin admin = Admin.create(common(broker))) {
                alter(admin, new ConfigResource(ConfigResource.Type.TOPIC, "table"), "retention.ms", "1");
            }
            Await.until("deleted", () -> startOffset(broker) >= 490);
            produce(broker, 500, 600);
            Await.until("deleted again", () -> startOffset(broker) >= 590);
        }
    }

    @Test
    void aTopicMadeAnewHasNothingOfTheOneThatWasBeingCompacted() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(
                directory,
                "log.cleaner.backoff.ms",
                "0",
                "log.cleaner.io.max.bytes.per.second",
                SLOWLY,
                "log.cleaner.io.buffer.size",
                "2048")) {
            for (int round = 0; round < 5; round++) {
                create(broker, compacted());
                produce(broker, 0, 1000);
                Await.until("being compacted", this::isBeingCompacted);
                try (Admin admin = Admin.create(common(broker))) {
                    admin.deleteTopics(Set.of("table")).all().get();
                }
            }
            create(broker, Map.of());
            produce(broker, 7000, 7010);
            assertEquals(10, read(broker).size());
            assertEquals(0, startOffset(broker));
            assertTrue(!isBeingCompacted());
        }
    }

    @Test
    void closingDoesNotWaitForACompaction() throws Exception {
        HeadraceBroker slow = TestBroker.start(
                directory,
                "log.cleaner.backoff.ms",
                "0",
                "log.cleaner.io.max.bytes.per.second",
                "1",
                "log.cleaner.io.buffer.size",
                "2048");
        long closeMs;
        try {
            create(slow, compacted());
            produce(slow, 0, 1000);
            Await.until("a cleaner's thread runs", () -> cleanerThreads("headrace-1-cleaner") > 0);
        } finally {
            long startNs = System.nanoTime();
            slow.close();
            closeMs = (System.nanoTime() - startNs) / 1_000_000;
        }
        assertTrue(closeMs < 30_000, closeMs + " ms");
        try (HeadraceBroker again = TestBroker.start(directory, "log.cleaner.backoff.ms", "0")) {
            Await.until("compacted", () -> read(again).size() < 100);
            assertEquals("value-999", read(again).get(999L).value());
        }
    }

    private static long cleanerThreads() {
        return cleanerThreads("headrace-77-cleaner");
    }

    private static long cleanerThreads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private boolean isBeingCompacted() throws IOException {
        Path partition = directory.resolve("table-0");
        if (!Files.isDirectory(partition)) {
            return false;
        }
        try (var files = Files.list(partition)) {
            return files.anyMatch(file -> file.toString().endsWith(".cleaned"));
        }
    }

    private static Map<String, String> compacted() {
        return new HashMap<>(Map.of(
                "cleanup.policy",
                "compact",
                "internal.segment.bytes",
                "2000",
                "min.cleanable.dirty.ratio",
                "0",
                "file.delete.delay.ms",
                "0"));
    }

    private static void create(HeadraceBroker broker, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(common(broker))) {
            admin.createTopics(List.of(new NewTopic("table", 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    private static void alter(Admin admin, ConfigResource resource, String name, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        resource, List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /** Ten keys; a batch for each record, so that segments are many. */
    private static void produce(HeadraceBroker broker, int from, int to) throws Exception {
        Map<String, Object> config = common(broker);
        config.put("batch.size", "0");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            Future<RecordMetadata> last = null;
            for (int i = from; i < to; i++) {
                last = producer.send(new ProducerRecord<>("table", 0, "key-" + i % 10, "value-" + i));
            }
            producer.flush();
            last.get();
        }
    }

    private static Map<Long, ConsumerRecord<String, String>> read(HeadraceBroker broker) {
        Map<Long, ConsumerRecord<String, String>> found = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer = consumer(broker)) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> found.put(record.offset(), record));
            }
        }
        return found;
    }

    private static long startOffset(HeadraceBroker broker) {
        try (KafkaConsumer<String, String> consumer = consumer(broker)) {
            return consumer.beginningOffsets(List.of(PARTITION)).get(PARTITION);
        }
    }

    private static KafkaConsumer<String, String> consumer(HeadraceBroker broker) {
        return new KafkaConsumer<>(common(broker), new StringDeserializer(), new StringDeserializer());
    }

    private static Map<String, Object> common(HeadraceBroker broker) {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
