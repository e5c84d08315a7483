package io.headrace.common.security.scram.internals;

import java.util.Map;

/** Extensions that a login module leaves in its subject. Immutable. */
public record ScramExtensions(Map<String, String> values) {

    /** The credentials are a delegation token's. */
    public static final ScramExtensions TOKEN = new ScramExtensions(Map.of("tokenauth", "true"));

    public ScramExtensions {
        values = Map.copyOf(values);
    }
}
