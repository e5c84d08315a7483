package io.headrace.group.classic;

import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Outcome;
import io.headrace.group.model.GroupEnvironment;
import io.headrace.group.model.Step;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a classic group gets from one generation to the next: members are asked to join, those who do not in time are left
 * out, and those who did are told of the new generation. Owner: the coordinator's thread.
 */
final class Rebalance {
    private static final Logger log = LoggerFactory.getLogger(Rebalance.class);

    private final GroupEnvironment environment;
    private final Sessions sessions;

    Rebalance(GroupEnvironment environment, Sessions sessions) {
        this.environment = environment;
        this.sessions = sessions;
    }

    /** Something changed that asks for a rebalance, or completes the one that is being prepared. */
    void advance(ClassicGroup group, String reason, long nowMs, Step step) {
        if (group.mayRebalance()) {
            prepare(group, reason, nowMs, step);
        } else {
            completeOnceAllJoined(group, nowMs, step);
        }
    }

    /** Asks all members to join. */
    void prepare(ClassicGroup group, String reason, long nowMs, Step step) {
        for (ClassicMember member : group.members()) {
            Consumer<SyncGroupResponse> sync = group.waiting().takeSync(member.memberId());
            if (sync != null) {
                step.answer(sync, Answers.sync(Errors.REBALANCE_IN_PROGRESS), Answers::sync);
                sessions.prolong(group, member, nowMs);
            }
        }
        environment.timers().cancel(syncTimer(group));
        group.moveTo(ClassicState.PREPARING_REBALANCE, nowMs);
        log.info("group {}: preparing to rebalance generation {}: {}", group.groupId(), group.generation(), reason);
        if (group.isBeginning()) {
            int delayMs = environment.config().initialRebalanceDelayMs();
            waitForMore(group, delayMs, Math.max(group.rebalanceTimeoutMs() - delayMs, 0));
        } else if (group.hasEveryoneJoined()) {
            complete(group, nowMs, step);
        } else {
            waitForAll(group);
        }
    }

    /** As {@link #prepare}, when the step that led here has failed. */
    void restart(ClassicGroup group, String reason, long nowMs) {
        Step step = new Step();
        prepare(group, reason, nowMs, step);
        // Everyone waited for an assignment, so nobody has joined yet: there is nothing to append.
        step.outcome().committed().run();
    }

    /** A group that was empty waits while members come, each time a little longer, up to the rebalance timeout. */
    private void waitForMore(ClassicGroup group, int delayMs, int remainingMs) {
        environment.timers().start(joinTimer(group), delayMs, now -> {
            Step step = new Step();
            if (!group.is(ClassicState.PREPARING_REBALANCE)) {
                return Outcome.none();
            }
            if (group.waiting().takeNewcomers() && remainingMs > 0) {
                int nextMs = Math.min(environment.config().initialRebalanceDelayMs(), remainingMs);
                waitForMore(group, nextMs, Math.max(remainingMs - nextMs, 0));
            } else {
                complete(group, now, step);
            }
            return step.outcome();
        });
    }

    private void waitForAll(ClassicGroup group) {
        environment.timers().start(joinTimer(group), group.rebalanceTimeoutMs(), now -> {
            Step step = new Step();
            if (group.is(ClassicState.PREPARING_REBALANCE)) {
                complete(group, now, step);
            }
            return step.outcome();
        });
    }

    /** Completes the rebalance that is being prepared if all have joined; the first one of a group takes its time. */
    void completeOnceAllJoined(ClassicGroup group, long nowMs, Step step) {
        if (group.is(ClassicState.PREPARING_REBALANCE) && group.hasEveryoneJoined() && !group.isBeginning()) {
            complete(group, nowMs, step);
        }
    }

    private void complete(ClassicGroup group, long nowMs, Step step) {
        environment.timers().cancel(joinTimer(group));
        List<ClassicMember> absent = group.absent();
        // Static members keep their place until their session ends, so that a restart costs no rebalance.
        absent.removeIf(ClassicMember::isStatic);
        if (!absent.isEmpty()) {
            log.info("group {}: without {}, which did not join", group.groupId(), ClassicMember.ids(absent));
            absent.forEach(member -> {
                sessions.stop(group, member);
                group.remove(member);
            });
        }
        if (group.members().isEmpty()) {
            becomeEmpty(group, nowMs, step);
        } else if (group.electLeader()) {
            beginGeneration(group, nowMs, step);
        } else {
            log.info("group {}: none of {} joined, waiting on", group.groupId(), group.members());
            waitForAll(group);
        }
    }

    private static void becomeEmpty(ClassicGroup group, long nowMs, Step step) {
        step.append(GenerationRecords.empty(group, nowMs));
        int generation = group.generation();
        step.whenFailed(error -> {
            // Unless the record is there without being confirmed: then the group may have begun anew since.
            if (group.is(ClassicState.PREPARING_REBALANCE) && group.generation() == generation) {
                log.warn("group {} is empty, which could not be recorded: {}", group.groupId(), error);
                group.emptyUnrecorded(nowMs);
            }
        });
        log.info("group {} is empty after generation {}", group.groupId(), group.generation());
    }

    private void beginGeneration(ClassicGroup group, long nowMs, Step step) {
        group.beginGeneration(nowMs);
        log.info(
                "group {}: generation {} of {} members, protocol {}, leader {}",
                group.groupId(),
                group.generation(),
                group.members().size(),
                group.protocolName(),
                group.leaderId());
        for (ClassicMember member : group.members()) {
            String memberId = member.memberId();
            Consumer<JoinGroupResponse> join = group.waiting().takeJoin(memberId);
            if (join != null) {
                List<JoinGroupResponseMember> members = group.isLeader(memberId) ? group.forLeader() : List.of();
                step.answer(
                        join,
                        Answers.joined(group, memberId, group.leaderId(), members, false),
                        error -> Answers.join(error, memberId));
            }
            member.session().fresh(false);
            sessions.prolong(group, member, nowMs);
            group.waiting().expectSync(memberId);
        }
        waitForSyncs(group);
    }

    private void waitForSyncs(ClassicGroup group) {
        int generation = group.generation();
        environment.timers().start(syncTimer(group), group.rebalanceTimeoutMs(), now -> {
            Step step = new Step();
            boolean open = group.is(ClassicState.COMPLETING_REBALANCE) || group.is(ClassicState.STABLE);
            List<String> missing = new ArrayList<>(group.waiting().expectedSyncs());
            if (open && group.generation() == generation && !missing.isEmpty()) {
                for (String memberId : missing) {
                    ClassicMember member = group.member(memberId);
                    sessions.stop(group, member);
                    group.remove(member);
                }
                prepare(group, "members " + missing + " did not sync in time", now, step);
            }
            return step.outcome();
        });
    }

    /** A member has synced. */
    void synced(ClassicGroup group, String memberId) {
        group.waiting().expectSyncNoMore(memberId);
        if (group.waiting().expectedSyncs().isEmpty()) {
            environment.timers().cancel(syncTimer(group));
        }
    }

    /** Stops all timers of a group. */
    void stop(ClassicGroup group) {
        environment.timers().cancel(joinTimer(group));
        environment.timers().cancel(syncTimer(group));
        sessions.stopAll(group);
    }

    private static String joinTimer(ClassicGroup group) {
        return "join/" + group.groupId();
    }

    private static String syncTimer(ClassicGroup group) {
        return "sync/" + group.groupId();
    }
}
