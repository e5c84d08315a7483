package io.headrace.clients.internals.metrics;

import io.headrace.clients.internals.LinkMeter;
import io.headrace.protocol.ApiKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes over a client's connections: for all together (group {@code <kind>-metrics}) and for each broker (group
 * {@code <kind>-node-metrics}). Handshakes count as requests, lengths of frames as bytes, as in Kafka.
 *
 * <p>Owner: the client's loop, which is the only one to record; values are read by any thread.
 */
public final class NetworkMetrics implements LinkMeter {

    private final ClientMetrics metrics;
    private final Traffic all;
    private final WindowedSum created;
    private final WindowedSum closed;
    private final WindowedSum authentications;
    private final WindowedSum authenticationFailures;
    private final WindowedSum renewalsMs;
    private final WindowedSum renewalFailures;
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<Integer, NodeTraffic> nodes = new HashMap<>();
    private final Map<ApiKey, List<CallMeter>> callMeters = new EnumMap<>(ApiKey.class);

    NetworkMetrics(ClientMetrics metrics) {
        this.metrics = metrics;
        this.all = new Traffic(metrics);
        this.created = metrics.sum();
        this.closed = metrics.sum();
        this.authentications = metrics.sum();
        this.authenticationFailures = metrics.sum();
        this.renewalsMs = metrics.sum();
        this.renewalFailures = metrics.sum();
        MetricGroup group = metrics.group(metrics.kind().prefix() + "-metrics", Map.of());
        all.register(group);
        group.value("network-io-total", "the total number of requests and answers", all::exchanges);
        group.value("network-io-rate", "the number of requests and answers per second", all::exchangesPerSecond);
        group.value("connection-count", "how many connections are up", connections::doubleValue);
        group.counted("connection-creation", "connections made", created);
        group.counted("connection-close", "connections that ended", closed);
        group.counted(
                "failed-authentication", "connections on which the client was not let in", authenticationFailures);
        group.counted("successful-authentication", "connections on which the client was let in", authentications);
        group.value(
                "successful-authentication-no-reauth-total",
                "the same; Kafka's clients count here what brokers tell apart",
                authentications::totalCount);
        group.counted("successful-reauthentication", "sessions that were renewed", renewalsMs);
        group.counted("failed-reauthentication", "sessions that could not be renewed", renewalFailures);
        group.averageAndMax("reauthentication-latency", "time in ms that renewing a session took", renewalsMs);
    }

    /** Has somebody told of the answers to one kind of request. Before the loop starts. */
    public void onAnswer(ApiKey key, CallMeter meter) {
        callMeters.computeIfAbsent(key, k -> new ArrayList<>()).add(meter);
    }

    @Override
    public void connected(int nodeId) {
        connections.incrementAndGet();
        created.record(1, System.nanoTime());
    }

    @Override
    public void disconnected(int nodeId) {
        connections.decrementAndGet();
        closed.record(1, System.nanoTime());
    }

    @Override
    public void authenticated(int nodeId, boolean isAgain, long tookNs) {
        long nowNs = System.nanoTime();
        if (isAgain) {
            renewalsMs.record(tookNs / (double) TimeUnit.MILLISECONDS.toNanos(1), nowNs);
        } else {
            authentications.record(1, nowNs);
        }
    }

    @Override
    public void refused(int nodeId, boolean isAgain) {
        (isAgain ? renewalFailures : authenticationFailures).record(1, System.nanoTime());
    }

    @Override
    public void sent(int nodeId, ApiKey key, long bytes) {
        long nowNs = System.nanoTime();
        all.sent.record(bytes, nowNs);
        node(nodeId).traffic.sent.record(bytes, nowNs);
    }

    @Override
    public void answered(int nodeId, ApiKey key, long bytes, long latencyNs, int throttleMs) {
        long nowNs = System.nanoTime();
        all.received.record(bytes, nowNs);
        NodeTraffic node = node(nodeId);
        node.traffic.received.record(bytes, nowNs);
        node.latencyMs.record(latencyNs / (double) TimeUnit.MILLISECONDS.toNanos(1), nowNs);
        List<CallMeter> interested = callMeters.get(key);
        if (interested != null) {
            for (int i = 0; i < interested.size(); i++) {
                interested.get(i).answered(latencyNs, throttleMs);
            }
        }
    }

    private NodeTraffic node(int nodeId) {
        NodeTraffic known = nodes.get(nodeId);
        if (known == null) {
            known = new NodeTraffic(metrics, nodeId);
            nodes.put(nodeId, known);
        }
        return known;
    }

    @Override
    public void gone(int nodeId) {
        NodeTraffic gone = nodes.remove(nodeId);
        if (gone != null) {
            gone.group.close();
        }
    }

    /** Requests and answers: each record is one of them, its value the bytes. */
    private static final class Traffic {
        private final WindowedSum sent;
        private final WindowedSum received;

        Traffic(ClientMetrics metrics) {
            this.sent = metrics.sum();
            this.received = metrics.sum();
        }

        void register(MetricGroup group) {
            group.summed("outgoing-byte", "bytes sent", sent);
            group.counted("request", "requests sent", sent);
            group.averageAndMax("request-size", "size of a request in bytes", sent);
            group.summed("incoming-byte", "bytes received", received);
            group.counted("response", "answers received", received);
        }

        double exchanges() {
            return sent.totalCount() + received.totalCount();
        }

        double exchangesPerSecond() {
            long nowNs = System.nanoTime();
            return sent.countPerSecond(nowNs) + received.countPerSecond(nowNs);
        }
    }

    private static final class NodeTraffic {
        private final MetricGroup group;
        private final Traffic traffic;
        private final WindowedSum latencyMs;

        NodeTraffic(ClientMetrics metrics, int nodeId) {
            this.group = metrics.group(metrics.kind().prefix() + "-node-metrics", Map.of("node-id", "node-" + nodeId));
            this.traffic = new Traffic(metrics);
            this.latencyMs = metrics.sum();
            traffic.register(group);
            group.averageAndMax("request-latency", "time in ms from a request to its answer", latencyMs);
        }
    }
}
