package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ConsumerGroupDescribeRequest;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import java.util.List;

/** Consumer groups with their members, what these own and are to own (KIP-848). */
final class ConsumerGroupDescribeApi extends GroupApi<ConsumerGroupDescribeRequest> {

    ConsumerGroupDescribeApi(Services services) {
        super(ApiKey.CONSUMER_GROUP_DESCRIBE, 0, 1, services);
    }

    @Override
    void handle(Call<ConsumerGroupDescribeRequest> call) {
        List<String> groupIds = call.body().groupIds();
        Gathering<DescribedGroup> gathering = new Gathering<>(call, groupIds.size(), groups -> reply(call, groups));
        for (int i = 0; i < groupIds.size(); i++) {
            String groupId = groupIds.get(i);
            if (groupId.isEmpty()) {
                gathering.part(i).accept(refusal(groupId, Errors.INVALID_GROUP_ID));
            } else {
                ask(
                        call,
                        groupId,
                        (machine, context, answer) -> machine.consumerGroupDescribe(context, groupId, answer),
                        error -> refusal(groupId, error),
                        gathering.part(i));
            }
        }
    }

    private static void reply(Call<ConsumerGroupDescribeRequest> call, List<DescribedGroup> groups) {
        if (call.body().includeAuthorizedOperations()) {
            for (DescribedGroup group : groups) {
                if (group.errorCode() == Errors.NONE.code()) {
                    group.authorizedOperations(AuthorizedOperations.ON_GROUP);
                }
            }
        }
        call.reply(new ConsumerGroupDescribeResponse().groups(groups));
    }

    private static DescribedGroup refusal(String groupId, Errors error) {
        return new DescribedGroup().groupId(groupId).errorCode(error.code()).errorMessage(error.message());
    }
}
