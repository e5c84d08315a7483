package io.headrace.interop.odd;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AddOffsetsToTxnRequest;
import io.headrace.protocol.message.AddPartitionsToTxnRequest;
import io.headrace.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.headrace.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction;
import io.headrace.protocol.message.DescribeProducersRequest;
import io.headrace.protocol.message.DescribeTransactionsRequest;
import io.headrace.protocol.message.DescribeTransactionsResponse;
import io.headrace.protocol.message.EndTxnRequest;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.ListTransactionsRequest;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceRequest.PartitionProduceData;
import io.headrace.protocol.message.ProduceRequest.TopicProduceData;
import io.headrace.protocol.message.TxnOffsetCommitRequest;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.headrace.protocol.message.WriteTxnMarkersRequest;
import io.headrace.protocol.message.WriteTxnMarkersRequest.WritableTxnMarker;
import io.headrace.protocol.message.WriteTxnMarkersRequest.WritableTxnMarkerTopic;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.util.List;

/** Transactions begun, filled, ended and described with requests that make no sense. */
final class TransactionCases {

    static final CaseList ALL = new CaseList();

    static {
        init("an empty transactional id", (s, r) -> r.transactionalId(""));
        init("no transactional id", (s, r) -> r.transactionalId(null));
        init(
                "no transactional id and no time",
                (s, r) -> r.transactionalId(null).transactionTimeoutMs(-1));
        init("no time", (s, r) -> r.transactionTimeoutMs(0));
        init("negative time", (s, r) -> r.transactionTimeoutMs(-1));
        init("too much time", (s, r) -> r.transactionTimeoutMs(900_001));
        init("the first time", (s, r) -> {});
        initFrom(3, "a producer id and no epoch", (s, r) -> r.producerId(5));
        initFrom(3, "an epoch and no producer id", (s, r) -> r.producerEpoch((short) 5));
        initFrom(3, "a producer id that is not there", (s, r) -> r.producerId(5).producerEpoch((short) 0));
        initFrom(
                3,
                "a producer id without transactional id",
                (s, r) -> r.transactionalId(null).producerId(5).producerEpoch((short) 0));
        initFrom(3, "another producer's id", (s, r) -> {
            s.producer(s.name("x"));
            r.producerId(999_999).producerEpoch((short) 0);
        });
        initFrom(3, "an epoch to come", (s, r) -> {
            InitProducerIdResponse producer = s.producer(s.name("x"));
            r.producerId(producer.producerId()).producerEpoch((short) 99);
        });
        initFrom(3, "a fenced epoch", (s, r) -> {
            InitProducerIdResponse producer = s.producer(s.name("x"));
            s.producer(s.name("x"));
            s.producer(s.name("x"));
            r.producerId(producer.producerId()).producerEpoch(producer.producerEpoch());
        });

        addTo("an empty transactional id", (s, r) -> r.v3AndBelowTransactionalId(""));
        addTo("a transactional id that is not there", (s, r) -> r.v3AndBelowTransactionalId(s.name("absent")));
        addTo("another producer's id", (s, r) -> r.v3AndBelowProducerId(999_999));
        addTo("a negative producer id", (s, r) -> r.v3AndBelowProducerId(-1));
        addTo("an epoch to come", (s, r) -> r.v3AndBelowProducerEpoch((short) 99));
        addTo("a fenced epoch", (s, r) -> s.producer(s.name("x")));
        addTo("a topic that is not there", (s, r) -> r.v3AndBelowTopics(partitions(s.name("absent"), 0)));
        addTo("an empty topic", (s, r) -> r.v3AndBelowTopics(partitions("", 0)));
        addTo("a partition that is not there", (s, r) -> r.v3AndBelowTopics(partitions(s.name("t"), 0, 9)));
        addTo("no topics", (s, r) -> r.v3AndBelowTopics(List.of()));
        addTo("a partition twice", (s, r) -> r.v3AndBelowTopics(partitions(s.name("t"), 0, 0)));
        addTo("the topic of committed offsets", (s, r) -> r.v3AndBelowTopics(partitions("__consumer_offsets", 0)));
        verify("verifying what was not added", (s, t) -> t.verifyOnly(true));
        verify(
                "verifying a transactional id that is not there",
                (s, t) -> t.verifyOnly(true).transactionalId(s.name("absent")));
        verify("verifying another producer's id", (s, t) -> t.verifyOnly(true).producerId(999_999));
        verify("verifying an epoch to come", (s, t) -> t.verifyOnly(true).producerEpoch((short) 99));
        verify(
                "verifying an empty transactional id",
                (s, t) -> t.verifyOnly(true).transactionalId(""));
        verify("verifying no partitions", (s, t) -> t.verifyOnly(true).topics(List.of()));
        verify("adding a transactional id that is not there", (s, t) -> t.transactionalId(s.name("absent")));
        verify("adding a topic that is not there", (s, t) -> t.topics(partitions(s.name("absent"), 0)));
        verify("adding what is there", (s, t) -> {});

        addOffsets("an empty transactional id", (s, r) -> r.transactionalId(""));
        addOffsets("a transactional id that is not there", (s, r) -> r.transactionalId(s.name("absent")));
        addOffsets("an empty group", (s, r) -> r.groupId(""));
        addOffsets("another producer's id", (s, r) -> r.producerId(999_999));
        addOffsets("an epoch to come", (s, r) -> r.producerEpoch((short) 99));
        addOffsets("a fenced epoch", (s, r) -> s.producer(s.name("x")));

        end("an empty transactional id", (s, r) -> r.transactionalId(""));
        end("a transactional id that is not there", (s, r) -> r.transactionalId(s.name("absent")));
        end("another producer's id", (s, r) -> r.producerId(999_999));
        end("an epoch to come", (s, r) -> r.producerEpoch((short) 99));
        end("a fenced epoch", (s, r) -> s.producer(s.name("x")));
        end("committing what was not begun", (s, r) -> {});
        end("aborting what was not begun", (s, r) -> r.committed(false));
        end("committing what was begun", (s, r) -> begin(s, r.producerId(), r.producerEpoch()));
        end("aborting what was begun", (s, r) -> {
            begin(s, r.producerId(), r.producerEpoch());
            r.committed(false);
        });
        end("aborting what was committed", (s, r) -> {
            begin(s, r.producerId(), r.producerEpoch());
            commitWholly(s, r);
            r.committed(false);
        });
        end("committing what was committed", (s, r) -> {
            begin(s, r.producerId(), r.producerEpoch());
            commitWholly(s, r);
        });

        commit("an empty group", (s, r) -> r.groupId(""));
        commit("an empty transactional id", (s, r) -> r.transactionalId(""));
        commit("a transactional id that is not there", (s, r) -> r.transactionalId(s.name("absent")));
        commit("a group that was not added", (s, r) -> r.groupId(s.name("other")));
        commit("another producer's id", (s, r) -> r.producerId(999_999));
        commit("a negative producer id", (s, r) -> r.producerId(-1));
        commit("an epoch to come", (s, r) -> r.producerEpoch((short) 99));
        commit("a fenced epoch", (s, r) -> s.producer(s.name("x")));
        commit("a topic that is not there", (s, r) -> r.topics(offset("absent", 0, "")));
        commit("a partition that is not there", (s, r) -> r.topics(offset(s.name("t"), 9, "")));
        commit("metadata that is too long", (s, r) -> r.topics(offset(s.name("t"), 0, "m".repeat(5_000))));
        commit("no topics", (s, r) -> r.topics(List.of()));
        commitFrom(
                3,
                "a member that is not there",
                (s, r) -> r.memberId("stranger").generationId(3));
        commitFrom(3, "a member and no generation", (s, r) -> r.memberId("stranger"));
        commitFrom(3, "a generation and no member", (s, r) -> r.generationId(3));
        commitFrom(3, "an instance that is not there", (s, r) -> r.groupInstanceId("nobody"));

        markers("a producer that is not there", (s, m) -> {});
        markers("a topic that is not there", (s, m) -> m.topics(marked("absent", 0)));
        markers("a partition that is not there", (s, m) -> m.topics(marked(s.name("t"), 9)));
        markers("no topics", (s, m) -> m.topics(List.of()));
        markers("an old coordinator", (s, m) -> m.coordinatorEpoch(-1));

        ALL.add(
                ApiKey.DESCRIBE_TRANSACTIONS,
                "an empty id",
                (s, v) -> new DescribeTransactionsRequest().transactionalIds(List.of("")));
        ALL.add(
                ApiKey.DESCRIBE_TRANSACTIONS,
                "an id that is not there",
                (s, v) -> new DescribeTransactionsRequest().transactionalIds(List.of("absent")));
        ALL.add(ApiKey.DESCRIBE_TRANSACTIONS, "an id twice", (s, v) -> {
            s.producer(s.name("x"));
            return new DescribeTransactionsRequest().transactionalIds(List.of(s.name("x"), s.name("x")));
        });
        ALL.add(
                ApiKey.LIST_TRANSACTIONS,
                "a state that is none",
                (s, v) -> new ListTransactionsRequest().stateFilters(List.of("Bored")));
        ALL.add(
                ApiKey.LIST_TRANSACTIONS,
                "a producer that is not there",
                (s, v) -> new ListTransactionsRequest().producerIdFilters(List.of(999_999L)));
        ALL.add(
                ApiKey.LIST_TRANSACTIONS,
                1,
                "a negative duration",
                (s, v) -> new ListTransactionsRequest().durationFilter(-7));
        ALL.add(
                ApiKey.LIST_TRANSACTIONS,
                2,
                "a pattern that is none",
                (s, v) -> new ListTransactionsRequest().transactionalIdPattern("(["));
        ALL.add(
                ApiKey.LIST_TRANSACTIONS,
                2,
                "an empty pattern",
                (s, v) -> new ListTransactionsRequest().transactionalIdPattern(""));

        producers("a topic that is not there", s -> "absent", 0);
        producers("an empty name", s -> "", 0);
        producers("a name that no topic can have", s -> "a/b", 0);
        producers("a partition that is not there", s -> s.name("t"), 9);
        producers("a negative partition", s -> s.name("t"), -1);
        producers("a partition twice", s -> s.name("t"), 0, 0);

        produce("a partition that was not added", 3, 11, false, 0, 0);
        produce("a partition that is added on the way", 12, 12, false, 0, 0);
        produce("an epoch to come", 3, 12, true, 40, 0);
        produce("a sequence that leaves a gap", 3, 12, true, 0, 5);
        produce("another producer's id", 3, 12, true, 0, -100);
    }

