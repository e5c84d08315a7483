package io.headrace.common.errors;

import io.headrace.common.KafkaException;

/** Thrown by a blocking consumer call after {@code wakeup()} was called from another thread. */
public class WakeupException extends KafkaException {
    private static final long serialVersionUID = 1L;

    public WakeupException() {}
}
