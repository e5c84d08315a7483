package io.headrace.clients.consumer.internals.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.clients.consumer.internals.group.ClassicMember.Phase;
import io.headrace.clients.internals.Backoff;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.FencedInstanceIdException;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A member of the classic protocol, told by hand what is heard and what time it is. */
class ClassicMemberTest {

    private static final int BACKOFF_MS = 100;
    private static final int HEARTBEAT_MS = 3_000;
    private static final int SESSION_MS = 10_000;
    private static final int MAX_POLL_MS = 60_000;
    private static final ClassicAction.Offer OFFER = new ClassicAction.Offer(Map.of("range", new byte[] {1}), false);
    private static final ClassicAction.Offer COOPERATIVE_OFFER =
            new ClassicAction.Offer(Map.of("cooperative-sticky", new byte[] {1}), true);
    private static final Assignment ASSIGNMENT = new Assignment(List.of(new TopicPartition("t", 0)));

    private ClassicMember member = member(Optional.empty());
    private long nowMs = 1_000_000;
    private long polledMs = nowMs;
    private final List<ClassicAction> actions = new ArrayList<>();

    private static ClassicMember member(Optional<String> instance) {
        return new ClassicMember(
                new GroupSettings(
                        "g",
                        instance,
                        SESSION_MS,
                        HEARTBEAT_MS,
                        MAX_POLL_MS,
                        null,
                        null,
                        30_000,
                        new Backoff(BACKOFF_MS, BACKOFF_MS)),
                failures -> BACKOFF_MS);
    }

    private long now() {
        return nowMs * 1_000_000;
    }

    private void does(List<ClassicAction> more) {
        actions.addAll(more);
    }

    /** Time passes, and what is due at each moment is done. */
    private void passes(long ms) {
        long endMs = nowMs + ms;
        while (true) {
            long dueNs = member.dueNs(now(), polledMs * 1_000_000);
            if (dueNs == Long.MAX_VALUE || dueNs > endMs * 1_000_000) {
                break;
            }
            nowMs = Math.max(nowMs, (dueNs + 999_999) / 1_000_000);
            does(member.timePassed(now(), polledMs * 1_000_000));
        }
        nowMs = endMs;
    }

    private void polls() {
        polledMs = nowMs;
        does(member.polled());
    }

    /** The last action, which must be the only one since the last call. */
    private <A extends ClassicAction> A only(Class<A> type) {
        assertEquals(1, actions.size(), actions::toString);
        return type.cast(actions.remove(0));
    }

    private <T extends Turn> T told(Class<T> type) {
        return type.cast(only(ClassicAction.Tell.class).turn());
    }

    private ClassicAction.Join joins() {
        does(member.subscribe());
        return offers();
    }

    private ClassicAction.Join offers() {
        Turn.Prepare turn = told(Turn.Prepare.class);
        does(member.prepared(turn.number(), OFFER, now()));
        return only(ClassicAction.Join.class);
    }

    private ClassicAction.Join offersToCooperate() {
        does(member.prepared(told(Turn.Prepare.class).number(), COOPERATIVE_OFFER, now()));
        return only(ClassicAction.Join.class);
    }

    private ClassicMember.Joined follower(int generation) {
        return new ClassicMember.Joined(generation, "me", "other", "range", false, Map.of());
    }

    private Turn.Adopt syncs(ClassicAction.Join join, int generation) {
        does(member.joined(join.attempt(), follower(generation), now()));
        ClassicAction.Sync sync = only(ClassicAction.Sync.class);
        assertEquals(Map.of(), sync.assignments());
        does(member.synced(sync.attempt(), "range", ASSIGNMENT, now()));
        return told(Turn.Adopt.class);
    }

    private void becomesStable(int generation) {
        Turn.Adopt adopt = syncs(joins(), generation);
        does(member.adopted(adopt.number(), null));
        assertEquals(Phase.STABLE, member.phase());
        assertEquals(List.of(), actions);
    }

    private void beats(Errors error) {
        passes(HEARTBEAT_MS);
        ClassicAction.Heartbeat beat = only(ClassicAction.Heartbeat.class);
        does(member.heartbeatAnswered(beat.generation(), beat.memberId(), error, now()));
    }

