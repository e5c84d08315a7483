package io.headrace.clients.consumer;

import java.util.Objects;
import java.util.Optional;

/** An offset found by its timestamp. Immutable. */
public final class OffsetAndTimestamp {

    private final long timestamp;
    private final long offset;
    private final Optional<Integer> leaderEpoch;

    /**
     * @param offset the offset, 0 or more
     * @param timestamp the record's timestamp in milliseconds since 1970, 0 or more
     * @throws IllegalArgumentException when one of them is negative
     */
    public OffsetAndTimestamp(long offset, long timestamp) {
        this(offset, timestamp, Optional.empty());
    }

    /**
     * @param offset the offset, 0 or more
     * @param timestamp the record's timestamp in milliseconds since 1970, 0 or more
     * @param leaderEpoch the epoch the record was written in, if known
     * @throws IllegalArgumentException when offset or timestamp is negative
     */
    public OffsetAndTimestamp(long offset, long timestamp, Optional<Integer> leaderEpoch) {
        if (offset < 0) {
            throw new IllegalArgumentException("Negative offset " + offset);
        }
        if (timestamp < 0) {
            throw new IllegalArgumentException("Negative timestamp " + timestamp);
        }
        this.offset = offset;
        this.timestamp = timestamp;
        this.leaderEpoch = Objects.requireNonNull(leaderEpoch, "leaderEpoch");
    }

    /** The record's timestamp in milliseconds since 1970. */
    public long timestamp() {
        return timestamp;
    }

    /** The record's offset. */
    public long offset() {
        return offset;
    }

    /** The leader epoch the record was written in; empty with old brokers or old message formats. */
    public Optional<Integer> leaderEpoch() {
        return leaderEpoch;
    }

    @Override
    public String toString() {
        return "(timestamp=" + timestamp + ", leaderEpoch=" + leaderEpoch.orElse(null) + ", offset=" + offset + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetAndTimestamp that
                && timestamp == that.timestamp
                && offset == that.offset
                && leaderEpoch.equals(that.leaderEpoch);
    }

    @Override
    public int hashCode() {
        return Objects.hash(timestamp, offset, leaderEpoch);
    }
}
