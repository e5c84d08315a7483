package io.headrace.common;

import java.util.Arrays;

/** What kind of leader election an administrator asks for (KIP-460). */
public enum ElectionType {
    /** The first replica of each partition becomes leader, if it is in sync. */
    PREFERRED((byte) 0),
    /** A partition without in-sync replicas gets one that is not: committed records may be lost. */
    UNCLEAN((byte) 1);

    /** The value on the wire. */
    public final byte value;

    ElectionType(byte value) {
        this.value = value;
    }

    /**
     * The type of that number.
     *
     * @throws IllegalArgumentException if there is no type of that value
     */
    public static ElectionType valueOf(byte value) {
        for (ElectionType type : values()) {
            if (type.value == value) {
                return type;
            }
        }
        throw new IllegalArgumentException("Value " + value + " must be one of " + Arrays.toString(values()));
    }
}
