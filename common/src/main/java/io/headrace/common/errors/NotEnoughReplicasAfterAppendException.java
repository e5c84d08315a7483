package io.headrace.common.errors;

/**
 * The records were appended, but then fewer replicas were in sync than {@code min.insync.replicas} demands. A
 * retry may write them twice unless the producer is idempotent.
 */
public class NotEnoughReplicasAfterAppendException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public NotEnoughReplicasAfterAppendException(String message) {
        super(message);
    }
}