    private TransactionCases() {}

    private interface Odd<R> {
        void make(Scene scene, R request) throws Exception;
    }

    private static void init(String name, Odd<InitProducerIdRequest> odd) {
        initFrom(0, name, odd);
    }

    private static void initFrom(int from, String name, Odd<InitProducerIdRequest> odd) {
        ALL.add(ApiKey.INIT_PRODUCER_ID, from, name, (scene, version) -> {
            InitProducerIdRequest request = new InitProducerIdRequest()
                    .transactionalId(scene.name("x"))
                    .transactionTimeoutMs(60_000)
                    .producerId(-1)
                    .producerEpoch((short) -1);
            odd.make(scene, request);
            return request;
        });
    }

    private static AddPartitionsToTxnRequest adding(Scene scene, long producerId, short epoch) {
        return new AddPartitionsToTxnRequest()
                .v3AndBelowTransactionalId(scene.name("x"))
                .v3AndBelowProducerId(producerId)
                .v3AndBelowProducerEpoch(epoch)
                .v3AndBelowTopics(partitions(scene.name("t"), 0));
    }

    private static void begin(Scene scene, long producerId, short epoch) throws Exception {
        scene.topic(scene.name("t"), 1);
        scene.call(adding(scene, producerId, epoch), 3);
    }

