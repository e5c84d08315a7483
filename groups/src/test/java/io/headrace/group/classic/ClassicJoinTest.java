package io.headrace.group.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.JoinGroupResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is let into a classic group, and when it rebalances. */
class ClassicJoinTest extends ClassicStory {
    @Test
    void aNewMemberIsGivenItsIdFirst() {
        Member member = member("client");

        JoinGroupResponse answer = member.sendJoin().get();

        assertEquals(Errors.MEMBER_ID_REQUIRED.code(), answer.errorCode());
        assertEquals("client-id0", answer.memberId());
        assertNull(answer.protocolName());
        assertEquals(Errors.NONE.code(), describe().errorCode());
    }

    @Test
    void anIdThatNobodyJoinsWithIsForgottenAndTheGroupWithIt() {
        Member member = member("client");
        member.sendJoin();

        rig.advance(Member.SESSION_MS);

        assertEquals(Errors.GROUP_ID_NOT_FOUND.code(), describe().errorCode());
        assertEquals(0, rig.timers());
        member.memberId = "client-id0";
        member.sendJoin();
        assertEquals(Errors.UNKNOWN_MEMBER_ID, member.joinError());
        assertTrue(rig.log.isEmpty());
    }

    @Test
    void aClientOfOldVersionsIsLetInAtOnce() {
        Member member = member("old").version(3);

        member.sendJoin();
        assertFalse(member.join.isAnswered());
        rig.advance(3000);

        assertEquals("old-id0", member.joined().memberId());
    }

    @Test
    void oldVersionsGetAnEmptyProtocolNameWithAnError() {
        Member member = member("old").version(5);

        member.sendJoin();

        assertEquals("", member.join.get().protocolName());
    }

    @Test
    void theFirstRebalanceWaitsWhileMembersCome() {
        Member first = member("a");
        Member second = member("b");
        first.join();

        rig.advance(2000);
        second.join();
        rig.advance(2999);
        assertFalse(first.join.isAnswered());
        rig.advance(1001);

        assertEquals(1, first.joined().generationId());
        assertEquals(1, second.joined().generationId());
        assertEquals(first.memberId, second.join.get().leader());
        assertEquals(2, first.join.get().members().size());
        assertTrue(second.join.get().members().isEmpty());
    }

