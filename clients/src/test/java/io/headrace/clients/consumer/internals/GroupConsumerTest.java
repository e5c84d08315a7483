package io.headrace.clients.consumer.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.internals.assignor.Assignors;
import io.headrace.clients.consumer.internals.fetch.Consumption;
import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.clients.consumer.internals.fetch.FetchStage;
import io.headrace.clients.consumer.internals.fetch.PollWait;
import io.headrace.clients.consumer.internals.group.GroupCoordinator;
import io.headrace.clients.consumer.internals.group.GroupSettings;
import io.headrace.clients.consumer.internals.group.Membership;
import io.headrace.clients.consumer.internals.group.OffsetCommits;
import io.headrace.clients.consumer.internals.group.OffsetFetches;
import io.headrace.clients.consumer.internals.group.ScriptedSession;
import io.headrace.clients.consumer.internals.group.Turn;
import io.headrace.clients.consumer.internals.group.TurnBox;
import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InvalidRegularExpression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A member as its application sees it, with turns that a test hands out, and commands that are run at once. */
class GroupConsumerTest {

    private static final TopicPartition A = new TopicPartition("t", 0);
    private static final TopicPartition B = new TopicPartition("t", 1);
    private static final int MAX_POLL_MS = 60_000;

    private final ScriptedLoop loop = new ScriptedLoop();
    private final PollWait waiting = new PollWait();
    private final TurnBox turns = new TurnBox(waiting::signal);
    private final ScriptedSession session = new ScriptedSession();
    private final List<String> told = new ArrayList<>();
    private FetchStage fetching;
    private Consumption<String, String> consumption;
    private GroupConsumer group;

    private class Listener implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            told.add("-" + partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            told.add("+" + partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            told.add("lost" + partitions);
        }
    }

    @BeforeEach
    void join() {
        session.withMemberEpochs();
        Backoff backoff = new Backoff(100, 1_000);
        ClientMetrics metrics = ClientMetrics.unreported(ClientMetrics.Kind.CONSUMER, "test");
        TopicInterest interest = new TopicInterest(loop);
        fetching = new FetchStage(
                waiting,
                loop,
                interest,
                new Operations(loop, interest, new Operations.Limits(30_000, Integer.MAX_VALUE, backoff)));
        consumption = fetching.consumption();
        GroupSettings member =
                new GroupSettings("g", Optional.empty(), 10_000, 3_000, MAX_POLL_MS, null, null, 30_000, backoff);
        GroupCoordinator coordinator = new GroupCoordinator(loop, member);
        Commits commits = new Commits(
                Runnable::run,
                new OffsetCommits(loop, member, coordinator, session),
                waiting,
                new ConsumerInterceptors<>(List.of()),
                1_000);
        AutoCommit autoCommit = new AutoCommit(false, 5_000, 100, commits, consumption, System.nanoTime());
        group = new GroupConsumer(new GroupConsumer.Parts(
                "g",
                Runnable::run,
                loop::cluster,
                all -> {},
                waiting,
                consumption,
                session,
                turns,
                commits,
                autoCommit,
                new CommittedOffsets(Runnable::run, new OffsetFetches(loop, member, coordinator, session), waiting),
                new Rebalancing(
                        "g",
                        Runnable::run,
                        session,
                        turns,
                        waiting,
                        consumption,
                        new Assignors(List.of(), null),
                        commits,
                        autoCommit,
                        new RebalanceMetrics(metrics),
                        MAX_POLL_MS),
                new PollClock(System.nanoTime()),
                MAX_POLL_MS,
                true,
                false));
        consumption.setDuties(group);
    }

    @AfterEach
    void close() {
        consumption.close();
    }

    private ConsumerRecords<String, String> poll() {
        return consumption.poll(Deadline.after(Duration.ZERO));
    }

    private void has(ConsumerRebalanceListener listener, TopicPartition... partitions) {
        group.subscribe(Set.of("t"), Optional.of(listener));
        turns.put(new Turn.Reconcile(1, Set.of(partitions), Set.of()));
        poll();
        assertEquals(Set.of(partitions), consumption.assignment());
    }

    @Test
    void whoHasNotPolledInTimeIsHandedNothingMoreOfWhatWasFetchedBefore() {
        has(new Listener(), A);
        consumption.seek(A, 0, -1);
        poll();
        fetching.fetched(A, 0, "others'");
        session.is(Membership.State.OUTSIDE);
        session.isWaitingForPoll(true);
        assertEquals(0, poll().count());
        assertEquals(1, session.polls());
        session.isWaitingForPoll(false);
        turns.put(new Turn.Lost(2));
        assertEquals(0, poll().count());
        assertEquals(List.of("+[t-0]", "lost[t-0]"), told);
    }

