package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.admin.ShareGroupDescription;
import io.headrace.clients.admin.ShareMemberAssignment;
import io.headrace.clients.admin.ShareMemberDescription;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.GroupState;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ShareGroupDescribeRequest;
import io.headrace.protocol.message.ShareGroupDescribeResponse;
import io.headrace.protocol.message.ShareGroupDescribeResponse.DescribedGroup;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** Describes share groups, by id (ShareGroupDescribe, KIP-932). */
public final class DescribeShareGroupsOperation implements Operation<String, ShareGroupDescription> {

    private final boolean includeAuthorizedOperations;
    private final IntFunction<Node> brokers;

    /**
     * @param includeAuthorizedOperations whether to ask what the client may do with each group
     * @param brokers the address of a broker
     */
    public DescribeShareGroupsOperation(boolean includeAuthorizedOperations, IntFunction<Node> brokers) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        this.brokers = brokers;
    }

    @Override
    public String what(String item) {
        return "the description of share group " + item;
    }

    @Override
    public Route route(String item) {
        return Route.group(item);
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        return Call.of(new ShareGroupDescribeRequest()
                .groupIds(items)
                .includeAuthorizedOperations(includeAuthorizedOperations));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<String> items,
            Answers<String, ShareGroupDescription> answers) {
        for (DescribedGroup group : ((ShareGroupDescribeResponse) response).groups()) {
            if (!items.contains(group.groupId())) {
                continue;
            }
            Errors error = Errors.forCode(group.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(group.groupId(), description(group, brokers.apply(nodeId)));
            } else {
                GroupAnswers.failed(answers, group.groupId(), group.groupId(), error, group.errorMessage());
            }
        }
    }

    private static ShareGroupDescription description(DescribedGroup group, Node coordinator) {
        return new ShareGroupDescription(
                group.groupId(),
                group.members().stream()
                        .map(DescribeShareGroupsOperation::member)
                        .toList(),
                GroupState.parse(group.groupState()),
                coordinator,
                group.groupEpoch(),
                group.assignmentEpoch(),
                Wire.operations(group.authorizedOperations()));
    }

    private static ShareMemberDescription member(ShareGroupDescribeResponse.Member member) {
        Set<TopicPartition> partitions = new HashSet<>();
        member.assignment()
                .topicPartitions()
                .forEach(topic -> topic.partitions()
                        .forEach(number -> partitions.add(new TopicPartition(topic.topicName(), number))));
        return new ShareMemberDescription(
                member.memberId(),
                Optional.ofNullable(member.rackId()),
                member.clientId(),
                member.clientHost(),
                new ShareMemberAssignment(partitions),
                member.memberEpoch());
    }
}
