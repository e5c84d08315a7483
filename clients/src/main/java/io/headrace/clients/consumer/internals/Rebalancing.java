package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.ConsumerPartitionAssignor;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.headrace.clients.consumer.internals.assignor.Assignors;
import io.headrace.clients.consumer.internals.fetch.Consumption;
import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.clients.consumer.internals.fetch.PollWait;
import io.headrace.clients.consumer.internals.group.GroupSession;
import io.headrace.clients.consumer.internals.group.Membership;
import io.headrace.clients.consumer.internals.group.Turn;
import io.headrace.clients.consumer.internals.group.TurnAnswer;
import io.headrace.clients.consumer.internals.group.TurnBox;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The polling thread's part in a rebalance: takes the membership's turns, calls the application's listener and assignors,
 * and changes the assignment. Partitions are given up only after what was handled of them is committed, if commits are
 * automatic, and after the listener was told.
 *
 * <p>Owner: the polling thread.
 */
final class Rebalancing {

    private static final Logger log = LoggerFactory.getLogger(Rebalancing.class);

    private final String groupId;
    private final Executor loop;
    private final GroupSession session;
    private final TurnBox turns;
    private final PollWait waiting;
    private final Consumption<?, ?> consumption;
    private final Assignors assignors;
    private final Commits commits;
    private final AutoCommit autoCommit;
    private final RebalanceMetrics metrics;
    private final long maxPollIntervalMs;

    private Subscribed subscribed = Subscribed.NOTHING;

    /** The turn being done, and the commit that has to be settled first. */
    private Turn current;

    private Commits.Pending commitFirst;
    private boolean isCommitDone;

    /** Counts the memberships that the application has ended, perhaps in its listener. */
    private int memberships;

    /** That number when the turn began that is being carried out. */
    private int membershipsBefore;

    /** What the application's code has thrown outside of a turn. */
    private ListenerCalls leaving;

    /** What the listener is being told to give up at this moment: if it ends the membership, it is not told again. */
    private Set<TopicPartition> beingGivenUp = Set.of();

    Rebalancing(
            String groupId,
            Executor loop,
            GroupSession session,
            TurnBox turns,
            PollWait waiting,
            Consumption<?, ?> consumption,
            Assignors assignors,
            Commits commits,
            AutoCommit autoCommit,
            RebalanceMetrics metrics,
            long maxPollIntervalMs) {
        this.groupId = groupId;
        this.loop = loop;
        this.session = session;
        this.turns = turns;
        this.waiting = waiting;
        this.consumption = consumption;
        this.assignors = assignors;
        this.commits = commits;
        this.autoCommit = autoCommit;
        this.metrics = metrics;
        this.maxPollIntervalMs = maxPollIntervalMs;
        this.leaving = new ListenerCalls(Optional.empty(), metrics);
    }

    boolean hasNoAssignors() {
        return assignors.isEmpty();
    }

    /** The application wants something else from now on. */
    void subscribed(Subscribed next) {
        if (!next.isByGroup()) {
            endTurn();
        }
        subscribed = next;
    }

    /**
     * The application wants to read something else, so that the group is joined anew after a failure for good: that is not
     * told again. What is owned from before it is others' by now.
     */
    void wishedAnew() {
        if (current instanceof Turn.Fail fail && fail.isFinal() && session.hasMemberEpochs()) {
            current = new Turn.Lost(fail.number());
        }
    }

    /** Does the turns there are; false when one waits for a commit that is not settled by the deadline. */
    boolean perform(Deadline deadline) {
        while (true) {
            Turn next = turns.take();
            if (next != null) {
                endTurn();
                current = next;
                if (next instanceof Turn.Prepare || next instanceof Turn.Reconcile) {
                    metrics.begins(System.nanoTime());
                }
            }
            if (current == null) {
                return true;
            }
            if (!isReady(deadline)) {
                return false;
            }
            if (!turns.hasTurn()) {
                Turn turn = current;
                if (!(turn instanceof Turn.Fail fail && fail.isFinal())) {
                    endTurn();
                }
                carryOut(turn);
            }
        }
    }

    private void endTurn() {
        current = null;
        if (commitFirst != null) {
            commitFirst.abandon();
        }
        commitFirst = null;
        isCommitDone = false;
    }

