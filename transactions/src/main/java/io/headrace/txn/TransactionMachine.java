package io.headrace.txn;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.AppendErrors;
import io.headrace.coordination.CoordinatorMachine;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import io.headrace.coordination.Timers;
import io.headrace.txn.record.TransactionLogKey;
import io.headrace.txn.record.TransactionLogValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of the transactional ids of one partition of {@code __transaction_state}.
 *
 * <p>What is durable is one {@link Transaction} for each transactional id, and changes by {@link #replay} only. The end of
 * a transaction takes two records: the first decides it, then the partitions are told, then the second frees the id for
 * the next one. A coordinator that finds the first without the second tells the partitions again.
 *
 * <p>Owner: one thread. Never blocks, reads no clock, and tells nobody of what is not committed yet.
 */
public final class TransactionMachine implements CoordinatorMachine {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionMachine.class);

    /** Pause after a failure of the log. */
    static final long RETRY_MS = 1_000;

    /** So many ids are forgotten with one batch. */
    static final int EXPIRED_PER_STEP = 1_000;

    private static final String TIMEOUT_TIMER = "timeout/";
    private static final String MARKERS_TIMER = "markers/";
    private static final String COMPLETE_TIMER = "complete/";
    private static final String EXPIRATION_TIMER = "expiration";

    private final String name;
    private final int coordinatorEpoch;
    private final TransactionLimits limits;
    private final Timers timers;
    private final TransactionMarkers markers;

    /** By transactional id, the longest unchanged first. */
    private final LinkedHashMap<String, Transaction> transactions = new LinkedHashMap<>();

    /** By transactional id, from which epoch the producer has gone on by itself. Only hints: lost with the machine. */
    private final Map<String, Continuation> continuations = new HashMap<>();

    /** By transactional id, who waits for the end of a prepared transaction. */
    private final Map<String, Set<Runnable>> waiting = new HashMap<>();

    /** By transactional id, the newest connection that a producer with a fixed epoch has used. Only hints, as above. */
    private final Map<String, Channel> channels = new HashMap<>();

    /** By transactional id, the prepared transaction whose partitions are being told. */
    private final Map<String, EndedTransaction> telling = new HashMap<>();

    private boolean inCharge;

    private record Channel(ProducerIdentity user, long number) {}

    private record Continuation(ProducerIdentity from, ProducerIdentity to) {}

    /**
     * Knows of no transactions yet.
     *
     * @param name of the partition, for log lines
     * @param coordinatorEpoch the epoch of the partition's leader; markers carry it
     */
    public TransactionMachine(
            String name, int coordinatorEpoch, TransactionLimits limits, Timers timers, TransactionMarkers markers) {
        this.name = name;
        this.coordinatorEpoch = coordinatorEpoch;
        this.limits = limits;
        this.timers = timers;
        this.markers = markers;
    }

    // ---- what producers ask ----

    /** A producer takes over a transactional id, or goes on with a new epoch. */
    public Outcome initProducerId(InitProducerId request, long nowMs, Consumer<ProducerAnswer> reply) {
        String id = request.transactionalId();
        if (id.isEmpty()) {
            return refuse(reply, Errors.INVALID_REQUEST);
        }
        if (request.timeoutMs() <= 0 || request.timeoutMs() > limits.maxTimeoutMs()) {
            return refuse(reply, Errors.INVALID_TRANSACTION_TIMEOUT);
        }
        Transaction current = transactions.get(id);
        Decision decision =
                current == null ? request.decideFirst(nowMs) : request.decide(current, continuedFrom(current), nowMs);
        if (decision instanceof Decision.Fence fence) {
            LOG.info(
                    "{}: transaction of {} is aborted, since a producer takes over from {}",
                    name,
                    id,
                    current.producer());
            continuations.remove(id);
            return prepare(
                    fence.next(),
                    () -> reply.accept(ProducerAnswer.refused(Errors.CONCURRENT_TRANSACTIONS)),
                    error -> reply.accept(ProducerAnswer.refused(error)));
        }
        if (decision instanceof Decision.Move move) {
            ProducerIdentity to = move.next().producer();
            continued(id, request.expected(), to);
            return append(
                    move.next(),
                    () -> {
                        LOG.info("{}: {} is used by producer {}", name, id, to);
                        reply.accept(ProducerAnswer.goOnAs(to));
                    },
                    error -> reply.accept(ProducerAnswer.refused(error)));
        }
        return withoutChange(decision, current, reply);
    }

    /**
     * A producer is going to write to partitions.
     *
     * @param reply gets NETWORK_EXCEPTION for a request that comes late and must not be answered
     */
    public Outcome addPartitions(AddPartitions request, long nowMs, Consumer<Errors> reply) {
        Transaction current = transactions.get(request.transactionalId());
        if (current == null) {
            return refuseUnknown(request.transactionalId(), reply);
        }
        if (isLate(current, request.producer(), request.protocol(), request.channel())) {
            return answer(reply, Errors.NETWORK_EXCEPTION);
        }
        Decision decision = request.decide(current, nowMs);
        if (decision instanceof Decision.Move move) {
            return append(move.next(), () -> reply.accept(Errors.NONE), reply);
        }
        Errors answer = decision instanceof Decision.Refuse refusal ? refusal.error() : Errors.NONE;
        return answer(reply, answer);
    }

    /** Whether partitions are in a producer's transaction. */
    public Outcome verifyPartitions(
            String transactionalId,
            ProducerIdentity producer,
            Set<TopicPartition> partitions,
            Consumer<Map<TopicPartition, Errors>> reply) {
        Transaction current = transactions.get(transactionalId);
        Map<TopicPartition, Errors> verdicts = new HashMap<>();
        for (TopicPartition partition : partitions) {
            verdicts.put(
                    partition,
                    current == null ? unknown(transactionalId) : AddPartitions.verify(current, producer, partition));
        }
        return Outcome.answer(reply, verdicts, error -> {
            verdicts.replaceAll((partition, verdict) -> error);
            return verdicts;
        });
    }

    /**
     * A producer commits or aborts its transaction; it is answered once that is decided.
     *
     * @param reply gets NETWORK_EXCEPTION for a request that comes late and must not be answered
     */
    public Outcome endTransaction(EndTransaction request, long nowMs, Consumer<ProducerAnswer> reply) {
        Transaction current = transactions.get(request.transactionalId());
        if (current == null) {
            return refuse(reply, unknown(request.transactionalId()));
        }
        if (isLate(current, request.producer(), request.protocol(), request.channel())) {
            return refuse(reply, Errors.NETWORK_EXCEPTION);
        }
        Decision decision = request.decide(current, nowMs);
        if (decision instanceof Decision.Move move) {
            Transaction next = move.next();
            ProducerIdentity to = next.nextProducerId() == Transaction.NONE
                    ? next.producer()
                    : new ProducerIdentity(next.nextProducerId(), (short) 0);
            if (request.protocol().raisesEpoch()) {
                continued(request.transactionalId(), request.producer(), to);
            }
            return prepare(
                    next,
                    () -> reply.accept(ProducerAnswer.goOnAs(to)),
                    error -> reply.accept(ProducerAnswer.refused(error)));
        }
        return withoutChange(decision, current, reply);
    }

    /** Calls when no transaction of the id is waiting for its markers: at once, later, or when the machine ends. */
    public void whenIdle(String transactionalId, Runnable then) {
        Transaction current = transactions.get(transactionalId);
        if (current == null || !current.state().isPrepared()) {
            then.run();
        } else {
            waiting.computeIfAbsent(transactionalId, id -> new LinkedHashSet<>())
                    .add(then);
        }
    }

    /** Does not call any more what {@link #whenIdle} was given, if it has not yet. */
    public void waitNoMore(String transactionalId, Runnable then) {
        Set<Runnable> waiters = waiting.get(transactionalId);
        if (waiters != null && waiters.remove(then) && waiters.isEmpty()) {
            waiting.remove(transactionalId);
        }
    }

    private Outcome withoutChange(Decision decision, Transaction current, Consumer<ProducerAnswer> reply) {
        if (decision instanceof Decision.Refuse refusal) {
            return refuse(reply, refusal.error());
        }
        if (decision instanceof Decision.NeedProducerId) {
            return Outcome.answer(reply, ProducerAnswer.NEEDS_PRODUCER_ID, ProducerAnswer::refused);
        }
        return Outcome.answer(reply, ProducerAnswer.goOnAs(current.producer()), ProducerAnswer::refused);
    }

    private static Outcome refuse(Consumer<ProducerAnswer> reply, Errors error) {
        return Outcome.answer(reply, ProducerAnswer.refused(error), ProducerAnswer::refused);
    }

    private static Outcome refuseUnknown(String transactionalId, Consumer<Errors> reply) {
        return answer(reply, unknown(transactionalId));
    }

    private static Outcome answer(Consumer<Errors> reply, Errors answer) {
        return Outcome.answer(reply, answer, error -> error);
    }

    /**
     * Whether a request of a producer that keeps its epoch belongs to the past: it came by an older connection than one
     * that the producer has used since. Such a producer gives up a connection before it makes the next one, so what still
     * comes by the old one is a request that it has repeated, and may belong to an earlier transaction.
     */
    private boolean isLate(Transaction current, ProducerIdentity producer, ClientProtocol protocol, long channel) {
        if (protocol.raisesEpoch() || !producer.equals(current.producer())) {
            return false; // The epoch tells, or refuses it anyway.
        }
        Channel known = channels.get(current.transactionalId());
        if (known != null && known.user().equals(producer) && channel < known.number()) {
            LOG.info(
                    "{}: a request of {} came late, by an older connection, and is dropped",
                    name,
                    current.transactionalId());
            return true;
        }
        channels.put(current.transactionalId(), new Channel(producer, channel));
        return false;
    }

    private static Errors unknown(String transactionalId) {
        return transactionalId.isEmpty() ? Errors.INVALID_REQUEST : Errors.INVALID_PRODUCER_ID_MAPPING;
    }

    // ---- what administrators ask ----

    /** How a transactional id stands. */
    public Optional<Transaction> transaction(String transactionalId) {
        return Optional.ofNullable(transactions.get(transactionalId));
    }

    /** All of them; a view, to be looked at within the step. */
    public Collection<Transaction> transactions() {
        return Collections.unmodifiableCollection(transactions.values());
    }

    // ---- the second half of a transaction's end ----

    /** All partitions have been told of the end of a transaction. */
    public Outcome markersWritten(String transactionalId, ProducerIdentity producer, long nowMs) {
        Transaction current = transactions.get(transactionalId);
        if (current == null
                || !current.state().isPrepared()
                || !current.producer().equals(producer)) {
            return Outcome.none();
        }
        return append(current.completed(nowMs), () -> releaseWaiting(transactionalId), error -> {
            releaseWaiting(transactionalId);
            startIfInCharge(
                    COMPLETE_TIMER + transactionalId, RETRY_MS, now -> markersWritten(transactionalId, producer, now));
        });
    }

    private void releaseWaiting(String transactionalId) {
        Set<Runnable> released = waiting.remove(transactionalId);
        if (released != null) {
            released.forEach(Runnable::run);
        }
    }

    private Outcome prepare(Transaction next, Runnable decided, Consumer<Errors> failed) {
        return append(
                next,
                () -> {
                    decided.run();
                    tellPartitions(next);
                },
                error -> {
                    failed.accept(error);
                    // It may be in the log all the same, and decided then.
                    decideAgainLater(next.transactionalId(), next.producer());
                });
    }

    private void decideAgainLater(String transactionalId, ProducerIdentity producer) {
        startIfInCharge(MARKERS_TIMER + transactionalId, RETRY_MS, now -> decideAgain(transactionalId, producer));
    }

    /** Writes the decision anew: once this record is known to last, so is the one before, which may not have been. */
    private Outcome decideAgain(String transactionalId, ProducerIdentity producer) {
        Transaction current = transactions.get(transactionalId);
        if (current == null
                || !current.state().isPrepared()
                || !current.producer().equals(producer)) {
            return Outcome.none();
        }
        return append(current, () -> tellPartitions(current), error -> decideAgainLater(transactionalId, producer));
    }

    private void tellPartitions(Transaction decided) {
        EndedTransaction ended = new EndedTransaction(
                decided.transactionalId(),
                decided.producer(),
                decided.isCommit(),
                decided.partitions(),
                coordinatorEpoch,
                decided.protocol());
        telling.put(decided.transactionalId(), ended);
        markers.write(ended);
    }

    /**
     * Whether partitions are still to be told of this very object. No longer once all have been, nor when the telling was
     * begun anew, nor by a machine that was loaded since: a marker that came late might end a later transaction.
     */
    @SuppressWarnings("ReferenceEquality") // A later transaction may end in the same words.
    public boolean isTelling(EndedTransaction ended) {
        return telling.get(ended.transactionalId()) == ended;
    }

    // ---- time ----

    private void startTimeout(Transaction ongoing, long nowMs) {
        startTimeoutIn(ongoing, Math.max(0, ongoing.startMs() + ongoing.timeoutMs() - nowMs));
    }

    private void startTimeoutIn(Transaction ongoing, long delayMs) {
        String id = ongoing.transactionalId();
        ProducerIdentity producer = ongoing.producer();
        long startMs = ongoing.startMs();
        timers.start(TIMEOUT_TIMER + id, delayMs, now -> timeOut(id, producer, startMs, now));
    }

    private Outcome timeOut(String transactionalId, ProducerIdentity producer, long startMs, long nowMs) {
        Transaction current = transactions.get(transactionalId);
        if (current == null
                || current.state() != TransactionState.ONGOING
                || !current.producer().equals(producer)
                || current.startMs() != startMs) {
            return Outcome.none();
        }
        LOG.info(
                "{}: transaction of {} by {} is aborted after {} ms", name, transactionalId, producer, nowMs - startMs);
        continuations.remove(transactionalId);
        return prepare(Fencing.abort(current, nowMs), () -> {}, error -> {
            if (inCharge && current.equals(transactions.get(transactionalId))) {
                startTimeoutIn(current, RETRY_MS);
            }
        });
    }

    private void startExpiration(long nowMs) {
        if (transactions.isEmpty() || timers.isRunning(EXPIRATION_TIMER)) {
            return;
        }
        long oldest = transactions.values().iterator().next().lastUpdateMs();
        long delayMs = Math.max(limits.idExpirationCheckMs(), oldest + limits.idExpirationMs() - nowMs);
        timers.start(EXPIRATION_TIMER, delayMs, this::expire);
    }

    private Outcome expire(long nowMs) {
        List<CoordinatorRecord> tombstones = new ArrayList<>();
        for (Transaction transaction : transactions.values()) {
            if (transaction.lastUpdateMs() + limits.idExpirationMs() > nowMs || tombstones.size() == EXPIRED_PER_STEP) {
                break;
            }
            if (transaction.state().isIdle()) {
                tombstones.add(TransactionRecords.tombstone(transaction.transactionalId()));
            }
        }
        if (tombstones.isEmpty()) {
            startExpiration(nowMs);
            return Outcome.none();
        }
        int count = tombstones.size();
        return Outcome.append(
                tombstones,
                () -> {
                    LOG.info("{}: {} transactional ids were not used for long and are forgotten", name, count);
                    if (count == EXPIRED_PER_STEP) {
                        // The rest at once: else ids that are only used once would come faster than they go.
                        timers.start(EXPIRATION_TIMER, 0, this::expire);
                    } else {
                        startExpiration(nowMs);
                    }
                },
                error -> startExpiration(nowMs));
    }

    private void startIfInCharge(String timer, long delayMs, LongFunction<Outcome> step) {
        if (inCharge) {
            timers.start(timer, delayMs, step);
        }
    }

    // ---- what is durable ----

    private static Outcome append(Transaction next, Runnable committed, Consumer<Errors> failed) {
        return Outcome.append(
                List.of(TransactionRecords.of(next)), committed, error -> failed.accept(AppendErrors.toClient(error)));
    }

    @Override
    public void replay(long offset, ProducerStamp producer, CoordinatorRecord record) {
        String id = ((TransactionLogKey) record.key()).transactionalId();
        Transaction before = transactions.remove(id);
        if (record.isTombstone()) {
            telling.remove(id);
            continuations.remove(id);
            channels.remove(id);
            stopTimeout(id);
            return;
        }
        Transaction now = TransactionRecords.transactionIn(id, (TransactionLogValue) record.value());
        transactions.put(id, now);
        if (!now.state().isPrepared()) {
            telling.remove(id);
        }
        if (inCharge) {
            LOG.debug("{}: {} by {} is {}", name, id, now.producer(), now.state());
            followTime(before, now);
        }
    }

    private void followTime(Transaction before, Transaction now) {
        boolean wasOngoing = before != null && before.state() == TransactionState.ONGOING;
        if (now.state() != TransactionState.ONGOING) {
            if (wasOngoing) {
                stopTimeout(now.transactionalId());
            }
        } else if (!wasOngoing) {
            startTimeout(now, now.lastUpdateMs());
        }
        if (transactions.size() == 1) {
            startExpiration(now.lastUpdateMs());
        }
    }

    private void stopTimeout(String transactionalId) {
        if (inCharge) {
            timers.cancel(TIMEOUT_TIMER + transactionalId);
        }
    }

    /** Producers do not write to this topic in transactions. */
    @Override
    public void replayEndOfTransaction(long offset, ProducerStamp producer, boolean committed) {
        LOG.warn("{}: marker of producer {} at offset {} means nothing here", name, producer.producerId(), offset);
    }

    @Override
    public Outcome loaded(long nowMs) {
        inCharge = true;
        List<Transaction> decided = new ArrayList<>();
        for (Transaction transaction : transactions.values()) {
            if (transaction.state().isPrepared()) {
                decided.add(transaction);
            } else if (transaction.state() == TransactionState.ONGOING) {
                startTimeout(transaction, nowMs);
            }
        }
        startExpiration(nowMs);
        LOG.info(
                "{}: {} transactional ids, {} transactions to be completed", name, transactions.size(), decided.size());
        return Outcome.answer(
                () -> decided.forEach(this::tellPartitions),
                error -> decided.forEach(
                        transaction -> decideAgainLater(transaction.transactionalId(), transaction.producer())));
    }

    @Override
    public void unloaded() {
        inCharge = false;
        List<Set<Runnable>> released = new ArrayList<>(waiting.values());
        waiting.clear();
        released.forEach(each -> each.forEach(Runnable::run));
    }

    private ProducerIdentity continuedFrom(Transaction current) {
        Continuation continuation = continuations.get(current.transactionalId());
        boolean valid = continuation != null
                && (continuation.to().equals(current.producer())
                        || continuation.to().id() == current.nextProducerId());
        return valid ? continuation.from() : ProducerIdentity.NONE;
    }

    private void continued(String transactionalId, ProducerIdentity from, ProducerIdentity to) {
        if (!from.isGiven()) {
            continuations.remove(transactionalId);
        } else if (!from.equals(to)) {
            continuations.put(transactionalId, new Continuation(from, to));
        }
    }
}
