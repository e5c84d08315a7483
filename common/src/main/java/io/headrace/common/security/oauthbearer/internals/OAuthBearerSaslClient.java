package io.headrace.common.security.oauthbearer.internals;

import io.headrace.common.errors.SaslAuthenticationException;
import io.headrace.common.security.auth.SaslExtensionsCallback;
import io.headrace.common.security.oauthbearer.OAuthBearerLoginModule;
import io.headrace.common.security.oauthbearer.OAuthBearerTokenCallback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * The client's end of OAUTHBEARER (RFC 7628): sends its token; a broker that does not like it answers with the reason, which
 * the client has to acknowledge before the broker refuses it. Used by one thread at a time.
 */
public final class OAuthBearerSaslClient implements SaslClient {

    private static final char SEPARATOR = 1;
    private static final byte[] ACKNOWLEDGED = {SEPARATOR};

    private enum State {
        FIRST,
        AWAITING_VERDICT,
        AWAITING_REFUSAL,
        COMPLETE,
        FAILED
    }

    private final CallbackHandler callbacks;
    private State state = State.FIRST;
    private String reason = "";

    public OAuthBearerSaslClient(CallbackHandler callbacks) {
        this.callbacks = callbacks;
    }

    @Override
    public String getMechanismName() {
        return OAuthBearerLoginModule.OAUTHBEARER_MECHANISM;
    }

    @Override
    public boolean hasInitialResponse() {
        return true;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        return switch (state) {
            case FIRST -> {
                byte[] first = first();
                state = State.AWAITING_VERDICT;
                yield first;
            }
            case AWAITING_VERDICT -> hear(challenge);
            default -> {
                state = State.FAILED;
                throw new SaslException(
                        "the token was refused", new SaslAuthenticationException("the token was refused: " + reason));
            }
        };
    }

    private byte[] hear(byte[] verdict) {
        if (verdict.length == 0) {
            state = State.COMPLETE;
            return null;
        }
        reason = new String(verdict, StandardCharsets.UTF_8);
        state = State.AWAITING_REFUSAL;
        return ACKNOWLEDGED.clone();
    }

    private byte[] first() throws SaslException {
        OAuthBearerTokenCallback token = new OAuthBearerTokenCallback();
        SaslExtensionsCallback extensions = new SaslExtensionsCallback();
        try {
            callbacks.handle(new Callback[] {token});
            askForExtensions(extensions);
        } catch (IOException | UnsupportedCallbackException e) {
            throw new SaslException("there is no token: " + e.getMessage(), e);
        }
        if (token.token() == null) {
            throw new SaslException("there is no token" + (token.errorCode() == null ? "" : ": " + token.errorCode()));
        }
        StringBuilder text = new StringBuilder("n,,");
        pair(text, "auth", "Bearer " + token.token().value());
        for (Map.Entry<String, String> extension :
                new TreeMap<>(extensions.extensions().map()).entrySet()) {
            if (extension.getKey().equals("auth")) {
                throw new SaslException("auth cannot be the name of an extension: it is that of the token");
            }
            pair(text, extension.getKey(), extension.getValue());
        }
        text.append(SEPARATOR).append(SEPARATOR);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void askForExtensions(SaslExtensionsCallback extensions) throws IOException {
        try {
            callbacks.handle(new Callback[] {extensions});
        } catch (UnsupportedCallbackException e) {
            // A handler that knows no extensions has none.
        }
    }

    private static void pair(StringBuilder text, String name, String value) {
        text.append(SEPARATOR).append(name).append('=').append(value);
    }

    @Override
    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
        throw noLayer();
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
        throw noLayer();
    }

    private static IllegalStateException noLayer() {
        return new IllegalStateException("OAUTHBEARER authenticates and does not encrypt");
    }

    @Override
    public Object getNegotiatedProperty(String propName) {
        return null;
    }

    @Override
    public void dispose() {
        // Holds no secret.
    }
}
