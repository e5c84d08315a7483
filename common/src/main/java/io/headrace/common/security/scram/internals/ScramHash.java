package io.headrace.common.security.scram.internals;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The arithmetic of SCRAM (RFC 5802 section 3) with one hash function. Immutable; thread safe.
 *
 * <p>Passwords are taken as the bytes of their text in UTF-8, without SASLprep, as brokers do it.
 */
public enum ScramHash {
    /** SCRAM-SHA-256 (RFC 7677). */
    SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256"),
    /** SCRAM-SHA-512. */
    SHA_512("SCRAM-SHA-512", "SHA-512", "HmacSHA512");

    /** Below this a password is guessed too fast; RFC 7677 demands it, and brokers accept no fewer. */
    public static final int LEAST_ITERATIONS = 4_096;

    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    private final String mechanism;
    private final String digest;
    private final String mac;

    ScramHash(String mechanism, String digest, String mac) {
        this.mechanism = mechanism;
        this.digest = digest;
        this.mac = mac;
    }

    /** As SASL calls it. */
    public String mechanism() {
        return mechanism;
    }

    /** The one of a mechanism, or null. */
    public static ScramHash forMechanism(String name) {
        return Arrays.stream(values())
                .filter(hash -> hash.mechanism.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The function Hi: a password hashed so often that guessing takes long. */
    public byte[] saltedPassword(byte[] password, byte[] salt, int iterations) throws GeneralSecurityException {
        Mac keyed = keyed(password);
        keyed.update(salt);
        keyed.update(FIRST_BLOCK);
        byte[] last = keyed.doFinal();
        byte[] result = last.clone();
        for (int i = 1; i < iterations; i++) {
            last = keyed.doFinal(last);
            for (int at = 0; at < result.length; at++) {
                result[at] ^= last[at];
            }
        }
        return result;
    }

    byte[] clientKey(byte[] saltedPassword) throws GeneralSecurityException {
        return sign(saltedPassword, "Client Key");
    }

    byte[] serverKey(byte[] saltedPassword) throws GeneralSecurityException {
        return sign(saltedPassword, "Server Key");
    }

    byte[] storedKey(byte[] clientKey) throws GeneralSecurityException {
        return MessageDigest.getInstance(digest).digest(clientKey);
    }

    byte[] sign(byte[] key, String text) throws GeneralSecurityException {
        return keyed(key).doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Shows that the client has the key, without showing the key. */
    byte[] proof(byte[] clientKey, String authMessage) throws GeneralSecurityException {
        byte[] proof = sign(storedKey(clientKey), authMessage);
        for (int at = 0; at < proof.length; at++) {
            proof[at] ^= clientKey[at];
        }
        return proof;
    }

    private Mac keyed(byte[] key) throws GeneralSecurityException {
        Mac keyed = Mac.getInstance(mac);
        keyed.init(new Key(key, mac));
        return keyed;
    }

    /** A key that, unlike the JDK's, may be empty: so may a password. */
    private static final class Key implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;
        private final String algorithm;

        Key(byte[] bytes, String algorithm) {
            this.bytes = bytes;
            this.algorithm = algorithm;
        }

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            // Who asks overwrites it.
            return bytes.clone();
        }
    }
}
