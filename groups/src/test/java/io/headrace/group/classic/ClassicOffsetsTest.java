package io.headrace.group.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetDeleteRequest;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.headrace.protocol.message.OffsetDeleteResponse;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.headrace.protocol.message.TxnOffsetCommitRequest;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import io.headrace.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import io.headrace.protocol.message.TxnOffsetCommitResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offsets of groups with members: who may commit, and what members and subscriptions keep from going. */
class ClassicOffsetsTest extends ClassicStory {
    private static final long DAY_MS = 24L * 60 * 60 * 1000;
    private static final long CHECK_MS = 600_000;

    private Member leader;

    @BeforeEach
    void aMember() {
        leader = member("a");
        leader.sessionMs = 1_800_000;
        stable(leader);
    }

    private Errors commit(String topic, String memberId, String instanceId, int generation) {
        OffsetCommitRequest request = new OffsetCommitRequest()
                .groupId("g")
                .memberId(memberId)
                .groupInstanceId(instanceId)
                .generationIdOrMemberEpoch(generation)
                .retentionTimeMs(-1)
                .topics(List.of(new OffsetCommitRequestTopic()
                        .name(topic)
                        .partitions(List.of(new OffsetCommitRequestPartition().committedOffset(5)))));
        Reply<OffsetCommitResponse> reply =
                rig.ask(answer -> rig.machine.offsetCommit(rig.context(8, "c"), request, answer));
        return Errors.forCode(reply.get().topics().get(0).partitions().get(0).errorCode());
    }

    private Errors commitInTransaction(String memberId, int generation) {
        TxnOffsetCommitRequest request = new TxnOffsetCommitRequest()
                .groupId("g")
                .producerId(7)
                .memberId(memberId)
                .generationId(generation)
                .topics(List.of(new TxnOffsetCommitRequestTopic()
                        .name("t")
                        .partitions(List.of(new TxnOffsetCommitRequestPartition().committedOffset(6)))));
        Reply<TxnOffsetCommitResponse> reply =
                rig.ask(answer -> rig.machine.transactionalOffsetCommit(rig.context(3, "c"), request, answer));
        return Errors.forCode(reply.get().topics().get(0).partitions().get(0).errorCode());
    }

    private long fetch(String topic) {
        OffsetFetchRequestGroup request = new OffsetFetchRequestGroup()
                .groupId("g")
                .topics(List.of(new OffsetFetchRequestTopics().name(topic).partitionIndexes(List.of(0))));
        Reply<OffsetFetchResponseGroup> reply =
                rig.ask(answer -> rig.machine.offsetFetch(rig.context(8, "c"), request, false, answer));
        return reply.get().topics().get(0).partitions().get(0).committedOffset();
    }

    private OffsetDeleteResponse deleteOffset(String topic) {
        OffsetDeleteRequest request = new OffsetDeleteRequest()
                .groupId("g")
                .topics(List.of(new OffsetDeleteRequestTopic()
                        .name(topic)
                        .partitions(List.of(new OffsetDeleteRequestPartition().partitionIndex(0)))));
        Reply<OffsetDeleteResponse> reply =
                rig.ask(answer -> rig.machine.offsetDelete(rig.context(0, "c"), request, answer));
        return reply.get();
    }

    private Errors deleteGroup() {
        Reply<DeletableGroupResult> reply =
                rig.ask(answer -> rig.machine.deleteGroup(rig.context(2, "c"), "g", answer));
        return Errors.forCode(reply.get().errorCode());
    }

    @Test
    void onlyMembersOfTheGenerationCommit() {
        assertEquals(Errors.NONE, commit("t", leader.memberId, null, 1));
        assertEquals(Errors.ILLEGAL_GENERATION, commit("t", leader.memberId, null, 0));
        assertEquals(Errors.ILLEGAL_GENERATION, commit("t", leader.memberId, null, -1));
        assertEquals(Errors.UNKNOWN_MEMBER_ID, commit("t", "stranger", null, 1));
        assertEquals(Errors.UNKNOWN_MEMBER_ID, commit("t", "", null, -1));
        assertEquals(Errors.UNKNOWN_MEMBER_ID, commit("t", leader.memberId, "one", 1));
        assertEquals(5, fetch("t"));
    }

    @Test
    void aStaticMemberThatWasReplacedCannotCommit() {
        Member other = member("b").instance("two");
        other.sendJoin();
        leader.sendJoin();
        leader.joined();
        other.joined();
        settle(leader, other);

        assertEquals(Errors.NONE, commit("t", other.memberId, "two", 2));
        assertEquals(Errors.FENCED_INSTANCE_ID, commit("t", "was-another", "two", 2));
    }

