package io.headrace.clients.internals;

import io.headrace.protocol.ApiMessage;

/**
 * Takes the outcome of a call: exactly one of both methods is called, once, on the client's loop, and not before
 * {@code send} has returned. What a handler throws is logged and harms nobody else.
 *
 * @param <R> the response's class
 */
public interface ResponseHandler<R extends ApiMessage> {

    /**
     * The broker answered; error codes inside are for the caller to look at.
     *
     * @param response record bytes in it are valid only during this call; who needs them longer retains their buffer
     * @param version the version of request and response
     * @param nodeId who answered; negative for a broker that is known only from {@code bootstrap.servers}
     */
    void onResponse(R response, int version, int nodeId);

    /**
     * There will be no answer.
     *
     * @param failure {@link io.headrace.common.errors.DisconnectException} when the broker could not be reached or the
     *     connection was lost, {@link io.headrace.common.errors.TimeoutException} when the deadline passed,
     *     {@link io.headrace.common.errors.UnsupportedVersionException} when the broker cannot be asked this
     */
    void onFailure(RuntimeException failure);
}
