package io.headrace.cli.groups;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterStreamsGroupOffsetsResult;
import io.headrace.clients.admin.DeleteStreamsGroupOffsetsResult;
import io.headrace.clients.admin.ListStreamsGroupOffsetsSpec;
import io.headrace.clients.admin.StreamsGroupDescription;
import io.headrace.clients.admin.StreamsGroupMemberAssignment;
import io.headrace.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import io.headrace.clients.admin.StreamsGroupMemberDescription;
import io.headrace.clients.admin.StreamsGroupSubtopologyDescription;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.GroupType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Groups of Kafka Streams (KIP-1071), whose members have tasks: a task reads one partition of each topic of a subtopology. */
final class StreamsKind implements GroupKind {
    @Override
    public KafkaFuture<GroupView> describe(Admin admin, String group) {
        return admin.describeStreamsGroups(List.of(group))
                .describedGroups()
                .get(group)
                .thenApply(StreamsKind::view);
    }

    @Override
    public KafkaFuture<Map<TopicPartition, Committed>> offsets(Admin admin, String group) {
        return admin.listStreamsGroupOffsets(Map.of(group, new ListStreamsGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(group)
                .thenApply(ConsumerKind::committed);
    }

    @Override
    public Map<TopicPartition, KafkaFuture<Void>> alterOffsets(
            Admin admin, String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        offsets.forEach((partition, offset) -> commits.put(partition, new OffsetAndMetadata(offset)));
        AlterStreamsGroupOffsetsResult result = admin.alterStreamsGroupOffsets(group, commits);
        Map<TopicPartition, KafkaFuture<Void>> results = new HashMap<>();
        offsets.keySet().forEach(partition -> results.put(partition, result.partitionResult(partition)));
        return results;
    }

    @Override
    public Map<String, KafkaFuture<Void>> deleteOffsets(
            Admin admin, String group, Set<TopicPartition> partitions, Set<TopicPartition> committed) {
        DeleteStreamsGroupOffsetsResult result = admin.deleteStreamsGroupOffsets(group, partitions);
        Map<String, KafkaFuture<Void>> results = new LinkedHashMap<>();
        partitions.forEach(partition -> results.put(partition.toString(), result.partitionResult(partition)));
        return results;
    }

    @Override
    public Map<String, KafkaFuture<Void>> delete(Admin admin, Collection<String> groups) {
        return admin.deleteStreamsGroups(groups).deletedGroups();
    }

    static GroupView view(StreamsGroupDescription group) {
        return new GroupView(
                group.groupId(),
                GroupType.STREAMS,
                group.groupState(),
                "",
                group.coordinator(),
                group.members().stream()
                        .map(member -> member(member, group.subtopologies()))
                        .toList());
    }

    private static GroupView.MemberView member(
            StreamsGroupMemberDescription member, Collection<StreamsGroupSubtopologyDescription> subtopologies) {
        StreamsGroupMemberAssignment assignment = member.assignment();
        Set<TopicPartition> reads = new HashSet<>();
        for (TaskIds tasks : assignment.activeTasks()) {
            for (StreamsGroupSubtopologyDescription subtopology : subtopologies) {
                if (subtopology.subtopologyId().equals(tasks.subtopologyId())) {
                    Stream.concat(
                                    subtopology.sourceTopics().stream(),
                                    subtopology.repartitionSourceTopics().keySet().stream())
                            .forEach(topic -> tasks.partitions()
                                    .forEach(partition -> reads.add(new TopicPartition(topic, partition))));
                }
            }
        }
        return new GroupView.MemberView(
                member.memberId(),
                member.instanceId().orElse(null),
                member.clientId(),
                member.clientHost(),
                reads,
                names(assignment.activeTasks().stream()),
                names(Stream.concat(assignment.standbyTasks().stream(), assignment.warmupTasks().stream())));
    }

    private static List<String> names(Stream<TaskIds> tasks) {
        return tasks.flatMap(each ->
                        each.partitions().stream().sorted().map(partition -> each.subtopologyId() + "_" + partition))
                .toList();
    }
}
