package io.headrace.transport;

import io.headrace.protocol.ApiMessage;

/**
 * Takes the outcome of one request: exactly one of both methods is called, once, on the connection's loop. What a handler
 * throws is logged and harms nobody else.
 */
public interface ResponseHandler {

    /**
     * The answer came.
     *
     * @param response record bytes in it are slices of the frame and valid only during this call; who needs them longer
     *     retains their buffer
     * @param version the version of request and response
     */
    void onResponse(ApiMessage response, int version);

    /**
     * There will be no answer.
     *
     * @param failure {@link io.headrace.common.errors.DisconnectException} when the connection ended first,
     *     {@link io.headrace.common.errors.TimeoutException} when this request's deadline passed,
     *     {@link io.headrace.common.errors.UnsupportedVersionException} when the request cannot be written in that version
     */
    void onFailure(RuntimeException failure);
}
