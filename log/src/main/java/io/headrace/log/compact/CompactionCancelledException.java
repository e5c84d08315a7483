package io.headrace.log.compact;

/** The log was closed, or the cleaner stopped, before a compaction ended. What it had written is removed again. */
public final class CompactionCancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says why. */
    public CompactionCancelledException(String message) {
        super(message);
    }
}
