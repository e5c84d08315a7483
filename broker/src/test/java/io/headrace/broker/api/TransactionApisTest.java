package io.headrace.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.AddOffsetsToTxnRequest;
import io.headrace.protocol.message.AddOffsetsToTxnResponse;
import io.headrace.protocol.message.AddPartitionsToTxnRequest;
import io.headrace.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.headrace.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction;
import io.headrace.protocol.message.AddPartitionsToTxnResponse;
import io.headrace.protocol.message.DescribeTransactionsRequest;
import io.headrace.protocol.message.DescribeTransactionsResponse;
import io.headrace.protocol.message.EndTxnRequest;
import io.headrace.protocol.message.EndTxnResponse;
import io.headrace.protocol.message.FindCoordinatorRequest;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.ListTransactionsRequest;
import io.headrace.protocol.message.ListTransactionsResponse;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.protocol.message.WriteTxnMarkersRequest;
import io.headrace.protocol.message.WriteTxnMarkersRequest.WritableTxnMarker;
import io.headrace.protocol.message.WriteTxnMarkersRequest.WritableTxnMarkerTopic;
import io.headrace.protocol.message.WriteTxnMarkersResponse;
import io.headrace.record.BatchBuilder;
import io.headrace.testsupport.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionApisTest {

    @TempDir
    private static Path directory;

    private static HeadraceBroker broker;
    private RawClient client;
    private String id;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(directory, "num.network.threads", "2", "transaction.state.log.num.partitions", "4");
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        client = new RawClient(broker.port());
        id = test.getDisplayName().replaceAll("[^A-Za-z0-9]", "-");
        TestBroker.createTopic(client, id, 3);
        Await.until(
                "the coordinator is there",
                () -> client.<FindCoordinatorResponse>call(
                                        new FindCoordinatorRequest()
                                                .keyType((byte) 1)
                                                .coordinatorKeys(List.of(id)),
                                        4)
                                .coordinators()
                                .get(0)
                                .errorCode()
                        == 0);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @ParameterizedTest
    @CsvSource({"1, INVALID_PRODUCER_EPOCH", "2, PRODUCER_FENCED"})
    void oldClientsAreToldOfFencingInTheirWords(int version, Errors expected) {
        InitProducerIdResponse old = init();
        init();
        assertEquals(expected, add(old, version, 0).get(id + "-0"));
        assertEquals(expected.code(), end(old, true, version).errorCode());
        AddOffsetsToTxnResponse offsets = client.call(
                new AddOffsetsToTxnRequest()
                        .transactionalId(id)
                        .producerId(old.producerId())
                        .producerEpoch(old.producerEpoch())
                        .groupId("g"),
                version);
        assertEquals(expected.code(), offsets.errorCode());
        for (int initVersion = 3; initVersion <= 5; initVersion++) {
            InitProducerIdResponse again = client.call(
                    new InitProducerIdRequest()
                            .transactionalId(id)
                            .transactionTimeoutMs(1000)
                            .producerId(old.producerId())
                            .producerEpoch(old.producerEpoch()),
                    initVersion);
            assertEquals(
                    (initVersion < 4 ? Errors.INVALID_PRODUCER_EPOCH : Errors.PRODUCER_FENCED).code(),
                    again.errorCode());
            assertEquals(-1, again.producerId());
        }
    }

    @Test
    void halfAnIdentityIsNone() {
        InitProducerIdResponse response = client.call(
                new InitProducerIdRequest()
                        .transactionalId(id)
                        .transactionTimeoutMs(1000)
                        .producerId(3),
                4);
        assertEquals(Errors.INVALID_REQUEST.code(), response.errorCode());
    }

    @Test
    void allPartitionsAreAddedOrNone() {
        InitProducerIdResponse producer = init();

        assertEquals(
                Map.of(id + "-0", Errors.OPERATION_NOT_ATTEMPTED, id + "-7", Errors.UNKNOWN_TOPIC_OR_PARTITION),
                add(producer, 3, 0, 7));
        assertEquals("Empty", state());
        assertEquals(Map.of(id + "-0", Errors.NONE, id + "-2", Errors.NONE), add(producer, 3, 0, 2));
        assertEquals("Ongoing", state());
    }

    @Test
    void brokersAddAndAskInOneRequest() {
        InitProducerIdResponse producer = init();
        add(producer, 3, 1);
        AddPartitionsToTxnTransaction asked = transaction(producer, 0, 1).verifyOnly(true);
        AddPartitionsToTxnTransaction unknown = transaction(producer, 0).transactionalId(id + "-unknown");

        AddPartitionsToTxnResponse response =
                client.call(new AddPartitionsToTxnRequest().transactions(List.of(asked, unknown)), 5);

        assertEquals(0, response.errorCode());
        var verdicts = response.resultsByTransaction();
        assertEquals(id, verdicts.get(0).transactionalId());
        var partitions = verdicts.get(0).topicResults().get(0).resultsByPartition();
        assertEquals(Errors.TRANSACTION_ABORTABLE.code(), partitions.get(0).partitionErrorCode());
        assertEquals(Errors.NONE.code(), partitions.get(1).partitionErrorCode());
        assertEquals(
                Errors.INVALID_PRODUCER_ID_MAPPING.code(),
                verdicts.get(1)
                        .topicResults()
                        .get(0)
                        .resultsByPartition()
                        .get(0)
                        .partitionErrorCode());
    }

    @ParameterizedTest
    @CsvSource({"9, INVALID_TXN_STATE", "11, TRANSACTION_ABORTABLE", "12, NONE"})
    void aPartitionThatWasNotAddedTakesNothingUnlessWritingAddsIt(int version, Errors expected) {
        InitProducerIdResponse producer = init();

        assertEquals(expected, produce(producer, version, 0, 0));

        assertEquals(expected == Errors.NONE ? "Ongoing" : "Empty", state());
        if (expected != Errors.NONE) {
            add(producer, 3, 0);
            assertEquals(Errors.NONE, produce(producer, version, 0, 0));
            assertEquals(Errors.NONE, produce(producer, version, 0, 1));
            end(producer, true, 3);
            Await.until("complete", () -> state().equals("CompleteCommit"));
            assertEquals(expected, produce(producer, version, 0, 2), "the transaction is over");
        }
    }

    @Test
    void aLateBatchOfTheTransactionBeforeIsRefused() {
        InitProducerIdResponse producer = init();
        assertEquals(Errors.NONE, produce(producer, 12, 0, 0));
        EndTxnResponse ended = end(producer, true, 5);
        assertEquals(producer.producerEpoch() + 1, ended.producerEpoch());
        assertEquals(ended, end(producer, true, 5), "asked again");

        assertEquals(Errors.INVALID_PRODUCER_EPOCH, produce(producer, 12, 0, 1));
        assertEquals(Errors.INVALID_PRODUCER_EPOCH, produce(producer, 12, 1, 0), "where it was not before");
        InitProducerIdResponse next =
                new InitProducerIdResponse().producerId(ended.producerId()).producerEpoch(ended.producerEpoch());
        assertEquals(Errors.NONE, produce(next, 12, 1, 0));
        assertEquals(Errors.PRODUCER_FENCED.code(), end(producer, true, 5).errorCode());
        assertEquals("Ongoing", state());
    }

    @Test
    void theEndOfATransactionThatComesByAnOlderConnectionIsDropped() {
        InitProducerIdResponse producer = init();
        add(producer, 3, 0);
        try (RawClient newer = new RawClient(broker.port())) {
            EndTxnResponse ended = newer.call(ending(producer, true), 3);
            assertEquals(0, ended.errorCode());
            Await.until(
                    "the next transaction",
                    () -> newer.<AddPartitionsToTxnResponse>call(addition(producer, 0), 3)
                                    .resultsByTopicV3AndBelow()
                                    .get(0)
                                    .resultsByPartition()
                                    .get(0)
                                    .partitionErrorCode()
                            == 0);

            assertThrows(RuntimeException.class, () -> end(producer, true, 3), "the connection is closed");
            client.close();
            client = new RawClient(broker.port());
            assertEquals("Ongoing", state());
        }
    }

    @Test
    void markersGoToPartitionsAndToGroupOffsets() {
        InitProducerIdResponse producer = init();
        produce(producer, 12, 0, 0);
        WritableTxnMarker marker = new WritableTxnMarker()
                .producerId(producer.producerId())
                .producerEpoch(producer.producerEpoch())
                .coordinatorEpoch(0)
                .transactionResult(false)
                .topics(List.of(
                        new WritableTxnMarkerTopic().name(id).partitionIndexes(List.of(0, 9)),
                        new WritableTxnMarkerTopic().name("absent").partitionIndexes(List.of(0))));

        WriteTxnMarkersResponse response = client.call(new WriteTxnMarkersRequest().markers(List.of(marker)), 1);

        var topics = response.markers().get(0).topics();
        assertEquals(producer.producerId(), response.markers().get(0).producerId());
        assertEquals(Errors.NONE.code(), topics.get(0).partitions().get(0).errorCode());
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                topics.get(0).partitions().get(1).errorCode());
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                topics.get(1).partitions().get(0).errorCode());
    }

    @Test
    void listingTellsWhichStatesItDoesNotKnow() {
        init();
        ListTransactionsResponse response = client.call(
                new ListTransactionsRequest()
                        .stateFilters(List.of("Empty", "Bored"))
                        .transactionalIdPattern(id),
                2);
        assertEquals(List.of("Bored"), response.unknownStateFilters());
        assertEquals(1, response.transactionStates().size());
        ListTransactionsResponse wrong = client.call(new ListTransactionsRequest().transactionalIdPattern("(["), 2);
        assertEquals(Errors.INVALID_REGULAR_EXPRESSION.code(), wrong.errorCode());
        assertFalse(client.<ListTransactionsResponse>call(new ListTransactionsRequest(), 0)
                .transactionStates()
                .isEmpty());
    }

    private InitProducerIdResponse init() {
        InitProducerIdResponse response =
                client.call(new InitProducerIdRequest().transactionalId(id).transactionTimeoutMs(60_000), 5);
        assertEquals(0, response.errorCode());
        return response;
    }

    private AddPartitionsToTxnRequest addition(InitProducerIdResponse producer, Integer... partitions) {
        return new AddPartitionsToTxnRequest()
                .v3AndBelowTransactionalId(id)
                .v3AndBelowProducerId(producer.producerId())
                .v3AndBelowProducerEpoch(producer.producerEpoch())
                .v3AndBelowTopics(List.of(new AddPartitionsToTxnTopic().name(id).partitions(List.of(partitions))));
    }

    private Map<String, Errors> add(InitProducerIdResponse producer, int version, Integer... partitions) {
        AddPartitionsToTxnResponse response = client.call(addition(producer, partitions), version);
        Map<String, Errors> verdicts = new TreeMap<>();
        response.resultsByTopicV3AndBelow()
                .forEach(topic -> topic.resultsByPartition()
                        .forEach(partition -> verdicts.put(
                                topic.name() + "-" + partition.partitionIndex(),
                                Errors.forCode(partition.partitionErrorCode()))));
        return verdicts;
    }

    private AddPartitionsToTxnTransaction transaction(InitProducerIdResponse producer, Integer... partitions) {
        return new AddPartitionsToTxnTransaction()
                .transactionalId(id)
                .producerId(producer.producerId())
                .producerEpoch(producer.producerEpoch())
                .topics(List.of(new AddPartitionsToTxnTopic().name(id).partitions(List.of(partitions))));
    }

    private EndTxnRequest ending(InitProducerIdResponse producer, boolean commit) {
        return new EndTxnRequest()
                .transactionalId(id)
                .producerId(producer.producerId())
                .producerEpoch(producer.producerEpoch())
                .committed(commit);
    }

    /** Asks again for as long as markers of the same transaction are being written. */
    private EndTxnResponse end(InitProducerIdResponse producer, boolean commit, int version) {
        EndTxnResponse response = client.call(ending(producer, commit), version);
        while (response.errorCode() == Errors.CONCURRENT_TRANSACTIONS.code()) {
            response = client.call(ending(producer, commit), version);
        }
        return response;
    }

    private Errors produce(InitProducerIdResponse producer, int version, int partition, int sequence) {
        try (BatchBuilder builder = TestBroker.builder()) {
            builder.producer(producer.producerId(), producer.producerEpoch(), sequence)
                    .transactional(true)
                    .append(System.currentTimeMillis(), null, "x".getBytes(StandardCharsets.UTF_8));
            ProduceRequest request = TestBroker.produce(id, partition, -1, TestBroker.copyOf(builder.seal()))
                    .transactionalId(id);
            PartitionProduceResponse answer = TestBroker.produced(client.call(request, version));
            return Errors.forCode(answer.errorCode());
        }
    }

    private String state() {
        DescribeTransactionsResponse response =
                client.call(new DescribeTransactionsRequest().transactionalIds(List.of(id)), 0);
        return response.transactionStates().get(0).transactionState();
    }
}
