package io.headrace.clients.consumer;

import io.headrace.common.errors.RetriableException;

/** Offsets were not committed, for a reason that passes: committing the same offsets again may succeed. */
public class RetriableCommitFailedException extends RetriableException {

    private static final long serialVersionUID = 1L;

    /** @param t what the attempt failed with */
    public RetriableCommitFailedException(Throwable t) {
        super(
                "The offsets were not committed, for a reason that passes. Commit the newest offsets of the application.",
                t);
    }

    /** @param message what happened */
    public RetriableCommitFailedException(String message) {
        super(message);
    }

    /**
     * @param message what happened
     * @param t what the attempt failed with
     */
    public RetriableCommitFailedException(String message, Throwable t) {
        super(message, t);
    }
}
