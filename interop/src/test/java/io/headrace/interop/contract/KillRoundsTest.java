package io.headrace.interop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.interop.HeadraceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker is killed at random moments while an idempotent producer writes. In the end every record that was
 * acknowledged is there, at the offset that was told, whole, once and in order.
 *
 * <p>Five rounds; 200 with {@code -Plong}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A send or a call that failed shows in what is read afterwards.
class KillRoundsTest {

    private static final int PARTITIONS = 3;
    private static final int ROUNDS = Boolean.getBoolean("headrace.long") ? 200 : 5;

    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** One list a partition: the offset of the n-th record sent to it, written by the producer's callbacks. */
    private final List<List<Long>> offsets = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void nothingAcknowledgedIsLostTornOrDoubled(@TempDir Path data) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String topic = "kill";
        HeadraceProcess broker = HeadraceProcess.start(0, data);
        try {
            String bootstrap = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers", bootstrap,
                            "delivery.timeout.ms", 300_000,
                            "reconnect.backoff.ms", 10,
                            "reconnect.backoff.max.ms", 100,
                            "linger.ms", 1,
                            "compression.type", "lz4"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                AtomicBoolean stop = new AtomicBoolean();
                Thread writer = new Thread(() -> write(producer, topic, stop), "writer");
                writer.start();
                for (int round = 0; round < ROUNDS; round++) {
                    long acknowledged = acknowledged();
                    // Only a broker that has taken something new is worth killing.
                    awaitMoreThan(acknowledged, seed);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
                    broker.kill();
                    broker = HeadraceProcess.start(broker.port(), data);
                }
                awaitMoreThan(acknowledged(), seed);
                stop.set(true);
                writer.join();
                producer.flush();
            }
            assertNull(failure.get(), () -> "a send failed, seed " + seed + ": " + failure.get());
            check(bootstrap, topic);
        } finally {
            broker.close();
        }
    }

    private void write(KafkaProducer<byte[], byte[]> producer, String topic, AtomicBoolean stop) {
        long[] next = new long[PARTITIONS];
        Random random = new Random(5);
        while (!stop.get() && failure.get() == null) {
            int partition = random.nextInt(PARTITIONS);
            producer.send(
                    new ProducerRecord<>(topic, partition, null, value(next[partition]++)), (metadata, exception) -> {
                        if (exception != null) {
                            failure.compareAndSet(null, exception);
                        } else {
                            List<Long> of = offsets.get(partition);
                            synchronized (of) {
                                of.add(metadata.offset());
                            }
                        }
                    });
            if (random.nextInt(50) == 0) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The n-th value of a partition: its number, and padding that a torn record would lack. */
    private static byte[] value(long n) {
        return (n + ":" + "x".repeat((int) (n * 37 % 900)) + ".").getBytes(UTF_8);
    }

    private long acknowledged() {
        long sum = 0;
        for (List<Long> of : offsets) {
            synchronized (of) {
                sum += of.size();
            }
        }
        return sum;
    }

    private void awaitMoreThan(long acknowledged, long seed) throws InterruptedException {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (acknowledged() <= acknowledged && failure.get() == null) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "nothing acknowledged for 60 s, seed " + seed);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void check(String bootstrap, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            for (int p = 0; p < PARTITIONS; p++) {
                TopicPartition partition = new TopicPartition(topic, p);
                consumer.assign(List.of(partition));
                List<Long> told = offsets.get(p);
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                assertEquals(told.size(), end, "records in partition " + p);
                // Compared as they come: the long form's records together need more memory than there is.
                for (int n = 0; n < told.size(); ) {
                    for (ConsumerRecord<byte[], byte[]> record : Contract.read(consumer, 1)) {
                        assertEquals(told.get(n), record.offset());
                        assertArrayEquals(value(n), record.value());
                        n++;
                    }
                }
            }
        }
    }
}
