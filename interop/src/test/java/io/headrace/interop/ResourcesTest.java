package io.headrace.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What producers, consumers, admin clients and embedded brokers leave behind when they are closed: nothing. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
class ResourcesTest {

    private static final long MEBIBYTE = 1024 * 1024;

    /** Threads that the JDK starts when it likes and that belong to nobody. */
    private static final Set<String> OF_THE_JVM = Set.of("process reaper", "Common-Cleaner", "Keep-Alive-Timer");

    /** The broker that other tests of this process share is left running, and its disk threads come and go. */
    private static final String OF_THE_SHARED_BROKER = "headrace-1-";

    @TempDir
    Path data;

    private static HeadraceBroker start(Path directory) {
        return HeadraceBroker.start(
                Map.of("node.id", "7", "listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", directory.toString()));
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static Set<String> threadsBeside(Set<Thread> before) {
        Set<String> names = new TreeSet<>();
        for (Thread thread : threads()) {
            if (!before.contains(thread)
                    && !OF_THE_JVM.contains(thread.getName())
                    && !thread.getName().startsWith(OF_THE_SHARED_BROKER)) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    /** Waits until all threads are of before, or have names that begin with one of {@code prefixes}. */
    private static void awaitNoThreadBeside(Set<Thread> before, String... prefixes) {
        try {
            Await.until(
                    "no new thread",
                    () -> threadsBeside(before).stream()
                            .allMatch(name -> Stream.of(prefixes).anyMatch(name::startsWith)));
        } catch (AssertionError e) {
            throw new AssertionError("threads left behind: " + threadsBeside(before), e);
        }
    }

    /** The files below {@code directory} that this process has open or mapped. */
    private static Set<String> openFiles(Path directory) throws IOException {
        Set<String> open = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    Path file = Files.readSymbolicLink(descriptor);
                    if (file.toString().startsWith(directory.toString())) {
                        open.add(file.toString());
                    }
                } catch (NoSuchFileException e) {
                    // Closed since the directory was listed: that of the listing itself is one.
                }
            }
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            if (line.contains(directory.toString())) {
                open.add(line);
            }
        }
        return open;
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Makes topic "t", writes {@code word} to it and reads it again, by three clients that are closed in the end. */
    private static void useAllClients(HeadraceBroker broker, String word) throws Exception {
        String bootstrapServers = broker.bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
            producer.send(new ProducerRecord<>("t", word.getBytes(UTF_8))).get(30, TimeUnit.SECONDS);
        }
        assertEquals(List.of(word), readTopic(bootstrapServers));
    }

