package io.headrace.common.errors;

/**
 * A broker could not read or write the log directory of the partition. Retriable: another replica may take over
 * leadership.
 */
public class KafkaStorageException extends InvalidMetadataException {
    private static final long serialVersionUID = 1L;

    public KafkaStorageException() {}

    public KafkaStorageException(String message) {
        super(message);
    }

    public KafkaStorageException(Throwable cause) {
        super(cause);
    }

    public KafkaStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
