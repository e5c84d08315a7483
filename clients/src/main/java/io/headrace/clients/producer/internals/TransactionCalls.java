package io.headrace.clients.producer.internals;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.NeverSent;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Target;
import io.headrace.clients.producer.internals.transactions.CoordinatorAbilities;
import io.headrace.clients.producer.internals.transactions.ProducerIdentity;
import io.headrace.clients.producer.internals.transactions.Request;
import io.headrace.clients.producer.internals.transactions.Step;
import io.headrace.clients.producer.internals.transactions.TransactionMachine;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AddOffsetsToTxnRequest;
import io.headrace.protocol.message.AddOffsetsToTxnResponse;
import io.headrace.protocol.message.AddPartitionsToTxnRequest;
import io.headrace.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import io.headrace.protocol.message.AddPartitionsToTxnResponse;
import io.headrace.protocol.message.EndTxnRequest;
import io.headrace.protocol.message.EndTxnResponse;
import io.headrace.protocol.message.FindCoordinatorRequest;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.TxnOffsetCommitRequest;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.headrace.protocol.message.TxnOffsetCommitResponse;
import io.headrace.transport.ApiVersionRanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * The machine's requests as messages, and answers as what the machine is told. Decides nothing.
 *
 * <p>Owner: the client's loop.
 */
final class TransactionCalls {

    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;

    private static final int FIRST_FIND_FOR_TRANSACTIONS = 1;
    private static final int FIRST_FIND_OF_SEVERAL = 4;
    private static final int FIRST_INIT_THAT_RAISES_EPOCHS = 3;
    private static final int FIRST_INIT_FOR_TWO_PHASES = 6;
    private static final int LAST_ADD_PARTITIONS_OF_CLIENTS = 3;
    private static final int FIRST_OFFSET_COMMIT_WITH_MEMBER = 3;

    // With transaction.version 2 (KIP-890).
    private static final String TRANSACTION_VERSION = "transaction.version";
    private static final int EPOCH_FOR_EACH_TRANSACTION = 2;
    private static final int FIRST_END_THAT_RAISES_EPOCHS = 5;
    private static final int FIRST_OFFSET_COMMIT_THAT_ADDS = 5;
    static final int FIRST_PRODUCE_THAT_ADDS = 12;

    /** Takes what the machine is to be told, and tells it; with the time. */
    interface Outcomes extends Consumer<ObjLongConsumer<TransactionMachine>> {}

    private final ClientCore core;
    private final String transactionalId;
    private final int timeoutMs;
    private final boolean isTwoPhase;
    private CoordinatorAbilities lastKnown = new CoordinatorAbilities(false, false);

    /** @param isTwoPhase whether the cluster is never to abort a transaction for its age, whatever the timeout */
    TransactionCalls(ClientCore core, String transactionalId, int timeoutMs, boolean isTwoPhase) {
        this.core = core;
        this.transactionalId = transactionalId;
        this.timeoutMs = timeoutMs;
        this.isTwoPhase = isTwoPhase;
    }

    /** Sends a request; its outcome is passed on later. */
    void send(Step.Send step, Outcomes outcomes) {
        Target target = step.nodeId() == Step.ANY_BROKER ? Target.ANY : Target.node(step.nodeId());
        Request request = step.request();
        if (request instanceof Request.FindCoordinator find) {
            send(target, call(find), outcomes, (FindCoordinatorResponse answer, Integer node) -> found(answer));
        } else if (request instanceof Request.InitProducerId init) {
            send(target, call(init), outcomes, this::initialized);
        } else if (request instanceof Request.AddPartitions add) {
            send(target, call(add), outcomes, (AddPartitionsToTxnResponse answer, Integer node) -> added(answer));
        } else if (request instanceof Request.AddOffsets add) {
            send(target, call(add), outcomes, (AddOffsetsToTxnResponse answer, Integer node) -> {
                Errors error = Errors.forCode(answer.errorCode());
                return (machine, nowNs) -> machine.offsetsAdded(error, nowNs);
            });
        } else if (request instanceof Request.CommitOffsets commit) {
            send(target, call(commit), outcomes, (TxnOffsetCommitResponse answer, Integer node) -> committed(answer));
        } else if (request instanceof Request.EndTransaction end) {
            send(target, call(end), outcomes, this::ended);
        }
    }

    /** What an answer means to the machine. */
    private interface Reading<R> {
        ObjLongConsumer<TransactionMachine> read(R answer, Integer nodeId);
    }

