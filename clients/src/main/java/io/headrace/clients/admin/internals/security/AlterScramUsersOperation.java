package io.headrace.clients.admin.internals.security;

import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AlterUserScramCredentialsRequest;
import io.headrace.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.headrace.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.headrace.protocol.message.AlterUserScramCredentialsResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sets and deletes SCRAM credentials, by user (AlterUserScramCredentials, KIP-554). The controller does it. */
public final class AlterScramUsersOperation implements Operation<String, Void> {

    /**
     * What is to change for one user. Immutable.
     *
     * @param deletions credentials that go
     * @param upsertions credentials that come, with their passwords hashed
     */
    public record Changes(List<ScramCredentialDeletion> deletions, List<ScramCredentialUpsertion> upsertions) {}

    private final Map<String, Changes> changes;

    /** @param changes by user */
    public AlterScramUsersOperation(Map<String, Changes> changes) {
        this.changes = changes;
    }

    @Override
    public String what(String item) {
        return "the SCRAM credentials of user " + item + " to be changed";
    }

    @Override
    public Route route(String item) {
        return Route.CONTROLLER;
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        return Call.of(new AlterUserScramCredentialsRequest()
                .deletions(items.stream()
                        .flatMap(item -> changes.get(item).deletions().stream())
                        .toList())
                .upsertions(items.stream()
                        .flatMap(item -> changes.get(item).upsertions().stream())
                        .toList()));
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<String> items, Answers<String, Void> answers) {
        ((AlterUserScramCredentialsResponse) response)
                .results().stream()
                        .filter(result -> items.contains(result.user()))
                        .forEach(result -> {
                            Errors error = Errors.forCode(result.errorCode());
                            if (error == Errors.NONE) {
                                answers.succeed(result.user(), null);
                            } else if (error == Errors.NOT_CONTROLLER) {
                                answers.retry(result.user(), Wire.failure(error, result.errorMessage()));
                            } else {
                                answers.fail(result.user(), Wire.failure(error, result.errorMessage()));
                            }
                        });
    }
}
