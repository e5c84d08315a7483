package io.headrace.metadata.store;

/** A commit was planned on a version of the metadata that is not the newest. */
public final class VersionConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long expected;
    private final long actual;

    VersionConflictException(long expected, long actual) {
        super("metadata is at version " + actual + ", but the commit was planned on version " + expected);
        this.expected = expected;
        this.actual = actual;
    }

    /** The version that the commit was planned on. */
    public long expected() {
        return expected;
    }

    /** The version that the store is at. */
    public long actual() {
        return actual;
    }
}
