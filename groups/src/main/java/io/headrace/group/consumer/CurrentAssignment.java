package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.group.record.ConsumerGroupCurrentMemberAssignmentValue;

/**
 * What a member has, and how far it has come. Immutable.
 *
 * @param state how far it has come
 * @param epoch the member's epoch: that of the assignment it has reached; 0 before the first, -2 of a static member that
 *     left for a while
 * @param previousEpoch the epoch before: the member may still come with it when the answer with the newer one was lost
 * @param assigned partitions it may use
 * @param revoking partitions it was told to give up
 */
record CurrentAssignment(
        MemberState state, int epoch, int previousEpoch, AssignedPartitions assigned, AssignedPartitions revoking) {
    /** The epoch with which a member leaves. */
    static final int LEAVE_EPOCH = -1;

    /** The epoch with which a static member leaves for a while, and that it then has. */
    static final int STATIC_LEAVE_EPOCH = -2;

    /** A member that was just made. */
    static final CurrentAssignment NONE =
            new CurrentAssignment(MemberState.STABLE, 0, 0, AssignedPartitions.EMPTY, AssignedPartitions.EMPTY);

    static CurrentAssignment of(ConsumerGroupCurrentMemberAssignmentValue value) {
        return new CurrentAssignment(
                MemberState.of(value.state()),
                value.memberEpoch(),
                value.previousMemberEpoch(),
                AssignedPartitions.of(value.assignedPartitions(), value.memberEpoch()),
                AssignedPartitions.of(value.partitionsPendingRevocation(), value.memberEpoch()));
    }

    ConsumerGroupCurrentMemberAssignmentValue toRecord() {
        return new ConsumerGroupCurrentMemberAssignmentValue()
                .state(state.code())
                .memberEpoch(epoch)
                .previousMemberEpoch(previousEpoch)
                .assignedPartitions(assigned.toRecord())
                .partitionsPendingRevocation(revoking.toRecord());
    }

    /** Whether nothing is left to do for the assignment of that epoch. */
    boolean isReconciledTo(int assignmentEpoch) {
        return state == MemberState.STABLE && epoch == assignmentEpoch;
    }

    /** A static member that left for a while: its partitions stay its own. */
    CurrentAssignment leftForAWhile() {
        return new CurrentAssignment(state, STATIC_LEAVE_EPOCH, previousEpoch, assigned, AssignedPartitions.EMPTY);
    }

    /** What the member has that takes the place of a static one. */
    CurrentAssignment takenOver() {
        return new CurrentAssignment(state, 0, 0, assigned, revoking);
    }

    /** At which epoch the member got a partition that it has, or is to give up; -1 for others. */
    int assignmentEpoch(Uuid topic, int partition) {
        int epochOfAssigned = assigned.epoch(topic, partition);
        return epochOfAssigned >= 0 ? epochOfAssigned : revoking.epoch(topic, partition);
    }
}
