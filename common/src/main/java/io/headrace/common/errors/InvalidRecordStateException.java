package io.headrace.common.errors;

/**
 * The acknowledgement does not fit the state the record is in (KIP-932).
 */
public class InvalidRecordStateException extends ApiException {
    private static final long serialVersionUID = 1L;

    public InvalidRecordStateException(String message) {
        super(message);
    }
}
