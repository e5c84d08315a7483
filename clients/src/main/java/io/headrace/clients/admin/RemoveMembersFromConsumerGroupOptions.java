package io.headrace.clients.admin;

import java.util.Collection;
import java.util.Set;

/** Options of {@link Admin#removeMembersFromConsumerGroup(String, RemoveMembersFromConsumerGroupOptions)}. */
public class RemoveMembersFromConsumerGroupOptions extends AbstractOptions<RemoveMembersFromConsumerGroupOptions> {

    private final Set<MemberToRemove> members;
    private String reason;

    /** Removes all members. */
    public RemoveMembersFromConsumerGroupOptions() {
        this.members = Set.of();
    }

    /**
     * Removes some static members.
     *
     * @param members who
     * @throws IllegalArgumentException when there is none; {@link #RemoveMembersFromConsumerGroupOptions()} removes all
     */
    public RemoveMembersFromConsumerGroupOptions(Collection<MemberToRemove> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("Invalid empty members has been provided");
        }
        this.members = Set.copyOf(members);
    }

    /**
     * Tells the broker why.
     *
     * @param reason goes to the broker's log
     */
    public void reason(String reason) {
        this.reason = reason;
    }

    /** Who is removed; empty for all members. */
    public Set<MemberToRemove> members() {
        return members;
    }

    /** Why; null when not told. */
    public String reason() {
        return reason;
    }

    /** Whether all members are removed. */
    public boolean removeAll() {
        return members.isEmpty();
    }
}
