package io.headrace.spec;

import io.headrace.clients.admin.ScramMechanism;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A user that logs in with SCRAM. Immutable.
 *
 * @param name the user's name
 * @param credentials what the user is to have, by mechanism
 */
public record UserSpec(String name, Map<ScramMechanism, Credential> credentials) {

    /** How often a password is hashed where a spec does not say. */
    public static final int DEFAULT_ITERATIONS = 8_192;

    /**
     * @throws IllegalArgumentException when there is no name, no credential, or one of an unknown mechanism
     */
    public UserSpec {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A user has no name");
        }
        if (credentials.isEmpty()) {
            throw new IllegalArgumentException("User " + name + " has no credential: SCRAM-SHA-256 or SCRAM-SHA-512");
        }
        if (credentials.containsKey(ScramMechanism.UNKNOWN)) {
            throw new IllegalArgumentException("User " + name + ": SCRAM-SHA-256 and SCRAM-SHA-512 are the mechanisms");
        }
        credentials = Collections.unmodifiableMap(new TreeMap<>(credentials));
    }

    /**
     * A credential. Brokers do not tell passwords: one that is there is taken for right as long as its iterations are.
     *
     * @param password where the password comes from; without one the credential must be there already
     * @param iterations how often it is hashed; without a number a new one gets {@link UserSpec#DEFAULT_ITERATIONS}, and one
     *     that is there keeps its own
     */
    public record Credential(Optional<Secret> password, OptionalInt iterations) {
        /**
         * @throws IllegalArgumentException when the iterations are less than 1
         */
        public Credential {
            if (iterations.isPresent() && iterations.getAsInt() < 1) {
                throw new IllegalArgumentException(
                        "A password is hashed at least once, and not " + iterations.getAsInt() + " times");
            }
        }
    }
}
