package io.headrace.cli.tokens;

import io.headrace.cli.output.Means;

/** When a token ends, after that was changed. */
record TokenExpiry(
        @Means("the id of the token") String id,

        @Means("when it ends unless it is renewed, in milliseconds since 1970")
        long expiryTime) {}
