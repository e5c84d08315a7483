package io.headrace.clients.admin;

/** What kind of node an endpoint belongs to (KIP-919). */
public enum EndpointType {
    /** One that this version does not know. */
    UNKNOWN((byte) 0),
    /** A broker. */
    BROKER((byte) 1),
    /** A controller. */
    CONTROLLER((byte) 2);

    private final byte id;

    EndpointType(byte id) {
        this.id = id;
    }

    /** The number on the wire. */
    public byte id() {
        return id;
    }

    /** The type of that number on the wire; {@link #UNKNOWN} if there is none. */
    public static EndpointType fromId(byte id) {
        for (EndpointType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
