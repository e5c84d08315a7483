package io.headrace.common.security.oauthbearer.internals;

import io.headrace.common.config.SaslConfigs;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import javax.security.auth.login.AppConfigurationEntry;

/** How a client asks a token endpoint, ready to be asked again and again. Blocks; used by one thread at a time. */
public final class TokenRequest implements AutoCloseable {

    private static final String CLIENT_ID_OPTION = "clientId";
    private static final String CLIENT_SECRET_OPTION = "clientSecret";
    private static final String SCOPE_OPTION = "scope";

    private final TokenEndpoint endpoint;
    private final String authorization;
    private final Supplier<Map<String, String>> form;

    private TokenRequest(TokenEndpoint endpoint, String authorization, Supplier<Map<String, String>> form) {
        this.endpoint = endpoint;
        this.authorization = authorization;
        this.form = form;
    }

    /**
     * By client credentials (RFC 6749 section 4.4): an assertion if settings say how to make one, else a secret.
     *
     * @throws io.headrace.common.config.ConfigException if settings are missing or wrong; names them
     */
    public static TokenRequest byClientCredentials(Map<String, ?> configs, List<AppConfigurationEntry> entries) {
        OAuthOptions options = new OAuthOptions(configs, entries);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "client_credentials");
        put(fields, "scope", options.textOrOption(SaslConfigs.SASL_OAUTHBEARER_SCOPE, SCOPE_OPTION));
        if (Assertions.areConfigured(options)) {
            Assertions assertions = new Assertions(options);
            fields.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            put(
                    fields,
                    "client_id",
                    options.textOrOption(SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID, CLIENT_ID_OPTION));
            return new TokenRequest(
                    new TokenEndpoint(options), null, () -> with(fields, "client_assertion", assertions.next()));
        }
        return new TokenRequest(new TokenEndpoint(options), bySecret(options), () -> fields);
    }

    /**
     * By an assertion as the grant (RFC 7523 section 2.1).
     *
     * @throws io.headrace.common.config.ConfigException if settings are missing or wrong; names them
     */
    public static TokenRequest byAssertion(Map<String, ?> configs, List<AppConfigurationEntry> entries) {
        OAuthOptions options = new OAuthOptions(configs, entries);
        Assertions assertions = new Assertions(options);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        put(fields, "scope", options.textOrOption(SaslConfigs.SASL_OAUTHBEARER_SCOPE, SCOPE_OPTION));
        return new TokenRequest(new TokenEndpoint(options), null, () -> with(fields, "assertion", assertions.next()));
    }

    /** Whether tokens come from a file. */
    public static boolean isByFile(Map<String, ?> configs) {
        OAuthOptions options = new OAuthOptions(configs, List.of());
        return "file"
                .equals(options.url(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL)
                        .getScheme());
    }

    private static String bySecret(OAuthOptions options) {
        String id = options.requiredTextOrOption(
                SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID, CLIENT_ID_OPTION);
        String secret = options.requiredTextOrOption(
                SaslConfigs.SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET, CLIENT_SECRET_OPTION);
        if (options.isTrue(SaslConfigs.SASL_OAUTHBEARER_HEADER_URLENCODE)) {
            id = encoded(id);
            secret = encoded(secret);
        }
        byte[] both = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static void put(Map<String, String> fields, String name, String value) {
        if (value != null && !value.isBlank()) {
            fields.put(name, value.trim());
        }
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put(name, value);
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A token. */
    public String send() {
        StringJoiner text = new StringJoiner("&");
        form.get().forEach((name, value) -> text.add(encoded(name) + "=" + encoded(value)));
        return endpoint.ask(authorization, text.toString());
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
