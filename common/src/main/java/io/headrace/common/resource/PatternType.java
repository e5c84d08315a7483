package io.headrace.common.resource;

/** How the name in a {@link ResourcePattern} or {@link ResourcePatternFilter} is meant (KIP-290). */
public enum PatternType {
    /** A code that this version does not know. */
    UNKNOWN(0),
    /** In filters: matches patterns of every type that have the same name. */
    ANY(1),
    /**
     * In filters: matches the patterns that apply to a resource of that name: the literal ones, the wildcard, and the
     * prefixes that its name begins with.
     */
    MATCH(2),
    /** The resource of exactly that name; {@code *} means all of them. */
    LITERAL(3),
    /** The resources whose names begin with that one. */
    PREFIXED(4);

    private final byte code;

    PatternType(int code) {
        this.code = (byte) code;
    }

    /** The number on the wire. */
    public byte code() {
        return code;
    }

    /** Whether this is {@link #UNKNOWN}. */
    public boolean isUnknown() {
        return this == UNKNOWN;
    }

    /** Whether a resource pattern can have this type, and not only a filter. */
    public boolean isSpecific() {
        return this == LITERAL || this == PREFIXED;
    }

    /** The type of that number; {@link #UNKNOWN} if there is none. */
    public static PatternType fromCode(byte code) {
        PatternType[] all = values();
        return code >= 0 && code < all.length ? all[code] : UNKNOWN;
    }

    /** The type of that name, in upper case; {@link #UNKNOWN} if there is none. */
    public static PatternType fromString(String name) {
        for (PatternType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
