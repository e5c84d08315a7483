package io.headrace.broker.coordinator;

import io.headrace.broker.replica.Partition;
import io.headrace.common.errors.ApiException;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.CoordinatorMachine;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import io.headrace.log.AppendResult;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One machine on one partition: loads it, lets it take steps, appends what they decide, replays that, and tells the
 * outcome once it is committed.
 *
 * <p>Steps never nest: what a step or its answer causes here is done after it, in order.
 *
 * <p>Owner: the loop of the partition, which calls everything. Never blocks: reading for loading is done on the disk's
 * pool, and comes back piece by piece.
 *
 * @param <M> the machine
 */
final class CoordinatorShard<M extends CoordinatorMachine> {

    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorShard.class);

    private static final long LOAD_RETRY_MS = 5_000;

    private final CoordinatorKind<M> kind;
    private final Partition partition;
    private final RecordAppender appender;
    private final LoadTurns turns;
    private final int maxUnpackedBytes;
    private final LongSupplier clockMs;
    private final PendingOutcomes pending;
    private final ArrayDeque<Runnable> afterThis = new ArrayDeque<>();

    private ClusterImage image;
    private M machine;
    private LoopTimers timers;
    private Loading loading;

    /** What a request is told; {@link Errors#NONE} while the machine is in charge. */
    private Errors refusal = Errors.COORDINATOR_LOAD_IN_PROGRESS;

    private boolean closed;
    private boolean busy;
    private long loadStartedNs;

    CoordinatorShard(
            CoordinatorKind<M> kind,
            Partition partition,
            RecordAppender appender,
            LoadTurns turns,
            int maxUnpackedBytes,
            ClusterImage image,
            LongSupplier clockMs) {
        this.kind = kind;
        this.partition = partition;
        this.appender = appender;
        this.turns = turns;
        this.maxUnpackedBytes = maxUnpackedBytes;
        this.image = image;
        this.clockMs = clockMs;
        this.pending = new PendingOutcomes(partition, kind.writeTimeoutMs(), () -> inTurn(this::tellResolved));
    }

    Partition partition() {
        return partition;
    }

    /** Starts to load; a partition without records is loaded when this returns. */
    void load() {
        if (closed) {
            return;
        }
        refusal = Errors.COORDINATOR_LOAD_IN_PROGRESS;
        loadStartedNs = System.nanoTime();
        timers = new LoopTimers(partition.loop(), step -> inTurn(() -> timerStep(step)));
        machine = kind.create(
                partition.topicPartition().partition(), partition.leadership().epoch(), timers, image);
        loading = new Loading(
                partition,
                new PartitionReader(partition, kind.codec(), kind.loadBufferBytes(), maxUnpackedBytes),
                machine,
                turns,
                () -> inTurn(this::loaded),
                cause -> inTurn(() -> loadFailed(cause)));
        loading.start();
    }

    private void loaded() {
        if (closed || machine == null) {
            return;
        }
        refusal = Errors.NONE;
        if (loading.records() > 0) {
            LOG.info(
                    "coordinator {} is loaded: {} records in {} ms",
                    partition,
                    loading.records(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - loadStartedNs));
        }
        Outcome outcome;
        try {
            outcome = machine.loaded(clockMs.getAsLong());
        } catch (RuntimeException e) {
            loadFailed(e);
            return;
        }
        carryOut(outcome);
    }

    private void loadFailed(RuntimeException cause) {
        if (closed || machine == null || partition.isDeleted()) {
            return;
        }
        LOG.error("coordinator {} could not be loaded, and is tried again in {} ms", partition, LOAD_RETRY_MS, cause);
        giveUp(Errors.COORDINATOR_NOT_AVAILABLE);
        partition.loop().later(LOAD_RETRY_MS, this::load);
    }

    /**
     * Lets the machine take a step.
     *
     * @param verified for what the step appends in a transaction
     * @param refused is told when the machine is not in charge, or has failed
     */
    void step(Step<? super M> step, TransactionVerification verified, Consumer<Errors> refused) {
        inTurn(() -> {
            if (refusal != Errors.NONE) {
                refused.accept(refusal);
                return;
            }
            Outcome outcome;
            try {
                outcome = step.take(machine, clockMs.getAsLong());
            } catch (ApiException e) {
                refused.accept(Errors.forException(e));
                return;
            } catch (RuntimeException e) {
                LOG.error("a step of coordinator {} failed", partition, e);
                refused.accept(Errors.UNKNOWN_SERVER_ERROR);
                return;
            }
            carryOut(outcome, verified);
        });
    }

    /**
     * Appends the end of a producer's transaction, and gives it to the machine.
     *
     * @param done hears when it is committed, or of the log's own error
     */
    void endTransaction(TransactionEnd end, Consumer<Errors> done) {
        inTurn(() -> {
            if (refusal != Errors.NONE) {
                done.accept(refusal);
                return;
            }
            AppendResult appended;
            try {
                appended = partition.appendMarker(end, clockMs.getAsLong());
            } catch (RuntimeException e) {
                // Whatever it was: who ends the transaction waits for an answer, and tries again.
                done.accept(Errors.forException(e));
                return;
            }
            pending.appended(appended);
            try {
                machine.replayEndOfTransaction(
                        appended.firstOffset(),
                        new ProducerStamp(end.producerId(), end.producerEpoch()),
                        end.marker().commit());
            } catch (RuntimeException e) {
                loadAgain(e);
            }
            // It is written, whatever the machine made of it.
            pending.add(done);
            pending.tellResolved();
        });
    }

    /** Follows the cluster. */
    void imageChanged(ImageChange change) {
        inTurn(() -> {
            image = change.after();
            if (machine == null) {
                return;
            }
            try {
                Outcome outcome = kind.imageChanged(machine, change, clockMs.getAsLong());
                if (refusal == Errors.NONE) {
                    carryOut(outcome);
                }
            } catch (RuntimeException e) {
                LOG.error("coordinator {} could not follow a change of the cluster", partition, e);
            }
        });
    }

    /** Ends it: whoever waits is answered, and nothing is appended any more. */
    void close() {
        inTurn(() -> {
            if (!closed) {
                closed = true;
                giveUp(Errors.NOT_COORDINATOR);
            }
        });
    }

    private void giveUp(Errors next) {
        boolean wasInCharge = refusal == Errors.NONE;
        refusal = next;
        pending.refuseAll(Errors.NOT_COORDINATOR);
        if (machine == null) {
            return;
        }
        loading.cancel();
        timers.close();
        M former = machine;
        machine = null;
        if (wasInCharge) {
            former.unloaded();
        }
    }

    private void timerStep(LongFunction<Outcome> step) {
        if (refusal != Errors.NONE) {
            return;
        }
        try {
            carryOut(step.apply(clockMs.getAsLong()));
        } catch (RuntimeException e) {
            LOG.error("a timer of coordinator {} failed", partition, e);
        }
    }

    private void carryOut(Outcome outcome) {
        carryOut(outcome, TransactionVerification.NONE);
    }

    private void carryOut(Outcome outcome, TransactionVerification verified) {
        Errors error = appendAndReplay(outcome, verified);
        if (error == Errors.NONE) {
            pending.add(result -> tell(outcome, result));
            pending.tellResolved();
        } else {
            // At once: it says nothing of what others wait for.
            tell(outcome, error);
        }
    }

    /** Says what kept the records, or the rest of them, from being appended. */
    private Errors appendAndReplay(Outcome outcome, TransactionVerification verified) {
        for (List<CoordinatorRecord> rest = outcome.records(); !rest.isEmpty(); ) {
            AppendResult appended;
            try {
                appended = appender.append(partition, kind, outcome, rest, verified, clockMs.getAsLong());
            } catch (RuntimeException e) {
                return noteAppendFailure(rest.size(), e);
            }
            pending.appended(appended);
            int count = Math.toIntExact(appended.lastOffset() - appended.firstOffset() + 1);
            try {
                for (int i = 0; i < count; i++) {
                    machine.replay(appended.firstOffset() + i, outcome.producer(), rest.get(i));
                }
            } catch (RuntimeException e) {
                loadAgain(e);
                return Errors.NOT_LEADER_OR_FOLLOWER;
            }
            rest = rest.subList(count, rest.size());
        }
        return Errors.NONE;
    }

    private Errors noteAppendFailure(int records, RuntimeException cause) {
        Errors error = Errors.forException(cause);
        if (error == Errors.UNKNOWN_SERVER_ERROR || error == Errors.MESSAGE_TOO_LARGE) {
            LOG.error("coordinator {} could not append {} records", partition, records, cause);
        }
        return error;
    }

    /** The machine's state is not what its records say any more. */
    private void loadAgain(RuntimeException cause) {
        LOG.error("coordinator {} could not take over what it had appended, and is loaded again", partition, cause);
        giveUp(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        afterThis.add(this::load);
    }

    private void tell(Outcome outcome, Errors error) {
        try {
            if (error == Errors.NONE) {
                outcome.committed().run();
            } else {
                outcome.failed().accept(error);
            }
        } catch (RuntimeException e) {
            LOG.error("coordinator {} could not tell what became of a request", partition, e);
        }
    }

    private void tellResolved() {
        pending.tellResolved();
    }

    /** Does something now, or after what is being done now. */
    private void inTurn(Runnable action) {
        if (busy) {
            afterThis.addLast(action);
            return;
        }
        busy = true;
        try {
            for (Runnable next = action; next != null; next = afterThis.pollFirst()) {
                run(next);
            }
        } finally {
            busy = false;
        }
    }

    /** Whatever goes wrong in one thing, those that wait behind it get their turn. */
    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("coordinator {} failed", partition, e);
        }
    }
}
