package io.headrace.clients.consumer;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * A position to go on from: the offset of the next record to read, with the leader epoch of the last one read and a note
 * of the application's own. Immutable.
 */
public class OffsetAndMetadata implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String metadata;
    private final Integer leaderEpoch;

    /**
     * @param offset the next offset to read, 0 or more
     * @param leaderEpoch the leader epoch of the last record read, if known
     * @param metadata a note; null counts as empty
     * @throws IllegalArgumentException when the offset is negative
     */
    public OffsetAndMetadata(long offset, Optional<Integer> leaderEpoch, String metadata) {
        if (offset < 0) {
            throw new IllegalArgumentException("Negative offset " + offset);
        }
        this.offset = offset;
        this.leaderEpoch = leaderEpoch.orElse(null);
        this.metadata = metadata == null ? "" : metadata;
    }

    /**
     * @param offset the next offset to read, 0 or more
     * @param metadata a note; null counts as empty
     * @throws IllegalArgumentException when the offset is negative
     */
    public OffsetAndMetadata(long offset, String metadata) {
        this(offset, Optional.empty(), metadata);
    }

    /**
     * @param offset the next offset to read, 0 or more
     * @throws IllegalArgumentException when the offset is negative
     */
    public OffsetAndMetadata(long offset) {
        this(offset, "");
    }

    /** The next offset to read. */
    public long offset() {
        return offset;
    }

    /** The application's note, never null. */
    public String metadata() {
        return metadata;
    }

    /** The leader epoch of the last record read; empty when unknown. */
    public Optional<Integer> leaderEpoch() {
        return leaderEpoch == null || leaderEpoch < 0 ? Optional.empty() : Optional.of(leaderEpoch);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetAndMetadata that
                && offset == that.offset
                && metadata.equals(that.metadata)
                && Objects.equals(leaderEpoch, that.leaderEpoch);
    }

    @Override
    public int hashCode() {
        return Objects.hash(offset, metadata, leaderEpoch);
    }

    @Override
    public String toString() {
        return "OffsetAndMetadata{offset=" + offset + ", leaderEpoch=" + leaderEpoch + ", metadata='" + metadata + "'}";
    }
}
