package io.headrace.clients.admin;

/** What is left of a partition after records were deleted. Immutable. */
public class DeletedRecords {

    private final long lowWatermark;

    /** @param lowWatermark the first offset that is still there, on all replicas in sync */
    public DeletedRecords(long lowWatermark) {
        this.lowWatermark = lowWatermark;
    }

    /** The first offset that is still there, on all replicas in sync. */
    public long lowWatermark() {
        return lowWatermark;
    }
}
