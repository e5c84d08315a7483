package io.headrace.common.security.oauthbearer;

import io.headrace.common.security.auth.SaslExtensions;
import io.headrace.common.security.auth.SaslExtensionsCallback;
import java.io.IOException;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;

/**
 * Asks the login's callback handler ({@code sasl.login.callback.handler.class}) for a token, for SASL's mechanism
 * OAUTHBEARER (RFC 7628, KIP-255). The default handler makes tokens that nobody signed, for tests;
 * {@link OAuthBearerLoginCallbackHandler} gets real ones.
 */
public class OAuthBearerLoginModule implements LoginModule {

    /** The mechanism's name. */
    public static final String OAUTHBEARER_MECHANISM = "OAUTHBEARER";

    private Subject subject;
    private CallbackHandler callbackHandler;
    private OAuthBearerToken pendingToken;
    private SaslExtensions pendingExtensions;
    private OAuthBearerToken token;
    private SaslExtensions extensions;

    @Override
    public void initialize(Subject into, CallbackHandler handler, Map<String, ?> sharedState, Map<String, ?> options) {
        this.subject = into;
        this.callbackHandler = handler;
    }

    @Override
    public boolean login() throws LoginException {
        OAuthBearerTokenCallback tokenCallback = new OAuthBearerTokenCallback();
        try {
            callbackHandler.handle(new Callback[] {tokenCallback});
        } catch (IOException | UnsupportedCallbackException e) {
            throw failure("a token cannot be had: " + e.getMessage(), e);
        }
        if (tokenCallback.errorCode() != null) {
            throw failure(
                    "a token was refused: " + tokenCallback.errorCode() + " " + tokenCallback.errorDescription(), null);
        }
        if (tokenCallback.token() == null) {
            throw failure("the login callback handler has no token", null);
        }
        pendingToken = tokenCallback.token();
        pendingExtensions = askForExtensions();
        return true;
    }

    private SaslExtensions askForExtensions() throws LoginException {
        SaslExtensionsCallback callback = new SaslExtensionsCallback();
        try {
            callbackHandler.handle(new Callback[] {callback});
            return callback.extensions();
        } catch (UnsupportedCallbackException e) {
            return SaslExtensions.empty();
        } catch (IOException e) {
            throw failure("the SASL extensions cannot be had: " + e.getMessage(), e);
        }
    }

    private static LoginException failure(String message, Throwable cause) {
        LoginException failure = new LoginException(message);
        failure.initCause(cause);
        return failure;
    }

    @Override
    public boolean commit() {
        if (pendingToken == null) {
            return false;
        }
        token = pendingToken;
        extensions = pendingExtensions;
        subject.getPrivateCredentials().add(token);
        if (!extensions.map().isEmpty()) {
            subject.getPublicCredentials().add(extensions);
        }
        pendingToken = null;
        pendingExtensions = null;
        return true;
    }

    @Override
    public boolean abort() {
        boolean hadToken = pendingToken != null;
        pendingToken = null;
        pendingExtensions = null;
        return hadToken;
    }

    @Override
    public boolean logout() {
        if (token == null) {
            return false;
        }
        // By identity: two tokens may be equal.
        OAuthBearerToken leaving = token;
        subject.getPrivateCredentials().removeIf(credential -> credential == leaving);
        subject.getPublicCredentials().remove(extensions);
        token = null;
        extensions = null;
        return true;
    }
}
