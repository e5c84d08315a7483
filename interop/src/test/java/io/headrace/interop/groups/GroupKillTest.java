package io.headrace.interop.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.interop.HeadraceProcess;
import io.headrace.testsupport.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The broker is killed at random moments while two members of a group read and commit. After each start committed offsets
 * are not behind what was acknowledged and not ahead of what was asked for, and the group goes on until all is read.
 *
 * <p>Three rounds; 100 with {@code -Plong}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What was not sent shows in what is not read.
class GroupKillTest {

    private static final int PARTITIONS = 4;
    private static final int ROUNDS = Boolean.getBoolean("headrace.long") ? 100 : 3;
    private static final String TOPIC = "kill";
    private static final String GROUP = "survivors";

    private final Map<TopicPartition, Long> asked = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> read = ConcurrentHashMap.newKeySet();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void committedOffsetsAreWhatWasAcknowledged(String protocol, @TempDir Path data) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        HeadraceProcess broker = start(0, data);
        List<Thread> members = new ArrayList<>();
        try (Admin admin = Admin.create(common(broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            String bootstrap = broker.bootstrapServers();
            for (int i = 0; i < 2; i++) {
                Thread member = new Thread(() -> member(bootstrap, protocol), "member-" + i);
                member.start();
                members.add(member);
            }
            int sent = 0;
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(common(bootstrap), new StringSerializer(), new StringSerializer())) {
                for (int round = 0; round < ROUNDS; round++) {
                    int before = sum(acknowledged);
                    int batch = sent + 200;
                    for (; sent < batch; sent++) {
                        producer.send(new ProducerRecord<>(TOPIC, sent % PARTITIONS, null, Integer.toString(sent)));
                    }
                    producer.flush();
                    await("something new was committed, seed " + seed, () -> sum(acknowledged) > before);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
                    Map<TopicPartition, Long> atLeast = Map.copyOf(acknowledged);
                    broker.kill();
                    broker = start(broker.port(), data);
                    check(admin, atLeast, "round " + round + ", seed " + seed);
                }
            }
            int all = sent;
            await("all is read, seed " + seed, () -> read.size() == all);
            await("all is committed, seed " + seed, () -> sum(acknowledged) == all);
            stopped = true;
            for (Thread member : members) {
                member.join();
            }
            assertNull(failure.get(), () -> "a member failed, seed " + seed + ": " + failure.get());
            assertEquals(
                    all,
                    committed(admin).values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        } finally {
            stopped = true;
            broker.close();
        }
    }

    private void await(String what, Callable<Boolean> condition) {
        Await.until(what, Duration.ofMinutes(2), () -> failure.get() != null || condition.call());
        assertNull(failure.get(), () -> what + ": " + failure.get());
    }

    private void check(Admin admin, Map<TopicPartition, Long> atLeast, String where) throws Exception {
        Map<TopicPartition, Long> committed = committed(admin);
        for (Map.Entry<TopicPartition, Long> each : atLeast.entrySet()) {
            Long now = committed.get(each.getKey());
            assertTrue(
                    now != null && now >= each.getValue(),
                    where + ": " + each.getKey() + " is at " + now + ", acknowledged was " + each.getValue());
        }
        committed.forEach((partition, offset) -> assertTrue(
                offset <= asked.getOrDefault(partition, 0L),
                () -> where + ": " + partition + " is at " + offset + ", asked for was " + asked.get(partition)));
    }

    private static Map<TopicPartition, Long> committed(Admin admin) throws Exception {
        Map<TopicPartition, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get(60, TimeUnit.SECONDS)
                .forEach((partition, offset) -> committed.put(partition, offset.offset()));
        return committed;
    }

    private static int sum(Map<TopicPartition, Long> offsets) {
        return (int) offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private void member(String bootstrap, String protocol) {
        Map<String, Object> config = common(bootstrap);
        config.put("group.id", GROUP);
        config.put("group.protocol", protocol);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        config.put("max.poll.records", "20");
        if (protocol.equals("classic")) {
            config.put("session.timeout.ms", "6000");
            config.put("heartbeat.interval.ms", "200");
        }
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (!stopped) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                for (ConsumerRecord<String, String> record : records) {
                    read.add(record.value());
                    offsets.put(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1));
                }
                if (!offsets.isEmpty()) {
                    commit(consumer, offsets);
                }
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void commit(KafkaConsumer<String, String> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> asked.merge(partition, offset.offset(), Math::max));
        try {
            consumer.commitSync(offsets, Duration.ofSeconds(60));
            // One of two members may be late with an older offset: then that is what was acknowledged last.
            offsets.forEach((partition, offset) -> acknowledged.put(partition, offset.offset()));
        } catch (CommitFailedException | RebalanceInProgressException e) {
            // Another member has the partitions now, and commits in its turn.
        } catch (RetriableException e) {
            failure.compareAndSet(null, e);
        }
    }

    private static HeadraceProcess start(int port, Path data) throws Exception {
        return HeadraceProcess.start(
                port,
                data,
                "group.initial.rebalance.delay.ms=0",
                "group.consumer.min.session.timeout.ms=3000",
                "group.consumer.session.timeout.ms=6000",
                "group.consumer.min.heartbeat.interval.ms=100",
                "group.consumer.heartbeat.interval.ms=200");
    }

    private static Map<String, Object> common(String bootstrap) {
        return new HashMap<>(Map.of(
                "bootstrap.servers", bootstrap,
                "reconnect.backoff.ms", "10",
                "reconnect.backoff.max.ms", "100"));
    }
}
