package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;

/** What comes of renewing a delegation token. Thread safe. */
public class RenewDelegationTokenResult {

    private final KafkaFuture<Long> expiryTimestamp;

    RenewDelegationTokenResult(KafkaFuture<Long> expiryTimestamp) {
        this.expiryTimestamp = expiryTimestamp;
    }

    /** When the token ends now, in milliseconds since 1970. */
    public KafkaFuture<Long> expiryTimestamp() {
        return expiryTimestamp;
    }
}
