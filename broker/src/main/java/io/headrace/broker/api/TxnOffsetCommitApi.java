package io.headrace.broker.api;

import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.broker.txn.TransactionGate;
import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupMachine;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.TxnOffsetCommitRequest;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.headrace.protocol.message.TxnOffsetCommitResponse;
import io.headrace.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import io.headrace.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import io.headrace.txn.ProducerIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Commits offsets in a transaction. The write passes the gate of the group's partition like any other of the transaction,
 * and then the group's coordinator makes it.
 */
final class TxnOffsetCommitApi extends GroupApi<TxnOffsetCommitRequest> {

    private static final int FIRST_WITH_LOADING = 2;
    private static final int FIRST_WITH_ABORTABLE = 4;
    private static final int FIRST_ADDING = 5;
    private static final int NO_SEQUENCE = -1;

    TxnOffsetCommitApi(Services services) {
        super(ApiKey.TXN_OFFSET_COMMIT, 0, 5, services);
    }

    @Override
    void handle(Call<TxnOffsetCommitRequest> call) {
        TxnOffsetCommitRequest body = call.body();
        Answers answers = new Answers();
        List<TxnOffsetCommitRequestTopic> existing = existing(body, answers);
        if (existing.isEmpty()) {
            call.reply(answers.response());
            return;
        }
        body.topics(existing);
        Consumer<TxnOffsetCommitResponse> then = response -> call.goOn(() -> {
            answers.add(response, call.version());
            call.reply(answers.response());
        });
        Partition partition = partitionOf(body.groupId());
        if (partition == null) {
            then.accept(refusal(body, Errors.NOT_COORDINATOR));
        } else {
            partition.loop().run(() -> passGate(call, partition, then));
        }
    }

    private Partition partitionOf(String groupId) {
        CoordinatorShards<GroupMachine> groups = services().groups();
        int number = groups.partitionFor(groupId);
        LocalTopic topic =
                services().partitions().table().topic(groups.kind().topic().name());
        return number < 0 || topic == null ? null : topic.partition(number);
    }

    /** On the partition's loop. */
    private void passGate(
            Call<TxnOffsetCommitRequest> call, Partition partition, Consumer<TxnOffsetCommitResponse> then) {
        TxnOffsetCommitRequest body = call.body();
        TransactionalWrites client = TransactionalWrites.of(call.version(), FIRST_WITH_ABORTABLE, FIRST_ADDING);
        TransactionGate.Visit visit = services()
                .gates()
                .get(partition.loop().index())
                .visit(
                        body.transactionalId(),
                        new ProducerIdentity(body.producerId(), body.producerEpoch()),
                        client.adds());
        visit.enter(partition, NO_SEQUENCE, services().clockMs().getAsLong(), new TransactionGate.Entrant() {
            @Override
            public void admitted(TransactionVerification verification) {
                commit(call, partition, verification, then);
            }

            @Override
            public void turnedAway(Errors error) {
                then.accept(refusal(body, client.answerTo(error, Errors.COORDINATOR_NOT_AVAILABLE)));
            }

            @Override
            public void failed(RuntimeException why) {
                then.accept(refusal(body, Errors.forException(why)));
            }
        });
        visit.ask();
    }

    private void commit(
            Call<TxnOffsetCommitRequest> call,
            Partition partition,
            TransactionVerification verification,
            Consumer<TxnOffsetCommitResponse> then) {
        TxnOffsetCommitRequest body = call.body();
        services()
                .groups()
                .stepInTransaction(
                        partition.topicPartition().partition(),
                        verification,
                        (machine, nowMs) -> machine.transactionalOffsetCommit(contextOf(call, nowMs), body, then),
                        error -> then.accept(refusal(body, error)));
    }

    /** What of the request exists; the rest is answered. */
    private List<TxnOffsetCommitRequestTopic> existing(TxnOffsetCommitRequest body, Answers answers) {
        ClusterImage image = services().controller().image();
        List<TxnOffsetCommitRequestTopic> existing = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : body.topics()) {
            TopicImage known = image.topic(topic.name());
            List<TxnOffsetCommitRequestPartition> there = new ArrayList<>();
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                if (known != null && known.partition(partition.partitionIndex()) != null) {
                    there.add(partition);
                } else {
                    answers.add(topic.name(), partition.partitionIndex(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
                }
            }
            if (!there.isEmpty()) {
                existing.add(topic.partitions(there));
            }
        }
        return existing;
    }

    private static TxnOffsetCommitResponse refusal(TxnOffsetCommitRequest body, Errors error) {
        Answers answers = new Answers();
        body.topics()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> answers.add(topic.name(), partition.partitionIndex(), error)));
        return answers.response();
    }

    /** What is answered so far, by topic. Owner: whoever fills it. */
    private static final class Answers {
        private final Map<String, TxnOffsetCommitResponseTopic> topics = new LinkedHashMap<>();

        void add(String topic, int partition, Errors error) {
            topics.computeIfAbsent(
                            topic,
                            name -> new TxnOffsetCommitResponseTopic()
                                    .name(name)
                                    .partitions(new ArrayList<>()))
                    .partitions()
                    .add(new TxnOffsetCommitResponsePartition()
                            .partitionIndex(partition)
                            .errorCode(error.code()));
        }

        void add(TxnOffsetCommitResponse response, int version) {
            for (TxnOffsetCommitResponseTopic topic : response.topics()) {
                for (TxnOffsetCommitResponsePartition partition : topic.partitions()) {
                    add(
                            topic.name(),
                            partition.partitionIndex(),
                            known(Errors.forCode(partition.errorCode()), version));
                }
            }
        }

        /** Producers before Kafka 2.0 fail on the word that a coordinator is loading (KAFKA-7296). */
        private static Errors known(Errors error, int version) {
            return error == Errors.COORDINATOR_LOAD_IN_PROGRESS && version < FIRST_WITH_LOADING
                    ? Errors.COORDINATOR_NOT_AVAILABLE
                    : error;
        }

        TxnOffsetCommitResponse response() {
            return new TxnOffsetCommitResponse().topics(new ArrayList<>(topics.values()));
        }
    }
}
