package io.headrace.common.errors;

/**
 * The authorizer has not finished loading its rules.
 */
public class AuthorizerNotReadyException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public AuthorizerNotReadyException() {}
}
