package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.admin.ClassicGroupDescription;
import io.headrace.clients.admin.DescribeClassicGroupsOptions;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Node;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeGroupsResponse;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroup;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Describes groups of the classic protocol, by id (DescribeGroups). */
public final class DescribeClassicGroupsOperation implements Operation<String, ClassicGroupDescription> {

    private final DescribeClassicGroupsOptions options;
    private final IntFunction<Node> brokers;

    /** @param brokers the address of a broker */
    public DescribeClassicGroupsOperation(DescribeClassicGroupsOptions options, IntFunction<Node> brokers) {
        this.options = options;
        this.brokers = brokers;
    }

    @Override
    public String what(String item) {
        return "the description of group " + item;
    }

    @Override
    public Route route(String item) {
        return Route.group(item);
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        return ClassicGroups.call(items, options.includeAuthorizedOperations());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<String> items,
            Answers<String, ClassicGroupDescription> answers) {
        for (DescribedGroup group : ((DescribeGroupsResponse) response).groups()) {
            if (!items.contains(group.groupId())) {
                continue;
            }
            Errors error = Errors.forCode(group.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(group.groupId(), ClassicGroups.description(group, brokers.apply(nodeId)));
            } else {
                GroupAnswers.failed(answers, group.groupId(), group.groupId(), error, group.errorMessage());
            }
        }
    }
}