    @ParameterizedTest
    @EnumSource(
            value = Membership.State.class,
            names = {"REBALANCING", "OUTSIDE"})
    void whatCannotBeCommittedAnyMoreIsLostWhenAMemberGoes(Membership.State state) {
        has(new Listener(), A);
        session.is(state);
        group.unsubscribe();
        assertEquals(List.of("+[t-0]", "lost[t-0]"), told);
    }

    @Test
    void aNewPatternThatMatchesNothingTakesTheOldOnesTopicsBack() {
        loop.publish(ClusterViews.ofBrokers(1).topic("orders", 0, 1).view());
        group.subscribe(Pattern.compile("ord.*"), Optional.of(new Listener()));
        group.subscribe(Pattern.compile("none.*"), Optional.of(new Listener()));
        assertEquals(List.of(Set.of("orders"), Set.of()), session.wishes());
        group.unsubscribe();
    }

    @Test
    void whoSubscribesToOtherTopicsIsHandedNothingOfThoseBefore() {
        has(new Listener(), A);
        consumption.seek(A, 0, -1);
        poll();
        fetching.fetched(A, 0, "a0");
        group.subscribe(Set.of("u"), Optional.of(new Listener()));
        assertEquals(0, poll().count());
        assertEquals(Set.of(A), consumption.assignment(), "until the group takes it");
        group.subscribe(Set.of("t", "u"), Optional.of(new Listener()));
        assertEquals(1, poll().count());
    }

    @Test
    void whoSubscribesAnewAfterAFailureForGoodIsNotToldOfItAgain() {
        has(new Listener(), A);
        turns.put(new Turn.Fail(2, new InvalidRegularExpression("no pattern"), true));
        session.is(Membership.State.OUTSIDE);
        assertThrows(InvalidRegularExpression.class, this::poll);
        assertThrows(InvalidRegularExpression.class, this::poll, "until something is done about it");
        group.subscribe(Set.of("t", "u"), Optional.of(new Listener()));
        assertEquals(0, poll().count());
        assertEquals(List.of("+[t-0]", "lost[t-0]"), told);
        assertEquals(Set.of(), consumption.assignment());
    }

    @Test
    void whoTakesTooLongToGiveUpGetsNothingMore() {
        has(
                new Listener() {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                        super.onPartitionsRevoked(partitions);
                        session.is(Membership.State.OUTSIDE);
                        session.isWaitingForPoll(true);
                    }
                },
                A);
        turns.put(new Turn.Reconcile(2, Set.of(B), Set.of()));
        assertEquals(0, poll().count());
        assertEquals(List.of("+[t-0]", "-[t-0]"), told);
        assertEquals(Set.of(), consumption.assignment());
        assertEquals(1, session.polls(), "it comes back at once");
    }

    @Test
    void whateverTheListenerThrowsTheStepIsDoneBefore() {
        has(
                new Listener() {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                        throw new AssertionError("as it should");
                    }
                },
                A);
        turns.put(new Turn.Reconcile(2, Set.of(B), Set.of()));
        assertThrows(AssertionError.class, this::poll);
        assertEquals(Set.of(B), consumption.assignment());
        assertEquals(List.of("+[t-0]", "+[t-1]"), told);
        assertEquals(2, session.answers().size());
    }

    @Test
    void aListenerThatUnsubscribesIsGivenNothingMore() {
        has(
                new Listener() {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                        super.onPartitionsRevoked(partitions);
                        group.unsubscribe();
                    }
                },
                A);
        turns.put(new Turn.Reconcile(2, Set.of(B), Set.of()));
        assertEquals(0, poll().count());
        assertEquals(Set.of(), consumption.assignment());
        assertEquals(List.of("+[t-0]", "-[t-0]"), told, "each is told once");
        assertEquals(1, session.departures());
    }

    @Test
    void aListenerThatUnsubscribesIsToldOfTheOthersToo() {
        has(
                new Listener() {
                    @Override
                    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                        super.onPartitionsRevoked(partitions);
                        group.unsubscribe();
                    }
                },
                A,
                B);
        turns.put(new Turn.Reconcile(2, Set.of(B), Set.of()));
        assertEquals(0, poll().count());
        assertEquals(List.of("+[t-0, t-1]", "-[t-0]", "-[t-1]"), told);
        assertEquals(1, session.departures());
    }
}
