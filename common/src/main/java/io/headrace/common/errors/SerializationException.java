package io.headrace.common.errors;

import io.headrace.common.KafkaException;

/**
 * A key, value or other piece of data could not be turned into bytes or read from bytes.
 */
public class SerializationException extends KafkaException {
    private static final long serialVersionUID = 1L;

    public SerializationException() {}

    public SerializationException(String message) {
        super(message);
    }

    public SerializationException(Throwable cause) {
        super(cause);
    }

    public SerializationException(String message, Throwable cause) {
        super(message, cause);
    }
}
