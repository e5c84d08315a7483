package io.headrace.common.security.oauthbearer.internals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The form of a signed token (RFC 7515): header, payload and signature in base64url, with dots between them. Has no state.
 * Signatures are not checked here: a client's tokens are for the broker to judge.
 */
public final class Jwt {

    private static final int PARTS = 3;

    private Jwt() {}

    /**
     * The claims of a token.
     *
     * @throws IllegalArgumentException if it is none; does not repeat it
     */
    public static Map<String, Object> claims(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException(
                    "a token has 3 parts with dots between them, and this has " + parts.length);
        }
        decodedObject(parts[0], "header");
        return decodedObject(parts[1], "payload");
    }

    private static Map<String, Object> decodedObject(String part, String name) {
        try {
            return Json.readObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the token's " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Text as a part of a token. */
    public static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A claim that holds scopes: a list, or a text with spaces between them; none for null. */
    public static Set<String> scope(Object claim) {
        Set<String> scope = new LinkedHashSet<>();
        if (claim instanceof List<?> items) {
            items.forEach(item -> scope.add(String.valueOf(item).trim()));
        } else if (claim != null) {
            scope.addAll(Arrays.asList(claim.toString().trim().split("\\s+", -1)));
        }
        scope.remove("");
        return scope;
    }
}