    @Test
    void theFirstRebalanceWaitsNoLongerThanTheRebalanceTimeout() {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Member member = member("m" + i);
            member.rebalanceMs = 10_000;
            member.join();
            members.add(member);
            if (members.get(0).join.isAnswered()) {
                break;
            }
            rig.advance(1000);
        }
        assertTrue(members.get(0).join.isAnswered());
        assertEquals(GroupRig.START_MS + 10_000, rig.nowMs);
        assertEquals(10, members.get(0).joined().members().size());
    }

    @Test
    void membersAgreeOnGenerationProtocolAndLeaderAndGetWhatTheLeaderAssigns() {
        Member first = member("a").protocols("sticky", "range", "x");
        Member second = member("b").protocols("range", "sticky");
        Member third = member("c").protocols("range", "sticky", "y");

        stable(first, second, third);

        assertEquals("range", first.join.get().protocolName());
        assertEquals("Stable", describe().groupState());
        assertEquals("range", describe().protocolData());
        assertEquals(3, describe().members().size());
    }

    @Test
    void aProtocolThatNotAllOfferCannotJoin() {
        stable(member("a").protocols("range", "sticky"), member("b").protocols("range"));

        Member other = member("c").protocols("sticky");
        other.join();
        assertEquals(Errors.INCONSISTENT_GROUP_PROTOCOL, other.joinError());

        Member connect = member("d");
        connect.protocolType = "connect";
        connect.join();
        assertEquals(Errors.INCONSISTENT_GROUP_PROTOCOL, connect.joinError());
    }

    @Test
    void aGroupNeedsAProtocolAndAType() {
        Member none = member("a").protocols();
        none.join();
        assertEquals(Errors.INCONSISTENT_GROUP_PROTOCOL, none.joinError());

        Member untyped = member("b");
        untyped.protocolType = "";
        untyped.join();
        assertEquals(Errors.INCONSISTENT_GROUP_PROTOCOL, untyped.joinError());
        assertEquals(Errors.GROUP_ID_NOT_FOUND.code(), describe().errorCode());
    }

    @Test
    void badRequestsAreRefused() {
        Member nameless = new Member(rig, "", "a");
        nameless.join();
        assertEquals(Errors.INVALID_GROUP_ID, nameless.joinError());

        for (int timeout : new int[] {5999, 1_800_001, -1}) {
            Member member = member("a");
            member.sessionMs = timeout;
            member.join();
            assertEquals(Errors.INVALID_SESSION_TIMEOUT, member.joinError());
        }

        Member unknown = member("a");
        unknown.memberId = "somebody";
        unknown.sendJoin();
        assertEquals(Errors.UNKNOWN_MEMBER_ID, unknown.joinError());
    }

    @Test
    void aJoinMakesTheOthersJoinAgain() {
        Member first = member("a");
        stable(first);
        Member second = member("b");
        second.join();

        assertFalse(second.join.isAnswered());
        assertEquals(Errors.REBALANCE_IN_PROGRESS, first.heartbeat());
        first.sync();
        assertEquals(Errors.REBALANCE_IN_PROGRESS, first.syncError());
        first.join();

        assertEquals(2, first.joined().generationId());
        assertEquals(2, second.joined().generationId());
        settle(first, second);
    }

    @Test
    void whoDoesNotJoinAgainInTimeIsLeftOut() {
        Member first = member("a");
        Member second = member("b");
        stable(first, second);
        Member third = member("c");
        third.join();
        first.join();
        for (int i = 0; i < 12; i++) { // it sends heartbeats, but does not join
            rig.advance(5000);
            second.heartbeat();
        }

        assertEquals(2, first.joined().generationId());
        assertEquals(2, first.join.get().members().size());
        third.joined();
        settle(first, third);
        assertEquals(Errors.UNKNOWN_MEMBER_ID, second.heartbeat());
    }

    @Test
    void aLeaderThatDoesNotJoinAgainIsReplaced() {
        Member first = member("a");
        Member second = member("b");
        stable(first, second);
        second.topics("other").sendJoin();
        for (int i = 0; i < 12; i++) {
            rig.advance(5000);
            first.heartbeat();
        }

        assertEquals(second.memberId, second.joined().leader());
        settle(second);
    }

    @Test
    void aRetryInTheSameGenerationIsToldTheSame() {
        Member first = member("a");
        Member second = member("b");
        first.join();
        second.join();
        rig.advance(6000);
        first.joined();
        second.joined();

        first.sendJoin();
        second.sendJoin();

        assertEquals(1, first.joined().generationId());
        assertEquals(2, first.join.get().members().size());
        assertEquals(1, second.joined().generationId());
        settle(first, second);

        second.sendJoin(); // a follower asks again of a stable group
        assertEquals(1, second.joined().generationId());
        first.sendJoin(); // a leader that does wants a rebalance
        assertFalse(first.join.isAnswered());
        assertEquals(Errors.REBALANCE_IN_PROGRESS, second.heartbeat());
    }

    @Test
    void aRetryWhileTheFirstRequestWaitsTakesItsPlace() {
        Member member = member("a");
        Reply<JoinGroupResponse> first = member.join();

        Reply<JoinGroupResponse> second = member.sendJoin();

        assertEquals(Errors.REBALANCE_IN_PROGRESS.code(), first.get().errorCode());
        rig.advance(3000);
        assertEquals(1, second.get().generationId());
        assertEquals(1, second.get().members().size());
    }

    @Test
    void aSubscriptionThatChangesMeansARebalance() {
        Member first = member("a");
        Member second = member("b");
        stable(first, second);

        second.topics("t", "u").sendJoin();

        assertEquals(Errors.REBALANCE_IN_PROGRESS, first.heartbeat());
        first.join();
        assertEquals(2, second.joined().generationId());
        assertEquals(2, first.joined().generationId());
    }

    @Test
    void thereIsALimitOnMembers() {
        rig.with("group.max.size", 2);
        Member first = member("a");
        Member second = member("b");
        stable(first, second);

        Member third = member("c");
        third.join();

        assertEquals(Errors.GROUP_MAX_SIZE_REACHED, third.joinError());
        assertEquals("", third.join.get().memberId());
        assertEquals(Errors.NONE, first.heartbeat());
    }

    @Test
    void aGroupThatIsLoadedWithTooManyMembersRebalancesToTheLimit() {
        Member first = member("a");
        Member second = member("b");
        Member third = member("c");
        stable(first, second, third);

        rig.with("group.max.size", 2);
        assertEquals(Errors.REBALANCE_IN_PROGRESS, first.heartbeat());
        first.sendJoin();
        second.sendJoin();
        third.sendJoin();

        assertEquals(Errors.GROUP_MAX_SIZE_REACHED, third.joinError());
        first.joined();
        second.joined();
        settle(first, second);
    }

    @Test
    void nothingIsToldBeforeItIsCommitted() {
        Member member = member("a");
        rig.held = true;
        member.sendJoin();
        assertFalse(member.join.isAnswered());
        rig.release();
        assertTrue(member.join.isAnswered());
    }

    @Test
    void whoWaitsIsToldWhenTheCoordinatorMovesAway() {
        Member first = member("a");
        first.join();

        rig.machine.unloaded();

        assertEquals(Errors.NOT_COORDINATOR, first.joinError());
    }
}
