package io.headrace.group.consumer;

import io.headrace.coordination.Outcome;
import io.headrace.group.model.GroupEnvironment;
import java.util.function.Predicate;

/**
 * Watches that members live and do what they were told, and puts out those that do not. Owner: the coordinator's thread.
 */
final class MemberTimers {
    private final GroupEnvironment environment;
    private Expired expired;

    /** What follows when a member's time is up. */
    @FunctionalInterface
    interface Expired {
        /**
         * Puts a member out, if it is still there and {@code still} holds.
         *
         * @param again starts the timer once more, in case it cannot be put out now
         */
        Outcome member(
                String groupId,
                String memberId,
                Predicate<ConsumerMember> still,
                String why,
                long nowMs,
                Runnable again);
    }

    MemberTimers(GroupEnvironment environment) {
        this.environment = environment;
    }

    /** Says who puts members out: the two need to know each other. */
    void connect(Expired theExpired) {
        expired = theExpired;
    }

    /** A member shows that it lives, and has to do so again within its session timeout. */
    void session(String groupId, ConsumerMember member) {
        int timeoutMs = member.isClassic()
                ? member.metadata().classic().sessionTimeoutMs()
                : environment.settings(groupId).consumerSessionTimeoutMs();
        start(
                "session",
                groupId,
                member.id(),
                timeoutMs,
                found -> true,
                "nothing was heard of it for " + timeoutMs + " ms");
    }

    /** A member has to give up partitions, and leave its epoch, within its rebalance timeout. */
    void revocation(String groupId, ConsumerMember member) {
        int epoch = member.epoch();
        int timeoutMs = member.metadata().rebalanceTimeoutMs();
        start(
                "rebalance",
                groupId,
                member.id(),
                timeoutMs,
                found -> found.epoch() == epoch && found.current().state() == MemberState.UNREVOKED_PARTITIONS,
                "it did not give up partitions within " + timeoutMs + " ms");
    }

    void revoked(String groupId, String memberId) {
        environment.timers().cancel(name("rebalance", groupId, memberId));
    }

    /** A classic member has been told to join again, and has its rebalance timeout for it. */
    void expectJoin(String groupId, ConsumerMember member) {
        if (!environment.timers().isRunning(name("join", groupId, member.id()))) {
            int timeoutMs = member.metadata().rebalanceTimeoutMs();
            start(
                    "join",
                    groupId,
                    member.id(),
                    timeoutMs,
                    found -> true,
                    "it did not join within " + timeoutMs + " ms");
        }
    }

    void joined(String groupId, String memberId) {
        environment.timers().cancel(name("join", groupId, memberId));
    }

    /** A classic member has joined, and has to fetch its assignment within its rebalance timeout. */
    void expectSync(String groupId, ConsumerMember member) {
        int timeoutMs = member.metadata().rebalanceTimeoutMs();
        start("sync", groupId, member.id(), timeoutMs, found -> true, "it did not sync within " + timeoutMs + " ms");
    }

    void synced(String groupId, String memberId) {
        environment.timers().cancel(name("sync", groupId, memberId));
    }

    /** A member is gone. */
    void stop(String groupId, String memberId) {
        environment.timers().cancel(name("session", groupId, memberId));
        revoked(groupId, memberId);
        joined(groupId, memberId);
        synced(groupId, memberId);
    }

    private void start(
            String what, String groupId, String memberId, int timeoutMs, Predicate<ConsumerMember> still, String why) {
        environment
                .timers()
                .start(
                        name(what, groupId, memberId),
                        timeoutMs,
                        nowMs -> expired.member(
                                groupId,
                                memberId,
                                still,
                                why,
                                nowMs,
                                () -> start(what, groupId, memberId, timeoutMs, still, why)));
    }

    /** No group id holds a NUL character, so no two names are the same. */
    private static String name(String what, String groupId, String memberId) {
        return "consumer-" + what + "/" + groupId + "\0" + memberId;
    }
}
