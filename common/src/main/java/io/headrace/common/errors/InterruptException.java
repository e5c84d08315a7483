package io.headrace.common.errors;

import io.headrace.common.KafkaException;

/**
 * The unchecked form of {@link InterruptedException}: the calling thread was interrupted while it waited.
 *
 * <p>Every constructor sets the interrupt status of the calling thread again, so that callers further up see it.
 */
public class InterruptException extends KafkaException {
    private static final long serialVersionUID = 1L;

    public InterruptException(InterruptedException cause) {
        super(cause);
        Thread.currentThread().interrupt();
    }

    public InterruptException(String message, InterruptedException cause) {
        super(message, cause);
        Thread.currentThread().interrupt();
    }

    public InterruptException(String message) {
        super(message, new InterruptedException());
        Thread.currentThread().interrupt();
    }
}
