package io.headrace.broker.api;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DeleteGroupsRequest;
import io.headrace.protocol.message.DeleteGroupsResponse;
import io.headrace.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Deletes groups without members, with their offsets. Each is answered for itself. */
final class DeleteGroupsApi extends GroupApi<DeleteGroupsRequest> {

    DeleteGroupsApi(Services services) {
        super(ApiKey.DELETE_GROUPS, 0, 2, services);
    }

    @Override
    void handle(Call<DeleteGroupsRequest> call) {
        List<String> groupIds = new ArrayList<>(new LinkedHashSet<>(call.body().groupsNames()));
        Gathering<DeletableGroupResult> gathering = new Gathering<>(
                call, groupIds.size(), results -> call.reply(new DeleteGroupsResponse().results(results)));
        for (int i = 0; i < groupIds.size(); i++) {
            String groupId = groupIds.get(i);
            ask(
                    call,
                    groupId,
                    (machine, context, answer) -> machine.deleteGroup(context, groupId, answer),
                    error -> new DeletableGroupResult().groupId(groupId).errorCode(error.code()),
                    gathering.part(i));
        }
    }
}
