package io.headrace.clients.internals;

import io.headrace.common.config.SaslConfigs;
import io.headrace.common.security.authenticator.ClientLogin;
import io.headrace.transport.SaslMechanism;
import java.net.InetSocketAddress;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** A client's login as the transport needs it. Thread safe. */
final class LoginMechanism implements SaslMechanism {

    private static final byte[] NOTHING = {};

    private final ClientLogin login;

    LoginMechanism(ClientLogin login) {
        this.login = login;
    }

    @Override
    public String name() {
        return login.mechanism();
    }

    @Override
    public Exchange begin(InetSocketAddress broker) throws SaslException {
        // Kerberos knows services by names, so a broker that was found by its number is looked up, as Kafka's clients
        // do.
        String host = name().equals(SaslConfigs.GSSAPI_MECHANISM) ? broker.getHostName() : broker.getHostString();
        return new LoginExchange(login, login.newClient(host));
    }

    private record LoginExchange(ClientLogin login, SaslClient client) implements Exchange {

        @Override
        public byte[] first() throws SaslException {
            return client.hasInitialResponse() ? login.as(() -> client.evaluateChallenge(NOTHING)) : NOTHING.clone();
        }

        @Override
        public byte[] respond(byte[] challenge) throws SaslException {
            return login.as(() -> client.evaluateChallenge(challenge));
        }

        @Override
        public boolean isComplete() {
            return client.isComplete();
        }

        @Override
        public void close() {
            try {
                client.dispose();
            } catch (SaslException e) {
                throw new IllegalStateException("a SASL client could not be disposed of", e);
            }
        }
    }
}
