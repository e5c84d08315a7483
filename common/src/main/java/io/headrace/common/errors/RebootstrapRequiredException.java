package io.headrace.common.errors;

/**
 * The client's view of the cluster is so old that it has to start again from its bootstrap servers (KIP-1102).
 */
public class RebootstrapRequiredException extends ApiException {
    private static final long serialVersionUID = 1L;

    public RebootstrapRequiredException(String message) {
        super(message);
    }

    public RebootstrapRequiredException(String message, Throwable cause) {
        super(message, cause);
    }
}
