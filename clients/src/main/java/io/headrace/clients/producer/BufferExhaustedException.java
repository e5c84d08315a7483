package io.headrace.clients.producer;

import io.headrace.common.errors.TimeoutException;

/** {@code buffer.memory} was full with records that are not sent yet, and stayed so for {@code max.block.ms}. */
public class BufferExhaustedException extends TimeoutException {

    private static final long serialVersionUID = 1L;

    /** @param message says how much memory was wanted and how much there is */
    public BufferExhaustedException(String message) {
        super(message);
    }
}
