package io.headrace.common.errors;

/** The group or transactional id has no coordinator at the moment; retriable after finding the coordinator again. */
public class CoordinatorNotAvailableException extends RefreshRetriableException {
    private static final long serialVersionUID = 1L;

    /** A shared instance for places that only need the type. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // has no stack trace that could mislead
    public static final CoordinatorNotAvailableException INSTANCE =
            new CoordinatorNotAvailableException("no coordinator is available");

    public CoordinatorNotAvailableException(String message) {
        super(message);
    }

    public CoordinatorNotAvailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
