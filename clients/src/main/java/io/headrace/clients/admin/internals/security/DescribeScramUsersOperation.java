package io.headrace.clients.admin.internals.security;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeUserScramCredentialsRequest;
import io.headrace.protocol.message.DescribeUserScramCredentialsRequest.UserName;
import io.headrace.protocol.message.DescribeUserScramCredentialsResponse;
import java.util.List;
import java.util.Set;

/** Asks which SCRAM credentials users have (DescribeUserScramCredentials, KIP-554). The single item is the operation itself. */
public final class DescribeScramUsersOperation
        implements Operation<DescribeScramUsersOperation, DescribeUserScramCredentialsResponse> {

    private final List<String> users;

    /** @param users the users; none for all */
    public DescribeScramUsersOperation(List<String> users) {
        this.users = users;
    }

    @Override
    public String what(DescribeScramUsersOperation item) {
        return "the SCRAM credentials of " + (users.isEmpty() ? "all users" : "users " + users);
    }

    @Override
    public Route route(DescribeScramUsersOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<DescribeScramUsersOperation> items, int timeoutMs) {
        return Call.of(new DescribeUserScramCredentialsRequest()
                .users(users.stream().map(user -> new UserName().name(user)).toList()));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<DescribeScramUsersOperation> items,
            Answers<DescribeScramUsersOperation, DescribeUserScramCredentialsResponse> answers) {
        DescribeUserScramCredentialsResponse described = (DescribeUserScramCredentialsResponse) response;
        Errors error = Errors.forCode(described.errorCode());
        if (error == Errors.NONE) {
            answers.succeed(this, described);
        } else {
            Acls.failed(this, error, described.errorMessage(), answers);
        }
    }
}
