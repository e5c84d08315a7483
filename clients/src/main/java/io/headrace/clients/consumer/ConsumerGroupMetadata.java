package io.headrace.clients.consumer;

import java.util.Objects;
import java.util.Optional;

/** Who a consumer is within its group: what a transactional producer needs to commit its offsets. Immutable. */
public class ConsumerGroupMetadata {

    private static final int NO_GENERATION = -1;

    private final String groupId;
    private final int generationId;
    private final String memberId;
    private final Optional<String> groupInstanceId;

    /**
     * @param groupId the group
     * @param generationId the group's generation or the member's epoch
     * @param memberId the member
     * @param groupInstanceId the static member's name, if it has one
     */
    public ConsumerGroupMetadata(String groupId, int generationId, String memberId, Optional<String> groupInstanceId) {
        this.groupId = Objects.requireNonNull(groupId, "group.id can't be null");
        this.generationId = generationId;
        this.memberId = Objects.requireNonNull(memberId, "member.id can't be null");
        this.groupInstanceId = Objects.requireNonNull(groupInstanceId, "group.instance.id can't be null");
    }

    /**
     * A group without membership, as with assigned partitions.
     *
     * @param groupId the group
     */
    public ConsumerGroupMetadata(String groupId) {
        this(groupId, NO_GENERATION, "", Optional.empty());
    }

    /** The group. */
    public String groupId() {
        return groupId;
    }

    /** The group's generation or the member's epoch; -1 without membership. */
    public int generationId() {
        return generationId;
    }

    /** The member; empty without membership. */
    public String memberId() {
        return memberId;
    }

    /** The static member's name, if it has one. */
    public Optional<String> groupInstanceId() {
        return groupInstanceId;
    }

    @Override
    public String toString() {
        return "GroupMetadata(groupId = " + groupId + ", generationId = " + generationId + ", memberId = " + memberId
                + ", groupInstanceId = " + groupInstanceId.orElse("") + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumerGroupMetadata that
                && generationId == that.generationId
                && groupId.equals(that.groupId)
                && memberId.equals(that.memberId)
                && groupInstanceId.equals(that.groupInstanceId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupId, generationId, memberId, groupInstanceId);
    }
}
