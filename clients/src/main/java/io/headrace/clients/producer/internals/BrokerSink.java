package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.NeverSent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the partitions led by one broker send their batches. Partitions that have something to send enlist themselves once;
 * a turn packs one batch of each into a request, up to {@code max.request.size}, as long as the number of requests in flight
 * allows.
 *
 * <p>Owner: the client's loop.
 */
final class BrokerSink {

    /** One batch on its way, and where it came from. */
    record Sent(PartitionLane lane, ProducerBatch batch) {}

    private static final long AVAILABLE = Long.MIN_VALUE;
    private static final long NS_PER_MS = 1_000_000;

    private final int nodeId;
    private final SendLoop loop;
    private final ProducerSettings settings;
    private final ArrayDeque<PartitionLane> ready = new ArrayDeque<>();

    private int inFlight;
    private boolean isTurnDue;
    private boolean isThrottled;

    /** Since when the broker cannot be reached, or has let what is ready wait; {@link #AVAILABLE} if neither is so. */
    private volatile long unavailableSinceNs = AVAILABLE;

    private volatile boolean isUnreachable;
    private volatile long lastFailureNs;

    BrokerSink(int nodeId, SendLoop loop, ProducerSettings settings) {
        this.nodeId = nodeId;
        this.loop = loop;
        this.settings = settings;
    }

    int nodeId() {
        return nodeId;
    }

    int inFlight() {
        return inFlight;
    }

    /** A partition has something to send. */
    void enlist(PartitionLane lane) {
        if (!lane.isEnlisted()) {
            lane.enlisted(true);
            ready.addLast(lane);
        }
    }

    /** A partition has another leader. */
    void delist(PartitionLane lane) {
        ready.remove(lane);
    }

    /** Whether {@link #turn} is to be called; asking takes the mark. */
    boolean hasSomething() {
        return !ready.isEmpty() && inFlight < settings.maxInFlight();
    }

    boolean markTurnDue() {
        boolean isFirst = !isTurnDue;
        isTurnDue = true;
        return isFirst;
    }

    /** Sends what is ready. */
    void turn(long nowNs) {
        isTurnDue = false;
        if (isThrottled || ready.isEmpty()) {
            noteProgress(false, nowNs);
            return;
        }
        long throttledForNs = loop.throttledForNs(nodeId);
        if (throttledForNs > 0) {
            // Batches stay in their buffers, where they fill up and can expire, until the broker takes requests again.
            isThrottled = true;
            loop.wakeAfter(this, throttledForNs);
            noteProgress(false, nowNs);
            return;
        }
        boolean hasSent = false;
        while (inFlight < settings.maxInFlight() && !ready.isEmpty()) {
            List<Sent> request = pack(nowNs);
            if (request.isEmpty()) {
                break;
            }
            inFlight++;
            hasSent = true;
            loop.send(this, request, nowNs);
        }
        noteProgress(hasSent, nowNs);
    }

    /** What is ready and cannot be sent waits for the broker: too many requests have no answer. */
    void noteProgress(boolean hasSent, long nowNs) {
        if (isUnreachable) {
            return;
        }
        if (ready.isEmpty()) {
            unavailableSinceNs = AVAILABLE;
        } else if (hasSent || unavailableSinceNs == AVAILABLE) {
            unavailableSinceNs = nowNs;
        }
    }

    /** The time that the broker asked for is over. */
    void throttleOver() {
        isThrottled = false;
    }

    private List<Sent> pack(long nowNs) {
        List<Sent> request = new ArrayList<>(Math.min(ready.size(), 64));
        long bytes = 0;
        for (int left = ready.size(); left > 0; left--) {
            PartitionLane lane = ready.peekFirst();
            if (!request.isEmpty() && bytes + lane.nextBytes() > settings.maxRequestBytes()) {
                break;
            }
            ready.pollFirst();
            lane.enlisted(false);
            ProducerBatch batch = loop.nextOf(lane, nowNs);
            if (batch != null) {
                bytes += batch.sizeInBytes();
                request.add(new Sent(lane, batch));
            }
            loop.settle(lane, nowNs);
        }
        return request;
    }

    /** A request got its answer, or will not get one. */
    void landed() {
        inFlight--;
    }

    /** The broker answered. */
    void isReachable() {
        if (isUnreachable) {
            isUnreachable = false;
            unavailableSinceNs = AVAILABLE;
        }
    }

    /** The broker could not be reached. */
    void isUnreachable(RuntimeException failure, long nowNs) {
        if (failure instanceof NeverSent) {
            lastFailureNs = nowNs;
            isUnreachable = true;
            unavailableSinceNs = unavailableSinceNs == AVAILABLE ? nowNs : unavailableSinceNs;
        }
    }

    /**
     * Whether the broker has been out of reach, or has taken nothing that was ready, for longer than a time; any thread. One
     * that nobody has tried to reach lately counts as available, so that it is tried again.
     */
    boolean isUnavailableFor(long forNs, long nowNs) {
        long sinceNs = unavailableSinceNs;
        if (sinceNs == AVAILABLE || nowNs - sinceNs <= forNs) {
            return false;
        }
        return !isUnreachable || nowNs - lastFailureNs < 2 * settings.requestTimeoutMs() * NS_PER_MS;
    }

    @Override
    public String toString() {
        return "BrokerSink(" + nodeId + ", " + ready.size() + " ready, " + inFlight + " in flight)";
    }
}
