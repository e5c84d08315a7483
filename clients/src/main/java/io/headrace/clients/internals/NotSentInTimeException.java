package io.headrace.clients.internals;

import io.headrace.common.errors.TimeoutException;

/** A call's deadline passed before it could be sent. */
final class NotSentInTimeException extends TimeoutException implements NeverSent {

    private static final long serialVersionUID = 1L;

    NotSentInTimeException(String message) {
        super(message);
    }
}
