package io.headrace.common.security.plain;

import javax.security.auth.callback.Callback;

/** Asks, on a broker, whether a password is right. */
public class PlainAuthenticateCallback implements Callback {

    private final char[] password;
    private boolean authenticated;

    /**
     * A question about a password.
     *
     * @param password as the client sent it
     */
    public PlainAuthenticateCallback(char[] password) {
        this.password = password.clone();
    }

    /** The password that the client sent. */
    public char[] password() {
        return password.clone();
    }

    /** The answer. */
    public boolean authenticated() {
        return authenticated;
    }

    /** Answers. */
    public void authenticated(boolean isRight) {
        this.authenticated = isRight;
    }
}
