package io.headrace.testsupport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A certificate authority for one test: issues certificates for keys that it makes, valid at any time wanted. Immutable.
 * Writes X.509 itself, since the JDK reads certificates only.
 */
public final class TestAuthority {

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final byte[] SIGNATURE_ALGORITHM = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final byte[] COMMON_NAME = oid(0x55, 0x04, 0x03);
    private static final byte[] ALTERNATIVE_NAMES = oid(0x55, 0x1d, 0x11);
    private static final byte[] BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
    private static final byte[] PBES2 = oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d);
    private static final byte[] TRUE = tagged(0x01, new byte[] {(byte) 0xff});
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** A key and the certificates that vouch for it, its own first. */
    public record Identity(PrivateKey key, List<X509Certificate> chain) {

        /** Writes a key store. */
        public Path store(Path file, String type, String password) {
            try (OutputStream out = Files.newOutputStream(file)) {
                KeyStore store = KeyStore.getInstance(type);
                store.load(null, null);
                store.setKeyEntry("own", key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
                store.store(out, password.toCharArray());
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The key as PEM. */
        public String keyAsPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        /** The key as PEM, encrypted by PBES2 (RFC 8018). */
        public String encryptedKeyAsPem(String password) {
            try {
                String algorithm = "PBEWithHmacSHA256AndAES_256";
                SecretKey secret =
                        SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
                Cipher cipher = Cipher.getInstance(algorithm);
                cipher.init(Cipher.ENCRYPT_MODE, secret);
                byte[] parameters = cipher.getParameters().getEncoded();
                byte[] encrypted = cipher.doFinal(key.getEncoded());
                return pem("ENCRYPTED PRIVATE KEY", sequence(sequence(PBES2, parameters), octets(encrypted)));
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The key as PEM, encrypted by PKCS #12's older algorithms, which is all that some clients read. */
        public String keyEncryptedOldAsPem(String password) {
            try {
                String algorithm = "PBEWithSHA1AndDESede";
                SecretKey secret =
                        SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
                Cipher cipher = Cipher.getInstance(algorithm);
                cipher.init(Cipher.ENCRYPT_MODE, secret);
                byte[] encrypted = cipher.doFinal(key.getEncoded());
                return pem(
                        "ENCRYPTED PRIVATE KEY",
                        new EncryptedPrivateKeyInfo(cipher.getParameters(), encrypted).getEncoded());
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The certificates as PEM. */
        public String chainAsPem() {
            StringBuilder text = new StringBuilder();
            chain.forEach(link -> text.append(certificateAsPem(link)));
            return text.toString();
        }
    }

    /**
     * A new authority.
     *
     * @param name the common name of its own certificate
     */
    public TestAuthority(String name) {
        this.name = name;
        this.keys = newKeys();
        byte[] constraints = sequence(BASIC_CONSTRAINTS, TRUE, octets(sequence(TRUE)));
        this.certificate = sign(
                name,
                keys.getPublic(),
                Instant.now().minusSeconds(86_400),
                Instant.now().plusSeconds(86_400 * 365L),
                constraints);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Its own certificate as PEM. */
    public String asPem() {
        return certificateAsPem(certificate);
    }

    /**
     * A new key with a certificate that is valid now.
     *
     * @param hosts names or addresses that it is for
     */
    public Identity issue(String subject, String... hosts) {
        return issue(subject, Instant.now().minusSeconds(3_600), Instant.now().plusSeconds(86_400), hosts);
    }

    /** A new key with a certificate. */
    public Identity issue(String subject, Instant from, Instant until, String... hosts) {
        KeyPair own = newKeys();
        byte[] names = {};
        for (String host : hosts) {
            names = joined(names, alternativeName(host));
        }
        byte[] extension = sequence(ALTERNATIVE_NAMES, octets(sequence(names)));
        X509Certificate issued = sign(subject, own.getPublic(), from, until, extension);
        return new Identity(own.getPrivate(), List.of(issued, certificate));
    }

    private static byte[] alternativeName(String host) {
        boolean isAddress = host.matches("[0-9.]+");
        try {
            return isAddress
                    ? tagged(0x87, InetAddress.getByName(host).getAddress())
                    : tagged(0x82, host.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a trust store that holds this authority alone. */
    public Path trustStore(Path file, String type, String password) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            store.setCertificateEntry("authority", certificate);
            store.store(out, password.toCharArray());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(String subject, PublicKey key, Instant from, Instant until, byte[] extension) {
        byte[] body = sequence(
                tagged(0xa0, integer(BigInteger.TWO)),
                integer(BigInteger.valueOf(System.nanoTime() & Long.MAX_VALUE)),
                SIGNATURE_ALGORITHM,
                distinguishedName(name),
                sequence(time(from), time(until)),
                distinguishedName(subject),
                key.getEncoded(),
                tagged(0xa3, sequence(extension)));
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] signed = sequence(body, SIGNATURE_ALGORITHM, tagged(0x03, joined(new byte[] {0}, signature.sign())));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] distinguishedName(String commonName) {
        byte[] text = tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return sequence(tagged(0x31, sequence(COMMON_NAME, text)));
    }

    private static byte[] time(Instant instant) {
        return tagged(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return tagged(0x06, content);
    }

    private static byte[] octets(byte[] content) {
        return tagged(0x04, content);
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, joined(parts));
    }

    /** A value of ASN.1 in DER: tag, length, content. */
    private static byte[] tagged(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return joined(head, content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static String certificateAsPem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Anything as PEM. */
    public static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }
}
