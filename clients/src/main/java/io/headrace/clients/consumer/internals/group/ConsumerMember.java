package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.internals.group.GroupSession.Wish;
import io.headrace.clients.consumer.internals.group.Membership.State;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.AuthenticationException;
import io.headrace.common.errors.AuthorizationException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * What a member of a group of KIP-848 does next. Decides only: takes what was heard and what time it is, and says what is
 * to be asked and told. Knows neither connections nor threads, and no topic's name: names are found by who carries out.
 *
 * <pre>
 *   OUT -> JOINING --epoch--> MEMBER --fenced, or not polled in time--> GONE --> JOINING
 * </pre>
 *
 * <p>A member heartbeats. An answer may bring a target: the partitions it is to have. The polling thread takes it there in
 * one {@link Turn.Reconcile}, and the next heartbeat, sent at once, says that it is there. In GONE the polling thread gives
 * up everything ({@link Turn.Lost}) before the group is joined anew.
 *
 * <p>Owner: the client's loop.
 */
final class ConsumerMember {

    enum Phase {
        OUT,
        JOINING,
        MEMBER,
        GONE,
        EXPIRED,
        FAILED
    }

    /** What is to be done. */
    sealed interface Action {

        /**
         * Send a heartbeat.
         *
         * @param isFull whether it says everything, and not only what has changed
         * @param wish what the member wants to read; null when the coordinator knows
         * @param owned what it has; null when the coordinator knows
         */
        record Heartbeat(
                int number, String memberId, int epoch, boolean isFull, Wish wish, Map<Uuid, Set<Integer>> owned)
                implements Action {}

        /** Say that the member goes: a heartbeat that is the last. */
        record Leave(String memberId, int epoch, boolean overtakes) implements Action {}

        /** Find the names of these topics, and call {@link ConsumerMember#named}. */
        record Name(Map<Uuid, Set<Integer>> target) implements Action {}

        /** Take back a turn that the polling thread has not taken. */
        record Withdraw() implements Action {}

        /** Hand a turn to the polling thread. */
        record Tell(Turn turn) implements Action {}
    }

    /** The answer to a heartbeat. */
    record Answer(int epoch, int heartbeatIntervalMs, Map<Uuid, Set<Integer>> target) {}

    private static final int JOIN_EPOCH = 0;
    private static final int LEAVE_EPOCH = -1;
    private static final int STATIC_LEAVE_EPOCH = -2;
    private static final int NO_EPOCH = -1;
    private static final long NEVER = Long.MAX_VALUE;

    private final GroupSettings settings;
    private final String memberId;
    private final IntUnaryOperator backoffMs;
    private final List<Action> actions = new ArrayList<>();

    private Phase phase = Phase.OUT;
    private int epoch = NO_EPOCH;
    private Wish wish = new Wish(Set.of(), null);

    /** What the coordinator does not know of yet. */
    private boolean isFullDue;

    private boolean isWishDue;
    private boolean isOwnedDue;

    private Map<Uuid, Set<Integer>> owned = Map.of();
    private Map<Uuid, Set<Integer>> target = Map.of();

    /** What the polling thread is being told to have; null when it is not. */
    private Map<Uuid, Set<Integer>> reconciling;

    /** What it was refused for since it was a member last; null for nothing. */
    private RuntimeException refusal;

    private int turnNumber;
    private int heartbeatNumber;
    private boolean isUnderWay;
    private int intervalMs;
    private int failures;
    private long nextNs = NEVER;

    /**
     * @param memberId made by the client, and the same as long as it lives
     * @param backoffMs the delay after so many failures before
     */
    ConsumerMember(GroupSettings settings, String memberId, IntUnaryOperator backoffMs) {
        this.settings = settings;
        this.memberId = memberId;
        this.backoffMs = backoffMs;
    }

    Phase phase() {
        return phase;
    }

    /** What the member has, as the coordinator names it. */
    Map<Uuid, Set<Integer>> owned() {
        return owned;
    }

    /** What the coordinator refused the member for, since it was a member last. */
    Optional<RuntimeException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** What the member may do about offsets. */
    Membership membership() {
        State state = switch (phase) {
            case OUT -> State.NONE;
            case MEMBER -> State.MEMBER;
            case JOINING, GONE, EXPIRED, FAILED -> State.OUTSIDE;
        };
        return new Membership(state, phase == Phase.OUT ? "" : memberId, epoch, settings.instanceId());
    }

    // ---- what the application wants ----

    /** The application has subscribed, or to something else. */
    List<Action> subscribe(Wish next, long nowNs) {
        boolean isChanged = !Objects.equals(wish, next);
        wish = next;
        if (phase == Phase.OUT || phase == Phase.FAILED) {
            join(nowNs);
        } else if (isChanged) {
            isWishDue = true;
            soon(nowNs);
        }
        return taken(nowNs);
    }

