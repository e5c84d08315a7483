package io.headrace.common.config;

import java.util.List;
import java.util.Locale;

/** Whether a broker asks clients for a certificate. */
public enum SslClientAuth {
    /** Who has none is refused. */
    REQUIRED,
    /** Who has none is taken for anonymous. */
    REQUESTED,
    /** Nobody is asked. */
    NONE;

    /** All, in this order. */
    public static final List<SslClientAuth> VALUES = List.of(values());

    /** The one of a setting's value, in upper or lower case; {@link #NONE} for null, null for any other value. */
    public static SslClientAuth forConfig(String key) {
        if (key == null) {
            return NONE;
        }
        String name = key.toUpperCase(Locale.ROOT);
        return VALUES.stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
