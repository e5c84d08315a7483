package io.headrace.group.classic;

import io.headrace.common.protocol.Errors;
import io.headrace.coordination.AppendErrors;
import io.headrace.coordination.Outcome;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.group.record.GroupMetadataKey;
import io.headrace.group.record.GroupMetadataValue;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupResponse;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * The classic group protocol, for groups that are classic or do not exist. Owner: the coordinator's thread.
 *
 * <p>It checks what can be said of a request alone, finds the group, and hands over to the class that knows the request.
 */
public final class ClassicProtocol {
    /** Before that version protocol names in answers cannot be missing. */
    private static final int NULLABLE_PROTOCOL_VERSION = 7;

    private final GroupEnvironment environment;
    private final GroupDirectory groups;
    private final Sessions sessions;
    private final Rebalance rebalance;
    private final Joining joining;
    private final Syncing syncing;
    private final Departures departures;
    private final ClassicDescription description;

    /** A protocol without groups. */
    public ClassicProtocol(GroupEnvironment environment, GroupDirectory groups) {
        this.environment = environment;
        this.groups = groups;
        departures = new Departures(groups);
        sessions = new Sessions(environment.timers(), departures);
        rebalance = new Rebalance(environment, sessions);
        departures.connect(sessions, rebalance);
        joining = new Joining(environment, groups, sessions, rebalance, departures);
        syncing = new Syncing(sessions, rebalance);
        description = new ClassicDescription(groups);
    }

    /** JoinGroup to a classic group, or one that does not exist yet. */
    public Outcome join(GroupRequestContext context, JoinGroupRequest request, Consumer<JoinGroupResponse> answer) {
        Step step = new Step();
        Consumer<JoinGroupResponse> fitting = fitting(context, answer);
        if (request.groupId().isEmpty()) {
            step.answer(
                    fitting,
                    Answers.join(Errors.INVALID_GROUP_ID, request.memberId()),
                    error -> Answers.join(error, request.memberId()));
        } else {
            joining.join(context, find(request.groupId()), request, fitting, step);
        }
        return step.outcome();
    }

    private static Consumer<JoinGroupResponse> fitting(
            GroupRequestContext context, Consumer<JoinGroupResponse> answer) {
        if (context.apiVersion() >= NULLABLE_PROTOCOL_VERSION) {
            return answer;
        }
        return response -> answer.accept(response.protocolName() == null ? response.protocolName("") : response);
    }

    /** SyncGroup to a classic group, or none. */
    public Outcome sync(GroupRequestContext context, SyncGroupRequest request, Consumer<SyncGroupResponse> answer) {
        Step step = new Step();
        if (request.groupId().isEmpty()) {
            step.answer(answer, Answers.sync(Errors.INVALID_GROUP_ID), Answers::sync);
        } else {
            syncing.sync(context, find(request.groupId()), request, answer, step);
        }
        return step.outcome();
    }

    /** Heartbeat to a classic group, or none. */
    public Outcome heartbeat(
            GroupRequestContext context, HeartbeatRequest request, Consumer<HeartbeatResponse> answer) {
        Errors error = request.groupId().isEmpty()
                ? Errors.INVALID_GROUP_ID
                : heartbeat(find(request.groupId()), request, context.nowMs());
        Step step = new Step();
        step.answer(answer, Answers.heartbeat(error), Answers::heartbeat);
        return step.outcome();
    }

    private Errors heartbeat(ClassicGroup group, HeartbeatRequest request, long nowMs) {
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
        sessions.prolong(group, group.member(request.memberId()), nowMs);
        return group.is(ClassicState.PREPARING_REBALANCE) ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE;
    }

    /** LeaveGroup to a classic group, or none. */
    public Outcome leave(GroupRequestContext context, LeaveGroupRequest request, Consumer<LeaveGroupResponse> answer) {
        Step step = new Step();
        if (request.groupId().isEmpty()) {
            LeaveGroupResponse refused = new LeaveGroupResponse().errorCode(Errors.INVALID_GROUP_ID.code());
            step.answer(answer, refused, error -> refused.errorCode(error.code()));
        } else {
            departures.leave(context, find(request.groupId()), request, answer, step);
        }
        return step.outcome();
    }

    /** DescribeGroups, of a group of whatever kind, or none. */
    public Outcome describe(GroupRequestContext context, String groupId, Consumer<DescribedGroup> answer) {
        Step step = new Step();
        step.answer(
                answer,
                description.of(groupId, context.apiVersion()),
                error -> new DescribedGroup().groupId(groupId).errorCode(error.code()));
        return step.outcome();
    }

    /** A member showed that it lives, by committing offsets. */
    public void showedLife(ClassicGroup group, String memberId, long nowMs) {
        ClassicMember member = group.member(memberId);
        if (member != null && (group.is(ClassicState.STABLE) || group.is(ClassicState.PREPARING_REBALANCE))) {
            sessions.prolong(group, member, nowMs);
        }
    }

    /**
     * A group is to become one of another kind, by a step that has its tombstone: whoever waits for a join or a sync is
     * answered by the error once that is committed. Nothing happens before, so the step may still be dropped or fail. The
     * group goes, and its timers with it, when the tombstone is replayed.
     */
    public void release(ClassicGroup group, Errors error, Step step) {
        step.whenCommitted(() -> group.waiting().refuseAll(error));
        step.whenFailed(appendError -> {
            if (group.is(ClassicState.DEAD)) { // replayed, but not confirmed
                group.waiting().refuseAll(AppendErrors.toClient(appendError));
            }
        });
    }

    /**
     * After a group of another kind became a classic one, by a GroupMetadata record that was replayed: starts the session
     * timers of its members and has them join again.
     */
    public void takeOver(ClassicGroup group, String reason, long nowMs) {
        group.members().forEach(member -> sessions.prolong(group, member, nowMs));
        if (group.is(ClassicState.STABLE)) {
            rebalance.restart(group, reason, nowMs);
        }
    }

    /** Takes over what a record says about a group; a tombstone when {@code value} is null. */
    public void replay(GroupMetadataKey key, TypedRecord value) {
        ClassicGroup group = find(key.group());
        if (value == null) {
            if (group != null) {
                rebalance.stop(group);
                group.die();
                groups.remove(group);
            }
            return;
        }
        if (group == null) {
            group = new ClassicGroup(key.group());
            groups.put(group);
        }
        group.adopt((GroupMetadataValue) value, environment.isLoaded());
    }

    /** All records were replayed: members that were found have a full session timeout from now on. */
    public void loaded(long nowMs, Step step) {
        for (Group any : new ArrayList<>(groups.all())) {
            if (any instanceof ClassicGroup group) {
                group.members().forEach(member -> sessions.prolong(group, member, nowMs));
                if (group.members().size() > environment.config().maxSize()) {
                    rebalance.prepare(group, "more members than there may be", nowMs, step);
                } else if (!group.isEmpty() && group.leaderId() == null) {
                    // It was a group of another kind, and its members had not joined anew when the coordinator ended.
                    rebalance.prepare(group, "it has become a classic group", nowMs, step);
                }
            }
        }
    }

    /** No longer in charge: answers whoever waits. */
    public void unloaded() {
        for (Group any : groups.all()) {
            if (any instanceof ClassicGroup group) {
                group.waiting().refuseAll(Errors.NOT_COORDINATOR);
            }
        }
    }

    private ClassicGroup find(String groupId) {
        return groups.find(groupId, ClassicGroup.class);
    }
}