    @Test
    void aMemberCommitsWhileTheGroupPreparesButNotBetweenJoinAndSync() {
        member("b").join();
        assertEquals(Errors.NONE, commit("t", leader.memberId, null, 1));
        leader.sendJoin();
        leader.joined();

        assertEquals(Errors.REBALANCE_IN_PROGRESS, commit("t", leader.memberId, null, 2));
        assertEquals(Errors.ILLEGAL_GENERATION, commit("t", leader.memberId, null, 1));
        assertEquals(Errors.NONE, commitInTransaction(leader.memberId, 2));
    }

    @Test
    void transactionsNameTheMemberOrNobody() {
        assertEquals(Errors.NONE, commitInTransaction("", -1));
        assertEquals(Errors.NONE, commitInTransaction(leader.memberId, 1));
        assertEquals(Errors.ILLEGAL_GENERATION, commitInTransaction(leader.memberId, 2));
        assertEquals(Errors.UNKNOWN_MEMBER_ID, commitInTransaction("stranger", 1));
    }

    @Test
    void aCommitShowsThatTheMemberLives() {
        leader.sessionMs = Member.SESSION_MS;
        leader.sendJoin();
        leader.joined();
        settle(leader);
        for (int i = 0; i < 10; i++) {
            rig.advance(9000);
            assertEquals(Errors.NONE, commit("t", leader.memberId, null, leader.generation));
        }
        assertEquals("Stable", describe().groupState());
    }

    @Test
    void offsetsOfTopicsThatMembersSubscribeToStay() {
        commit("t", leader.memberId, null, 1);
        commit("u", leader.memberId, null, 1);

        assertEquals(
                Errors.GROUP_SUBSCRIBED_TO_TOPIC.code(),
                deleteOffset("t").topics().get(0).partitions().get(0).errorCode());
        assertEquals(
                Errors.NONE.code(),
                deleteOffset("u").topics().get(0).partitions().get(0).errorCode());
        assertEquals(5, fetch("t"));
        assertEquals(-1, fetch("u"));
    }

    @Test
    void offsetsOfOtherKindsOfGroupsStayWhileThereAreMembers() {
        Member connect = new Member(rig, "w", "worker");
        connect.protocolType = "connect";
        connect.join();
        rig.advance(3000);
        connect.joined();
        connect.syncAll();
        Reply<OffsetDeleteResponse> reply = rig.ask(answer -> rig.machine.offsetDelete(
                rig.context(0, "c"),
                new OffsetDeleteRequest()
                        .groupId("w")
                        .topics(List.of(new OffsetDeleteRequestTopic()
                                .name("t")
                                .partitions(List.of(new OffsetDeleteRequestPartition())))),
                answer));

        assertEquals(Errors.NON_EMPTY_GROUP.code(), reply.get().errorCode());
    }

    @Test
    void aGroupWithMembersCannotBeDeleted() {
        commit("t", leader.memberId, null, 1);
        assertEquals(Errors.NON_EMPTY_GROUP, deleteGroup());
        leader.leave();

        assertEquals(Errors.NONE, deleteGroup());

        assertEquals(-1, fetch("t"));
        assertEquals(Errors.GROUP_ID_NOT_FOUND, deleteGroup());
        assertEquals(Errors.UNKNOWN_MEMBER_ID, leader.heartbeat());
        rig.restart();
        assertEquals(Errors.GROUP_ID_NOT_FOUND, deleteGroup());
        assertTrue(rig.compacted().values().stream().allMatch(record -> record.isTombstone()));
    }

    @Test
    void offsetsExpireSoLongAfterTheGroupBecameEmpty() {
        commit("t", leader.memberId, null, 1);
        for (int day = 0; day < 8; day++) {
            live(DAY_MS);
        }
        assertEquals(5, fetch("t"));
        leader.leave();
        rig.advance(7 * DAY_MS - 1);
        assertEquals(5, fetch("t"));

        rig.advance(1 + CHECK_MS);

        assertEquals(-1, fetch("t"));
        assertEquals(Errors.GROUP_ID_NOT_FOUND.code(), describe().errorCode());
    }

    private void live(long ms) {
        for (long passed = 0; passed < ms; passed += CHECK_MS) {
            rig.advance(CHECK_MS);
            assertEquals(Errors.NONE, leader.heartbeat());
        }
    }

    @Test
    void offsetsOfTopicsNobodySubscribesToExpireSoLongAfterTheCommit() {
        commit("t", leader.memberId, null, 1);
        commit("u", leader.memberId, null, 1);

        live(7 * DAY_MS + 2 * CHECK_MS);

        assertEquals(5, fetch("t"));
        assertEquals(-1, fetch("u"));
    }

    @Test
    void aGroupThatIsEmptyAndHasNoOffsetsGoesWithTheNextCheck() {
        leader.leave();
        rig.advance(CHECK_MS);

        assertEquals(Errors.GROUP_ID_NOT_FOUND.code(), describe().errorCode());
        assertEquals(0, rig.timers());
        assertTrue(rig.lastRecord().isTombstone());
    }
}
