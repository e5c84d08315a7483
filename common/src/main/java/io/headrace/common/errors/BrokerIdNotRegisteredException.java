package io.headrace.common.errors;

/**
 * No broker of that id is registered.
 */
public class BrokerIdNotRegisteredException extends ApiException {
    private static final long serialVersionUID = 1L;

    public BrokerIdNotRegisteredException(String message) {
        super(message);
    }

    public BrokerIdNotRegisteredException(String message, Throwable cause) {
        super(message, cause);
    }
}
