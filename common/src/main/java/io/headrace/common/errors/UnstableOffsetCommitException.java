package io.headrace.common.errors;

/**
 * Offsets of the group are part of a transaction that has not ended yet, and the reader asked for stable offsets
 * only (KIP-447).
 */
public class UnstableOffsetCommitException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public UnstableOffsetCommitException(String message) {
        super(message);
    }
}
