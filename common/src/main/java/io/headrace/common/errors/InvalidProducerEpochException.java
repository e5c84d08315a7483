package io.headrace.common.errors;

/**
 * The producer wrote with an epoch that is no longer valid. The transaction has to be aborted before the producer
 * goes on (KIP-588).
 */
public class InvalidProducerEpochException extends ApplicationRecoverableException {
    private static final long serialVersionUID = 1L;

    public InvalidProducerEpochException(String message) {
        super(message);
    }
}
