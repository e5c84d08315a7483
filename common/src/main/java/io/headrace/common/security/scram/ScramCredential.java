package io.headrace.common.security.scram;

/**
 * What a broker keeps of a user instead of the password (RFC 5802 section 3). Immutable, but for the arrays, which nobody
 * may change.
 */
public class ScramCredential {

    private final byte[] salt;
    private final byte[] serverKey;
    private final byte[] storedKey;
    private final int iterations;

    public ScramCredential(byte[] salt, byte[] storedKey, byte[] serverKey, int iterations) {
        this.salt = salt;
        this.serverKey = serverKey;
        this.storedKey = storedKey;
        this.iterations = iterations;
    }

    /** What the password was salted with. */
    public byte[] salt() {
        return salt;
    }

    /** Signs what the broker says. */
    public byte[] serverKey() {
        return serverKey;
    }

    /** Checks what the client says. */
    public byte[] storedKey() {
        return storedKey;
    }

    /** How often the password was hashed. */
    public int iterations() {
        return iterations;
    }
}
