package io.headrace.clients.consumer.internals;

/** When the application polled last: said by the polling thread, read by the loop. */
final class PollClock {

    private volatile long lastNs;

    PollClock(long nowNs) {
        lastNs = nowNs;
    }

    void polled(long nowNs) {
        lastNs = nowNs;
    }

    /** As {@link System#nanoTime()}. */
    long lastNs() {
        return lastNs;
    }
}