    private static List<String> readTopic(String bootstrapServers) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
            TopicPartition partition = new TopicPartition("t", 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < end) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "only " + values.size() + " of " + end + " records");
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(new String(record.value(), UTF_8));
                }
            }
        }
        return values;
    }

    @Test
    void clientsAndBrokerLeaveNoThreadAndNoOpenFile() throws Exception {
        Set<Thread> before = threads();
        try (HeadraceBroker broker = start(data)) {
            useAllClients(broker, "one");
            awaitNoThreadBeside(before, "headrace-7-", "headrace-metadata-store");
            assertNotEquals(Set.of(), threadsBeside(before));
            assertNotEquals(Set.of(), openFiles(data));
        }
        awaitNoThreadBeside(before);
        assertEquals(Set.of(), openFiles(data));
    }

    @Test
    void clientsThatNeverReachABrokerLeaveNoThread() {
        Set<Thread> before = threads();
        // The port of a socket that was bound and not opened for connections would do; a reserved one always refuses.
        String nowhere = "127.0.0.1:1";
        KafkaProducer<byte[], byte[]> producer = producer(nowhere);
        KafkaConsumer<byte[], byte[]> consumer = consumer(nowhere);
        consumer.assign(List.of(new TopicPartition("t", 0)));
        consumer.poll(Duration.ofMillis(50));
        Admin admin = Admin.create(Map.of("bootstrap.servers", nowhere));
        admin.listTopics();
        producer.close(Duration.ZERO);
        consumer.close();
        admin.close(Duration.ZERO);
        awaitNoThreadBeside(before);
    }

    /** Also with records that were fetched and not handed out: of a partition that is paused, and ahead of the application. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void membersOfAGroupLeaveNoThreadAndNoBuffer(String protocol) throws Exception {
        Set<Thread> before = threads();
        try (HeadraceBroker broker = start(data)) {
            String bootstrapServers = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
                admin.createTopics(List.of(new NewTopic("t", 4, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            KafkaConsumer<byte[], byte[]> first = member(bootstrapServers, protocol);
            KafkaConsumer<byte[], byte[]> second = member(bootstrapServers, protocol);
            first.subscribe(List.of("t"));
            second.subscribe(List.of("t"));
            Await.until("both have partitions", () -> {
                first.poll(Duration.ofMillis(20));
                second.poll(Duration.ofMillis(20));
                return first.assignment().size() == 2 && second.assignment().size() == 2;
            });
            try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
                for (int i = 0; i < 400; i++) {
                    producer.send(new ProducerRecord<>("t", i % 4, null, new byte[100]));
                }
            }
            Await.until("records", () -> !first.poll(Duration.ofMillis(20)).isEmpty());
            first.pause(first.assignment());
            assertEquals(0, first.poll(Duration.ofMillis(50)).count());
            Await.until("records", () -> !second.poll(Duration.ofMillis(20)).isEmpty());
            first.close();
            second.close(CloseOptions.timeout(Duration.ZERO));
            awaitNoThreadBeside(before, "headrace-7-", "headrace-metadata-store");
        }
        awaitNoThreadBeside(before);
    }

    private static KafkaConsumer<byte[], byte[]> member(String bootstrapServers, String protocol) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "g",
                        "group.protocol",
                        protocol,
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        10),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Test
    void twoBrokersLiveInOneProcess(@TempDir Path other) throws Exception {
        Set<Thread> before = threads();
        try (HeadraceBroker second = start(other)) {
            try (HeadraceBroker first = start(data)) {
                assertNotEquals(first.port(), second.port());
                assertNotEquals(first.clusterId(), second.clusterId());
                useAllClients(first, "one");
                useAllClients(second, "two");
            }
            assertEquals(Set.of(), openFiles(data));
            assertEquals(List.of("two"), readTopic(second.bootstrapServers()));
        }

        try (HeadraceBroker again = start(data)) {
            assertEquals(List.of("one"), readTopic(again.bootstrapServers()));
        }
        awaitNoThreadBeside(before);
    }

    @Test
    void startingAndClosingOftenCostsNothingThatStays() throws Exception {
        Set<Thread> before = threads();
        int rounds = 50;
        int warmUp = 10;
        long[] startNs = new long[rounds];
        long[] used = {};
        for (int i = 0; i < rounds; i++) {
            Path directory = Files.createDirectory(data.resolve("round-" + i));
            long beganNs = System.nanoTime();
            try (HeadraceBroker broker = start(directory)) {
                startNs[i] = System.nanoTime() - beganNs;
                useAllClients(broker, "round " + i);
            }
            if (i == warmUp) {
                awaitNoThreadBeside(before);
                used = memory();
            }
        }
        awaitNoThreadBeside(before);
        assertEquals(Set.of(), openFiles(data));
        long[] usedAfter = memory();
        String growth = "heap, direct and mapped bytes after " + warmUp + " rounds " + Arrays.toString(used)
                + ", after " + rounds + " " + Arrays.toString(usedAfter);
        System.out.println(growth);
        for (int kind = 0; kind < used.length; kind++) {
            // 40 rounds; a broker or a client that stays would be megabytes each.
            assertTrue(usedAfter[kind] - used[kind] < 8 * MEBIBYTE, growth);
        }
        long[] warm = Arrays.copyOfRange(startNs, warmUp, rounds);
        Arrays.sort(warm);
        long medianMs = TimeUnit.NANOSECONDS.toMillis(warm[warm.length / 2]);
        System.out.println("embedded broker: start takes " + medianMs + " ms (median of " + warm.length + " warm ones; "
                + TimeUnit.NANOSECONDS.toMillis(warm[0]) + " to "
                + TimeUnit.NANOSECONDS.toMillis(warm[warm.length - 1]) + " ms)");
        // Far more than it takes, for machines that do much else.
        assertTrue(medianMs < 1_000, "a warm start takes " + medianMs + " ms");
    }

    /** What is in use after a collection: heap, direct buffers, mapped files. */
    private static long[] memory() {
        System.gc();
        List<Long> used = new ArrayList<>();
        used.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct") || pool.getName().equals("mapped")) {
                used.add(pool.getMemoryUsed());
            }
        }
        return used.stream().mapToLong(Long::longValue).toArray();
    }
}
