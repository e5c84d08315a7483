package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.NeverSent;
import io.headrace.clients.producer.internals.VerdictRules.Answer;
import io.headrace.clients.producer.internals.VerdictRules.Facts;
import io.headrace.common.KafkaException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries verdicts out: ends deliveries, gives memory back, puts batches back into their lanes, and keeps sequences honest.
 * Decides nothing itself; {@link VerdictRules} does. What is decided is told in the order of the partition's records, and a
 * batch keeps its share of memory until then, so that what waits to be told is bounded like what waits to be sent.
 *
 * <p>Owner: the client's loop.
 */
final class BatchOutcomes {

    private static final Logger log = LoggerFactory.getLogger(BatchOutcomes.class);

    private final ClientCore core;
    private final ProducerSettings settings;
    private final ProducerMetrics metrics;
    private final IdentitySource ids;
    private final TransactionGuard transactions;
    private final Buffers buffers;
    private final BatchSplit split;

    BatchOutcomes(
            ClientCore core,
            ProducerSettings settings,
            ProducerMetrics metrics,
            IdentitySource ids,
            TransactionGuard transactions,
            Buffers buffers) {
        this.core = core;
        this.settings = settings;
        this.metrics = metrics;
        this.ids = ids;
        this.transactions = transactions;
        this.buffers = buffers;
        this.split = new BatchSplit(settings);
    }

    /** A batch's request was answered. */
    void answered(PartitionLane lane, ProducerBatch batch, Answer answer, long nowNs) {
        lane.landed(batch);
        Verdict verdict = transactions.isTransactional()
                ? VerdictRules.afterAnswerInTransaction(answer, facts(lane, batch, nowNs))
                : VerdictRules.afterAnswer(answer, facts(lane, batch, nowNs));
        batch.mayBeInLog(VerdictRules.mayBeInLog(answer.error(), batch.mayBeInLog()));
        apply(verdict, lane, batch, nowNs);
    }

    /** A batch's request will not be answered. */
    void unanswered(PartitionLane lane, ProducerBatch batch, RuntimeException failure, long nowNs) {
        lane.landed(batch);
        Verdict verdict = VerdictRules.afterFailure(failure, facts(lane, batch, nowNs));
        batch.mayBeInLog(batch.mayBeInLog() || !(failure instanceof NeverSent));
        apply(verdict, lane, batch, nowNs);
    }

    private Facts facts(PartitionLane lane, ProducerBatch batch, long nowNs) {
        return new Facts(
                lane.topicPartition(),
                batch.recordCount(),
                batch.sizeInBytes(),
                batch.attempts(),
                settings.retries(),
                TimeUnit.NANOSECONDS.toMillis(nowNs - batch.createdNs()),
                settings.deliveryTimeoutMs(),
                settings.isIdempotent(),
                lane.isNext(batch));
    }

    private void apply(Verdict verdict, PartitionLane lane, ProducerBatch batch, long nowNs) {
        if (verdict instanceof Verdict.Acknowledged acknowledged) {
            if (settings.isIdempotent()) {
                lane.sequences().acknowledged(batch.producerId(), batch.epoch(), batch.sequence(), batch.recordCount());
            }
            if (batch.delivery().isDecided()) {
                batch.release();
            } else {
                batch.delivery().acknowledged(acknowledged.baseOffset(), acknowledged.appendTimeMs());
                tellInTurn(lane, batch);
            }
        } else if (batch.delivery().isDecided()) {
            // It expired while it was in flight; now nobody will ever send it again.
            loseSequences(lane, batch);
            batch.release();
        } else if (verdict instanceof Verdict.Retry retry) {
            resend(retry, lane, batch, nowNs);
        } else if (verdict instanceof Verdict.Split) {
            splitUp(lane, batch);
        } else if (verdict instanceof Verdict.Failed failed) {
            failBatch(lane, batch, failed.failures());
        }
    }

    private void resend(Verdict.Retry retry, PartitionLane lane, ProducerBatch batch, long nowNs) {
        log.debug("{} is sent again: {}", batch, retry.why());
        batch.lastTrouble("last trouble: " + retry.why());
        lane.resend(batch);
        if (retry.restartsSequences()) {
            log.warn(
                    "the broker's log of {} lacks records that it had acknowledged to this producer ({}); the producer goes on"
                            + " under a new epoch",
                    lane.topicPartition(),
                    retry.why());
            lane.sequences().requireRestart();
        }
        if (retry.isLeaderStale()) {
            core.metadata().requestUpdate();
        }
        if (retry.counts()) {
            metrics.retried(lane.topicPartition().topic(), batch.recordCount());
            lane.blockUntil(nowNs
                    + TimeUnit.MILLISECONDS.toNanos(settings.retryBackoff().delayMs(batch.attempts() - 1)));
        } else {
            batch.uncountAttempt();
            if (retry.isLeaderStale()) {
                lane.blockUntil(nowNs
                        + TimeUnit.MILLISECONDS.toNanos(settings.retryBackoff().delayMs(0)));
            }
        }
    }

