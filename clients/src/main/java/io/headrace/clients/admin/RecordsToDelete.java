package io.headrace.clients.admin;

/** Which records of a partition to delete. Immutable. */
public class RecordsToDelete {

    private final long offset;

    private RecordsToDelete(long offset) {
        this.offset = offset;
    }

    /**
     * All records before an offset.
     *
     * @param offset the first one to keep; -1 for all up to the high watermark
     */
    public static RecordsToDelete beforeOffset(long offset) {
        return new RecordsToDelete(offset);
    }

    /** The first offset to keep; -1 for all up to the high watermark. */
    public long beforeOffset() {
        return offset;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordsToDelete that && offset == that.offset;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return "(beforeOffset = " + offset + ")";
    }
}
