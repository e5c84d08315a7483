package io.headrace.common.errors;

/**
 * The produce request asked for acknowledgements other than {@code -1}, {@code 0} or {@code 1}.
 */
public class InvalidRequiredAcksException extends InvalidConfigurationException {
    private static final long serialVersionUID = 1L;

    public InvalidRequiredAcksException(String message) {
        super(message);
    }
}
