package io.headrace.clients.producer.internals.transactions;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.AuthenticationException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TransactionAbortableException;
import io.headrace.common.protocol.Errors;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a transactional producer does next. The application's calls, the outcomes of requests and failures of batches go in;
 * {@link #next} says which request is to be sent. One request is under way at a time.
 *
 * <p>Two ways to talk to a cluster. With {@code transaction.version} 2 each transaction has an epoch of its own: writing adds
 * partitions, and the end of a transaction answers with the next epoch (KIP-890). Before that the epoch stays the same, and
 * partitions are added before they are written to. Which way a transaction goes is settled before it begins, by what the
 * coordinator said at the end of the one before.
 *
 * <p>With an epoch that stays, a request that comes late could act on a later transaction. So when one was never answered,
 * the epoch is raised before the next transaction begins, whatever became of the request ({@link #isTainted}).
 *
 * <p>Pure: knows no thread, clock or connection. Owner: the one who calls it, one call at a time.
 */
public final class TransactionMachine {

    private static final Logger log = LoggerFactory.getLogger(TransactionMachine.class);

    private final String transactionalId;
    private final Standing standing;
    private final Coordinators coordinators;
    private final Pace pace;
    private final TransactionPartitions partitions = new TransactionPartitions();
    private final OffsetCommits offsets = new OffsetCommits();

    private ProducerIdentity identity = ProducerIdentity.NONE;
    private CoordinatorAbilities abilities = new CoordinatorAbilities(false, false);

    /** What has been sent and has no outcome. */
    private Request inFlight;

    /** Whether the coordinator has, or may have, the transaction begun, so that it has to be ended there. */
    private boolean isStarted;

    /** A request that would have begun the transaction at the coordinator, and was never answered; or null. */
    private Request unknownStart;

    /** Whether sequences were lost or the coordinator asks for it, so that the next transaction needs another epoch. */
    private boolean needsNewEpoch;

    /** Whether a request under this epoch was never answered, and may arrive in a later transaction. */
    private boolean isTainted;

    /** @param backoffMs how long to wait after a failure, given how many there were before it in a row */
    public TransactionMachine(String transactionalId, IntToLongFunction backoffMs) {
        this.transactionalId = transactionalId;
        this.standing = new Standing(transactionalId);
        this.coordinators = new Coordinators(transactionalId);
        this.pace = new Pace(backoffMs);
    }

    /** Where the producer stands. */
    public Phase phase() {
        return standing.phase();
    }

    /** Who writes. */
    public ProducerIdentity identity() {
        return identity;
    }

    /** Whether writing adds a partition to the transaction. */
    public boolean givesEachTransactionAnEpoch() {
        return abilities.givesEachTransactionAnEpoch();
    }

    /** Why the transaction can only be aborted, or the producer only be closed; null in other phases. */
    public RuntimeException lastError() {
        return standing.lastError();
    }

    // The application's calls.

    /** Asks for an identity. */
    public Ticket initialize() {
        standing.requireNoError(identity);
        Ticket repeated = standing.repeated(Ticket.Call.INIT_TRANSACTIONS);
        if (repeated != null) {
            return repeated;
        }
        standing.become(Phase.INITIALIZING);
        return standing.await(Ticket.Call.INIT_TRANSACTIONS);
    }

    /** Begins a transaction; nobody but this machine is told before something is sent. */
    public void begin() {
        standing.requireNothingPending("beginTransaction");
        standing.requireNoError(identity);
        standing.become(Phase.IN_TRANSACTION);
    }

    /** Makes offsets part of the transaction. */
    public Ticket sendOffsets(Map<TopicPartition, OffsetAndMetadata> toCommit, ConsumerGroupMetadata group) {
        standing.requireNothingPending("sendOffsetsToTransaction");
        standing.requireNoError(identity);
        if (standing.phase() != Phase.IN_TRANSACTION) {
            throw new IllegalStateException(standing.describe()
                    + "offsets can only be sent in a transaction, but the producer is " + standing.phase());
        }
        TransactionAbortableException endangered = offsets.endangered(group, toCommit);
        if (endangered != null) {
            abortable(endangered);
            throw endangered;
        }
        return offsets.add(group, toCommit);
    }

    /** Delivers what was sent and commits. */
    public Ticket commit() {
        Ticket repeated = standing.repeated(Ticket.Call.COMMIT);
        if (repeated != null) {
            return repeated;
        }
        standing.requireNoError(identity);
        standing.become(Phase.COMMITTING_TRANSACTION);
        return standing.await(Ticket.Call.COMMIT);
    }

    /** Gives up what was sent and aborts. */
    public Ticket abort() {
        Ticket repeated = standing.repeated(Ticket.Call.ABORT);
        if (repeated != null) {
            return repeated;
        }
        if (standing.phase() != Phase.ABORTABLE_ERROR) {
            standing.requireNoError(identity);
        }
        standing.become(Phase.ABORTING_TRANSACTION);
        partitions.giveUpWanted();
        offsets.fail(new KafkaException("the transaction is aborted"));
        return standing.await(Ticket.Call.ABORT);
    }

    /** As {@link #abort}, for a producer that is closed: no call is waited for any more. */
    public void abortToClose() {
        standing.become(Phase.ABORTING_TRANSACTION);
        partitions.giveUpWanted();
        offsets.fail(new KafkaException("the producer is closed"));
    }

    /** Why no record can be sent now; null if it can. */
    public RuntimeException refusalToSend() {
        try {
            standing.requireNoError(identity);
            standing.requireNothingPending("send");
        } catch (RuntimeException e) {
            return e;
        }
        if (!identity.isThere()) {
            return new IllegalStateException(standing.describe() + "initTransactions comes before the first record");
        }
        return standing.phase() == Phase.IN_TRANSACTION
                ? null
                : new IllegalStateException(standing.describe()
                        + "records can only be sent in a transaction, but the producer is " + standing.phase());
    }

    // What happens to records.

    /** Whether a partition may be written to now; if not, it is made so. */
    public boolean mayWrite(TopicPartition partition) {
        if (standing.phase() != Phase.IN_TRANSACTION && standing.phase() != Phase.COMMITTING_TRANSACTION) {
            return false;
        }
        if (givesEachTransactionAnEpoch()) {
            isStarted = true;
            return true;
        }
        if (partitions.isAdded(partition)) {
            return true;
        }
        partitions.want(partition);
        return false;
    }

    /**
     * A record was refused before it was buffered. It had no sequence, and is part of the transaction that is open; when that
     * is ending already, which may be a fact by now, it is part of none.
     */
    public void recordFailed(RuntimeException failure) {
        if (standing.phase() == Phase.IN_TRANSACTION || standing.phase() == Phase.ABORTABLE_ERROR) {
            undeliverable(failure);
        }
    }

    /**
     * A batch failed.
     *
     * @param hadSequence whether a sequence was given to it, which is lost then
     */
    public void batchFailed(RuntimeException failure, boolean hadSequence) {
        if (standing.phase().isOngoing()) {
            undeliverable(failure);
        }
        if (hadSequence && standing.phase().isOngoing()) {
            sequencesLost();
        }
    }

    private void undeliverable(RuntimeException failure) {
        Ruling ruling = Ruling.onUndeliverable(failure);
        if (ruling.kind() == Ruling.Kind.FATAL) {
            fatal(ruling.failure());
        } else {
            abortable(ruling.failure());
        }
    }

    /** Batches that had sequences are not sent again: only another epoch begins to count anew. */
    public void sequencesLost() {
        needsNewEpoch = true;
        if (!canGoOnAfterErrors()) {
            fatal(new KafkaException(
                    "records may or may not have been written, and the cluster cannot give the producer"
                            + " another epoch (InitProducerId 3 is needed), so it cannot go on"));
        }
    }

    private boolean canGoOnAfterErrors() {
        return abilities.bumpsEpochs() || abilities.givesEachTransactionAnEpoch();
    }

    // Requests.

    /**
     * What to do next.
     *
     * @param isDelivered whether all records that were sent have an outcome
     */
    public Step next(long nowNs, boolean isDelivered) {
        if (inFlight != null) {
            return Step.REST;
        }
        Request wanted = wanted(isDelivered);
        if (wanted == null) {
            return Step.REST;
        }
        if (pace.isHeldUp(nowNs)) {
            return new Step.Wait(pace.notBeforeNs());
        }
        Step.Send send = coordinators.route(wanted);
        inFlight = send.request();
        isStarted |= inFlight instanceof Request.CommitOffsets;
        return send;
    }

    private Request wanted(boolean isDelivered) {
        return switch (standing.phase()) {
            case INITIALIZING -> new Request.InitProducerId(identity);
            case IN_TRANSACTION, COMMITTING_TRANSACTION -> wantedInTransaction(isDelivered);
            // Whether there is a transaction to be aborted may only be known when a request is repeated and answered.
            case ABORTING_TRANSACTION ->
                unknownStart != null && !isStarted ? unknownStart : isDelivered ? ending() : null;
            case UNINITIALIZED, READY, ABORTABLE_ERROR, FATAL_ERROR -> null;
        };
    }

    private Request wantedInTransaction(boolean isDelivered) {
        if (partitions.hasWanted()) {
            return new Request.AddPartitions(identity, partitions.wanted());
        }
        if (offsets.first() != null) {
            TransactionAbortableException endangered = offsets.firstEndangered();
            if (endangered != null) {
                abortable(endangered);
                return null;
            }
            return offsets.first().request(identity, givesEachTransactionAnEpoch());
        }
        return standing.phase() == Phase.COMMITTING_TRANSACTION && isDelivered ? ending() : null;
    }

    private Request ending() {
        if (isStarted) {
            return new Request.EndTransaction(
                    identity, standing.phase() == Phase.COMMITTING_TRANSACTION, givesEachTransactionAnEpoch());
        }
        log.debug("transactional id {}: nothing was sent, so there is nothing to end", transactionalId);
        ended();
        return wanted(true);
    }

    /** The transaction is over: on to the next one, under another epoch if that is needed. */
    private void ended() {
        boolean isCommit = standing.phase() == Phase.COMMITTING_TRANSACTION;
        boolean raises = !givesEachTransactionAnEpoch() && (needsNewEpoch || isTainted);
        isStarted = false;
        unknownStart = null;
        partitions.clear();
        offsets.clear();
        if (isCommit) {
            standing.pendingIsDecided();
        }
        if (!raises) {
            needsNewEpoch = false;
            ready();
        } else if (abilities.bumpsEpochs()) {
            standing.become(Phase.INITIALIZING);
        } else {
            fatal(new KafkaException(
                    "a request of an earlier transaction was never answered. The cluster cannot give the"
                            + " producer another epoch (InitProducerId 3 is needed), so the request could act on a later"
                            + " transaction: go on with a new producer"));
        }
    }

    private void ready() {
        standing.become(Phase.READY);
        standing.succeedPending();
    }

    // Outcomes of requests.

    /** Answer to {@link Request.FindCoordinator}. */
    public void found(Errors error, String message, int nodeId, long nowNs) {
        Request.FindCoordinator asked = (Request.FindCoordinator) landed();
        if (apply(asked, Ruling.onFindCoordinator(asked, error, message), nowNs)) {
            coordinators.found(asked, nodeId);
        }
    }

    /** Answer to {@link Request.InitProducerId}. */
    public void initialized(Errors error, ProducerIdentity granted, CoordinatorAbilities coordinator, long nowNs) {
        Request asked = landed();
        if (apply(asked, Ruling.onInitProducerId(error), nowNs)) {
            log.debug("transactional id {}: {}, {}", transactionalId, granted, coordinator);
            identity = granted;
            abilities = coordinator;
            needsNewEpoch = false;
            isTainted = false;
            if (standing.phase() == Phase.INITIALIZING) {
                ready();
            }
        }
    }

    /** Answer to {@link Request.AddPartitions}. */
    public void partitionsAdded(Map<TopicPartition, Errors> errors, long nowNs) {
        Request.AddPartitions asked = (Request.AddPartitions) landed();
        if (applyToStart(asked, Ruling.onAddPartitions(asked.partitions(), errors), nowNs)) {
            partitions.add(asked.partitions());
        }
    }

    /** Answer to {@link Request.AddOffsets}. */
    public void offsetsAdded(Errors error, long nowNs) {
        Request.AddOffsets asked = (Request.AddOffsets) landed();
        if (applyToStart(asked, Ruling.onAddOffsets(asked.groupId(), error), nowNs) && offsets.first() != null) {
            offsets.first().groupAdded();
        }
    }

    /** For a request that begins the transaction at the coordinator. */
    private boolean applyToStart(Request asked, Ruling ruling, long nowNs) {
        boolean isDone = apply(asked, ruling, nowNs);
        isStarted |= isDone;
        boolean isRetried = ruling.kind() == Ruling.Kind.RETRY || ruling.kind() == Ruling.Kind.LOOK_UP;
        if (!isRetried) {
            unknownStart = null;
        }
        return isDone;
    }

    /** Answer to {@link Request.CommitOffsets}. */
    public void offsetsCommitted(Map<TopicPartition, Errors> errors, long nowNs) {
        Request.CommitOffsets asked = (Request.CommitOffsets) landed();
        OffsetCommits.OffsetCommit commit = offsets.first();
        Ruling worst = Ruling.onCommitOffset(asked.group().groupId(), Errors.NONE);
        for (TopicPartition partition : asked.offsets().keySet()) {
            Errors error = errors.getOrDefault(partition, Errors.UNKNOWN_SERVER_ERROR);
            Ruling ruling = Ruling.onCommitOffset(asked.group().groupId(), error);
            if (ruling.kind() == Ruling.Kind.DONE && commit != null) {
                commit.committed(partition);
            }
            if (ruling.kind().compareTo(worst.kind()) > 0) {
                worst = ruling;
            }
        }
        apply(asked, worst, nowNs);
        if (commit != null && commit.isComplete() && offsets.first() == commit) {
            offsets.removeFirst();
            commit.ticket().succeed();
        }
    }

    /**
     * Answer to {@link Request.EndTransaction}.
     *
     * @param granted the next transaction's identity; nobody if the answer names none
     */
    public void transactionEnded(Errors error, ProducerIdentity granted, CoordinatorAbilities coordinator, long nowNs) {
        Request.EndTransaction asked = (Request.EndTransaction) landed();
        if (!apply(asked, Ruling.onEnd(asked.isCommit(), error), nowNs)
                || !standing.phase().isEnding()) {
            return;
        }
        if (granted.isThere()) {
            identity = granted;
            isTainted = false;
            needsNewEpoch = false;
        }
        if (!givesEachTransactionAnEpoch() && coordinator.givesEachTransactionAnEpoch()) {
            log.info("transactional id {}: from now on each transaction has an epoch of its own", transactionalId);
            needsNewEpoch = true;
        }
        ended();
        abilities = coordinator;
    }

    /**
     * A request gets no answer.
     *
     * @param wasSent whether a broker can have seen it
     */
    public void unanswered(RuntimeException failure, boolean wasSent, long nowNs) {
        Request asked = landed();
        if (failure instanceof AuthenticationException || !(failure instanceof RetriableException)) {
            fatal(failure);
            return;
        }
        log.debug("transactional id {}: no answer to {}: {}", transactionalId, asked, failure.getMessage());
        if (wasSent) {
            mayArriveLate(asked);
        }
        coordinators.forgetTargetOf(asked);
        pace.failed(nowNs);
    }

    private void mayArriveLate(Request asked) {
        if (asked instanceof Request.AddPartitions || asked instanceof Request.AddOffsets) {
            unknownStart = asked;
            isTainted = true;
        } else if (asked instanceof Request.CommitOffsets commit) {
            offsets.unanswered(commit);
            isTainted = true;
        } else if (asked instanceof Request.EndTransaction) {
            isTainted = true;
        }
    }

    private Request landed() {
        Request asked = inFlight;
        if (asked == null) {
            throw new IllegalStateException("an outcome without a request");
        }
        inFlight = null;
        return asked;
    }

    /** Does what a ruling says; true if the request was granted. */
    private boolean apply(Request asked, Ruling ruling, long nowNs) {
        switch (ruling.kind()) {
            case DONE -> pace.succeeded();
            case RETRY -> pace.failed(nowNs);
            case RETRY_SOON -> pace.hindered(nowNs);
            case LOOK_UP -> {
                coordinators.forgetTargetOf(asked);
                pace.failed(nowNs);
            }
            case START_OVER -> startOver(ruling.failure());
            case ABORTABLE -> abortable(ruling.failure());
            case ABORTABLE_WITH_NEW_EPOCH -> {
                needsNewEpoch = true;
                if (canGoOnAfterErrors()) {
                    abortable(ruling.failure());
                } else {
                    fatal(ruling.failure());
                }
            }
            case FATAL -> fatal(ruling.failure());
        }
        return ruling.kind() == Ruling.Kind.DONE;
    }

    private void startOver(RuntimeException failure) {
        if (standing.phase() == Phase.INITIALIZING) {
            standing.become(Phase.UNINITIALIZED);
            identity = ProducerIdentity.NONE;
            standing.failPending(failure);
        }
    }

    private void abortable(RuntimeException failure) {
        if (standing.phase() == Phase.INITIALIZING && !identity.isThere()) {
            startOver(failure);
            return;
        }
        if (standing.phase().mayBecome(Phase.ABORTABLE_ERROR)) {
            standing.becomeError(Phase.ABORTABLE_ERROR, failure);
            partitions.giveUpWanted();
            offsets.fail(failure);
        }
    }

    private void fatal(RuntimeException failure) {
        standing.becomeError(Phase.FATAL_ERROR, failure);
        partitions.giveUpWanted();
        offsets.fail(failure);
    }

    /** The producer is closed: who still waits is told so. */
    public void close(RuntimeException failure) {
        offsets.fail(failure);
        standing.failPending(failure);
    }
}
