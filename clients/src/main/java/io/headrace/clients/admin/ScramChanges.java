package io.headrace.clients.admin;

import io.headrace.clients.admin.internals.security.AlterScramUsersOperation;
import io.headrace.common.errors.UnacceptableCredentialException;
import io.headrace.common.errors.UnsupportedSaslMechanismException;
import io.headrace.common.security.scram.internals.ScramHash;
import io.headrace.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.headrace.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Turns what an application wants of a user's SCRAM credentials into what is sent. Stateless. */
final class ScramChanges {

    private ScramChanges() {}

    /**
     * Hashes the passwords.
     *
     * @throws ApiException for what no broker would take; nothing of the user is changed then
     */
    static AlterScramUsersOperation.Changes of(String user, List<UserScramCredentialAlteration> alterations) {
        if (user.isEmpty()) {
            throw new UnacceptableCredentialException("Username must not be empty");
        }
        List<ScramCredentialDeletion> deletions = new ArrayList<>();
        List<ScramCredentialUpsertion> upsertions = new ArrayList<>();
        for (UserScramCredentialAlteration alteration : alterations) {
            if (alteration instanceof UserScramCredentialDeletion deletion) {
                requireKnown(user, deletion.mechanism());
                deletions.add(new ScramCredentialDeletion()
                        .name(user)
                        .mechanism(deletion.mechanism().type()));
            } else if (alteration instanceof UserScramCredentialUpsertion upsertion) {
                upsertions.add(hashed(user, upsertion));
            } else {
                throw new IllegalArgumentException(
                        "A SCRAM credential is set or deleted, and " + alteration.getClass() + " does neither");
            }
        }
        return new AlterScramUsersOperation.Changes(deletions, upsertions);
    }

    private static void requireKnown(String user, ScramMechanism mechanism) {
        if (mechanism == ScramMechanism.UNKNOWN) {
            throw new UnsupportedSaslMechanismException(
                    "The SCRAM mechanism of a credential of user " + user + " is UNKNOWN");
        }
    }

    private static ScramCredentialUpsertion hashed(String user, UserScramCredentialUpsertion upsertion) {
        ScramMechanism mechanism = upsertion.credentialInfo().mechanism();
        int iterations = upsertion.credentialInfo().iterations();
        requireKnown(user, mechanism);
        if (upsertion.password().length == 0) {
            throw new UnacceptableCredentialException("The password of user " + user + " must not be empty");
        }
        if (iterations < 1) {
            throw new UnacceptableCredentialException(
                    "A password cannot be hashed " + iterations + " times, as for user " + user + " and "
                            + mechanism.mechanismName() + "; brokers take 4096 to 16384");
        }
        try {
            return new ScramCredentialUpsertion()
                    .name(user)
                    .mechanism(mechanism.type())
                    .iterations(iterations)
                    .salt(upsertion.salt())
                    .saltedPassword(ScramHash.forMechanism(mechanism.mechanismName())
                            .saltedPassword(upsertion.password(), upsertion.salt(), iterations));
        } catch (GeneralSecurityException e) {
            throw new UnsupportedSaslMechanismException(
                    "This JVM cannot hash for " + mechanism.mechanismName() + ": " + e.getMessage(), e);
        }
    }
}
