package io.headrace.common.security.auth;

import java.security.Principal;
import java.util.Objects;

/**
 * Somebody whom a broker knows: a kind and a name, written {@code kind:name}. Two are equal when both are, however they
 * were authenticated.
 */
public class KafkaPrincipal implements Principal {

    /** The kind of users; custom principal builders may make others. */
    public static final String USER_TYPE = "User";

    /** Whoever did not say who it is. */
    public static final KafkaPrincipal ANONYMOUS = new KafkaPrincipal(USER_TYPE, "ANONYMOUS");

    private final String principalType;
    private final String name;
    private volatile boolean tokenAuthenticated;

    /** Somebody who did not use a delegation token. */
    public KafkaPrincipal(String principalType, String name) {
        this(principalType, name, false);
    }

    /**
     * Somebody who may have used a delegation token.
     *
     * @param tokenAuthenticated whether a delegation token was used
     */
    public KafkaPrincipal(String principalType, String name, boolean tokenAuthenticated) {
        this.principalType = Objects.requireNonNull(principalType, "principalType");
        this.name = Objects.requireNonNull(name, "name");
        this.tokenAuthenticated = tokenAuthenticated;
    }

    @Override
    public String getName() {
        return name;
    }

    /** The kind, {@link #USER_TYPE} mostly. */
    public String getPrincipalType() {
        return principalType;
    }

    /** Notes whether a delegation token was used. */
    public void tokenAuthenticated(boolean isTokenUsed) {
        this.tokenAuthenticated = isTokenUsed;
    }

    /** Whether a delegation token was used. */
    public boolean tokenAuthenticated() {
        return tokenAuthenticated;
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // A subclass of a custom builder may know more, and is somebody else.
    public boolean equals(Object o) {
        return this == o
                || (o != null
                        && getClass() == o.getClass()
                        && principalType.equals(((KafkaPrincipal) o).principalType)
                        && name.equals(((KafkaPrincipal) o).name));
    }

    @Override
    public int hashCode() {
        return 31 * principalType.hashCode() + name.hashCode();
    }

    @Override
    public String toString() {
        return principalType + ":" + name;
    }
}
