package io.headrace.clients.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.clients.fake.FakeCluster;
import io.headrace.clients.fake.Fault;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TransactionAbortedException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AddPartitionsToTxnRequest;
import io.headrace.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.headrace.protocol.message.AddPartitionsToTxnResponse;
import io.headrace.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import io.headrace.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import io.headrace.protocol.message.EndTxnResponse;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.protocol.message.ProduceResponse.TopicProduceResponse;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.record.BatchHeader;
import io.headrace.testsupport.Await;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transactional producer of a cluster that keeps epochs: broker 0 coordinates, broker 1 leads the partition. */
@SuppressWarnings("FutureReturnValueIgnored") // A record that failed fails the commit.
class ProducerTransactionsTest {

    private static final int PAUSE_MS = 2_000;

    private final ProducerFixture fixture = new ProducerFixture(2);
    private final FakeCluster cluster = fixture.cluster;

    /** What the coordinator says when partitions are to be added. */
    private final AtomicReference<Errors> onAdd = new AtomicReference<>(Errors.NONE);

    /** What becomes of the next requests of a kind that are to be lost. */
    private final Map<ApiKey, Fault> faults = new ConcurrentHashMap<>();

    /** The epochs under which partitions were added. */
    private final List<Integer> epochs = Collections.synchronizedList(new ArrayList<>());