    private static List<AddPartitionsToTxnTopic> partitions(String topic, Integer... partitions) {
        return List.of(new AddPartitionsToTxnTopic().name(topic).partitions(List.of(partitions)));
    }

    private static void addTo(String name, Odd<AddPartitionsToTxnRequest> odd) {
        ALL.add(ApiKey.ADD_PARTITIONS_TO_TXN, 0, 3, name, (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            InitProducerIdResponse producer = scene.producer(scene.name("x"));
            AddPartitionsToTxnRequest request = adding(scene, producer.producerId(), producer.producerEpoch());
            odd.make(scene, request);
            return request;
        });
    }

    /** The batched form, which brokers send to each other. */
    private static void verify(String name, Odd<AddPartitionsToTxnTransaction> odd) {
        ALL.add(ApiKey.ADD_PARTITIONS_TO_TXN, 4, name, (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            InitProducerIdResponse producer = scene.producer(scene.name("x"));
            AddPartitionsToTxnTransaction transaction = new AddPartitionsToTxnTransaction()
                    .transactionalId(scene.name("x"))
                    .producerId(producer.producerId())
                    .producerEpoch(producer.producerEpoch())
                    .topics(partitions(scene.name("t"), 0));
            odd.make(scene, transaction);
            return new AddPartitionsToTxnRequest().transactions(List.of(transaction));
        });
    }

    private static void addOffsets(String name, Odd<AddOffsetsToTxnRequest> odd) {
        ALL.add(ApiKey.ADD_OFFSETS_TO_TXN, name, (scene, version) -> {
            InitProducerIdResponse producer = scene.producer(scene.name("x"));
            AddOffsetsToTxnRequest request = new AddOffsetsToTxnRequest()
                    .transactionalId(scene.name("x"))
                    .producerId(producer.producerId())
                    .producerEpoch(producer.producerEpoch())
                    .groupId(scene.name("g"));
            odd.make(scene, request);
            return request;
        });
    }

    private static EndTxnRequest end(Scene scene, long producerId, short epoch) {
        return new EndTxnRequest()
                .transactionalId(scene.name("x"))
                .producerId(producerId)
                .producerEpoch(epoch)
                .committed(true);
    }

