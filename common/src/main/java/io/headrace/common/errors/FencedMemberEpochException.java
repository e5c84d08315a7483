package io.headrace.common.errors;

/**
 * The coordinator fenced the member's epoch. The member gives up its partitions and joins anew (KIP-848).
 */
public class FencedMemberEpochException extends ApiException {
    private static final long serialVersionUID = 1L;

    public FencedMemberEpochException(String message) {
        super(message);
    }
}
