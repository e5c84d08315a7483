package io.headrace.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.DeleteRecordsRequest;
import io.headrace.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.headrace.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.headrace.protocol.message.DeleteRecordsResponse;
import io.headrace.protocol.message.DescribeLogDirsRequest;
import io.headrace.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.headrace.protocol.message.DescribeLogDirsResponse;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchRequest.FetchTopic;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.headrace.protocol.message.ListOffsetsResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.protocol.wire.RecordBytes;
import io.headrace.record.BatchBuilder;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Producing, fetching, and the calls about offsets, at their oldest and newest versions. */
class RecordApisTest {

    @TempDir
    private static Path directory;

    private static HeadraceBroker broker;
    private RawClient client;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(directory, "auto.create.topics.enable", "false");
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

    @ParameterizedTest
    @CsvSource({"3, 4, 1", "7, 10, -1", "8, 11, 1", "12, 12, -1"})
    void recordsGoInAndComeBack(int produceVersion, int fetchVersion, int acks) {
        String topic = "records-" + produceVersion;
        TestBroker.createTopic(client, topic, 4);
        for (int partition = 0; partition < 4; partition++) {
            PartitionProduceResponse first = produce(topic, partition, acks, produceVersion, "a", "b");
            assertEquals(Errors.NONE.code(), first.errorCode());
            assertEquals(0, first.baseOffset());
            assertEquals(-1, first.logAppendTimeMs());
            assertEquals(produceVersion < 5 ? -1 : 0, first.logStartOffset());
            assertEquals(2, produce(topic, partition, acks, produceVersion, "c").baseOffset());

            FetchResponse.PartitionData data = fetch(topic, partition, 0, fetchVersion);
            assertEquals(Errors.NONE.code(), data.errorCode());
            assertEquals(3, data.highWatermark());
            assertEquals(3, data.lastStableOffset());
            assertEquals(List.of("a", "b", "c"), TestBroker.values(data.records()));
            assertEquals(
                    List.of("c"),
                    TestBroker.values(fetch(topic, partition, 2, fetchVersion).records()));
            assertEquals(0, fetch(topic, partition, 3, fetchVersion).records().size());
        }
    }

    @Test
    void topicsAreNamedByIdInTheNewestVersions() {
        Uuid id = TestBroker.createTopic(client, "by-id", 1);
        ProduceRequest produce = TestBroker.produce("", 0, -1, TestBroker.batch("x"));
        produce.topicData().get(0).topicId(id);
        assertEquals(0, TestBroker.produced(client.call(produce, 13)).baseOffset());

        FetchRequest fetch = TestBroker.fetch("", 0, 0, 1, 1000);
        fetch.topics().get(0).topicId(id);
        FetchResponse response = client.call(fetch, 18);
        assertEquals(id, response.responses().get(0).topicId());
        assertEquals(
                List.of("x"), TestBroker.values(TestBroker.fetched(response).records()));

        Uuid other = Uuid.randomUuid();
        produce = TestBroker.produce("", 0, -1, TestBroker.batch("x"));
        produce.topicData().get(0).topicId(other);
        assertEquals(
                Errors.UNKNOWN_TOPIC_ID.code(),
                TestBroker.produced(client.call(produce, 13)).errorCode());
        fetch.topics().get(0).topicId(other);
        assertEquals(
                Errors.UNKNOWN_TOPIC_ID.code(),
                TestBroker.fetched(client.call(fetch, 18)).errorCode());
    }

    @Test
    void withoutAcknowledgementThereIsNoAnswer() {
        TestBroker.createTopic(client, "no-acks", 1);
        client.send(TestBroker.produce("no-acks", 0, 0, TestBroker.batch("a")), 12);
        // The next answer on this connection belongs to the next request.
        assertEquals(1, produce("no-acks", 0, 1, 12, "b").baseOffset());
    }

