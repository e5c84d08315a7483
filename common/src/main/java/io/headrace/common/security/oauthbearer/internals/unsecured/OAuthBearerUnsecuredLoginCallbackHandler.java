package io.headrace.common.security.oauthbearer.internals.unsecured;

import io.headrace.common.config.ConfigException;
import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import io.headrace.common.security.auth.SaslExtensions;
import io.headrace.common.security.auth.SaslExtensionsCallback;
import io.headrace.common.security.oauthbearer.OAuthBearerTokenCallback;
import io.headrace.common.security.oauthbearer.internals.BearerToken;
import io.headrace.common.security.oauthbearer.internals.Json;
import io.headrace.common.security.oauthbearer.internals.Jwt;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * Makes tokens that nobody signed from the login module's options (KIP-255): what clients use without a
 * {@code sasl.login.callback.handler.class}. Good for tests alone, as a broker that takes them takes anybody's.
 */
public class OAuthBearerUnsecuredLoginCallbackHandler implements AuthenticateCallbackHandler {

    private static final String PREFIX = "unsecuredLogin";
    private static final String STRING_CLAIM = PREFIX + "StringClaim_";
    private static final String NUMBER_CLAIM = PREFIX + "NumberClaim_";
    private static final String LIST_CLAIM = PREFIX + "ListClaim_";
    private static final String EXTENSION = PREFIX + "Extension_";
    private static final String PRINCIPAL_CLAIM_NAME = PREFIX + "PrincipalClaimName";
    private static final String SCOPE_CLAIM_NAME = PREFIX + "ScopeClaimName";
    private static final String LIFETIME_SECONDS = PREFIX + "LifetimeSeconds";
    private static final long DEFAULT_LIFETIME_SECONDS = 3_600;
    private static final Map<String, Object> UNSIGNED = Map.of("alg", "none");

    private Map<String, String> options = Map.of();

    @Override
    public void configure(Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        Map<String, String> given = new HashMap<>();
        jaasConfigEntries.forEach(
                entry -> entry.getOptions().forEach((name, value) -> given.put(name, String.valueOf(value))));
        this.options = given;
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerTokenCallback token) {
                token.token(options.isEmpty() ? null : newToken());
            } else if (callback instanceof SaslExtensionsCallback extensions) {
                extensions.extensions(new SaslExtensions(withPrefix(EXTENSION)));
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private BearerToken newToken() {
        long nowMs = System.currentTimeMillis();
        long lifetimeMs = seconds(LIFETIME_SECONDS, DEFAULT_LIFETIME_SECONDS) * 1_000;
        Map<String, Object> claims = new LinkedHashMap<>(withPrefix(STRING_CLAIM));
        withPrefix(NUMBER_CLAIM).forEach((name, value) -> claims.put(name, number(NUMBER_CLAIM + name, value)));
        withPrefix(LIST_CLAIM).forEach((name, value) -> claims.put(name, list(value)));
        claims.putIfAbsent("iat", nowMs / 1_000.0);
        claims.putIfAbsent("exp", (nowMs + lifetimeMs) / 1_000.0);
        String principalClaim =
                options.getOrDefault(PRINCIPAL_CLAIM_NAME, "sub").trim();
        if (!(claims.get(principalClaim) instanceof String principal)) {
            throw new ConfigException("the login module's options hold no principal: " + STRING_CLAIM + principalClaim
                    + " has to be set");
        }
        Set<String> scope = Jwt.scope(
                claims.get(options.getOrDefault(SCOPE_CLAIM_NAME, "scope").trim()));
        String value = Jwt.encoded(Json.write(UNSIGNED)) + "." + Jwt.encoded(Json.write(claims)) + ".";
        return new BearerToken(value, scope, nowMs + lifetimeMs, principal, nowMs);
    }

    private Map<String, String> withPrefix(String prefix) {
        Map<String, String> found = new HashMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    private long seconds(String option, long otherwise) {
        String value = options.get(option);
        return value == null ? otherwise : (long) number(option, value);
    }

    private static double number(String option, String value) {
        try {
            return Double.parseDouble(value.trim());
        } catch (NumberFormatException e) {
            throw new ConfigException(option, value, "has to be a number");
        }
    }

    /** The first character separates the rest. */
    private static List<String> list(String value) {
        if (value.isEmpty()) {
            return List.of();
        }
        return Arrays.asList(value.substring(1).split(Pattern.quote(value.substring(0, 1)), -1));
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
