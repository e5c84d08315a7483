package io.headrace.common.security.oauthbearer;

import java.util.Objects;
import javax.security.auth.callback.Callback;

/** Asks, on a broker, whether a token is valid. The answer is the token, or an error (RFC 7628 section 3.2.2). */
public class OAuthBearerValidatorCallback implements Callback {

    private final String tokenValue;
    private OAuthBearerToken token;
    private String errorStatus;
    private String errorScope;
    private String errorOpenIDConfiguration;

    /**
     * A question about a token.
     *
     * @throws IllegalArgumentException if the token is empty
     */
    public OAuthBearerValidatorCallback(String tokenValue) {
        if (Objects.requireNonNull(tokenValue, "tokenValue").isEmpty()) {
            throw new IllegalArgumentException("the token is empty");
        }
        this.tokenValue = tokenValue;
    }

    /** The token as it came. */
    public String tokenValue() {
        return tokenValue;
    }

    /** The valid token, or null. */
    public OAuthBearerToken token() {
        return token;
    }

    /** The error's status, or null. */
    public String errorStatus() {
        return errorStatus;
    }

    /** The scope that is needed, or null. */
    public String errorScope() {
        return errorScope;
    }

    /** Where the issuer describes itself, or null. */
    public String errorOpenIDConfiguration() {
        return errorOpenIDConfiguration;
    }

    /** Answers that it is valid. */
    public void token(OAuthBearerToken valid) {
        this.token = Objects.requireNonNull(valid, "token");
        this.errorStatus = null;
        this.errorScope = null;
        this.errorOpenIDConfiguration = null;
    }

    /**
     * Answers that it is not valid.
     *
     * @throws IllegalArgumentException if the status is empty
     */
    public void error(String status, String scope, String openIDConfiguration) {
        if (Objects.requireNonNull(status, "status").isEmpty()) {
            throw new IllegalArgumentException("an error needs a status");
        }
        this.errorStatus = status;
        this.errorScope = scope;
        this.errorOpenIDConfiguration = openIDConfiguration;
        this.token = null;
    }
}
