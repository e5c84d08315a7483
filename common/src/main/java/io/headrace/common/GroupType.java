package io.headrace.common;

/** The kinds of groups a coordinator knows. */
public enum GroupType {
    UNKNOWN("Unknown"),
    /** Consumer groups of the protocol whose assignments are made by the broker (KIP-848). */
    CONSUMER("Consumer"),
    /** Groups of the protocol whose assignments are made by a member. */
    CLASSIC("Classic"),
    /** Share groups (KIP-932). */
    SHARE("Share"),
    /** Streams groups (KIP-1071). */
    STREAMS("Streams");

    private final String name;

    GroupType(String name) {
        this.name = name;
    }

    /** The type of that name, in upper or lower case; {@link #UNKNOWN} for null and for names that are not known. */
    public static GroupType parse(String name) {
        if (name != null) {
            for (GroupType type : values()) {
                if (type.name.equalsIgnoreCase(name)) {
                    return type;
                }
            }
        }
        return UNKNOWN;
    }

    /** The name as it stands on the wire. */
    @Override
    public String toString() {
        return name;
    }
}
