package io.headrace.common.errors;

/**
 * Fewer replicas are in sync than {@code min.insync.replicas} demands, so nothing was appended.
 */
public class NotEnoughReplicasException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public NotEnoughReplicasException() {}

    public NotEnoughReplicasException(String message) {
        super(message);
    }

    public NotEnoughReplicasException(Throwable cause) {
        super(cause);
    }

    public NotEnoughReplicasException(String message, Throwable cause) {
        super(message, cause);
    }
}
