package io.headrace.clients.admin;

import java.util.Objects;

/** A change of one of a user's SCRAM credentials (KIP-554). */
public abstract class UserScramCredentialAlteration {

    /** The user. */
    protected final String user;

    /** @param user the user whose credential changes */
    protected UserScramCredentialAlteration(String user) {
        this.user = Objects.requireNonNull(user, "user");
    }

    /** The user. */
    public String user() {
        return user;
    }
}