    /** Whether the turn can be done now: what was handled of partitions that go is committed, or cannot be. */
    private boolean isReady(Deadline deadline) {
        if (isCommitDone || goingBy(current).isEmpty()) {
            return true;
        }
        if (commitFirst == null) {
            commitFirst = autoCommit.begin(maxPollIntervalMs);
        }
        if (commitFirst == null) {
            return true;
        }
        Commits.Pending pending = commitFirst;
        if (!waiting.await(() -> pending.isSettled() || turns.hasTurn(), deadline.atNs())) {
            return false;
        }
        if (pending.isSettled()) {
            isCommitDone = true;
            settled(pending);
        }
        return true;
    }

    private void settled(Commits.Pending pending) {
        if (pending.failure() == null) {
            commits.intercept(pending);
        } else {
            log.warn(
                    "offsets {} were not committed before partitions were given up: {}",
                    pending.offsets(),
                    pending.failure().getMessage());
        }
    }

    /** The partitions that are given up, not lost, by a turn. */
    private Set<TopicPartition> goingBy(Turn turn) {
        Set<TopicPartition> owned = new LinkedHashSet<>(consumption.assignment());
        if (turn instanceof Turn.Prepare prepare && !prepare.isLost()) {
            if (assignors.isCooperative()) {
                owned.removeIf(partition -> subscribed.wants(partition.topic()));
            }
            return owned;
        } else if (turn instanceof Turn.Adopt adopt && assignors.isCooperative()) {
            adopt.assignment().partitions().forEach(owned::remove);
            return owned;
        } else if (turn instanceof Turn.Reconcile reconcile) {
            owned.removeIf(partition -> reconcile.target().contains(partition)
                    && !reconcile.remade().contains(partition));
            return owned;
        }
        return Set.of();
    }

    private void carryOut(Turn turn) {
        membershipsBefore = memberships;
        if (turn instanceof Turn.Prepare prepare) {
            prepare(prepare);
        } else if (turn instanceof Turn.Assign assign) {
            assign(assign);
        } else if (turn instanceof Turn.Adopt adopt) {
            adopt(adopt);
        } else if (turn instanceof Turn.Reconcile reconcile) {
            reconcile(reconcile);
        } else if (turn instanceof Turn.Lost lost) {
            metrics.fails(System.nanoTime());
            ListenerCalls calls = new ListenerCalls(subscribed.listener(), metrics);
            loseAll(calls);
            answer(new TurnAnswer.GivenUp(lost.number()));
            calls.conclude();
        } else if (turn instanceof Turn.Fail fail) {
            metrics.fails(System.nanoTime());
            if (!fail.isFinal()) {
                answer(new TurnAnswer.Told(fail.number()));
            }
            throw fail.failure();
        }
    }

    private void answer(TurnAnswer answer) {
        if (!isOver()) {
            loop.execute(() -> session.answer(answer));
        }
    }

    /** Whether the listener has unsubscribed or closed: then nothing of the turn counts, and nothing is taken any more. */
    private boolean isOver() {
        return memberships != membershipsBefore;
    }

    /** Whether the membership lasts: not, when the listener took longer than a member may. Then others get what is free. */
    private boolean isMember() {
        return session.membership().state() == Membership.State.MEMBER;
    }

    private void loseAll(ListenerCalls calls) {
        Set<TopicPartition> owned = consumption.assignment();
        if (!owned.isEmpty()) {
            giveUp(owned, calls::lost);
            consumption.assign(List.of());
        }
    }

    private void giveUp(Set<TopicPartition> going, Consumer<Set<TopicPartition>> call) {
        Set<TopicPartition> before = beingGivenUp;
        beingGivenUp = new LinkedHashSet<>(before);
        beingGivenUp.addAll(going);
        try {
            call.accept(going);
        } finally {
            beingGivenUp = before;
        }
    }

    // ---- the classic protocol ----

    private void prepare(Turn.Prepare turn) {
        ListenerCalls calls = new ListenerCalls(subscribed.listener(), metrics);
        Set<TopicPartition> going = goingBy(turn);
        if (turn.isLost()) {
            loseAll(calls);
        } else if (!assignors.isCooperative() || !going.isEmpty()) {
            giveUp(going, calls::revoked);
            keep(going);
        }
        if (isOver()) {
            calls.conclude();
            return;
        }
        Map<String, byte[]> offer;
        try {
            offer = assignors.offer(subscribed.topics(), consumption.assignment(), turn.generation());
        } catch (Throwable e) {
            // Nothing was offered: the turn is still to be done, and nobody is told again of what has gone.
            current = assignors.isCooperative() ? turn : new Turn.Prepare(turn.number(), true, turn.generation());
            throw e;
        }
        answer(new TurnAnswer.Offered(turn.number(), offer, assignors.isCooperative()));
        calls.conclude();
    }

