package io.headrace.clients.internals;

import io.headrace.common.KafkaException;
import io.headrace.protocol.ApiKey;

/** Counts what goes over connections. Called on the client's loop, once per request and answer; must not throw. */
public interface LinkMeter {

    /** Counts nothing. */
    LinkMeter NONE = new LinkMeter() {
        @Override
        public void connected(int nodeId) {}

        @Override
        public void disconnected(int nodeId, KafkaException cause) {}

        @Override
        public void sent(int nodeId, ApiKey key, long bytes) {}

        @Override
        public void answered(int nodeId, ApiKey key, long bytes, long latencyNs, int throttleMs) {}

        @Override
        public void gone(int nodeId) {}
    };

    /** A connection is up. */
    void connected(int nodeId);

    /** A connection that was up is gone. */
    void disconnected(int nodeId, KafkaException cause);

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
