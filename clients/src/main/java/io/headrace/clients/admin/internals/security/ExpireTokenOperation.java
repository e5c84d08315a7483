package io.headrace.clients.admin.internals.security;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ExpireDelegationTokenRequest;
import io.headrace.protocol.message.ExpireDelegationTokenResponse;
import java.util.List;
import java.util.Set;

/** Ends a delegation token (ExpireDelegationToken, KIP-48). The single item is the operation itself. */
public final class ExpireTokenOperation implements Operation<ExpireTokenOperation, Long> {

    private final byte[] hmac;
    private final long periodMs;

    /**
     * @param hmac the token's secret
     * @param periodMs how long it shall last from now on; negative for ending it at once
     */
    public ExpireTokenOperation(byte[] hmac, long periodMs) {
        this.hmac = hmac;
        this.periodMs = periodMs;
    }

    @Override
    public String what(ExpireTokenOperation item) {
        return "a delegation token to end";
    }

    @Override
    public Route route(ExpireTokenOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<ExpireTokenOperation> items, int timeoutMs) {
        return Call.of(new ExpireDelegationTokenRequest().hmac(hmac).expiryTimePeriodMs(periodMs));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<ExpireTokenOperation> items,
            Answers<ExpireTokenOperation, Long> answers) {
        ExpireDelegationTokenResponse told = (ExpireDelegationTokenResponse) response;
        Errors error = Errors.forCode(told.errorCode());
        if (error == Errors.NONE) {
            answers.succeed(this, told.expiryTimestampMs());
        } else {
            Tokens.failed(this, error, answers);
        }
    }
}
