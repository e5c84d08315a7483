package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DeleteGroupsRequest;
import io.headrace.protocol.message.DeleteGroupsResponse;
import io.headrace.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.List;
import java.util.Set;

/** Deletes groups without members and all that they committed, by id (DeleteGroups). */
public final class DeleteGroupsOperation implements Operation<String, Void> {

    @Override
    public String what(String item) {
        return "group " + item + " to be deleted";
    }

    @Override
    public Route route(String item) {
        return Route.group(item);
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        return Call.of(new DeleteGroupsRequest().groupsNames(items));
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<String> items, Answers<String, Void> answers) {
        for (DeletableGroupResult result : ((DeleteGroupsResponse) response).results()) {
            if (!items.contains(result.groupId())) {
                continue;
            }
            Errors error = Errors.forCode(result.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(result.groupId(), null);
            } else {
                GroupAnswers.failed(answers, result.groupId(), result.groupId(), error, null);
            }
        }
    }
}
