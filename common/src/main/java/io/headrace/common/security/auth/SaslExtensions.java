package io.headrace.common.security.auth;

import java.util.Map;

/**
 * Names and values that a client sends along with its credentials (RFC 7628 section 3.1; KIP-342). Immutable. Each is equal
 * to itself alone, since several may belong to one subject.
 */
public class SaslExtensions {

    private static final SaslExtensions NONE = new SaslExtensions(Map.of());

    private final Map<String, String> values;

    public SaslExtensions(Map<String, String> extensions) {
        this.values = Map.copyOf(extensions);
    }

    /** None. */
    public static SaslExtensions empty() {
        return NONE;
    }

    /** By name. */
    public Map<String, String> map() {
        return values;
    }

    @Override
    public final boolean equals(Object o) {
        return this == o;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "SaslExtensions" + values;
    }
}
