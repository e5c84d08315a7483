package io.headrace.clients.admin;

import io.headrace.clients.admin.internals.AdminCore;
import io.headrace.clients.admin.internals.groups.AlterOffsetsOperation;
import io.headrace.clients.admin.internals.groups.CommittedOffsetsOperation;
import io.headrace.clients.admin.internals.groups.DeleteGroupsOperation;
import io.headrace.clients.admin.internals.groups.DeleteOffsetsOperation;
import io.headrace.clients.admin.internals.groups.DescribeClassicGroupsOperation;
import io.headrace.clients.admin.internals.groups.DescribeConsumerGroupsOperation;
import io.headrace.clients.admin.internals.groups.ListGroupsOperation;
import io.headrace.clients.admin.internals.groups.RemoveMembersOperation;
import io.headrace.clients.admin.internals.groups.RemoveMembersOperation.Leaving;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.internals.KafkaFutureImpl;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** The part of {@link KafkaAdminClient} that is about groups. Thread safe. */
@SuppressWarnings("FutureReturnValueIgnored") // whenComplete's: it tells nothing more.
final class GroupCalls {

    private final AdminCore core;

    GroupCalls(AdminCore core) {
        this.core = core;
    }

    ListGroupsResult list(ListGroupsOptions options) {
        return new ListGroupsResult(core.askEveryBroker(new ListGroupsOperation(options), options.timeoutMs()));
    }

    ListConsumerGroupsResult list(ListConsumerGroupsOptions options) {
        ListGroupsOptions wanted = ListGroupsOptions.forConsumerGroups().inGroupStates(options.groupStates());
        if (!options.types().isEmpty()) {
            wanted.withTypes(options.types());
        }
        return new ListConsumerGroupsResult(core.askEveryBroker(new ListGroupsOperation(wanted), options.timeoutMs())
                .thenApply(brokers -> {
                    Map<Integer, KafkaFuture<Collection<ConsumerGroupListing>>> listings = new HashMap<>();
                    brokers.forEach((id, groups) -> listings.put(id, groups.thenApply(GroupCalls::consumerGroups)));
                    return listings;
                }));
    }

    static Collection<ConsumerGroupListing> consumerGroups(Collection<GroupListing> groups) {
        return groups.stream()
                .map(group -> new ConsumerGroupListing(
                        group.groupId(),
                        group.groupState(),
                        group.type(),
                        group.protocol().isEmpty()))
                .toList();
    }

    DescribeConsumerGroupsResult describe(Collection<String> groupIds, DescribeConsumerGroupsOptions options) {
        return new DescribeConsumerGroupsResult(core.askAboutIds(
                new DescribeConsumerGroupsOperation(options, core::broker), groupIds, options.timeoutMs()));
    }

    DescribeClassicGroupsResult describe(Collection<String> groupIds, DescribeClassicGroupsOptions options) {
        return new DescribeClassicGroupsResult(core.askAboutIds(
                new DescribeClassicGroupsOperation(options, core::broker), groupIds, options.timeoutMs()));
    }

    ListConsumerGroupOffsetsResult offsets(
            Map<String, ListConsumerGroupOffsetsSpec> specs, ListConsumerGroupOffsetsOptions options) {
        return new ListConsumerGroupOffsetsResult(core.ask(
                new CommittedOffsetsOperation(Map.copyOf(specs), options.requireStable()),
                specs.keySet(),
                options.timeoutMs()));
    }

    AlterConsumerGroupOffsetsResult alterOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets, AlterConsumerGroupOffsetsOptions options) {
        return new AlterConsumerGroupOffsetsResult(core.ask(
                new AlterOffsetsOperation(groupId, Map.copyOf(offsets)), offsets.keySet(), options.timeoutMs()));
    }

    DeleteConsumerGroupOffsetsResult deleteOffsets(
            String groupId, Set<TopicPartition> partitions, DeleteConsumerGroupOffsetsOptions options) {
        return new DeleteConsumerGroupOffsetsResult(
                core.ask(new DeleteOffsetsOperation(groupId), partitions, options.timeoutMs()));
    }

    DeleteConsumerGroupsResult delete(Collection<String> groupIds, DeleteConsumerGroupsOptions options) {
        return new DeleteConsumerGroupsResult(
                core.askAboutIds(new DeleteGroupsOperation(), groupIds, options.timeoutMs()));
    }

    RemoveMembersFromConsumerGroupResult removeMembers(String groupId, RemoveMembersFromConsumerGroupOptions options) {
        RemoveMembersOperation operation = new RemoveMembersOperation(groupId, options.reason());
        if (options.removeAll()) {
            IntSupplier leftMs = core.leftMs(options.timeoutMs());
            DescribeConsumerGroupsOptions describing = new DescribeConsumerGroupsOptions().timeoutMs(leftMs.getAsInt());
            KafkaFuture<Map<String, ConsumerGroupDescription>> described =
                    describe(List.of(groupId), describing).all();
            KafkaFutureImpl<Void> all = KafkaFutureImpl.after(described);
            described.whenComplete((groups, failure) -> {
                if (failure != null) {
                    all.completeExceptionally(Futures.causeOf(failure));
                } else {
                    removeAll(operation, groups.get(groupId).members(), leftMs.getAsInt(), all);
                }
            });
            return new RemoveMembersFromConsumerGroupResult(all, Map.of(), true);
        }
        Map<MemberToRemove, Leaving> leaving = new HashMap<>();
        options.members().forEach(member -> leaving.put(member, new Leaving("", member.groupInstanceId())));
        Map<Leaving, KafkaFuture<Void>> left =
                core.ask(operation, new LinkedHashSet<>(leaving.values()), options.timeoutMs());
        Map<MemberToRemove, KafkaFuture<Void>> results = new HashMap<>();
        leaving.forEach((member, item) -> results.put(member, left.get(item)));
        return new RemoveMembersFromConsumerGroupResult(
                KafkaFuture.allOf(left.values().toArray(new KafkaFuture<?>[0])), results, false);
    }

    private void removeAll(
            RemoveMembersOperation operation,
            Collection<MemberDescription> members,
            int timeoutMs,
            KafkaFutureImpl<Void> all) {
        Set<Leaving> leaving = new LinkedHashSet<>();
        for (MemberDescription member : members) {
            // A static member goes by its name; by its id it would be fenced if it came back meanwhile.
            leaving.add(member.groupInstanceId()
                    .map(instance -> new Leaving("", instance))
                    .orElseGet(() -> new Leaving(member.consumerId(), null)));
        }
        Map<Leaving, KafkaFuture<Void>> left = core.ask(operation, leaving, timeoutMs);
        KafkaFuture.allOf(left.values().toArray(new KafkaFuture<?>[0])).whenComplete((done, failure) -> {
            if (failure != null) {
                all.completeExceptionally(Futures.causeOf(failure));
            } else {
                all.complete(null);
            }
        });
    }
}
