package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerLoop;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.MockConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.record.TimestampType;
import io.headrace.common.serialization.StringSerializer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/consumer.md shows. */
@Timeout(120)
class ConsumerGuideTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    @TempDir
    Path data;

    private HeadraceBroker broker;
    private KafkaProducer<String, String> producer;
    private final List<String> booked = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws Exception {
        broker = HeadraceBroker.start(Map.of("port", "0", "log.dirs", data.toString()));
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1), new NewTopic("orders.dead", 1, (short) 1)))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        for (int i = 0; i < 10; i++) {
            producer.send(new ProducerRecord<>("orders", 0, "k" + i % 3, "order " + i));
        }
        producer.flush();
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
    }

    private void book(ConsumerRecord<String, String> record) {
        booked.add(record.value());
    }

    private Map<String, Object> config(String group) {
        return ConsumerGuide.groupConfig(broker.bootstrapServers(), group);
    }

    @Test
    void aPartitionIsReadToItsEnd() throws Exception {
        ConsumerGuide.readAll(broker.bootstrapServers(), PARTITION, this::book);
        assertEquals(10, booked.size());
    }

    @Test
    void eitherOrderOfWorkAndCommitReadsOn() throws Exception {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config("readers"))) {
            consumer.subscribe(List.of("orders"));
            while (booked.size() < 10) {
                ConsumerGuide.atLeastOnce(consumer, this::book);
            }
            assertEquals(10, consumer.committed(Set.of(PARTITION)).get(PARTITION).offset());
            producer.send(new ProducerRecord<>("orders", 0, "k", "order 10")).get();
            while (booked.size() < 11) {
                ConsumerGuide.atMostOnce(consumer, this::book);
            }
            assertEquals(11, consumer.committed(Set.of(PARTITION)).get(PARTITION).offset());
        }
    }

    @Test
    void whatIsDoneIsCommittedBeforePartitionsGo() throws Exception {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config("listeners"))) {
            ConsumerGuide.CommitOnRevoke listener = new ConsumerGuide.CommitOnRevoke(consumer);
            consumer.subscribe(List.of("orders"), listener);
            while (booked.size() < 10) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    book(record);
                    listener.done(record);
                }
            }
            consumer.unsubscribe();
            assertEquals(10, consumer.committed(Set.of(PARTITION)).get(PARTITION).offset());
        }
    }

    @Test
    void aWakeupEndsTheLoopAndClosesTheConsumer() throws Exception {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config("stoppers"));
        ConsumerGuide.runUntilShutdown(consumer, record -> {
            book(record);
            if (booked.size() == 10) {
                consumer.wakeup();
            }
        });
        assertEquals(10, booked.size());
        try (KafkaConsumer<String, String> next = new KafkaConsumer<>(config("stoppers"))) {
            assertEquals(10, next.committed(Set.of(PARTITION)).get(PARTITION).offset());
        }
    }

    @Test
    void damagedRecordsAreKeptAndPassed() {
        MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.addRecord(new ConsumerRecord<>("orders", 0, 1, "k", "good"));
        consumer.setPollException(new RecordDeserializationException(
                DeserializationExceptionOrigin.VALUE,
                PARTITION,
                0,
                0,
                TimestampType.CREATE_TIME,
                null,
                ByteBuffer.wrap(new byte[] {1, 2}),
                new RecordHeaders(),
                "damaged",
                null));
        List<RecordDeserializationException> damaged = new ArrayList<>();
        assertEquals(1, ConsumerGuide.pollPastDamage(consumer, damaged).count());
        assertEquals(2, damaged.get(0).valueBuffer().remaining());
    }

    @Test
    void theLoopHandlesAllAndPutsAsideWhatFails() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        ConsumerLoop<String, String> loop = ConsumerGuide.loop(
                config("loop"),
                record -> {
                    if (record.value().equals("order 5")) {
                        throw new IllegalStateException("cannot be booked");
                    }
                    book(record);
                },
                threads,
                producer);
        Thread polling = new Thread(loop);
        polling.start();
        List<String> dead = new ArrayList<>();
        while (dead.isEmpty() || booked.size() < 9) {
            dead.clear();
            ConsumerGuide.readAll(
                    broker.bootstrapServers(), new TopicPartition("orders.dead", 0), r -> dead.add(r.value()));
        }
        loop.close();
        polling.join();
        threads.shutdown();
        assertEquals(List.of("order 5"), dead);
        assertEquals(9, new HashSet<>(booked).size());
        try (KafkaConsumer<String, String> next = new KafkaConsumer<>(config("loop"))) {
            assertEquals(10, next.committed(Set.of(PARTITION)).get(PARTITION).offset());
        }
        assertTrue(loop.awaitEnd(Duration.ZERO));
    }

    @Test
    void eachOrderGetsOneInvoice() throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic("invoices", 1, (short) 1))).all().get();
        }
        Map<String, Object> transactional = new HashMap<>(client);
        transactional.put("transactional.id", "invoices-1");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (KafkaProducer<String, String> writing =
                new KafkaProducer<>(transactional, new StringSerializer(), new StringSerializer())) {
            ConsumerLoop<String, String> loop = ConsumerGuide.invoices(config("invoices"), writing, threads);
            Thread polling = new Thread(loop);
            polling.start();
            List<String> written = new ArrayList<>();
            while (written.size() < 10) {
                written.clear();
                ConsumerGuide.readAll(
                        broker.bootstrapServers(), new TopicPartition("invoices", 0), r -> written.add(r.value()));
            }
            loop.close();
            polling.join();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                expected.add("invoice for order " + i);
            }
            assertEquals(expected, written);
        }
        threads.shutdown();
        try (KafkaConsumer<String, String> next = new KafkaConsumer<>(config("invoices"))) {
            assertEquals(10, next.committed(Set.of(PARTITION)).get(PARTITION).offset());
        }
    }

    @Test
    void aCommitIsDoneOrDoneAgain() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config("sure"))) {
            consumer.assign(List.of(PARTITION));
            ConsumerGuide.commitSurely(consumer, Map.of(PARTITION, new OffsetAndMetadata(3)));
            assertEquals(3, consumer.committed(Set.of(PARTITION)).get(PARTITION).offset());
        }
    }
}
