package io.headrace.group.consumer;

import io.headrace.coordination.Outcome;
import io.headrace.group.model.GroupDirectory;
import io.headrace.group.model.Step;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes members out of a consumer group. Owner: the coordinator's thread. */
final class Removal implements MemberTimers.Expired {
    private static final Logger log = LoggerFactory.getLogger(Removal.class);

    private final GroupDirectory groups;
    private final GroupEpochs epochs;
    private final MemberTimers timers;
    private final Downgrade downgrade;

    Removal(GroupDirectory groups, GroupEpochs epochs, MemberTimers timers, Downgrade downgrade) {
        this.groups = groups;
        this.epochs = epochs;
        this.timers = timers;
        this.downgrade = downgrade;
    }

    @Override
    public Outcome member(
            String groupId, String memberId, Predicate<ConsumerMember> still, String why, long nowMs, Runnable again) {
        ConsumerGroup group = groups.find(groupId, ConsumerGroup.class);
        ConsumerMember member = group == null ? null : group.member(memberId);
        if (member == null || !still.test(member)) {
            return Outcome.none();
        }
        log.info("group {}: member {} is put out: {}", groupId, memberId, why);
        Step step = new Step();
        remove(group, List.of(member), nowMs, step);
        step.whenFailed(error -> again.run());
        return step.outcome();
    }

    /** Takes members out, and has the group go on without them: as a classic one, if nobody else is left. */
    void remove(ConsumerGroup group, Collection<ConsumerMember> members, long nowMs, Step step) {
        if (members.isEmpty()) {
            return;
        }
        String groupId = group.groupId();
        Draft draft = new Draft(group);
        members.forEach(member -> draft.append(ConsumerRecords.memberGone(groupId, member.id())));
        if (downgrade.isDue(draft.group())) {
            downgrade.append(draft, "a member left that was the last of the consumer protocol", nowMs, step);
        } else {
            members.forEach(member -> dropRegex(draft, member.metadata().regex()));
            epochs.bump(draft, true, nowMs);
        }
        step.append(draft.records());
        step.whenCommitted(() -> {
            members.forEach(member -> stopTimers(groupId, member.id()));
            adoptNotes(draft);
        });
    }

    /** Not of a member that has come back under its id meanwhile. */
    private void stopTimers(String groupId, String memberId) {
        ConsumerGroup live = groups.find(groupId, ConsumerGroup.class);
        if (live == null || live.member(memberId) == null) {
            timers.stop(groupId, memberId);
        }
    }

    /** Forgets an expression that nobody subscribes by any more. */
    static void dropRegex(Draft draft, String regex) {
        if (regex != null
                && draft.group().regexes().containsKey(regex)
                && draft.group().subscribersOf(regex) == 0) {
            draft.append(ConsumerRecords.regexGone(draft.group().groupId(), regex));
        }
    }

    private void adoptNotes(Draft draft) {
        ConsumerGroup live = groups.find(draft.group().groupId(), ConsumerGroup.class);
        if (live != null) {
            live.adoptNotes(draft.group());
        }
    }
}
