package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.TestBroker;
import io.headrace.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups as Apache's own clients use them: subscribing, rebalancing, committing, and a restart of the broker. */
class ApacheGroupsTest {

    private static final String TOPIC = "records";
    private static final int PARTITIONS = 4;

    @TempDir
    private Path directory;

    private HeadraceBroker broker;
    private int port;

    @BeforeEach
    void startBroker() {
        start(0);
        port = broker.port();
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private void start(int onPort) {
        broker = TestBroker.start(
                directory,
                "listeners",
                "PLAINTEXT://localhost:" + onPort,
                "num.network.threads",
                "2",
                "group.initial.rebalance.delay.ms",
                "0",
                "group.consumer.min.heartbeat.interval.ms",
                "100",
                "group.consumer.heartbeat.interval.ms",
                "200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aGroupGoesOnWhereItHadCommittedBeforeARestart(String protocol) throws Exception {
        createTopic();
        produce(0, 100);
        try (KafkaConsumer<String, String> consumer = consumer("group", protocol, Map.of())) {
            consumer.subscribe(List.of(TOPIC));
            assertEquals(100, readAtLeast(consumer, 100).size());
            consumer.commitSync();
        }
        produce(100, 150);
        broker.close();
        start(port);
        try (KafkaConsumer<String, String> consumer = consumer("group", protocol, Map.of())) {
            consumer.subscribe(List.of(TOPIC));
            Set<Integer> read = readAtLeast(consumer, 50);
            assertEquals(50, read.size());
            assertTrue(read.stream().allMatch(value -> value >= 100), read::toString);
            consumer.commitSync(Map.of(partition(0), new OffsetAndMetadata(3, "by hand")));
            assertEquals(
                    new OffsetAndMetadata(3, "by hand"),
                    consumer.committed(Set.of(partition(0))).get(partition(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void membersGoOnAfterARestartOfTheBroker(String protocol) throws Exception {
        createTopic();
        produce(0, 10);
        try (KafkaConsumer<String, String> consumer = consumer("group", protocol, Map.of())) {
            consumer.subscribe(List.of(TOPIC));
            assertEquals(10, readAtLeast(consumer, 10).size());
            consumer.commitSync();
            broker.close();
            start(port);
            produce(10, 30);
            Set<Integer> read = readAtLeast(consumer, 20);
            assertTrue(read.stream().allMatch(value -> value >= 10), read::toString);
            consumer.commitSync();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void twoMembersShareTheWorkAndOneTakesOverFromTheOther(String protocol) throws Exception {
        createTopic();
        Member first = new Member(protocol);
        Await.until("the first has all", () -> first.assigned.size() == PARTITIONS);
        Member second = new Member(protocol);
        Await.until(
                "they share",
                () -> first.assigned.size() == PARTITIONS / 2 && second.assigned.size() == PARTITIONS / 2);
        Set<TopicPartition> all = new HashSet<>(first.assigned);
        all.addAll(second.assigned);
        assertEquals(PARTITIONS, all.size());
        produce(0, 100);
        Await.until("all is read", () -> first.values.size() + second.values.size() == 100);
        try (Admin admin = Admin.create(common())) {
            ConsumerGroupDescription described =
                    admin.describeConsumerGroups(Set.of("shared")).all().get().get("shared");
            assertEquals(GroupState.STABLE, described.groupState());
            assertEquals(2, described.members().size());
            assertTrue(described.members().stream()
                    .allMatch(member -> member.host().startsWith("/127.0.0.1")
                            && member.assignment().topicPartitions().size() == 2));
            assertTrue(admin.listGroups().all().get().stream()
                    .anyMatch(group -> group.groupId().equals("shared")));
            ExecutionException notEmpty = Assertions.assertThrows(
                    ExecutionException.class,
                    () -> admin.deleteConsumerGroups(Set.of("shared")).all().get());
            assertTrue(notEmpty.getCause() instanceof GroupNotEmptyException, notEmpty::toString);
        }
        first.stop();
        Await.until("the second has all", () -> second.assigned.size() == PARTITIONS);
        produce(100, 120);
        Await.until("the second reads all", () -> first.values.size() + second.values.size() == 120);
        second.stop();
        try (Admin admin = Admin.create(common())) {
            assertEquals(
                    120,
                    admin.listConsumerGroupOffsets("shared").partitionsToOffsetAndMetadata().get().values().stream()
                            .mapToLong(OffsetAndMetadata::offset)
                            .sum());
            Await.until(
                    "empty",
                    () -> admin.describeConsumerGroups(Set.of("shared"))
                            .all()
                            .get()
                            .get("shared")
                            .groupState()
                            .equals(GroupState.EMPTY));
            admin.deleteConsumerGroupOffsets("shared", Set.of(partition(0)))
                    .all()
                    .get();
            assertEquals(
                    PARTITIONS - 1,
                    admin.listConsumerGroupOffsets("shared")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .size());
            admin.deleteConsumerGroups(Set.of("shared")).all().get();
            ExecutionException gone = Assertions.assertThrows(
                    ExecutionException.class,
                    () -> admin.describeConsumerGroups(Set.of("shared")).all().get());
            assertTrue(gone.getCause() instanceof GroupIdNotFoundException, gone::toString);
        }
    }

    @Test
    void offsetsOfADeletedTopicAreGone() throws Exception {
        createTopic();
        try (Admin admin = Admin.create(common())) {
            admin.alterConsumerGroupOffsets("group", Map.of(partition(1), new OffsetAndMetadata(5)))
                    .all()
                    .get();
            assertEquals(
                    5,
                    admin.listConsumerGroupOffsets("group")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(partition(1))
                            .offset());
            admin.deleteTopics(Set.of(TOPIC)).all().get();
            Await.until(
                    "no offsets",
                    () -> admin.listConsumerGroupOffsets("group")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .isEmpty());
        }
    }

    @Test
    void theTopicOfOffsetsIsInternal() throws Exception {
        try (Admin admin = Admin.create(common())) {
            createTopic();
            admin.alterConsumerGroupOffsets("group", Map.of(partition(1), new OffsetAndMetadata(5)))
                    .all()
                    .get();
            var description = admin.describeTopics(Set.of("__consumer_offsets"))
                    .allTopicNames()
                    .get()
                    .get("__consumer_offsets");
            assertTrue(description.isInternal());
            assertEquals(50, description.partitions().size());
            assertEquals(Set.of(TOPIC), admin.listTopics().names().get());
            try (KafkaProducer<String, String> producer = producer()) {
                ExecutionException refused = Assertions.assertThrows(
                        ExecutionException.class,
                        () -> producer.send(new ProducerRecord<>("__consumer_offsets", "x"))
                                .get());
                assertTrue(refused.getCause() instanceof InvalidTopicException, refused::toString);
            }
        }
    }

    /** A consumer with a thread of its own, which reads and commits until it is stopped. */
    private final class Member {
        final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
        final Set<Integer> values = ConcurrentHashMap.newKeySet();
        private final Thread thread;
        private volatile boolean stopped;

        Member(String protocol) {
            thread = new Thread(() -> run(protocol));
            thread.start();
        }

        private void run(String protocol) {
            Map<String, Object> more =
                    protocol.equals("classic") ? Map.of(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "100") : Map.of();
            try (KafkaConsumer<String, String> consumer = consumer("shared", protocol, more)) {
                consumer.subscribe(List.of(TOPIC));
                while (!stopped) {
                    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                        values.add(Integer.parseInt(record.value()));
                    }
                    assigned.retainAll(consumer.assignment());
                    assigned.addAll(consumer.assignment());
                }
                consumer.commitSync();
            }
        }

        void stop() throws InterruptedException {
            stopped = true;
            thread.join();
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(common())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private void produce(int from, int to) throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = from; i < to; i++) {
                sent.add(producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, Integer.toString(i))));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private static Set<Integer> readAtLeast(KafkaConsumer<String, String> consumer, int count) {
        Set<Integer> read = new HashSet<>();
        List<Integer> twice = new ArrayList<>();
        Await.until(count + " records", () -> {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                int value = Integer.parseInt(record.value());
                if (!read.add(value)) {
                    twice.add(value);
                }
            }
            return read.size() >= count;
        });
        assertEquals(List.of(), twice);
        return read;
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(common(), new StringSerializer(), new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(String group, String protocol, Map<String, Object> more) {
        Map<String, Object> config = common();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.putAll(more);
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private Map<String, Object> common() {
        return new HashMap<>(Map.of("bootstrap.servers", "localhost:" + broker.port()));
    }
}
