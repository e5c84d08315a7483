package io.headrace.group.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.LeaveGroupResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members of a classic group leave, or are not heard of any more. */
class LeaveTest extends ClassicStory {
    private LeaveGroupResponse leave(int version, LeaveGroupRequest request) {
        Reply<LeaveGroupResponse> reply =
                rig.ask(answer -> rig.machine.leaveGroup(rig.context(version, "x"), request, answer));
        return reply.get();
    }

    @Test
    void theOthersRebalanceAtOnce() {
        Member first = member("a");
        Member second = member("b");
        stable(first, second);

        assertEquals(Errors.NONE.code(), first.leave().members().get(0).errorCode());

        assertEquals(Errors.REBALANCE_IN_PROGRESS, second.heartbeat());
        second.sendJoin();
        assertEquals(second.memberId, second.joined().leader());
        assertEquals(
                Errors.UNKNOWN_MEMBER_ID.code(), first.leave().members().get(0).errorCode());
    }

    @Test
    void aGroupThatFillsAgainWhileItIsNotCertainThatItWasEmptyKeepsItsMembers() {
        Member first = member("a");
        stable(first);
        rig.held = true;
        first.sendLeave();
        Member second = member("b");
        second.version = 3;
        second.sendJoin();

        rig.releaseUnconfirmed(Errors.REQUEST_TIMED_OUT);

        assertEquals("PreparingRebalance", describe().groupState());
        rig.advance(3000);
        rig.advance(3000);
        JoinGroupResponse joined = second.joined();
        assertEquals(second.memberId, joined.leader());
    }

    @Test
    void severalLeaveInOneRequest() {
        Member first = member("a");
        Member second = member("b");
        stable(first, second);

        LeaveGroupResponse response = leave(
                5,
                new LeaveGroupRequest()
                        .groupId("g")
                        .members(List.of(
                                new MemberIdentity().memberId(first.memberId),
                                new MemberIdentity().memberId("nobody"),
                                new MemberIdentity().memberId(second.memberId))));

        assertEquals(Errors.NONE.code(), response.members().get(0).errorCode());
        assertEquals(Errors.UNKNOWN_MEMBER_ID.code(), response.members().get(1).errorCode());
        assertEquals(Errors.NONE.code(), response.members().get(2).errorCode());
        assertEquals("Empty", describe().groupState());
    }

    @Test
    void oldVersionsHaveTheErrorInFront() {
        Member first = member("a");
        stable(first);
        LeaveGroupRequest request = new LeaveGroupRequest().groupId("g").memberId(first.memberId);

        assertEquals(Errors.NONE.code(), leave(2, request).errorCode());
        assertEquals(Errors.UNKNOWN_MEMBER_ID.code(), leave(2, request).errorCode());
        assertTrue(leave(2, request).members().isEmpty());
    }

    @Test
    void nobodyLeavesAGroupThatIsNotThere() {
        LeaveGroupRequest request =
                new LeaveGroupRequest().groupId("none").members(List.of(new MemberIdentity().memberId("a")));
        LeaveGroupResponse response = leave(5, request);
        assertEquals(Errors.NONE.code(), response.errorCode());
        assertEquals(Errors.UNKNOWN_MEMBER_ID.code(), response.members().get(0).errorCode());

        assertEquals(
                Errors.INVALID_GROUP_ID.code(), leave(5, request.groupId("")).errorCode());
    }

    @Test
    void whoWaitsAndLeavesIsAnswered() {
        Member first = member("a");
        stable(first);
        Member second = member("b");
        second.join();

        second.leave();

        assertEquals(Errors.UNKNOWN_MEMBER_ID, second.joinError());
        first.sendJoin();
        assertEquals(1, first.joined().members().size());
    }

    @Test
    void theLastOneToBeWaitedForLeaves() {
        Member first = member("a");
        Member second = member("b");
        stable(first, second);
        first.topics("u").sendJoin();

        second.leave();

        assertEquals(2, first.joined().generationId());
    }

    @Test
    void anIdThatWasOnlyGivenOutCanLeave() {
        Member member = member("a");
        member.sendJoin();
        member.memberId = member.join.get().memberId();

        assertEquals(Errors.NONE.code(), member.leave().members().get(0).errorCode());

        assertEquals(Errors.GROUP_ID_NOT_FOUND.code(), describe().errorCode());
        assertEquals(0, rig.timers());
    }

    @Test
    void aRebalanceWaitsForAnIdThatWasGivenOut() {
        Member first = member("a");
        stable(first);
        Member second = member("b");
        second.sendJoin(); // it has its id now
        first.topics("u").sendJoin();
        assertEquals("PreparingRebalance", describe().groupState());

        second.memberId = second.join.get().memberId();
        second.leave();

        assertEquals(2, first.joined().generationId());
    }

    @Test
    void aSilentMemberIsLeftOutAndTheOthersRebalance() {
        Member first = member("a");
        Member second = member("b");
        stable(first, second);
        rig.advance(6000);
        second.heartbeat();
        rig.advance(4001);

        assertEquals(Errors.REBALANCE_IN_PROGRESS, second.heartbeat());
        assertEquals(Errors.UNKNOWN_MEMBER_ID, first.heartbeat());
    }

    @Test
    void whoWaitsForTheOthersDoesNotExpire() {
        Member first = member("a");
        Member second = member("b");
        stable(first, second);
        second.sessionMs = 300_000;
        second.topics("u").sendJoin();
        for (int i = 0; i < 5; i++) {
            rig.advance(9000);
            first.heartbeat();
        }
        first.sendJoin();

        assertEquals(2, first.joined().generationId());
        assertEquals(2, second.joined().generationId());
        settle(first, second);
    }

    @Test
    void aNewMemberThatWaitsForFiveMinutesIsAskedToTryAgain() {
        Member first = member("a");
        first.rebalanceMs = 1_000_000;
        first.sessionMs = 1_000_000;
        stable(first);
        Member second = member("b");
        second.join();

        rig.advance(300_000);

        assertEquals(Errors.UNKNOWN_MEMBER_ID, second.joinError());
    }

    @Test
    void anEmptyGenerationThatCannotBeRecordedIsEmptyAllTheSame() {
        Member first = member("a");
        stable(first);
        rig.appendError = Errors.NOT_ENOUGH_REPLICAS;

        assertEquals(Errors.COORDINATOR_NOT_AVAILABLE.code(), first.leave().errorCode());

        rig.appendError = Errors.NONE;
        assertEquals("Empty", describe().groupState());
        Member second = member("b");
        stable(second);
        assertEquals(3, second.generation);
    }
}
