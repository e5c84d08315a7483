package io.headrace.common.security.oauthbearer;

import io.headrace.common.KafkaException;

/** A token could not be had. */
public class JwtRetrieverException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public JwtRetrieverException(String message) {
        super(message);
    }

    public JwtRetrieverException(Throwable cause) {
        super(cause);
    }

    public JwtRetrieverException(String message, Throwable cause) {
        super(message, cause);
    }
}
