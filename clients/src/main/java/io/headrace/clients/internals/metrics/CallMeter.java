package io.headrace.clients.internals.metrics;

/** Told of the answers to one kind of request. Called on the client's loop; must not throw. */
public interface CallMeter {

    /**
     * An answer came.
     *
     * @param latencyNs since the request was written
     * @param throttleMs the pause that the answer asks for
     */
    void answered(long latencyNs, int throttleMs);
}
