package io.headrace.common.errors;

/**
 * The member has to join again with the id that the coordinator gave it (KIP-394).
 */
public class MemberIdRequiredException extends ApiException {
    private static final long serialVersionUID = 1L;

    public MemberIdRequiredException(String message) {
        super(message);
    }

    public MemberIdRequiredException(String message, Throwable cause) {
        super(message, cause);
    }
}
