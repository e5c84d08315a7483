package io.headrace.broker.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.loop.Loops;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DeleteTopicsRequest;
import io.headrace.protocol.message.DeleteTopicsResponse;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchRequest.FetchPartition;
import io.headrace.protocol.message.FetchRequest.FetchTopic;
import io.headrace.protocol.message.FetchRequest.ForgottenTopic;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import io.headrace.protocol.message.ProduceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incremental fetch sessions (KIP-227). */
class FetchSessionTest {

    private static final int VERSION = 18;

    @TempDir
    private static Path directory;

    private static HeadraceBroker broker;
    private RawClient client;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(
                directory, "num.network.threads", "1", "max.incremental.fetch.session.cache.slots", "3");
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        client = new RawClient(broker.port());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void onlyWhatChangedIsTold() {
        Uuid topic = TestBroker.createTopic(client, "changes", 3);
        FetchResponse opened = client.call(request(0, 0, topic, at(0, 0), at(1, 0), at(2, 0)), VERSION);
        int session = opened.sessionId();
        assertNotEquals(0, session);
        assertEquals(3, partitions(opened).size());

        FetchResponse nothing = client.call(request(session, 1, topic), VERSION);
        assertEquals(session, nothing.sessionId());
        assertEquals(List.of(), nothing.responses());

        produce(topic, 1, "a");
        FetchResponse one = client.call(request(session, 2, topic), VERSION);
        assertEquals(1, partitions(one).size());
        assertEquals(1, partitions(one).get(0).partitionIndex());
        assertEquals(List.of("a"), TestBroker.values(partitions(one).get(0).records()));

        FetchResponse again = client.call(request(session, 3, topic), VERSION);
        assertEquals(
                List.of("a"),
                TestBroker.values(partitions(again).get(0).records()),
                "what the reader did not step over is told again");

        FetchResponse stepped = client.call(request(session, 4, topic, at(1, 1)), VERSION);
        assertEquals(List.of(), stepped.responses());
        close(session);
    }

    @Test
    void dataForASessionEndsItsWait() {
        Uuid topic = TestBroker.createTopic(client, "session-wait", 2);
        FetchResponse opened = client.call(request(0, 0, topic, at(0, 0), at(1, 0)), VERSION);
        FetchRequest waiting = request(opened.sessionId(), 1, topic).maxWaitMs(60_000);
        int id = client.send(waiting, VERSION);
        try (RawClient writer = new RawClient(broker.port())) {
            writer.call(byId(topic, 1, "x"), 13);
        }
        FetchResponse response = client.receive(ApiKey.FETCH, VERSION, id);
        assertEquals(List.of("x"), TestBroker.values(partitions(response).get(0).records()));
        close(opened.sessionId());
    }

    @Test
    void partitionsAreAddedAndForgotten() {
        Uuid topic = TestBroker.createTopic(client, "membership", 3);
        FetchResponse opened = client.call(request(0, 0, topic, at(0, 0)), VERSION);
        int session = opened.sessionId();
        FetchResponse added = client.call(request(session, 1, topic, at(2, 0)), VERSION);
        assertEquals(2, partitions(added).get(0).partitionIndex());
        FetchRequest forget = request(session, 2, topic)
                .forgottenTopicsData(List.of(new ForgottenTopic().topicId(topic).partitions(List.of(0))));
        client.call(forget, VERSION);
        produce(topic, 0, "not wanted");
        produce(topic, 2, "wanted");
        FetchResponse response = client.call(request(session, 3, topic), VERSION);
        assertEquals(1, partitions(response).size());
        assertEquals(2, partitions(response).get(0).partitionIndex());
        close(session);
    }

