package io.headrace.common.security.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whether a connection is encrypted, and whether the client says by SASL who it is. */
public enum SecurityProtocol {
    /** Neither. */
    PLAINTEXT(0),
    /** Encrypted by TLS, where the client may show a certificate. */
    SSL(1),
    /** Authenticated by SASL, not encrypted. */
    SASL_PLAINTEXT(2),
    /** Authenticated by SASL, encrypted by TLS. */
    SASL_SSL(3);

    private static final List<SecurityProtocol> ALL = List.of(values());

    /** Its number on the wire. */
    public final short id;

    /** Its name in settings. */
    public final String name;

    SecurityProtocol(int id) {
        this.id = (short) id;
        this.name = name();
    }

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values()).map(protocol -> protocol.name).toList();
    }

    /** The one with that number, or null. */
    public static SecurityProtocol forId(short id) {
        return ALL.stream().filter(protocol -> protocol.id == id).findFirst().orElse(null);
    }

    /**
     * The one of that name, in upper or lower case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SecurityProtocol forName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
