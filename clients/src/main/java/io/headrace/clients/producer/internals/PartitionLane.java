package io.headrace.clients.producer.internals;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One partition as the loop sees it: what is in flight, what has to be sent again, and its buffer behind that. Decides which
 * batch may be sent next so that the order of records is kept:
 *
 * <ul>
 *   <li>What has to be sent again comes before everything new, oldest first, and only while nothing older is in flight.
 *   <li>Without idempotence and with one request in flight per connection, one batch at a time.
 *   <li>With idempotence, several may be in flight, since brokers refuse gaps. But the first batch under an epoch goes alone:
 *       a broker takes any first sequence, so a later batch could otherwise overtake it. And never does a batch get so far
 *       ahead of one without an answer that a broker could have forgotten that one when it is sent again.
 *   <li>Outcomes are told in the order of the records, whichever batch is answered first: one broker may answer while the
 *       answer of the leader before it is still missing.
 * </ul>
 *
 * <p>Owner: the client's loop.
 */
final class PartitionLane {

    /** By the sequences of that many a broker knows a batch that is sent again for one that it has. */
    private static final int BATCHES_THAT_BROKERS_REMEMBER = 5;

    static final long READY = PartitionBuffer.READY;
    static final long NEVER = PartitionBuffer.NEVER;

    private final TopicPartition topicPartition;
    private final PartitionBuffer buffer;
    private final ProducerSettings settings;
    private final LaneSequences sequences = new LaneSequences();
    private final ArrayDeque<ProducerBatch> inFlight = new ArrayDeque<>();
    private final List<ProducerBatch> again = new ArrayList<>();

    /** Their outcomes are known and not told yet, oldest first. */
    private final List<ProducerBatch> untold = new ArrayList<>(1);

    private boolean isTelling;

    private Uuid topicId = Uuid.ZERO_UUID;
    private BrokerSink sink;
    private boolean isEnlisted;
    private long nextOrder;
    private long blockedUntilNs = READY;
    private long flushedNs;

    /** For {@link LaneTimers}. */
    private int timerIndex = -1;

    private long timerNs;

    PartitionLane(PartitionBuffer buffer, ProducerSettings settings, long nowNs) {
        this.topicPartition = new TopicPartition(buffer.topic(), buffer.partition());
        this.buffer = buffer;
        this.settings = settings;
        this.flushedNs = nowNs - Long.MAX_VALUE / 2;
    }

    TopicPartition topicPartition() {
        return topicPartition;
    }

    PartitionBuffer buffer() {
        return buffer;
    }

    LaneSequences sequences() {
        return sequences;
    }

    /** The partition's leader, or null while there is none. */
    BrokerSink sink() {
        return sink;
    }

    void sink(BrokerSink leader) {
        if (isEnlisted) {
            // Else it would be in the queue twice if the leader came back, and twice in one request.
            sink.delist(this);
        }
        sink = leader;
        isEnlisted = false;
    }

    /**
     * Takes notice of the topic's id. Behind another id is another log: nothing of what was sent is in it, and no producer
     * is known there.
     */
    void topicId(Uuid id) {
        if (!topicId.equals(Uuid.ZERO_UUID) && !topicId.equals(id) && sequences.hasIdentity()) {
            again.forEach(batch -> batch.mayBeInLog(false));
            sequences.requireRestart();
        }
        topicId = id;
    }

    /** Whether the loop has nothing to do with it. */
    boolean isIdle() {
        return inFlight.isEmpty() && again.isEmpty();
    }

    boolean isEnlisted() {
        return isEnlisted;
    }

    void enlisted(boolean now) {
        isEnlisted = now;
    }

    /** What was buffered by now need not wait for its linger time. */
    void flush(long nowNs) {
        flushedNs = nowNs;
    }

    /** Waits before anything is sent again. */
    void blockUntil(long timeNs) {
        blockedUntilNs = timeNs;
    }

    void unblock() {
        blockedUntilNs = READY;
    }

    /**
     * When {@link #next} will give a batch: {@link #READY}, a time, or {@link #NEVER} as long as nothing changes. Whatever
     * makes it NEVER ends with a call of the loop's that asks again: an answer, an announcement, a new leader.
     */
    long dueNs(long nowNs) {
        if (!mayContinue()) {
            return NEVER;
        }
        if (blockedUntilNs != READY && blockedUntilNs - nowNs > 0) {
            return blockedUntilNs;
        }
        if (!again.isEmpty()) {
            return mayResend() ? READY : NEVER;
        }
        return maySendNew() ? buffer.dueNs(nowNs, flushedNs) : NEVER;
    }

    /** The batch to send now, which then counts as in flight; null if there is none. */
    ProducerBatch next(long nowNs) {
        if (!mayContinue() || (blockedUntilNs != READY && blockedUntilNs - nowNs > 0)) {
            return null;
        }
        blockedUntilNs = READY;
        ProducerBatch batch;
        if (!again.isEmpty()) {
            batch = mayResend() ? again.remove(0) : null;
        } else {
            batch = maySendNew() ? buffer.take(nowNs, flushedNs) : null;
            if (batch != null) {
                batch.order(nextOrder++);
            }
        }
        if (batch != null) {
            batch.takenNs(nowNs);
            inFlight.addLast(batch);
        }
        return batch;
    }

    /** About how large the batch is that {@link #next} would give. */
    int nextBytes() {
        return again.isEmpty() ? buffer.headBytes() : again.get(0).sizeInBytes();
    }

