package io.headrace.common.errors;

/** The connection was lost before the answer arrived. The request may or may not have been carried out. */
public class DisconnectException extends RetriableException {
    private static final long serialVersionUID = 1L;

    /** A shared instance for places that only need the type. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // has no stack trace that could mislead
    public static final DisconnectException INSTANCE = new DisconnectException();

    public DisconnectException() {}

    public DisconnectException(String message) {
        super(message);
    }

    public DisconnectException(Throwable cause) {
        super(cause);
    }

    public DisconnectException(String message, Throwable cause) {
        super(message, cause);
    }
}
