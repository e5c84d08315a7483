package io.headrace.common;

import io.headrace.common.errors.InvalidConfigurationException;

/** The broker refused a record after looking into it, for example a record without a key for a compacted topic. */
public class InvalidRecordException extends InvalidConfigurationException {
    private static final long serialVersionUID = 1L;

    public InvalidRecordException(String message) {
        super(message);
    }

    public InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
