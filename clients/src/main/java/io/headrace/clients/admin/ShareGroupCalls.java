package io.headrace.clients.admin;

import io.headrace.clients.admin.internals.AdminCore;
import io.headrace.clients.admin.internals.groups.AlterShareOffsetsOperation;
import io.headrace.clients.admin.internals.groups.DeleteGroupsOperation;
import io.headrace.clients.admin.internals.groups.DeleteShareOffsetsOperation;
import io.headrace.clients.admin.internals.groups.DescribeShareGroupsOperation;
import io.headrace.clients.admin.internals.groups.ShareOffsetsOperation;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The part of {@link KafkaAdminClient} that is about share groups. Thread safe. */
final class ShareGroupCalls {

    private final AdminCore core;

    ShareGroupCalls(AdminCore core) {
        this.core = core;
    }

    DescribeShareGroupsResult describe(Collection<String> groupIds, DescribeShareGroupsOptions options) {
        return new DescribeShareGroupsResult(core.askAboutIds(
                new DescribeShareGroupsOperation(options.includeAuthorizedOperations(), core::broker),
                groupIds,
                options.timeoutMs()));
    }

    ListShareGroupOffsetsResult offsets(
            Map<String, ListShareGroupOffsetsSpec> specs, ListShareGroupOffsetsOptions options) {
        return new ListShareGroupOffsetsResult(
                core.ask(new ShareOffsetsOperation(Map.copyOf(specs)), specs.keySet(), options.timeoutMs()));
    }

    AlterShareGroupOffsetsResult alterOffsets(
            String groupId, Map<TopicPartition, Long> offsets, AlterShareGroupOffsetsOptions options) {
        return new AlterShareGroupOffsetsResult(core.ask(
                new AlterShareOffsetsOperation(groupId, Map.copyOf(offsets)), offsets.keySet(), options.timeoutMs()));
    }

    DeleteShareGroupOffsetsResult deleteOffsets(
            String groupId, Set<String> topics, DeleteShareGroupOffsetsOptions options) {
        return new DeleteShareGroupOffsetsResult(
                core.askAboutTopics(new DeleteShareOffsetsOperation(groupId), topics, options.timeoutMs()));
    }

    DeleteShareGroupsResult delete(Collection<String> groupIds, DeleteShareGroupsOptions options) {
        return new DeleteShareGroupsResult(
                core.askAboutIds(new DeleteGroupsOperation(), groupIds, options.timeoutMs()));
    }
}
