package io.headrace.protocol.generator;

/** A definition that cannot be turned into code; the message names the file, message or field. */
final class SpecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpecException(String message) {
        super(message);
    }

    SpecException(String message, Throwable cause) {
        super(message, cause);
    }
}
