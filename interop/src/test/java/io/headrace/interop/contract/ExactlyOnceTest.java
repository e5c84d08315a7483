package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.LongDeserializer;
import io.headrace.common.serialization.LongSerializer;
import io.headrace.interop.HeadraceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers read numbers, write what they make of them, and commit their offsets with it in one
 * transaction, while the broker is killed at random moments. In the end the output has every number of the input once.
 *
 * <p>Five rounds; 100 with {@code -Plong}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed fails the transaction, or shows in what is read.
class ExactlyOnceTest {

    private static final int PARTITIONS = 3;
    private static final int WORKERS = 2;
    private static final int ROUNDS = Boolean.getBoolean("headrace.long") ? 100 : 5;
    private static final String IN = "in";
    private static final String OUT = "out";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong committed = new AtomicLong();
    private volatile Exception failure;
    private volatile boolean inputEnds;
    private volatile boolean workEnds;
    private String bootstrap;

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void theOutputHasEveryInputOnce(@TempDir Path data) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] settings = {"group.initial.rebalance.delay.ms=0", "num.network.threads=2"};
        HeadraceProcess broker = HeadraceProcess.start(0, data, settings);
        try {
            bootstrap = broker.bootstrapServers();
            createTopics();
            List<Thread> threads = new ArrayList<>();
            Thread input = start("input", this::writeInput);
            for (int i = 0; i < WORKERS; i++) {
                int number = i;
                threads.add(start("worker-" + i, () -> work(number)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                // Only a broker that has committed something new is worth killing.
                awaitMoreThan(committed, committed.get() + 20, seed);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
                broker.kill();
                broker = HeadraceProcess.start(broker.port(), data, settings);
            }
            awaitMoreThan(committed, committed.get(), seed);
            inputEnds = true;
            input.join();
            Map<Long, Integer> output = readOutput(acknowledged.get(), seed);
            workEnds = true;
            for (Thread thread : threads) {
                thread.join();
            }
            for (long n = 0; n < acknowledged.get(); n++) {
                assertEquals(1, output.getOrDefault(n, 0), "times that the output has " + n + ", seed " + seed);
            }
            assertEquals(acknowledged.get(), output.size());
        } finally {
            workEnds = true;
            inputEnds = true;
            broker.close();
        }
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(
                            List.of(new NewTopic(IN, PARTITIONS, (short) 1), new NewTopic(OUT, PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private Thread start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception e) {
                        failure = e;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("reconnect.backoff.ms", 10);
        config.put("reconnect.backoff.max.ms", 100);
        return config;
    }

    /** Numbers from 0 on, each acknowledged before the test ends. */
    private void writeInput() throws Exception {
        Map<String, Object> config = config();
        config.put("delivery.timeout.ms", 300_000);
        try (KafkaProducer<Long, Long> producer =
                new KafkaProducer<>(config, new LongSerializer(), new LongSerializer())) {
            long next = 0;
            while (!inputEnds) {
                producer.send(
                        new ProducerRecord<>(IN, (int) (next % PARTITIONS), null, next), (metadata, exception) -> {
                            if (exception != null) {
                                failure = exception;
                            }
                        });
                next++;
                if (next % 20 == 0) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            }
            producer.flush();
            acknowledged.set(next);
        }
    }

    private void work(int number) {
        Map<String, Object> config = config();
        config.put("group.id", "pipeline");
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        config.put("max.poll.records", 50);
        try (KafkaConsumer<Long, Long> consumer =
                new KafkaConsumer<>(config, new LongDeserializer(), new LongDeserializer())) {
            consumer.subscribe(List.of(IN));
            KafkaProducer<Long, Long> producer = producer(number);
            while (!workEnds) {
                boolean begun = false;
                try {
                    ConsumerRecords<Long, Long> records = consumer.poll(Duration.ofMillis(100));
                    if (records.isEmpty()) {
                        continue;
                    }
                    producer.beginTransaction();
                    begun = true;
                    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                    for (ConsumerRecord<Long, Long> record : records) {
                        producer.send(new ProducerRecord<>(OUT, record.partition(), null, -record.value()));
                        offsets.put(
                                new TopicPartition(IN, record.partition()), new OffsetAndMetadata(record.offset() + 1));
                    }
                    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                    producer.commitTransaction();
                    committed.incrementAndGet();
                } catch (KafkaException e) {
                    producer = afterFailure(number, producer, begun);
                    rewind(consumer);
                }
            }
            producer.close(Duration.ZERO);
        }
    }

    /** Goes on with the producer if it can abort, or with a new one, which fences what the old one has left. */
    private KafkaProducer<Long, Long> afterFailure(int number, KafkaProducer<Long, Long> producer, boolean begun) {
        try {
            if (begun) {
                producer.abortTransaction();
            }
            return producer;
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            return producer(number);
        }
    }

    private KafkaProducer<Long, Long> producer(int number) {
        Map<String, Object> config = config();
        config.put("transactional.id", "worker-" + number);
        config.put("transaction.timeout.ms", 30_000);
        config.put("delivery.timeout.ms", 30_000);
        config.put("request.timeout.ms", 10_000);
        config.put("linger.ms", 0);
        while (true) {
            KafkaProducer<Long, Long> producer =
                    new KafkaProducer<>(config, new LongSerializer(), new LongSerializer());
            try {
                producer.initTransactions();
                return producer;
            } catch (KafkaException e) {
                producer.close(Duration.ZERO);
                if (workEnds) {
                    throw e;
                }
            }
        }
    }

    private void rewind(KafkaConsumer<Long, Long> consumer) {
        while (!workEnds) {
            try {
                Map<TopicPartition, OffsetAndMetadata> offsets = consumer.committed(consumer.assignment());
                offsets.forEach((partition, offset) -> consumer.seek(partition, offset == null ? 0 : offset.offset()));
                return;
            } catch (KafkaException e) {
                // The broker is away still.
            }
        }
    }

    /** How often the output has each number. */
    private Map<Long, Integer> readOutput(long count, long seed) {
        Map<String, Object> config = config();
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        Map<Long, Integer> output = new HashMap<>();
        try (KafkaConsumer<Long, Long> consumer =
                new KafkaConsumer<>(config, new LongDeserializer(), new LongDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(OUT, i));
            }
            consumer.assign(partitions);
            long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
            while (output.size() < count) {
                assertTrue(
                        System.nanoTime() - deadlineNs < 0,
                        () -> "only " + output.size() + " of " + count + ", seed " + seed + ": " + failure);
                for (ConsumerRecord<Long, Long> record : consumer.poll(Duration.ofMillis(100))) {
                    output.merge(-record.value(), 1, Integer::sum);
                    deadlineNs = System.nanoTime() + PATIENCE.toNanos();
                }
            }
            // What would be there twice has been written by now.
            consumer.poll(Duration.ofMillis(500)).forEach(record -> output.merge(-record.value(), 1, Integer::sum));
        }
        return output;
    }

    private void awaitMoreThan(AtomicLong counter, long than, long seed) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (counter.get() <= than) {
            assertTrue(failure == null, () -> "failed, seed " + seed + ": " + failure);
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> "nothing committed for long, seed " + seed);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
