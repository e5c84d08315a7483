package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of removing members from a group. Thread safe. */
public class RemoveMembersFromConsumerGroupResult {

    private final KafkaFuture<Void> all;
    private final Map<MemberToRemove, KafkaFuture<Void>> members;
    private final boolean removesAll;

    RemoveMembersFromConsumerGroupResult(
            KafkaFuture<Void> all, Map<MemberToRemove, KafkaFuture<Void>> members, boolean removesAll) {
        this.all = all;
        this.members = members;
        this.removesAll = removesAll;
    }

    /** Done for all members; fails when one could not be removed. */
    public KafkaFuture<Void> all() {
        return all;
    }

    /**
     * Done for one member.
     *
     * @param member one of those that were given
     * @throws IllegalArgumentException when it was not, or when all members are removed
     */
    public KafkaFuture<Void> memberResult(MemberToRemove member) {
        if (removesAll) {
            throw new IllegalArgumentException("The method: memberResult is not applicable in 'removeAll' mode");
        }
        KafkaFuture<Void> future = members.get(member);
        if (future == null) {
            throw new IllegalArgumentException("Member " + member + " was not included in the original request");
        }
        return future;
    }
}