    private void splitUp(PartitionLane lane, ProducerBatch batch) {
        List<ProducerBatch> pieces;
        try {
            pieces = split.split(batch);
        } catch (RuntimeException e) {
            failBatch(lane, batch, index -> new KafkaException("a batch could not be split", e));
            return;
        }
        log.info(
                "a batch of {} bytes with {} records is too large for {}; it is sent in {} pieces",
                batch.sizeInBytes(),
                batch.recordCount(),
                lane.topicPartition(),
                pieces.size());
        metrics.split();
        buffers.topic(lane.topicPartition().topic()).forgetRatio();
        Delivery[] deliveries = new Delivery[pieces.size()];
        for (int i = 0; i < deliveries.length; i++) {
            deliveries[i] = pieces.get(i).delivery();
            buffers.addPending(deliveries[i]);
        }
        batch.delivery().split(deliveries);
        buffers.removePending(batch.delivery());
        batch.release();
        pieces.forEach(lane::resend);
    }

    /** The records are lost. */
    void failBatch(PartitionLane lane, ProducerBatch batch, IntFunction<RuntimeException> failures) {
        transactions.batchFailed(failures.apply(0), batch.isStamped());
        giveUp(lane, batch, failures);
    }

    private void giveUp(PartitionLane lane, ProducerBatch batch, IntFunction<RuntimeException> failures) {
        metrics.failed(lane.topicPartition().topic(), batch.recordCount());
        loseSequences(lane, batch);
        fail(lane, batch, failures);
    }

    private void fail(PartitionLane lane, ProducerBatch batch, IntFunction<RuntimeException> failures) {
        batch.delivery().failed(failures);
        tellInTurn(lane, batch);
    }

    /** Tells a batch's outcome, and those that have waited for it; or keeps it until older batches have theirs. */
    private void tellInTurn(PartitionLane lane, ProducerBatch decided) {
        lane.decided(decided);
        ProducerBatch batch;
        while ((batch = lane.nextToTell()) != null) {
            try {
                if (!lane.isInFlight(batch)) {
                    // First the memory, so that whoever is told finds it free again.
                    batch.release();
                }
                batch.delivery().tell();
                buffers.removePending(batch.delivery());
            } finally {
                lane.told();
            }
        }
    }

    private void loseSequences(PartitionLane lane, ProducerBatch batch) {
        if (batch.isStamped()) {
            if (transactions.isTransactional()) {
                // Nothing follows under this epoch: the transaction is aborted, and the next one has another.
                transactions.sequencesLost();
            } else {
                lane.sequences().lost(batch.producerId(), batch.epoch(), batch.sequence(), batch.recordCount());
            }
        }
    }

    /** Fails everything of a lane that is older than {@code delivery.timeout.ms}. */
    void expire(PartitionLane lane, long nowNs) {
        long createdBeforeNs = nowNs - TimeUnit.MILLISECONDS.toNanos(settings.deliveryTimeoutMs()) + 1;
        for (ProducerBatch batch : lane.inFlight()) {
            if (!batch.delivery().isDecided() && batch.createdNs() - createdBeforeNs < 0) {
                metrics.failed(lane.topicPartition().topic(), batch.recordCount());
                RuntimeException failure = expired(lane, batch, nowNs, "the last one has got no answer yet");
                transactions.batchFailed(failure, batch.isStamped());
                fail(lane, batch, index -> failure);
            }
        }
        ProducerBatch batch;
        while ((batch = lane.takeOlderThan(createdBeforeNs)) != null) {
            RuntimeException failure = expired(lane, batch, nowNs, trouble(lane, batch));
            failBatch(lane, batch, index -> failure);
        }
    }

    private RuntimeException expired(PartitionLane lane, ProducerBatch batch, long nowNs, String trouble) {
        return VerdictRules.expired(facts(lane, batch, nowNs), trouble);
    }

    private String trouble(PartitionLane lane, ProducerBatch batch) {
        boolean lacksId = settings.isIdempotent() && !ids.isThere();
        if (batch.attempts() > 0 || (lane.sink() != null && !lacksId)) {
            return batch.lastTrouble();
        }
        if (lane.sink() == null) {
            return "the partition has no known leader ("
                    + core.metadata().view().topicError(lane.topicPartition().topic()) + ")"
                    + core.describeUpdateFailure();
        }
        return ids.lastTrouble().isEmpty() ? batch.lastTrouble() : ids.lastTrouble();
    }

    /** Fails everything of a lane that is not in flight. */
    void failWaiting(PartitionLane lane, RuntimeException failure) {
        ProducerBatch batch;
        while ((batch = lane.takeOlderThan(core.nanoTime() + 1)) != null) {
            failBatch(lane, batch, index -> failure);
        }
    }

    /** Fails everything of a lane that is not in flight: its transaction will not be committed. */
    void refuseWaiting(PartitionLane lane, RuntimeException failure) {
        ProducerBatch batch;
        while ((batch = lane.takeOlderThan(core.nanoTime() + 1)) != null) {
            giveUp(lane, batch, index -> failure);
        }
    }

    /** Fails everything of a lane: the producer has come to its end. */
    void refuseAll(PartitionLane lane, RuntimeException failure) {
        for (ProducerBatch batch : lane.inFlight()) {
            if (!batch.delivery().isDecided()) {
                metrics.failed(lane.topicPartition().topic(), batch.recordCount());
                fail(lane, batch, index -> failure);
            }
        }
        refuseWaiting(lane, failure);
    }

    /** Fails everything of a lane: the producer is closed. */
    void abort(PartitionLane lane) {
        KafkaException failure = Buffers.closedBeforeAcknowledged(lane.topicPartition());
        for (ProducerBatch batch : lane.inFlight()) {
            if (!batch.delivery().isDecided()) {
                fail(lane, batch, index -> failure);
            }
        }
        failWaiting(lane, failure);
    }
}
