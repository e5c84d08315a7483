package io.headrace.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.group.model.CommitVerdict;
import io.headrace.group.model.Committer;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OffsetFencingTest {
    private static final Uuid TOPIC = new Uuid(1, 1);

    @Test
    void anybodyCommitsToAGroupWithoutMembers() {
        assertEquals(Errors.NONE, all(new ConsumerGroup("g"), new Committer("", null, -1, false, 9)));
        assertEquals(Errors.UNKNOWN_MEMBER_ID, all(new ConsumerGroup("g"), new Committer("m", null, 3, false, 9)));
    }

    @Test
    void membersCommitAtTheirEpoch() {
        assertEquals(Errors.NONE, all(group(), new Committer("m", null, 5, false, 9)));
        assertEquals(Errors.STALE_MEMBER_EPOCH, all(group(), new Committer("m", null, 6, false, 9)));
        assertEquals(Errors.UNKNOWN_MEMBER_ID, all(group(), new Committer("x", null, 5, false, 9)));
        assertEquals(Errors.UNKNOWN_MEMBER_ID, all(group(), new Committer("", null, -1, false, 9)));
        assertEquals(Errors.UNSUPPORTED_VERSION, all(group(), new Committer("m", null, 5, false, 8)));
    }

    @Test
    void aLateCommitCountsForWhatTheMemberHadAllTheTime() {
        CommitVerdict verdict = group().checkCommit(new Committer("m", null, 4, false, 9));

        assertEquals(Errors.NONE, verdict.of("t", TOPIC, 0), "assigned at 3");
        assertEquals(Errors.STALE_MEMBER_EPOCH, verdict.of("t", TOPIC, 1), "assigned at 5");
        assertEquals(Errors.NONE, verdict.of("t", TOPIC, 2), "to be given up, had since 3");
        assertEquals(Errors.STALE_MEMBER_EPOCH, verdict.of("t", TOPIC, 3), "somebody else's");
    }

    @Test
    void transactionsOfOldProducersAreNotFenced() {
        assertEquals(Errors.NONE, all(group(), new Committer("", null, -1, true, 2)));
        assertEquals(Errors.NONE, all(group(), new Committer("m", null, 5, true, 3)));
        assertEquals(Errors.STALE_MEMBER_EPOCH, all(group(), new Committer("m", null, 6, true, 3)));
    }

    @Test
    void membersFetchAtTheirEpoch() {
        assertEquals(Errors.NONE, group().checkFetch(null, -1));
        assertEquals(Errors.NONE, group().checkFetch("", -1));
        assertEquals(Errors.NONE, group().checkFetch("m", 5));
        assertEquals(Errors.STALE_MEMBER_EPOCH, group().checkFetch("m", 4));
        assertEquals(Errors.UNKNOWN_MEMBER_ID, group().checkFetch("x", 5));
    }

    private static Errors all(ConsumerGroup group, Committer committer) {
        CommitVerdict verdict = group.checkCommit(committer);
        assertEquals(verdict.ofAll(), verdict.of("t", TOPIC, 0));
        return verdict.ofAll();
    }

    /** One member at epoch 5, that has partition 0 since 3 and 1 since 5, and is to give up 2. */
    private static ConsumerGroup group() {
        AssignedPartitions assigned = new AssignedPartitions.Builder()
                .add(TOPIC, 0, 3)
                .add(TOPIC, 1, 5)
                .build();
        CurrentAssignment current = new CurrentAssignment(
                MemberState.UNREVOKED_PARTITIONS, 5, 4, assigned, AssignedPartitions.of(PartitionSet.of(TOPIC, 2), 3));
        ConsumerMember member = new ConsumerMember(
                "m", new MemberMetadata(null, null, "c", "/h", new TreeSet<>(), null, 1, null, null), current);
        ConsumerGroup group = new ConsumerGroup("g");
        group.replay(ConsumerRecords.member("g", member));
        group.replay(ConsumerRecords.current("g", member));
        return group;
    }
}
