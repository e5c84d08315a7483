package io.headrace.common.errors;

import io.headrace.common.KafkaException;

/**
 * A failure that the Kafka protocol has an error code for.
 *
 * <p>Carries no stack trace: these exceptions are made where a response is decoded, far from the code that cares, and
 * often once per record. Where one is thrown to the application it comes as the cause of an exception that has a trace.
 */
public class ApiException extends KafkaException {
    private static final long serialVersionUID = 1L;

    public ApiException() {}

    public ApiException(String message) {
        super(message);
    }

    public ApiException(Throwable cause) {
        super(cause);
    }

    public ApiException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // nothing is filled in, so nothing needs the lock
    public Throwable fillInStackTrace() {
        return this;
    }
}
