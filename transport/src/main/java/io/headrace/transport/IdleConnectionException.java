package io.headrace.transport;

import io.headrace.common.errors.DisconnectException;

/** A connection without traffic was closed by this side: no failure, and no reason to wait before connecting again. */
public final class IdleConnectionException extends DisconnectException {

    private static final long serialVersionUID = 1L;

    IdleConnectionException(String message) {
        super(message);
    }
}
