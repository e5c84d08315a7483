package io.headrace.clients.admin;

/** A replica in a log directory. Immutable. */
public class ReplicaInfo {

    private final long size;
    private final long offsetLag;
    private final boolean future;

    /**
     * @param size bytes of its log segments
     * @param offsetLag how far it is behind, in offsets
     * @param future whether it is being moved here from another directory
     */
    public ReplicaInfo(long size, long offsetLag, boolean future) {
        this.size = size;
        this.offsetLag = offsetLag;
        this.future = future;
    }

    /** Bytes of its log segments. */
    public long size() {
        return size;
    }

    /** How far it is behind, in offsets: behind the high watermark, or when being moved, behind the one it replaces. */
    public long offsetLag() {
        return offsetLag;
    }

    /** Whether it is being moved here from another directory. */
    public boolean isFuture() {
        return future;
    }

    @Override
    public String toString() {
        return "ReplicaInfo(size=" + size + ", offsetLag=" + offsetLag + ", isFuture=" + future + ")";
    }
}
