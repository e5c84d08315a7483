package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.admin.ClassicGroupDescription;
import io.headrace.clients.admin.ConsumerGroupDescription;
import io.headrace.clients.admin.MemberAssignment;
import io.headrace.clients.admin.MemberDescription;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.common.ClassicGroupState;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ConsumerProtocolAssignment;
import io.headrace.protocol.message.DescribeGroupsRequest;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroupMember;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How DescribeGroups asks, and what its answers say of groups of the classic protocol. Stateless. */
final class ClassicGroups {

    private static final int WITH_OPERATIONS = 3;

    /** The protocol type of consumers. */
    private static final String CONSUMERS = "consumer";

    private ClassicGroups() {}

    static Call call(List<String> groupIds, boolean includeAuthorizedOperations) {
        return Call.of(
                new DescribeGroupsRequest().groups(groupIds).includeAuthorizedOperations(includeAuthorizedOperations),
                includeAuthorizedOperations ? WITH_OPERATIONS : ApiKey.DESCRIBE_GROUPS.lowestVersion(),
                ApiKey.DESCRIBE_GROUPS.highestStableVersion());
    }

    /** Whether members speak the consumers' protocol, so that what they say can be read. */
    static boolean isOfConsumers(DescribedGroup group) {
        return group.protocolType().isEmpty() || group.protocolType().equals(CONSUMERS);
    }

    static ClassicGroupDescription description(DescribedGroup group, Node coordinator) {
        return new ClassicGroupDescription(
                group.groupId(),
                group.protocolType(),
                group.protocolData(),
                members(group),
                ClassicGroupState.parse(group.groupState()),
                coordinator,
                Wire.operations(group.authorizedOperations()));
    }

    static ConsumerGroupDescription consumers(DescribedGroup group, Node coordinator) {
        return new ConsumerGroupDescription(
                group.groupId(),
                group.protocolType().isEmpty(),
                members(group),
                group.protocolData(),
                GroupType.CLASSIC,
                GroupState.parse(group.groupState()),
                coordinator,
                Wire.operations(group.authorizedOperations()),
                Optional.empty(),
                Optional.empty());
    }

    private static List<MemberDescription> members(DescribedGroup group) {
        List<MemberDescription> members = new ArrayList<>();
        for (DescribedGroupMember member : group.members()) {
            members.add(new MemberDescription(
                    member.memberId(),
                    Optional.ofNullable(member.groupInstanceId()),
                    Optional.empty(),
                    member.clientId(),
                    member.clientHost(),
                    assignment(group, member),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }
        return members;
    }

    /** What the leader told a consumer to read; members of other protocols say what only they understand. */
    private static MemberAssignment assignment(DescribedGroup group, DescribedGroupMember member) {
        ByteBuf in = Unpooled.wrappedBuffer(member.memberAssignment());
        if (!isOfConsumers(group) || !in.isReadable()) {
            return new MemberAssignment(Set.of());
        }
        // A newer version only adds to the end.
        int version = Math.min(in.readShort(), ConsumerProtocolAssignment.HIGHEST_VERSION);
        Set<TopicPartition> partitions = new HashSet<>();
        ConsumerProtocolAssignment.read(in, version)
                .assignedPartitions()
                .forEach(topic -> topic.partitions()
                        .forEach(number -> partitions.add(new TopicPartition(topic.topic(), number))));
        return new MemberAssignment(partitions);
    }
}
