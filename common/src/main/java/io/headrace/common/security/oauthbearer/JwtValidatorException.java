package io.headrace.common.security.oauthbearer;

import io.headrace.common.KafkaException;

/** A token cannot be used. */
public class JwtValidatorException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public JwtValidatorException(String message) {
        super(message);
    }

    public JwtValidatorException(Throwable cause) {
        super(cause);
    }

    public JwtValidatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
