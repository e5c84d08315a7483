package io.headrace.common.acl;

import java.util.Locale;

/** What a principal may be allowed or denied to do with a resource. */
public enum AclOperation {
    /** A code that this version does not know. */
    UNKNOWN(0),
    /** In filters: matches every operation. */
    ANY(1),
    /** In rules: grants every operation. */
    ALL(2),
    READ(3),
    WRITE(4),
    CREATE(5),
    DELETE(6),
    ALTER(7),
    DESCRIBE(8),
    CLUSTER_ACTION(9),
    DESCRIBE_CONFIGS(10),
    ALTER_CONFIGS(11),
    IDEMPOTENT_WRITE(12),
    CREATE_TOKENS(13),
    DESCRIBE_TOKENS(14),
    TWO_PHASE_COMMIT(15);

    private final byte code;

    AclOperation(int code) {
        this.code = (byte) code;
    }

    /** The operation of that name, in upper or lower case; {@link #UNKNOWN} if there is none. */
    public static AclOperation fromString(String str) throws IllegalArgumentException {
        try {
            return valueOf(str.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    /** The operation of that number; {@link #UNKNOWN} if there is none. */
    public static AclOperation fromCode(byte code) {
        AclOperation[] all = values();
        return code >= 0 && code < all.length ? all[code] : UNKNOWN;
    }

    /** The number on the wire. */
    public byte code() {
        return code;
    }

    public boolean isUnknown() {
        return this == UNKNOWN;
    }
}
