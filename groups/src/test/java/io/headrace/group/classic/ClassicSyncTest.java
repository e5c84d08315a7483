package io.headrace.group.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.group.GroupRig.Reply;
import io.headrace.group.record.GroupMetadataValue;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Assignments of a classic group, what is recorded of them, and what a restart finds. */
class ClassicSyncTest extends ClassicStory {
    private Member leader;
    private Member follower;

    @BeforeEach
    void joinTwo() {
        leader = member("a");
        follower = member("b");
        leader.join();
        follower.join();
        rig.advance(6000);
        leader.joined();
        follower.joined();
    }

    @Test
    void aFollowerWaitsForTheLeader() {
        follower.sync();
        assertFalse(follower.sync.isAnswered());

        leader.syncAll();

        assertEquals(follower.memberId + "@1", follower.assigned());
        assertEquals(leader.memberId + "@1", leader.assigned());
        assertEquals("consumer", follower.sync.get().protocolType());
        assertEquals("range", follower.sync.get().protocolName());
    }

    @Test
    void oneWhoComesLaterGetsItAtOnce() {
        leader.syncAll();
        follower.sync();

        assertEquals(follower.memberId + "@1", follower.assigned());
    }

    @Test
    void whomTheLeaderForgetsGetsNothing() {
        follower.sync();
        leader.sync();

        assertEquals("", follower.assigned());
        assertEquals("", leader.assigned());
    }

    @Test
    void nobodyIsToldBeforeTheRecordIsCommitted() {
        rig.held = true;
        follower.sync();
        leader.syncAll();
        assertFalse(follower.sync.isAnswered());
        Reply<SyncGroupResponse> first = leader.sync;
        leader.syncAll(); // it asks again, of what is stable but not committed
        assertFalse(first.isAnswered());
        assertFalse(leader.sync.isAnswered());

        rig.release();

        assertTrue(first.isAnswered());
        assertEquals(leader.memberId + "@1", leader.assigned());
        assertEquals(follower.memberId + "@1", follower.assigned());
        assertEquals(1, rig.log.size());
    }

    @Test
    void whenTheRecordCannotBeAppendedAllJoinAgain() {
        follower.sync();
        rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
        leader.syncAll();
        rig.appendError = Errors.NONE;

        assertEquals(Errors.COORDINATOR_NOT_AVAILABLE, leader.syncError());
        assertEquals(Errors.COORDINATOR_NOT_AVAILABLE, follower.syncError());
        assertEquals(Errors.REBALANCE_IN_PROGRESS, leader.heartbeat());
        assertTrue(rig.log.isEmpty());
        leader.join();
        follower.join();
        assertEquals(2, leader.joined().generationId());
        follower.joined();
        settle(leader, follower);
    }

    @Test
    void whatIsInTheLogButNotConfirmedStays() {
        follower.sync();
        rig.appendError = Errors.KAFKA_STORAGE_ERROR;
        rig.failsAfterAppend = true;
        leader.syncAll();
        rig.appendError = Errors.NONE;

        assertEquals(Errors.NOT_COORDINATOR, leader.syncError());
        assertEquals(Errors.NONE, leader.heartbeat());
        follower.sync();
        assertEquals(follower.memberId + "@1", follower.assigned());
    }

    @Test
    void wrongRequestsAreRefused() {
        Member stranger = member("x");
        stranger.generation = 1;
        stranger.memberId = "stranger";
        stranger.version = 0;
        stranger.sync();
        assertEquals(Errors.UNKNOWN_MEMBER_ID, stranger.syncError());
        assertEquals(Errors.UNKNOWN_MEMBER_ID, stranger.heartbeat());

        follower.generation = 0;
        follower.sync();
        assertEquals(Errors.ILLEGAL_GENERATION, follower.syncError());
        assertEquals(Errors.ILLEGAL_GENERATION, follower.heartbeat());
        follower.generation = 2;
        follower.sync();
        assertEquals(Errors.ILLEGAL_GENERATION, follower.syncError());

        for (SyncGroupRequest wrong : new SyncGroupRequest[] {
            new SyncGroupRequest().protocolType("connect"), new SyncGroupRequest().protocolName("sticky")
        }) {
            wrong.groupId("g").memberId(leader.memberId).generationId(1);
            Reply<SyncGroupResponse> reply = rig.ask(to -> rig.machine.syncGroup(rig.context(5, "a"), wrong, to));
            assertEquals(Errors.INCONSISTENT_GROUP_PROTOCOL.code(), reply.get().errorCode());
        }

        Member elsewhere = new Member(rig, "other", "x").version(0);
        elsewhere.sync();
        assertEquals(Errors.UNKNOWN_MEMBER_ID, elsewhere.syncError());
        Member nowhere = new Member(rig, "", "x").version(0);
        nowhere.sync();
        assertEquals(Errors.INVALID_GROUP_ID, nowhere.syncError());
        assertEquals(Errors.INVALID_GROUP_ID, nowhere.heartbeat());
    }

