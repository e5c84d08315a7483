package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerLoop;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.interop.FaultProxy.Fault;
import io.headrace.testsupport.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Loops that write what they make of records exactly once, while connections are cut, members come and go, and processes are
 * killed: whoever reads committed records sees what was made of each record once, in the order of its partition.
 *
 * <p>A failure names the seed. Longer with {@code -Plong}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TransformLoopTest {

    private static final int PARTITIONS = 3;
    private static final int RECORDS = Boolean.getBoolean("headrace.long") ? 30_000 : 600;
    private static final int KILLS = Boolean.getBoolean("headrace.long") ? 20 : 1;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final long seed = Long.getLong("headrace.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicInteger handled = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<Process> processes = new ArrayList<>();
    private int records;
    private String bootstrap;
    private String in;
    private String out;

    @AfterEach
    void stop() throws InterruptedException {
        processes.forEach(Process::destroyForcibly);
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    }

    /** A loop in a thread. */
    private final class Worker {
        final KafkaProducer<String, String> producer;
        final ConsumerLoop<String, String> loop;
        private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

        Worker(String protocol, String transactionalId) {
            producer = new KafkaProducer<>(
                    producerConfig(bootstrap, transactionalId), new StringSerializer(), new StringSerializer());
            loop = TransformLoopMain.loop(consumerConfig(bootstrap, in, protocol), in, out, producer, threads, () -> {
                handled.incrementAndGet();
            });
            Thread thread = new Thread(() -> {
                Throwable failure = null;
                try {
                    loop.run();
                } catch (Throwable e) {
                    failure = e;
                }
                ended.complete(failure);
            });
            thread.setDaemon(true);
            thread.start();
        }

        /** What it ended with, or null. */
        Throwable end() throws Exception {
            try {
                return ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } finally {
                producer.close(Duration.ZERO);
            }
        }
    }

    static Map<String, Object> producerConfig(String bootstrap, String transactionalId) {
        Map<String, Object> config = quick(bootstrap);
        config.put("transactional.id", transactionalId);
        config.put("transaction.timeout.ms", 10_000);
        config.put("max.block.ms", 5_000);
        config.put("delivery.timeout.ms", 10_000);
        return config;
    }

    static Map<String, Object> consumerConfig(String bootstrap, String group, String protocol) {
        Map<String, Object> config = quick(bootstrap);
        config.put("group.id", group);
        config.put("group.protocol", protocol);
        config.put("auto.offset.reset", "earliest");
        config.put("default.api.timeout.ms", 30_000);
        config.put("max.poll.records", 20);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        if (protocol.equals("classic")) {
            config.put("session.timeout.ms", 3_000);
            config.put("heartbeat.interval.ms", 300);
            config.put("partition.assignment.strategy", "io.headrace.clients.consumer.CooperativeStickyAssignor");
        }
        return config;
    }

    /** What was lost is asked for again soon. */
    private static Map<String, Object> quick(String bootstrap) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("request.timeout.ms", 2_000);
        config.put("reconnect.backoff.ms", 5);
        config.put("reconnect.backoff.max.ms", 50);
        config.put("retry.backoff.ms", 5);
        return config;
    }

    private void prepare(String servers, int count) throws Exception {
        bootstrap = servers;
        in = Target.topic("loop-in");
        out = in + "-out";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(
                            List.of(new NewTopic(in, PARTITIONS, (short) 1), new NewTopic(out, PARTITIONS, (short) 1)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
        fill(count);
    }

    /** Adds to the input. */
    private void fill(int count) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            int end = records + count;
            for (; records < end; records++) {
                sent.add(producer.send(
                        new ProducerRecord<>(in, records % PARTITIONS, "k" + records % 7, "r" + records)));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
    }

    /** The committed output, by partition, when it is complete or too much. */
    private List<List<String>> output() {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", bootstrap));
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        List<List<String>> read = new ArrayList<>();
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            read.add(new ArrayList<>());
            partitions.add(new TopicPartition(out, i));
        }
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(partitions);
            AtomicInteger count = new AtomicInteger();
            Await.until("the output is complete", PATIENCE, () -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    read.get(record.partition()).add(record.value());
                    count.incrementAndGet();
                }
                return count.get() >= records;
            });
            // What would be there twice is there by now.
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                read.get(record.partition()).add(record.value());
            }
        }
        return read;
    }

    private void assertOnce() {
        List<List<String>> read = output();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<String> expected = new ArrayList<>();
            for (int i = partition; i < records; i += PARTITIONS) {
                expected.add("of r" + i);
            }
            assertEquals(expected, read.get(partition), "partition " + partition + ", -Dheadrace.seed=" + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"APACHE, classic", "APACHE, consumer", "HEADRACE, classic", "HEADRACE, consumer"})
    void resultsAreThereOnceThoughConnectionsAreCutAndMembersComeAndGo(Target target, String protocol)
            throws Exception {
        FaultProxy proxy = ProxiedBroker.of(target).proxy();
        prepare(ProxiedBroker.of(target).bootstrapServers(), RECORDS);
        List<Worker> workers =
                new ArrayList<>(List.of(new Worker(protocol, in + "-0"), new Worker(protocol, in + "-1")));
        int number = 2;
        int faults = 0;
        try {
            int next = RECORDS / 10;
            while (handled.get() < RECORDS * 9 / 10) {
                CompletableFuture<Fault> fault = proxy.arm(Fault.random(random, 4_000, 2_000));
                Await.until("a fault strikes", PATIENCE, () -> fault.isDone() || handled.get() >= RECORDS);
                faults++;
                if (handled.get() >= next && random.nextInt(3) == 0) {
                    next = handled.get() + RECORDS / 10;
                    Worker leaving = workers.remove(random.nextInt(workers.size()));
                    leaving.loop.stop();
                    workers.add(new Worker(protocol, in + "-" + number++));
                    assertNull(leaving.end(), "-Dheadrace.seed=" + seed);
                }
            }
        } finally {
            proxy.disarm();
        }
        assertOnce();
        for (Worker worker : workers) {
            worker.loop.stop();
            assertNull(worker.end(), "-Dheadrace.seed=" + seed);
        }
        System.out.println(target + ", " + protocol + ": " + faults + " faults, " + number + " loops, " + handled
                + " records handled of " + RECORDS);
    }

    /** A process that is killed leaves a transaction open; whoever comes with its name aborts it. */
    @ParameterizedTest
    @EnumSource(Target.class)
    void resultsAreThereOnceThoughProcessesAreKilled(Target target) throws Exception {
        prepare(target.bootstrapServers(), RECORDS / 3);
        Process process = process();
        Worker inside = new Worker("classic", in + "-inside");
        for (int kill = 0; kill < KILLS; kill++) {
            BufferedReader said = process.inputReader();
            CompletableFuture<String> begun = CompletableFuture.supplyAsync(() -> line(said));
            while (!begun.isDone()) {
                fill(PARTITIONS * 10); // So that there is something to do for it when it comes.
            }
            assertEquals("begun", begun.get());
            fill(RECORDS / 3);
            process.destroyForcibly();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            process = process();
        }
        assertOnce();
        inside.loop.stop();
        assertNull(inside.end());
    }

    private static String line(BufferedReader from) {
        try {
            return from.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process process() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TransformLoopMain.class.getName(),
                        bootstrap,
                        in,
                        out,
                        in + "-process")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process;
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void aLoopWhoseNameIsTakenEnds(Target target) throws Exception {
        prepare(target.bootstrapServers(), RECORDS);
        Worker first = new Worker("classic", in);
        Await.until("it works", PATIENCE, () -> handled.get() > 0);
        Worker second = new Worker("classic", in);
        Throwable failure = first.end();
        // Its epoch is not taken any more; while the other one's is being made, its transaction is said to be aborted.
        assertTrue(
                failure.getMessage().startsWith("The producer cannot go on with transactions"),
                () -> String.valueOf(failure));
        assertOnce();
        second.loop.stop();
        assertNull(second.end());
    }
}
