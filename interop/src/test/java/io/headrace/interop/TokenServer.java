package io.headrace.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An OAuth token endpoint on loopback, which issues tokens that are signed: to whoever knows the secret, or shows an assertion
 * that is signed by the client's key.
 *
 * <p>Thread safe. Serves all tests of the JVM.
 */
public final class TokenServer {

    /** Whom tokens are for. */
    public static final String AUDIENCE = "headrace-test";

    /** Who may have tokens. */
    public static final String CLIENT_ID = "orders";

    /** By which it says who it is, if not by an assertion. */
    public static final String CLIENT_SECRET = "s3cret";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair own = newKey();
    private final KeyPair clients = newKey();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int lifetimeSeconds = 3_600;

    /** Starts a server. */
    public TokenServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/token", this::serve);
        server.start();
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where tokens are asked for. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    /** How long tokens are good from now on. */
    public void lifetimeSeconds(int seconds) {
        lifetimeSeconds = seconds;
    }

    /** How tokens were asked for: by {@code secret}, {@code client_assertion} or {@code assertion}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** The client's key, in PKCS #8 and PEM. */
    public String clientsKeyAsPem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(clients.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** The key by which tokens are checked, as a JSON Web Key Set (RFC 7517). */
    public String keySet() {
        RSAPublicKey key = (RSAPublicKey) own.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"one\",\"n\":\""
                + encoded(key.getModulus()) + "\",\"e\":\"" + encoded(key.getPublicExponent()) + "\"}]}";
    }

    private static String encoded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    /** A token. */
    public String token() {
        long nowSeconds = System.currentTimeMillis() / 1_000;
        return signed(
                own,
                "{\"iss\":\"" + url() + "\",\"aud\":\"" + AUDIENCE + "\",\"sub\":\"" + CLIENT_ID
                        + "\",\"scope\":\"kafka\",\"iat\":" + nowSeconds + ",\"exp\":" + (nowSeconds + lifetimeSeconds)
                        + "}");
    }

    /** An assertion as somebody else may have written it for the client. */
    public String assertion() {
        long nowSeconds = System.currentTimeMillis() / 1_000;
        return signed(
                clients,
                "{\"iss\":\"" + CLIENT_ID + "\",\"aud\":\"" + url() + "\",\"sub\":\"" + CLIENT_ID + "\",\"iat\":"
                        + nowSeconds + ",\"exp\":" + (nowSeconds + 300) + "}");
    }

    private static String signed(KeyPair by, String claims) {
        String text = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"one\"}") + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(by.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void serve(HttpExchange exchange) throws IOException {
        Map<String, String> form = new HashMap<>();
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String field : text.split("&", -1)) {
            String[] both = field.split("=", 2);
            form.put(
                    URLDecoder.decode(both[0], StandardCharsets.UTF_8),
                    both.length == 1 ? "" : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        String how = howAsked(exchange.getRequestHeaders().getFirst("Authorization"), form);
        byte[] body = (how == null
                        ? "{\"error\":\"invalid_client\"}"
                        : "{\"access_token\":\"" + token() + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                                + lifetimeSeconds + "}")
                .getBytes(StandardCharsets.UTF_8);
        if (how != null) {
            asked.add(how);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(how == null ? 401 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Null for who is not let in. */
    private String howAsked(String authorization, Map<String, String> form) {
        String grant = form.getOrDefault("grant_type", "");
        if (grant.equals("urn:ietf:params:oauth:grant-type:jwt-bearer")) {
            return isByClient(form.get("assertion")) ? "assertion" : null;
        }
        if (!grant.equals("client_credentials")) {
            return null;
        }
        if ("urn:ietf:params:oauth:client-assertion-type:jwt-bearer".equals(form.get("client_assertion_type"))) {
            return isByClient(form.get("client_assertion")) ? "client_assertion" : null;
        }
        String expected = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT_ID + ":" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
        return expected.equals(authorization) ? "secret" : null;
    }

    private boolean isByClient(String assertion) {
        if (assertion == null) {
            return false;
        }
        int end = assertion.lastIndexOf('.');
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(clients.getPublic());
            signature.update(assertion.substring(0, end).getBytes(StandardCharsets.US_ASCII));
            String claims =
                    new String(Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[1]), StandardCharsets.UTF_8);
            return claims.contains("\"iss\":\"" + CLIENT_ID + "\"")
                    && signature.verify(Base64.getUrlDecoder().decode(assertion.substring(end + 1)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
