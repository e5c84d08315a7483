package io.headrace.spec;

import java.util.Set;

/**
 * How a plan is made. Immutable.
 *
 * @param prune whether what the spec owns and does not name is to be deleted
 * @param resetPasswords users whose passwords are to be written although they have one: brokers do not tell passwords, so
 *     nobody can see whether they differ
 */
public record PlanOptions(boolean prune, Set<String> resetPasswords) {
    /** Nothing is deleted, and passwords are left as they are. */
    public static final PlanOptions DEFAULT = new PlanOptions(false, Set.of());

    /** Copies the set. */
    public PlanOptions {
        resetPasswords = Set.copyOf(resetPasswords);
    }

    /** As these, and what is owned and not named is deleted. */
    public PlanOptions withPrune() {
        return new PlanOptions(true, resetPasswords);
    }
}
