package io.headrace.common;

/** The base of all unchecked exceptions that the clients throw on their own account. */
public class KafkaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KafkaException() {}

    public KafkaException(String message) {
        super(message);
    }

    public KafkaException(Throwable cause) {
        super(cause);
    }

    public KafkaException(String message, Throwable cause) {
        super(message, cause);
    }
}