    /** Commits, and waits until the markers are written, which takes brokers longer or shorter. */
    private static void commitWholly(Scene scene, EndTxnRequest request) throws IOException {
        scene.call(end(scene, request.producerId(), request.producerEpoch()), 3);
        DescribeTransactionsRequest question =
                new DescribeTransactionsRequest().transactionalIds(List.of(scene.name("x")));
        Await.until(
                "the transaction is complete",
                () -> scene.<DescribeTransactionsResponse>call(question, 0)
                        .transactionStates()
                        .get(0)
                        .transactionState()
                        .equals("CompleteCommit"));
    }

    private static void end(String name, Odd<EndTxnRequest> odd) {
        ALL.add(ApiKey.END_TXN, name, (scene, version) -> {
            InitProducerIdResponse producer = scene.producer(scene.name("x"));
            EndTxnRequest request = end(scene, producer.producerId(), producer.producerEpoch());
            odd.make(scene, request);
            return request;
        });
    }

    private static void commit(String name, Odd<TxnOffsetCommitRequest> odd) {
        commitFrom(0, name, odd);
    }

    private static void commitFrom(int from, String name, Odd<TxnOffsetCommitRequest> odd) {
        ALL.add(ApiKey.TXN_OFFSET_COMMIT, from, name, (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            InitProducerIdResponse producer = scene.producer(scene.name("x"));
            scene.call(
                    new AddOffsetsToTxnRequest()
                            .transactionalId(scene.name("x"))
                            .producerId(producer.producerId())
                            .producerEpoch(producer.producerEpoch())
                            .groupId(scene.name("g")),
                    3);
            TxnOffsetCommitRequest request = new TxnOffsetCommitRequest()
                    .transactionalId(scene.name("x"))
                    .groupId(scene.name("g"))
                    .producerId(producer.producerId())
                    .producerEpoch(producer.producerEpoch())
                    .topics(offset(scene.name("t"), 0, "m"));
            odd.make(scene, request);
            return request;
        });
    }

    private static List<TxnOffsetCommitRequestTopic> offset(String topic, int partition, String metadata) {
        return List.of(new TxnOffsetCommitRequestTopic()
                .name(topic)
                .partitions(List.of(new TxnOffsetCommitRequestPartition()
                        .partitionIndex(partition)
                        .committedOffset(3)
                        .committedMetadata(metadata))));
    }

    private static void markers(String name, Odd<WritableTxnMarker> odd) {
        ALL.add(ApiKey.WRITE_TXN_MARKERS, name, (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            WritableTxnMarker marker = new WritableTxnMarker()
                    .producerId(4_711)
                    .producerEpoch((short) 0)
                    .topics(marked(scene.name("t"), 0));
            odd.make(scene, marker);
            return new WriteTxnMarkersRequest().markers(List.of(marker));
        });
    }

    private static List<WritableTxnMarkerTopic> marked(String topic, int partition) {
        return List.of(new WritableTxnMarkerTopic().name(topic).partitionIndexes(List.of(partition)));
    }

    private interface Name {
        String in(Scene scene);
    }

    private static void producers(String name, Name topic, Integer... partitions) {
        ALL.add(ApiKey.DESCRIBE_PRODUCERS, name, (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            return new DescribeProducersRequest()
                    .topics(List.of(new DescribeProducersRequest.TopicRequest()
                            .name(topic.in(scene))
                            .partitionIndexes(List.of(partitions))));
        });
    }

    /** A transactional batch whose epoch is {@code epochs} too high, or of another producer for a negative sequence. */
    private static void produce(String name, int from, int to, boolean added, int epochs, int sequence) {
        ALL.add(ApiKey.PRODUCE, from, to, "in a transaction: " + name, (scene, version) -> {
            InitProducerIdResponse producer = scene.producer(scene.name("x"));
            if (added) {
                begin(scene, producer.producerId(), producer.producerEpoch());
            } else {
                scene.topic(scene.name("t"), 1);
            }
            long id = sequence < 0 ? 999_999 : producer.producerId();
            return transactional(scene, id, producer.producerEpoch() + epochs, Math.max(0, sequence));
        });
    }

    private static ApiMessage transactional(Scene scene, long producerId, int epoch, int sequence) {
        return new ProduceRequest()
                .transactionalId(scene.name("x"))
                .acks((short) -1)
                .timeoutMs(30_000)
                .topicData(List.of(new TopicProduceData()
                        .name(scene.name("t"))
                        .partitionData(List.of(new PartitionProduceData()
                                .index(0)
                                .records(Batches.transactional(producerId, epoch, sequence))))));
    }
}
