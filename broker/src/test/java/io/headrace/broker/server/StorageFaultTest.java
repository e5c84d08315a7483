package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.FaultyFiles;
import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.headrace.protocol.message.ListOffsetsResponse;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, fails or is slow; and acknowledging after fsync. */
class StorageFaultTest {

    private static final int VERSION = 12;

    @TempDir
    private Path directory;

    private final FaultyFiles files = new FaultyFiles();
    private HeadraceBroker broker;
    private RawClient client;

    @BeforeEach
    void startBroker() {
        broker = start();
        client = new RawClient(broker.port());
    }

    @AfterEach
    void closeBroker() {
        files.failWrites(null);
        files.failForces(null);
        files.gateForces(null);
        client.close();
        broker.close();
    }

    private HeadraceBroker start() {
        BrokerConfig config = BrokerConfig.of(Map.of(
                "node.id", "1",
                "log.dirs", directory.toString(),
                "listeners", "PLAINTEXT://localhost:0",
                "num.network.threads", "2"));
        return HeadraceBroker.start(config, files);
    }

    @Test
    void aFullDiskRefusesWritersUntilThereIsRoom() {
        TestBroker.createTopic(client, "full", 2);
        assertEquals(0, append("full", 0, "a").baseOffset());
        files.failWrites("No space left on device");
        assertEquals(Errors.KAFKA_STORAGE_ERROR.code(), append("full", 0, "b").errorCode());
        assertEquals(Errors.KAFKA_STORAGE_ERROR.code(), append("full", 1, "b").errorCode());
        assertEquals(List.of("a"), read("full", 0), "readers go on");
        files.failWrites(null);
        PartitionProduceResponse after = append("full", 0, "c");
        assertEquals(0, after.errorCode());
        assertEquals(1, after.baseOffset());
        assertEquals(0, append("full", 1, "d").baseOffset());
        assertEquals(List.of("a", "c"), read("full", 0));
    }

    /** Several times, for what is read after the answer could be there by chance. */
    @RepeatedTest(10)
    void withFlushMessagesOneTheAnswerComesAfterTheFsync() {
        TestBroker.createTopic(client, "durable", 1, "flush.messages", "1");
        Semaphore gate = new Semaphore(0);
        files.gateForces(gate);
        int before = files.forces();
        int produce = client.send(TestBroker.produce("durable", 0, 1, TestBroker.batch("a")), VERSION);
        Await.until("the fsync waits", () -> gate.hasQueuedThreads());
        try (RawClient reader = new RawClient(broker.port())) {
            FetchResponse early = reader.call(TestBroker.fetch("durable", 0, 0, 1, 100), VERSION);
            assertEquals(0, TestBroker.fetched(early).highWatermark(), "readers do not see what is not on the disk");
        }
        assertEquals(before, files.forces());
        gate.release(1_000);
        ProduceResponse answer = client.receive(ApiKey.PRODUCE, VERSION, produce);
        assertEquals(0, TestBroker.produced(answer).errorCode());
        assertTrue(files.forces() > before);
        assertEquals(List.of("a"), read("durable", 0));
    }

