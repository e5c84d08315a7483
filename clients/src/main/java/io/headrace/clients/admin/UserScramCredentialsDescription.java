package io.headrace.clients.admin;

import java.util.List;
import java.util.Objects;

/** A user and what may be told of its SCRAM credentials. Immutable. */
public class UserScramCredentialsDescription {

    private final String name;
    private final List<ScramCredentialInfo> credentialInfos;

    /**
     * @param name the user
     * @param credentialInfos one for each mechanism
     */
    public UserScramCredentialsDescription(String name, List<ScramCredentialInfo> credentialInfos) {
        this.name = name;
        this.credentialInfos = List.copyOf(credentialInfos);
    }

    /** The user. */
    public String name() {
        return name;
    }

    /** One for each mechanism. */
    public List<ScramCredentialInfo> credentialInfos() {
        return credentialInfos;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserScramCredentialsDescription that
                && name.equals(that.name)
                && credentialInfos.equals(that.credentialInfos);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, credentialInfos);
    }

    @Override
    public String toString() {
        return "UserScramCredentialsDescription(name=" + name + ", credentialInfos=" + credentialInfos + ")";
    }
}
