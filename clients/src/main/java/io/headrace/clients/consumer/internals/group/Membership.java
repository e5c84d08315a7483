package io.headrace.clients.consumer.internals.group;

import java.util.Optional;

/**
 * Who a consumer is within its group. Immutable.
 *
 * @param state what it may do
 * @param memberId the member; empty without membership
 * @param epoch the generation, or the member's epoch; -1 without membership
 * @param instanceId the static member's name
 */
public record Membership(State state, String memberId, int epoch, Optional<String> instanceId) {

    /** What a consumer may do about the group's offsets. */
    public enum State {
        /** It has not subscribed, and commits as somebody from outside. */
        NONE,
        /** It is a member. */
        MEMBER,
        /** It is about to be one again, and cannot commit meanwhile. */
        REBALANCING,
        /** It wants to be a member and is not. */
        OUTSIDE
    }

    static final int NO_EPOCH = -1;

    static Membership none(Optional<String> instanceId) {
        return new Membership(State.NONE, "", NO_EPOCH, instanceId);
    }
}