    @Test
    void aHeartbeatBetweenJoinAndSyncIsFine() {
        assertEquals(Errors.NONE, leader.heartbeat());
        assertEquals(Errors.NONE, follower.heartbeat());
    }

    @Test
    void whoDoesNotSyncInTimeIsLeftOut() {
        leader.syncAll();
        for (int i = 0; i < 12; i++) {
            rig.advance(5000);
            follower.heartbeat();
            leader.heartbeat();
        }

        assertEquals(Errors.REBALANCE_IN_PROGRESS, leader.heartbeat());
        assertEquals(Errors.UNKNOWN_MEMBER_ID, follower.heartbeat());
        leader.join();
        assertEquals(1, leader.joined().members().size());
    }

    @Test
    void aLeaderThatDoesNotSyncIsLeftOutWithEveryoneToldToJoinAgain() {
        follower.sync();

        rig.advance(Member.SESSION_MS); // nothing is heard of the leader

        assertEquals(Errors.REBALANCE_IN_PROGRESS, follower.syncError());
        follower.join();
        assertEquals(2, follower.joined().generationId());
        assertEquals(follower.memberId, follower.join.get().leader());
        settle(follower);
    }

    @Test
    void theRecordIsKafkas() {
        leader.syncAll();

        assertEquals(3, rig.lastRecord().valueVersion());
        GroupMetadataValue value = (GroupMetadataValue) rig.lastRecord().value();
        assertEquals("consumer", value.protocolType());
        assertEquals(1, value.generation());
        assertEquals("range", value.protocol());
        assertEquals(leader.memberId, value.leader());
        assertEquals(2, value.members().size());
        GroupMetadataValue.MemberMetadata member = value.members().get(1);
        assertEquals(follower.memberId, member.memberId());
        assertEquals("b", member.clientId());
        assertEquals("/127.0.0.1", member.clientHost());
        assertEquals(Member.SESSION_MS, member.sessionTimeout());
        assertEquals(Member.REBALANCE_MS, member.rebalanceTimeout());
    }

    @Test
    void membersGoOnAfterARestart() {
        settle(leader, follower);

        rig.restart();

        assertEquals("Stable", describe().groupState());
        assertEquals(2, describe().members().size());
        assertEquals(Errors.NONE, leader.heartbeat());
        follower.sync();
        assertEquals(follower.memberId + "@1", follower.assigned());
        follower.sendJoin();
        assertEquals(1, follower.joined().generationId());
    }

    @Test
    void whoIsNotHeardOfAfterARestartExpires() {
        settle(leader, follower);
        rig.restart();

        rig.advance(Member.SESSION_MS - 1);
        assertEquals(Errors.NONE, leader.heartbeat());
        rig.advance(1);

        assertEquals(Errors.REBALANCE_IN_PROGRESS, leader.heartbeat());
        leader.join();
        assertEquals(1, leader.joined().members().size());
    }

    @Test
    void aGenerationThatWasNotCompleteIsForgottenByARestart() {
        rig.restart();

        assertEquals(Errors.GROUP_ID_NOT_FOUND.code(), describe().errorCode());
        assertEquals(Errors.UNKNOWN_MEMBER_ID, leader.heartbeat());
    }

    @Test
    void aSessionIsProlongedByHeartbeatsWithOneTimerEach() {
        settle(leader, follower);
        int timers = rig.timers();

        for (int i = 0; i < 100; i++) {
            rig.advance(3000);
            assertEquals(Errors.NONE, leader.heartbeat());
            assertEquals(Errors.NONE, follower.heartbeat());
            assertEquals(timers, rig.timers());
        }
        rig.advance(Member.SESSION_MS);
        rig.advance(1);

        assertEquals("Empty", describe().groupState());
    }

    @Test
    void theOnesThatAreGoneLeaveAnEmptyGroupWithoutTimersOfItsOwn() {
        settle(leader, follower);
        leader.leave();
        follower.leave();

        assertEquals("Empty", describe().groupState());
        assertEquals("consumer", describe().protocolType());
        assertEquals(1, rig.timers(), "that of the expiry");
        GroupMetadataValue value = (GroupMetadataValue) rig.lastRecord().value();
        assertEquals(2, value.generation());
        assertTrue(value.members().isEmpty());
        assertEquals(rig.nowMs, value.currentStateTimestamp());
        rig.restart();
        assertEquals("Empty", describe().groupState());
        assertEquals(GroupRig.START_MS + 6000, rig.nowMs);
    }
}
