package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.PartitionView;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.producer.internals.BrokerSink.Sent;
import io.headrace.clients.producer.internals.VerdictRules.Answer;
import io.headrace.protocol.message.ProduceResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending half of the producer: takes batches from buffers, sends them to the partitions' leaders, and ends their
 * deliveries.
 *
 * <p>Owner: the client's loop; only {@link #announce} and {@link #isBrokerAvailable} may be called from other threads. The
 * loop is woken when a batch is ready, and for a lingering one only if it would not look at the inbox in time by itself:
 * it publishes until when it sleeps.
 */
final class SendLoop implements PartitionBuffer.Inbox {

    private static final Logger log = LoggerFactory.getLogger(SendLoop.class);

    /** When to look again at what should have expired, but is just being sealed by the thread that filled it up. */
    private static final long SOON_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ClientCore core;
    private final ProducerSettings settings;
    private final ProducerMetrics metrics;
    private final TransactionGuard transactions;
    private final IdentitySource ids;
    private final BatchStamps stamps;
    private Buffers buffers;
    private BatchOutcomes outcomes;

    private final Queue<PartitionBuffer> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isTurnScheduled = new AtomicBoolean();

    /** When the loop looks at the inbox without being woken; {@link PartitionLane#NEVER} when it does not. */
    private volatile long looksAtNs = PartitionLane.NEVER;

    private final List<PartitionLane> lanes = new ArrayList<>();
    private final Map<Integer, BrokerSink> sinks = new ConcurrentHashMap<>();
    private final List<BrokerSink> dueSinks = new ArrayList<>();
    private final LaneTimers timers = new LaneTimers();

    /** Have something to send to partitions that are not part of the transaction yet. */
    private final Set<PartitionLane> awaiting = new LinkedHashSet<>();

    private Scheduled timer;
    private long timerNs = PartitionLane.NEVER;
    private boolean isAborted;

    SendLoop(ClientCore core, ProducerSettings settings, ProducerMetrics metrics, TransactionGuard transactions) {
        this.core = core;
        this.settings = settings;
        this.metrics = metrics;
        this.transactions = transactions;
        this.ids = transactions.identities(
                () -> new ProducerIds(core, settings.retryBackoff(), this::settleAll, this::failAllBuffered));
        this.stamps = new BatchStamps(settings, ids);
    }

    /** Called once, before anything else. */
    void start(Buffers buffers) {
        this.buffers = buffers;
        outcomes = new BatchOutcomes(core, settings, metrics, ids, transactions, buffers);
        core.execute(() -> core.metadata().addListener(this::follow));
    }

    @Override
    public void announce(PartitionBuffer buffer, long dueNs) {
        inbox.add(buffer);
        long looksAt = looksAtNs;
        if (dueNs == PartitionBuffer.READY || looksAt == PartitionLane.NEVER || dueNs - looksAt < 0) {
            scheduleTurn();
        }
    }

    @Override
    public void requireSendable() {
        transactions.requireSendable();
    }

    private void scheduleTurn() {
        if (isTurnScheduled.compareAndSet(false, true)) {
            try {
                core.execute(this::turn);
            } catch (RejectedExecutionException e) {
                log.debug("the producer is closed; what was buffered at the last moment has been given up");
            }
        }
    }

    private void turn() {
        isTurnScheduled.set(false);
        long nowNs = core.nanoTime();
        PartitionBuffer announced;
        while ((announced = inbox.poll()) != null) {
            settle(laneOf(announced, nowNs), nowNs);
        }
        runTimers(nowNs);
        runSinks(nowNs);
        armTimer(nowNs);
        if (!inbox.isEmpty()) {
            scheduleTurn();
        }
    }

    private PartitionLane laneOf(PartitionBuffer buffer, long nowNs) {
        PartitionLane lane = buffer.lane();
        if (lane == null) {
            lane = new PartitionLane(buffer, settings, nowNs);
            buffer.lane(lane);
            lanes.add(lane);
            assignSink(lane, core.metadata().view());
        }
        return lane;
    }

