package io.headrace.clients.admin.internals.security;

import io.headrace.clients.admin.CreateDelegationTokenOptions;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.common.security.auth.KafkaPrincipal;
import io.headrace.common.security.token.delegation.DelegationToken;
import io.headrace.common.security.token.delegation.TokenInformation;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.CreateDelegationTokenRequest;
import io.headrace.protocol.message.CreateDelegationTokenRequest.CreatableRenewers;
import io.headrace.protocol.message.CreateDelegationTokenResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks for a delegation token (CreateDelegationToken, KIP-48). The single item is the operation itself. */
public final class CreateTokenOperation implements Operation<CreateTokenOperation, DelegationToken> {

    private static final int WITH_OWNER = 3;

    private final CreateDelegationTokenOptions options;

    public CreateTokenOperation(CreateDelegationTokenOptions options) {
        this.options = options;
    }

    @Override
    public String what(CreateTokenOperation item) {
        return "a delegation token to be created";
    }

    @Override
    public Route route(CreateTokenOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<CreateTokenOperation> items, int timeoutMs) {
        CreateDelegationTokenRequest request = new CreateDelegationTokenRequest()
                .maxLifetimeMs(options.maxLifetimeMs())
                .renewers(options.renewers().stream()
                        .map(renewer -> new CreatableRenewers()
                                .principalType(renewer.getPrincipalType())
                                .principalName(renewer.getName()))
                        .toList());
        Optional<KafkaPrincipal> owner = options.owner();
        request.ownerPrincipalType(owner.map(KafkaPrincipal::getPrincipalType).orElse(null));
        request.ownerPrincipalName(owner.map(KafkaPrincipal::getName).orElse(null));
        ApiKey key = ApiKey.CREATE_DELEGATION_TOKEN;
        // Who is meant must not be lost on an old broker, which would make a token of somebody else.
        return Call.of(
                key,
                owner.isPresent() ? WITH_OWNER : key.lowestVersion(),
                key.highestStableVersion(),
                version -> version < WITH_OWNER ? request.ownerPrincipalType("").ownerPrincipalName("") : request);
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<CreateTokenOperation> items,
            Answers<CreateTokenOperation, DelegationToken> answers) {
        CreateDelegationTokenResponse created = (CreateDelegationTokenResponse) response;
        Errors error = Errors.forCode(created.errorCode());
        if (error != Errors.NONE) {
            Tokens.failed(this, error, answers);
            return;
        }
        KafkaPrincipal owner = new KafkaPrincipal(created.principalType(), created.principalName());
        answers.succeed(
                this,
                new DelegationToken(
                        new TokenInformation(
                                created.tokenId(),
                                owner,
                                Tokens.principal(
                                        created.tokenRequesterPrincipalType(),
                                        created.tokenRequesterPrincipalName(),
                                        owner),
                                options.renewers(),
                                created.issueTimestampMs(),
                                created.maxTimestampMs(),
                                created.expiryTimestampMs()),
                        created.hmac()));
    }
}
