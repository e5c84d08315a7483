package io.headrace.group.classic;

import io.headrace.common.protocol.Errors;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.group.model.Step;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JoinGroup: who is let in, who gets an id first, and whether that means a rebalance. Owner: the coordinator's thread. */
final class Joining {
    private static final Logger log = LoggerFactory.getLogger(Joining.class);

    /** A member that does not know its id yet sends no heartbeats. It is expected to ask again within that time. */
    private static final long NEW_MEMBER_TIMEOUT_MS = 5 * 60 * 1000;

    /** From that version on a new member is given its id before it is let in (KIP-394). */
    private static final int ID_FIRST_VERSION = 4;

    /** From that version on a static leader that comes back can be told to leave the assignment as it is (KIP-814). */
    private static final int SKIP_ASSIGNMENT_VERSION = 9;

    private final GroupEnvironment environment;
    private final GroupDirectory groups;
    private final Sessions sessions;
    private final Rebalance rebalance;
    private final Departures departures;

    Joining(
            GroupEnvironment environment,
            GroupDirectory groups,
            Sessions sessions,
            Rebalance rebalance,
            Departures departures) {
        this.environment = environment;
        this.groups = groups;
        this.sessions = sessions;
        this.rebalance = rebalance;
        this.departures = departures;
    }

    /** One JoinGroup, and what answers it. */
    private record Join(
            GroupRequestContext context, JoinGroupRequest request, Consumer<JoinGroupResponse> answer, Step step) {
        void refuse(Errors error) {
            refuse(error, request.memberId());
        }

        void refuse(Errors error, String memberId) {
            step.answer(answer, Answers.join(error, memberId), late -> Answers.join(late, memberId));
        }

        void answer(JoinGroupResponse response) {
            step.answer(answer, response, late -> Answers.join(late, response.memberId()));
        }

        String instanceId() {
            return request.groupInstanceId();
        }

        long nowMs() {
            return context.nowMs();
        }
    }

    /**
     * Takes the step.
     *
     * @param found the group, or null when there is none
     */
    void join(
            GroupRequestContext context,
            ClassicGroup found,
            JoinGroupRequest request,
            Consumer<JoinGroupResponse> answer,
            Step step) {
        Join join = new Join(context, request, answer, step);
        int sessionTimeoutMs = request.sessionTimeoutMs();
        if (sessionTimeoutMs < environment.config().minSessionTimeoutMs()
                || sessionTimeoutMs > environment.config().maxSessionTimeoutMs()) {
            join.refuse(Errors.INVALID_SESSION_TIMEOUT);
            return;
        }
        boolean isNew = request.memberId().isEmpty();
        if (found == null && !isNew) {
            join.refuse(Errors.UNKNOWN_MEMBER_ID);
            return;
        }
        ClassicGroup group = found == null ? new ClassicGroup(request.groupId()) : found;
        if (!hasRoomFor(group, identity(group, request))) {
            turnAway(group, join);
        } else if (!group.accepts(request)) {
            join.refuse(Errors.INCONSISTENT_GROUP_PROTOCOL);
        } else if (isNew) {
            joinNew(group, join);
        } else {
            joinAgain(group, join);
        }
    }

    /** Who asks, as far as the group knows: a static member that comes back has its place already. */
    private static String identity(ClassicGroup group, JoinGroupRequest request) {
        if (!request.memberId().isEmpty() || request.groupInstanceId() == null) {
            return request.memberId();
        }
        String current = group.staticMemberId(request.groupInstanceId());
        return current == null ? "" : current;
    }

    /**
     * Whether the limit on members leaves room. While members join, those that have are counted and not those that are to,
     * so that members find their place again before newcomers do.
     */
    private boolean hasRoomFor(ClassicGroup group, String memberId) {
        int limit = environment.config().maxSize();
        if (group.is(ClassicState.EMPTY)) {
            return true;
        }
        if (group.is(ClassicState.PREPARING_REBALANCE)) {
            return group.waiting().isJoining(memberId) || group.waiting().joining() < limit;
        }
        return group.member(memberId) != null || group.members().size() < limit;
    }

    private void turnAway(ClassicGroup group, Join join) {
        String memberId = join.request().memberId();
        log.info("group {}: no room for another member, {} is turned away", group.groupId(), memberId);
        sessions.expectJoinNoMore(group, memberId);
        ClassicMember member = group.member(memberId);
        if (member != null) {
            departures.remove(group, member, Errors.GROUP_MAX_SIZE_REACHED, join.step());
        }
        join.refuse(Errors.GROUP_MAX_SIZE_REACHED, "");
        rebalance.completeOnceAllJoined(group, join.nowMs(), join.step());
    }

    private void joinNew(ClassicGroup group, Join join) {
        String instanceId = join.instanceId();
        String prefix = instanceId == null ? join.context().clientId() : instanceId;
        String memberId = prefix + "-" + environment.uniqueId();
        groups.put(group);
        if (instanceId != null) {
            String current = group.staticMemberId(instanceId);
            if (current == null) {
                add(group, memberId, join);
            } else {
                comeBack(group, group.member(current), memberId, join);
            }
        } else if (join.context().apiVersion() >= ID_FIRST_VERSION) {
            group.waiting().expectJoin(memberId);
            sessions.expectJoin(group, memberId, join.request().sessionTimeoutMs());
            log.debug("group {}: somebody is to join as {}", group.groupId(), memberId);
            join.refuse(Errors.MEMBER_ID_REQUIRED, memberId);
        } else {
            add(group, memberId, join);
        }
    }