    private <R extends ApiMessage> void send(Target target, Call call, Outcomes outcomes, Reading<R> reading) {
        core.send(target, call, new ResponseHandler<R>() {
            @Override
            public void onResponse(R response, int version, int nodeId) {
                outcomes.accept(reading.read(response, nodeId));
            }

            @Override
            public void onFailure(RuntimeException failure) {
                boolean wasSent = !(failure instanceof NeverSent);
                outcomes.accept((machine, nowNs) -> machine.unanswered(failure, wasSent, nowNs));
            }
        });
    }

    private static Call call(Request.FindCoordinator find) {
        ApiKey key = ApiKey.FIND_COORDINATOR;
        byte keyType = find.isOfGroup() ? GROUP : TRANSACTION;
        int lowest = find.isOfGroup() ? key.lowestVersion() : FIRST_FIND_FOR_TRANSACTIONS;
        return Call.of(key, lowest, key.highestStableVersion(), version -> {
            FindCoordinatorRequest request = new FindCoordinatorRequest().keyType(keyType);
            return version < FIRST_FIND_OF_SEVERAL
                    ? request.key(find.key())
                    : request.coordinatorKeys(List.of(find.key()));
        });
    }

    private static ObjLongConsumer<TransactionMachine> found(FindCoordinatorResponse answer) {
        if (answer.coordinators().isEmpty()) {
            Errors error = Errors.forCode(answer.errorCode());
            int nodeId = answer.nodeId();
            String message = answer.errorMessage();
            return (machine, nowNs) -> machine.found(error, message, nodeId, nowNs);
        }
        FindCoordinatorResponse.Coordinator only = answer.coordinators().get(0);
        Errors error = Errors.forCode(only.errorCode());
        return (machine, nowNs) -> machine.found(error, only.errorMessage(), only.nodeId(), nowNs);
    }

    private Call call(Request.InitProducerId init) {
        ApiKey key = ApiKey.INIT_PRODUCER_ID;
        int lowest = init.current().isThere() ? FIRST_INIT_THAT_RAISES_EPOCHS : key.lowestVersion();
        InitProducerIdRequest request = new InitProducerIdRequest()
                .transactionalId(transactionalId)
                .transactionTimeoutMs(timeoutMs)
                .producerId(init.current().id())
                .producerEpoch(init.current().epoch());
        return isTwoPhase
                ? Call.of(request.enable2Pc(true), FIRST_INIT_FOR_TWO_PHASES, key.highestVersion())
                : Call.of(request, lowest, key.highestStableVersion());
    }

    private ObjLongConsumer<TransactionMachine> initialized(InitProducerIdResponse answer, int nodeId) {
        Errors error = Errors.forCode(answer.errorCode());
        ProducerIdentity granted = new ProducerIdentity(answer.producerId(), answer.producerEpoch());
        CoordinatorAbilities abilities = abilitiesOf(nodeId);
        return (machine, nowNs) -> machine.initialized(error, granted, abilities, nowNs);
    }

    private CoordinatorAbilities abilitiesOf(int nodeId) {
        ApiVersionRanges versions = core.versionsOf(nodeId);
        if (versions != null) {
            boolean raisesEpochs = versions.highest(ApiKey.INIT_PRODUCER_ID) >= FIRST_INIT_THAT_RAISES_EPOCHS;
            // A level counts only with all the requests that belong to it.
            boolean isEpochForEach = versions.finalizedLevel(TRANSACTION_VERSION) >= EPOCH_FOR_EACH_TRANSACTION
                    && versions.highest(ApiKey.END_TXN) >= FIRST_END_THAT_RAISES_EPOCHS
                    && versions.highest(ApiKey.TXN_OFFSET_COMMIT) >= FIRST_OFFSET_COMMIT_THAT_ADDS
                    && versions.highest(ApiKey.PRODUCE) >= FIRST_PRODUCE_THAT_ADDS;
            lastKnown = new CoordinatorAbilities(raisesEpochs, isEpochForEach);
        }
        return lastKnown;
    }

    private Call call(Request.AddPartitions add) {
        Map<String, AddPartitionsToTxnTopic> topics = new LinkedHashMap<>();
        for (TopicPartition partition : add.partitions()) {
            topics.computeIfAbsent(partition.topic(), name -> new AddPartitionsToTxnTopic().name(name))
                    .partitions()
                    .add(partition.partition());
        }
        AddPartitionsToTxnRequest request = new AddPartitionsToTxnRequest()
                .v3AndBelowTransactionalId(transactionalId)
                .v3AndBelowProducerId(add.producer().id())
                .v3AndBelowProducerEpoch(add.producer().epoch())
                .v3AndBelowTopics(new ArrayList<>(topics.values()));
        return Call.of(request, ApiKey.ADD_PARTITIONS_TO_TXN.lowestVersion(), LAST_ADD_PARTITIONS_OF_CLIENTS);
    }

