package io.headrace.clients.admin.internals.security;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.common.security.auth.KafkaPrincipal;
import io.headrace.common.security.token.delegation.DelegationToken;
import io.headrace.common.security.token.delegation.TokenInformation;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeDelegationTokenRequest;
import io.headrace.protocol.message.DescribeDelegationTokenRequest.DescribeDelegationTokenOwner;
import io.headrace.protocol.message.DescribeDelegationTokenResponse;
import io.headrace.protocol.message.DescribeDelegationTokenResponse.DescribedDelegationToken;
import java.util.List;
import java.util.Set;

/** Finds delegation tokens (DescribeDelegationToken, KIP-48). The single item is the operation itself. */
public final class DescribeTokensOperation implements Operation<DescribeTokensOperation, List<DelegationToken>> {

    private final List<KafkaPrincipal> owners;

    /** @param owners whose tokens; null for all that the client may see */
    public DescribeTokensOperation(List<KafkaPrincipal> owners) {
        this.owners = owners;
    }

    @Override
    public String what(DescribeTokensOperation item) {
        return "the delegation tokens of " + (owners == null ? "all owners" : owners);
    }

    @Override
    public Route route(DescribeTokensOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<DescribeTokensOperation> items, int timeoutMs) {
        return Call.of(new DescribeDelegationTokenRequest()
                .owners(
                        owners == null
                                ? null
                                : owners.stream()
                                        .map(owner -> new DescribeDelegationTokenOwner()
                                                .principalType(owner.getPrincipalType())
                                                .principalName(owner.getName()))
                                        .toList()));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<DescribeTokensOperation> items,
            Answers<DescribeTokensOperation, List<DelegationToken>> answers) {
        DescribeDelegationTokenResponse described = (DescribeDelegationTokenResponse) response;
        Errors error = Errors.forCode(described.errorCode());
        if (error == Errors.NONE) {
            answers.succeed(
                    this,
                    described.tokens().stream()
                            .map(DescribeTokensOperation::token)
                            .toList());
        } else {
            Tokens.failed(this, error, answers);
        }
    }

    private static DelegationToken token(DescribedDelegationToken told) {
        KafkaPrincipal owner = new KafkaPrincipal(told.principalType(), told.principalName());
        List<KafkaPrincipal> renewers = told.renewers().stream()
                .map(renewer -> new KafkaPrincipal(renewer.principalType(), renewer.principalName()))
                .toList();
        return new DelegationToken(
                new TokenInformation(
                        told.tokenId(),
                        owner,
                        Tokens.principal(told.tokenRequesterPrincipalType(), told.tokenRequesterPrincipalName(), owner),
                        renewers,
                        told.issueTimestamp(),
                        told.maxTimestamp(),
                        told.expiryTimestamp()),
                told.hmac());
    }
}
