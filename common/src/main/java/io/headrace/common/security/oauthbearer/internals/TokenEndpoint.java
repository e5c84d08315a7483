package io.headrace.common.security.oauthbearer.internals;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.SaslConfigs;
import io.headrace.common.config.SslConfigs;
import io.headrace.common.security.oauthbearer.JwtRetrieverException;
import io.headrace.common.security.ssl.DefaultSslEngineFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks an OAuth token endpoint for tokens (RFC 6749). Blocks; used by one thread at a time. What goes out and what comes
 * back holds secrets: errors repeat only the fields that RFC 6749 section 5.2 has for errors.
 *
 * <p>What may pass (no connection, HTTP 408, 429 and 5xx) is tried again, after {@code sasl.login.retry.backoff.ms} at first
 * and twice as long each time, until {@code sasl.login.retry.backoff.max.ms} have passed in all. No request waits longer than
 * 30 s, if {@code sasl.login.connect.timeout.ms} and {@code sasl.login.read.timeout.ms} say nothing.
 */
public final class TokenEndpoint implements AutoCloseable {

    private static final int LARGEST_ANSWER = 1 << 20;

    /** Without settings; an endpoint that is silent would hold up its client for ever. */
    private static final long LONGEST_WAIT_MS = 30_000;

    private static final int OK = 200;
    private static final int FIRST_ERROR = 300;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    private final URI url;
    private final HttpClient client;
    private final Duration readTimeout;
    private final long backoffMs;
    private final long mostMs;

    TokenEndpoint(OAuthOptions options) {
        this.url = options.url(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL);
        this.backoffMs = options.number(
                SaslConfigs.SASL_LOGIN_RETRY_BACKOFF_MS, SaslConfigs.DEFAULT_SASL_LOGIN_RETRY_BACKOFF_MS);
        this.mostMs = options.number(
                SaslConfigs.SASL_LOGIN_RETRY_BACKOFF_MAX_MS, SaslConfigs.DEFAULT_SASL_LOGIN_RETRY_BACKOFF_MAX_MS);
        this.readTimeout = limit(options, SaslConfigs.SASL_LOGIN_READ_TIMEOUT_MS);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit(options, SaslConfigs.SASL_LOGIN_CONNECT_TIMEOUT_MS));
        if ("https".equals(url.getScheme())) {
            trustAsToldTo(builder, options.moduleOptions());
        }
        this.client = builder.build();
    }

    private static Duration limit(OAuthOptions options, String key) {
        long givenMs = options.number(key, 0);
        return Duration.ofMillis(givenMs > 0 ? givenMs : LONGEST_WAIT_MS);
    }

    /** The {@code ssl.*} options of the login module say whom to trust; those of the client are about brokers. */
    private static void trustAsToldTo(HttpClient.Builder builder, Map<String, ?> moduleOptions) {
        Map<String, Object> ssl = new HashMap<>();
        moduleOptions.forEach((name, value) -> {
            if (name.startsWith("ssl.")) {
                ssl.put(name, value);
            }
        });
        if (ssl.isEmpty()) {
            return;
        }
        ConfigDef definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        DefaultSslEngineFactory factory = new DefaultSslEngineFactory();
        factory.configure(definition.parse(ssl));
        builder.sslContext(factory.context());
    }

    /**
     * A token.
     *
     * @param authorization the header Authorization, or null for none
     * @param form the request, already encoded
     */
    String ask(String authorization, String form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Accept", "application/json")
                .header("Cache-Control", "no-cache")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(readTimeout)
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return ask(request.build());
    }

    private String ask(HttpRequest request) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMs);
        long delayMs = backoffMs;
        while (true) {
            JwtRetrieverException failure;
            try {
                HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() >= OK && answer.statusCode() < FIRST_ERROR) {
                    return token(answer.body());
                }
                failure = refusal(answer);
                if (!mayPass(answer.statusCode())) {
                    throw failure;
                }
            } catch (IOException e) {
                failure = new JwtRetrieverException("the token endpoint " + url + " cannot be asked: " + e, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new JwtRetrieverException("interrupted while the token endpoint " + url + " was asked", e);
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= delayMs) {
                throw failure;
            }
            sleep(delayMs);
            delayMs *= 2;
        }
    }

    private static void sleep(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JwtRetrieverException("interrupted before the token endpoint was asked again", e);
        }
    }

    private static boolean mayPass(int status) {
        return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR;
    }

    private String token(byte[] body) {
        Map<String, Object> fields;
        try {
            fields = fields(body);
        } catch (IllegalArgumentException e) {
            throw new JwtRetrieverException(
                    "the answer of the token endpoint " + url + " cannot be read: " + e.getMessage(), e);
        }
        for (String name : List.of("access_token", "id_token")) {
            if (fields.get(name) instanceof String token && !token.isBlank()) {
                return token.trim();
            }
        }
        throw new JwtRetrieverException("the answer of the token endpoint " + url
                + " has neither access_token nor id_token, but " + fields.keySet());
    }

    private static Map<String, Object> fields(byte[] body) {
        if (body.length > LARGEST_ANSWER) {
            throw new IllegalArgumentException("it has " + body.length + " bytes");
        }
        return Json.readObject(new String(body, StandardCharsets.UTF_8));
    }

    private JwtRetrieverException refusal(HttpResponse<byte[]> answer) {
        StringBuilder text =
                new StringBuilder("the token endpoint " + url + " answered with status " + answer.statusCode());
        try {
            Map<String, Object> fields = fields(answer.body());
            for (String name : List.of("error", "error_description", "errorCode", "errorSummary")) {
                if (fields.get(name) != null) {
                    text.append(", ").append(name).append(": ").append(fields.get(name));
                }
            }
        } catch (IllegalArgumentException e) {
            text.append(", and no words that can be read");
        }
        return new JwtRetrieverException(text.toString());
    }

    @Override
    public void close() {
        // The JDK's client ends its threads when it is not referred to any more.
    }
}
