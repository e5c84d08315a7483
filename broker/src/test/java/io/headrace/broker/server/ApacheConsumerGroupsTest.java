package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.broker.TestBroker;
import io.headrace.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumer groups (KIP-848) as Apache's own consumer uses them, alone and together with members of the classic protocol. */
class ApacheConsumerGroupsTest {
    private static final String TOPIC = "records";
    private static final int PARTITIONS = 6;
    private static final String GROUP = "group";

    @TempDir
    private Path directory;

    private HeadraceBroker broker;
    private int port;
    private final List<Member> members = new ArrayList<>();
    /** Who has which partition: two at once would be the one thing that must not happen. */
    private final Map<TopicPartition, String> owners = new ConcurrentHashMap<>();

    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void startBroker() throws Exception {
        start(0);
        port = broker.port();
        createTopic(TOPIC, PARTITIONS);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (Member member : members) {
            member.close();
        }
        broker.close();
        assertEquals(List.of(), List.copyOf(faults));
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
                "group.consumer.session.timeout.ms",
                "6000",
                "group.consumer.min.session.timeout.ms",
                "1000",
                "group.consumer.heartbeat.interval.ms",
                "500",
                "group.consumer.min.heartbeat.interval.ms",
                "100",
                "group.consumer.rebalance.heartbeat.interval.ms",
                "100");
    }

    @Test
    void membersShareTheTopicAndCommit() throws Exception {
        produce(TOPIC, 0, 60);
        Member a = member("a");
        awaitShares(PARTITIONS, a);
        Member b = member("b");
        awaitShares(PARTITIONS, a, b);
        Member c = member("c");
        awaitShares(PARTITIONS, a, b, c);
        assertEquals(2, a.assigned.size());
        produce(TOPIC, 60, 120);
        awaitValues(120, a, b, c);
        ConsumerGroupDescription described = describe();
        assertEquals(GroupType.CONSUMER, described.type());
        assertEquals(3, described.members().size());
        assertEquals("uniform", described.partitionAssignor());
        Await.until("stable", () -> describe().groupState() == GroupState.STABLE);
        b.close();
        c.close();
        awaitShares(PARTITIONS, a);
        a.close();
        Await.until("empty", () -> describe().groupState() == GroupState.EMPTY);
        long committed = committed();
        assertEquals(120, committed);
    }

    @Test
    void whoeverCrashesIsReplaced() throws Exception {
        Member a = member("a");
        Member b = member("b");
        awaitShares(PARTITIONS, a, b);
        b.crash();
        awaitShares(PARTITIONS, a);
        produce(TOPIC, 0, 30);
        awaitValues(30, a);
    }

    @Test
    void aStaticMemberComesBackToItsPartitions() throws Exception {
        Map<String, Object> one = Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one");
        Member a = member("a");
        Member b = member("b", one);
        awaitShares(PARTITIONS, a, b);
        Set<TopicPartition> had = Set.copyOf(b.assigned);
        int gained = a.gained.size();
        b.closeStaying();
        Member again = member("again", one);
        Await.until("its partitions", () -> again.assigned.equals(had));
        assertEquals(gained, a.gained.size(), "the other member was not to notice");
        assertEquals(PARTITIONS, a.assigned.size() + again.assigned.size());
        again.close();
    }

    @Test
    void aPatternIsResolvedByTheBroker() throws Exception {
        createTopic("pattern-1", 2);
        createTopic("other-1", 2);
        Member a = new Member("a", Map.of(), consumer -> consumer.subscribe(new SubscriptionPattern("pattern-[0-9]+")));
        Await.until("pattern-1", () -> a.topics().equals(Set.of("pattern-1")));
        createTopic("pattern-2", 3);
        createTopic("pattern-x", 3);
        Await.until("pattern-2", () -> a.topics().equals(Set.of("pattern-1", "pattern-2")) && a.assigned.size() == 5);
        // Deleting a topic is left to the tests of the group: Apache's client asks for the metadata of its topics by id
        // then, and when it asks for one that is just gone, its network thread trips over the answer, which has no
        // name.
    }

    @Test
    void aPatternThatIsNoneIsRefused() {
        try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
            consumer.subscribe(new SubscriptionPattern("(a"));
            Assertions.assertThrows(InvalidRegularExpression.class, () -> {
                for (int i = 0; i < 300; i++) {
                    consumer.poll(Duration.ofMillis(100));
                }
            });
        }
    }

    @Test
    void newPartitionsAreAssigned() throws Exception {
        Member a = member("a");
        Member b = member("b");
        awaitShares(PARTITIONS, a, b);
        try (Admin admin = Admin.create(common())) {
            admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(10)))
                    .all()
                    .get();
        }
        awaitShares(10, a, b);
        assertEquals(5, a.assigned.size());
    }

    @Test
    void aGroupGoesOnAfterARestartOfTheBroker() throws Exception {
        produce(TOPIC, 0, 30);
        Member a = member("a");
        Member b = member("b");
        awaitShares(PARTITIONS, a, b);
        awaitValues(30, a, b);
        Set<TopicPartition> had = Set.copyOf(a.assigned);
        int epoch = describe().groupEpoch().orElseThrow();
        broker.close();
        start(port);
        produce(TOPIC, 30, 60);
        awaitValues(60, a, b);
        assertEquals(had, a.assigned);
        assertEquals(epoch, describe().groupEpoch().orElseThrow());
    }

    @Test
    void aGroupMigratesWithItsMembersAndBack() throws Exception {
        produce(TOPIC, 0, 60);
        Member first = classic("first");
        Member second = classic("second");
        awaitShares(PARTITIONS, first, second);
        assertEquals(GroupType.CLASSIC, typeOf());
        awaitValues(60, first, second);

        Member third = member("third");
        awaitShares(PARTITIONS, first, second, third);
        assertEquals(GroupType.CONSUMER, typeOf());
        assertEquals(2, third.assigned.size());
        produce(TOPIC, 60, 120);
        awaitValues(120, first, second, third);

        second.close();
        Member fourth = classic("fourth");
        awaitShares(PARTITIONS, first, third, fourth);
        assertEquals(GroupType.CONSUMER, typeOf());

        third.close();
        awaitShares(PARTITIONS, first, fourth);
        assertEquals(GroupType.CLASSIC, typeOf());
        produce(TOPIC, 120, 180);
        awaitValues(180, first, third, second, fourth);
    }

    @Test
    void aGroupMigratesOneMemberAtATime() throws Exception {
        Member a = classic("a");
        Member b = classic("b");
        awaitShares(PARTITIONS, a, b);
        a.close();
        Member newA = member("new a");
        awaitShares(PARTITIONS, newA, b);
        b.close();
        Member newB = member("new b");
        awaitShares(PARTITIONS, newA, newB);
        assertEquals(2, describe().members().size());
        assertEquals(GroupType.CONSUMER, typeOf());
        newA.close();
        newB.close();
        Member backAgain = classic("back again");
        awaitShares(PARTITIONS, backAgain);
        assertEquals(GroupType.CLASSIC, typeOf());
    }

    private GroupType typeOf() throws Exception {
        try (Admin admin = Admin.create(common())) {
            return admin.listGroups(new ListGroupsOptions()).all().get().stream()
                    .filter(group -> group.groupId().equals(GROUP))
                    .findFirst()
                    .orElseThrow()
                    .type()
                    .orElseThrow();
        }
    }

    private ConsumerGroupDescription describe() throws Exception {
        try (Admin admin = Admin.create(common())) {
            return admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
        }
    }

    private long committed() throws Exception {
        try (Admin admin = Admin.create(common())) {
            return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }

    /** Waits until the members have all partitions among them, none of them more than one more than another. */
    private void awaitShares(int partitions, Member... sharing) {
        Await.until(partitions + " partitions among " + List.of(sharing), () -> {
            Set<TopicPartition> all = new HashSet<>();
            int sum = 0;
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (Member member : sharing) {
                all.addAll(member.assigned);
                sum += member.assigned.size();
                least = Math.min(least, member.assigned.size());
                most = Math.max(most, member.assigned.size());
            }
            return all.size() == partitions && sum == partitions && most - least <= 1;
        });
    }

    private static void awaitValues(int count, Member... reading) {
        Await.until(count + " values", () -> {
            Set<Integer> all = new HashSet<>();
            for (Member member : reading) {
                all.addAll(member.values);
            }
            return all.size() == count;
        });
    }

    private Member member(String name) {
        return member(name, Map.of());
    }

    private Member member(String name, Map<String, Object> more) {
        return new Member(name, more, null);
    }

    private Member classic(String name) {
        return member(
                name,
                Map.of(
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        "classic",
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        List.of(CooperativeStickyAssignor.class.getName()),
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        "100",
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        "6000"));
    }

    /** A consumer with a thread of its own, which reads and commits until it is stopped. */
    private final class Member implements ConsumerRebalanceListener {
        final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
        final Set<Integer> values = ConcurrentHashMap.newKeySet();
        final ConcurrentLinkedQueue<TopicPartition> gained = new ConcurrentLinkedQueue<>();
        private final String name;
        private final Map<String, Object> config;
        private final Thread thread;
        private volatile boolean stopped;
        private volatile boolean crashed;
        private volatile boolean stays;

        Member(String name, Map<String, Object> config, Consumer<KafkaConsumer<String, String>> subscribe) {
            this.name = name;
            this.config = config;
            members.add(this);
            thread = new Thread(() -> run(subscribe), name);
            thread.start();
        }

        private void run(Consumer<KafkaConsumer<String, String>> subscribe) {
            KafkaConsumer<String, String> consumer = consumer(config);
            try {
                if (subscribe == null) {
                    consumer.subscribe(List.of(TOPIC), this);
                } else {
                    subscribe.accept(consumer);
                }
                while (!stopped) {
                    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                        values.add(Integer.parseInt(record.value()));
                    }
                    assigned.retainAll(consumer.assignment());
                    assigned.addAll(consumer.assignment());
                }
                if (!crashed) {
                    commit(consumer);
                }
            } catch (RuntimeException e) {
                faults.add(name + ": " + e);
            } finally {
                if (stays) {
                    consumer.close(CloseOptions.groupMembershipOperation(
                            CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
                } else {
                    consumer.close();
                }
                // Nothing is read any more, so what it had may go to others.
                owners.values().removeIf(name::equals);
                assigned.clear();
            }
        }

        private void commit(KafkaConsumer<String, String> consumer) {
            try {
                consumer.commitSync();
            } catch (RebalanceInProgressException e) {
                // A classic member that leaves while its group rebalances; whoever gets its partitions reads on from
                // before.
                assertEquals("classic", config.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                gained.add(partition);
                String other = owners.put(partition, name);
                if (other != null && !other.equals(name)) {
                    faults.add(partition + " is with " + other + " and " + name);
                }
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> owners.remove(partition, name));
        }

        Set<String> topics() {
            Set<String> topics = new HashSet<>();
            assigned.forEach(partition -> topics.add(partition.topic()));
            return topics;
        }

        void close() throws InterruptedException {
            stopped = true;
            thread.join();
        }

        /** A static member is to come back, so the group keeps its place. */
        void closeStaying() throws InterruptedException {
            stays = true;
            close();
        }

        /** It is gone without a word: what it had is free once its session is over. */
        void crash() throws InterruptedException {
            crashed = true;
            closeStaying();
        }

        @Override
        public String toString() {
            return name + assigned;
        }
    }

    private void createTopic(String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(common())) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private void produce(String topic, int from, int to) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(common(), new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = from; i < to; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, Integer.toString(i))));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> more) {
        Map<String, Object> config = common();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, "100");
        config.putAll(more);
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    private Map<String, Object> common() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", "localhost:" + port);
        return config;
    }
}
