package io.headrace.clients.admin;

/** The mechanisms of SCRAM that brokers know users for (KIP-554). */
public enum ScramMechanism {
    /** One that this version does not know. */
    UNKNOWN((byte) 0),
    /** With SHA-256. */
    SCRAM_SHA_256((byte) 1),
    /** With SHA-512. */
    SCRAM_SHA_512((byte) 2);

    private final byte type;
    private final String mechanismName = name().replace('_', '-');

    ScramMechanism(byte type) {
        this.type = type;
    }

    /** The mechanism of that number on the wire; {@link #UNKNOWN} if there is none. */
    public static ScramMechanism fromType(byte type) {
        for (ScramMechanism mechanism : values()) {
            if (mechanism.type == type) {
                return mechanism;
            }
        }
        return UNKNOWN;
    }

    /** The mechanism of that SASL name ({@code SCRAM-SHA-256}); {@link #UNKNOWN} if there is none. */
    public static ScramMechanism fromMechanismName(String mechanismName) {
        for (ScramMechanism mechanism : values()) {
            if (mechanism.mechanismName.equals(mechanismName)) {
                return mechanism;
            }
        }
        return UNKNOWN;
    }

    /** The SASL name. */
    public String mechanismName() {
        return mechanismName;
    }

    /** The number on the wire. */
    public byte type() {
        return type;
    }
}
