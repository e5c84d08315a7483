package io.headrace.cli.groups;

import io.headrace.cli.CommandFailure;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterShareGroupOffsetsResult;
import io.headrace.clients.admin.DeleteShareGroupOffsetsResult;
import io.headrace.clients.admin.ListShareGroupOffsetsSpec;
import io.headrace.clients.admin.ShareGroupDescription;
import io.headrace.clients.admin.ShareMemberDescription;
import io.headrace.clients.admin.SharePartitionOffsetInfo;
import io.headrace.common.GroupType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Share groups (KIP-932): what counts of a partition is the first record that is not done. They forget whole topics. */
final class ShareKind implements GroupKind {
    @Override
    public KafkaFuture<GroupView> describe(Admin admin, String group) {
        return admin.describeShareGroups(List.of(group))
                .describedGroups()
                .get(group)
                .thenApply(ShareKind::view);
    }

    @Override
    public KafkaFuture<Map<TopicPartition, Committed>> offsets(Admin admin, String group) {
        return admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .thenApply(ShareKind::committed);
    }

    @Override
    public Map<TopicPartition, KafkaFuture<Void>> alterOffsets(
            Admin admin, String group, Map<TopicPartition, Long> offsets) {
        AlterShareGroupOffsetsResult result = admin.alterShareGroupOffsets(group, offsets);
        Map<TopicPartition, KafkaFuture<Void>> results = new HashMap<>();
        offsets.keySet().forEach(partition -> results.put(partition, result.partitionResult(partition)));
        return results;
    }

    @Override
    public Map<String, KafkaFuture<Void>> deleteOffsets(
            Admin admin, String group, Set<TopicPartition> partitions, Set<TopicPartition> committed) {
        Set<String> topics =
                partitions.stream().map(TopicPartition::topic).collect(Collectors.toCollection(TreeSet::new));
        for (TopicPartition each : committed) {
            if (topics.contains(each.topic()) && !partitions.contains(each)) {
                throw CommandFailure.failed("share group '" + group + "' cannot forget a part of topic '" + each.topic()
                        + "': share groups forget whole topics, as with --topic " + each.topic());
            }
        }
        DeleteShareGroupOffsetsResult result = admin.deleteShareGroupOffsets(group, topics);
        Map<String, KafkaFuture<Void>> results = new LinkedHashMap<>();
        topics.forEach(topic -> results.put(topic, result.topicResult(topic)));
        return results;
    }

    @Override
    public Map<String, KafkaFuture<Void>> delete(Admin admin, Collection<String> groups) {
        return admin.deleteShareGroups(groups).deletedGroups();
    }

    private static Map<TopicPartition, Committed> committed(Map<TopicPartition, SharePartitionOffsetInfo> infos) {
        Map<TopicPartition, Committed> committed = new HashMap<>();
        infos.forEach((partition, info) -> {
            // Before the first record is read, there is no place yet.
            if (info != null && info.startOffset() >= 0) {
                Long lag = info.lag().filter(each -> each >= 0).orElse(null);
                committed.put(partition, new Committed(info.startOffset(), "", lag));
            }
        });
        return committed;
    }

    private static GroupView view(ShareGroupDescription group) {
        return new GroupView(
                group.groupId(),
                GroupType.SHARE,
                group.groupState(),
                "",
                group.coordinator(),
                group.members().stream().map(ShareKind::member).toList());
    }

    private static GroupView.MemberView member(ShareMemberDescription member) {
        return new GroupView.MemberView(
                member.consumerId(),
                null,
                member.clientId(),
                member.host(),
                member.assignment().topicPartitions(),
                null,
                List.of());
    }
}
