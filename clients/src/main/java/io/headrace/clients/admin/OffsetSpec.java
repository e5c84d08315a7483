package io.headrace.clients.admin;

/** Which offset of a partition is asked for. Immutable. One that says nothing asks for the latest. */
public class OffsetSpec {

    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final long EARLIEST_PENDING_UPLOAD = -6;

    private final long timestamp;
    private final String name;

    /** The latest; {@link #latest()} says so. */
    public OffsetSpec() {
        this(LATEST, "latest");
    }

    private OffsetSpec(long timestamp, String name) {
        this.timestamp = timestamp;
        this.name = name;
    }

    /** See {@link #earliest()}. */
    public static class EarliestSpec extends OffsetSpec {
        public EarliestSpec() {
            super(EARLIEST, "earliest");
        }
    }

    /** See {@link #latest()}. */
    public static class LatestSpec extends OffsetSpec {
        public LatestSpec() {
            super(LATEST, "latest");
        }
    }

    /** See {@link #maxTimestamp()}. */
    public static class MaxTimestampSpec extends OffsetSpec {
        public MaxTimestampSpec() {
            super(MAX_TIMESTAMP, "max timestamp");
        }
    }

    /** See {@link #earliestLocal()}. */
    public static class EarliestLocalSpec extends OffsetSpec {
        public EarliestLocalSpec() {
            super(EARLIEST_LOCAL, "earliest local");
        }
    }

    /** See {@link #latestTiered()}. */
    public static class LatestTieredSpec extends OffsetSpec {
        public LatestTieredSpec() {
            super(LATEST_TIERED, "latest tiered");
        }
    }

    /** See {@link #earliestPendingUpload()}. */
    public static class EarliestPendingUploadSpec extends OffsetSpec {
        public EarliestPendingUploadSpec() {
            super(EARLIEST_PENDING_UPLOAD, "earliest pending upload");
        }
    }

    /** See {@link #forTimestamp(long)}. */
    public static class TimestampSpec extends OffsetSpec {
        TimestampSpec(long timestamp) {
            super(timestamp, "timestamp " + timestamp);
        }
    }

    /** The offset behind the last record (the high watermark, or the last stable offset for read_committed). */
    public static OffsetSpec latest() {
        return new LatestSpec();
    }

    /** The offset of the first record. */
    public static OffsetSpec earliest() {
        return new EarliestSpec();
    }

    /**
     * The offset of the first record that is not older.
     *
     * @param timestamp milliseconds since 1970
     */
    public static OffsetSpec forTimestamp(long timestamp) {
        return new TimestampSpec(timestamp);
    }

    /** The offset of the record with the largest timestamp (KIP-734; ListOffsets from version 7). */
    public static OffsetSpec maxTimestamp() {
        return new MaxTimestampSpec();
    }

    /** The first offset on the broker's own disks (KIP-405; ListOffsets from version 8). */
    public static OffsetSpec earliestLocal() {
        return new EarliestLocalSpec();
    }

    /** The last offset in remote storage (KIP-1005; ListOffsets from version 9). */
    public static OffsetSpec latestTiered() {
        return new LatestTieredSpec();
    }

    /** The first offset that waits to be uploaded to remote storage (KIP-1023; ListOffsets from version 11). */
    public static OffsetSpec earliestPendingUpload() {
        return new EarliestPendingUploadSpec();
    }

    /** What ListOffsets calls it: a timestamp, or a negative number with a meaning of its own. */
    long queryTimestamp() {
        return timestamp;
    }

    @Override
    public String toString() {
        return name;
    }
}
