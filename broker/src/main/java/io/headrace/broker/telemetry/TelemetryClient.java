package io.headrace.broker.telemetry;

import io.headrace.common.protocol.Errors;
import java.util.Set;

/**
 * What is remembered about a client that has asked for its subscription.
 *
 * <p>Owner: {@link ClientTelemetry}, under its monitor.
 */
final class TelemetryClient {

    private final int subscriptionsVersion;
    private final Set<String> metrics;
    private final int intervalMs;
    private final int subscriptionId;

    private long lastGetMs;
    private long lastPushMs;
    private boolean terminated;
    private Errors lastError = Errors.NONE;

    TelemetryClient(int subscriptionsVersion, Set<String> metrics, int intervalMs, int subscriptionId) {
        this.subscriptionsVersion = subscriptionsVersion;
        this.metrics = metrics;
        this.intervalMs = intervalMs;
        this.subscriptionId = subscriptionId;
    }

    int subscriptionsVersion() {
        return subscriptionsVersion;
    }

    Set<String> metrics() {
        return metrics;
    }

    int intervalMs() {
        return intervalMs;
    }

    int subscriptionId() {
        return subscriptionId;
    }

    boolean isTerminated() {
        return terminated;
    }

    void terminate() {
        terminated = true;
    }

    /** The next question for its subscription may then come early: it is how a client finds its way back. */
    void failed(Errors error) {
        lastError = error;
    }

    /** Whether it may ask for its subscription now; notes that it does. */
    boolean mayGet(long nowMs) {
        boolean lost = lastError == Errors.UNKNOWN_SUBSCRIPTION_ID || lastError == Errors.UNSUPPORTED_COMPRESSION_TYPE;
        boolean due = nowMs - Math.max(lastGetMs, lastPushMs) >= intervalMs;
        if (due) {
            lastGetMs = nowMs;
        }
        return due || lost;
    }

    /** Whether it may push now; notes that it does. */
    boolean mayPush(long nowMs) {
        boolean due = lastGetMs > lastPushMs || nowMs - lastPushMs >= intervalMs;
        if (due) {
            lastPushMs = nowMs;
        }
        return due;
    }
}
