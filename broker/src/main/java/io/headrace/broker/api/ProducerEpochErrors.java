package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;

/** What a producer is told when its epoch is over: old clients do not know that there is a name for it (KIP-588). */
final class ProducerEpochErrors {

    private ProducerEpochErrors() {}

    /** The error as a client understands it that speaks the given version of the API. */
    static Errors known(Errors error, int version, int firstWithFenced) {
        return error == Errors.PRODUCER_FENCED && version < firstWithFenced ? Errors.INVALID_PRODUCER_EPOCH : error;
    }
}
