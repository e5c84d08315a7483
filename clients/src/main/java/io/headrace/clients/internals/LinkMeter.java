package io.headrace.clients.internals;

import io.headrace.protocol.ApiKey;

/** Counts what goes over connections. Called on the client's loop, once per request and answer; must not throw. */
public interface LinkMeter {

    /** Counts nothing. */
    LinkMeter NONE = new LinkMeter() {
        @Override
        public void connected(int nodeId) {}

        @Override
        public void disconnected(int nodeId) {}

        @Override
        public void authenticated(int nodeId, boolean isAgain, long tookNs) {}

        @Override
        public void refused(int nodeId, boolean isAgain) {}

        @Override
        public void sent(int nodeId, ApiKey key, long bytes) {}

        @Override
        public void answered(int nodeId, ApiKey key, long bytes, long latencyNs, int throttleMs) {}

        @Override
        public void gone(int nodeId) {}
    };

    /** A connection is up, as far as TCP goes. */
    void connected(int nodeId);

    /** A connection that was up is gone. */
    void disconnected(int nodeId);

    /**
     * A broker takes the client for who it says it is.
     *
     * @param isAgain whether a session was renewed
     */
    void authenticated(int nodeId, boolean isAgain, long tookNs);

    /** A broker and the client did not agree on who they are; the connection's end is told apart. */
    void refused(int nodeId, boolean isAgain);

    /** A request was written. */
    void sent(int nodeId, ApiKey key, long bytes);

    /**
     * An answer came.
     *
     * @param throttleMs the pause that it asks for
     */
    void answered(int nodeId, ApiKey key, long bytes, long latencyNs, int throttleMs);

    /** The broker is not one of the cluster any more. */
    void gone(int nodeId);
}
