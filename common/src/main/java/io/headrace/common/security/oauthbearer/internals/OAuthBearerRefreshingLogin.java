package io.headrace.common.security.oauthbearer.internals;

import io.headrace.common.config.SaslConfigs;
import io.headrace.common.security.auth.AuthenticateCallbackHandler;
import io.headrace.common.security.authenticator.RefreshingLogin;
import io.headrace.common.security.oauthbearer.OAuthBearerToken;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import javax.security.auth.login.Configuration;

/** Gets a token, and a new one before it ends. */
public class OAuthBearerRefreshingLogin extends RefreshingLogin {

    private static final long RETRY_MS = 10_000;

    private double windowFactor;
    private double jitter;
    private long leastBetweenMs;
    private long bufferMs;

    @Override
    public void configure(
            Map<String, ?> configs,
            String contextName,
            Configuration configuration,
            AuthenticateCallbackHandler loginCallbackHandler) {
        super.configure(configs, contextName, configuration, loginCallbackHandler);
        windowFactor = (Double) configs.get(SaslConfigs.SASL_LOGIN_REFRESH_WINDOW_FACTOR);
        jitter = (Double) configs.get(SaslConfigs.SASL_LOGIN_REFRESH_WINDOW_JITTER);
        leastBetweenMs =
                TimeUnit.SECONDS.toMillis((Short) configs.get(SaslConfigs.SASL_LOGIN_REFRESH_MIN_PERIOD_SECONDS));
        bufferMs = TimeUnit.SECONDS.toMillis((Short) configs.get(SaslConfigs.SASL_LOGIN_REFRESH_BUFFER_SECONDS));
    }

    @Override
    public String serviceName() {
        return "kafka";
    }

    @Override
    protected long refreshAtMs(Subject current, long lastRefreshMs) {
        return current.getPrivateCredentials(OAuthBearerToken.class).stream()
                .max(Comparator.comparingLong(OAuthBearerToken::lifetimeMs))
                .map(token -> refreshAtMs(
                        token,
                        lastRefreshMs,
                        jitter * ThreadLocalRandom.current().nextDouble()))
                .orElse(NEVER);
    }

    private long refreshAtMs(OAuthBearerToken token, long nowMs, double variation) {
        long endMs = token.lifetimeMs();
        if (endMs <= nowMs) {
            return nowMs + leastBetweenMs;
        }
        long startMs = token.startTimeMs() == null ? nowMs : token.startTimeMs();
        long wishedMs = startMs + (long) ((endMs - startMs) * Math.min(1, windowFactor + variation));
        if (leastBetweenMs + bufferMs > endMs - nowMs) {
            // It is too short-lived for the limits; the window alone counts.
            return wishedMs;
        }
        return Math.min(Math.max(wishedMs, nowMs + leastBetweenMs), endMs - bufferMs);
    }

    @Override
    protected long retryMs() {
        return RETRY_MS;
    }
}
