package io.headrace.common.resource;

import java.util.Locale;

/** What access can be controlled for. */
public enum ResourceType {
    /** A code that this version does not know. */
    UNKNOWN(0),
    /** In filters: matches every type. */
    ANY(1),
    /** A topic, by its name. */
    TOPIC(2),
    /** A group, by its id. */
    GROUP(3),
    /** The cluster as a whole; its name is {@link Resource#CLUSTER_NAME}. */
    CLUSTER(4),
    /** A transactional id. */
    TRANSACTIONAL_ID(5),
    /** A delegation token, by its id. */
    DELEGATION_TOKEN(6),
    /** A user, as a principal: {@code User:alice}. */
    USER(7);

    private final byte code;

    ResourceType(int code) {
        this.code = (byte) code;
    }

    /** The type of that name, in upper or lower case; {@link #UNKNOWN} if there is none. */
    public static ResourceType fromString(String str) throws IllegalArgumentException {
        try {
            return valueOf(str.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    /** The type of that number; {@link #UNKNOWN} if there is none. */
    public static ResourceType fromCode(byte code) {
        ResourceType[] all = values();
        return code >= 0 && code < all.length ? all[code] : UNKNOWN;
    }

    /** The number on the wire. */
    public byte code() {
        return code;
    }

    /** Whether this is {@link #UNKNOWN}. */
    public boolean isUnknown() {
        return this == UNKNOWN;
    }
}
