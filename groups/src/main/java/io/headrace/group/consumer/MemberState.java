package io.headrace.group.consumer;

/** How far a member has come on its way to what it is to have. */
enum MemberState {
    /** It has what it was to have at its epoch. */
    STABLE(0),
    /** It has been told to give up partitions, and has not said yet that it did. It stays at its epoch until then. */
    UNREVOKED_PARTITIONS(1),
    /** It is at the epoch of the assignment, but partitions it is to have are still held by other members. */
    UNRELEASED_PARTITIONS(2),
    /** Written by a later version that knows more states. */
    UNKNOWN(127);

    private final byte code;

    MemberState(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static MemberState of(byte code) {
        for (MemberState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
