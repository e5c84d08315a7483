package io.headrace.broker.txn;

import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.broker.loop.Loops;
import io.headrace.broker.replica.LocalPartitions;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Outcome;
import io.headrace.group.GroupMachine;
import io.headrace.metadata.config.TransactionConfig;
import io.headrace.txn.AddPartitions;
import io.headrace.txn.EndTransaction;
import io.headrace.txn.EndedTransaction;
import io.headrace.txn.InitProducerId;
import io.headrace.txn.ProducerAnswer;
import io.headrace.txn.ProducerIdentity;
import io.headrace.txn.TransactionMachine;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The transaction coordinators of this broker, as handlers use them. Every callback comes on the loop of a coordinator, or
 * on the caller's thread when there is none.
 *
 * <p>Immutable; any thread.
 */
public final class TransactionCoordinator {

    private static final long NO_ID = -1;

    private final Supplier<TransactionConfig> config;
    private final CoordinatorShards<TransactionMachine> shards;
    private final PartitionMarkers partitionMarkers;
    private final Supplier<CompletionStage<Long>> producerIds;
    private final Loops loops;

    /**
     * Coordinators that are not loaded yet.
     *
     * @param config the settings; those of the coordinators themselves are taken once
     * @param groups writes the ends of transactions to partitions of group offsets
     * @param producerIds gives producer ids that nobody had
     * @param maxUnpackedBytes the most that a compressed batch of records may unpack to
     */
    public TransactionCoordinator(
            Supplier<TransactionConfig> config,
            LocalPartitions partitions,
            CoordinatorShards<GroupMachine> groups,
            Supplier<CompletionStage<Long>> producerIds,
            Loops loops,
            int maxUnpackedBytes,
            LongSupplier clockMs) {
        this.config = config;
        this.producerIds = producerIds;
        this.loops = loops;
        this.partitionMarkers = new PartitionMarkers(partitions, groups, clockMs);
        MarkerWriter markers = new MarkerWriter(partitionMarkers::write, loops, new Told());
        this.shards = new CoordinatorShards<>(
                new TransactionKind(config.get(), markers), partitions, loops, maxUnpackedBytes, clockMs);
    }

    /** The coordinators by partition of their topic. */
    public CoordinatorShards<TransactionMachine> shards() {
        return shards;
    }

    /** Writes single markers. */
    public PartitionMarkers partitionMarkers() {
        return partitionMarkers;
    }

    /** The settings of transactions as they are now. */
    public TransactionConfig config() {
        return config.get();
    }

    /** A producer takes over a transactional id, or goes on with a new epoch. */
    public void initProducerId(
            String transactionalId, int timeoutMs, ProducerIdentity expected, Consumer<ProducerAnswer> then) {
        withProducerId(
                transactionalId,
                freshId -> {
                    InitProducerId request = new InitProducerId(transactionalId, timeoutMs, expected, freshId);
                    return (machine, nowMs, reply) -> machine.initProducerId(request, nowMs, reply);
                },
                then);
    }

    /** A producer ends its transaction; {@code freshProducerId} of the request is filled in when it is needed. */
    public void endTransaction(EndTransaction request, Consumer<ProducerAnswer> then) {
        withProducerId(
                request.transactionalId(),
                freshId -> {
                    EndTransaction asked = new EndTransaction(
                            request.transactionalId(),
                            request.producer(),
                            request.commit(),
                            request.protocol(),
                            request.channel(),
                            freshId);
                    return (machine, nowMs, reply) -> machine.endTransaction(asked, nowMs, reply);
                },
                then);
    }

    /** Ids come from the cluster's metadata, so they are only fetched when the machine says that it needs one. */
    private void withProducerId(
            String transactionalId, LongFunction<Question> question, Consumer<ProducerAnswer> then) {
        ask(transactionalId, question.apply(NO_ID), answer -> {
            if (!answer.needsProducerId()) {
                then.accept(answer);
                return;
            }
            producerIds.get().whenComplete((id, failure) -> {
                if (failure == null) {
                    ask(transactionalId, question.apply(id), then);
                } else {
                    then.accept(ProducerAnswer.refused(Errors.COORDINATOR_NOT_AVAILABLE));
                }
            });
        });
    }

    private interface Question {
        Outcome ask(TransactionMachine machine, long nowMs, Consumer<ProducerAnswer> reply);
    }

    private void ask(String transactionalId, Question question, Consumer<ProducerAnswer> then) {
        shards.step(
                transactionalId,
                (machine, nowMs) -> question.ask(machine, nowMs, then),
                error -> then.accept(ProducerAnswer.refused(error)));
    }

    /** A producer is going to write to partitions in its transaction. */
    public void addPartitions(AddPartitions request, Consumer<Errors> then) {
        shards.step(request.transactionalId(), (machine, nowMs) -> machine.addPartitions(request, nowMs, then), then);
    }

    /**
     * As {@link #addPartitions}, but when the transaction before is being completed, that is waited for: a producer whose
     * partitions are added by writing to them goes on as soon as it is told that its last transaction is decided.
     */
    public void addPartitionsSoon(AddPartitions request, Consumer<Errors> then) {
        addBefore(request, System.nanoTime() + config.get().addPartitionsWaitMs() * 1_000_000L, then);
    }

    private void addBefore(AddPartitions request, long deadlineNs, Consumer<Errors> then) {
        shards.step(
                request.transactionalId(),
                (machine, nowMs) -> machine.addPartitions(request, nowMs, error -> {
                    long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                    if (error == Errors.CONCURRENT_TRANSACTIONS && leftMs > 0) {
                        CompletionWait wait = new CompletionWait(() -> addBefore(request, deadlineNs, then));
                        wait.deadline(loops.here(), leftMs, () -> {
                            machine.waitNoMore(request.transactionalId(), wait);
                            then.accept(error);
                        });
                        machine.whenIdle(request.transactionalId(), wait);
                    } else {
                        then.accept(error);
                    }
                }),
                then);
    }

    /** Whether partitions are in a producer's transaction; the verdict on each. */
    public void verifyPartitions(
            String transactionalId,
            ProducerIdentity producer,
            Set<TopicPartition> partitions,
            Consumer<Map<TopicPartition, Errors>> then) {
        shards.step(
                transactionalId,
                (machine, nowMs) -> machine.verifyPartitions(transactionalId, producer, partitions, then),
                error -> then.accept(all(partitions, error)));
    }

    static Map<TopicPartition, Errors> all(Set<TopicPartition> partitions, Errors error) {
        Map<TopicPartition, Errors> verdicts = new HashMap<>();
        partitions.forEach(partition -> verdicts.put(partition, error));
        return verdicts;
    }

    /** A coordinator that is loading finds the transaction prepared, and tells the partitions again. */
    private final class Told implements MarkerWriter.Client {
        @Override
        public void written(EndedTransaction ended) {
            shards.step(
                    ended.transactionalId(),
                    (machine, nowMs) -> machine.markersWritten(ended.transactionalId(), ended.producer(), nowMs),
                    error -> {});
        }

        @Override
        public void ifStillTelling(EndedTransaction ended, Runnable then) {
            shards.step(
                    ended.transactionalId(),
                    (machine, nowMs) -> {
                        if (machine.isTelling(ended)) {
                            then.run();
                        }
                        return Outcome.none();
                    },
                    error -> {});
        }
    }
}
