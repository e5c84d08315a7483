package io.headrace.common;

import java.util.Locale;

/** Which transactional records a reader gets to see (KIP-98). */
public enum IsolationLevel {
    /** All records up to the high watermark, those of open and aborted transactions included. */
    READ_UNCOMMITTED((byte) 0),
    /** Only records outside transactions and of committed ones, up to the last stable offset. */
    READ_COMMITTED((byte) 1);

    private final byte id;

    IsolationLevel(byte id) {
        this.id = id;
    }

    /** The value on the wire. */
    public byte id() {
        return id;
    }

    /**
     * The level of that number.
     *
     * @throws IllegalArgumentException if there is no level of that id
     */
    public static IsolationLevel forId(byte id) {
        return switch (id) {
            case 0 -> READ_UNCOMMITTED;
            case 1 -> READ_COMMITTED;
            default -> throw new IllegalArgumentException("Unknown isolation level " + id);
        };
    }

    /** The name as it stands in configurations, in lower case. */
    @Override
    public String toString() {
        return super.toString().toLowerCase(Locale.ROOT);
    }
}
