package io.headrace.interop;

import io.headrace.testsupport.ApacheKafka;
import io.headrace.testsupport.TemporaryDirectory;
import io.headrace.testsupport.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * An Apache Kafka broker that can be reached by every protocol and mechanism, and the keys that belong to it. Started by the
 * first test that wants it; serves all tests of the JVM. What it has of users, mechanisms and stores, constants say.
 */
public final class SecuredBroker {

    /** The name in the broker's certificate, which is where it tells clients to find it. */
    public static final String HOST = "localhost";

    /** Known to PLAIN and SCRAM. */
    public static final String USER = "alice";

    /** With every character that a mechanism or a JAAS entry could stumble over. */
    public static final String PASSWORD = "s3cret,=;'/x y";

    /** What a token has to be good for. */
    public static final String SCOPE = "kafka";

    /** Of all stores. */
    public static final String STORE_PASSWORD = "storepass";

    /** A session of the listener REAUTH lasts so long; brokers refuse less than a second. */
    public static final long SESSION_MS = 1_500;

    /** For what is refused: a listener whose certificate ended yesterday. */
    public static final String EXPIRED = "EXPIRED";

    /** A listener that demands a certificate. */
    public static final String MUTUAL = "MUTUAL";

    /** A SASL_PLAINTEXT listener whose sessions last {@link #SESSION_MS}. */
    public static final String REAUTH = "REAUTH";

    /** A SASL_PLAINTEXT listener that takes tokens of {@link #tokens()} alone. */
    public static final String TOKENS = "TOKENS";

    private static final List<ApacheKafka.Listener> LISTENERS = List.of(
            new ApacheKafka.Listener("SSL", "SSL", HOST),
            new ApacheKafka.Listener("SASL_PLAINTEXT", "SASL_PLAINTEXT", HOST),
            new ApacheKafka.Listener("SASL_SSL", "SASL_SSL", HOST),
            new ApacheKafka.Listener(MUTUAL, "SSL", HOST),
            new ApacheKafka.Listener(EXPIRED, "SSL", HOST),
            new ApacheKafka.Listener(REAUTH, "SASL_PLAINTEXT", HOST),
            new ApacheKafka.Listener(TOKENS, "SASL_PLAINTEXT", HOST));

    private static final class Started {
        static final SecuredBroker BROKER = new SecuredBroker();
    }

    private final TestAuthority authority = new TestAuthority("headrace test authority");
    private final TestAuthority.Identity client = authority.issue("client");
    private final TokenServer tokens = new TokenServer();
    private final Path stores;
    private final Path keySet;
    private final ApacheKafka broker;

    private SecuredBroker() {
        stores = TemporaryDirectory.create("headrace-stores-");
        try {
            keySet = Files.writeString(stores.resolve("keys.json"), tokens.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        authority.trustStore(trustStore("PKCS12"), "PKCS12", STORE_PASSWORD);
        authority.trustStore(trustStore("JKS"), "JKS", STORE_PASSWORD);
        client.store(clientStore("PKCS12"), "PKCS12", STORE_PASSWORD);
        client.store(clientStore("JKS"), "JKS", STORE_PASSWORD);
        broker = ApacheKafka.start(
                properties(),
                LISTENERS,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + keySet.toUri(),
                "-Dorg.apache.kafka.sasl.oauthbearer.allowed.files=" + keySet);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-secured-broker"));
        addScramUser();
    }

    /** The broker. */
    public static SecuredBroker get() {
        return Started.BROKER;
    }

    private void stop() {
        broker.close();
        TemporaryDirectory.delete(stores);
    }

    private Map<String, String> properties() {
        Path own = authority.issue("broker", HOST).store(stores.resolve("broker.p12"), "PKCS12", STORE_PASSWORD);
        Instant yesterday = Instant.now().minusSeconds(86_400);
        Path expired = authority
                .issue("expired", yesterday.minusSeconds(3_600), yesterday, HOST)
                .store(stores.resolve("expired.p12"), "PKCS12", STORE_PASSWORD);
        Map<String, String> properties = new HashMap<>();
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("ssl.keystore.location", own.toString());
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.keystore.password", STORE_PASSWORD);
        properties.put("ssl.key.password", STORE_PASSWORD);
        properties.put("ssl.truststore.location", trustStore("PKCS12").toString());
        properties.put("ssl.truststore.type", "PKCS12");
        properties.put("ssl.truststore.password", STORE_PASSWORD);
        properties.put("listener.name.mutual.ssl.client.auth", "required");
        properties.put("listener.name.expired.ssl.keystore.location", expired.toString());
        properties.put("connection.failed.authentication.delay.ms", "0");
        properties.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER");
        for (String listener : List.of("sasl_plaintext", "sasl_ssl", "reauth")) {
            String prefix = "listener.name." + listener + ".";
            String modules = "org.apache.kafka.common.security.";
            properties.put(
                    prefix + "plain.sasl.jaas.config",
                    modules + "plain.PlainLoginModule required user_" + USER + "=\"" + PASSWORD + "\";");
            for (String scram : List.of("scram-sha-256", "scram-sha-512")) {
                properties.put(prefix + scram + ".sasl.jaas.config", modules + "scram.ScramLoginModule required;");
            }
            properties.put(
                    prefix + "oauthbearer.sasl.jaas.config",
                    modules
                            + "oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"broker\" unsecuredValidatorRequiredScope=\""
                            + SCOPE + "\";");
        }
        String tokenListener = "listener.name.tokens.oauthbearer.";
        properties.put("listener.name.tokens.sasl.enabled.mechanisms", "OAUTHBEARER");
        properties.put(
                tokenListener + "sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                        + " unsecuredLoginStringClaim_sub=\"broker\";");
        properties.put(
                tokenListener + "sasl.server.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
        properties.put(
                tokenListener + "sasl.oauthbearer.jwks.endpoint.url",
                keySet.toUri().toString());
        properties.put(tokenListener + "sasl.oauthbearer.expected.audience", TokenServer.AUDIENCE);
        properties.put("listener.name.reauth.connections.max.reauth.ms", String.valueOf(SESSION_MS));
        properties.put("connections.max.reauth.ms", "0");
        for (String mechanism : List.of("plain", "scram-sha-256", "scram-sha-512", "oauthbearer")) {
            properties.put(
                    "listener.name.reauth." + mechanism + ".connections.max.reauth.ms", String.valueOf(SESSION_MS));
        }
        return properties;
    }

    private void addScramUser() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // A request may change a user once.
            for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                USER, new ScramCredentialInfo(mechanism, 4_096), PASSWORD)))
                        .all()
                        .get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the broker takes no SCRAM users", e);
        }
    }

    /** Whose tokens the listener TOKENS takes. */
    public TokenServer tokens() {
        return tokens;
    }

    /** Where clients of a listener find it, by the name in its certificate. */
    public String bootstrapServers(String listener) {
        return HOST + ":" + port(listener);
    }

    /** The port of a listener. */
    public int port(String listener) {
        return broker.port(listener);
    }

    /** A store that trusts the broker. */
    public Path trustStore(String type) {
        return stores.resolve("trust." + type);
    }

    /** A store with a key that the broker trusts. */
    public Path clientStore(String type) {
        return stores.resolve("client." + type);
    }

    /** Whom the broker trusts, and who vouches for it. */
    public TestAuthority authority() {
        return authority;
    }

    /** A key that the broker trusts. */
    public TestAuthority.Identity client() {
        return client;
    }
}
