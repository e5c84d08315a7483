package io.headrace.clients.internals.telemetry;

import io.headrace.common.Uuid;
import io.headrace.protocol.message.GetTelemetrySubscriptionsResponse;
import java.util.List;

/**
 * What the cluster wants of this client. Immutable.
 *
 * @param clientInstanceId the id that the cluster has given to this client, or that it chose
 * @param id of the subscription, for the broker to notice that it is not the newest
 * @param compressions accepted compression types by their ids, best first
 * @param intervalMs between two pushes
 * @param maxBytes the largest push
 * @param isDelta whether sums are counted since the last push, not since the start
 * @param prefixes which metrics: what their names begin with; none for no metrics
 */
record Subscription(
        Uuid clientInstanceId,
        int id,
        List<Byte> compressions,
        int intervalMs,
        int maxBytes,
        boolean isDelta,
        List<String> prefixes) {

    private static final String ALL = "*";

    Subscription {
        compressions = List.copyOf(compressions);
        prefixes = List.copyOf(prefixes);
    }

    /** As a broker tells it; an id that cannot be one is replaced by a random one. */
    static Subscription of(GetTelemetrySubscriptionsResponse told) {
        Uuid id = told.clientInstanceId();
        return new Subscription(
                id == null || Uuid.RESERVED.contains(id) ? Uuid.randomUuid() : id,
                told.subscriptionId(),
                told.acceptedCompressionTypes(),
                told.pushIntervalMs(),
                told.telemetryMaxBytes(),
                told.deltaTemporality(),
                told.requestedMetrics());
    }

    boolean wantsNothing() {
        return prefixes.isEmpty();
    }

    /** Whether a metric is wanted. */
    boolean wants(String metric) {
        for (String prefix : prefixes) {
            if (prefix.equals(ALL) || metric.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
