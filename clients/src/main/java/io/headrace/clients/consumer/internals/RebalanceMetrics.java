package io.headrace.clients.consumer.internals;

import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.clients.internals.metrics.MetricGroup;
import io.headrace.clients.internals.metrics.WindowedSum;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many rebalances a member has been through, how long they and its listener took, under Kafka's names (group
 * {@code consumer-coordinator-metrics}). A rebalance begins when the polling thread hears of it, and ends when it has its
 * partitions; one that has to begin again counts once.
 *
 * <p>Recorded by the polling thread, read by anyone.
 */
final class RebalanceMetrics {

    private static final double SECONDS_PER_HOUR = 3_600;

    private final WindowedSum tookMs;
    private final WindowedSum failed;
    private final WindowedSum revokedMs;
    private final WindowedSum assignedMs;
    private final WindowedSum lostMs;
    private boolean isUnderWay;
    private long beganNs;
    private volatile boolean hasEnded;
    private volatile long endedNs;

    RebalanceMetrics(ClientMetrics client) {
        MetricGroup group = client.group("consumer-coordinator-metrics", Map.of());
        this.tookMs = client.sum();
        group.averageAndMax("rebalance-latency", "time in ms that a rebalance took", tookMs);
        group.value("rebalance-latency-total", "time in ms spent in rebalances", tookMs::total);
        group.value("rebalance-total", "how many rebalances there were", tookMs::totalCount);
        group.value("rebalance-rate-per-hour", "rebalances per hour", () -> perHour(tookMs));
        group.value("last-rebalance-seconds-ago", "seconds since a rebalance ended, -1 before", this::age);
        this.failed = client.sum();
        group.value("failed-rebalance-total", "how many rebalances ended without an assignment", failed::totalCount);
        group.value("failed-rebalance-rate-per-hour", "those per hour", () -> perHour(failed));
        this.revokedMs = listener(client, group, "partition-revoked", "onPartitionsRevoked");
        this.assignedMs = listener(client, group, "partition-assigned", "onPartitionsAssigned");
        this.lostMs = listener(client, group, "partition-lost", "onPartitionsLost");
    }

    private static WindowedSum listener(ClientMetrics client, MetricGroup group, String name, String method) {
        WindowedSum ms = client.sum();
        group.averageAndMax(name + "-latency", "time in ms that the listener's " + method + " took", ms);
        return ms;
    }

    private static double perHour(WindowedSum sum) {
        return sum.countPerSecond(System.nanoTime()) * SECONDS_PER_HOUR;
    }

    private double age() {
        return hasEnded ? TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - endedNs) : -1;
    }

    /** The polling thread has heard of a rebalance; perhaps of one that it had heard of before. */
    void begins(long nowNs) {
        if (!isUnderWay) {
            isUnderWay = true;
            beganNs = nowNs;
        }
    }

    /** It has its partitions. */
    void ends(long nowNs) {
        if (isUnderWay) {
            isUnderWay = false;
            tookMs.record(toMs(nowNs - beganNs), nowNs);
            endedNs = nowNs;
            hasEnded = true;
        }
    }

    /** The membership ended, or the coordinator refuses it. */
    void fails(long nowNs) {
        if (isUnderWay) {
            isUnderWay = false;
            failed.record(1, nowNs);
        }
    }

    /** The application does not want to be a member any more. */
    void stops() {
        isUnderWay = false;
    }

    void revoked(long tookNs) {
        record(revokedMs, tookNs);
    }

    void assigned(long tookNs) {
        record(assignedMs, tookNs);
    }

    void lost(long tookNs) {
        record(lostMs, tookNs);
    }

    private static void record(WindowedSum ms, long tookNs) {
        ms.record(toMs(tookNs), System.nanoTime());
    }

    private static double toMs(long ns) {
        return ns / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