    /** Makes sure that a lane is looked at again when something is due, and enlisted if it can send now. */
    void settle(PartitionLane lane, long nowNs) {
        if (isAborted) {
            abort(lane);
            return;
        }
        RuntimeException refusal = transactions.refusal();
        if (refusal != null) {
            outcomes.refuseWaiting(lane, refusal);
        } else if (transactions.isCommitting()) {
            lane.flush(nowNs);
        }
        long dueNs = lane.dueNs(nowNs);
        if (dueNs == PartitionLane.READY) {
            enlist(lane, nowNs);
        }
        long oldestNs = lane.oldestNs();
        long expiresNs = oldestNs == PartitionLane.NEVER
                ? PartitionLane.NEVER
                : Math.max(oldestNs + TimeUnit.MILLISECONDS.toNanos(settings.deliveryTimeoutMs()), nowNs + SOON_NS);
        timers.set(lane, earlier(dueNs, expiresNs, nowNs));
    }

    private static long earlier(long dueNs, long expiresNs, long nowNs) {
        if (dueNs == PartitionLane.READY || dueNs == PartitionLane.NEVER) {
            return expiresNs;
        }
        return expiresNs == PartitionLane.NEVER || dueNs - nowNs <= expiresNs - nowNs ? dueNs : expiresNs;
    }

    private void enlist(PartitionLane lane, long nowNs) {
        BrokerSink sink = lane.sink();
        if (sink == null) {
            core.metadata().want(List.of(lane.topicPartition().topic()));
            core.metadata().requestUpdate();
            return;
        }
        if (!stamps.mayEnlist(lane)) {
            return;
        }
        if (!transactions.mayWrite(lane.topicPartition())) {
            awaiting.add(lane);
            return;
        }
        sink.enlist(lane);
        markDue(sink, nowNs);
    }

    private void markDue(BrokerSink sink, long nowNs) {
        if (!sink.hasSomething()) {
            sink.noteProgress(false, nowNs);
        } else if (sink.markTurnDue()) {
            dueSinks.add(sink);
        }
    }

    private void runSinks(long nowNs) {
        for (int i = 0; i < dueSinks.size(); i++) {
            dueSinks.get(i).turn(nowNs);
        }
        dueSinks.clear();
    }

    /** Called by a sink: how long its broker wants nothing, in ns. */
    long throttledForNs(int nodeId) {
        return core.throttledForNs(nodeId);
    }

    /** Called by a sink whose broker wants nothing for a time. */
    void wakeAfter(BrokerSink sink, long delayNs) {
        core.scheduleNs(delayNs, () -> {
            long nowNs = core.nanoTime();
            sink.throttleOver();
            markDue(sink, nowNs);
            runSinks(nowNs);
            armTimer(nowNs);
        });
    }

    private void runTimers(long nowNs) {
        PartitionLane lane;
        while ((lane = timers.first()) != null && lane.timerNs() - nowNs <= 0) {
            timers.remove(lane);
            outcomes.expire(lane, nowNs);
            settle(lane, nowNs);
        }
    }

    private void armTimer(long nowNs) {
        PartitionLane first = timers.first();
        long wantedNs = first == null ? PartitionLane.NEVER : first.timerNs();
        boolean isArmedInTime = timer != null && timerNs - wantedNs <= 0;
        if (wantedNs != PartitionLane.NEVER && !isArmedInTime) {
            if (timer != null) {
                timer.cancel();
            }
            timerNs = wantedNs;
            timer = core.scheduleNs(Math.max(0, wantedNs - nowNs), () -> {
                timer = null;
                turn();
            });
        }
        looksAtNs = timer == null ? PartitionLane.NEVER : timerNs;
    }