    /** After a loss, what is in flight is waited for: only then is it known how to go on. */
    private boolean mayContinue() {
        return inFlight.isEmpty() || !(sequences.mustRestart() || sequences.hasGap());
    }

    private boolean mayResend() {
        if (inFlight.isEmpty()) {
            return true;
        }
        if (!settings.isIdempotent()) {
            return !settings.sendsOneAtATime();
        }
        for (ProducerBatch batch : inFlight) {
            if (batch.isBefore(again.get(0))) {
                return false;
            }
        }
        return true;
    }

    private boolean maySendNew() {
        if (inFlight.isEmpty()) {
            return true;
        }
        if (settings.sendsOneAtATime()) {
            return false;
        }
        return !settings.isIdempotent()
                || (sequences.isEstablished() && nextOrder - oldestOrderInFlight() < BATCHES_THAT_BROKERS_REMEMBER);
    }

    private long oldestOrderInFlight() {
        long oldest = Long.MAX_VALUE;
        for (ProducerBatch batch : inFlight) {
            oldest = Math.min(oldest, batch.order());
        }
        return oldest;
    }

    /** Starts again under the next epoch if that is due; false when a new producer id is needed first. */
    boolean restartIfDue() {
        if (!isRestartDue()) {
            return true;
        }
        again.forEach(ProducerBatch::forgetSequence);
        return sequences.restart();
    }

    /**
     * With a gap, a batch that may be in the log keeps its sequence and is sent again alone: under a new one it could be
     * taken in twice. The broker takes it in or remembers it, and then there was no gap; or it refuses it, and then neither
     * it nor any that follows is in the log.
     */
    private boolean isRestartDue() {
        if (!inFlight.isEmpty()) {
            return false;
        }
        return sequences.mustRestart()
                || (sequences.hasGap() && (again.isEmpty() || !again.get(0).mayBeInLog()));
    }

    /** Whether everything before a batch, which has just landed, is in the log as far as this client can tell. */
    boolean isNext(ProducerBatch batch) {
        if (sequences.mustRestart() || sequences.hasGap()) {
            return false;
        }
        for (ProducerBatch other : inFlight) {
            if (other.isBefore(batch)) {
                return false;
            }
        }
        return again.isEmpty() || !again.get(0).isBefore(batch);
    }

    /** An attempt at a batch has ended; it is not in flight any more. */
    void landed(ProducerBatch batch) {
        inFlight.remove(batch);
    }

    /** The batch is to be sent again, at its place in the order. */
    void resend(ProducerBatch batch) {
        insert(again, batch);
    }

    private static void insert(List<ProducerBatch> sorted, ProducerBatch batch) {
        int at = sorted.size();
        while (at > 0 && batch.isBefore(sorted.get(at - 1))) {
            at--;
        }
        sorted.add(at, batch);
    }

    /** Takes a batch that waits to be sent and whose first record came in before a time; null when there is none. */
    ProducerBatch takeOlderThan(long createdBeforeNs) {
        for (int i = 0; i < again.size(); i++) {
            if (again.get(i).createdNs() - createdBeforeNs < 0) {
                return again.remove(i);
            }
        }
        ProducerBatch batch = buffer.takeOlderThan(createdBeforeNs);
        if (batch != null) {
            batch.order(nextOrder++);
        }
        return batch;
    }

    /** The outcome of a batch is known; {@link #nextToTell} gives it out in its turn. */
    void decided(ProducerBatch batch) {
        insert(untold, batch);
    }

    /**
     * The batch whose outcome is to be told now; null when there is none, when an older batch has no outcome yet, or while
     * another one is being told. {@link #told} follows.
     */
    ProducerBatch nextToTell() {
        if (isTelling || untold.isEmpty() || isBehindUndecided(untold.get(0))) {
            return null;
        }
        isTelling = true;
        return untold.remove(0);
    }

    /** What {@link #nextToTell} gave has been told. */
    void told() {
        isTelling = false;
    }

    private boolean isBehindUndecided(ProducerBatch batch) {
        for (ProducerBatch other : inFlight) {
            if (!other.delivery().isDecided() && other.isBefore(batch)) {
                return true;
            }
        }
        return !again.isEmpty() && again.get(0).isBefore(batch);
    }

    /** The batches in flight, as they were sent; not to be changed. */
    Iterable<ProducerBatch> inFlight() {
        return inFlight;
    }

    boolean isInFlight(ProducerBatch batch) {
        return inFlight.contains(batch);
    }

    boolean hasInFlight() {
        return !inFlight.isEmpty();
    }

    /** When the oldest record that has no outcome was buffered; {@link #NEVER} when there is none. */
    long oldestNs() {
        long oldest = buffer.oldestNs();
        for (ProducerBatch batch : again) {
            oldest = older(oldest, batch.createdNs());
        }
        for (ProducerBatch batch : inFlight) {
            if (!batch.delivery().isDecided()) {
                oldest = older(oldest, batch.createdNs());
            }
        }
        return oldest;
    }

    private static long older(long oldest, long createdNs) {
        return oldest == NEVER || createdNs - oldest < 0 ? createdNs : oldest;
    }

    int timerIndex() {
        return timerIndex;
    }

    void timerIndex(int index) {
        timerIndex = index;
    }

    long timerNs() {
        return timerNs;
    }

    void timerNs(long timeNs) {
        timerNs = timeNs;
    }

    @Override
    public String toString() {
        return "PartitionLane(" + topicPartition + ", " + inFlight.size() + " in flight, " + again.size() + " again)";
    }
}
