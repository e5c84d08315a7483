package io.headrace.common.errors;

/**
 * The offset is no longer in the leader's local log; it has to be read from remote storage (KIP-405).
 */
public class OffsetMovedToTieredStorageException extends ApiException {
    private static final long serialVersionUID = 1L;

    public OffsetMovedToTieredStorageException(String message) {
        super(message);
    }

    public OffsetMovedToTieredStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
