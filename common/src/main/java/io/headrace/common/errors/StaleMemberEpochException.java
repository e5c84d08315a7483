package io.headrace.common.errors;

/**
 * The member's epoch is behind; a request sent again with the epoch of the next heartbeat may succeed (KIP-848).
 */
public class StaleMemberEpochException extends ApiException {
    private static final long serialVersionUID = 1L;

    public StaleMemberEpochException(String message) {
        super(message);
    }
}
