package io.headrace.common.security.oauthbearer;

import io.headrace.common.security.oauthbearer.internals.secured.OAuthBearerConfigurable;

/** Gets tokens (KIP-1139); {@code sasl.oauthbearer.jwt.retriever.class} names one. Used by one thread at a time. */
public interface JwtRetriever extends OAuthBearerConfigurable {

    /**
     * A token that is valid now: three parts in base64url with dots between them. May block.
     *
     * @throws JwtRetrieverException if it cannot be had
     */
    String retrieve() throws JwtRetrieverException;
}
