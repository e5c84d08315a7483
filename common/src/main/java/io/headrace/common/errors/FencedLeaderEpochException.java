package io.headrace.common.errors;

/**
 * The leader epoch in the request is older than the broker's: the client works with an earlier leader's metadata
 * (KIP-320).
 */
public class FencedLeaderEpochException extends InvalidMetadataException {
    private static final long serialVersionUID = 1L;

    public FencedLeaderEpochException(String message) {
        super(message);
    }

    public FencedLeaderEpochException(String message, Throwable cause) {
        super(message, cause);
    }
}