    private void join(long nowNs) {
        phase = Phase.JOINING;
        epoch = JOIN_EPOCH;
        isFullDue = true;
        owned = Map.of();
        target = Map.of();
        reconciling = null;
        failures = 0;
        heartbeatNumber++;
        isUnderWay = false;
        nextNs = nowNs;
    }

    /** The application polls. */
    List<Action> polled(long nowNs) {
        if (phase == Phase.EXPIRED) {
            gone();
        }
        return taken(nowNs);
    }

    /** The application does not want to be a member any more. */
    List<Action> unsubscribe(GroupSession.Departure departure, long nowNs) {
        boolean isStatic = settings.instanceId().isPresent();
        boolean isTold = departure != GroupSession.Departure.SILENT || isStatic;
        if (isTold && (phase == Phase.MEMBER || phase == Phase.JOINING)) {
            boolean isBack = isStatic && departure != GroupSession.Departure.FOR_GOOD;
            actions.add(new Action.Leave(memberId, isBack ? STATIC_LEAVE_EPOCH : LEAVE_EPOCH, false));
        }
        end(Phase.OUT);
        refusal = null;
        wish = new Wish(Set.of(), null);
        turnNumber++;
        return taken(nowNs);
    }

    private void end(Phase next) {
        phase = next;
        epoch = NO_EPOCH;
        nextNs = NEVER;
        heartbeatNumber++;
        isUnderWay = false;
        reconciling = null;
        owned = Map.of();
        target = Map.of();
    }

    // ---- heartbeats ----

    private void soon(long nowNs) {
        if (phase == Phase.MEMBER || phase == Phase.JOINING) {
            nextNs = nowNs;
        }
    }

    private void beat(long nowNs) {
        isUnderWay = true;
        heartbeatNumber++;
        boolean isFull = isFullDue || epoch == JOIN_EPOCH;
        boolean saysOwned = isFull || isOwnedDue;
        actions.add(new Action.Heartbeat(
                heartbeatNumber,
                memberId,
                epoch,
                isFull,
                (isFull || isWishDue) ? wish : null,
                saysOwned ? owned : null));
        isFullDue = false;
        isWishDue = false;
        isOwnedDue = false;
        nextNs = intervalMs == 0 ? NEVER : nowNs + ms(intervalMs);
    }

    /** A heartbeat was answered. */
    List<Action> answered(int number, Answer answer, long nowNs) {
        if (number != heartbeatNumber || !isUnderWay) {
            return taken(nowNs);
        }
        isUnderWay = false;
        failures = 0;
        intervalMs = answer.heartbeatIntervalMs();
        epoch = answer.epoch();
        phase = Phase.MEMBER;
        refusal = null;
        if (!isSomethingDue()) {
            nextNs = nowNs + ms(intervalMs);
        }
        if (answer.target() != null) {
            target = copy(answer.target());
            reconcile();
        }
        return taken(nowNs);
    }

    private boolean isSomethingDue() {
        return isFullDue || isWishDue || isOwnedDue;
    }

    /** A heartbeat was refused. */
    List<Action> refused(int number, Errors error, String detail, long nowNs) {
        if (number != heartbeatNumber || !isUnderWay) {
            return taken(nowNs);
        }
        isUnderWay = false;
        switch (error) {
            case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE, COORDINATOR_LOAD_IN_PROGRESS -> again(nowNs);
            case UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH -> gone();
            case TOPIC_AUTHORIZATION_FAILED -> {
                again(nowNs);
                reconciling = null;
                actions.add(new Action.Tell(
                        new Turn.Fail(++turnNumber, GroupErrors.failure(error, detail, settings), false)));
            }
            default -> fail(GroupErrors.failure(error, detail, settings), isFinal(error));
        }
        return taken(nowNs);
    }

    private static boolean isFinal(Errors error) {
        return error != Errors.GROUP_AUTHORIZATION_FAILED;
    }

    /** There is no answer to a heartbeat. */
    List<Action> failed(int number, RuntimeException failure, long nowNs) {
        if (number == heartbeatNumber && isUnderWay) {
            isUnderWay = false;
            if (failure instanceof RetriableException) {
                again(nowNs);
            } else {
                fail(
                        failure,
                        !(failure instanceof AuthorizationException || failure instanceof AuthenticationException));
            }
        }
        return taken(nowNs);
    }

    /** What the coordinator knows is not certain any more, so it is told everything. */
    private void again(long nowNs) {
        isFullDue = true;
        nextNs = nowNs + ms(backoffMs.applyAsInt(failures++));
    }

