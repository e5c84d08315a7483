package io.headrace.clients.internals.calls;

/**
 * What ListOffsets found. Immutable.
 *
 * @param offset the offset, -1 when no record fits
 * @param timestamp the record's timestamp in milliseconds since 1970, or -1
 * @param leaderEpoch the epoch of the offset, or -1
 */
public record FoundOffset(long offset, long timestamp, int leaderEpoch) {

    public static final long NOT_FOUND = -1;

    /** Whether a record fits. */
    public boolean isFound() {
        return offset >= 0;
    }
}
