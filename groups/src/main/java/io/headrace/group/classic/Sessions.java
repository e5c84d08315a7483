package io.headrace.group.classic;

import io.headrace.coordination.Outcome;
import io.headrace.coordination.Timers;
import io.headrace.group.model.Step;

/**
 * Watches that members live. Each has one timer, which is started again when it fires early, and not at each heartbeat.
 * Owner: the coordinator's thread.
 */
final class Sessions {
    private final Timers timers;
    private final Expired expired;

    /** What follows when nothing was heard for too long. */
    interface Expired {
        /** A member did not show that it lives. */
        void member(ClassicGroup group, ClassicMember member, long nowMs, Step step);

        /** Nobody joined with an id that was given out. */
        void expectedJoin(ClassicGroup group, String memberId, long nowMs, Step step);
    }

    Sessions(Timers timers, Expired expired) {
        this.timers = timers;
        this.expired = expired;
    }

    /** A member shows that it lives, and has to do so again within its session timeout. */
    void prolong(ClassicGroup group, ClassicMember member, long nowMs) {
        prolong(group, member, member.sessionTimeoutMs(), nowMs);
    }

    /** A member has to show that it lives within a time. */
    void prolong(ClassicGroup group, ClassicMember member, long timeoutMs, long nowMs) {
        Session session = member.session();
        session.deadlineMs(nowMs + timeoutMs);
        if (session.timerDueMs() > session.deadlineMs()) {
            start(group, member, timeoutMs, nowMs);
        }
    }

    private void start(ClassicGroup group, ClassicMember member, long delayMs, long nowMs) {
        member.session().timerDueMs(nowMs + delayMs);
        timers.start(name(group, member.memberId()), delayMs, now -> fired(group, member, now));
    }

    private Outcome fired(ClassicGroup group, ClassicMember member, long nowMs) {
        Session session = member.session();
        session.timerDueMs(Session.UNWATCHED);
        String memberId = member.memberId();
        if (group.member(memberId) != member) {
            return Outcome.none();
        }
        // Whoever waits for the group lives. The answer starts the session anew.
        boolean waits = group.waiting().isJoining(memberId) || group.waiting().isSyncing(memberId);
        if (waits && !session.isFresh()) {
            return Outcome.none();
        }
        if (nowMs < session.deadlineMs()) {
            start(group, member, session.deadlineMs() - nowMs, nowMs);
            return Outcome.none();
        }
        Step step = new Step();
        expired.member(group, member, nowMs, step);
        return step.outcome();
    }

    /** A member is no longer watched. */
    void stop(ClassicGroup group, ClassicMember member) {
        if (member.session().timerDueMs() != Session.UNWATCHED) {
            member.session().timerDueMs(Session.UNWATCHED);
            timers.cancel(name(group, member.memberId()));
        }
    }

    /** Somebody has to join with that id within a time. */
    void expectJoin(ClassicGroup group, String memberId, long timeoutMs) {
        timers.start(name(group, memberId), timeoutMs, now -> {
            if (!group.waiting().expectJoinNoMore(memberId)) {
                return Outcome.none();
            }
            Step step = new Step();
            expired.expectedJoin(group, memberId, now, step);
            return step.outcome();
        });
    }

    /** Nobody has to join with that id any more. */
    void expectJoinNoMore(ClassicGroup group, String memberId) {
        if (group.waiting().expectJoinNoMore(memberId)) {
            timers.cancel(name(group, memberId));
        }
    }

    /** Stops all timers of a group. */
    void stopAll(ClassicGroup group) {
        group.members().forEach(member -> stop(group, member));
        group.waiting().expectedJoins().forEach(memberId -> timers.cancel(name(group, memberId)));
    }

    /** The length tells where the group's id ends, which may hold slashes of its own. */
    private static String name(ClassicGroup group, String memberId) {
        return "session/" + group.groupId().length() + "/" + group.groupId() + "/" + memberId;
    }
}
