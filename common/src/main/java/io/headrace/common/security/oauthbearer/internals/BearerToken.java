package io.headrace.common.security.oauthbearer.internals;

import io.headrace.common.security.oauthbearer.OAuthBearerToken;
import java.util.Set;

/** A token as it was read. Immutable. */
public record BearerToken(String value, Set<String> scope, long lifetimeMs, String principalName, Long startTimeMs)
        implements OAuthBearerToken {

    public BearerToken {
        scope = Set.copyOf(scope);
    }

    @Override
    public String toString() {
        return "BearerToken(" + principalName + ", scope " + scope + ", until " + lifetimeMs + ", value [hidden])";
    }
}
