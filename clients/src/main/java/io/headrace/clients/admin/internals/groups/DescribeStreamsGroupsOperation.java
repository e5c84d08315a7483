package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.admin.StreamsGroupDescription;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Node;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.StreamsGroupDescribeRequest;
import io.headrace.protocol.message.StreamsGroupDescribeResponse;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.DescribedGroup;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Describes streams groups, by id (StreamsGroupDescribe, KIP-1071). */
public final class DescribeStreamsGroupsOperation implements Operation<String, StreamsGroupDescription> {

    private final boolean includeAuthorizedOperations;
    private final IntFunction<Node> brokers;

    /**
     * @param includeAuthorizedOperations whether to ask what the client may do with each group
     * @param brokers the address of a broker
     */
    public DescribeStreamsGroupsOperation(boolean includeAuthorizedOperations, IntFunction<Node> brokers) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        this.brokers = brokers;
    }

    @Override
    public String what(String item) {
        return "the description of streams group " + item;
    }

    @Override
    public Route route(String item) {
        return Route.group(item);
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        return Call.of(new StreamsGroupDescribeRequest()
                .groupIds(items)
                .includeAuthorizedOperations(includeAuthorizedOperations));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<String> items,
            Answers<String, StreamsGroupDescription> answers) {
        for (DescribedGroup group : ((StreamsGroupDescribeResponse) response).groups()) {
            if (!items.contains(group.groupId())) {
                continue;
            }
            Errors error = Errors.forCode(group.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(group.groupId(), StreamsGroups.description(group, brokers.apply(nodeId)));
            } else {
                GroupAnswers.failed(answers, group.groupId(), group.groupId(), error, group.errorMessage());
            }
        }
    }
}