    private static ObjLongConsumer<TransactionMachine> added(AddPartitionsToTxnResponse answer) {
        Map<TopicPartition, Errors> errors = new HashMap<>();
        answer.resultsByTopicV3AndBelow()
                .forEach(topic -> topic.resultsByPartition()
                        .forEach(partition -> errors.put(
                                new TopicPartition(topic.name(), partition.partitionIndex()),
                                Errors.forCode(partition.partitionErrorCode()))));
        return (machine, nowNs) -> machine.partitionsAdded(errors, nowNs);
    }

    private Call call(Request.AddOffsets add) {
        return Call.of(new AddOffsetsToTxnRequest()
                .transactionalId(transactionalId)
                .producerId(add.producer().id())
                .producerEpoch(add.producer().epoch())
                .groupId(add.groupId()));
    }

    private Call call(Request.CommitOffsets commit) {
        ApiKey key = ApiKey.TXN_OFFSET_COMMIT;
        Map<String, TxnOffsetCommitRequestTopic> topics = new LinkedHashMap<>();
        commit.offsets()
                .forEach((partition, offset) -> topics.computeIfAbsent(
                                partition.topic(), name -> new TxnOffsetCommitRequestTopic().name(name))
                        .partitions()
                        .add(partitionOf(partition, offset)));
        TxnOffsetCommitRequest request = new TxnOffsetCommitRequest()
                .transactionalId(transactionalId)
                .groupId(commit.group().groupId())
                .producerId(commit.producer().id())
                .producerEpoch(commit.producer().epoch())
                .generationId(commit.group().generationId())
                .memberId(commit.group().memberId())
                .groupInstanceId(commit.group().groupInstanceId().orElse(null))
                .topics(new ArrayList<>(topics.values()));
        if (commit.addsPartition()) {
            return Call.of(request, FIRST_OFFSET_COMMIT_THAT_ADDS, key.highestStableVersion());
        }
        boolean isMember = !commit.group().memberId().isEmpty()
                || commit.group().generationId() >= 0
                || commit.group().groupInstanceId().isPresent();
        int lowest = isMember ? FIRST_OFFSET_COMMIT_WITH_MEMBER : key.lowestVersion();
        return Call.of(request, lowest, FIRST_OFFSET_COMMIT_THAT_ADDS - 1);
    }

    private static TxnOffsetCommitRequestPartition partitionOf(TopicPartition partition, OffsetAndMetadata offset) {
        return new TxnOffsetCommitRequestPartition()
                .partitionIndex(partition.partition())
                .committedOffset(offset.offset())
                .committedLeaderEpoch(offset.leaderEpoch().orElse(-1))
                .committedMetadata(offset.metadata());
    }

    private static ObjLongConsumer<TransactionMachine> committed(TxnOffsetCommitResponse answer) {
        Map<TopicPartition, Errors> errors = new HashMap<>();
        answer.topics()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> errors.put(
                                new TopicPartition(topic.name(), partition.partitionIndex()),
                                Errors.forCode(partition.errorCode()))));
        return (machine, nowNs) -> machine.offsetsCommitted(errors, nowNs);
    }

    private Call call(Request.EndTransaction end) {
        ApiKey key = ApiKey.END_TXN;
        EndTxnRequest request = new EndTxnRequest()
                .transactionalId(transactionalId)
                .producerId(end.producer().id())
                .producerEpoch(end.producer().epoch())
                .committed(end.isCommit());
        return end.raisesEpoch()
                ? Call.of(request, FIRST_END_THAT_RAISES_EPOCHS, key.highestStableVersion())
                : Call.of(request, key.lowestVersion(), FIRST_END_THAT_RAISES_EPOCHS - 1);
    }

    private ObjLongConsumer<TransactionMachine> ended(EndTxnResponse answer, int nodeId) {
        Errors error = Errors.forCode(answer.errorCode());
        ProducerIdentity granted = new ProducerIdentity(answer.producerId(), answer.producerEpoch());
        CoordinatorAbilities abilities = abilitiesOf(nodeId);
        return (machine, nowNs) -> machine.transactionEnded(error, granted, abilities, nowNs);
    }
}
