package io.headrace.clients.admin;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A member of a group, as its coordinator sees it. Immutable. */
public class MemberDescription {

    private final String memberId;
    private final Optional<String> groupInstanceId;
    private final Optional<String> rackId;
    private final String clientId;
    private final String host;
    private final MemberAssignment assignment;
    private final Optional<MemberAssignment> targetAssignment;
    private final Optional<Integer> memberEpoch;
    private final Optional<Boolean> upgraded;

    /**
     * @param memberId the member's id
     * @param groupInstanceId its {@code group.instance.id}, when it is a static member
     * @param rackId its {@code client.rack}, when the broker tells
     * @param clientId its {@code client.id}
     * @param host the address that it connects from
     * @param assignment what it has
     * @param targetAssignment what it is to have; empty in groups of the classic protocol
     * @param memberEpoch its epoch; empty in groups of the classic protocol
     * @param upgraded whether it speaks the consumer protocol; empty when the broker does not tell
     */
    public MemberDescription(
            String memberId,
            Optional<String> groupInstanceId,
            Optional<String> rackId,
            String clientId,
            String host,
            MemberAssignment assignment,
            Optional<MemberAssignment> targetAssignment,
            Optional<Integer> memberEpoch,
            Optional<Boolean> upgraded) {
        this.memberId = memberId == null ? "" : memberId;
        this.groupInstanceId = groupInstanceId;
        this.rackId = rackId;
        this.clientId = clientId == null ? "" : clientId;
        this.host = host == null ? "" : host;
        this.assignment = assignment == null ? new MemberAssignment(Set.of()) : assignment;
        this.targetAssignment = targetAssignment;
        this.memberEpoch = memberEpoch;
        this.upgraded = upgraded;
    }

    /** The member's id. */
    public String consumerId() {
        return memberId;
    }

    /** Its {@code group.instance.id}, when it is a static member. */
    public Optional<String> groupInstanceId() {
        return groupInstanceId;
    }

    /** Its {@code client.rack}, when the broker tells. */
    public Optional<String> rackId() {
        return rackId;
    }

    /** Its {@code client.id}. */
    public String clientId() {
        return clientId;
    }

    /** The address that it connects from. */
    public String host() {
        return host;
    }

    /** What it has. */
    public MemberAssignment assignment() {
        return assignment;
    }

    /** What it is to have; empty in groups of the classic protocol. */
    public Optional<MemberAssignment> targetAssignment() {
        return targetAssignment;
    }

    /** Its epoch; empty in groups of the classic protocol. */
    public Optional<Integer> memberEpoch() {
        return memberEpoch;
    }

    /** Whether it speaks the consumer protocol; empty when the broker does not tell. */
    public Optional<Boolean> upgraded() {
        return upgraded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberDescription that
                && memberId.equals(that.memberId)
                && groupInstanceId.equals(that.groupInstanceId)
                && rackId.equals(that.rackId)
                && clientId.equals(that.clientId)
                && host.equals(that.host)
                && assignment.equals(that.assignment)
                && targetAssignment.equals(that.targetAssignment)
                && memberEpoch.equals(that.memberEpoch)
                && upgraded.equals(that.upgraded);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                memberId, groupInstanceId, rackId, clientId, host, assignment, targetAssignment, memberEpoch, upgraded);
    }

    @Override
    public String toString() {
        return "(memberId=" + memberId + ", groupInstanceId=" + groupInstanceId.orElse("null") + ", rackId="
                + rackId.orElse("null") + ", clientId=" + clientId + ", host=" + host + ", assignment=" + assignment
                + ", targetAssignment=" + targetAssignment.orElse(null) + ", memberEpoch=" + memberEpoch.orElse(null)
                + ", upgraded=" + upgraded.orElse(null) + ")";
    }

    /** One that does not say on which rack it is; see the other constructor. */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody's sources are rewritten by machine here.
    public MemberDescription(
            String memberId,
            Optional<String> groupInstanceId,
            String clientId,
            String host,
            MemberAssignment assignment,
            Optional<MemberAssignment> targetAssignment,
            Optional<Integer> memberEpoch,
            Optional<Boolean> upgraded) {
        this(
                memberId,
                groupInstanceId,
                Optional.empty(),
                clientId,
                host,
                assignment,
                targetAssignment,
                memberEpoch,
                upgraded);
    }

    /** One of a group of the classic protocol; see the other constructor. */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody's sources are rewritten by machine here.
    public MemberDescription(
            String memberId,
            Optional<String> groupInstanceId,
            String clientId,
            String host,
            MemberAssignment assignment,
            Optional<MemberAssignment> targetAssignment) {
        this(
                memberId,
                groupInstanceId,
                Optional.empty(),
                clientId,
                host,
                assignment,
                targetAssignment,
                Optional.empty(),
                Optional.empty());
    }

    /** One of a group of the classic protocol; see the other constructor. */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody's sources are rewritten by machine here.
    public MemberDescription(
            String memberId,
            Optional<String> groupInstanceId,
            String clientId,
            String host,
            MemberAssignment assignment) {
        this(
                memberId,
                groupInstanceId,
                Optional.empty(),
                clientId,
                host,
                assignment,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A member without a name of its own, of a group of the classic protocol; see the other constructor. */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Nobody's sources are rewritten by machine here.
    public MemberDescription(String memberId, String clientId, String host, MemberAssignment assignment) {
        this(
                memberId,
                Optional.empty(),
                Optional.empty(),
                clientId,
                host,
                assignment,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
