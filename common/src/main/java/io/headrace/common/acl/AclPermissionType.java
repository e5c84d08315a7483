package io.headrace.common.acl;

import java.util.Locale;

/** Whether an access control entry allows or denies. What is denied stays so, whatever else allows it. */
public enum AclPermissionType {
    /** A code that this version does not know. */
    UNKNOWN(0),
    /** In filters: matches both. */
    ANY(1),
    /** Forbids the operation. */
    DENY(2),
    /** Grants the operation. */
    ALLOW(3);

    private final byte code;

    AclPermissionType(int code) {
        this.code = (byte) code;
    }

    /** The type of that name, in upper or lower case; {@link #UNKNOWN} if there is none. */
    public static AclPermissionType fromString(String str) {
        try {
            return valueOf(str.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    /** The type of that number; {@link #UNKNOWN} if there is none. */
    public static AclPermissionType fromCode(byte code) {
        AclPermissionType[] all = values();
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
