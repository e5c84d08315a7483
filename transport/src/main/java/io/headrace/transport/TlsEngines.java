package io.headrace.transport;

import javax.net.ssl.SSLEngine;

/** Makes the engines of encrypted connections. Thread safe; called on event loops, so it must not block. */
@FunctionalInterface
public interface TlsEngines {

    /**
     * A new engine in client mode.
     *
     * @param host the name by which the user or the cluster knows the broker; never looked up again
     * @throws RuntimeException if none can be made; fails the connection
     */
    SSLEngine newEngine(String host, int port);
}
