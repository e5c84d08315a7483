package io.headrace.clients.admin;

import java.util.Objects;

/** Deletes a user's credential for one mechanism. Immutable. */
public class UserScramCredentialDeletion extends UserScramCredentialAlteration {

    private final ScramMechanism mechanism;

    /**
     * @param user the user
     * @param mechanism whose credential is deleted
     */
    public UserScramCredentialDeletion(String user, ScramMechanism mechanism) {
        super(user);
        this.mechanism = Objects.requireNonNull(mechanism, "mechanism");
    }

    /** The mechanism. */
    public ScramMechanism mechanism() {
        return mechanism;
    }
}
