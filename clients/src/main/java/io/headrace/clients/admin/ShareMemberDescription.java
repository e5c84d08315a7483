package io.headrace.clients.admin;

import java.util.Objects;
import java.util.Optional;

/** A member of a share group. Immutable. */
public class ShareMemberDescription {

    private final String consumerId;
    private final Optional<String> rackId;
    private final String clientId;
    private final String host;
    private final ShareMemberAssignment assignment;
    private final int memberEpoch;

    /**
     * @param consumerId the member's id
     * @param rackId its rack; empty when it named none
     * @param clientId its client id
     * @param host the host it is on
     * @param assignment what it reads
     * @param memberEpoch its epoch
     */
    public ShareMemberDescription(
            String consumerId,
            Optional<String> rackId,
            String clientId,
            String host,
            ShareMemberAssignment assignment,
            int memberEpoch) {
        this.consumerId = consumerId;
        this.rackId = Objects.requireNonNull(rackId, "rackId");
        this.clientId = clientId;
        this.host = host;
        this.assignment = assignment;
        this.memberEpoch = memberEpoch;
    }

    /** The member's id. */
    public String consumerId() {
        return consumerId;
    }

    /** Its rack; empty when it named none. */
    public Optional<String> rackId() {
        return rackId;
    }

    /** Its client id. */
    public String clientId() {
        return clientId;
    }

    /** The host it is on. */
    public String host() {
        return host;
    }

    /** What it reads. */
    public ShareMemberAssignment assignment() {
        return assignment;
    }

    /** Its epoch. */
    public int memberEpoch() {
        return memberEpoch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareMemberDescription that
                && consumerId.equals(that.consumerId)
                && rackId.equals(that.rackId)
                && clientId.equals(that.clientId)
                && host.equals(that.host)
                && assignment.equals(that.assignment)
                && memberEpoch == that.memberEpoch;
    }

    @Override
    public int hashCode() {
        return Objects.hash(consumerId, rackId, clientId, host, assignment, memberEpoch);
    }

    @Override
    public String toString() {
        return "ShareMemberDescription(consumerId=" + consumerId + ", rackId=" + rackId.orElse(null) + ", clientId="
                + clientId + ", host=" + host + ", assignment=" + assignment + ", memberEpoch=" + memberEpoch + ")";
    }
}