    @Test
    void joinsWithTheIdThatTheCoordinatorGives() {
        ClassicAction.Join first = joins();
        assertEquals("", first.memberId());
        does(member.joinRefused(first.attempt(), Errors.MEMBER_ID_REQUIRED, "me", now()));
        ClassicAction.Join second = only(ClassicAction.Join.class);
        assertEquals("me", second.memberId());
        Turn.Adopt adopt = syncs(second, 1);
        assertEquals(ASSIGNMENT, adopt.assignment());
        assertEquals(new Membership(Membership.State.MEMBER, "me", 1, Optional.empty()), adopt.membership());
        assertEquals(adopt.membership(), member.membership());
    }

    @Test
    void theLeaderAssignsBeforeItSyncs() {
        ClassicAction.Join join = joins();
        Map<String, Subscription> members = Map.of("me", new Subscription(List.of("t")));
        does(member.joined(join.attempt(), new ClassicMember.Joined(4, "me", "me", "range", false, members), now()));
        ClassicAction.Lead lead = only(ClassicAction.Lead.class);
        assertEquals(members, lead.members());
        assertEquals(Membership.State.REBALANCING, member.membership().state());
        Map<String, byte[]> assignments = Map.of("me", new byte[] {7});
        does(member.assigned(lead.turnNumber(), assignments));
        assertEquals(assignments, only(ClassicAction.Sync.class).assignments());
    }

    @Test
    void aLeaderThatIsToldToKeepTheAssignmentDoesNotAssignAndWatchesTheTopics() {
        ClassicAction.Join join = joins();
        Map<String, Subscription> members = Map.of("me", new Subscription(List.of("t")));
        does(member.joined(join.attempt(), new ClassicMember.Joined(4, "me", "me", "range", true, members), now()));
        assertEquals(new ClassicAction.Watch(members), actions.remove(0));
        assertEquals(Map.of(), only(ClassicAction.Sync.class).assignments());
    }

    @Test
    void anAssignorThatFailsHasTheGroupJoinedAgain() {
        ClassicAction.Join join = joins();
        Map<String, Subscription> members = Map.of("me", new Subscription(List.of("t")));
        does(member.joined(join.attempt(), new ClassicMember.Joined(4, "me", "me", "range", false, members), now()));
        does(member.turnFailed(only(ClassicAction.Lead.class).turnNumber()));
        assertFalse(told(Turn.Prepare.class).isLost());
    }

    @Test
    void heartbeatsFromTheJoinOnAndWhateverTheApplicationDoes() {
        ClassicAction.Join join = joins();
        passes(SESSION_MS);
        assertEquals(List.of(), actions, "the coordinator holds the join back");
        syncs(join, 1);
        passes(HEARTBEAT_MS - 1);
        assertEquals(List.of(), actions);
        passes(1);
        assertEquals(new ClassicAction.Heartbeat(1, "me"), only(ClassicAction.Heartbeat.class));
        passes(HEARTBEAT_MS);
        assertEquals(List.of(), actions, "one is under way");
        does(member.heartbeatAnswered(1, "me", Errors.NONE, now()));
        passes(1);
        assertEquals(new ClassicAction.Heartbeat(1, "me"), only(ClassicAction.Heartbeat.class));
    }

