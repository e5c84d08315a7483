package io.headrace.common.security.scram;

import javax.security.auth.callback.Callback;

/** Asks, on a broker, for what is kept of a user. */
public class ScramCredentialCallback implements Callback {

    private ScramCredential scramCredential;

    /** Answers. */
    public void scramCredential(ScramCredential credential) {
        this.scramCredential = credential;
    }

    /** The answer; null if the user is not known. */
    public ScramCredential scramCredential() {
        return scramCredential;
    }
}
