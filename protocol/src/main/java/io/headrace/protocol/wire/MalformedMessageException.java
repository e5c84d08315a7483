package io.headrace.protocol.wire;

/** Bytes that are not the message they should be: truncated, with impossible lengths, or with null where none may be. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the field and what is wrong with it. */
    public MalformedMessageException(String message) {
        super(message);
    }
}
