package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.DeleteTopicsRequest;
import io.headrace.protocol.message.DeleteTopicsResponse;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, closing, and what is there after the next start. */
class HeadraceBrokerTest {

    private static final int VERSION = 12;

    @TempDir
    private Path directory;

    @Test
    void twoBrokersInOneProcess(@TempDir Path other) {
        Properties settings = new Properties();
        settings.setProperty("node.id", "2");
        settings.setProperty("log.dirs", other.toString());
        settings.setProperty("listeners", "PLAINTEXT://localhost:0");
        try (HeadraceBroker first = TestBroker.start(directory);
                HeadraceBroker second = HeadraceBroker.start(settings)) {
            assertNotEquals(first.port(), second.port());
            assertNotEquals(first.clusterId(), second.clusterId());
            assertEquals("localhost:" + first.port(), first.bootstrapServers());
            try (RawClient client = new RawClient(second.port())) {
                TestBroker.createTopic(client, "t", 1);
                assertEquals(0, append(client, "t", "x").baseOffset());
            }
        }
    }

    @Test
    void closingTwiceIsFineAndLeavesNoThread() {
        HeadraceBroker broker = TestBroker.start(directory, "node.id", "77");
        try (RawClient client = new RawClient(broker.port())) {
            TestBroker.createTopic(client, "t", 4);
            append(client, "t", "x");
            broker.close();
            broker.close();
            assertTrue(client.isClosedByPeer());
        }
        assertTrue(Files.exists(directory.resolve(".kafka_cleanshutdown")));
        Await.until(
                "all threads are gone",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("headrace-77-")
                                || thread.getName().startsWith("headrace-metadata-store")));
    }

    @Test
    void recordsAndTopicsAreThereAfterARestart() {
        String cluster;
        Uuid id;
        long producer;
        try (HeadraceBroker broker = TestBroker.start(directory);
                RawClient client = new RawClient(broker.port())) {
            cluster = broker.clusterId();
            id = TestBroker.createTopic(client, "kept", 3, "retention.ms", "123456789");
            InitProducerIdResponse init = client.call(new InitProducerIdRequest().transactionalId(null), 4);
            producer = init.producerId();
            var batch = TestBroker.batch(producer, (short) 0, 0, "a", "b");
            assertEquals(
                    0,
                    TestBroker.produced(client.call(TestBroker.produce("kept", 0, -1, batch), VERSION))
                            .baseOffset());
        }
        try (HeadraceBroker broker = TestBroker.start(directory);
                RawClient client = new RawClient(broker.port())) {
            assertEquals(cluster, broker.clusterId());
            MetadataResponse metadata = client.call(new MetadataRequest().topics(null), 12);
            assertEquals(id, metadata.topics().get(0).topicId());
            assertEquals(3, metadata.topics().get(0).partitions().size());
            assertEquals(List.of("a", "b"), read(client, "kept"));
            // The producer's state is there too.
            var again = TestBroker.batch(producer, (short) 0, 0, "a", "b");
            PartitionProduceResponse duplicate =
                    TestBroker.produced(client.call(TestBroker.produce("kept", 0, -1, again), VERSION));
            assertEquals(0, duplicate.errorCode());
            assertEquals(0, duplicate.baseOffset());
            InitProducerIdResponse next = client.call(new InitProducerIdRequest().transactionalId(null), 4);
            assertTrue(next.producerId() > producer);
        }
    }

    /** A copy of the directory at some moment is what a kill leaves behind. */
    @Test
    void whatWasAcknowledgedIsThereAfterAKill(@TempDir Path copies) throws IOException {
        Path copy = copies.resolve("copy");
        List<String> acknowledged = new ArrayList<>();
        try (HeadraceBroker broker = TestBroker.start(directory);
                RawClient client = new RawClient(broker.port())) {
            TestBroker.createTopic(client, "killed", 1);
            for (int i = 0; i < 100; i++) {
                assertEquals(i, append(client, "killed", "value-" + i).baseOffset());
                acknowledged.add("value-" + i);
            }
            copyTree(directory, copy);
        }
        assertFalse(Files.exists(copy.resolve(".kafka_cleanshutdown")));
        try (HeadraceBroker broker = TestBroker.start(copy);
                RawClient client = new RawClient(broker.port())) {
            assertEquals(acknowledged, read(client, "killed"));
            assertEquals(100, append(client, "killed", "after").baseOffset());
        }
    }

    /** A kill between the commit of a deletion and the renaming of the directories. */
    @Test
    void aDirectoryThatADeletionLeftBehindDoesNotBlockItsName(@TempDir Path copies) throws IOException {
        Path kept = copies.resolve("orders-0");
        try (HeadraceBroker broker = TestBroker.start(directory);
                RawClient client = new RawClient(broker.port())) {
            TestBroker.createTopic(client, "orders", 1);
            append(client, "orders", "old");
            copyTree(directory.resolve("orders-0"), kept);
            delete(client, "orders");
        }
        copyTree(kept, directory.resolve("orders-0"));
        try (HeadraceBroker broker = TestBroker.start(directory);
                RawClient client = new RawClient(broker.port())) {
            assertFalse(Files.exists(directory.resolve("orders-0")), "the stray is renamed at the start");
            // And one that comes to be there while the broker runs, for a renaming that failed.
            copyTree(kept, directory.resolve("orders-0"));
            TestBroker.createTopic(client, "orders", 1);
            assertEquals(0, append(client, "orders", "new").baseOffset());
            assertEquals(List.of("new"), read(client, "orders"));
        }
    }

    @Test
    void filesOfDeletedTopicsAreRemovedAfterTheirDelay() {
        try (HeadraceBroker broker = TestBroker.start(directory);
                RawClient client = new RawClient(broker.port())) {
            TestBroker.createTopic(client, "removed", 2, "file.delete.delay.ms", "200");
            append(client, "removed", "x");
            assertTrue(Files.exists(directory.resolve("removed-0")));
            delete(client, "removed");
            assertFalse(Files.exists(directory.resolve("removed-0")));
            Await.until(
                    "the renamed directory is gone",
                    () -> entries(directory).stream().noneMatch(name -> name.startsWith("removed-")));
        }
    }

    @Test
    void segmentsWhoseTimeIsOverAreDeleted() {
        try (HeadraceBroker broker = TestBroker.start(
                        directory, "log.retention.check.interval.ms", "100", "log.initial.task.delay.ms", "100");
                RawClient client = new RawClient(broker.port())) {
            TestBroker.createTopic(
                    client,
                    "short-lived",
                    1,
                    "retention.bytes",
                    "2500",
                    "internal.segment.bytes",
                    "1200",
                    "file.delete.delay.ms",
                    "0");
            for (int i = 0; i < 10; i++) {
                append(client, "short-lived", "x".repeat(900));
            }
            Await.until("all but what may be kept is gone", () -> {
                FetchResponse end = client.call(TestBroker.fetch("short-lived", 0, 10, 1, 0), VERSION);
                return TestBroker.fetched(end).logStartOffset() >= 6;
            });
            FetchResponse old = client.call(TestBroker.fetch("short-lived", 0, 0, 1, 0), VERSION);
            assertEquals(
                    Errors.OFFSET_OUT_OF_RANGE.code(), TestBroker.fetched(old).errorCode());
            FetchResponse end = client.call(TestBroker.fetch("short-lived", 0, 10, 1, 0), VERSION);
            assertEquals(10, TestBroker.fetched(end).highWatermark());
            assertTrue(TestBroker.fetched(end).logStartOffset() < 10, "the active segment stays");
            Await.until(
                    "their files are removed",
                    () -> entries(directory.resolve("short-lived-0")).stream()
                            .noneMatch(name -> name.endsWith(".deleted")));
        }
    }

    private static void delete(RawClient client, String topic) {
        DeleteTopicsRequest request =
                new DeleteTopicsRequest().topicNames(List.of(topic)).timeoutMs(30_000);
        DeleteTopicsResponse response = client.call(request, 5);
        assertEquals(0, response.responses().get(0).errorCode());
    }

    @Test
    void aThousandTopicsAreOneCommitAndNoFiles() {
        int count = 1_000;
        try (HeadraceBroker broker = TestBroker.start(directory);
                RawClient client = new RawClient(broker.port())) {
            List<CreatableTopic> topics = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                topics.add(
                        new CreatableTopic().name("topic-" + i).numPartitions(1).replicationFactor((short) 1));
            }
            List<String> before = entries(directory);
            long startNs = System.nanoTime();
            CreateTopicsResponse created = client.call(new CreateTopicsRequest().topics(topics), 7);
            long createdMs = (System.nanoTime() - startNs) / 1_000_000;
            assertTrue(created.topics().stream().allMatch(topic -> topic.errorCode() == 0));
            assertEquals(before, entries(directory), "files were made for partitions that hold nothing");
            MetadataResponse metadata = client.call(new MetadataRequest().topics(null), 12);
            assertEquals(count, metadata.topics().size());
            assertTrue(metadata.topics().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.errorCode() == 0 && partition.leaderId() == 1));
            // All take writes at once.
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ids.add(client.send(TestBroker.produce("topic-" + i, 0, -1, TestBroker.batch("x")), VERSION));
            }
            for (int id : ids) {
                ProduceResponse response = client.receive(ApiKey.PRODUCE, VERSION, id);
                assertEquals(0, TestBroker.produced(response).errorCode());
            }
            System.getLogger("test").log(System.Logger.Level.INFO, "1,000 topics in {0} ms", createdMs);
        }
        long startNs = System.nanoTime();
        try (HeadraceBroker broker = TestBroker.start(directory);
                RawClient client = new RawClient(broker.port())) {
            long startMs = (System.nanoTime() - startNs) / 1_000_000;
            assertEquals(1, append(client, "topic-999", "y").baseOffset());
            System.getLogger("test").log(System.Logger.Level.INFO, "restart with 1,000 partitions in {0} ms", startMs);
        }
    }

    @Test
    void closingAnswersWhatIsUnderWay() throws Exception {
        HeadraceBroker broker = TestBroker.start(directory, "num.network.threads", "2");
        List<Thread> writers = new ArrayList<>();
        AtomicInteger acknowledged = new AtomicInteger();
        try (RawClient reader = new RawClient(broker.port());
                RawClient setup = new RawClient(broker.port())) {
            TestBroker.createTopic(setup, "closing", 2);
            TestBroker.createTopic(setup, "empty", 1);
            int fetch = reader.send(TestBroker.fetch("empty", 0, 0, 1, 100_000), VERSION);
            for (int i = 0; i < 3; i++) {
                Thread writer = new Thread(() -> writeUntilClosed(broker.port(), acknowledged));
                writer.start();
                writers.add(writer);
            }
            Await.until("records come in", () -> acknowledged.get() > 100);
            broker.close();
            FetchResponse answer = reader.receive(ApiKey.FETCH, VERSION, fetch);
            assertEquals(0, TestBroker.fetched(answer).errorCode());
            assertTrue(reader.isClosedByPeer());
            for (Thread writer : writers) {
                writer.join(30_000);
                assertFalse(writer.isAlive());
            }
        }
        try (HeadraceBroker again = TestBroker.start(directory);
                RawClient client = new RawClient(again.port())) {
            // Every request that had arrived was answered: what is in the log was acknowledged, to the record.
            assertEquals(acknowledged.get(), read(client, "closing").size());
        }
    }

    private static void writeUntilClosed(int port, AtomicInteger acknowledged) {
        try (RawClient client = new RawClient(port)) {
            while (true) {
                if (append(client, "closing", "x").errorCode() == 0) {
                    acknowledged.incrementAndGet();
                }
            }
        } catch (UncheckedIOException closed) {
            // The broker is gone.
        }
    }

    @Test
    void aPortThatIsTaken(@TempDir Path other) {
        try (HeadraceBroker broker = TestBroker.start(directory)) {
            BrokerStartException e = assertThrows(
                    BrokerStartException.class,
                    () -> TestBroker.start(other, "listeners", "PLAINTEXT://localhost:" + broker.port()));
            assertEquals("cannot listen on localhost:" + broker.port() + ": Address already in use", e.getMessage());
        }
        // The failed start has let everything go.
        TestBroker.start(other).close();
    }

    @Test
    void aDirectoryThatIsInUse() {
        try (HeadraceBroker broker = TestBroker.start(directory)) {
            BrokerStartException e = assertThrows(BrokerStartException.class, () -> TestBroker.start(directory));
            assertEquals("data directory " + directory + " is in use by another broker", e.getMessage());
            assertTrue(broker.port() > 0);
        }
    }

    @Test
    void aDirectoryThatCannotBeMade() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        BrokerStartException e = assertThrows(BrokerStartException.class, () -> TestBroker.start(file.resolve("data")));
        assertTrue(
                e.getMessage().startsWith("data directory " + file.resolve("data") + " cannot be used"),
                e.getMessage());
    }

    @Test
    void aDirectoryOfAnotherBroker() {
        TestBroker.start(directory).close();
        BrokerStartException e =
                assertThrows(BrokerStartException.class, () -> TestBroker.start(directory, "node.id", "2"));
        assertEquals("data directory " + directory + " belongs to broker 1, but node.id is 2", e.getMessage());
        TestBroker.start(directory).close();
    }

    @Test
    void metadataThatIsGone() throws IOException {
        TestBroker.start(directory).close();
        Files.delete(directory.resolve("headrace-metadata.journal"));
        BrokerStartException e = assertThrows(BrokerStartException.class, () -> TestBroker.start(directory));
        assertTrue(e.getMessage().contains("headrace-metadata.journal"), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    /** Nothing is taken for the leftover of a deleted topic by a cluster that is new. */
    @Test
    void partitionsWithoutMetadataAreLeftAlone() throws IOException {
        try (HeadraceBroker broker = TestBroker.start(directory);
                RawClient client = new RawClient(broker.port())) {
            TestBroker.createTopic(client, "orphaned", 1);
            append(client, "orphaned", "x");
        }
        Files.delete(directory.resolve("headrace-metadata.journal"));
        Files.delete(directory.resolve("meta.properties"));
        BrokerStartException e = assertThrows(BrokerStartException.class, () -> TestBroker.start(directory));
        assertTrue(e.getMessage().contains("holds partitions, but no meta.properties"), e.getMessage());
        assertTrue(Files.exists(directory.resolve("orphaned-0")));
        assertThrows(BrokerStartException.class, () -> TestBroker.start(directory));
    }

    @Test
    void settingsThatAreWrong() {
        ConfigException none = assertThrows(ConfigException.class, () -> HeadraceBroker.start(Map.of()));
        assertTrue(none.getMessage().contains("log.dir"), none.getMessage());
        ConfigException port = assertThrows(
                ConfigException.class, () -> TestBroker.start(directory, "listeners", "PLAINTEXT://localhost:x"));
        assertTrue(port.getMessage().contains("listeners"), port.getMessage());
        BrokerStartException host = assertThrows(
                BrokerStartException.class,
                () -> TestBroker.start(directory, "listeners", "PLAINTEXT://no-such-host.invalid:0"));
        assertEquals("cannot listen on host 'no-such-host.invalid': it is not known", host.getMessage());
        ConfigException dirs = assertThrows(
                ConfigException.class, () -> TestBroker.start(directory, "log.dirs", directory + ",/tmp/x"));
        assertTrue(dirs.getMessage().contains("log.dirs"), dirs.getMessage());
    }

    /** An embedded start is quick once the classes are loaded, which the other tests of this class have done or this does. */
    @Test
    void startingIsQuick(@TempDir Path other) {
        TestBroker.start(other).close();
        long bestMs = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            Path fresh = directory.resolve("start-" + i);
            long startNs = System.nanoTime();
            try (HeadraceBroker broker = TestBroker.start(fresh)) {
                bestMs = Math.min(bestMs, (System.nanoTime() - startNs) / 1_000_000);
                assertTrue(broker.port() > 0);
            }
        }
        System.getLogger("test").log(System.Logger.Level.INFO, "embedded start in {0} ms", bestMs);
        assertTrue(bestMs < 200, "the best of five starts took " + bestMs + " ms");
    }

    private static PartitionProduceResponse append(RawClient client, String topic, String value) {
        return TestBroker.produced(client.call(TestBroker.produce(topic, 0, -1, TestBroker.batch(value)), VERSION));
    }

    private static List<String> read(RawClient client, String topic) {
        List<String> values = new ArrayList<>();
        while (true) {
            FetchResponse response = client.call(TestBroker.fetch(topic, 0, values.size(), 1, 0), VERSION);
            List<String> more = TestBroker.values(TestBroker.fetched(response).records());
            if (more.isEmpty()) {
                return values;
            }
            values.addAll(more);
        }
    }

    private static List<String> entries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
