package io.headrace.group.classic;

import io.headrace.common.protocol.Errors;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.LeaveGroupResponse.MemberResponse;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How members of a classic group go: they leave, or nothing is heard of them. Owner: the coordinator's thread. */
final class Departures implements Sessions.Expired {
    private static final Logger log = LoggerFactory.getLogger(Departures.class);

    private final GroupDirectory groups;
    private Rebalance rebalance;
    private Sessions sessions;

    Departures(GroupDirectory groups) {
        this.groups = groups;
    }

    /** Says who is told when somebody is gone: they need to know each other. */
    void connect(Sessions theSessions, Rebalance theRebalance) {
        sessions = theSessions;
        rebalance = theRebalance;
    }

    /** LeaveGroup (KIP-345: of several members, static ones by their names). */
    void leave(
            GroupRequestContext context,
            ClassicGroup group,
            LeaveGroupRequest request,
            Consumer<LeaveGroupResponse> answer,
            Step step) {
        // Before version 3 the one member stands in the request itself, and its error in the response itself.
        boolean single = request.members().isEmpty() && context.apiVersion() < 3;
        List<MemberIdentity> leaving =
                single ? List.of(new MemberIdentity().memberId(request.memberId())) : request.members();
        List<MemberResponse> responses = new ArrayList<>(leaving.size());
        int before = group == null ? 0 : group.members().size();
        for (MemberIdentity identity : leaving) {
            Errors error = group == null ? Errors.UNKNOWN_MEMBER_ID : leave(group, identity, step);
            responses.add(new MemberResponse()
                    .memberId(identity.memberId())
                    .groupInstanceId(identity.groupInstanceId())
                    .errorCode(error.code()));
        }
        if (group != null && group.members().size() < before) {
            rebalance.advance(group, before - group.members().size() + " members left", context.nowMs(), step);
        } else if (group != null) {
            waitForOneLess(group, context.nowMs(), step);
        }
        LeaveGroupResponse response = new LeaveGroupResponse();
        if (single) {
            response.errorCode(responses.get(0).errorCode());
        } else {
            response.members(responses);
        }
        step.answer(answer, response, error -> new LeaveGroupResponse().errorCode(error.code()));
    }

    private Errors leave(ClassicGroup group, MemberIdentity identity, Step step) {
        String memberId = identity.memberId();
        String instanceId = identity.groupInstanceId();
        if (memberId.isEmpty()) {
            String current = instanceId == null ? null : group.staticMemberId(instanceId);
            if (current == null) {
                return Errors.UNKNOWN_MEMBER_ID;
            }
            memberId = current;
        } else if (group.waiting().expectsJoin(memberId)) {
            sessions.expectJoinNoMore(group, memberId);
            return Errors.NONE;
        } else {
            Errors error = group.checkMember(memberId, instanceId);
            if (error != Errors.NONE) {
                return error;
            }
        }
        ClassicMember member = group.member(memberId);
        log.info("group {}: member {} leaves: {}", group.groupId(), member, identity.reason());
        remove(group, member, Errors.UNKNOWN_MEMBER_ID, step);
        return Errors.NONE;
    }

    @Override
    public void member(ClassicGroup group, ClassicMember member, long nowMs, Step step) {
        log.info(
                "group {}: nothing was heard of member {} for {} ms",
                group.groupId(),
                member,
                member.sessionTimeoutMs());
        remove(group, member, Errors.UNKNOWN_MEMBER_ID, step);
        rebalance.advance(group, "the session of member " + member + " expired", nowMs, step);
    }

    @Override
    public void expectedJoin(ClassicGroup group, String memberId, long nowMs, Step step) {
        log.debug("group {}: nobody joined as {}", group.groupId(), memberId);
        waitForOneLess(group, nowMs, step);
    }

    /** A member is no longer in the group; whatever it waits for is answered by the error. */
    void remove(ClassicGroup group, ClassicMember member, Errors why, Step step) {
        String memberId = member.memberId();
        refuse(group, memberId, why, step);
        sessions.stop(group, member);
        group.remove(member);
    }

    /** Answers what a member waits for by an error. */
    void refuse(ClassicGroup group, String memberId, Errors why, Step step) {
        Consumer<JoinGroupResponse> join = group.waiting().takeJoin(memberId);
        if (join != null) {
            step.answer(join, Answers.join(why, memberId), error -> Answers.join(error, memberId));
        }
        Consumer<SyncGroupResponse> sync = group.waiting().takeSync(memberId);
        if (sync != null) {
            step.answer(sync, Answers.sync(why), Answers::sync);
        }
    }

    /** Somebody who was expected to become a member does not. A group that only ever was an id given out is not kept. */
    private void waitForOneLess(ClassicGroup group, long nowMs, Step step) {
        rebalance.completeOnceAllJoined(group, nowMs, step);
        if (group.isEmpty() && !group.isRecorded()) {
            groups.remove(group);
        }
    }
}
