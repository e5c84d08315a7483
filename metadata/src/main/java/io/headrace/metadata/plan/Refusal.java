package io.headrace.metadata.plan;

import io.headrace.common.protocol.Errors;

/** Why one item of a command is not carried out. Never leaves the planner: it becomes the item's result. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Errors error;

    Refusal(Errors error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    Errors error() {
        return error;
    }
}
