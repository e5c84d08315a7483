package io.headrace.clients.admin.internals.security;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.RenewDelegationTokenRequest;
import io.headrace.protocol.message.RenewDelegationTokenResponse;
import java.util.List;
import java.util.Set;

/** Lets a delegation token last longer (RenewDelegationToken, KIP-48). The single item is the operation itself. */
public final class RenewTokenOperation implements Operation<RenewTokenOperation, Long> {

    private final byte[] hmac;
    private final long periodMs;

    /**
     * @param hmac the token's secret
     * @param periodMs how long it shall last from now on; negative for what the broker has configured
     */
    public RenewTokenOperation(byte[] hmac, long periodMs) {
        this.hmac = hmac;
        this.periodMs = periodMs;
    }

    @Override
    public String what(RenewTokenOperation item) {
        return "a delegation token to be renewed";
    }

    @Override
    public Route route(RenewTokenOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<RenewTokenOperation> items, int timeoutMs) {
        return Call.of(new RenewDelegationTokenRequest().hmac(hmac).renewPeriodMs(periodMs));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<RenewTokenOperation> items,
            Answers<RenewTokenOperation, Long> answers) {
        RenewDelegationTokenResponse told = (RenewDelegationTokenResponse) response;
        Errors error = Errors.forCode(told.errorCode());
        if (error == Errors.NONE) {
            answers.succeed(this, told.expiryTimestampMs());
        } else {
            Tokens.failed(this, error, answers);
        }
    }
}