    private void gone() {
        end(Phase.GONE);
        actions.add(new Action.Tell(new Turn.Lost(++turnNumber)));
    }

    private void fail(RuntimeException failure, boolean isFinal) {
        end(Phase.FAILED);
        refusal = failure;
        actions.add(new Action.Tell(new Turn.Fail(++turnNumber, failure, isFinal)));
    }

    // ---- reconciliation ----

    private void reconcile() {
        if (phase == Phase.MEMBER && reconciling == null && !target.equals(owned)) {
            actions.add(new Action.Name(target));
        }
    }

    /**
     * The names of a target's topics are known, of some at least.
     *
     * @param of the target
     * @param known the part of it whose names are known
     * @param partitions the same by name
     * @param remade those whose topic was deleted and made again: what the member has of them is of another topic
     */
    List<Action> named(
            Map<Uuid, Set<Integer>> of,
            Map<Uuid, Set<Integer>> known,
            Set<TopicPartition> partitions,
            Set<TopicPartition> remade,
            long nowNs) {
        if (phase == Phase.MEMBER && reconciling == null && of.equals(target) && !known.equals(owned)) {
            reconciling = copy(known);
            actions.add(new Action.Tell(new Turn.Reconcile(++turnNumber, Set.copyOf(partitions), Set.copyOf(remade))));
        }
        return taken(nowNs);
    }

    /** The polling thread has what it was told to have. */
    List<Action> reconciled(int number, long nowNs) {
        if (number == turnNumber && reconciling != null) {
            owned = reconciling;
            reconciling = null;
            isOwnedDue = true;
            soon(nowNs);
            reconcile();
        }
        return taken(nowNs);
    }

    /** The polling thread has given up everything. */
    List<Action> givenUp(int number, long nowNs) {
        if (number == turnNumber && phase == Phase.GONE) {
            join(nowNs);
        }
        return taken(nowNs);
    }

    /** The application is being told of a failure that passes. */
    List<Action> told(int number, long nowNs) {
        if (number == turnNumber && phase == Phase.FAILED) {
            gone();
        } else if (number == turnNumber) {
            reconcile();
        }
        return taken(nowNs);
    }

    /** A commit was refused for a reason that concerns the membership it was made with. */
    List<Action> commitRefused(Membership as, Errors error, long nowNs) {
        if (phase == Phase.MEMBER
                && as.epoch() == epoch
                && (error == Errors.UNKNOWN_MEMBER_ID || error == Errors.FENCED_MEMBER_EPOCH)) {
            // The coordinator says so in its own words.
            soon(nowNs);
        }
        return taken(nowNs);
    }

    // ---- time ----

    private boolean watchesPolls() {
        return phase == Phase.JOINING || phase == Phase.MEMBER;
    }

    /**
     * Does what is due.
     *
     * @param lastPollNs when the application polled last
     */
    List<Action> timePassed(long nowNs, long lastPollNs) {
        if (watchesPolls() && nowNs - (lastPollNs + ms(settings.maxPollIntervalMs())) >= 0) {
            boolean isStatic = settings.instanceId().isPresent();
            actions.add(new Action.Leave(memberId, isStatic ? STATIC_LEAVE_EPOCH : LEAVE_EPOCH, false));
            actions.add(new Action.Withdraw());
            end(Phase.EXPIRED);
            turnNumber++;
        }
        return taken(nowNs);
    }

    /** When {@link #timePassed} has to be called next at the latest; {@link Long#MAX_VALUE} for never. */
    long dueNs(long nowNs, long lastPollNs) {
        long leftNs = NEVER;
        if (watchesPolls()) {
            leftNs = lastPollNs + ms(settings.maxPollIntervalMs()) - nowNs;
            if (!isUnderWay && nextNs != NEVER) {
                leftNs = Math.min(leftNs, nextNs - nowNs);
            }
        }
        return leftNs == NEVER ? NEVER : nowNs + Math.max(0, leftNs);
    }

    private static long ms(long ms) {
        return ms * 1_000_000;
    }

    private static Map<Uuid, Set<Integer>> copy(Map<Uuid, Set<Integer>> partitions) {
        Map<Uuid, Set<Integer>> copy = new TreeMap<>();
        partitions.forEach((topic, numbers) -> {
            if (!numbers.isEmpty()) {
                copy.put(topic, new TreeSet<>(numbers));
            }
        });
        return copy;
    }

    private List<Action> taken(long nowNs) {
        if (watchesPolls() && !isUnderWay && nextNs != NEVER && nowNs - nextNs >= 0) {
            beat(nowNs);
        }
        List<Action> result = List.copyOf(actions);
        actions.clear();
        return result;
    }
}
