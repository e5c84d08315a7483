package io.headrace.common.security.oauthbearer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.types.Password;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientCredentialsJwtRetrieverTest {

    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private record Answer(int status, String body) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private String url;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + form);
            Answer answer = answers.remove();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
        System.setProperty(ALLOWED, url);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        System.clearProperty(ALLOWED);
    }

    private String retrieve() {
        Map<String, Object> configs = new HashMap<>();
        configs.put("sasl.oauthbearer.token.endpoint.url", url);
        configs.put("sasl.oauthbearer.client.credentials.client.id", "me");
        configs.put("sasl.oauthbearer.client.credentials.client.secret", new Password("hush"));
        configs.put("sasl.oauthbearer.scope", "a b");
        configs.put("sasl.login.retry.backoff.ms", 1L);
        DefaultJwtRetriever retriever = new DefaultJwtRetriever();
        retriever.configure(configs, "OAUTHBEARER", List.of());
        return retriever.retrieve();
    }

    @Test
    void aTokenIsAskedForByIdAndSecretAndAgainAfterATroubleThatPasses() {
        answers.add(new Answer(503, "later"));
        answers.add(new Answer(200, "{\"token_type\":\"Bearer\",\"access_token\":\"x.y.z\",\"expires_in\":60}"));
        assertEquals("x.y.z", retrieve());
        // "me:hush" in base64.
        String request = "Basic bWU6aHVzaA== grant_type=client_credentials&scope=a+b";
        assertEquals(List.of(request, request), requests);
    }

    @Test
    void aRefusalIsToldInTheEndpointsWordsAndNotTriedAgain() {
        answers.add(new Answer(401, "{\"error\":\"invalid_client\",\"secret\":\"hush\"}"));
        JwtRetrieverException failure = assertThrows(JwtRetrieverException.class, this::retrieve);
        assertTrue(failure.getMessage().contains("status 401, error: invalid_client"), failure.getMessage());
        assertFalse(failure.getMessage().contains("hush"), failure.getMessage());
        assertEquals(1, requests.size());
    }

    @Test
    void aUrlThatTheJvmDoesNotAllowIsRefused() {
        System.clearProperty(ALLOWED);
        ConfigException failure = assertThrows(ConfigException.class, this::retrieve);
        assertTrue(failure.getMessage().contains("sasl.oauthbearer.token.endpoint.url"), failure.getMessage());
        assertTrue(failure.getMessage().contains(ALLOWED), failure.getMessage());
        assertEquals(List.of(), requests);
    }
}
