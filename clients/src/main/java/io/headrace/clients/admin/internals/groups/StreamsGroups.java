package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.admin.StreamsGroupDescription;
import io.headrace.clients.admin.StreamsGroupMemberAssignment;
import io.headrace.clients.admin.StreamsGroupMemberDescription;
import io.headrace.clients.admin.StreamsGroupSubtopologyDescription;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.common.GroupState;
import io.headrace.common.Node;
import io.headrace.protocol.message.StreamsGroupDescribeResponse;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.DescribedGroup;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.KeyValue;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.Member;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.Subtopology;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What StreamsGroupDescribe says of a group. Stateless. */
final class StreamsGroups {

    private static final int NO_TOPOLOGY = -1;

    private StreamsGroups() {}

    static StreamsGroupDescription description(DescribedGroup group, Node coordinator) {
        Topology topology = group.topology();
        boolean isEmpty = topology == null || topology.subtopologies() == null;
        return new StreamsGroupDescription(
                group.groupId(),
                group.groupEpoch(),
                group.assignmentEpoch(),
                topology == null ? NO_TOPOLOGY : topology.epoch(),
                isEmpty
                        ? List.of()
                        : topology.subtopologies().stream()
                                .map(StreamsGroups::subtopology)
                                .toList(),
                group.members().stream().map(StreamsGroups::member).toList(),
                GroupState.parse(group.groupState()),
                coordinator,
                Wire.operations(group.authorizedOperations()));
    }

    private static StreamsGroupSubtopologyDescription subtopology(Subtopology told) {
        return new StreamsGroupSubtopologyDescription(
                told.subtopologyId(),
                told.sourceTopics(),
                told.repartitionSinkTopics(),
                topics(told.stateChangelogTopics()),
                topics(told.repartitionSourceTopics()));
    }

    private static Map<String, StreamsGroupSubtopologyDescription.TopicInfo> topics(
            List<StreamsGroupDescribeResponse.TopicInfo> told) {
        Map<String, StreamsGroupSubtopologyDescription.TopicInfo> topics = new HashMap<>();
        told.forEach(topic -> topics.put(
                topic.name(),
                new StreamsGroupSubtopologyDescription.TopicInfo(
                        topic.partitions(), topic.replicationFactor(), map(topic.topicConfigs()))));
        return topics;
    }

    private static Map<String, String> map(List<KeyValue> told) {
        Map<String, String> map = new HashMap<>();
        told.forEach(entry -> map.put(entry.key(), entry.value()));
        return map;
    }

    private static StreamsGroupMemberDescription member(Member told) {
        return new StreamsGroupMemberDescription(
                told.memberId(),
                told.memberEpoch(),
                Optional.ofNullable(told.instanceId()),
                Optional.ofNullable(told.rackId()),
                told.clientId(),
                told.clientHost(),
                told.topologyEpoch(),
                told.processId(),
                Optional.ofNullable(told.userEndpoint())
                        .map(at -> new StreamsGroupMemberDescription.Endpoint(at.host(), at.port())),
                map(told.clientTags()),
                offsets(told.taskOffsets()),
                offsets(told.taskEndOffsets()),
                assignment(told.assignment()),
                assignment(told.targetAssignment()),
                told.isClassic());
    }

    private static List<StreamsGroupMemberDescription.TaskOffset> offsets(
            List<StreamsGroupDescribeResponse.TaskOffset> told) {
        return told.stream()
                .map(task -> new StreamsGroupMemberDescription.TaskOffset(
                        task.subtopologyId(), task.partition(), task.offset()))
                .toList();
    }

    private static StreamsGroupMemberAssignment assignment(StreamsGroupDescribeResponse.Assignment told) {
        return new StreamsGroupMemberAssignment(
                tasks(told.activeTasks()), tasks(told.standbyTasks()), tasks(told.warmupTasks()));
    }

    private static List<StreamsGroupMemberAssignment.TaskIds> tasks(List<StreamsGroupDescribeResponse.TaskIds> told) {
        return told.stream()
                .map(tasks -> new StreamsGroupMemberAssignment.TaskIds(tasks.subtopologyId(), tasks.partitions()))
                .toList();
    }
}