    /** Producers that come while an fsync is under way share the next one. */
    @Test
    void manyAcknowledgementsShareAnFsync() {
        TestBroker.createTopic(client, "group-commit", 1, "flush.messages", "1");
        append("group-commit", 0, "first");
        Semaphore gate = new Semaphore(0);
        files.gateForces(gate);
        int before = files.forces();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(client.send(TestBroker.produce("group-commit", 0, -1, TestBroker.batch("x")), VERSION));
        }
        Await.until("all are appended", () -> endOffset("group-commit") == 51);
        gate.release(1_000);
        for (int id : ids) {
            ProduceResponse answer = client.receive(ApiKey.PRODUCE, VERSION, id);
            assertEquals(0, TestBroker.produced(answer).errorCode());
        }
        int forces = files.forces() - before;
        assertTrue(forces >= 1 && forces <= 5, "50 acknowledgements took " + forces + " fsyncs");
    }

    @Test
    void aFailedFsyncIsNoAcknowledgement() {
        TestBroker.createTopic(client, "fsync", 1, "flush.messages", "1");
        files.failForces("Input/output error");
        assertEquals(Errors.KAFKA_STORAGE_ERROR.code(), append("fsync", 0, "a").errorCode());
        assertEquals(0, fetch("fsync", 0).highWatermark());
    }

    @Test
    void anAnswerThatTakesTooLongIsATimeout() {
        TestBroker.createTopic(client, "slow", 1, "flush.messages", "1");
        Semaphore gate = new Semaphore(0);
        files.gateForces(gate);
        var request = TestBroker.produce("slow", 0, -1, TestBroker.batch("a")).timeoutMs(100);
        ProduceResponse answer = client.call(request, VERSION);
        assertEquals(
                Errors.REQUEST_TIMED_OUT.code(), TestBroker.produced(answer).errorCode());
        gate.release(1_000);
        assertEquals(1, append("slow", 0, "b").baseOffset());
    }

    /** Appends that pass the threshold while an fsync is under way. */
    @Test
    void appendsThatComeDuringAnFsyncAreFlushedToo() {
        TestBroker.createTopic(client, "third", 1, "flush.messages", "3");
        Semaphore gate = new Semaphore(0);
        files.gateForces(gate);
        int first = client.send(TestBroker.produce("third", 0, 1, TestBroker.batch("a", "b", "c")), VERSION);
        Await.until("the fsync waits", gate::hasQueuedThreads);
        int second = client.send(TestBroker.produce("third", 0, 1, TestBroker.batch("d")), VERSION);
        Await.until("it is appended", () -> endOffset("third") == 4);
        gate.release(1_000);
        for (int id : List.of(first, second)) {
            ProduceResponse answer = client.receive(ApiKey.PRODUCE, VERSION, id);
            assertEquals(0, TestBroker.produced(answer).errorCode());
        }
    }

    /** The retry is a duplicate: what it waits for has been written, but not flushed. */
    @Test
    void aRetryAfterAFailedFlushIsFlushed() throws IOException {
        TestBroker.createTopic(client, "retry", 1, "flush.messages", "1");
        Semaphore gate = new Semaphore(0);
        files.gateForces(gate);
        int sent = client.send(TestBroker.produce("retry", 0, -1, TestBroker.batch(5, (short) 0, 0, "x")), VERSION);
        Await.until("the fsync waits", gate::hasQueuedThreads);
        // The flush fails behind the fsync of the segment, since it finds no directory.
        Path partition = directory.resolve("retry-0");
        Path hidden = directory.resolve("hidden");
        Files.move(partition, hidden);
        gate.release(1_000);
        ProduceResponse failed = client.receive(ApiKey.PRODUCE, VERSION, sent);
        assertEquals(
                Errors.KAFKA_STORAGE_ERROR.code(), TestBroker.produced(failed).errorCode());
        Files.move(hidden, partition);
        ProduceResponse retried =
                client.call(TestBroker.produce("retry", 0, -1, TestBroker.batch(5, (short) 0, 0, "x")), VERSION);
        assertEquals(0, TestBroker.produced(retried).errorCode());
        assertEquals(0, TestBroker.produced(retried).baseOffset());
    }

    @Test
    void flushMsFlushesByItself() {
        TestBroker.createTopic(client, "timed", 1, "flush.ms", "50");
        int before = files.forces();
        append("timed", 0, "a");
        Await.until("the log is flushed", () -> files.forces() > before);
    }

    /** A slow disk keeps nobody from other partitions, nor readers. */
    @Test
    void aSlowFsyncHoldsUpNobodyElse() {
        TestBroker.createTopic(client, "stuck", 1, "flush.messages", "1");
        TestBroker.createTopic(client, "free", 4);
        Semaphore gate = new Semaphore(0);
        files.gateForces(gate);
        try (RawClient stuck = new RawClient(broker.port())) {
            int id = stuck.send(TestBroker.produce("stuck", 0, 1, TestBroker.batch("a")), VERSION);
            Await.until("the fsync waits", () -> gate.hasQueuedThreads());
            for (int partition = 0; partition < 4; partition++) {
                assertEquals(0, append("free", partition, "x").baseOffset());
                assertEquals(List.of("x"), read("free", partition));
            }
            gate.release(1_000);
            ProduceResponse answer = stuck.receive(ApiKey.PRODUCE, VERSION, id);
            assertEquals(0, TestBroker.produced(answer).errorCode());
        }
    }

    /** What was written before the broker started is read by the disk's pool, in pieces. */
    @Test
    void coldRecordsAreReadFromTheDisk() {
        TestBroker.createTopic(client, "cold", 1, "max.message.bytes", "2000000");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String value = i + "x".repeat(i == 4 ? 10 : 700_000);
            assertEquals(0, append("cold", 0, value).errorCode());
            expected.add(value);
        }
        client.close();
        broker.close();
        broker = start();
        client = new RawClient(broker.port());
        assertEquals(expected, read("cold", 0));
        FetchResponse small = client.call(TestBroker.fetch("cold", 0, 4, 1, 0), VERSION);
        assertEquals(
                expected.subList(4, 5),
                TestBroker.values(TestBroker.fetched(small).records()));
        assertFalse(small.responses().isEmpty());
    }

    private PartitionProduceResponse append(String topic, int partition, String value) {
        return TestBroker.produced(
                client.call(TestBroker.produce(topic, partition, -1, TestBroker.batch(value)), VERSION));
    }

    private FetchResponse.PartitionData fetch(String topic, int partition) {
        var request = TestBroker.fetch(topic, partition, 0, 1, 0);
        request.topics().get(0).partitions().get(0).partitionMaxBytes(16 * 1024 * 1024);
        return TestBroker.fetched(client.call(request, VERSION));
    }

    private List<String> read(String topic, int partition) {
        return TestBroker.values(fetch(topic, partition).records());
    }

    /** The log's end, which readers do not see yet. */
    private long endOffset(String topic) {
        try (RawClient other = new RawClient(broker.port())) {
            var request = new ListOffsetsRequest()
                    .replicaId(-2)
                    .topics(List.of(new ListOffsetsTopic()
                            .name(topic)
                            .partitions(List.of(
                                    new ListOffsetsPartition().partitionIndex(0).timestamp(-1)))));
            ListOffsetsResponse response = other.call(request, 5);
            return response.topics().get(0).partitions().get(0).offset();
        }
    }
}