    private void joinAgain(ClassicGroup group, Join join) {
        String memberId = join.request().memberId();
        if (group.waiting().expectsJoin(memberId)) {
            if (join.instanceId() == null) {
                add(group, memberId, join);
            } else {
                join.refuse(Errors.UNKNOWN_MEMBER_ID); // ids are given out first to dynamic members only
            }
            return;
        }
        Errors error = group.checkMember(memberId, join.instanceId());
        if (error != Errors.NONE) {
            join.refuse(error);
            return;
        }
        ClassicMember member = group.member(memberId);
        boolean same = member.offersSame(join.request());
        boolean knows = group.is(ClassicState.COMPLETING_REBALANCE)
                || (group.is(ClassicState.STABLE) && !group.isLeader(memberId));
        if (same && knows) {
            // It may have missed the answer: it is told again of the generation that it is in.
            List<JoinGroupResponseMember> members =
                    group.isLeader(memberId) && !group.is(ClassicState.STABLE) ? group.forLeader() : List.of();
            sessions.prolong(group, member, join.nowMs());
            join.answer(Answers.joined(group, memberId, group.leaderId(), members, false));
            return;
        }
        group.update(member, join.request());
        await(group, member, join);
        String reason = join.request().reason();
        rebalance.advance(
                group,
                "member " + member + " joins again" + (reason == null || reason.isEmpty() ? "" : ": " + reason),
                join.nowMs(),
                join.step());
    }

    private void add(ClassicGroup group, String memberId, Join join) {
        ClassicMember member = newMember(memberId, join);
        sessions.expectJoinNoMore(group, memberId);
        group.add(member, join.request().protocolType());
        member.session().fresh(true);
        sessions.prolong(group, member, NEW_MEMBER_TIMEOUT_MS, join.nowMs());
        await(group, member, join);
        if (group.isBeginning()) {
            group.waiting().newcomer();
        }
        rebalance.advance(group, "member " + member + " joins", join.nowMs(), join.step());
    }

    private static ClassicMember newMember(String memberId, Join join) {
        JoinGroupRequest request = join.request();
        return new ClassicMember(
                memberId,
                request.groupInstanceId(),
                join.context().clientId(),
                join.context().clientHost(),
                ClassicMember.rebalanceTimeoutMs(request),
                request.sessionTimeoutMs(),
                ClassicMember.offered(request));
    }

    /** A member waits for the others. If an earlier request of its own still does, that is answered: it is superseded. */
    private static void await(ClassicGroup group, ClassicMember member, Join join) {
        String memberId = member.memberId();
        Consumer<JoinGroupResponse> earlier = group.waiting().join(memberId, join.answer());
        if (earlier != null) {
            join.step()
                    .answer(
                            earlier,
                            Answers.join(Errors.REBALANCE_IN_PROGRESS, memberId),
                            error -> Answers.join(error, memberId));
        }
    }

    /** A static member was restarted: it goes on in its place under a new id, and the old id is fenced (KIP-345). */
    private void comeBack(ClassicGroup group, ClassicMember old, String memberId, Join join) {
        ClassicMember heir = newMember(memberId, join);
        log.info("group {}: static member {} comes back as {}", group.groupId(), old, memberId);
        if (group.is(ClassicState.STABLE) && group.protocolName().equals(group.winnerWith(old, heir))) {
            takePlace(group, old, heir, join);
            return;
        }
        departures.refuse(group, old.memberId(), Errors.FENCED_INSTANCE_ID, join.step());
        sessions.stop(group, old);
        group.replace(old, heir);
        sessions.prolong(group, heir, join.nowMs());
        await(group, heir, join);
        rebalance.advance(group, "static member " + heir + " came back", join.nowMs(), join.step());
    }

    /** The generation stays as it is; only the id changes, once the record says so. */
    private void takePlace(ClassicGroup group, ClassicMember old, ClassicMember heir, Join join) {
        boolean leads = group.isLeader(old.memberId());
        boolean skips = join.context().apiVersion() >= SKIP_ASSIGNMENT_VERSION;
        // An older client that leads is told that its old id leads: else it would compute a new assignment.
        String leaderId = leads && skips ? heir.memberId() : group.leaderId();
        List<JoinGroupResponseMember> members = leads && skips ? group.forLeader(old, heir) : List.of();
        sessions.stop(group, old);
        sessions.prolong(group, heir, join.nowMs());
        group.successor(heir);
        join.step().append(GenerationRecords.replaced(group, old, heir));
        join.step().whenFailed(error -> {
            if (group.member(old.memberId()) == old) {
                group.successor(null);
                sessions.stop(group, heir);
                sessions.prolong(group, old, join.nowMs());
            }
        });
        join.answer(Answers.joined(group, heir.memberId(), leaderId, members, leads && skips));
    }
}
