package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.read;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.interop.HeadraceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker ends, cleanly or killed, and comes back on the same port and data while clients are connected; topics are
 * deleted and made anew under their feet.
 *
 * <p>Only Headrace's broker is restarted: Apache's takes too long to start, and the clients see the same.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@SuppressWarnings("FutureReturnValueIgnored") // A send or a call that failed shows in what is read afterwards.
class BrokerRestartTest {

    private static final int PARTITIONS = 3;
    private static final int RESTARTS = Boolean.getBoolean("headrace.long") ? 100 : 4;

    private static final Object[] QUICK = {
        "reconnect.backoff.ms", 10, "reconnect.backoff.max.ms", 100, "metadata.max.age.ms", 1_000
    };

    @TempDir
    Path data;

    private HeadraceProcess broker;

    @BeforeEach
    void start() throws Exception {
        broker = HeadraceProcess.start(0, data, "auto.create.topics.enable=false");
    }

    @AfterEach
    void end() {
        broker.close();
    }

    private Contract contract() {
        return new Contract(broker.bootstrapServers());
    }

    private void restart(boolean cleanly) throws Exception {
        if (cleanly) {
            broker.stop();
        } else {
            broker.kill();
        }
        broker = HeadraceProcess.start(broker.port(), data, "auto.create.topics.enable=false");
    }

    private static Object[] quick(Object... more) {
        Object[] all = Arrays.copyOf(QUICK, QUICK.length + more.length);
        System.arraycopy(more, 0, all, QUICK.length, more.length);
        return all;
    }

    @Test
    void aProducerAndAConsumerGoOnOverRestarts() throws Exception {
        long seed = Long.getLong("headrace.seed", System.nanoTime());
        Random random = new Random(seed);
        String topic = contract().newTopic("restarts", PARTITIONS);
        try (KafkaProducer<byte[], byte[]> producer = contract()
                        .producer(quick(
                                "max.in.flight.requests.per.connection", 5,
                                "compression.type", "lz4",
                                "delivery.timeout.ms", 300_000,
                                "linger.ms", 1));
                KafkaConsumer<byte[], byte[]> consumer = contract().consumer(QUICK)) {
            List<TopicPartition> all = NumberedReading.all(topic, PARTITIONS);
            consumer.assign(all);
            NumberedSender sender = new NumberedSender(producer, topic).start();
            NumberedReading reading = new NumberedReading(PARTITIONS, sender);
            for (int i = 0; i < RESTARTS; i++) {
                sender.awaitProgress();
                awaitMore(reading, consumer);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
                restart(i % 2 == 0);
                reading.poll(consumer);
            }
            sender.awaitProgress();
            awaitMore(reading, consumer);
            sender.finish();
            reading.finish(consumer, all);
        } catch (AssertionError e) {
            throw new AssertionError("with -Dheadrace.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private static void awaitMore(NumberedReading reading, KafkaConsumer<byte[], byte[]> consumer) {
        long before = reading.count();
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (reading.count() == before) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "nothing read for 90 s after " + before + " records");
            reading.poll(consumer);
        }
    }

