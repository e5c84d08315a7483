package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.common.errors.FencedInstanceIdException;
import io.headrace.common.errors.GroupMaxSizeReachedException;
import io.headrace.common.errors.UnknownMemberIdException;
import io.headrace.common.errors.UnreleasedInstanceIdException;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.group.model.GroupEnvironment;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What joining and living in a consumer group comes to, whichever protocol a member speaks: it is found or made, what it
 * says of itself is taken down, the group moves on, and the member takes its next step. Owner: the coordinator's thread.
 */
final class MemberSteps {
    private static final Logger log = LoggerFactory.getLogger(MemberSteps.class);

    private final GroupEnvironment environment;
    private final GroupEpochs epochs;

    MemberSteps(GroupEnvironment environment, GroupEpochs epochs) {
        this.environment = environment;
        this.epochs = epochs;
    }

    /**
     * Looks whether there is room for a member that is not in the group yet.
     *
     * @throws GroupMaxSizeReachedException when there is none
     */
    void checkRoom(ConsumerGroup group, String memberId) {
        int limit = environment.config().consumerMaxSize();
        if (group.members().size() >= limit && group.member(memberId) == null) {
            throw new GroupMaxSizeReachedException("The consumer group has as many members as it may, " + limit + ".");
        }
    }

    /**
     * The member that was in the group before.
     *
     * @throws UnknownMemberIdException when there is none
     * @throws FencedInstanceIdException when another member goes by the static name
     */
    static ConsumerMember existing(ConsumerGroup group, String memberId, String instanceId) {
        if (instanceId == null) {
            ConsumerMember member = group.member(memberId);
            if (member == null) {
                throw new UnknownMemberIdException(
                        "The member " + memberId + " is not in the group " + group.groupId() + ".");
            }
            return member;
        }
        ConsumerMember member = group.staticMember(instanceId);
        if (member == null) {
            throw new UnknownMemberIdException(
                    "No member of the group " + group.groupId() + " goes by the instance id " + instanceId + ".");
        }
        if (!member.id().equals(memberId)) {
            throw new FencedInstanceIdException(
                    "The instance id " + instanceId + " is that of the member " + member.id() + ".");
        }
        return member;
    }

    /**
     * The member that joins: one that was there, a new one, or one that takes the place of the static member of its name.
     *
     * @param classic whether it speaks the classic protocol
     * @throws UnreleasedInstanceIdException when the static member of its name has not left
     */
    ConsumerMember joining(Draft draft, String memberId, String instanceId, boolean classic) {
        ConsumerGroup group = draft.group();
        String groupId = group.groupId();
        ConsumerMember before = instanceId == null ? group.member(memberId) : group.staticMember(instanceId);
        if (before == null) {
            log.info("group {}: member {} joins", groupId, memberId);
            ConsumerMember same = group.member(memberId);
            return same == null ? ConsumerMember.made(memberId) : same;
        }
        if (instanceId == null) {
            return before;
        }
        if (!classic && !before.isClassic() && before.epoch() != CurrentAssignment.STATIC_LEAVE_EPOCH) {
            throw new UnreleasedInstanceIdException("The instance id " + instanceId + " is that of the member "
                    + before.id() + ", which has not left.");
        }
        log.info("group {}: member {} takes the place of {}, instance {}", groupId, memberId, before.id(), instanceId);
        PartitionSet target = group.target(before.id());
        ConsumerMember heir =
                new ConsumerMember(memberId, before.metadata(), before.current().takenOver());
        draft.append(ConsumerRecords.memberGone(groupId, before.id()));
        draft.append(ConsumerRecords.member(groupId, heir));
        draft.append(ConsumerRecords.target(groupId, memberId, target));
        draft.append(ConsumerRecords.current(groupId, heir));
        return heir;
    }

    /**
     * Takes down what a member says of itself, and moves the group on if that changes what anybody is to have.
     *
     * @return whether the member subscribes to other topics than before
     */
    boolean update(Draft draft, ConsumerMember member, MemberMetadata said, long nowMs) {
        String groupId = draft.group().groupId();
        MemberMetadata before = member.metadata();
        boolean regexChanged = !Objects.equals(before.regex(), said.regex());
        if (regexChanged && said.regex() != null) {
            RegexSubscriptions.check(said.regex());
        }
        if (draft.group().member(member.id()) == null || !said.equals(before)) {
            draft.append(ConsumerRecords.member(groupId, member.with(said)));
        }
        if (regexChanged) {
            Removal.dropRegex(draft, before.regex());
        }
        boolean unresolved = said.regex() != null && !draft.group().regexes().containsKey(said.regex());
        if (unresolved) {
            ResolvedRegex resolved = RegexSubscriptions.resolve(said.regex(), environment.image(), nowMs);
            draft.append(ConsumerRecords.regex(groupId, said.regex(), resolved));
        }
        boolean changed = regexChanged || unresolved || !said.topics().equals(before.topics());
        epochs.bump(draft, changed || draft.group().epoch() == 0 || isLeftOut(draft.group(), member), nowMs);
        return changed;
    }

    /** Whether the assignment in force knows nothing of a member: the step that took it in came half way. */
    private static boolean isLeftOut(ConsumerGroup group, ConsumerMember member) {
        return group.epoch() <= group.assignmentEpoch() && !group.hasTarget(member.id());
    }

    /** Has the member take its next step towards what it is to have. */
    ConsumerMember reconcile(Draft draft, String memberId, boolean subscriptionChanged, OwnedPartitions owned) {
        ConsumerGroup group = draft.group();
        ConsumerMember member = group.member(memberId);
        CurrentAssignment current = member.current();
        if (!subscriptionChanged && current.isReconciledTo(group.assignmentEpoch())) {
            return member;
        }
        Set<Uuid> topics = new SubscribedTopics(environment.image(), group.regexes()).of(member.metadata());
        Reconciliation reconciliation = new Reconciliation(
                group.assignmentEpoch(), group.target(memberId), topics, owned, (topic, partition) -> {
                    String owner = group.owner(topic, partition);
                    return owner != null && !owner.equals(memberId);
                });
        CurrentAssignment next = reconciliation.next(current, subscriptionChanged);
        if (next.equals(current)) {
            return member;
        }
        ConsumerMember after = member.with(next);
        draft.appendUnseen(ConsumerRecords.current(group.groupId(), after));
        log.debug(
                "group {}: member {} is {} at epoch {}, has {}, gives up {}",
                group.groupId(),
                memberId,
                next.state(),
                next.epoch(),
                next.assigned(),
                next.revoking());
        return after;
    }
}
