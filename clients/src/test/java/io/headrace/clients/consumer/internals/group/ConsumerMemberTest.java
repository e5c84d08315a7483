package io.headrace.clients.consumer.internals.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.internals.group.ConsumerMember.Action;
import io.headrace.clients.consumer.internals.group.ConsumerMember.Answer;
import io.headrace.clients.consumer.internals.group.ConsumerMember.Phase;
import io.headrace.clients.consumer.internals.group.GroupSession.Departure;
import io.headrace.clients.consumer.internals.group.GroupSession.Wish;
import io.headrace.clients.internals.Backoff;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A member of KIP-848, told by hand what is heard and what time it is. */
class ConsumerMemberTest {

    private static final int BACKOFF_MS = 100;
    private static final int INTERVAL_MS = 5_000;
    private static final int MAX_POLL_MS = 60_000;
    private static final Uuid T = new Uuid(0, 1);
    private static final Uuid U = new Uuid(0, 2);
    private static final Wish WISH = new Wish(Set.of("t"), null);

    private ConsumerMember member = member(Optional.empty());
    private long nowMs = 1_000_000;
    private long polledMs = nowMs;
    private final List<Action> actions = new ArrayList<>();

    private static ConsumerMember member(Optional<String> instance) {
        return new ConsumerMember(
                new GroupSettings(
                        "g", instance, 0, 0, MAX_POLL_MS, null, null, 30_000, new Backoff(BACKOFF_MS, BACKOFF_MS)),
                "me",
                failures -> BACKOFF_MS);
    }

    private long now() {
        return nowMs * 1_000_000;
    }

    private void does(List<Action> more) {
        actions.addAll(more);
    }

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

    private <A extends Action> A only(Class<A> type) {
        assertEquals(1, actions.size(), actions::toString);
        return type.cast(actions.remove(0));
    }

    private <T extends Turn> T told(Class<T> type) {
        return type.cast(only(Action.Tell.class).turn());
    }

    private void answers(Action.Heartbeat beat, int epoch, Map<Uuid, Set<Integer>> target) {
        does(member.answered(beat.number(), new Answer(epoch, INTERVAL_MS, target), now()));
    }

    /** Becomes a member with an epoch, and has nothing yet. */
    private void joins(int epoch) {
        does(member.subscribe(WISH, now()));
        answers(only(Action.Heartbeat.class), epoch, null);
        assertEquals(List.of(), actions);
    }

    /** Is given a target whose topics have these names. */
    private Turn.Reconcile isGiven(int epoch, Map<Uuid, Set<Integer>> target, Set<TopicPartition> named) {
        passes(INTERVAL_MS);
        answers(only(Action.Heartbeat.class), epoch, target);
        Action.Name name = only(Action.Name.class);
        does(member.named(name.target(), name.target(), named, Set.of(), now()));
        return told(Turn.Reconcile.class);
    }

    @Test
    void aJoinSaysEverythingAndLaterHeartbeatsNothing() {
        does(member.subscribe(WISH, now()));
        Action.Heartbeat join = only(Action.Heartbeat.class);
        assertEquals(0, join.epoch());
        assertTrue(join.isFull());
        assertEquals(WISH, join.wish());
        assertEquals(Map.of(), join.owned());
        assertEquals(Membership.State.OUTSIDE, member.membership().state());
        answers(join, 7, null);
        assertEquals(new Membership(Membership.State.MEMBER, "me", 7, Optional.empty()), member.membership());
        passes(INTERVAL_MS - 1);
        assertEquals(List.of(), actions);
        passes(1);
        Action.Heartbeat next = only(Action.Heartbeat.class);
        assertEquals(7, next.epoch());
        assertFalse(next.isFull());
        assertNull(next.wish());
        assertNull(next.owned());
    }

    @Test
    void aTargetIsReachedByTheApplicationAndSaidAtOnce() {
        joins(1);
        Turn.Reconcile turn =
                isGiven(2, Map.of(T, Set.of(0, 1)), Set.of(new TopicPartition("t", 0), new TopicPartition("t", 1)));
        assertEquals(2, turn.target().size());
        does(member.reconciled(turn.number(), now()));
        Action.Heartbeat said = only(Action.Heartbeat.class);
        assertEquals(Map.of(T, Set.of(0, 1)), said.owned());
        assertFalse(said.isFull());
    }

    @Test
    void heartbeatsGoOnWhileTheApplicationTakesItsTime() {
        joins(1);
        isGiven(2, Map.of(T, Set.of(0)), Set.of(new TopicPartition("t", 0)));
        passes(INTERVAL_MS);
        assertNull(only(Action.Heartbeat.class).owned(), "it does not have them yet");
    }

    @Test
    void aTargetThatComesMeanwhileIsNext() {
        joins(1);
        Turn.Reconcile first = isGiven(2, Map.of(T, Set.of(0)), Set.of(new TopicPartition("t", 0)));
        passes(INTERVAL_MS);
        answers(only(Action.Heartbeat.class), 3, Map.of(T, Set.of(0, 1)));
        assertEquals(List.of(), actions, "one at a time");
        does(member.reconciled(first.number(), now()));
        assertEquals(2, actions.size(), actions::toString);
        assertTrue(actions.removeIf(a ->
                a instanceof Action.Name name && name.target().equals(Map.of(T, Set.of(0, 1)))));
        assertEquals(Map.of(T, Set.of(0)), only(Action.Heartbeat.class).owned());
    }

