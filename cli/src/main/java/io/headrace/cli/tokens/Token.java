package io.headrace.cli.tokens;

import io.headrace.cli.output.Means;
import io.headrace.common.security.token.delegation.DelegationToken;
import io.headrace.common.security.token.delegation.TokenInformation;
import java.time.Instant;
import java.util.List;

/** A delegation token, as commands show it. */
record Token(
        @Means("its id, which is the user name to log in with")
        String id,

        @Means("whom it stands for, such as User:alice") String owner,
        @Means("who asked for it") String requester,

        @Means("who else may renew it, besides owner and requester")
        List<String> renewers,

        @Means("when it was made, in milliseconds since 1970")
        long issueTime,

        @Means("when it ends unless it is renewed, in milliseconds since 1970")
        long expiryTime,

        @Means("until when it can be renewed, in milliseconds since 1970")
        long maxTime,

        @Means("the password to log in with, in Base64; null unless it was asked for")
        String hmac) {

    /** A token; its HMAC is a secret, and shown only where somebody asked for it. */
    static Token of(DelegationToken token, boolean withHmac) {
        TokenInformation info = token.tokenInfo();
        return new Token(
                info.tokenId(),
                info.ownerAsString(),
                info.tokenRequesterAsString(),
                info.renewersAsString().stream().sorted().toList(),
                info.issueTimestamp(),
                info.expiryTimestamp(),
                info.maxTimestamp(),
                withHmac ? token.hmacAsBase64String() : null);
    }

    Instant issued() {
        return Instant.ofEpochMilli(issueTime);
    }

    Instant expires() {
        return Instant.ofEpochMilli(expiryTime);
    }

    Instant renewableUntil() {
        return Instant.ofEpochMilli(maxTime);
    }
}
