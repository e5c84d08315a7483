package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.security.token.delegation.DelegationToken;

/** What comes of asking for a delegation token. Thread safe. */
public class CreateDelegationTokenResult {

    private final KafkaFuture<DelegationToken> delegationToken;

    CreateDelegationTokenResult(KafkaFuture<DelegationToken> delegationToken) {
        this.delegationToken = delegationToken;
    }

    /** The token, with its secret. */
    public KafkaFuture<DelegationToken> delegationToken() {
        return delegationToken;
    }
}
