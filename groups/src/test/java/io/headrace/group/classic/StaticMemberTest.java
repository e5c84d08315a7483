package io.headrace.group.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.SyncGroupResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Static members (KIP-345): they come back in their place, and whoever had it before is fenced. */
class StaticMemberTest extends ClassicStory {
    private Member first;
    private Member second;

    @BeforeEach
    void twoStaticMembers() {
        first = member("a").instance("one");
        second = member("b").instance("two");
        stable(first, second);
    }

    private Member restarted(Member member) {
        return member(member.name).instance(member.instanceId);
    }

    @Test
    void anIdIsNotAskedForFirst() {
        assertTrue(first.memberId.startsWith("one-"));
    }

    @Test
    void aQuickRestartCostsNoRebalance() {
        Member again = restarted(second);
        again.join();

        assertEquals(1, again.joined().generationId());
        assertNotEquals(second.memberId, again.memberId);
        assertEquals(first.memberId, again.join.get().leader());
        assertFalse(again.join.get().skipAssignment());
        again.sync();
        assertEquals(second.memberId + "@1", again.assigned());
        assertEquals(Errors.NONE, first.heartbeat());
        assertEquals(Errors.NONE, again.heartbeat());
        assertEquals(Errors.FENCED_INSTANCE_ID, second.heartbeat());
    }

    @Test
    void whoComesBackToAFullGroupHasItsPlaceAlready() {
        rig.with("group.max.size", 2);
        Member again = restarted(second);
        again.join();
        assertEquals(1, again.joined().generationId());

        Member stranger = member("c").instance("three");
        stranger.join();
        assertEquals(Errors.GROUP_MAX_SIZE_REACHED, stranger.joinError());
    }

    @Test
    void theNewIdSurvivesARestartOfTheCoordinator() {
        Member again = restarted(second);
        again.join();
        again.joined();

        rig.restart();

        assertEquals(Errors.NONE, again.heartbeat());
        assertEquals(Errors.FENCED_INSTANCE_ID, second.heartbeat());
        assertEquals(2, describe().members().size());
    }

    @Test
    void aLeaderThatComesBackIsToldToLeaveTheAssignmentAsItIs() {
        Member again = restarted(first);
        again.join();

        assertEquals(1, again.joined().generationId());
        assertTrue(again.join.get().skipAssignment());
        assertEquals(again.memberId, again.join.get().leader());
        assertEquals(2, again.join.get().members().size());
        assertTrue(again.join.get().members().stream()
                .anyMatch(member -> member.memberId().equals(again.memberId)));
        again.sync();
        assertEquals(first.memberId + "@1", again.assigned());
    }

    @Test
    void anOlderLeaderThatComesBackIsToldThatAnotherLeads() {
        Member again = restarted(first).version(8);
        again.join();

        assertEquals(1, again.joined().generationId());
        assertFalse(again.join.get().skipAssignment());
        assertEquals(first.memberId, again.join.get().leader());
        assertTrue(again.join.get().members().isEmpty());
        again.sync();
        assertEquals(first.memberId + "@1", again.assigned());
    }

    @Test
    void whenTheNewIdCannotBeRecordedTheOldOneStays() {
        rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
        Member again = restarted(second);
        again.join();
        rig.appendError = Errors.NONE;

        assertEquals(Errors.COORDINATOR_NOT_AVAILABLE, again.joinError());
        assertEquals(Errors.NONE, second.heartbeat());
        rig.advance(Member.SESSION_MS - 1);
        assertEquals(Errors.NONE, first.heartbeat());
        rig.advance(1);
        assertEquals("PreparingRebalance", describe().groupState(), "the sessions are watched still");
    }

    @Test
    void whoChangesTheProtocolMakesAllRebalance() {
        Member again = restarted(second).protocols("sticky", "range");
        first.protocols("range", "sticky").sendJoin();
        second.protocols("sticky", "range").sendJoin();
        first.joined();
        second.joined();
        settle(first, second);
        assertEquals("range", first.join.get().protocolName());

        again.protocols("range");
        again.join();
        assertEquals(2, again.joined().generationId(), "range still wins");

        Member other = restarted(first).protocols("sticky");
        other.join();
        assertEquals(Errors.INCONSISTENT_GROUP_PROTOCOL, other.joinError(), "the other offers only range");
    }

