package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.common.errors.FencedMemberEpochException;
import io.headrace.group.assignor.PartitionSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Brings a member from what it has to what it is to have, one step at a time: first it gives up what it is to have no
 * longer, and says so; then it comes to the assignment's epoch, and gets what nobody else has any more. So a partition is
 * never with two members. Pure.
 *
 * @param targetEpoch the epoch of the assignment
 * @param target what the member is to have by it
 * @param subscribed ids of the topics that the member subscribes to now; it is left no partition of others
 * @param owned what the member says it owns
 * @param occupied tells of a partition that another member has it
 */
record Reconciliation(
        int targetEpoch, PartitionSet target, Set<Uuid> subscribed, OwnedPartitions owned, Occupied occupied) {

    /** Tells of a partition whether a member other than the one in question has it, or has not given it up yet. */
    @FunctionalInterface
    interface Occupied {
        boolean byAnother(Uuid topic, int partition);
    }

    /**
     * What the member has after the next step; what it had when there is none to take now.
     *
     * @param subscriptionChanged whether the member subscribes to other topics than before
     * @throws FencedMemberEpochException when the member's state is not known here and it has partitions
     */
    CurrentAssignment next(CurrentAssignment current, boolean subscriptionChanged) {
        return switch (current.state()) {
            case STABLE -> {
                if (current.epoch() != targetEpoch) {
                    yield advance(current);
                }
                yield subscriptionChanged ? withoutUnsubscribed(current) : current;
            }
            case UNREVOKED_PARTITIONS -> {
                if (!owned.mayHoldAnyOf(current.revoking())) {
                    yield advance(current);
                }
                yield subscriptionChanged ? withoutUnsubscribed(current) : current;
            }
            case UNRELEASED_PARTITIONS -> advance(current);
            case UNKNOWN -> {
                if (!owned.told() || !owned.partitions().isEmpty()) {
                    throw new FencedMemberEpochException("The member is in a state that this coordinator does not know."
                            + " It has to give up its partitions and join again.");
                }
                yield advance(current);
            }
        };
    }

    /** The next step towards the target. */
    private CurrentAssignment advance(CurrentAssignment current) {
        AssignedPartitions.Builder kept = new AssignedPartitions.Builder();
        AssignedPartitions.Builder lost = new AssignedPartitions.Builder();
        AssignedPartitions had = current.assigned();
        had.partitions().forEach((topic, partition) -> {
            AssignedPartitions.Builder to = isWanted(topic, partition) ? kept : lost;
            to.add(topic, partition, had.epoch(topic, partition));
        });
        AssignedPartitions revoking = lost.build();
        if (!revoking.isEmpty() && owned.mayHoldAnyOf(revoking)) {
            return new CurrentAssignment(
                    MemberState.UNREVOKED_PARTITIONS, current.epoch(), current.epoch(), kept.build(), revoking);
        }
        boolean[] waits = {false};
        target.forEach((topic, partition) -> {
            if (!subscribed.contains(topic) || had.partitions().contains(topic, partition)) {
                return;
            }
            if (occupied.byAnother(topic, partition)) {
                waits[0] = true;
            } else {
                kept.add(topic, partition, targetEpoch);
            }
        });
        return new CurrentAssignment(
                waits[0] ? MemberState.UNRELEASED_PARTITIONS : MemberState.STABLE,
                targetEpoch,
                current.epoch(),
                kept.build(),
                AssignedPartitions.EMPTY);
    }

    private boolean isWanted(Uuid topic, int partition) {
        return subscribed.contains(topic) && target.contains(topic, partition);
    }

    /** Takes away topics that the member has unsubscribed from, before there is a new assignment. */
    private CurrentAssignment withoutUnsubscribed(CurrentAssignment current) {
        Set<Uuid> gone = new HashSet<>(current.assigned().partitions().topics());
        gone.removeAll(subscribed);
        if (gone.isEmpty()) {
            return current;
        }
        AssignedPartitions.Builder kept = new AssignedPartitions.Builder();
        AssignedPartitions.Builder lost = new AssignedPartitions.Builder();
        for (Uuid topic : current.revoking().partitions().topics()) {
            lost.addTopic(topic, current.revoking());
        }
        for (Uuid topic : current.assigned().partitions().topics()) {
            (gone.contains(topic) ? lost : kept).addTopic(topic, current.assigned());
        }
        AssignedPartitions revoking = lost.build();
        return owned.mayHoldAnyOf(revoking)
                ? new CurrentAssignment(
                        MemberState.UNREVOKED_PARTITIONS, current.epoch(), current.epoch(), kept.build(), revoking)
                : new CurrentAssignment(
                        current.state(), current.epoch(), current.epoch(), kept.build(), current.revoking());
    }
}
