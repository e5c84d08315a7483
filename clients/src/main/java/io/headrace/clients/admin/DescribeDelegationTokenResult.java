package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import io.headrace.common.security.token.delegation.DelegationToken;
import java.util.List;

/** What comes of describing delegation tokens. Thread safe. */
public class DescribeDelegationTokenResult {

    private final KafkaFuture<List<DelegationToken>> delegationTokens;

    DescribeDelegationTokenResult(KafkaFuture<List<DelegationToken>> delegationTokens) {
        this.delegationTokens = delegationTokens;
    }

    /** The tokens, with their secrets. */
    public KafkaFuture<List<DelegationToken>> delegationTokens() {
        return delegationTokens;
    }
}