    @Test
    void whoComesBackDuringARebalanceTakesThePlaceOfWhoWaits() {
        Member third = member("c");
        third.join();
        second.sendJoin();
        assertFalse(second.join.isAnswered());

        Member again = restarted(second);
        again.join();

        assertEquals(Errors.FENCED_INSTANCE_ID, second.joinError());
        assertFalse(again.join.isAnswered());
        first.sendJoin();
        assertEquals(2, again.joined().generationId());
        first.joined();
        third.joined();
        settle(first, third, again);
    }

    @Test
    void whoComesBackBeforeTheAssignmentMakesAllJoinAgain() {
        first.topics("u").sendJoin();
        second.sendJoin();
        first.joined();
        second.joined();
        second.sync();
        Reply<SyncGroupResponse> waiting = second.sync;

        Member again = restarted(second);
        again.join();

        assertEquals(Errors.FENCED_INSTANCE_ID.code(), waiting.get().errorCode());
        assertFalse(again.join.isAnswered());
        assertEquals(Errors.REBALANCE_IN_PROGRESS, first.heartbeat());
        first.sendJoin();
        first.joined();
        assertEquals(3, again.joined().generationId());
        settle(first, again);
    }

    @Test
    void whoComesBackBeforeItSyncedIsExpectedToSyncInItsPlace() {
        first.topics("u").sendJoin();
        second.sendJoin();
        first.joined();
        second.joined();
        first.syncAll();
        Member again = restarted(second);
        again.join();
        assertEquals(2, again.joined().generationId());
        for (int i = 0; i < 12; i++) {
            assertEquals(Errors.NONE, first.heartbeat());
            assertEquals(Errors.NONE, again.heartbeat());
            rig.advance(5000);
        }

        assertEquals(Errors.UNKNOWN_MEMBER_ID, again.heartbeat(), "it did not sync");
        assertEquals(Errors.REBALANCE_IN_PROGRESS, first.heartbeat());
    }

    @Test
    void whoHasTheWrongIdIsFenced() {
        second.memberId = "another";
        assertEquals(Errors.FENCED_INSTANCE_ID, second.heartbeat());
        second.sync();
        assertEquals(Errors.FENCED_INSTANCE_ID, second.syncError());
        second.sendJoin();
        assertEquals(Errors.FENCED_INSTANCE_ID, second.joinError());
        assertEquals(
                Errors.FENCED_INSTANCE_ID.code(),
                second.leave().members().get(0).errorCode());
        second.instanceId = "three";
        assertEquals(Errors.UNKNOWN_MEMBER_ID, second.heartbeat());
    }

    @Test
    void whoIsAwayDuringARebalanceKeepsThePlaceUntilTheSessionEnds() {
        second.sessionMs = 1_000_000;
        second.topics("u").sendJoin(); // its session is long from now on
        first.sendJoin();
        first.joined();
        second.joined();
        settle(first, second);
        Member third = member("c");
        third.join();
        first.sendJoin();
        for (int i = 0; i < 12; i++) {
            rig.advance(5000);
        }

        assertEquals(3, first.joined().generationId());
        assertEquals(3, first.join.get().members().size(), "the one who is away is still a member");
        third.joined();
        assertTrue(first.join.get().members().stream().anyMatch(member -> "two".equals(member.groupInstanceId())));
    }

    @Test
    void anAdminRemovesStaticMembersByName() {
        LeaveGroupRequest request = new LeaveGroupRequest()
                .groupId("g")
                .members(List.of(
                        new MemberIdentity().memberId("").groupInstanceId("two"),
                        new MemberIdentity().memberId("").groupInstanceId("nine"),
                        new MemberIdentity().memberId("")));
        Reply<LeaveGroupResponse> reply =
                rig.ask(answer -> rig.machine.leaveGroup(rig.context(5, "x"), request, answer));

        LeaveGroupResponse response = reply.get();
        assertEquals(Errors.NONE.code(), response.errorCode());
        assertEquals(Errors.NONE.code(), response.members().get(0).errorCode());
        assertEquals("two", response.members().get(0).groupInstanceId());
        assertEquals(Errors.UNKNOWN_MEMBER_ID.code(), response.members().get(1).errorCode());
        assertEquals(Errors.UNKNOWN_MEMBER_ID.code(), response.members().get(2).errorCode());
        assertEquals(Errors.REBALANCE_IN_PROGRESS, first.heartbeat());
        assertEquals(Errors.UNKNOWN_MEMBER_ID, second.heartbeat());
    }
}
