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

    private final int nodeId;
    private final SendLoop loop;
    private final ProducerSettings settings;
    private final ArrayDeque<PartitionLane> ready = new ArrayDeque<>();

    private int inFlight;
    private boolean isTurnDue;
    private boolean isThrottled;
    private volatile long unavailableSinceNs;
    private volatile boolean isUnavailable;

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
            return;
        }
        long throttledForNs = loop.throttledForNs(nodeId);
        if (throttledForNs > 0) {
            // Batches stay in their buffers, where they fill up and can expire, until the broker takes requests again.
            isThrottled = true;
            loop.wakeAfter(this, throttledForNs);
            return;
        }
        while (inFlight < settings.maxInFlight() && !ready.isEmpty()) {
            List<Sent> request = pack(nowNs);
            if (request.isEmpty()) {
                return;
            }
            inFlight++;
            loop.send(this, request, nowNs);
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
            if (lane.sink() != this) {
                ready.pollFirst(); // Its leader moved; it is enlisted elsewhere.
                continue;
            }
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
        isUnavailable = false;
    }

    /** The broker could not be reached. */
    void isUnreachable(RuntimeException failure, long nowNs) {
        if (failure instanceof NeverSent && !isUnavailable) {
            unavailableSinceNs = nowNs;
            isUnavailable = true;
        }
    }

    /** Whether the broker has been out of reach for longer than a time; any thread. */
    boolean isUnavailableFor(long forNs, long nowNs) {
        return isUnavailable && nowNs - unavailableSinceNs > forNs;
    }

    @Override
    public String toString() {
        return "BrokerSink(" + nodeId + ", " + ready.size() + " ready, " + inFlight + " in flight)";
    }
}
