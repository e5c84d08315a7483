package io.headrace.cli.users;

import io.headrace.cli.CommandFailure;
import io.headrace.clients.admin.ScramMechanism;
import java.util.Locale;

/** Finds mechanisms by the names that people write. */
final class Mechanism {
    private Mechanism() {}

    static ScramMechanism parse(String text) {
        ScramMechanism mechanism = ScramMechanism.fromMechanismName(text.toUpperCase(Locale.ROOT));
        if (mechanism == ScramMechanism.UNKNOWN) {
            throw CommandFailure.misuse("--mechanism '" + text + "' is none of SCRAM-SHA-256, SCRAM-SHA-512");
        }
        return mechanism;
    }
}
