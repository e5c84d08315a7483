package io.headrace.metadata.store;

/** Stored metadata is damaged in a way that a crash does not explain; using it could lose topics. */
public final class CorruptMetadataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptMetadataException(String message) {
        super(message);
    }

    CorruptMetadataException(String message, Throwable cause) {
        super(message, cause);
    }
}
