package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DescribeGroupsRequest;
import io.headrace.protocol.message.DescribeGroupsResponse;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroup;
import java.util.List;

/** Classic groups with their members. Before version 6, a group that does not exist is a dead one (KIP-1043). */
final class DescribeGroupsApi extends GroupApi<DescribeGroupsRequest> {

    private static final int FIRST_WITH_MESSAGE = 6;

    DescribeGroupsApi(Services services) {
        super(ApiKey.DESCRIBE_GROUPS, 0, 6, services);
    }

    @Override
    void handle(Call<DescribeGroupsRequest> call) {
        List<String> groupIds = call.body().groups();
        Gathering<DescribedGroup> gathering = new Gathering<>(call, groupIds.size(), groups -> reply(call, groups));
        for (int i = 0; i < groupIds.size(); i++) {
            // Also the empty id, under which very old clients have committed.
            String groupId = groupIds.get(i);
            ask(
                    call,
                    groupId,
                    (machine, context, answer) -> machine.describeGroup(context, groupId, answer),
                    error -> new DescribedGroup().groupId(groupId).errorCode(error.code()),
                    gathering.part(i));
        }
    }

    private static void reply(Call<DescribeGroupsRequest> call, List<DescribedGroup> groups) {
        for (DescribedGroup group : groups) {
            if (call.version() < FIRST_WITH_MESSAGE) {
                group.errorMessage(null);
            }
            if (call.body().includeAuthorizedOperations() && group.errorCode() == Errors.NONE.code()) {
                group.authorizedOperations(AuthorizedOperations.ON_GROUP);
            }
        }
        call.reply(new DescribeGroupsResponse().groups(groups));
    }
}
