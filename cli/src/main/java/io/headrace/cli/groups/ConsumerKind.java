package io.headrace.cli.groups;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterConsumerGroupOffsetsResult;
import io.headrace.clients.admin.ClassicGroupDescription;
import io.headrace.clients.admin.ConsumerGroupDescription;
import io.headrace.clients.admin.DeleteConsumerGroupOffsetsResult;
import io.headrace.clients.admin.MemberDescription;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups of consumers, by the old protocol or the new one, and of others that speak the old one, as Kafka Connect does. */
final class ConsumerKind implements GroupKind {
    @Override
    public KafkaFuture<GroupView> describe(Admin admin, String group) {
        return admin.describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .thenApply(ConsumerKind::view);
    }

    /** A group whose members are no consumers: of what they do, nothing is known. */
    KafkaFuture<GroupView> describeOthers(Admin admin, String group) {
        return admin.describeClassicGroups(List.of(group))
                .describedGroups()
                .get(group)
                .thenApply(ConsumerKind::view);
    }

    @Override
    public KafkaFuture<Map<TopicPartition, Committed>> offsets(Admin admin, String group) {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .thenApply(ConsumerKind::committed);
    }

    @Override
    public Map<TopicPartition, KafkaFuture<Void>> alterOffsets(
            Admin admin, String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        offsets.forEach((partition, offset) -> commits.put(partition, new OffsetAndMetadata(offset)));
        AlterConsumerGroupOffsetsResult result = admin.alterConsumerGroupOffsets(group, commits);
        Map<TopicPartition, KafkaFuture<Void>> results = new HashMap<>();
        offsets.keySet().forEach(partition -> results.put(partition, result.partitionResult(partition)));
        return results;
    }

    @Override
    public Map<String, KafkaFuture<Void>> deleteOffsets(
            Admin admin, String group, Set<TopicPartition> partitions, Set<TopicPartition> committed) {
        DeleteConsumerGroupOffsetsResult result = admin.deleteConsumerGroupOffsets(group, partitions);
        Map<String, KafkaFuture<Void>> results = new LinkedHashMap<>();
        partitions.forEach(partition -> results.put(partition.toString(), result.partitionResult(partition)));
        return results;
    }

    @Override
    public Map<String, KafkaFuture<Void>> delete(Admin admin, Collection<String> groups) {
        return admin.deleteConsumerGroups(groups).deletedGroups();
    }

    /** Without those of which nothing is committed, which brokers may answer as null. */
    static Map<TopicPartition, Committed> committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, Committed> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, new Committed(offset.offset(), offset.metadata(), null));
            }
        });
        return committed;
    }

    private static GroupView view(ConsumerGroupDescription group) {
        return new GroupView(
                group.groupId(),
                group.type(),
                group.groupState(),
                group.partitionAssignor() == null ? "" : group.partitionAssignor(),
                group.coordinator(),
                group.members().stream().map(ConsumerKind::member).toList());
    }

    private static GroupView view(ClassicGroupDescription group) {
        return new GroupView(
                group.groupId(),
                GroupType.CLASSIC,
                GroupState.parse(group.state().toString()),
                group.protocolData(),
                group.coordinator(),
                group.members().stream().map(ConsumerKind::member).toList());
    }

    private static GroupView.MemberView member(MemberDescription member) {
        return new GroupView.MemberView(
                member.consumerId(),
                member.groupInstanceId().orElse(null),
                member.clientId(),
                member.host(),
                member.assignment().topicPartitions(),
                null,
                List.of());
    }
}