    /** A session by name goes on with the topic that has the name now. */
    @Test
    void aTopicThatWasDeletedAndMadeAgain() {
        TestBroker.createTopic(client, "reborn", 1);
        FetchResponse opened =
                client.call(TestBroker.fetch("reborn", 0, 0, 1, 0).sessionId(0).sessionEpoch(0), 12);
        int session = opened.sessionId();
        FetchRequest next =
                new FetchRequest().sessionId(session).sessionEpoch(1).minBytes(1);
        assertEquals(List.of(), client.<FetchResponse>call(next, 12).responses());
        DeleteTopicsRequest delete =
                new DeleteTopicsRequest().topicNames(List.of("reborn")).timeoutMs(30_000);
        assertEquals(
                0,
                client.<DeleteTopicsResponse>call(delete, 5).responses().get(0).errorCode());
        FetchResponse gone = client.call(next.sessionEpoch(2), 12);
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                partitions(gone).get(0).errorCode());
        Uuid again = TestBroker.createTopic(client, "reborn", 1);
        FetchResponse back = client.call(next.sessionEpoch(3), 12);
        assertEquals(0, partitions(back).get(0).errorCode());
        int id = client.send(next.sessionEpoch(4).maxWaitMs(60_000), 12);
        try (RawClient writer = new RawClient(broker.port())) {
            writer.call(byId(again, 0, "x"), 13);
        }
        FetchResponse data = client.receive(ApiKey.FETCH, 12, id);
        assertEquals(List.of("x"), TestBroker.values(partitions(data).get(0).records()));
        close(session);
    }

    @Test
    void aSessionMayMoveToAnotherConnection() {
        Uuid topic = TestBroker.createTopic(client, "moving", 1);
        FetchResponse opened = client.call(request(0, 0, topic, at(0, 0)), VERSION);
        try (RawClient other = new RawClient(broker.port())) {
            FetchResponse next = other.call(request(opened.sessionId(), 1, topic), VERSION);
            assertEquals(opened.sessionId(), next.sessionId());
        }
        close(opened.sessionId());
    }

    @Test
    void wrongNumbersAreRefused() {
        Uuid topic = TestBroker.createTopic(client, "numbers", 1);
        FetchResponse unknown = client.call(request(12345, 1, topic), VERSION);
        assertEquals(Errors.FETCH_SESSION_ID_NOT_FOUND.code(), unknown.errorCode());
        assertEquals(0, unknown.sessionId());
        FetchResponse opened = client.call(request(0, 0, topic, at(0, 0)), VERSION);
        FetchResponse skipped = client.call(request(opened.sessionId(), 2, topic), VERSION);
        assertEquals(Errors.INVALID_FETCH_SESSION_EPOCH.code(), skipped.errorCode());
        FetchRequest byName = new FetchRequest().sessionId(opened.sessionId()).sessionEpoch(1);
        FetchResponse mixed = client.call(byName, 12);
        assertEquals(Errors.FETCH_SESSION_TOPIC_ID_ERROR.code(), mixed.errorCode());
        close(opened.sessionId());
        FetchResponse closed = client.call(request(opened.sessionId(), 1, topic), VERSION);
        assertEquals(Errors.FETCH_SESSION_ID_NOT_FOUND.code(), closed.errorCode());
    }

    @Test
    void withoutAPlaceThereIsNoSession() {
        Uuid topic = TestBroker.createTopic(client, "places", 1);
        List<Integer> sessions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FetchResponse opened = client.call(request(0, 0, topic, at(0, 0)), VERSION);
            assertNotEquals(0, opened.sessionId());
            sessions.add(opened.sessionId());
        }
        FetchResponse fourth = client.call(request(0, 0, topic, at(0, 0)), VERSION);
        assertEquals(0, fourth.sessionId());
        assertEquals(1, partitions(fourth).size());
        FetchResponse replacing = client.call(request(sessions.get(0), 0, topic, at(0, 0)), VERSION);
        assertNotEquals(0, replacing.sessionId());
        close(replacing.sessionId());
        close(sessions.get(1));
        close(sessions.get(2));
    }

    @Test
    void aSessionUnusedForLongMakesRoom() {
        Loops loops = new Loops(1, "sessions-test");
        try {
            FetchSessions sessions = new FetchSessions(loops.get(0), 2);
            FetchSession first = sessions.open(new FetchSet(loops.get(0)), true, 0);
            FetchSession second = sessions.open(new FetchSet(loops.get(0)), true, 1);
            assertNull(sessions.open(new FetchSet(loops.get(0)), true, FetchSessions.MIN_EVICTION_MS - 1));
            assertTrue(sessions.find(first.id()).accept(1, FetchSessions.MIN_EVICTION_MS));
            assertNotNull(sessions.open(new FetchSet(loops.get(0)), true, FetchSessions.MIN_EVICTION_MS + 1));
            assertNull(sessions.find(second.id()), "the one unused for longest");
            assertNotNull(sessions.find(first.id()));
            assertEquals(2, sessions.size());
        } finally {
            loops.close(10_000);
        }
    }

    /** With a small limit, partitions take turns. */
    @Test
    void partitionsTakeTurns() {
        Uuid topic = TestBroker.createTopic(client, "turns", 2);
        String large = "x".repeat(2_000);
        for (int i = 0; i < 4; i++) {
            produce(topic, 0, large);
            produce(topic, 1, large);
        }
        FetchRequest opening = request(0, 0, topic, at(0, 0), at(1, 0)).maxBytes(2_500);
        FetchResponse opened = client.call(opening, VERSION);
        long[] next = new long[2];
        List<Integer> served = new ArrayList<>();
        note(opened, next, served);
        for (int epoch = 1; epoch < 8; epoch++) {
            FetchRequest request = request(
                            opened.sessionId(), epoch, topic, at(served.get(epoch - 1), next[served.get(epoch - 1)]))
                    .maxBytes(2_500);
            note(client.call(request, VERSION), next, served);
        }
        assertEquals(List.of(0, 1, 0, 1, 0, 1, 0, 1), served);
        close(opened.sessionId());
    }

    private static void note(FetchResponse response, long[] next, List<Integer> served) {
        for (PartitionData data : partitions(response)) {
            int whole = TestBroker.values(data.records()).size();
            if (whole > 0) {
                next[data.partitionIndex()] += whole;
                served.add(data.partitionIndex());
            }
        }
    }

    private void close(int session) {
        FetchResponse closed = client.call(new FetchRequest().sessionId(session).sessionEpoch(-1), VERSION);
        assertEquals(0, closed.sessionId());
    }

    private void produce(Uuid topic, int partition, String value) {
        assertEquals(
                0,
                TestBroker.produced(client.call(byId(topic, partition, value), 13))
                        .errorCode());
    }

    private static ProduceRequest byId(Uuid topic, int partition, String value) {
        var request = TestBroker.produce("", partition, -1, TestBroker.batch(value));
        request.topicData().get(0).topicId(topic);
        return request;
    }

    private static FetchPartition at(int partition, long offset) {
        return TestBroker.wanted(partition, offset);
    }

    private static FetchRequest request(int session, int epoch, Uuid topic, FetchPartition... partitions) {
        FetchRequest request = new FetchRequest()
                .sessionId(session)
                .sessionEpoch(epoch)
                .minBytes(1)
                .maxBytes(Integer.MAX_VALUE)
                .maxWaitMs(0);
        if (partitions.length > 0) {
            request.topics(List.of(new FetchTopic().topicId(topic).partitions(List.of(partitions))));
        }
        return request;
    }

    private static List<PartitionData> partitions(FetchResponse response) {
        assertEquals(0, response.errorCode());
        return response.responses().stream()
                .flatMap(topic -> topic.partitions().stream())
                .toList();
    }
}
