package io.headrace.broker.metrics;

import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Outcome;
import io.headrace.group.GroupMachine;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse;
import io.headrace.protocol.message.DescribeGroupsResponse;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.ListGroupsResponse;
import io.headrace.protocol.message.ListGroupsResponse.ListedGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What group coordinators say about their groups: asked as clients ask, on the coordinators' loops. Coordinators that are
 * not ready say nothing.
 *
 * <p>Thread safe: it holds nothing.
 */
final class GroupFacts {

    private static final String CONSUMER_TYPE = "consumer";

    private final CoordinatorShards<GroupMachine> coordinators;

    GroupFacts(CoordinatorShards<GroupMachine> coordinators) {
        this.coordinators = coordinators;
    }

    /**
     * One group.
     *
     * @param listed what it is
     * @param members how many members it has
     * @param offsets what it has committed
     */
    record Group(ListedGroup listed, int members, OffsetFetchResponseGroup offsets) {}

    /** A question to a coordinator. */
    @FunctionalInterface
    private interface Question<R> {
        Outcome ask(GroupMachine machine, GroupRequestContext context, Consumer<R> answer);
    }

    /** All groups; completes on some loop. */
    CompletableFuture<List<Group>> all() {
        List<CompletableFuture<List<Group>>> parts = new ArrayList<>();
        for (int i = 0; i < coordinators.count(); i++) {
            int partition = i;
            parts.add(this.<ListGroupsResponse>ask(
                            partition,
                            (machine, context, answer) -> machine.listGroups(context, new ListGroupsRequest(), answer),
                            new ListGroupsResponse())
                    .thenCompose(listed -> joined(listed.groups().stream()
                            .map(each -> group(partition, each))
                            .toList())));
        }
        return joined(parts)
                .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
    }

    private CompletableFuture<Group> group(int partition, ListedGroup listed) {
        CompletionStage<Integer> members = listed.groupType().equals(CONSUMER_TYPE)
                ? this.<ConsumerGroupDescribeResponse.DescribedGroup>ask(
                                partition,
                                (machine, context, answer) ->
                                        machine.consumerGroupDescribe(context, listed.groupId(), answer),
                                new ConsumerGroupDescribeResponse.DescribedGroup())
                        .thenApply(described -> described.members().size())
                : this.<DescribeGroupsResponse.DescribedGroup>ask(
                                partition,
                                (machine, context, answer) -> machine.describeGroup(context, listed.groupId(), answer),
                                new DescribeGroupsResponse.DescribedGroup())
                        .thenApply(described -> described.members().size());
        OffsetFetchRequestGroup everything =
                new OffsetFetchRequestGroup().groupId(listed.groupId()).topics(null);
        CompletableFuture<OffsetFetchResponseGroup> offsets = ask(
                partition,
                (machine, context, answer) -> machine.offsetFetch(context, everything, false, answer),
                new OffsetFetchResponseGroup());
        return offsets.thenCombine(members, (committed, count) -> new Group(listed, count, committed));
    }

    private <R> CompletableFuture<R> ask(int partition, Question<R> question, R otherwise) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        coordinators.step(
                partition,
                (machine, nowMs) ->
                        question.ask(machine, new GroupRequestContext(0, "metrics", "/", nowMs), answer::complete),
                (Errors refusal) -> answer.complete(otherwise));
        return answer;
    }

    private static <T> CompletableFuture<List<T>> joined(List<CompletableFuture<T>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
    }
}
