package io.headrace.transport;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ResponseHeader;
import io.headrace.protocol.wire.MalformedMessageException;
import io.netty.buffer.ByteBuf;

/** A response as it comes over the wire, without its length: header, body. */
final class ResponseFrame {

    private ResponseFrame() {}

    /**
     * Reads the answer to a request.
     *
     * @throws MalformedMessageException if it is not that
     */
    static ApiMessage read(ByteBuf frame, InFlightRequests.InFlight request) {
        ApiKey key = request.key();
        ResponseHeader header = ResponseHeader.read(frame, key.responseHeaderVersion(request.version()));
        if (header.correlationId() != request.correlationId()) {
            throw new MalformedMessageException(
                    "correlation id " + header.correlationId() + " where " + request.correlationId() + " is next");
        }
        ApiMessage response = key.readResponse(frame, bodyVersion(frame, request));
        if (frame.isReadable()) {
            throw new MalformedMessageException(frame.readableBytes() + " bytes follow the response");
        }
        return response;
    }

    /** A broker that does not know the version of an ApiVersions request says so in a body of version 0. */
    private static int bodyVersion(ByteBuf frame, InFlightRequests.InFlight request) {
        boolean isUnknownVersion = request.key() == ApiKey.API_VERSIONS
                && frame.readableBytes() >= Short.BYTES
                && frame.getShort(frame.readerIndex()) == Errors.UNSUPPORTED_VERSION.code();
        return isUnknownVersion ? 0 : request.version();
    }
}
