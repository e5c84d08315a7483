package io.headrace.clients.admin;

import java.util.Objects;

/** What may be told of a SCRAM credential. Immutable. */
public class ScramCredentialInfo {

    private final ScramMechanism mechanism;
    private final int iterations;

    /**
     * @param mechanism the mechanism
     * @param iterations how often the password was hashed; brokers take 4,096 to 16,384
     */
    public ScramCredentialInfo(ScramMechanism mechanism, int iterations) {
        Objects.requireNonNull(mechanism, "mechanism");
        this.mechanism = mechanism;
        this.iterations = iterations;
    }

    /** The mechanism. */
    public ScramMechanism mechanism() {
        return mechanism;
    }

    /** How often the password was hashed; brokers take 4,096 to 16,384. */
    public int iterations() {
        return iterations;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramCredentialInfo that
                && mechanism == that.mechanism
                && iterations == that.iterations;
    }

    @Override
    public int hashCode() {
        return Objects.hash(mechanism, iterations);
    }

    @Override
    public String toString() {
        return "ScramCredentialInfo(mechanism=" + mechanism + ", iterations=" + iterations + ")";
    }
}