    /** Epoch and first sequence of each batch that was sent to the topic "t". */
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());

    /** How long a pause the leader asks for with its answers. */
    private final AtomicReference<Integer> pauseMs = new AtomicReference<>(0);

    @BeforeEach
    void script() {
        cluster.supports(ApiKey.FIND_COORDINATOR, 0, 2);
        cluster.supports(ApiKey.ADD_PARTITIONS_TO_TXN, 0, 2);
        cluster.supports(ApiKey.END_TXN, 0, 2);
        cluster.supports(ApiKey.PRODUCE, 3, 8);
        cluster.createTopic("t", 2);
        cluster.mischief(this::serve);
    }

    private Fault serve(int broker, ApiMessage request, int version) {
        if (request instanceof ProduceRequest produce) {
            note(produce);
        }
        Fault fault = faults.remove(request.apiKey());
        if (fault != null) {
            return fault;
        }
        ApiMessage answer = answer(request);
        return answer == null ? Fault.NONE : Fault.answer(answer);
    }

    private void note(ProduceRequest request) {
        for (var topic : request.topicData()) {
            for (var partition : topic.partitionData()) {
                ByteBuf bytes = ((BufferRecordBytes) partition.records()).buffer();
                BatchHeader batch = new BatchHeader(bytes, bytes.readerIndex());
                if (topic.name().equals("t")) {
                    written.add(batch.producerEpoch() + ":" + batch.baseSequence());
                }
            }
        }
    }

    private ApiMessage answer(ApiMessage request) {
        return switch (request.apiKey()) {
            case FIND_COORDINATOR ->
                new FindCoordinatorResponse().nodeId(0).host("127.0.0.1").port(cluster.port(0));
            case INIT_PRODUCER_ID -> initialized((InitProducerIdRequest) request);
            case ADD_PARTITIONS_TO_TXN -> added((AddPartitionsToTxnRequest) request);
            case END_TXN -> new EndTxnResponse();
            case PRODUCE -> pauseMs.get() > 0 ? throttled((ProduceRequest) request) : null;
            default -> null;
        };
    }

    private static InitProducerIdResponse initialized(InitProducerIdRequest request) {
        boolean isRaised = request.producerId() >= 0;
        return new InitProducerIdResponse().producerId(9).producerEpoch((short)
                (isRaised ? request.producerEpoch() + 1 : 0));
    }

    private AddPartitionsToTxnResponse added(AddPartitionsToTxnRequest request) {
        epochs.add((int) request.v3AndBelowProducerEpoch());
        AddPartitionsToTxnResponse response = new AddPartitionsToTxnResponse();
        for (AddPartitionsToTxnTopic topic : request.v3AndBelowTopics()) {
            AddPartitionsToTxnTopicResult result = new AddPartitionsToTxnTopicResult().name(topic.name());
            for (int partition : topic.partitions()) {
                result.resultsByPartition()
                        .add(new AddPartitionsToTxnPartitionResult()
                                .partitionIndex(partition)
                                .partitionErrorCode(onAdd.get().code()));
            }
            response.resultsByTopicV3AndBelow().add(result);
        }
        return response;
    }

    private ProduceResponse throttled(ProduceRequest request) {
        ProduceResponse response = new ProduceResponse().throttleTimeMs(pauseMs.get());
        for (var topic : request.topicData()) {
            TopicProduceResponse answer = new TopicProduceResponse().name(topic.name());
            for (var partition : topic.partitionData()) {
                answer.partitionResponses().add(new PartitionProduceResponse().index(partition.index()));
            }
            response.responses().add(answer);
        }
        return response;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aPartitionThatWasReadyInATransactionBeforeIsAddedToTheNextOneFirst() throws Exception {
        KafkaProducer<String, String> producer = fixture.producer("transactional.id", "tx", "linger.ms", 0);
        producer.initTransactions();
        producer.beginTransaction();
        pauseMs.set(PAUSE_MS);
        producer.send(ProducerFixture.record("t", 1, "acknowledged")).get(30, TimeUnit.SECONDS);
        // Is ready, and stays where it is since the leader wants a pause.
        Future<RecordMetadata> kept = producer.send(ProducerFixture.record("t", 1, "kept back"));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS / 20);
        producer.abortTransaction();
        ExecutionException refused = assertThrows(ExecutionException.class, () -> kept.get(30, TimeUnit.SECONDS));
        assertEquals(TransactionAbortedException.class, refused.getCause().getClass());

        onAdd.set(Errors.CONCURRENT_TRANSACTIONS);
        pauseMs.set(0);
        producer.beginTransaction();
        Future<RecordMetadata> next = producer.send(ProducerFixture.record("t", 1, "next"));
        Await.until("partitions are to be added", () -> cluster.count(ApiKey.ADD_PARTITIONS_TO_TXN) > 1);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS + 300);
        assertEquals(List.of(), fixture.values("t", 1), "written before the partition was part of the transaction");
        onAdd.set(Errors.NONE);
        next.get(30, TimeUnit.SECONDS);
        producer.commitTransaction();
        producer.close(Duration.ofSeconds(30));
    }

    private static void transaction(KafkaProducer<String, String> producer) {
        producer.beginTransaction();
        producer.send(ProducerFixture.record("t", 1, "v"));
        producer.commitTransaction();
    }

    @ParameterizedTest
    @EnumSource(
            value = ApiKey.class,
            names = {"ADD_PARTITIONS_TO_TXN", "END_TXN"})
    void whatMayArriveLateHasAnEpochThatIsOver(ApiKey lost) {
        KafkaProducer<String, String> producer = fixture.producer("transactional.id", "tx");
        producer.initTransactions();
        transaction(producer);
        transaction(producer);
        faults.put(lost, Fault.DISCONNECT);
        transaction(producer);
        assertEquals(Set.of(0), Set.copyOf(epochs));
        transaction(producer);
        transaction(producer);
        assertEquals(List.of(1, 1), epochs.subList(epochs.size() - 2, epochs.size()));
        assertEquals(2, cluster.count(ApiKey.INIT_PRODUCER_ID));
    }

    @Test
    void aCommitThatIsCalledAgainAfterItsTimeLeavesNothingToTheNextTransaction() {
        KafkaProducer<String, String> producer =
                fixture.producer("transactional.id", "tx", "request.timeout.ms", 5_000, "max.block.ms", 3_000);
        producer.initTransactions();
        transaction(producer);
        faults.put(ApiKey.END_TXN, Fault.STALL);
        assertThrows(TimeoutException.class, () -> transaction(producer));
        assertThrows(IllegalStateException.class, producer::abortTransaction);
        assertThrows(IllegalStateException.class, producer::beginTransaction);
        Await.until("it is committed", () -> {
            try {
                producer.commitTransaction();
                return true;
            } catch (TimeoutException e) {
                return false;
            }
        });
        assertEquals(List.of(0, 0), epochs);
        transaction(producer);
        assertEquals(List.of(0, 0, 1), epochs);
    }

    /** Only the coordinator raises the epoch of a transactional producer: partitions that do so are fenced. */
    @Test
    void aTopicThatIsMadeAnewDoesNotRaiseTheEpoch() {
        KafkaProducer<String, String> producer =
                fixture.producer("transactional.id", "tx", "metadata.max.age.ms", 100, "linger.ms", 0);
        producer.initTransactions();
        transaction(producer);
        transaction(producer);
        cluster.deleteTopic("t");
        cluster.createTopic("t", 2);
        int asked = cluster.count(ApiKey.METADATA);
        Await.until("the new topic is known", () -> cluster.count(ApiKey.METADATA) > asked + 1);
        transaction(producer);
        producer.beginTransaction();
        producer.send(ProducerFixture.record("t", 1, "v"));
        producer.flush();
        cluster.deleteTopic("t");
        cluster.createTopic("t", 2);
        int askedAgain = cluster.count(ApiKey.METADATA);
        Await.until("the newest topic is known", () -> cluster.count(ApiKey.METADATA) > askedAgain + 1);
        producer.send(ProducerFixture.record("t", 1, "w"));
        producer.commitTransaction();
        assertEquals(List.of("0:0", "0:1", "0:2", "0:3", "0:4"), written);
        assertEquals(List.of("w"), fixture.values("t", 1));
    }

    @Test
    void aGapFailsTheTransactionAndTheNextOneHasAnotherEpoch() {
        KafkaProducer<String, String> producer = fixture.producer("transactional.id", "tx", "linger.ms", 0);
        producer.initTransactions();
        transaction(producer);
        for (Errors error : List.of(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, Errors.UNKNOWN_PRODUCER_ID)) {
            cluster.produceErrors((topic, partition) -> error);
            assertThrows(KafkaException.class, () -> transaction(producer));
            cluster.produceErrors((topic, partition) -> Errors.NONE);
            producer.abortTransaction();
            transaction(producer);
        }
        assertEquals(List.of("0:0", "0:1", "1:0", "1:1", "2:0"), written);
        assertEquals(List.of("v", "v", "v"), fixture.values("t", 1));
    }

    /** What brokers remember of a producer they know by its epoch: while that stays, sequences go on. */
    @Test
    void aTopicThatWasIdleForLongIsCountedOn() {
        cluster.createTopic("other", 1);
        AtomicBoolean isAskedFor = new AtomicBoolean();
        FakeCluster.Mischief script = this::serve;
        cluster.mischief((broker, request, version) -> {
            if (request instanceof MetadataRequest metadata && metadata.topics() != null) {
                isAskedFor.set(metadata.topics().stream().anyMatch(topic -> "t".equals(topic.name())));
            }
            return script.with(broker, request, version);
        });
        KafkaProducer<String, String> producer = fixture.producer(
                "transactional.id", "tx", "metadata.max.idle.ms", 5_000, "metadata.max.age.ms", 200, "linger.ms", 0);
        producer.initTransactions();
        transaction(producer);
        transaction(producer);
        Await.until("the topic is not asked for any more", () -> {
            producer.beginTransaction();
            producer.send(ProducerFixture.record("other", 0, "x"));
            producer.commitTransaction();
            return !isAskedFor.get();
        });
        transaction(producer);
        assertEquals(List.of("0:0", "0:1", "0:2"), written);
        assertEquals(List.of("v", "v", "v"), fixture.values("t", 1));
    }
}
