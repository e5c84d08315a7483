package io.headrace.common.security.auth;

import io.headrace.common.Configurable;
import java.io.Closeable;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;

/**
 * Makes TLS engines; {@code ssl.engine.factory.class} names one that takes the place of ours (KIP-519). Needs a public
 * constructor without arguments, and is told the client's settings before it is used.
 *
 * <p>Engines are asked for on event loops: whatever may block belongs into {@code configure}.
 */
public interface SslEngineFactory extends Configurable, Closeable {

    /**
     * An engine for a connection that this side opens.
     *
     * @param peerHost the name by which the other side was found
     * @param endpointIdentification how its certificate is compared with that name: {@code https}; null or empty for not
     *     at all
     */
    SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification);

    /** An engine for a connection that the other side opened. */
    SSLEngine createServerSslEngine(String peerHost, int peerPort);

    /** Whether other settings need another factory; only brokers' settings change while they run. */
    boolean shouldBeRebuilt(Map<String, Object> nextConfigs);

    /** The names of the settings that a broker may change while it runs. */
    Set<String> reconfigurableConfigs();

    /** The key store in use, or null. */
    KeyStore keystore();

    /** The trust store in use, or null. */
    KeyStore truststore();
}