    /** The next batch of a lane, stamped and sealed; null if there is none. */
    ProducerBatch nextOf(PartitionLane lane, long nowNs) {
        if (!stamps.prepare(lane)) {
            return null;
        }
        if (transactions.isTransactional() && !mayWriteNow(lane, nowNs)) {
            return null;
        }
        ProducerBatch batch = lane.next(nowNs);
        if (batch == null) {
            return null;
        }
        stamps.stamp(lane, batch);
        if (!batch.isSealed() && batch.sealingFailure() == null) {
            batch.seal();
        }
        if (batch.sealingFailure() != null) {
            lane.landed(batch);
            outcomes.failBatch(lane, batch, index -> batch.sealingFailure());
            return null;
        }
        batch.countAttempt();
        return batch;
    }

    /** Asked again when the batch is taken: a lane may have been enlisted in a transaction that has ended since. */
    private boolean mayWriteNow(PartitionLane lane, long nowNs) {
        if (lane.dueNs(nowNs) != PartitionLane.READY) {
            return false;
        }
        if (!transactions.mayWrite(lane.topicPartition())) {
            awaiting.add(lane);
            return false;
        }
        return true;
    }

    /** Called by a sink. */
    void send(BrokerSink sink, List<Sent> batches, long nowNs) {
        ProduceExchange exchange = new ProduceExchange(
                batches, settings, transactions, core.metadata().view());
        metrics.sent(batches, nowNs);
        core.send(Target.node(sink.nodeId()), exchange.call(), new ResponseHandler<ProduceResponse>() {
            @Override
            public void onResponse(ProduceResponse response, int version, int nodeId) {
                long answeredNs = core.nanoTime();
                metrics.answered(answeredNs - nowNs, response);
                sink.isReachable();
                List<Answer> answers = exchange.answers(response, version);
                for (int i = 0; i < answers.size(); i++) {
                    Sent sent = batches.get(i);
                    outcomes.answered(sent.lane(), sent.batch(), answers.get(i), answeredNs);
                }
                settleAfter(sink, batches, answeredNs);
                exchange.tellLeaders(response, version, core.metadata());
            }

            @Override
            public void onFailure(RuntimeException failure) {
                long failedNs = core.nanoTime();
                metrics.requestFailed();
                sink.isUnreachable(failure, failedNs);
                for (Sent sent : batches) {
                    outcomes.unanswered(sent.lane(), sent.batch(), failure, failedNs);
                }
                settleLanded(sink, batches, failedNs);
                // Not at once: other requests of the same connection are about to fail, too, and what is to be sent
                // again
                // comes before anything new.
                scheduleTurn();
            }
        });
    }

    private void settleAfter(BrokerSink sink, List<Sent> batches, long nowNs) {
        settleLanded(sink, batches, nowNs);
        runSinks(nowNs);
        armTimer(nowNs);
    }

    private void settleLanded(BrokerSink sink, List<Sent> batches, long nowNs) {
        sink.landed();
        for (Sent sent : batches) {
            settle(sent.lane(), nowNs);
        }
        markDue(sink, nowNs);
        transactions.delivered();
    }

    /** Metadata changed: partitions follow their leaders. */
    private void follow(ClusterView view) {
        long nowNs = core.nanoTime();
        buffers.topics().forEach(topic -> topic.follow(view));
        for (PartitionLane lane : lanes) {
            if (assignSink(lane, view)) {
                lane.unblock();
                settle(lane, nowNs);
            }
        }
        runSinks(nowNs);
        armTimer(nowNs);
    }

    private boolean assignSink(PartitionLane lane, ClusterView view) {
        TopicView topic = view.topic(lane.topicPartition().topic());
        if (topic != null && topic.hasId() && !transactions.isTransactional()) {
            lane.topicId(topic.id());
        }
        PartitionView partition =
                topic == null ? null : topic.partition(lane.topicPartition().partition());
        boolean hasLeader = partition != null && partition.hasLeader();
        BrokerSink leader = hasLeader
                ? sinks.computeIfAbsent(partition.leaderId(), id -> new BrokerSink(id, this, settings))
                : null;
        if (leader == lane.sink()) {
            return false;
        }
        lane.sink(leader);
        return true;
    }