    @Test
    void whatHasNoNameYetComesLater() {
        joins(1);
        passes(INTERVAL_MS);
        Map<Uuid, Set<Integer>> target = Map.of(T, Set.of(0), U, Set.of(5));
        answers(only(Action.Heartbeat.class), 2, target);
        Action.Name name = only(Action.Name.class);
        Set<TopicPartition> t0 = Set.of(new TopicPartition("t", 0));
        does(member.named(name.target(), Map.of(T, Set.of(0)), t0, Set.of(), now()));
        Turn.Reconcile part = told(Turn.Reconcile.class);
        assertEquals(t0, part.target());
        does(member.reconciled(part.number(), now()));
        assertTrue(actions.removeIf(Action.Heartbeat.class::isInstance));
        Action.Name again = only(Action.Name.class);
        assertEquals(target, again.target());
        Set<TopicPartition> both = Set.of(new TopicPartition("t", 0), new TopicPartition("u", 5));
        does(member.named(again.target(), again.target(), both, Set.of(), now()));
        assertEquals(both, told(Turn.Reconcile.class).target());
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"UNKNOWN_MEMBER_ID", "FENCED_MEMBER_EPOCH"})
    void whoeverIsFencedGivesUpEverythingBeforeJoiningAgain(Errors error) {
        joins(1);
        Turn.Reconcile overtaken = isGiven(2, Map.of(T, Set.of(0)), Set.of(new TopicPartition("t", 0)));
        passes(INTERVAL_MS);
        does(member.refused(only(Action.Heartbeat.class).number(), error, null, now()));
        Turn.Lost lost = told(Turn.Lost.class);
        assertEquals(Membership.State.OUTSIDE, member.membership().state());
        does(member.reconciled(overtaken.number(), now()));
        passes(INTERVAL_MS);
        assertEquals(List.of(), actions, "the application comes first");
        does(member.givenUp(lost.number(), now()));
        Action.Heartbeat join = only(Action.Heartbeat.class);
        assertEquals(0, join.epoch());
        assertEquals("me", join.memberId());
        assertEquals(Map.of(), join.owned());
    }

    @Test
    void afterAnAnswerThatDidNotComeEverythingIsSaidAgain() {
        joins(1);
        Turn.Reconcile turn = isGiven(2, Map.of(T, Set.of(0)), Set.of(new TopicPartition("t", 0)));
        does(member.reconciled(turn.number(), now()));
        Action.Heartbeat lost = only(Action.Heartbeat.class);
        does(member.failed(lost.number(), new DisconnectException("cut"), now()));
        passes(BACKOFF_MS - 1);
        assertEquals(List.of(), actions);
        passes(1);
        Action.Heartbeat again = only(Action.Heartbeat.class);
        assertTrue(again.isFull());
        assertEquals(2, again.epoch());
        assertEquals(WISH, again.wish());
        assertEquals(Map.of(T, Set.of(0)), again.owned());
        answers(lost, 9, null);
        assertEquals(2, member.membership().epoch(), "an answer to a heartbeat that was given up");
    }

    @Test
    void anotherWishIsSaidAtOnceAndTheSameOneNot() {
        joins(1);
        does(member.subscribe(WISH, now()));
        assertEquals(List.of(), actions);
        Wish other = new Wish(Set.of("u"), null);
        does(member.subscribe(other, now()));
        Action.Heartbeat said = only(Action.Heartbeat.class);
        assertEquals(other, said.wish());
        assertNull(said.owned());
    }

    @Test
    void anApplicationThatDoesNotPollLeavesAndComesBackWhenItPolls() {
        joins(1);
        while (nowMs - polledMs < MAX_POLL_MS - INTERVAL_MS) {
            passes(INTERVAL_MS);
            answers(only(Action.Heartbeat.class), 1, null);
        }
        passes(INTERVAL_MS);
        assertTrue(actions.removeIf(Action.Leave.class::isInstance));
        actions.clear();
        assertEquals(Phase.EXPIRED, member.phase());
        passes(MAX_POLL_MS);
        assertEquals(List.of(), actions);
        polledMs = nowMs;
        does(member.polled(now()));
        Turn.Lost lost = told(Turn.Lost.class);
        does(member.givenUp(lost.number(), now()));
        assertEquals(0, only(Action.Heartbeat.class).epoch());
    }

    @ParameterizedTest
    @EnumSource(Departure.class)
    void aDynamicMemberLeavesUnlessItIsToStay(Departure departure) {
        joins(1);
        does(member.unsubscribe(departure, now()));
        if (departure == Departure.SILENT) {
            assertEquals(List.of(), actions);
        } else {
            assertEquals(-1, only(Action.Leave.class).epoch());
        }
        passes(INTERVAL_MS);
        assertEquals(List.of(), actions);
    }

    @ParameterizedTest
    @EnumSource(Departure.class)
    void aStaticMemberSaysThatItWillBeBackUnlessItLeavesForGood(Departure departure) {
        member = member(Optional.of("one"));
        joins(1);
        does(member.unsubscribe(departure, now()));
        assertEquals(
                departure == Departure.FOR_GOOD ? -1 : -2,
                only(Action.Leave.class).epoch());
    }

    @Test
    void aRefusalForGoodIsToldAndStays() {
        does(member.subscribe(WISH, now()));
        does(member.refused(only(Action.Heartbeat.class).number(), Errors.UNSUPPORTED_ASSIGNOR, "none such", now()));
        Turn.Fail fail = told(Turn.Fail.class);
        assertTrue(fail.isFinal());
        assertTrue(
                fail.failure().getMessage().contains("none such"),
                fail.failure().getMessage());
        passes(INTERVAL_MS);
        assertEquals(List.of(), actions);
        assertEquals(Optional.of(fail.failure()), member.refusal());
        does(member.subscribe(new Wish(Set.of("u"), null), now()));
        Action.Heartbeat anew = only(Action.Heartbeat.class);
        assertNotNull(anew.wish(), "subscribing anew tries anew");
        answers(anew, 1, null);
        assertEquals(Optional.empty(), member.refusal());
    }
}
