package io.headrace.clients.admin;

import java.util.Objects;
import java.util.Optional;

/** How far a share group is in a partition. Immutable. */
public class SharePartitionOffsetInfo {

    private final long startOffset;
    private final Optional<Integer> leaderEpoch;
    private final Optional<Long> lag;

    /**
     * @param startOffset the offset of the first record that is not done
     * @param leaderEpoch the epoch of the leader that the offset is from; empty when it is not known
     * @param lag how many records are not done (KIP-1226); empty when the broker does not tell
     */
    public SharePartitionOffsetInfo(long startOffset, Optional<Integer> leaderEpoch, Optional<Long> lag) {
        this.startOffset = startOffset;
        this.leaderEpoch = Objects.requireNonNull(leaderEpoch, "leaderEpoch");
        this.lag = Objects.requireNonNull(lag, "lag");
    }

    /** The offset of the first record that is not done. */
    public long startOffset() {
        return startOffset;
    }

    /** The epoch of the leader that the offset is from; empty when it is not known. */
    public Optional<Integer> leaderEpoch() {
        return leaderEpoch;
    }

    /** How many records are not done (KIP-1226); empty when the broker does not tell. */
    public Optional<Long> lag() {
        return lag;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SharePartitionOffsetInfo that
                && startOffset == that.startOffset
                && leaderEpoch.equals(that.leaderEpoch)
                && lag.equals(that.lag);
    }

    @Override
    public int hashCode() {
        return Objects.hash(startOffset, leaderEpoch, lag);
    }

    @Override
    public String toString() {
        return "SharePartitionOffsetInfo(startOffset=" + startOffset + ", leaderEpoch=" + leaderEpoch.orElse(null)
                + ", lag=" + lag.orElse(null) + ")";
    }
}