    @Test
    void withoutAcknowledgementAFailureEndsTheConnection() {
        client.send(TestBroker.produce("nowhere", 0, 0, TestBroker.batch("a")), 12);
        assertTrue(client.isClosedByPeer());
    }

    @Test
    void whatCannotBeAppendedIsRefused() {
        TestBroker.createTopic(client, "refusals", 1, "max.message.bytes", "1000");
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                produce("nowhere", 0, 1, 12, "x").errorCode());
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                produce("refusals", 7, 1, 12, "x").errorCode());
        assertEquals(
                Errors.INVALID_REQUIRED_ACKS.code(),
                produce("refusals", 0, 2, 12, "x").errorCode());
        assertEquals(
                Errors.MESSAGE_TOO_LARGE.code(),
                produce("refusals", 0, 1, 12, "x".repeat(1000)).errorCode());
        assertEquals(Errors.INVALID_RECORD.code(), append("refusals", null).errorCode());
        assertEquals(
                Errors.INVALID_RECORD.code(),
                append("refusals", RecordBytes.EMPTY).errorCode());

        ByteBuf corrupt = ((BufferRecordBytes) TestBroker.batch("abc")).buffer();
        corrupt.setByte(corrupt.readableBytes() - 2, 'X');
        assertEquals(
                Errors.CORRUPT_MESSAGE.code(),
                append("refusals", new BufferRecordBytes(corrupt)).errorCode());
        ByteBuf cut = ((BufferRecordBytes) TestBroker.batch("abc")).buffer();
        RecordBytes half = new BufferRecordBytes(cut.slice(0, cut.readableBytes() - 1));
        assertEquals(Errors.INVALID_RECORD.code(), append("refusals", half).errorCode());

        try (BatchBuilder builder = TestBroker.builder()) {
            builder.producer(9, (short) 0, 0).transactional(true).append(1, null, new byte[1]);
            PartitionProduceResponse transactional = append("refusals", TestBroker.copyOf(builder.seal()));
            assertEquals(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code(), transactional.errorCode());
        }
        assertEquals(0, offsetAt("refusals", -1, 11).offset(), "something was appended after all");
    }

    @Test
    void recordsWithTimesOutOfRangeAreNamed() {
        TestBroker.createTopic(client, "times", 1, "message.timestamp.before.max.ms", "1000");
        try (BatchBuilder builder = TestBroker.builder()) {
            builder.append(System.currentTimeMillis(), null, new byte[1]);
            builder.append(5, null, new byte[1]);
            PartitionProduceResponse answer = append("times", TestBroker.copyOf(builder.seal()));
            assertEquals(Errors.INVALID_TIMESTAMP.code(), answer.errorCode());
            assertEquals(1, answer.recordErrors().size());
            assertEquals(1, answer.recordErrors().get(0).batchIndex());
        }
    }

    @Test
    void theBrokerStampsTimesWhereTheTopicSaysSo() {
        TestBroker.createTopic(client, "append-time", 1, "message.timestamp.type", "LogAppendTime");
        long before = System.currentTimeMillis();
        PartitionProduceResponse answer = produce("append-time", 0, 1, 12, "x");
        assertTrue(answer.logAppendTimeMs() >= before, answer.toString());
        assertEquals(answer.logAppendTimeMs(), offsetAt("append-time", -3, 7).timestamp());
    }

    @Test
    void tooFewReplicasRefuseOnlyThoseWhoWantAll() {
        TestBroker.createTopic(client, "min-isr", 1, "min.insync.replicas", "2");
        assertEquals(
                Errors.NOT_ENOUGH_REPLICAS.code(),
                produce("min-isr", 0, -1, 12, "x").errorCode());
        assertEquals(Errors.NONE.code(), produce("min-isr", 0, 1, 12, "x").errorCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void idempotentProducersGetDistinctIds(int version) {
        InitProducerIdResponse first = client.call(new InitProducerIdRequest().transactionalId(null), version);
        InitProducerIdResponse second = client.call(new InitProducerIdRequest().transactionalId(null), version);
        assertEquals(Errors.NONE.code(), first.errorCode());
        assertEquals(0, first.producerEpoch());
        assertTrue(second.producerId() > first.producerId(), first + " " + second);
    }

    @Test
    void moreProducersThanOneBlockOfIds() {
        long last = -1;
        for (int i = 0; i < 2_500; i++) {
            InitProducerIdResponse response = client.call(new InitProducerIdRequest().transactionalId(null), 5);
            assertTrue(response.producerId() > last, response + " after " + last);
            last = response.producerId();
        }
    }

    @Test
    void duplicatesAreAnsweredWithTheFirstOffsetAndGapsRefused() {
        TestBroker.createTopic(client, "idempotent", 1);
        InitProducerIdResponse id = client.call(new InitProducerIdRequest().transactionalId(null), 4);
        long producer = id.producerId();
        assertEquals(
                0,
                append("idempotent", TestBroker.batch(producer, (short) 0, 0, "a", "b"))
                        .baseOffset());
        assertEquals(
                2,
                append("idempotent", TestBroker.batch(producer, (short) 0, 2, "c"))
                        .baseOffset());
        PartitionProduceResponse again = append("idempotent", TestBroker.batch(producer, (short) 0, 0, "a", "b"));
        assertEquals(Errors.NONE.code(), again.errorCode());
        assertEquals(0, again.baseOffset());
        assertEquals(
                Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code(),
                append("idempotent", TestBroker.batch(producer, (short) 0, 9, "z"))
                        .errorCode());
        assertEquals(
                0,
                append("idempotent", TestBroker.batch(producer, (short) 1, 0, "d"))
                        .errorCode());
        assertEquals(
                Errors.INVALID_PRODUCER_EPOCH.code(),
                append("idempotent", TestBroker.batch(producer, (short) 0, 3, "e"))
                        .errorCode());
        assertEquals(
                List.of("a", "b", "c", "d"),
                TestBroker.values(fetch("idempotent", 0, 0, 12).records()));
    }

    @Test
    void fetchErrors() {
        TestBroker.createTopic(client, "fetch-errors", 1);
        produce("fetch-errors", 0, 1, 12, "a");
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                fetch("nowhere", 0, 0, 12).errorCode());
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                fetch("fetch-errors", 5, 0, 12).errorCode());
        FetchResponse.PartitionData above = fetch("fetch-errors", 0, 2, 12);
        assertEquals(Errors.OFFSET_OUT_OF_RANGE.code(), above.errorCode());
        assertEquals(-1, above.highWatermark());
        assertEquals(
                Errors.OFFSET_OUT_OF_RANGE.code(),
                fetch("fetch-errors", 0, -5, 12).errorCode());

        FetchRequest unknownEpoch = TestBroker.fetch("fetch-errors", 0, 0, 1, 0);
        unknownEpoch.topics().get(0).partitions().get(0).currentLeaderEpoch(5);
        assertEquals(
                Errors.UNKNOWN_LEADER_EPOCH.code(),
                TestBroker.fetched(client.call(unknownEpoch, 12)).errorCode());
        FetchRequest diverging = TestBroker.fetch("fetch-errors", 0, 1, 1, 0);
        diverging.topics().get(0).partitions().get(0).lastFetchedEpoch(0);
        assertEquals(
                Errors.NONE.code(),
                TestBroker.fetched(client.call(diverging, 12)).errorCode());
    }

    @Test
    void aBatchLargerThanTheLimitsIsGivenWhole() {
        TestBroker.createTopic(client, "large", 2);
        String large = "x".repeat(100_000);
        produce("large", 0, 1, 12, large);
        produce("large", 0, 1, 12, large);
        produce("large", 1, 1, 12, large);
        FetchRequest request = TestBroker.fetch("large", 0, 0, 1, 1000).maxBytes(1000);
        request.topics(List.of(new FetchTopic()
                .topic("large")
                .partitions(List.of(
                        TestBroker.wanted(0, 0).partitionMaxBytes(1000),
                        TestBroker.wanted(1, 0).partitionMaxBytes(1000)))));
        FetchResponse response = client.call(request, 12);
        assertEquals(
                List.of(large),
                TestBroker.values(
                        response.responses().get(0).partitions().get(0).records()));
        assertEquals(
                0, response.responses().get(0).partitions().get(1).records().size());
        assertEquals(1, response.responses().get(0).partitions().get(1).highWatermark());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11})
    void offsetsByNameAndTime(int version) {
        String topic = "offsets-" + version;
        TestBroker.createTopic(client, topic, 1);
        assertEquals(0, offsetAt(topic, -1, version).offset());
        assertEquals(0, offsetAt(topic, -2, version).offset());
        assertEquals(-1, offsetAt(topic, 5, version).offset());
        try (BatchBuilder builder = TestBroker.builder()) {
            builder.append(100, null, new byte[1]);
            builder.append(300, null, new byte[1]);
            builder.append(200, null, new byte[1]);
            assertEquals(0, append(topic, TestBroker.copyOf(builder.seal())).errorCode());
        }
        assertEquals(3, offsetAt(topic, -1, version).offset());
        ListOffsetsPartitionResponse found = offsetAt(topic, 150, version);
        assertEquals(1, found.offset());
        assertEquals(300, found.timestamp());
        assertEquals(version < 4 ? -1 : 0, found.leaderEpoch());
        assertEquals(-1, offsetAt(topic, 301, version).offset());
        if (version >= 7) {
            assertEquals(1, offsetAt(topic, -3, version).offset());
            assertEquals(0, offsetAt(topic, -4, version).offset());
            assertEquals(-1, offsetAt(topic, -5, version).offset());
            assertEquals(-1, offsetAt(topic, -6, version).offset());
        }
    }

    @Test
    void offsetsThatAreRefused() {
        TestBroker.createTopic(client, "offset-errors", 1);
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                offsetAt("nowhere", -1, 11).errorCode());
        assertEquals(
                Errors.UNSUPPORTED_VERSION.code(),
                offsetAt("offset-errors", -3, 6).errorCode());
        assertEquals(
                Errors.UNSUPPORTED_VERSION.code(),
                offsetAt("offset-errors", -9, 11).errorCode());
        ListOffsetsPartition twice =
                new ListOffsetsPartition().partitionIndex(0).timestamp(-1);
        ListOffsetsRequest request = new ListOffsetsRequest()
                .replicaId(-1)
                .topics(List.of(new ListOffsetsTopic().name("offset-errors").partitions(List.of(twice, twice))));
        ListOffsetsResponse response = client.call(request, 11);
        assertEquals(
                Errors.INVALID_REQUEST.code(),
                response.topics().get(0).partitions().get(0).errorCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void theEndOfALeaderEpoch(int version) {
        String topic = "epochs-" + version;
        TestBroker.createTopic(client, topic, 1);
        produce(topic, 0, 1, 12, "a", "b");
        EpochEndOffset end = endOf(topic, 0, -1, version);
        assertEquals(Errors.NONE.code(), end.errorCode());
        assertEquals(0, end.leaderEpoch());
        assertEquals(2, end.endOffset());
        assertEquals(-1, endOf(topic, 9, -1, version).endOffset());
        assertEquals(
                Errors.UNKNOWN_LEADER_EPOCH.code(), endOf(topic, 0, 9, version).errorCode());
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                endOf("nowhere", 0, -1, version).errorCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void recordsAreDeleted(int version) {
        String topic = "deleted-" + version;
        TestBroker.createTopic(client, topic, 1);
        produce(topic, 0, 1, 12, "a", "b", "c");
        assertEquals(1, deleteRecords(topic, 0, 1, version, Errors.NONE));
        assertEquals(1, offsetAt(topic, -2, 11).offset());
        assertEquals(Errors.OFFSET_OUT_OF_RANGE.code(), fetch(topic, 0, 0, 12).errorCode());
        assertEquals(-1, deleteRecords(topic, 0, 4, version, Errors.OFFSET_OUT_OF_RANGE));
        assertEquals(3, deleteRecords(topic, 0, -1, version, Errors.NONE));
        assertEquals(-1, deleteRecords(topic, 9, 1, version, Errors.UNKNOWN_TOPIC_OR_PARTITION));
        assertEquals(-1, deleteRecords("nowhere", 0, 1, version, Errors.UNKNOWN_TOPIC_OR_PARTITION));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void logDirectoriesAreDescribed(int version) {
        String topic = "dirs-" + version;
        TestBroker.createTopic(client, topic, 2);
        produce(topic, 1, 1, 12, "a");
        DescribeLogDirsResponse all = client.call(new DescribeLogDirsRequest().topics(null), version);
        assertEquals(1, all.results().size());
        assertEquals(directory.toString(), all.results().get(0).logDir());
        if (version >= 4) {
            assertTrue(all.results().get(0).totalBytes() > 0);
            assertTrue(all.results().get(0).usableBytes() > 0);
        }
        DescribeLogDirsRequest one = new DescribeLogDirsRequest()
                .topics(List.of(new DescribableLogDirTopic().topic(topic).partitions(List.of(1, 9))));
        DescribeLogDirsResponse response = client.call(one, version);
        var partitions = response.results().get(0).topics().get(0).partitions();
        assertEquals(1, partitions.size());
        assertTrue(partitions.get(0).partitionSize() > 60);
    }

    private PartitionProduceResponse produce(String topic, int partition, int acks, int version, String... values) {
        return TestBroker.produced(
                client.call(TestBroker.produce(topic, partition, acks, TestBroker.batch(values)), version));
    }

    private PartitionProduceResponse append(String topic, RecordBytes records) {
        return TestBroker.produced(client.call(TestBroker.produce(topic, 0, 1, records), 12));
    }

    private FetchResponse.PartitionData fetch(String topic, int partition, long offset, int version) {
        FetchRequest request = TestBroker.fetch(topic, partition, offset, 1, 0);
        return TestBroker.fetched(client.call(request, version));
    }

    private ListOffsetsPartitionResponse offsetAt(String topic, long timestamp, int version) {
        ListOffsetsRequest request = new ListOffsetsRequest()
                .replicaId(-1)
                .topics(List.of(new ListOffsetsTopic()
                        .name(topic)
                        .partitions(List.of(
                                new ListOffsetsPartition().partitionIndex(0).timestamp(timestamp)))));
        ListOffsetsResponse response = client.call(request, version);
        return response.topics().get(0).partitions().get(0);
    }

    private EpochEndOffset endOf(String topic, int epoch, int currentEpoch, int version) {
        OffsetForLeaderEpochRequest request = new OffsetForLeaderEpochRequest()
                .replicaId(-1)
                .topics(List.of(new OffsetForLeaderTopic()
                        .topic(topic)
                        .partitions(List.of(new OffsetForLeaderPartition()
                                .partition(0)
                                .currentLeaderEpoch(currentEpoch)
                                .leaderEpoch(epoch)))));
        OffsetForLeaderEpochResponse response = client.call(request, version);
        return response.topics().get(0).partitions().get(0);
    }

    private long deleteRecords(String topic, int partition, long offset, int version, Errors expected) {
        DeleteRecordsRequest request = new DeleteRecordsRequest()
                .timeoutMs(10_000)
                .topics(List.of(new DeleteRecordsTopic()
                        .name(topic)
                        .partitions(List.of(new DeleteRecordsPartition()
                                .partitionIndex(partition)
                                .offset(offset)))));
        DeleteRecordsResponse response = client.call(request, version);
        var result = response.topics().get(0).partitions().get(0);
        assertEquals(expected.code(), result.errorCode());
        return result.lowWatermark();
    }
}
