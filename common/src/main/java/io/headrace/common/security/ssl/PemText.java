package io.headrace.common.security.ssl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Certificates and private keys as text (RFC 7468): base64 between lines that say what it is. Text outside of those lines
 * is passed over. Immutable.
 */
public final class PemText {

    private static final Pattern SECTION =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PLAIN_KEY = "PRIVATE KEY";
    private static final String ENCRYPTED_KEY = "ENCRYPTED PRIVATE KEY";

    /** A PKCS #8 key says in an object identifier what it is for; the JDK wants to be told by whom it asks. */
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "DSA", "EdDSA", "RSASSA-PSS");

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Section(String label, byte[] content) {}

    private final List<Section> sections;

    private PemText(List<Section> sections) {
        this.sections = sections;
    }

    /**
     * Reads text.
     *
     * @throws GeneralSecurityException if a section is not base64
     */
    public static PemText parse(String text) throws GeneralSecurityException {
        List<Section> sections = new ArrayList<>();
        Matcher matcher = SECTION.matcher(text);
        while (matcher.find()) {
            try {
                sections.add(
                        new Section(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException("the section " + matcher.group(1) + " is not base64", e);
            }
        }
        return new PemText(sections);
    }

    /**
     * All certificates, in the order of the text.
     *
     * @throws GeneralSecurityException if there is none, or one cannot be read
     */
    public List<Certificate> certificates() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> found = new ArrayList<>();
        for (Section section : sections) {
            if (section.label().equals(CERTIFICATE)) {
                found.add(factory.generateCertificate(new ByteArrayInputStream(section.content())));
            }
        }
        if (found.isEmpty()) {
            throw new GeneralSecurityException("there is no section CERTIFICATE in it");
        }
        return found;
    }

    /**
     * The private key.
     *
     * @param password of an encrypted key, else null
     * @throws GeneralSecurityException if there is not exactly one key, or it cannot be read with that password
     */
    public PrivateKey privateKey(char[] password) throws GeneralSecurityException {
        List<Section> keys = sections.stream()
                .filter(section -> section.label().endsWith(PLAIN_KEY))
                .toList();
        if (keys.size() != 1) {
            throw new GeneralSecurityException(
                    "there are " + keys.size() + " private keys in it, and there has to be one");
        }
        Section key = keys.get(0);
        return switch (key.label()) {
            case PLAIN_KEY -> decode(new PKCS8EncodedKeySpec(key.content()));
            case ENCRYPTED_KEY -> decode(decrypt(key.content(), password));
            default ->
                throw new GeneralSecurityException("a key of the form " + key.label()
                        + " cannot be read; PKCS #8 is needed (openssl pkcs8 -topk8 converts it)");
        };
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] encrypted, char[] password) throws GeneralSecurityException {
        if (password == null) {
            throw new GeneralSecurityException("the key is encrypted, and there is no password for it");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            String algorithm = algorithmOf(info);
            PBEKeySpec secret = new PBEKeySpec(password);
            Key key = SecretKeyFactory.getInstance(algorithm).generateSecret(secret);
            secret.clearPassword();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (IOException e) {
            throw new GeneralSecurityException("the encrypted key is damaged", e);
        }
    }

    /** PBES2 is a frame for other algorithms; which one it is stands in its parameters. */
    private static String algorithmOf(EncryptedPrivateKeyInfo info) {
        AlgorithmParameters parameters = info.getAlgParameters();
        String name = info.getAlgName();
        boolean isFrame = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
        return isFrame && parameters != null ? parameters.toString() : name;
    }

    private static PrivateKey decode(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        InvalidKeySpecException last = null;
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw new InvalidKeySpecException("the private key is none of " + KEY_ALGORITHMS, last);
    }
}
