package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.TopicDeletionDisabledException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics are deleted, made anew, widened and shortened while Apache's clients write to them and read from them. */
class TopicsUnderLoadTest {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final boolean LONG = Boolean.getBoolean("headrace.long");

    /** What was acknowledged since this was emptied. */
    private final Set<String> ofLastTopic = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path directory;

    private HeadraceBroker broker;
    private Admin admin;

    @BeforeEach
    void start() {
        broker = TestBroker.start(
                directory,
                "num.network.threads",
                "2",
                "auto.create.topics.enable",
                "false",
                "log.segment.delete.delay.ms",
                "100",
                "offsets.topic.num.partitions",
                "1");
        admin = Admin.create(common());
    }

    @AfterEach
    void close() {
        admin.close();
        broker.close();
    }

    @Test
    void aTopicMadeAnewHasWhatWasAcknowledgedSinceAndNothingElse() throws Exception {
        Uuid id = create("again", 2);
        try (Load load = new Load("again")) {
            for (int round = 0; round < (LONG ? 30 : 4); round++) {
                load.awaitMore(200);
                int acknowledged = load.acknowledged.size();
                try (KafkaConsumer<String, String> reader = consumer()) {
                    TopicPartition first = new TopicPartition("again", 0);
                    reader.assign(List.of(first));
                    reader.seekToBeginning(List.of(first));
                    Await.until(
                            "records",
                            WAIT,
                            () -> reader.poll(Duration.ofMillis(100)).count() > 0);
                    admin.deleteTopics(Set.of("again")).all().get();
                    assertTrue(load.acknowledged.size() >= acknowledged);
                    // The reader lives on without the topic, and finds the new one.
                    reader.poll(Duration.ofMillis(50));
                    Uuid next = create("again", 2);
                    assertTrue(!next.equals(id));
                    assertRefusedById(id);
                    id = next;
                    // One of these was sent to the new topic, and answers come in order: from here on all are its.
                    load.awaitMore(Load.IN_FLIGHT + 1);
                    ofLastTopic.clear();
                    reader.seekToBeginning(List.of(first));
                    Await.until(
                            "records",
                            WAIT,
                            () -> reader.poll(Duration.ofMillis(100)).count() > 0);
                }
            }
            load.awaitMore(200);
        }
        Map<TopicPartition, List<ConsumerRecord<String, String>>> found = readAll("again", 2);
        Set<String> there = new HashSet<>();
        found.values()
                .forEach(records -> records.forEach(record -> {
                    assertTrue(there.add(record.value()), () -> record.value() + " is there twice");
                }));
        int firstThere = there.stream().mapToInt(Integer::parseInt).min().orElseThrow();
        assertTrue(firstThere > 200, () -> "records of the first topic are there: " + firstThere);
        Set<String> missing = new HashSet<>(ofLastTopic);
        missing.removeAll(there);
        assertEquals(Set.of(), missing);
        Await.until("old directories to go", WAIT, () -> leftovers().isEmpty());
    }

    private List<Path> leftovers() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith("-delete")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertRefusedById(Uuid id) {
        io.headrace.common.Uuid old = io.headrace.common.Uuid.fromString(id.toString());
        try (RawClient client = new RawClient(broker.port())) {
            FetchRequest fetch = TestBroker.fetch("", 0, 0, 1, 0);
            fetch.topics().get(0).topicId(old);
            FetchResponse fetched = client.call(fetch, 13);
            assertEquals(
                    Errors.UNKNOWN_TOPIC_ID.code(), TestBroker.fetched(fetched).errorCode());
            ProduceRequest produce = TestBroker.produce("", 0, -1, TestBroker.batch("late"));
            produce.topicData().get(0).topicId(old);
            ProduceResponse produced = client.call(produce, 13);
            assertEquals(
                    Errors.UNKNOWN_TOPIC_ID.code(),
                    TestBroker.produced(produced).errorCode());
        }
    }

    @Test
    void newPartitionsArePickedUpAndNothingIsLost() throws Exception {
        create("wider", 1);
        Set<String> read = new HashSet<>();
        Set<Integer> partitions = new HashSet<>();
        try (Load load = new Load("wider");
                KafkaConsumer<String, String> group = group("wider")) {
            group.subscribe(List.of("wider"));
            for (int count = 2; count <= 6; count += 2) {
                int wanted = count;
                load.awaitMore(100);
                admin.createPartitions(Map.of("wider", NewPartitions.increaseTo(count)))
                        .all()
                        .get();
                Await.until("the reader", WAIT, () -> {
                    take(group, read, partitions);
                    return partitions.size() == wanted;
                });
            }
            load.stop();
            assertEquals(List.of(), List.copyOf(load.failures));
            Await.until("the reader", WAIT, () -> {
                take(group, read, partitions);
                return read.size() >= load.acknowledged.size();
            });
            assertEquals(Set.copyOf(load.acknowledged), read);
        }
        int count = 0;
        for (List<ConsumerRecord<String, String>> records : readAll("wider", 6).values()) {
            assertTrue(!records.isEmpty());
            count += records.size();
        }
        assertEquals(read.size(), count, "records in the log");
    }

    private static void take(KafkaConsumer<String, String> from, Set<String> read, Set<Integer> partitions) {
        for (ConsumerRecord<String, String> record : from.poll(Duration.ofMillis(100))) {
            assertTrue(read.add(record.value()), () -> record.value() + " came twice");
            partitions.add(record.partition());
        }
    }

