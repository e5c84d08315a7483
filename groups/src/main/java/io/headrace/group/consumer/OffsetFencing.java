package io.headrace.group.consumer;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.group.model.CommitVerdict;
import io.headrace.group.model.Committer;

/** Who may commit and fetch the offsets of a consumer group. Pure. */
final class OffsetFencing {
    /** From here on, a commit has room for the errors of the consumer protocol. */
    private static final int FIRST_VERSION_WITH_EPOCHS = 9;

    private OffsetFencing() {}

    static CommitVerdict commit(ConsumerGroup group, Committer committer) {
        int epoch = committer.generationOrEpoch();
        if (epoch < 0 && group.isEmpty()) {
            // Somebody from outside, such as an admin client.
            return CommitVerdict.ALLOWED;
        }
        if (committer.transactional()
                && epoch == -1
                && committer.memberId().isEmpty()
                && committer.instanceId() == null) {
            // Transactional producers did not say for which member they commit before KIP-447.
            return CommitVerdict.ALLOWED;
        }
        ConsumerMember member = group.member(committer.memberId());
        if (member == null) {
            return CommitVerdict.refused(Errors.UNKNOWN_MEMBER_ID);
        }
        if (!committer.transactional() && !member.isClassic() && committer.apiVersion() < FIRST_VERSION_WITH_EPOCHS) {
            return CommitVerdict.refused(Errors.UNSUPPORTED_VERSION);
        }
        if (epoch == member.epoch()) {
            return CommitVerdict.ALLOWED;
        }
        Errors stale = stale(member);
        if (epoch > member.epoch()) {
            return CommitVerdict.refused(stale);
        }
        // Late, but for partitions that the member has had all the time since, nobody else can have committed.
        return (String topic, Uuid topicId, int partition) -> {
            int assigned = member.current().assignmentEpoch(topicId, partition);
            return assigned < 0 || epoch < assigned ? stale : Errors.NONE;
        };
    }

    static Errors fetch(ConsumerGroup group, String memberId, int epoch) {
        if ((memberId == null || memberId.isEmpty()) && epoch < 0) {
            return Errors.NONE;
        }
        ConsumerMember member = group.member(memberId);
        if (member == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        return epoch == member.epoch() ? Errors.NONE : stale(member);
    }

    private static Errors stale(ConsumerMember member) {
        return member.isClassic() ? Errors.ILLEGAL_GENERATION : Errors.STALE_MEMBER_EPOCH;
    }
}