    private void settleAll() {
        long nowNs = core.nanoTime();
        lanes.forEach(lane -> settle(lane, nowNs));
        runSinks(nowNs);
        armTimer(nowNs);
    }

    /** Loop: what was buffered until now is sent without waiting for its linger time. */
    void flush() {
        long nowNs = core.nanoTime();
        PartitionBuffer announced;
        while ((announced = inbox.poll()) != null) {
            laneOf(announced, nowNs).flush(nowNs);
            settle(announced.lane(), nowNs);
        }
        for (PartitionLane lane : timers.all()) {
            lane.flush(nowNs);
            settle(lane, nowNs);
        }
        runSinks(nowNs);
        armTimer(nowNs);
    }

    /**
     * Loop: lets go of topics that nothing was sent to lately, so that a producer that has seen many, or ones that were
     * deleted, does not hold on to all of them.
     */
    void retire(Collection<TopicBuffers> idle) {
        boolean isAnyGone = false;
        for (TopicBuffers topic : idle) {
            isAnyGone |= isIdle(topic) && buffers.retire(topic);
        }
        if (isAnyGone) {
            lanes.removeIf(this::leave);
        }
    }

    private boolean leave(PartitionLane lane) {
        if (!lane.buffer().isRetired()) {
            return false;
        }
        timers.remove(lane);
        lane.sink(null);
        stamps.forget(lane);
        return true;
    }

    private boolean isIdle(TopicBuffers topic) {
        for (PartitionBuffer buffer : topic.buffers()) {
            PartitionLane lane = buffer == null ? null : buffer.lane();
            if (lane != null && !(lane.isIdle() && stamps.mayForget(lane))) {
                return false;
            }
        }
        return true;
    }

    /** Loop: partitions have become part of the transaction, perhaps. */
    void resumeAwaiting() {
        if (awaiting.isEmpty()) {
            return;
        }
        long nowNs = core.nanoTime();
        List<PartitionLane> resumed = List.copyOf(awaiting);
        awaiting.clear();
        resumed.forEach(lane -> settle(lane, nowNs));
        runSinks(nowNs);
        armTimer(nowNs);
    }

    /** Loop: what waits to be sent fails, and if the producer is at its end what is in flight, too. */
    void refuse(RuntimeException failure, boolean isEnd) {
        long nowNs = core.nanoTime();
        PartitionBuffer announced;
        while ((announced = inbox.poll()) != null) {
            laneOf(announced, nowNs);
        }
        for (PartitionLane lane : List.copyOf(lanes)) {
            if (isEnd) {
                outcomes.refuseAll(lane, failure);
            } else {
                outcomes.refuseWaiting(lane, failure);
            }
            settle(lane, nowNs);
        }
        armTimer(nowNs);
    }

    /** Loop: whether a request with batches has no answer yet. */
    boolean hasInFlight() {
        for (BrokerSink sink : sinks.values()) {
            if (sink.inFlight() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Loop: no producer id will ever come, so what waits for it fails. */
    private void failAllBuffered(RuntimeException failure) {
        log.error("the producer got no producer id, so records that wait for one fail: {}", failure.getMessage());
        for (PartitionLane lane : List.copyOf(lanes)) {
            outcomes.failWaiting(lane, failure);
            settle(lane, core.nanoTime());
        }
    }

    /** Loop: everything that has no outcome fails; from now on so does what still comes. */
    void abort() {
        isAborted = true;
        PartitionBuffer announced;
        while ((announced = inbox.poll()) != null) {
            laneOf(announced, core.nanoTime());
        }
        lanes.forEach(this::abort);
        buffers.abandon();
    }

    private void abort(PartitionLane lane) {
        outcomes.abort(lane);
        timers.remove(lane);
    }

    /** Whether a broker has not been out of reach for longer than a time; any thread. */
    boolean isBrokerAvailable(int nodeId, long forNs) {
        BrokerSink sink = sinks.get(nodeId);
        return sink == null || !sink.isUnavailableFor(forNs, System.nanoTime());
    }
}
