package io.headrace.transport;

import java.net.InetSocketAddress;
import javax.security.sasl.SaslException;

/** A way to authenticate by SASL, with the credentials of one client. Thread safe. */
public interface SaslMechanism {

    /** As brokers know it, such as {@code SCRAM-SHA-256}. */
    String name();

    /**
     * A new exchange. Called on a thread that may block.
     *
     * @throws SaslException if it cannot be begun, for want of credentials for example
     */
    Exchange begin(InetSocketAddress broker) throws SaslException;

    /** One authentication, used by one thread at a time; all may block. */
    interface Exchange extends AutoCloseable {

        /** What the client says before the broker said anything; may be empty. */
        byte[] first() throws SaslException;

        /**
         * Answers the broker.
         *
         * @return null if there is nothing left to say
         * @throws SaslException if the broker's words are not acceptable
         */
        byte[] respond(byte[] challenge) throws SaslException;

        /** Whether the client's side of the exchange came to a good end. */
        boolean isComplete();

        /** Forgets secrets. */
        @Override
        void close();
    }
}
