package io.headrace.common.security.oauthbearer;

import io.headrace.common.security.oauthbearer.internals.secured.OAuthBearerConfigurable;

/** Reads tokens and says whether they can be used; {@code sasl.oauthbearer.jwt.validator.class} names one. */
public interface JwtValidator extends OAuthBearerConfigurable {

    /**
     * Reads a token.
     *
     * @throws JwtValidatorException if it cannot be used; does not repeat the token
     */
    OAuthBearerToken validate(String accessToken) throws JwtValidatorException;
}
