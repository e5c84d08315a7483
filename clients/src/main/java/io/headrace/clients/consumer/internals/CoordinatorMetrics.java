package io.headrace.clients.consumer.internals;

import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.clients.internals.metrics.MetricGroup;
import io.headrace.clients.internals.metrics.WindowedSum;
import io.headrace.protocol.ApiKey;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * What a member measures of its group, under Kafka's names (group {@code consumer-coordinator-metrics}), from the answers to
 * its requests. Recorded by the loop, read by anyone.
 */
final class CoordinatorMetrics {

    private final ClientMetrics client;
    private final WindowedSum heartbeatMs;
    private final WindowedSum commitMs;
    private volatile long lastHeartbeatNs;
    private volatile boolean hasHeartbeat;

    /** @param isClassic whether the group's protocol has joins and syncs */
    CoordinatorMetrics(ClientMetrics client, boolean isClassic, IntSupplier assigned) {
        this.client = client;
        this.heartbeatMs = client.sum();
        this.commitMs = client.sum();
        for (ApiKey key : new ApiKey[] {ApiKey.HEARTBEAT, ApiKey.CONSUMER_GROUP_HEARTBEAT}) {
            client.network().onAnswer(key, (latencyNs, pauseMs) -> {
                long nowNs = System.nanoTime();
                heartbeatMs.record(toMs(latencyNs), nowNs);
                lastHeartbeatNs = nowNs;
                hasHeartbeat = true;
            });
        }
        measure(ApiKey.OFFSET_COMMIT, commitMs);
        MetricGroup group = client.group("consumer-coordinator-metrics", Map.of());
        group.counted("heartbeat", "heartbeats that were answered", heartbeatMs);
        group.max("heartbeat-response-time", "time in ms until a heartbeat was answered", heartbeatMs);
        group.value(
                "last-heartbeat-seconds-ago", "seconds since a heartbeat was answered, -1 before", this::heartbeatAge);
        group.counted("commit", "commits that were answered", commitMs);
        group.averageAndMax("commit-latency", "time in ms until a commit was answered", commitMs);
        group.value("assigned-partitions", "how many partitions are assigned", assigned::getAsInt);
        if (isClassic) {
            step(group, "join", ApiKey.JOIN_GROUP);
            step(group, "sync", ApiKey.SYNC_GROUP);
        }
    }

    private void step(MetricGroup group, String name, ApiKey key) {
        WindowedSum tookMs = client.sum();
        measure(key, tookMs);
        group.counted(name, name + " requests that were answered", tookMs);
        group.averageAndMax(name + "-time", "time in ms until a " + name + " request was answered", tookMs);
    }

    private void measure(ApiKey key, WindowedSum tookMs) {
        client.network().onAnswer(key, (latencyNs, pauseMs) -> tookMs.record(toMs(latencyNs), System.nanoTime()));
    }

    private static double toMs(long ns) {
        return ns / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private double heartbeatAge() {
        return hasHeartbeat ? TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastHeartbeatNs) : -1;
    }
}
