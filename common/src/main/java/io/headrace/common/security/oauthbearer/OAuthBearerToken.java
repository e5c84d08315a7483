package io.headrace.common.security.oauthbearer;

import java.util.Set;

/** A bearer token and what is known of it (RFC 6750, KIP-255). Immutable. It is a secret: never print {@link #value}. */
public interface OAuthBearerToken {

    /** The token as it is sent. */
    String value();

    /** What it is good for; may be empty. */
    Set<String> scope();

    /** When it ends, in ms since 1970. */
    long lifetimeMs();

    /** Whom it names. */
    String principalName();

    /** When it began, in ms since 1970; null if that is not known. */
    Long startTimeMs();
}
