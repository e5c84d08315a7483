package io.headrace.broker.server;

import io.headrace.common.KafkaException;

/** The broker cannot start. The message says in one line what to change; the cause, if any, is for whoever debugs. */
public final class BrokerStartException extends KafkaException {

    private static final long serialVersionUID = 1L;

    /** Why the broker cannot start. */
    public BrokerStartException(String message) {
        super(message);
    }

    /** Why the broker cannot start, and what led to that. */
    public BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