    @Test
    void aConsumerInTheMiddleGoesOnWhereItWas() throws Exception {
        String topic = contract().newTopic("middle", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        send(topic, "a", 0, 1_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                contract().consumer(quick("max.poll.records", 7, "max.partition.fetch.bytes", 2_000))) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 300);
            long next = 300;
            for (boolean cleanly : new boolean[] {true, false}) {
                for (long until = next + 200; next < until; ) {
                    next = expectNext(consumer, "a", next);
                }
                restart(cleanly);
                assertEquals(next, consumer.position(partition));
            }
            while (next < 1_000) {
                next = expectNext(consumer, "a", next);
            }
            send(topic, "a", 1_000, 1_010);
            while (next < 1_010) {
                next = expectNext(consumer, "a", next);
            }
        }
    }

    /** Polls, and compares what comes with the records due from offset {@code next}; returns the offset after them. */
    private static long expectNext(KafkaConsumer<byte[], byte[]> consumer, String word, long next) {
        for (ConsumerRecord<byte[], byte[]> record : read(consumer, 1)) {
            assertEquals(next, record.offset());
            assertEquals(word + next, text(record.value()));
            next++;
        }
        return next;
    }

    private void send(String topic, String word, int from, int to) {
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("batch.size", 500)) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, bytes(word + i)));
            }
        }
    }

    @Test
    void clientsLearnOfPartitionsThatWereAddedWhileTheBrokerRestarted() throws Exception {
        String topic = contract().newTopic("grows", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer(QUICK);
                KafkaConsumer<byte[], byte[]> consumer = contract().consumer(QUICK)) {
            producer.send(new ProducerRecord<>(topic, bytes("before"))).get(30, TimeUnit.SECONDS);
            assertEquals(1, producer.partitionsFor(topic).size());
            assertEquals(1, consumer.partitionsFor(topic).size());
            restart(false);
            try (Admin admin = contract().admin()) {
                admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            restart(true);
            // Its metadata is a second old at most.
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (producer.partitionsFor(topic).size() < 4) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "the producer does not learn of the partitions");
                TimeUnit.MILLISECONDS.sleep(10);
            }
            producer.send(new ProducerRecord<>(topic, 3, null, bytes("after"))).get(30, TimeUnit.SECONDS);
            assertEquals(4, consumer.partitionsFor(topic).size());
            consumer.assign(List.of(new TopicPartition(topic, 3)));
            assertEquals("after", text(read(consumer, 1).get(0).value()));
        }
    }

    @Test
    void aTopicMadeAnewIsReadFromItsOwnBeginning() throws Exception {
        String topic = contract().newTopic("anew", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = contract().admin(QUICK);
                KafkaProducer<byte[], byte[]> producer = contract().producer(QUICK);
                KafkaConsumer<byte[], byte[]> consumer = contract().consumer(QUICK)) {
            consumer.assign(List.of(partition));
            Uuid id = topicId(admin, topic);
            for (int life = 0; life < 3; life++) {
                // Fewer each time: the consumer's position is not in the next topic, so it begins there anew.
                int count = 500 - 200 * life;
                for (int i = 0; i < count; i++) {
                    producer.send(new ProducerRecord<>(topic, 0, null, bytes("life" + life + ":" + i)));
                }
                producer.flush();
                for (int next = 0; next < count; ) {
                    for (ConsumerRecord<byte[], byte[]> record : read(consumer, 1)) {
                        assertEquals(next, record.offset());
                        assertEquals("life" + life + ":" + next, text(record.value()));
                        next++;
                    }
                }
                admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
                create(admin, topic, 1);
                Uuid now = topicId(admin, topic);
                assertNotEquals(id, now);
                id = now;
            }
        }
    }

    @Test
    void whatIsSentWhileATopicIsMadeAnewIsInTheOldOneOrInTheNew() throws Exception {
        String topic = contract().newTopic("underfoot", PARTITIONS);
        try (Admin admin = contract().admin(QUICK);
                KafkaProducer<byte[], byte[]> producer = contract().producer(quick("delivery.timeout.ms", 300_000))) {
            NumberedSender sender = new NumberedSender(producer, topic).start();
            sender.awaitProgress();
            admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
            create(admin, topic, PARTITIONS);
            long sentBefore = sender.sent();
            for (int i = 0; i < 20; i++) {
                sender.awaitProgress();
            }
            sender.finish();
            long[] last = {-1, -1, -1};
            boolean[] there = new boolean[(int) sender.sent()];
            try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
                List<TopicPartition> all = NumberedReading.all(topic, PARTITIONS);
                consumer.assign(all);
                int count = (int) consumer.endOffsets(all).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                for (ConsumerRecord<byte[], byte[]> record : read(consumer, count)) {
                    long number = NumberedSender.number(record.key(), record.value());
                    assertTrue(
                            sender.wasTold(number, record.partition(), record.offset()),
                            () -> "record " + number + " is at " + record.partition() + "@" + record.offset()
                                    + ", and the producer was told " + sender.placeOf(number));
                    assertTrue(
                            number > last[record.partition()],
                            "record " + number + " after " + last[record.partition()]);
                    last[record.partition()] = number;
                    there[(int) number] = true;
                }
            }
            for (long number = sentBefore; number < there.length; number++) {
                assertTrue(there[(int) number], "record " + number + " is not in the topic it was sent to");
            }
        }
    }

    /** Makes a topic whose name was just freed, which a broker may take a moment to do. */
    private static void create(Admin admin, String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private static Uuid topicId(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .get(topic)
                .topicId();
    }
}
