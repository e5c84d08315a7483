package io.headrace.clients.admin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Objects;

/**
 * Sets a user's credential for one mechanism, new or not. The password is hashed on this side; it never goes to a broker.
 * Immutable, but for the arrays, which are not copied.
 */
public class UserScramCredentialUpsertion extends UserScramCredentialAlteration {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Of salts that are made here. */
    private static final int SALT_BYTES = 24;

    private final ScramCredentialInfo info;
    private final byte[] salt;
    private final byte[] password;

    /**
     * With a salt made at random.
     *
     * @param user the user
     * @param credentialInfo mechanism and iterations
     * @param password the password, as it is typed
     */
    public UserScramCredentialUpsertion(String user, ScramCredentialInfo credentialInfo, String password) {
        this(user, credentialInfo, password.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * With a salt made at random.
     *
     * @param user the user
     * @param credentialInfo mechanism and iterations
     * @param password the password's bytes in UTF-8
     */
    public UserScramCredentialUpsertion(String user, ScramCredentialInfo credentialInfo, byte[] password) {
        this(user, credentialInfo, password, randomSalt());
    }

    /**
     * With a given salt.
     *
     * @param user the user
     * @param credentialInfo mechanism and iterations
     * @param password the password's bytes in UTF-8
     * @param salt what the password is hashed with
     */
    public UserScramCredentialUpsertion(String user, ScramCredentialInfo credentialInfo, byte[] password, byte[] salt) {
        super(user);
        this.info = Objects.requireNonNull(credentialInfo, "credentialInfo");
        this.password = Objects.requireNonNull(password, "password");
        this.salt = Objects.requireNonNull(salt, "salt");
    }

    private static byte[] randomSalt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /** Mechanism and iterations. */
    public ScramCredentialInfo credentialInfo() {
        return info;
    }

    /** The salt. */
    public byte[] salt() {
        return salt;
    }

    /** The password. */
    public byte[] password() {
        return password;
    }
}
