package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.SaslAuthenticationException;
import io.headrace.interop.SecuredBroker;
import io.headrace.interop.TokenServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that a broker checks: where clients of OAUTHBEARER get them from. */
class TokenContractTest {

    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String ALLOWED_FILES = "org.apache.kafka.sasl.oauthbearer.allowed.files";

    private final SecuredBroker broker = SecuredBroker.get();
    private final TokenServer tokens = broker.tokens();
    private int askedBefore;

    @TempDir
    private Path directory;

    private Path key;
    private Path assertion;
    private Path token;

    @BeforeEach
    void allow() throws Exception {
        key = Files.writeString(directory.resolve("key.pem"), tokens.clientsKeyAsPem());
        assertion = Files.writeString(directory.resolve("assertion.jwt"), tokens.assertion());
        token = Files.writeString(directory.resolve("token.jwt"), tokens.token());
        System.setProperty(ALLOWED_URLS, tokens.url() + "," + token.toUri());
        System.setProperty(ALLOWED_FILES, key + "," + assertion + "," + token);
        askedBefore = tokens.asked().size();
    }

    @AfterEach
    void refuse() {
        System.clearProperty(ALLOWED_URLS);
        System.clearProperty(ALLOWED_FILES);
    }

    private Map<String, Object> config(String url, Object... more) {
        String classes = "io.headrace.common.security.oauthbearer.";
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", broker.bootstrapServers(SecuredBroker.TOKENS));
        config.put("security.protocol", "SASL_PLAINTEXT");
        config.put("sasl.mechanism", "OAUTHBEARER");
        config.put("sasl.jaas.config", classes + "OAuthBearerLoginModule required;");
        config.put("sasl.login.callback.handler.class", classes + "OAuthBearerLoginCallbackHandler");
        config.put("sasl.oauthbearer.token.endpoint.url", url);
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return config;
    }

    private void assertServed(Map<String, Object> config, List<String> asked) throws Exception {
        try (Admin admin = Admin.create(config)) {
            assertEquals(
                    1, admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).size());
        }
        List<String> all = tokens.asked();
        assertEquals(asked, all.subList(askedBefore, all.size()));
    }

    @Test
    void bySecret() throws Exception {
        assertServed(
                config(
                        tokens.url(),
                        "sasl.oauthbearer.client.credentials.client.id",
                        TokenServer.CLIENT_ID,
                        "sasl.oauthbearer.client.credentials.client.secret",
                        TokenServer.CLIENT_SECRET,
                        "sasl.oauthbearer.scope",
                        "kafka"),
                List.of("secret"));
    }

    @Test
    void byAnAssertionInPlaceOfTheSecret() throws Exception {
        assertServed(
                config(
                        tokens.url(),
                        "sasl.oauthbearer.client.credentials.client.id",
                        TokenServer.CLIENT_ID,
                        "sasl.oauthbearer.assertion.file",
                        assertion.toString()),
                List.of("client_assertion"));
    }

    @Test
    void byAnAssertionThatIsSignedHere() throws Exception {
        assertServed(
                config(
                        tokens.url(),
                        "sasl.oauthbearer.jwt.retriever.class",
                        "io.headrace.common.security.oauthbearer.JwtBearerJwtRetriever",
                        "sasl.oauthbearer.assertion.claim.iss",
                        TokenServer.CLIENT_ID,
                        "sasl.oauthbearer.assertion.claim.sub",
                        TokenServer.CLIENT_ID,
                        "sasl.oauthbearer.assertion.claim.aud",
                        tokens.url(),
                        "sasl.oauthbearer.assertion.private.key.file",
                        key.toString()),
                List.of("assertion"));
    }

    @Test
    void byAnAssertionFromAFile() throws Exception {
        assertServed(
                config(
                        tokens.url(),
                        "sasl.oauthbearer.jwt.retriever.class",
                        "io.headrace.common.security.oauthbearer.JwtBearerJwtRetriever",
                        "sasl.oauthbearer.assertion.file",
                        assertion.toString()),
                List.of("assertion"));
    }

    @Test
    void fromAFile() throws Exception {
        assertServed(config(token.toUri().toString()), List.of());
    }

    @Test
    void aTokenThatTheBrokerCannotCheckIsRefused() throws Exception {
        String forged = new TokenServer().token();
        Files.writeString(token, forged);
        try (Admin admin = Admin.create(config(token.toUri().toString()))) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> admin.describeCluster().nodes().get(30, TimeUnit.SECONDS));
            assertInstanceOf(SaslAuthenticationException.class, failure.getCause());
            assertTrue(!failure.getCause().getMessage().contains(forged));
        }
    }

    @Test
    void whoGetsNoTokenGetsNoClient() {
        assertThrows(
                KafkaException.class,
                () -> Admin.create(config(
                        tokens.url(),
                        "sasl.oauthbearer.client.credentials.client.id",
                        TokenServer.CLIENT_ID,
                        "sasl.oauthbearer.client.credentials.client.secret",
                        "wrong")));
    }

    /** Two clients of one JVM with the same settings log in once. */
    @Test
    void clientsWithTheSameSettingsShareALogin() throws Exception {
        Map<String, Object> config = config(
                tokens.url(),
                "sasl.oauthbearer.client.credentials.client.id",
                TokenServer.CLIENT_ID,
                "sasl.oauthbearer.client.credentials.client.secret",
                TokenServer.CLIENT_SECRET,
                "sasl.oauthbearer.scope",
                "shared");
        try (Admin first = Admin.create(config);
                Admin second = Admin.create(config)) {
            first.describeCluster().nodes().get(30, TimeUnit.SECONDS);
            second.describeCluster().nodes().get(30, TimeUnit.SECONDS);
        }
        assertEquals(askedBefore + 1, tokens.asked().size());
        try (Admin third = Admin.create(config)) {
            third.describeCluster().nodes().get(30, TimeUnit.SECONDS);
        }
        assertEquals(askedBefore + 2, tokens.asked().size());
    }
}
