package io.headrace.common.security.oauthbearer;

import java.util.Objects;
import javax.security.auth.callback.Callback;

/** Asks for a token. The answer is a token, an error (RFC 6749 section 5.2), or neither. */
public class OAuthBearerTokenCallback implements Callback {

    private OAuthBearerToken token;
    private String errorCode;
    private String errorDescription;
    private String errorUri;

    /** The token, or null. */
    public OAuthBearerToken token() {
        return token;
    }

    /** The error's code, or null. */
    public String errorCode() {
        return errorCode;
    }

    /** The error in words, or null. */
    public String errorDescription() {
        return errorDescription;
    }

    /** Where to read about the error, or null. */
    public String errorUri() {
        return errorUri;
    }

    /** Answers with a token, or with none. */
    public void token(OAuthBearerToken found) {
        this.token = found;
        this.errorCode = null;
        this.errorDescription = null;
        this.errorUri = null;
    }

    /**
     * Answers with an error.
     *
     * @throws IllegalArgumentException if the code is empty
     */
    public void error(String code, String description, String uri) {
        if (Objects.requireNonNull(code, "code").isEmpty()) {
            throw new IllegalArgumentException("an error needs a code");
        }
        this.errorCode = code;
        this.errorDescription = description;
        this.errorUri = uri;
        this.token = null;
    }
}
