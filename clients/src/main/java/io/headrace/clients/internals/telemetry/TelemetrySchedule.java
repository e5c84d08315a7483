package io.headrace.clients.internals.telemetry;

import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * What to do next, and when: ask for the subscription, push, or stop. Decides only; time passes elsewhere.
 *
 * <pre>
 *   ask --answered--> push after 0.5 to 1.5 intervals --answered--> push after one interval ...
 *    ^    \--nothing wanted--> ask after one interval               |
 *    |________________________________________________ refused ____|      at once, later, or never again
 * </pre>
 *
 * <p>Owner: the client's loop.
 */
final class TelemetrySchedule {

    /** How long to wait when no interval is known. */
    static final int DEFAULT_INTERVAL_MS = (int) TimeUnit.MINUTES.toMillis(5);

    enum Step {
        ASK,
        PUSH,
        STOP
    }

    /** One step, to be taken after a delay. */
    record Due(Step step, long delayMs) {}

    private static final Due STOP = new Due(Step.STOP, 0);

    private final DoubleSupplier random;
    private Subscription subscription;

    /** @param random from 0 (inclusive) to 1 (exclusive) */
    TelemetrySchedule(DoubleSupplier random) {
        this.random = random;
    }

    /** What the cluster wants; null when that is not known. */
    Subscription subscription() {
        return subscription;
    }

    /** A broker told what is wanted. */
    Due subscribed(Subscription told) {
        subscription = told;
        if (told.wantsNothing()) {
            return new Due(Step.ASK, intervalMs());
        }
        // Clients that were started together shall not push together.
        return new Due(Step.PUSH, Math.round(intervalMs() * (0.5 + random.getAsDouble())));
    }

    /** A push was taken. */
    Due pushed() {
        return new Due(Step.PUSH, intervalMs());
    }

    /** A broker answered with an error. */
    Due refused(Errors error) {
        return switch (error) {
            // The subscription has changed, or cannot be served as it is: the newest one says how to go on.
            case UNKNOWN_SUBSCRIPTION_ID, UNSUPPORTED_COMPRESSION_TYPE -> new Due(Step.ASK, 0);
            case TELEMETRY_TOO_LARGE, THROTTLING_QUOTA_EXCEEDED -> new Due(Step.ASK, intervalMs());
            default -> STOP;
        };
    }

    /** No broker could be asked, or it did not answer. */
    Due failed(RuntimeException failure) {
        return failure instanceof UnsupportedVersionException ? STOP : new Due(Step.ASK, DEFAULT_INTERVAL_MS);
    }

    private int intervalMs() {
        return subscription == null || subscription.intervalMs() <= 0 ? DEFAULT_INTERVAL_MS : subscription.intervalMs();
    }
}
