package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.internals.calls.ClientLoop;

/** One timer that is moved about: the next time at which a membership has something to do. Owner: the client's loop. */
final class SessionTimer {

    private static final long NEVER = Long.MAX_VALUE;

    private final ClientLoop loop;
    private final Runnable onTime;
    private Scheduled scheduled;
    private long dueNs = NEVER;

    SessionTimer(ClientLoop loop, Runnable onTime) {
        this.loop = loop;
        this.onTime = onTime;
    }

    /** @param atNs as {@link System#nanoTime()}; {@link Long#MAX_VALUE} for never */
    void set(long atNs) {
        if (scheduled != null && atNs != NEVER && dueNs != NEVER && dueNs - atNs <= 0) {
            // Goes off before; what is due then is looked at anew.
            return;
        }
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
        dueNs = atNs;
        if (atNs != NEVER) {
            long delayMs = Math.max(0, (atNs - loop.nanoTime() + 999_999) / 1_000_000);
            scheduled = loop.schedule(delayMs, () -> {
                scheduled = null;
                dueNs = NEVER;
                onTime.run();
            });
        }
    }
}