    @Test
    void deletedRecordsAreGoneAndTheOthersAreNot() throws Exception {
        TopicPartition partition = new TopicPartition("shorter", 0);
        admin.createTopics(List.of(new NewTopic("shorter", 1, (short) 1)
                        .configs(Map.of("segment.bytes", "1048576", "file.delete.delay.ms", "100"))))
                .all()
                .get();
        List<Long> offsets = new ArrayList<>();
        long low = 0;
        try (Load load = new Load("shorter");
                KafkaConsumer<String, String> reader = consumer()) {
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            for (int round = 0; round < (LONG ? 100 : 10); round++) {
                load.awaitMore(100);
                reader.poll(Duration.ofMillis(20)).forEach(record -> offsets.add(record.offset()));
                long end = latest(partition);
                boolean all = round % 3 == 0;
                long upTo = all ? -1 : low + (end - low) / 2;
                long reached = admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(upTo)))
                        .lowWatermarks()
                        .get(partition)
                        .get()
                        .lowWatermark();
                assertTrue(all ? reached >= end : reached == upTo, reached + " after " + upTo);
                low = reached;
            }
            load.stop();
            assertEquals(List.of(), List.copyOf(load.failures));
            long end = latest(partition);
            assertEquals(load.acknowledged.size(), end, "what is deleted keeps its offsets");
            Await.until("the reader", WAIT, () -> {
                reader.poll(Duration.ofMillis(100)).forEach(record -> offsets.add(record.offset()));
                return reader.position(partition) == end;
            });
        }
        for (int i = 1; i < offsets.size(); i++) {
            assertTrue(
                    offsets.get(i) > offsets.get(i - 1), "offset " + offsets.get(i) + " after " + offsets.get(i - 1));
        }
        long end = latest(partition);
        List<ConsumerRecord<String, String>> left = readAll("shorter", 1).get(partition);
        assertEquals(end - low, left.size());
        assertEquals(low, end == low ? low : left.get(0).offset());
        ExecutionException tooFar = assertThrows(
                ExecutionException.class,
                () -> admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(end + 1)))
                        .all()
                        .get());
        assertInstanceOf(OffsetOutOfRangeException.class, tooFar.getCause());
    }

    @Test
    void topicsStayWhereDeletingThemIsSwitchedOff() throws Exception {
        admin.close();
        broker.close();
        broker = TestBroker.start(directory, "delete.topic.enable", "false");
        admin = Admin.create(common());
        create("stays", 1);
        ExecutionException refused = assertThrows(
                ExecutionException.class,
                () -> admin.deleteTopics(Set.of("stays")).all().get());
        assertInstanceOf(TopicDeletionDisabledException.class, refused.getCause());
        assertTrue(admin.listTopics().names().get().contains("stays"));
    }

    private Uuid create(String topic, int partitions) throws Exception {
        return admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .topicId(topic)
                .get();
    }

    private long latest(TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private Map<TopicPartition, List<ConsumerRecord<String, String>>> readAll(String topic, int partitions) {
        Map<TopicPartition, List<ConsumerRecord<String, String>>> found = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            for (int i = 0; i < partitions; i++) {
                found.put(new TopicPartition(topic, i), new ArrayList<>());
            }
            consumer.assign(found.keySet());
            consumer.seekToBeginning(found.keySet());
            Map<TopicPartition, Long> ends = consumer.endOffsets(found.keySet());
            Await.until("the reader", WAIT, () -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    found.get(new TopicPartition(topic, record.partition())).add(record);
                }
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return found;
    }

    private KafkaConsumer<String, String> consumer() {
        Map<String, Object> config = common();
        config.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private KafkaConsumer<String, String> group(String id) {
        Map<String, Object> config = common();
        config.put("group.id", id);
        config.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private Map<String, Object> common() {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers(), "metadata.max.age.ms", 100));
    }

    /** A producer that sends numbers as fast as they are acknowledged, a few at a time, until it is closed. */
    private final class Load implements AutoCloseable {
        private static final int IN_FLIGHT = 50;

        private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        private final KafkaProducer<String, String> producer;
        private final Thread thread;
        private volatile boolean stopped;

        Load(String topic) {
            Map<String, Object> config = common();
            config.put("linger.ms", 0);
            config.put("batch.size", 500);
            config.put("partitioner.class", "org.apache.kafka.clients.producer.RoundRobinPartitioner");
            config.put("delivery.timeout.ms", 2_000);
            config.put("request.timeout.ms", 1_500);
            config.put("max.block.ms", 500);
            producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
            thread = new Thread(() -> send(topic), "load");
            thread.start();
        }

        @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of everything.
        private void send(String topic) {
            Semaphore inFlight = new Semaphore(IN_FLIGHT);
            for (int number = 0; !stopped; number++) {
                String value = Integer.toString(number);
                inFlight.acquireUninterruptibly();
                producer.send(new ProducerRecord<>(topic, value), (metadata, failure) -> {
                    if (failure == null) {
                        acknowledged.add(value);
                        ofLastTopic.add(value);
                    } else {
                        failures.add(failure);
                    }
                    inFlight.release();
                });
            }
        }

        /** Waits until so many more records are acknowledged. */
        void awaitMore(int count) {
            int target = acknowledged.size() + count;
            Await.until(count + " more records", WAIT, () -> acknowledged.size() >= target);
        }

        /** Sends no more, and waits for what was sent. */
        void stop() {
            if (!stopped) {
                stopped = true;
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                producer.close();
            }
        }

        @Override
        public void close() {
            stop();
        }
    }
}