    /** Keeps all but these. */
    private void keep(Set<TopicPartition> allBut) {
        Set<TopicPartition> kept = new LinkedHashSet<>(consumption.assignment());
        kept.removeAll(allBut);
        consumption.assign(kept);
    }

    private void assign(Turn.Assign turn) {
        Map<String, byte[]> assignments;
        try {
            assignments = assignors.assign(turn.assignor(), turn.cluster(), turn.members());
        } catch (Throwable e) {
            answer(new TurnAnswer.NotAssigned(turn.number()));
            throw e;
        }
        answer(new TurnAnswer.Assigned(turn.number(), assignments));
    }

    private void adopt(Turn.Adopt turn) {
        Assignment assignment = turn.assignment();
        Set<TopicPartition> assigned = new LinkedHashSet<>(assignment.partitions());
        for (TopicPartition partition : assigned) {
            if (!subscribed.wants(partition.topic())) {
                answer(new TurnAnswer.Adopted(
                        turn.number(),
                        "assigned " + partition + ", and the subscription has changed to " + subscribed.topics()));
                return;
            }
        }
        ListenerCalls calls = new ListenerCalls(subscribed.listener(), metrics);
        Set<TopicPartition> going = goingBy(turn);
        String rejoinReason = null;
        if (!going.isEmpty()) {
            giveUp(going, calls::revoked);
            keep(going);
            if (isOver() || !isMember()) {
                calls.conclude();
                return;
            }
            rejoinReason = "partitions were given up for other members: " + going;
        }
        Membership membership = turn.membership();
        ConsumerPartitionAssignor assignor = assignors.named(turn.assignor());
        try {
            assignor.onAssignment(
                    assignment,
                    new ConsumerGroupMetadata(
                            groupId, membership.epoch(), membership.memberId(), membership.instanceId()));
        } catch (Throwable e) {
            calls.failed(e);
        }
        take(assigned, calls);
        answer(new TurnAnswer.Adopted(turn.number(), rejoinReason));
        calls.conclude();
    }

    private void take(Set<TopicPartition> assigned, ListenerCalls calls) {
        Set<TopicPartition> added = new LinkedHashSet<>(assigned);
        added.removeAll(consumption.assignment());
        autoCommit.restart(System.nanoTime());
        consumption.assign(assigned);
        consumption.want(subscribed::wants);
        calls.assigned(added);
        metrics.ends(System.nanoTime());
    }

    // ---- KIP-848 ----

    private void reconcile(Turn.Reconcile turn) {
        ListenerCalls calls = new ListenerCalls(subscribed.listener(), metrics);
        Set<TopicPartition> going = goingBy(turn);
        if (!going.isEmpty()) {
            giveUp(going, calls::revoked);
            keep(going);
            if (isOver() || !isMember()) {
                calls.conclude();
                return;
            }
        }
        take(turn.target(), calls);
        answer(new TurnAnswer.Reconciled(turn.number()));
        calls.conclude();
    }

    // ---- the end ----

    /** Gives up all partitions of one's own accord; what the application's code throws is for {@link #conclude}. */
    void giveUpAll(Deadline deadline) {
        leaving = new ListenerCalls(subscribed.listener(), metrics);
        endTurn();
        metrics.stops();
        Set<TopicPartition> untold = new LinkedHashSet<>(consumption.assignment());
        untold.removeAll(beingGivenUp);
        memberships++;
        // What is kept while the group rebalances cannot be committed any more, and counts as lost, as with Kafka's
        // consumer.
        boolean isMember = isMember();
        if (isMember) {
            commitHandled(deadline);
        }
        if (!untold.isEmpty()) {
            giveUp(untold, isMember ? leaving::revoked : leaving::lost);
        }
    }

    /** Commits what is handled, if that is automatic, and waits for it. */
    void commitHandled(Deadline deadline) {
        long leftMs = Math.max(1, (deadline.atNs() - System.nanoTime()) / 1_000_000);
        Commits.Pending pending = autoCommit.begin(Math.min(leftMs, maxPollIntervalMs));
        if (pending == null) {
            return;
        }
        try {
            if (waiting.awaitWhateverComes(pending::isSettled, deadline.atNs())) {
                settled(pending);
            } else {
                log.warn("whether offsets {} were committed is not known: there was no answer", pending.offsets());
            }
        } catch (InterruptException e) {
            leaving.failed(e);
        } finally {
            pending.abandon();
        }
    }

    /** Throws what the application's code threw while partitions were given up. */
    void conclude() {
        ListenerCalls calls = leaving;
        leaving = new ListenerCalls(Optional.empty(), metrics);
        calls.conclude();
    }
}
