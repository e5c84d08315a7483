package io.headrace.group.classic;

import io.headrace.common.protocol.Errors;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SyncGroup: the leader brings the assignments of its generation, the others fetch theirs. Owner: the coordinator's thread. */
final class Syncing {
    private static final Logger log = LoggerFactory.getLogger(Syncing.class);

    private final Sessions sessions;
    private final Rebalance rebalance;

    Syncing(Sessions sessions, Rebalance rebalance) {
        this.sessions = sessions;
        this.rebalance = rebalance;
    }

    /**
     * Takes the step.
     *
     * @param group the group, or null when there is none
     */
    void sync(
            GroupRequestContext context,
            ClassicGroup group,
            SyncGroupRequest request,
            Consumer<SyncGroupResponse> answer,
            Step step) {
        Errors error = check(group, request);
        if (error != Errors.NONE) {
            step.answer(answer, Answers.sync(error), Answers::sync);
            return;
        }
        ClassicMember member = group.member(request.memberId());
        sessions.prolong(group, member, context.nowMs());
        rebalance.synced(group, member.memberId());
        if (group.is(ClassicState.STABLE)) {
            step.answer(answer, Answers.synced(group, member.assignment()), Answers::sync);
            return;
        }
        Consumer<SyncGroupResponse> earlier = group.waiting().sync(member.memberId(), answer);
        if (earlier != null) {
            step.answer(earlier, Answers.sync(Errors.REBALANCE_IN_PROGRESS), Answers::sync);
        }
        if (group.isLeader(member.memberId())) {
            assign(context, group, request, step);
        }
    }

    private static Errors check(ClassicGroup group, SyncGroupRequest request) {
        if (group == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        Errors error = group.checkMember(request.memberId(), request.groupInstanceId());
        if (error != Errors.NONE) {
            return error;
        }
        if (request.generationId() != group.generation()) {
            return Errors.ILLEGAL_GENERATION;
        }
        if (differs(request.protocolType(), group.protocolTypeOrNull())
                || differs(request.protocolName(), group.protocolName())) {
            return Errors.INCONSISTENT_GROUP_PROTOCOL;
        }
        return group.is(ClassicState.PREPARING_REBALANCE) ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE;
    }

    /** Old versions do not say what they think the protocol is. */
    private static boolean differs(String said, String is) {
        return said != null && !said.equals(is);
    }

    private void assign(GroupRequestContext context, ClassicGroup group, SyncGroupRequest request, Step step) {
        Map<String, byte[]> assignments = new HashMap<>();
        for (SyncGroupRequestAssignment assigned : request.assignments()) {
            assignments.put(assigned.memberId(), assigned.assignment());
        }
        log.info(
                "group {}: generation {} is assigned by {}",
                group.groupId(),
                group.generation(),
                group.member(request.memberId()));
        step.append(GenerationRecords.assigned(group, assignments));
        int generation = group.generation();
        step.whenFailed(error -> {
            if (group.is(ClassicState.COMPLETING_REBALANCE) && group.generation() == generation) {
                rebalance.restart(group, "the assignment could not be recorded: " + error, context.nowMs());
            }
        });
        for (ClassicMember member : group.members()) {
            Consumer<SyncGroupResponse> sync = group.waiting().takeSync(member.memberId());
            if (sync != null) {
                byte[] assignment = assignments.getOrDefault(member.memberId(), ClassicMember.NOTHING);
                step.answer(sync, Answers.synced(group, assignment), Answers::sync);
                sessions.prolong(group, member, context.nowMs());
            }
        }
    }
}
