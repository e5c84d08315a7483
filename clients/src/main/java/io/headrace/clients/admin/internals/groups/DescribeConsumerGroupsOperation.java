package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.admin.ConsumerGroupDescription;
import io.headrace.clients.admin.DescribeConsumerGroupsOptions;
import io.headrace.clients.admin.MemberAssignment;
import io.headrace.clients.admin.MemberDescription;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ConsumerGroupDescribeRequest;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse;
import io.headrace.protocol.message.DescribeGroupsResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Describes consumer groups, by id: as groups of the consumer protocol (ConsumerGroupDescribe), and those that are none, or
 * all when the broker does not know that protocol, as groups of the classic one (DescribeGroups).
 */
public final class DescribeConsumerGroupsOperation implements Operation<String, ConsumerGroupDescription> {

    private static final byte TYPE_NOT_TOLD = -1;
    private static final byte TYPE_CONSUMER = 1;

    private final DescribeConsumerGroupsOptions options;
    private final IntFunction<Node> brokers;
    private final Set<String> classic = new HashSet<>();
    private boolean allAreClassic;

    /** @param brokers the address of a broker */
    public DescribeConsumerGroupsOperation(DescribeConsumerGroupsOptions options, IntFunction<Node> brokers) {
        this.options = options;
        this.brokers = brokers;
    }

    private boolean isClassic(String item) {
        return allAreClassic || classic.contains(item);
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
    public Object sharing(String item) {
        return isClassic(item);
    }

    @Override
    public boolean fallsBack(UnsupportedVersionException failure) {
        boolean isFirst = !allAreClassic;
        allAreClassic = true;
        return isFirst;
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        return isClassic(items.get(0))
                ? ClassicGroups.call(items, options.includeAuthorizedOperations())
                : Call.of(new ConsumerGroupDescribeRequest()
                        .groupIds(items)
                        .includeAuthorizedOperations(options.includeAuthorizedOperations()));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<String> items,
            Answers<String, ConsumerGroupDescription> answers) {
        Node coordinator = brokers.apply(nodeId);
        if (response instanceof DescribeGroupsResponse described) {
            described.groups().stream()
                    .filter(group -> items.contains(group.groupId()))
                    .forEach(group -> read(group, coordinator, answers));
        } else {
            ((ConsumerGroupDescribeResponse) response)
                    .groups().stream()
                            .filter(group -> items.contains(group.groupId()))
                            .forEach(group -> read(group, coordinator, answers));
        }
    }

    private static void read(
            DescribeGroupsResponse.DescribedGroup group,
            Node coordinator,
            Answers<String, ConsumerGroupDescription> answers) {
        Errors error = Errors.forCode(group.errorCode());
        if (error != Errors.NONE) {
            GroupAnswers.failed(answers, group.groupId(), group.groupId(), error, group.errorMessage());
        } else if (!ClassicGroups.isOfConsumers(group)) {
            answers.fail(
                    group.groupId(),
                    new IllegalArgumentException(
                            "GroupId " + group.groupId() + " is not a consumer group (" + group.protocolType() + ")."));
        } else {
            answers.succeed(group.groupId(), ClassicGroups.consumers(group, coordinator));
        }
    }

    private void read(
            ConsumerGroupDescribeResponse.DescribedGroup group,
            Node coordinator,
            Answers<String, ConsumerGroupDescription> answers) {
        Errors error = Errors.forCode(group.errorCode());
        if (error == Errors.NONE) {
            answers.succeed(group.groupId(), description(group, coordinator));
        } else if (error == Errors.GROUP_ID_NOT_FOUND || error == Errors.UNSUPPORTED_VERSION) {
            classic.add(group.groupId());
            answers.again(group.groupId());
        } else {
            GroupAnswers.failed(answers, group.groupId(), group.groupId(), error, group.errorMessage());
        }
    }

    private static ConsumerGroupDescription description(
            ConsumerGroupDescribeResponse.DescribedGroup group, Node coordinator) {
        List<MemberDescription> members = new ArrayList<>();
        for (ConsumerGroupDescribeResponse.Member member : group.members()) {
            members.add(new MemberDescription(
                    member.memberId(),
                    Optional.ofNullable(member.instanceId()),
                    Optional.ofNullable(member.rackId()),
                    member.clientId(),
                    member.clientHost(),
                    assignment(member.assignment()),
                    Optional.of(assignment(member.targetAssignment())),
                    Optional.of(member.memberEpoch()),
                    member.memberType() == TYPE_NOT_TOLD
                            ? Optional.empty()
                            : Optional.of(member.memberType() == TYPE_CONSUMER)));
        }
        return new ConsumerGroupDescription(
                group.groupId(),
                false,
                members,
                group.assignorName(),
                GroupType.CONSUMER,
                GroupState.parse(group.groupState()),
                coordinator,
                Wire.operations(group.authorizedOperations()),
                Optional.of(group.groupEpoch()),
                Optional.of(group.assignmentEpoch()));
    }

    private static MemberAssignment assignment(ConsumerGroupDescribeResponse.Assignment assignment) {
        Set<TopicPartition> partitions = new HashSet<>();
        assignment
                .topicPartitions()
                .forEach(topic -> topic.partitions()
                        .forEach(number -> partitions.add(new TopicPartition(topic.topicName(), number))));
        return new MemberAssignment(partitions);
    }
}
