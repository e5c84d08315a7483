package io.headrace.group.consumer;

import io.headrace.common.errors.ApiException;
import io.headrace.common.protocol.Errors;
import io.headrace.coordination.AppendErrors;
import io.headrace.coordination.Outcome;
import io.headrace.group.classic.ClassicProtocol;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * JoinGroup to a consumer group. Where the group becomes a classic one by it, that comes first, as a step of its own; the
 * join then goes to the classic group that is there. Owner: the coordinator's thread.
 */
final class ClassicJoins {
    private final GroupEnvironment environment;
    private final GroupDirectory groups;
    private final ClassicProtocol classic;
    private final ClassicMembers members;
    private final Downgrade downgrade;
    private final MemberSteps steps;
    /** Joins between the two steps, by the name of the timer that brings the second. */
    private final Map<String, Runnable> between = new HashMap<>();

    private long handedOver;

    ClassicJoins(
            GroupEnvironment environment,
            GroupDirectory groups,
            ClassicProtocol classic,
            ClassicMembers members,
            Downgrade downgrade,
            MemberSteps steps) {
        this.environment = environment;
        this.groups = groups;
        this.classic = classic;
        this.members = members;
        this.downgrade = downgrade;
        this.steps = steps;
    }

    /** JoinGroup to a group that is a consumer group as yet. */
    Outcome join(GroupRequestContext context, JoinGroupRequest request, Consumer<JoinGroupResponse> answer) {
        Step step = new Step();
        try {
            join(context, groups.find(request.groupId(), ConsumerGroup.class), request, answer, step);
            return step.outcome();
        } catch (ApiException e) {
            JoinGroupResponse refused = ClassicMembers.refused(Errors.forException(e), request.memberId());
            return Outcome.answer(answer, refused, error -> ClassicMembers.refused(error, request.memberId()));
        }
    }

    private void join(
            GroupRequestContext context,
            ConsumerGroup group,
            JoinGroupRequest request,
            Consumer<JoinGroupResponse> answer,
            Step step) {
        if (group.isEmpty()) {
            step.append(group.tombstones());
            handOver(context, request, answer, step);
            return;
        }
        if (request.memberId().isEmpty() && ClassicMembers.replacesLastConsumer(group, request)) {
            members.check(group, request);
            String memberId = environment.uniqueId();
            Draft draft = new Draft(group);
            ConsumerMember heir = steps.joining(draft, memberId, request.groupInstanceId(), true);
            draft.append(ConsumerRecords.member(group.groupId(), heir.with(ClassicMembers.said(context, request))));
            if (downgrade.isDue(draft.group())) {
                downgrade.append(
                        draft,
                        "a static member that was the last of the consumer protocol came back",
                        context.nowMs(),
                        step);
                step.append(draft.records());
                handOver(context, request.memberId(memberId), answer, step);
                return;
            }
        }
        members.join(context, group, request, answer, step);
    }

    /** Gives a join to the classic protocol once the step's records are committed. */
    private void handOver(
            GroupRequestContext context, JoinGroupRequest request, Consumer<JoinGroupResponse> answer, Step step) {
        String name = "consumer-hand-over/" + handedOver++;
        step.whenFailed(
                error -> answer.accept(ClassicMembers.refused(AppendErrors.toClient(error), request.memberId())));
        step.whenCommitted(() -> {
            between.put(name, () -> answer.accept(ClassicMembers.refused(Errors.NOT_COORDINATOR, request.memberId())));
            environment.timers().start(name, 0, nowMs -> {
                between.remove(name);
                return second(context, request, answer, nowMs);
            });
        });
    }

    /** The group may have become one of another kind once more. */
    private Outcome second(
            GroupRequestContext context, JoinGroupRequest request, Consumer<JoinGroupResponse> answer, long nowMs) {
        GroupRequestContext later =
                new GroupRequestContext(context.apiVersion(), context.clientId(), context.clientHost(), nowMs);
        return groups.find(request.groupId(), ConsumerGroup.class) == null
                ? classic.join(later, request, answer)
                : join(later, request, answer);
    }

    /** No longer in charge. */
    void unloaded() {
        between.values().forEach(Runnable::run);
        between.clear();
    }
}
