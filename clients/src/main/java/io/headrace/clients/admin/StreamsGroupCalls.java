package io.headrace.clients.admin;

import io.headrace.clients.admin.internals.AdminCore;
import io.headrace.clients.admin.internals.groups.AlterOffsetsOperation;
import io.headrace.clients.admin.internals.groups.CommittedOffsetsOperation;
import io.headrace.clients.admin.internals.groups.DeleteGroupsOperation;
import io.headrace.clients.admin.internals.groups.DeleteOffsetsOperation;
import io.headrace.clients.admin.internals.groups.DescribeStreamsGroupsOperation;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The part of {@link KafkaAdminClient} that is about streams groups. Thread safe. */
final class StreamsGroupCalls {

    private final AdminCore core;

    StreamsGroupCalls(AdminCore core) {
        this.core = core;
    }

    DescribeStreamsGroupsResult describe(Collection<String> groupIds, DescribeStreamsGroupsOptions options) {
        return new DescribeStreamsGroupsResult(core.askAboutIds(
                new DescribeStreamsGroupsOperation(options.includeAuthorizedOperations(), core::broker),
                groupIds,
                options.timeoutMs()));
    }

    ListStreamsGroupOffsetsResult offsets(
            Map<String, ListStreamsGroupOffsetsSpec> specs, ListStreamsGroupOffsetsOptions options) {
        Map<String, ListConsumerGroupOffsetsSpec> wanted = new HashMap<>();
        specs.forEach((group, spec) ->
                wanted.put(group, new ListConsumerGroupOffsetsSpec().topicPartitions(spec.topicPartitions())));
        return new ListStreamsGroupOffsetsResult(core.ask(
                new CommittedOffsetsOperation(wanted, options.requireStable()), wanted.keySet(), options.timeoutMs()));
    }

    AlterStreamsGroupOffsetsResult alterOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets, AlterStreamsGroupOffsetsOptions options) {
        return new AlterStreamsGroupOffsetsResult(core.ask(
                new AlterOffsetsOperation(groupId, Map.copyOf(offsets)), offsets.keySet(), options.timeoutMs()));
    }

    DeleteStreamsGroupOffsetsResult deleteOffsets(
            String groupId, Set<TopicPartition> partitions, DeleteStreamsGroupOffsetsOptions options) {
        return new DeleteStreamsGroupOffsetsResult(
                core.ask(new DeleteOffsetsOperation(groupId), partitions, options.timeoutMs()));
    }

    DeleteStreamsGroupsResult delete(Collection<String> groupIds, DeleteStreamsGroupsOptions options) {
        return new DeleteStreamsGroupsResult(
                core.askAboutIds(new DeleteGroupsOperation(), groupIds, options.timeoutMs()));
    }
}
