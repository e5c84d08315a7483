package io.headrace.clients.admin;

/** Which offset of a partition is asked for. Immutable. */
public class OffsetSpec {

    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final long EARLIEST_PENDING_UPLOAD = -6;

    private final long timestamp;

    private OffsetSpec(long timestamp) {
        this.timestamp = timestamp;
    }

    /** The offset behind the last record (the high watermark, or the last stable offset for read_committed). */
    public static OffsetSpec latest() {
        return new OffsetSpec(LATEST);
    }

    /** The offset of the first record. */
    public static OffsetSpec earliest() {
        return new OffsetSpec(EARLIEST);
    }

    /**
     * The offset of the first record that is not older.
     *
     * @param timestamp milliseconds since 1970
     */
    public static OffsetSpec forTimestamp(long timestamp) {
        return new OffsetSpec(timestamp);
    }

    /** The offset of the record with the largest timestamp (KIP-734; ListOffsets from version 7). */
    public static OffsetSpec maxTimestamp() {
        return new OffsetSpec(MAX_TIMESTAMP);
    }

    /** The first offset on the broker's own disks (KIP-405; ListOffsets from version 8). */
    public static OffsetSpec earliestLocal() {
        return new OffsetSpec(EARLIEST_LOCAL);
    }

    /** The last offset in remote storage (KIP-1005; ListOffsets from version 9). */
    public static OffsetSpec latestTiered() {
        return new OffsetSpec(LATEST_TIERED);
    }

    /** The first offset that waits to be uploaded to remote storage (KIP-1023; ListOffsets from version 11). */
    public static OffsetSpec earliestPendingUpload() {
        return new OffsetSpec(EARLIEST_PENDING_UPLOAD);
    }

    /** What ListOffsets calls it: a timestamp, or a negative number with a meaning of its own. */
    long queryTimestamp() {
        return timestamp;
    }

    @Override
    public String toString() {
        if (timestamp == LATEST) {
            return "latest";
        } else if (timestamp == EARLIEST) {
            return "earliest";
        } else if (timestamp == MAX_TIMESTAMP) {
            return "max timestamp";
        } else if (timestamp == EARLIEST_LOCAL) {
            return "earliest local";
        } else if (timestamp == LATEST_TIERED) {
            return "latest tiered";
        } else if (timestamp == EARLIEST_PENDING_UPLOAD) {
            return "earliest pending upload";
        }
        return "timestamp " + timestamp;
    }
}
