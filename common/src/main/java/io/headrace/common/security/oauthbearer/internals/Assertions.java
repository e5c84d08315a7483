package io.headrace.common.security.oauthbearer.internals;

import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SaslConfigs;
import io.headrace.common.security.oauthbearer.JwtRetrieverException;
import io.headrace.common.security.ssl.PemText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Assertions: tokens by which a client shows a token endpoint who it is (RFC 7523), from a file that somebody else writes,
 * or signed here. Files are read for each assertion, so that changed ones count. Immutable; blocks.
 */
public final class Assertions {

    private final OAuthOptions options;

    Assertions(OAuthOptions options) {
        this.options = options;
        if (options.text(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_FILE) == null) {
            signature();
            privateKey();
            template();
        } else {
            options.file(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_FILE);
        }
    }

    /** Whether settings say how assertions are made. */
    static boolean areConfigured(OAuthOptions options) {
        return options.text(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_FILE) != null
                || options.text(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_ISS) != null;
    }

    /** An assertion that is valid now. */
    String next() {
        if (options.text(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_FILE) != null) {
            return read(options.file(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_FILE))
                    .trim();
        }
        Map<String, Object> header = new LinkedHashMap<>(part("header"));
        header.put("alg", algorithm());
        header.putIfAbsent("typ", "JWT");
        Map<String, Object> claims = new LinkedHashMap<>(part("payload"));
        addClaims(claims, System.currentTimeMillis() / 1_000);
        String signed = Jwt.encoded(Json.write(header)) + "." + Jwt.encoded(Json.write(claims));
        try {
            Signature signature = signature();
            signature.initSign(privateKey());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Jwt.encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new JwtRetrieverException(
                    "the assertion cannot be signed by " + algorithm() + ": " + e.getMessage(), e);
        }
    }

    private void addClaims(Map<String, Object> claims, long nowSeconds) {
        claims.put("iat", nowSeconds);
        claims.put(
                "exp",
                nowSeconds
                        + options.number(
                                SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_EXP_SECONDS,
                                SaslConfigs.DEFAULT_SASL_OAUTHBEARER_ASSERTION_CLAIM_EXP_SECONDS));
        claims.put(
                "nbf",
                nowSeconds
                        - options.number(
                                SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_NBF_SECONDS,
                                SaslConfigs.DEFAULT_SASL_OAUTHBEARER_ASSERTION_CLAIM_NBF_SECONDS));
        if (options.isTrue(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_JTI_INCLUDE)) {
            claims.put("jti", UUID.randomUUID().toString());
        }
        put(claims, "aud", SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_AUD);
        put(claims, "iss", SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_ISS);
        put(claims, "sub", SaslConfigs.SASL_OAUTHBEARER_ASSERTION_CLAIM_SUB);
    }

    private void put(Map<String, Object> claims, String name, String key) {
        String value = options.text(key);
        if (value != null) {
            claims.put(name, value);
        }
    }

    private String algorithm() {
        String given = options.text(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_ALGORITHM);
        return given == null
                ? SaslConfigs.DEFAULT_SASL_OAUTHBEARER_ASSERTION_ALGORITHM
                : given.toUpperCase(java.util.Locale.ROOT);
    }

    private Signature signature() {
        try {
            return switch (algorithm()) {
                case "RS256" -> Signature.getInstance("SHA256withRSA");
                // As JOSE wants it: both numbers side by side, not in ASN.1.
                case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                default ->
                    throw new ConfigException(
                            SaslConfigs.SASL_OAUTHBEARER_ASSERTION_ALGORITHM, algorithm(), "has to be RS256 or ES256");
            };
        } catch (GeneralSecurityException e) {
            throw unusable(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_ALGORITHM, e);
        }
    }

    private PrivateKey privateKey() {
        Path file = options.file(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_FILE);
        String password = options.text(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_PASSPHRASE);
        try {
            return PemText.parse(read(file)).privateKey(password == null ? null : password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw unusable(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_PRIVATE_KEY_FILE, e);
        }
    }

    private Map<String, Object> template() {
        if (options.text(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_TEMPLATE_FILE) == null) {
            return Map.of();
        }
        try {
            return Json.readObject(read(options.file(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_TEMPLATE_FILE)));
        } catch (IllegalArgumentException e) {
            throw unusable(SaslConfigs.SASL_OAUTHBEARER_ASSERTION_TEMPLATE_FILE, e);
        }
    }

    @SuppressWarnings("unchecked") // What Json reads as an object.
    private Map<String, Object> part(String name) {
        Object part = template().get(name);
        return part instanceof Map<?, ?> members ? (Map<String, Object>) members : Map.of();
    }

    private static ConfigException unusable(String key, Exception e) {
        ConfigException failure = new ConfigException(key + " cannot be used: " + e.getMessage());
        failure.initCause(e);
        return failure;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new JwtRetrieverException("the file " + file + " cannot be read", e);
        }
    }
}
