package io.headrace.clients.internals;

import io.headrace.common.errors.DisconnectException;

/** A call could not be sent since there was no connection, and none could be made. */
final class NotConnectedException extends DisconnectException implements NeverSent {

    private static final long serialVersionUID = 1L;

    NotConnectedException(String message) {
        super(message);
    }

    NotConnectedException(String message, Throwable cause) {
        super(message, cause);
    }
}
