package io.headrace.broker.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DeleteTopicsRequest;
import io.headrace.protocol.message.DeleteTopicsResponse;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchRequest.FetchTopic;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.testsupport.Await;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fetch that finds too little waits for data, and for nothing else. */
class FetchWaitTest {

    private static final int LONG_WAIT_MS = 60_000;
    private static final int VERSION = 12;

    @TempDir
    private static Path directory;

    private static HeadraceBroker broker;
    private RawClient reader;
    private RawClient writer;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(directory, "num.network.threads", "3");
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        reader = new RawClient(broker.port());
        writer = new RawClient(broker.port());
    }

    @AfterEach
    void disconnect() {
        reader.close();
        writer.close();
    }

    /** Partitions on the reader's loop and on others, one after the other. */
    @Test
    void dataEndsTheWait() {
        TestBroker.createTopic(writer, "data", 6);
        long startNs = System.nanoTime();
        for (int partition = 0; partition < 6; partition++) {
            int id = reader.send(TestBroker.fetch("data", partition, 0, 1, LONG_WAIT_MS), VERSION);
            produce("data", partition, "x" + partition);
            FetchResponse response = reader.receive(ApiKey.FETCH, VERSION, id);
            assertEquals(
                    List.of("x" + partition),
                    TestBroker.values(TestBroker.fetched(response).records()));
        }
        assertTrue(elapsedMs(startNs) < LONG_WAIT_MS, "the answers came with the deadline");
    }

    @Test
    void theDeadlineEndsTheWait() {
        TestBroker.createTopic(writer, "deadline", 1);
        long startNs = System.nanoTime();
        FetchResponse response = reader.call(TestBroker.fetch("deadline", 0, 0, 1, 300), VERSION);
        assertEquals(0, TestBroker.fetched(response).records().size());
        assertTrue(elapsedMs(startNs) >= 300, "after " + elapsedMs(startNs) + " ms");
    }

    @Test
    void enoughBytesOfSeveralPartitionsEndTheWait() {
        TestBroker.createTopic(writer, "enough", 3);
        FetchRequest request = TestBroker.fetch("enough", 0, 0, 3_000, LONG_WAIT_MS);
        request.topics(List.of(new FetchTopic()
                .topic("enough")
                .partitions(IntStream.range(0, 3)
                        .mapToObj(i -> TestBroker.wanted(i, 0))
                        .toList())));
        int id = reader.send(request, VERSION);
        for (int partition = 0; partition < 3; partition++) {
            produce("enough", partition, "x".repeat(990));
        }
        FetchResponse response = reader.receive(ApiKey.FETCH, VERSION, id);
        for (int partition = 0; partition < 3; partition++) {
            assertEquals(
                    1, response.responses().get(0).partitions().get(partition).highWatermark());
        }
    }

    @Test
    void tooFewBytesAreGivenAtTheDeadline() {
        TestBroker.createTopic(writer, "few", 1);
        produce("few", 0, "a");
        FetchResponse response = reader.call(TestBroker.fetch("few", 0, 0, 10_000, 200), VERSION);
        assertEquals(
                List.of("a"), TestBroker.values(TestBroker.fetched(response).records()));
    }

    @Test
    void deletingTheTopicEndsTheWait() {
        TestBroker.createTopic(writer, "vanishing", 1);
        int id = reader.send(TestBroker.fetch("vanishing", 0, 0, 1, LONG_WAIT_MS), VERSION);
        DeleteTopicsResponse deleted = writer.call(
                new DeleteTopicsRequest().topicNames(List.of("vanishing")).timeoutMs(10_000), 5);
        assertEquals(0, deleted.responses().get(0).errorCode());
        FetchResponse response = reader.receive(ApiKey.FETCH, VERSION, id);
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                TestBroker.fetched(response).errorCode());
    }

    @Test
    void anErrorIsToldAtOnce() {
        TestBroker.createTopic(writer, "error", 1);
        FetchResponse response = reader.call(TestBroker.fetch("error", 0, 99, 1, LONG_WAIT_MS), VERSION);
        assertEquals(
                Errors.OFFSET_OUT_OF_RANGE.code(), TestBroker.fetched(response).errorCode());
    }

    @Test
    void aReaderThatLeavesIsForgotten() {
        TestBroker.createTopic(writer, "left", 1);
        for (int i = 0; i < 20; i++) {
            try (RawClient leaving = new RawClient(broker.port())) {
                leaving.send(TestBroker.fetch("left", 0, 0, 1, LONG_WAIT_MS), VERSION);
            }
        }
        produce("left", 0, "a");
        FetchResponse response = reader.call(TestBroker.fetch("left", 0, 0, 1, LONG_WAIT_MS), VERSION);
        assertEquals(
                List.of("a"), TestBroker.values(TestBroker.fetched(response).records()));
    }

    /** Requests behind a waiting fetch are worked on, but answered after it. */
    @Test
    void laterRequestsOfTheConnectionAreAnsweredLater() {
        TestBroker.createTopic(writer, "order", 2);
        int fetch = reader.send(TestBroker.fetch("order", 0, 0, 1, LONG_WAIT_MS), VERSION);
        int produce = reader.send(TestBroker.produce("order", 0, -1, TestBroker.batch("mine")), VERSION);
        FetchResponse fetched = reader.receive(ApiKey.FETCH, VERSION, fetch);
        assertEquals(
                List.of("mine"), TestBroker.values(TestBroker.fetched(fetched).records()));
        reader.receive(ApiKey.PRODUCE, VERSION, produce);
    }

    /** Waiting on a thousand partitions costs nothing while nothing happens there. */
    @Test
    void waitingUsesNoProcessor() {
        TestBroker.createTopic(writer, "idle", 1_000);
        FetchRequest request = TestBroker.fetch("idle", 0, 0, 1, LONG_WAIT_MS);
        request.topics(List.of(new FetchTopic()
                .topic("idle")
                .partitions(IntStream.range(0, 1_000)
                        .mapToObj(i -> TestBroker.wanted(i, 0))
                        .toList())));
        List<RawClient> readers = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RawClient client = new RawClient(broker.port());
            readers.add(client);
            ids.add(client.send(request, VERSION));
        }
        Await.until("the fetches wait", () -> loopCpuMs(Duration.ofMillis(300)) < 5);
        long usedMs = loopCpuMs(Duration.ofSeconds(1));
        assertTrue(usedMs < 30, "the loops used " + usedMs + " ms of a second");
        produce("idle", 777, "x");
        for (int i = 0; i < readers.size(); i++) {
            FetchResponse response = readers.get(i).receive(ApiKey.FETCH, VERSION, ids.get(i));
            assertEquals(1, response.responses().get(0).partitions().get(777).highWatermark());
            readers.get(i).close();
        }
    }

    private static long loopCpuMs(Duration during) {
        long before = loopCpuNs();
        long endNs = System.nanoTime() + during.toNanos();
        Await.until("time passes", () -> System.nanoTime() - endNs >= 0);
        return (loopCpuNs() - before) / 1_000_000;
    }

    private static long loopCpuNs() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("headrace-1-")) {
                sum += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    private void produce(String topic, int partition, String value) {
        assertEquals(
                0,
                TestBroker.produced(
                                writer.call(TestBroker.produce(topic, partition, -1, TestBroker.batch(value)), VERSION))
                        .errorCode());
    }

    private static long elapsedMs(long startNs) {
        return (System.nanoTime() - startNs) / 1_000_000;
    }
}
