package io.headrace.clients.internals;

import io.headrace.common.KafkaException;
import io.headrace.common.security.auth.SecurityProtocol;
import io.headrace.transport.ConnectionSecurity;

/** What protects the connections of one client, and the threads and credentials behind it. Thread safe. */
interface ClientSecurity extends AutoCloseable {

    /** Nothing does. */
    ClientSecurity PLAINTEXT = new ClientSecurity() {
        @Override
        public ConnectionSecurity connections() {
            return ConnectionSecurity.PLAINTEXT;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    };

    /** For all connections of the client. */
    ConnectionSecurity connections();

    /** Ends threads, and forgets credentials. Does not block. */
    @Override
    void close();

    /**
     * Loads keys and logs in. May block.
     *
     * @param clientId names the threads
     * @throws KafkaException if that fails; names the setting that is wrong
     */
    static ClientSecurity open(SecuritySettings settings, String clientId) {
        // Nothing of TLS and SASL is loaded for who does not use it.
        return settings.protocol() == SecurityProtocol.PLAINTEXT
                ? PLAINTEXT
                : SecuredConnections.open(settings, clientId);
    }
}
