package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache's clients write and read a topic while it is compacted again and again. */
class CompactionUnderLoadTest {

    private static final int RECORDS = Boolean.getBoolean("headrace.long") ? 1_000_000 : 60_000;
    private static final int KEYS = 500;

    @TempDir
    private Path directory;

    @Test
    void nothingThatCountsIsLostAndNoOffsetMoves() throws Exception {
        Map<Long, String> sent = new TreeMap<>();
        HeadraceBroker broker = TestBroker.start(
                directory, "num.network.threads", "2", "log.cleaner.backoff.ms", "50", "log.cleaner.threads", "2");
        try {
            create(
                    broker,
                    Map.of(
                            "cleanup.policy", "compact",
                            "internal.segment.bytes", "100000",
                            "min.cleanable.dirty.ratio", "0.1",
                            "file.delete.delay.ms", "100"));
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread reader = new Thread(() -> readAlong(broker, failure));
            reader.start();
            sent.putAll(produce(broker));
            reader.join(120_000);
            assertFalse(reader.isAlive(), "the consumer did not reach the end");
            if (failure.get() != null) {
                throw new AssertionError(failure.get());
            }
            Await.until("compacted", () -> compactedUpTo() > RECORDS * 9L / 10);
            check(broker, sent);
        } finally {
            broker.close();
        }
        try (HeadraceBroker again = TestBroker.start(directory)) {
            check(again, sent);
        }
    }

    @Test
    void aRecordWithoutKeyIsRefused() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(directory)) {
            create(broker, Map.of("cleanup.policy", "compact,delete"));
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(common(broker), new StringSerializer(), new StringSerializer())) {
                Future<RecordMetadata> bad = producer.send(new ProducerRecord<>("table", 0, null, "value"));
                assertInstanceOf(
                        InvalidRecordException.class,
                        assertThrows(ExecutionException.class, bad::get).getCause());
                assertEquals(
                        0,
                        producer.send(new ProducerRecord<>("table", 0, "key", "value"))
                                .get()
                                .offset());
            }
        }
    }

    private static void create(HeadraceBroker broker, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(common(broker))) {
            admin.createTopics(List.of(new NewTopic("table", 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    /** Says which value got which offset. */
    private static Map<Long, String> produce(HeadraceBroker broker) throws Exception {
        Map<Long, String> acknowledged = new TreeMap<>();
        Random random = new Random(42);
        Map<String, Object> config = common(broker);
        config.put("compression.type", "lz4");
        config.put("linger.ms", "2");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            Map<Integer, Future<RecordMetadata>> futures = new TreeMap<>();
            for (int i = 0; i < RECORDS; i++) {
                String value = i % 97 == 0
                        ? null
                        : i + "-" + Long.toHexString(random.nextLong()).repeat(4);
                futures.put(i, producer.send(new ProducerRecord<>("table", 0, "key-" + random.nextInt(KEYS), value)));
                if (i % 2000 == 1999) {
                    for (Future<RecordMetadata> future : futures.values()) {
                        future.get();
                    }
                }
            }
            random = new Random(42);
            for (Map.Entry<Integer, Future<RecordMetadata>> each : futures.entrySet()) {
                int i = each.getKey();
                String value = i % 97 == 0
                        ? null
                        : i + "-" + Long.toHexString(random.nextLong()).repeat(4);
                acknowledged.put(each.getValue().get().offset(), "key-" + random.nextInt(KEYS) + "=" + value);
            }
        }
        return acknowledged;
    }

    /** Reads from the start until the last record, and starts over now and then, as new applications do. */
    private static void readAlong(HeadraceBroker broker, AtomicReference<Throwable> failure) {
        TopicPartition partition = new TopicPartition("table", 0);
        try (KafkaConsumer<String, String> consumer = consumer(broker)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long next = 0;
            int rounds = 0;
            while (next < RECORDS) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    assertTrue(record.offset() >= next, "offset " + record.offset() + " after " + next);
                    next = record.offset() + 1;
                }
                next = Math.max(next, consumer.position(partition));
                if (next > RECORDS / 2 && rounds < 5) {
                    rounds++;
                    next = 0;
                    consumer.seekToBeginning(List.of(partition));
                }
            }
        } catch (RuntimeException | AssertionError e) {
            failure.set(e);
        }
    }

    /** The topic says of every key what was last acknowledged, at the offset that was acknowledged. */
    private static void check(HeadraceBroker broker, Map<Long, String> sent) {
        Map<String, Long> lastOffsets = new HashMap<>();
        sent.forEach((offset, text) -> lastOffsets.put(text.substring(0, text.indexOf('=')), offset));
        Map<String, Long> found = new HashMap<>();
        int count = 0;
        TopicPartition partition = new TopicPartition("table", 0);
        try (KafkaConsumer<String, String> consumer = consumer(broker)) {
            consumer.assign(List.of(partition));
            assertEquals(RECORDS, consumer.endOffsets(List.of(partition)).get(partition));
            assertEquals(0, consumer.beginningOffsets(List.of(partition)).get(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < RECORDS) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    assertEquals(sent.get(record.offset()), record.key() + "=" + record.value());
                    found.put(record.key(), record.offset());
                    count++;
                }
            }
        }
        assertEquals(lastOffsets, found);
        assertTrue(count < RECORDS / 2, count + " of " + RECORDS + " records were left");
    }

    private long compactedUpTo() throws IOException {
        Path checkpoint = directory.resolve("cleaner-offset-checkpoint");
        if (!Files.exists(checkpoint)) {
            return 0;
        }
        return Files.readAllLines(checkpoint).stream()
                .filter(line -> line.startsWith("table 0 "))
                .mapToLong(line -> Long.parseLong(line.substring("table 0 ".length())))
                .findFirst()
                .orElse(0);
    }

    private static Map<String, Object> common(HeadraceBroker broker) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", broker.bootstrapServers());
        return config;
    }

    private static KafkaConsumer<String, String> consumer(HeadraceBroker broker) {
        Map<String, Object> config = common(broker);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }
}