    @Test
    void aRebalanceBeginsWithTheApplicationsTurnAndGoesOnWithTheSameMember() {
        becomesStable(1);
        beats(Errors.REBALANCE_IN_PROGRESS);
        Turn.Prepare turn = told(Turn.Prepare.class);
        assertFalse(turn.isLost());
        assertEquals(1, turn.generation());
        assertEquals(Membership.State.MEMBER, member.membership().state(), "it may commit what it gives up");
        passes(HEARTBEAT_MS);
        only(ClassicAction.Heartbeat.class);
        does(member.prepared(turn.number(), OFFER, now()));
        ClassicAction.Join join = only(ClassicAction.Join.class);
        assertEquals("me", join.memberId());
        assertEquals("the group is rebalancing", join.reason());
        assertEquals(Membership.State.REBALANCING, member.membership().state());
        does(member.adopted(syncs(join, 2).number(), null));
        assertEquals(2, member.membership().epoch());
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"UNKNOWN_MEMBER_ID", "ILLEGAL_GENERATION"})
    void whatIsOwnedIsLostWithTheMembership(Errors error) {
        becomesStable(3);
        beats(error);
        Turn.Prepare turn = told(Turn.Prepare.class);
        assertTrue(turn.isLost());
        assertEquals(Membership.State.OUTSIDE, member.membership().state());
        does(member.prepared(turn.number(), OFFER, now()));
        assertEquals(
                error == Errors.ILLEGAL_GENERATION ? "me" : "",
                only(ClassicAction.Join.class).memberId());
    }

    @Test
    void anAnswerToAnOlderGenerationsHeartbeatChangesNothing() {
        becomesStable(1);
        passes(HEARTBEAT_MS);
        ClassicAction.Heartbeat old = only(ClassicAction.Heartbeat.class);
        does(member.rejoin("asked for"));
        ClassicAction.Join join = offers();
        does(member.adopted(syncs(join, 2).number(), null));
        does(member.heartbeatAnswered(old.generation(), old.memberId(), Errors.ILLEGAL_GENERATION, now()));
        assertEquals(List.of(), actions);
        assertEquals(Phase.STABLE, member.phase());
    }

    @Test
    void aJoinIsTriedAgainAfterAPauseWhenTheCoordinatorCannot() {
        ClassicAction.Join join = joins();
        does(member.joinRefused(join.attempt(), Errors.COORDINATOR_LOAD_IN_PROGRESS, "", now()));
        passes(BACKOFF_MS - 1);
        assertEquals(List.of(), actions);
        passes(1);
        ClassicAction.Join again = only(ClassicAction.Join.class);
        does(member.joinFailed(again.attempt(), new DisconnectException("cut"), now()));
        passes(BACKOFF_MS);
        ClassicAction.Join third = only(ClassicAction.Join.class);
        does(member.joined(join.attempt(), follower(9), now()));
        assertEquals(List.of(), actions, "an answer to an attempt that was given up");
        syncs(third, 10);
    }

    @Test
    void aSyncThatTheNextRebalanceOvertakesIsAJoinAtOnce() {
        ClassicAction.Join join = joins();
        does(member.joined(join.attempt(), follower(1), now()));
        ClassicAction.Sync sync = only(ClassicAction.Sync.class);
        does(member.syncRefused(sync.attempt(), Errors.REBALANCE_IN_PROGRESS, now()));
        assertEquals("me", only(ClassicAction.Join.class).memberId());
    }

    @Test
    void aChangeOfTheSubscriptionWhileJoiningIsMadeGoodAfterwards() {
        ClassicAction.Join join = joins();
        does(member.subscribe());
        assertEquals(List.of(), actions);
        does(member.adopted(syncs(join, 1).number(), null));
        assertEquals(1, told(Turn.Prepare.class).generation());
    }

    @Test
    void aChangeOfTheSubscriptionBeforeTheOfferIsPartOfIt() {
        does(member.subscribe());
        Turn.Prepare turn = told(Turn.Prepare.class);
        does(member.subscribe());
        assertEquals(List.of(), actions);
        does(member.prepared(turn.number(), OFFER, now()));
        does(member.adopted(syncs(only(ClassicAction.Join.class), 1).number(), null));
        assertEquals(List.of(), actions, "no second rebalance");
        assertEquals(Phase.STABLE, member.phase());
    }

    @Test
    void givingUpForOthersHasTheGroupJoinedAgain() {
        Turn.Adopt adopt = syncs(joins(), 1);
        does(member.adopted(adopt.number(), "gave up t-1"));
        told(Turn.Prepare.class);
    }

    @Test
    void aMemberLearnsSoonThatAnotherGaveUpPartitionsForIt() {
        does(member.subscribe());
        does(member.adopted(syncs(offersToCooperate(), 1).number(), null));
        passes(HEARTBEAT_MS / 10);
        ClassicAction.Heartbeat beat = only(ClassicAction.Heartbeat.class);
        does(member.heartbeatAnswered(beat.generation(), beat.memberId(), Errors.REBALANCE_IN_PROGRESS, now()));
        assertEquals("the group is rebalancing", offersToCooperate().reason());
    }

    @Test
    void anApplicationThatDoesNotPollLeavesAndComesBackWhenItPolls() {
        becomesStable(1);
        for (long ms = 0; ms < MAX_POLL_MS - HEARTBEAT_MS; ms += HEARTBEAT_MS) {
            beats(Errors.NONE);
        }
        passes(HEARTBEAT_MS);
        actions.removeIf(ClassicAction.Heartbeat.class::isInstance);
        assertTrue(actions.remove(new ClassicAction.Withdraw()));
        ClassicAction.Leave leave = only(ClassicAction.Leave.class);
        assertEquals("me", leave.memberId());
        assertTrue(leave.reason().contains("max.poll.interval.ms"));
        assertEquals(Phase.EXPIRED, member.phase());
        passes(MAX_POLL_MS);
        assertEquals(List.of(), actions, "nothing is done before it polls");
        polls();
        assertTrue(told(Turn.Prepare.class).isLost());
    }

    @Test
    void aStaticMemberThatDoesNotPollOnlyFallsSilent() {
        member = member(Optional.of("one"));
        becomesStable(1);
        for (long ms = 0; ms < MAX_POLL_MS - HEARTBEAT_MS; ms += HEARTBEAT_MS) {
            beats(Errors.NONE);
        }
        passes(HEARTBEAT_MS);
        actions.removeIf(ClassicAction.Heartbeat.class::isInstance);
        only(ClassicAction.Withdraw.class);
        assertEquals(Phase.EXPIRED, member.phase());
    }

    @Test
    void unansweredHeartbeatsPutTheCoordinatorUnderSuspicion() {
        becomesStable(1);
        boolean isSuspect = false;
        for (long ms = 0; ms < SESSION_MS; ms += 500) {
            passes(500);
            if (actions.removeIf(ClassicAction.Heartbeat.class::isInstance)) {
                does(member.heartbeatFailed(1, new DisconnectException("cut"), now()));
            }
            isSuspect |= actions.removeIf(ClassicAction.Suspect.class::isInstance);
        }
        assertTrue(isSuspect);
        assertEquals(List.of(), actions);
        assertEquals(Phase.STABLE, member.phase(), "only the coordinator ends a membership");
    }

    @Test
    void aRefusalForGoodIsToldOnceAndTheNextPollTriesAgain() {
        ClassicAction.Join join = joins();
        does(member.joinRefused(join.attempt(), Errors.GROUP_AUTHORIZATION_FAILED, "", now()));
        Turn.Fail fail = told(Turn.Fail.class);
        assertInstanceOf(GroupAuthorizationException.class, fail.failure());
        assertFalse(fail.isFinal());
        does(member.told(fail.number()));
        Turn.Prepare again = told(Turn.Prepare.class);
        assertEquals(Optional.of(fail.failure()), member.refusal());
        does(member.prepared(again.number(), OFFER, now()));
        syncs(only(ClassicAction.Join.class), 1);
        assertEquals(Optional.empty(), member.refusal());
    }

    @Test
    void whoseNameWasTakenDoesNotTakeItBack() {
        member = member(Optional.of("one"));
        becomesStable(1);
        beats(Errors.FENCED_INSTANCE_ID);
        Turn.Fail fail = told(Turn.Fail.class);
        assertInstanceOf(FencedInstanceIdException.class, fail.failure());
        assertTrue(fail.isFinal());
        passes(MAX_POLL_MS);
        assertEquals(List.of(), actions);
    }

    @Test
    void leavingOvertakesAJoinThatIsHeldBack() {
        becomesStable(1);
        does(member.rejoin("asked for"));
        offers();
        does(member.unsubscribe("closing", true));
        assertEquals(new ClassicAction.Leave("me", "closing", true), only(ClassicAction.Leave.class));
        assertEquals(Membership.State.NONE, member.membership().state());
    }

    @Test
    void leavingASettledGroupOvertakesNothing() {
        becomesStable(1);
        does(member.unsubscribe("closing", true));
        assertFalse(only(ClassicAction.Leave.class).overtakes());
        does(member.unsubscribe("closing", true));
        assertEquals(List.of(), actions, "it has left already");
    }

    @Test
    void aTurnThatWasOvertakenIsNotAnswered() {
        becomesStable(1);
        beats(Errors.REBALANCE_IN_PROGRESS);
        Turn.Prepare first = told(Turn.Prepare.class);
        beats(Errors.UNKNOWN_MEMBER_ID);
        Turn.Prepare second = told(Turn.Prepare.class);
        does(member.prepared(first.number(), OFFER, now()));
        assertEquals(List.of(), actions);
        does(member.prepared(second.number(), OFFER, now()));
        assertEquals("", only(ClassicAction.Join.class).memberId());
    }

    @Test
    void aCommitThatIsRefusedEndsTheMembershipItWasMadeWith() {
        becomesStable(1);
        Membership as = member.membership();
        does(member.commitRefused(as, Errors.UNKNOWN_MEMBER_ID));
        assertTrue(told(Turn.Prepare.class).isLost());
        does(member.commitRefused(as, Errors.UNKNOWN_MEMBER_ID));
        assertEquals(List.of(), actions, "that one has ended");
    }
}
