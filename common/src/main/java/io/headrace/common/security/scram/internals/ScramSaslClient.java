package io.headrace.common.security.scram.internals;

import io.headrace.common.security.scram.ScramExtensionsCallback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * The client's end of SCRAM (RFC 5802) without channel binding. The password never leaves it, and it is complete only when
 * the broker has shown that it knows the user's credentials too.
 *
 * <pre>
 *   client: n,,n=user,r=nonce            broker: r=nonce+more,s=salt,i=iterations
 *   client: c=biws,r=nonce+more,p=proof  broker: v=signature
 * </pre>
 *
 * <p>Used by one thread at a time. Deriving the key takes milliseconds of CPU, so event loops stay away from it.
 */
public final class ScramSaslClient implements SaslClient {

    /** Far beyond what brokers use; keeps a hostile one from having this client compute for hours. */
    private static final int MOST_ITERATIONS = 1_000_000;

    private static final int NONCE_BYTES = 24;
    private static final String NO_CHANNEL_BINDING = "n,,";
    private static final SecureRandom RANDOM = new SecureRandom();

    private enum State {
        FIRST,
        AWAITING_SALT,
        AWAITING_SIGNATURE,
        COMPLETE,
        FAILED
    }

    private final ScramHash hash;
    private final CallbackHandler callbacks;
    private final String nonce;

    private State state = State.FIRST;
    private String firstBare;
    private byte[] expectedSignature;

    public ScramSaslClient(ScramHash hash, CallbackHandler callbacks) {
        this(hash, callbacks, newNonce());
    }

    ScramSaslClient(ScramHash hash, CallbackHandler callbacks, String nonce) {
        this.hash = hash;
        this.callbacks = callbacks;
        this.nonce = nonce;
    }

    private static String newNonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String getMechanismName() {
        return hash.mechanism();
    }

    @Override
    public boolean hasInitialResponse() {
        return true;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        try {
            return switch (state) {
                case FIRST -> first();
                case AWAITING_SALT -> prove(new String(challenge, StandardCharsets.UTF_8));
                case AWAITING_SIGNATURE -> verify(new String(challenge, StandardCharsets.UTF_8));
                case COMPLETE, FAILED -> throw new SaslException("nothing is expected any more");
            };
        } catch (SaslException e) {
            state = State.FAILED;
            throw e;
        } catch (GeneralSecurityException e) {
            state = State.FAILED;
            throw new SaslException("the JVM cannot compute " + hash.mechanism(), e);
        }
    }

    private byte[] first() throws SaslException {
        NameCallback name = new NameCallback("Name: ");
        ScramExtensionsCallback extensions = new ScramExtensionsCallback();
        ask(name);
        try {
            callbacks.handle(new Callback[] {extensions});
        } catch (UnsupportedCallbackException e) {
            // A handler that knows no extensions has none.
        } catch (IOException e) {
            throw new SaslException("the extensions cannot be read", e);
        }
        if (name.getName() == null) {
            throw new SaslException("there is no user name for " + hash.mechanism());
        }
        StringBuilder text = new StringBuilder("n=" + escaped(name.getName()) + ",r=" + nonce);
        new TreeMap<>(extensions.extensions())
                .forEach(
                        (key, value) -> text.append(',').append(key).append('=').append(value));
        firstBare = text.toString();
        state = State.AWAITING_SALT;
        return bytes(NO_CHANNEL_BINDING + firstBare);
    }

    private byte[] prove(String serverFirst) throws SaslException, GeneralSecurityException {
        Map<Character, String> fields = fields(serverFirst);
        String bothNonces = needed(fields, 'r', serverFirst);
        byte[] salt = decoded(needed(fields, 's', serverFirst));
        int iterations = iterations(needed(fields, 'i', serverFirst));
        if (!bothNonces.startsWith(nonce) || bothNonces.length() == nonce.length()) {
            throw new SaslException("the broker answered somebody else's nonce");
        }
        PasswordCallback callback = new PasswordCallback("Password: ", false);
        ask(callback);
        char[] password = callback.getPassword();
        if (password == null) {
            throw new SaslException("there is no password for " + hash.mechanism());
        }
        byte[] secret = bytes(new String(password));
        callback.clearPassword();
        byte[] salted = hash.saltedPassword(secret, salt, iterations);
        Arrays.fill(secret, (byte) 0);

        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bytes(NO_CHANNEL_BINDING)) + ",r=" + bothNonces;
        String authMessage = firstBare + "," + serverFirst + "," + withoutProof;
        byte[] proof = hash.proof(hash.clientKey(salted), authMessage);
        expectedSignature = hash.sign(hash.serverKey(salted), authMessage);
        state = State.AWAITING_SIGNATURE;
        return bytes(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
    }

    private byte[] verify(String serverFinal) throws SaslException {
        Map<Character, String> fields = fields(serverFinal);
        if (fields.containsKey('e')) {
            throw new SaslException("the broker refused the credentials: " + fields.get('e'));
        }
        if (!MessageDigest.isEqual(expectedSignature, decoded(needed(fields, 'v', serverFinal)))) {
            throw new SaslException("the broker does not know this user's credentials: its signature is wrong");
        }
        state = State.COMPLETE;
        return null;
    }

    private static int iterations(String text) throws SaslException {
        int iterations;
        try {
            iterations = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new SaslException("the broker's number of iterations is " + text, e);
        }
        if (iterations < ScramHash.LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw new SaslException("the broker wants the password hashed " + iterations + " times; allowed are "
                    + ScramHash.LEAST_ITERATIONS + " to " + MOST_ITERATIONS);
        }
        return iterations;
    }

    private void ask(Callback callback) throws SaslException {
        try {
            callbacks.handle(new Callback[] {callback});
        } catch (IOException | UnsupportedCallbackException e) {
            throw new SaslException("the credentials for " + hash.mechanism() + " cannot be had: " + e.getMessage(), e);
        }
    }

    /** The fields {@code x=value} of a message. What it holds is never repeated in an error: it may be secret. */
    private static Map<Character, String> fields(String message) throws SaslException {
        Map<Character, String> fields = new TreeMap<>();
        for (String field : message.split(",", -1)) {
            if (field.length() < 2 || field.charAt(1) != '=') {
                throw new SaslException("the broker's message is not SCRAM");
            }
            if (field.charAt(0) == 'm') {
                throw new SaslException("the broker demands an extension that is not known here");
            }
            fields.putIfAbsent(field.charAt(0), field.substring(2));
        }
        return fields;
    }

    private static String needed(Map<Character, String> fields, char name, String message) throws SaslException {
        String value = fields.get(name);
        if (value == null) {
            throw new SaslException("the broker's message of " + message.length() + " characters has no field " + name);
        }
        return value;
    }

    private static byte[] decoded(String base64) throws SaslException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SaslException("the broker's message is not base64 where it has to be", e);
        }
    }

    /** A name as a field's value (RFC 5802 section 5.1). */
    private static String escaped(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
        throw noLayer();
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
        throw noLayer();
    }

    private static IllegalStateException noLayer() {
        return new IllegalStateException("SCRAM authenticates and does not encrypt");
    }

    @Override
    public Object getNegotiatedProperty(String propName) {
        return null;
    }

    @Override
    public void dispose() {
        expectedSignature = null;
    }
}
