package io.headrace.common.security.token.delegation;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/** A delegation token and its secret, which is never printed (KIP-48). Immutable, but for what its parts allow. */
public class DelegationToken {

    private final TokenInformation tokenInformation;
    private final byte[] hmac;

    public DelegationToken(TokenInformation tokenInformation, byte[] hmac) {
        this.tokenInformation = tokenInformation;
        this.hmac = hmac;
    }

    /** What is known of it. */
    public TokenInformation tokenInfo() {
        return tokenInformation;
    }

    /** The secret. */
    public byte[] hmac() {
        return hmac;
    }

    /** The secret as text, which is the password when the token is used. */
    public String hmacAsBase64String() {
        return Base64.getEncoder().encodeToString(hmac);
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // A subclass may know more.
    public boolean equals(Object o) {
        return this == o
                || (o != null
                        && getClass() == o.getClass()
                        && Objects.equals(tokenInformation, ((DelegationToken) o).tokenInformation)
                        && MessageDigest.isEqual(hmac, ((DelegationToken) o).hmac));
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(tokenInformation) + Arrays.hashCode(hmac);
    }

    @Override
    public String toString() {
        return "DelegationToken(" + tokenInformation + ", hmac [hidden])";
    }
}
