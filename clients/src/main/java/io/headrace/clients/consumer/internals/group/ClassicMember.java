package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.clients.consumer.internals.group.Membership.State;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * What a member of a group of the classic protocol does next. Decides only: takes what was heard and what time it is, and
 * says what is to be asked and told. Knows neither connections nor threads.
 *
 * <pre>
 *   OUT -> PREPARING -> JOINING -> (ASSIGNING ->) SYNCING -> ADOPTING -> STABLE
 *             ^  the application    the leader                 the       |
 *             |  gives up                                application     |
 *             |______________________________ rebalance ________________|
 * </pre>
 *
 * <p>In PREPARING, ASSIGNING and ADOPTING it is the polling thread's {@link Turn}. EXPIRED: the application has not polled
 * in time, and the group was left. FAILED: the application has been told why, and has to subscribe anew.
 *
 * <p>Owner: the client's loop.
 */
final class ClassicMember {

    enum Phase {
        OUT,
        PREPARING,
        JOINING,
        ASSIGNING,
        SYNCING,
        ADOPTING,
        STABLE,
        EXPIRED,
        FAILED
    }

    /**
     * The coordinator's answer to a join.
     *
     * @param isAssignmentKept whether the leader is not to assign, since nothing has changed
     * @param members what each member subscribes to, for the leader; nothing for others
     */
    record Joined(
            int generation,
            String memberId,
            String leaderId,
            String protocol,
            boolean isAssignmentKept,
            Map<String, Subscription> members) {}

    private static final int NO_GENERATION = -1;
    private static final long NEVER = Heartbeats.NEVER;

    private final GroupSettings settings;
    private final IntUnaryOperator backoffMs;
    private final Heartbeats heartbeats;
    private final List<ClassicAction> actions = new ArrayList<>();

    private Phase phase = Phase.OUT;
    private String memberId = "";
    private int generation = NO_GENERATION;
    private String protocol = "";

    /** The generation that the application knows, in which what it owns was assigned. */
    private int adoptedGeneration = NO_GENERATION;

    private boolean isLeader;
    private ClassicAction.Offer offer;
    private String rejoinReason = "";
    private boolean isRejoinWanted;

    /** Counts joins and syncs, so that answers to older ones can be told apart. */
    private int attempt;

    /** What it was refused for since it was a member last; null for nothing. */
    private RuntimeException refusal;

    private int failures;
    private long retryAtNs = NEVER;
    private int turnNumber;

    /** @param backoffMs the delay after so many failures before */
    ClassicMember(GroupSettings settings, IntUnaryOperator backoffMs) {
        this.settings = settings;
        this.backoffMs = backoffMs;
        this.heartbeats = new Heartbeats(settings, backoffMs);
    }

    Phase phase() {
        return phase;
    }

    boolean isLeader() {
        return isLeader && phase == Phase.STABLE;
    }

    /** What the coordinator refused the member for, since it was a member last. */
    Optional<RuntimeException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** What the member may do about offsets. */
    Membership membership() {
        State state = switch (phase) {
            case OUT -> State.NONE;
            case PREPARING, STABLE, ADOPTING -> generation == NO_GENERATION ? State.OUTSIDE : State.MEMBER;
            case JOINING, ASSIGNING, SYNCING -> State.REBALANCING;
            case EXPIRED, FAILED -> State.OUTSIDE;
        };
        return new Membership(state, memberId, generation, settings.instanceId());
    }

    // ---- what the application wants ----

    /** The application has subscribed, or to something else. */
    List<ClassicAction> subscribe() {
        if (phase == Phase.OUT || phase == Phase.FAILED) {
            prepare();
        } else {
            wantRejoin("the subscription has changed");
        }
        return taken();
    }

    /** The group is to be balanced anew. */
    List<ClassicAction> rejoin(String reason) {
        if (phase != Phase.OUT && phase != Phase.FAILED) {
            wantRejoin(reason);
        }
        return taken();
    }

    /** The application polls. */
    List<ClassicAction> polled() {
        if (phase == Phase.EXPIRED) {
            prepare();
        }
        return taken();
    }

    /**
     * The application does not want to be a member any more.
     *
     * @param isTold whether the coordinator is told
     */
    List<ClassicAction> unsubscribe(String reason, boolean isTold) {
        boolean overtakes = phase == Phase.JOINING || phase == Phase.SYNCING;
        if (isTold && !memberId.isEmpty()) {
            actions.add(new ClassicAction.Leave(memberId, reason, overtakes));
        }
        reset("");
        phase = Phase.OUT;
        refusal = null;
        isRejoinWanted = false;
        rejoinReason = "";
        endTurn();
        return taken();
    }

    private void wantRejoin(String reason) {
        isRejoinWanted = true;
        rejoinReason = reason;
        if (phase == Phase.STABLE) {
            prepare();
        }
    }

    // ---- turns ----

    private int nextTurn() {
        return ++turnNumber;
    }

    private void tell(Turn next) {
        actions.add(new ClassicAction.Tell(next));
    }

    private void endTurn() {
        turnNumber++;
    }

    private boolean isCurrent(int number) {
        return number == turnNumber;
    }

    private void prepare() {
        phase = Phase.PREPARING;
        attempt++;
        retryAtNs = NEVER;
        isRejoinWanted = false;
        boolean isLost = generation == NO_GENERATION;
        tell(new Turn.Prepare(nextTurn(), isLost, isLost ? NO_GENERATION : adoptedGeneration));
    }

    /** The polling thread has given up what it had to, and offers this. */
    List<ClassicAction> prepared(int number, ClassicAction.Offer offered, long nowNs) {
        if (isCurrent(number) && phase == Phase.PREPARING) {
            endTurn();
            offer = offered;
            // What the application wanted until now is in the offer: it decides in the order in which it is heard here.
            isRejoinWanted = false;
            failures = 0;
            join(nowNs);
        }
        return taken();
    }

    private void join(long nowNs) {
        phase = Phase.JOINING;
        attempt++;
        retryAtNs = NEVER;
        heartbeats.pause(nowNs);
        actions.add(new ClassicAction.Join(attempt, memberId, rejoinReason, offer));
    }

    /** The polling thread has assigned: to each member what it is to have. */
    List<ClassicAction> assigned(int number, Map<String, byte[]> assignments) {
        if (isCurrent(number) && phase == Phase.ASSIGNING) {
            endTurn();
            sync(assignments);
        }
        return taken();
    }

    private void sync(Map<String, byte[]> assignments) {
        phase = Phase.SYNCING;
        attempt++;
        actions.add(new ClassicAction.Sync(attempt, generation, memberId, protocol, assignments));
    }

    /** Whether this turn is waited for. */
    boolean awaits(int number) {
        return isCurrent(number);
    }

    /** The polling thread could not do its turn, and has told the application. */
    List<ClassicAction> turnFailed(int number) {
        if (isCurrent(number) && phase == Phase.ASSIGNING) {
            rejoinReason = "the assignor failed";
            prepare();
        }
        return taken();
    }

    /**
     * The polling thread has what it was assigned.
     *
     * @param anew why the group is to be joined again at once; null when it is not
     */
    List<ClassicAction> adopted(int number, String anew) {
        if (isCurrent(number) && phase == Phase.ADOPTING) {
            endTurn();
            phase = Phase.STABLE;
            adoptedGeneration = generation;
            if (anew != null) {
                wantRejoin(anew);
            } else if (isRejoinWanted) {
                prepare();
            } else {
                rejoinReason = "";
            }
        }
        return taken();
    }

    /** The application has been told of a failure that passes: it may try again. */
    List<ClassicAction> told(int number) {
        if (isCurrent(number) && phase == Phase.FAILED) {
            prepare();
        }
        return taken();
    }

    // ---- what the coordinator says ----

    /** An answer to a join. */
    List<ClassicAction> joined(int of, Joined answer, long nowNs) {
        if (of != attempt || phase != Phase.JOINING) {
            return taken();
        }
        heartbeats.joined(nowNs);
        refusal = null;
        generation = answer.generation();
        memberId = answer.memberId();
        protocol = answer.protocol();
        isLeader = answer.memberId().equals(answer.leaderId());
        failures = 0;
        if (!isLeader || answer.members().isEmpty()) {
            sync(Map.of());
        } else {
            phase = Phase.ASSIGNING;
            if (answer.isAssignmentKept()) {
                actions.add(new ClassicAction.Watch(answer.members()));
                sync(Map.of());
            } else {
                actions.add(new ClassicAction.Lead(nextTurn(), protocol, answer.members()));
            }
        }
        return taken();
    }

    /**
     * A join was refused.
     *
     * @param named the member id that the coordinator gives with {@link Errors#MEMBER_ID_REQUIRED}
     */
    List<ClassicAction> joinRefused(int of, Errors error, String named, long nowNs) {
        if (of != attempt || phase != Phase.JOINING) {
            return taken();
        }
        switch (error) {
            case MEMBER_ID_REQUIRED -> {
                memberId = named;
                join(nowNs);
            }
            case UNKNOWN_MEMBER_ID -> {
                reset("");
                rejoinReason = "the member was not known";
                prepare();
            }
            case ILLEGAL_GENERATION -> {
                reset(memberId);
                prepare();
            }
            case REBALANCE_IN_PROGRESS, COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR ->
                retryJoin(nowNs);
            default -> fail(GroupErrors.failure(error, settings), error);
        }
        return taken();
    }

    /** There is no answer to a join. */
    List<ClassicAction> joinFailed(int of, RuntimeException failure, long nowNs) {
        if (of == attempt && phase == Phase.JOINING) {
            if (failure instanceof RetriableException) {
                retryJoin(nowNs);
            } else {
                fail(failure, Errors.UNKNOWN_SERVER_ERROR);
            }
        }
        return taken();
    }

    private void retryJoin(long nowNs) {
        attempt++;
        retryAtNs = nowNs + ms(backoffMs.applyAsInt(failures++));
    }

    /** An answer to a sync. */
    List<ClassicAction> synced(int of, String protocolName, Assignment assignment, long nowNs) {
        if (of != attempt || phase != Phase.SYNCING) {
            return taken();
        }
        heartbeats.assigned(offer.isCooperative(), nowNs);
        if (protocolName != null && !protocolName.equals(protocol)) {
            fail(GroupErrors.inconsistentProtocol(protocolName, protocol), Errors.INCONSISTENT_GROUP_PROTOCOL);
            return taken();
        }
        phase = Phase.ADOPTING;
        tell(new Turn.Adopt(
                nextTurn(),
                protocol,
                assignment,
                new Membership(State.MEMBER, memberId, generation, settings.instanceId())));
        return taken();
    }

    /** A sync was refused. */
    List<ClassicAction> syncRefused(int of, Errors error, long nowNs) {
        if (of != attempt || phase != Phase.SYNCING) {
            return taken();
        }
        switch (error) {
            case REBALANCE_IN_PROGRESS -> {
                rejoinReason = "the group began to rebalance again";
                join(nowNs);
            }
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> {
                reset(error == Errors.ILLEGAL_GENERATION ? memberId : "");
                rejoinReason = "the membership ended while syncing: " + error;
                prepare();
            }
            case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, COORDINATOR_LOAD_IN_PROGRESS -> {
                rejoinReason = "the coordinator changed";
                phase = Phase.JOINING;
                retryJoin(nowNs);
            }
            default -> fail(GroupErrors.failure(error, settings), error);
        }
        return taken();
    }

    /** There is no answer to a sync. */
    List<ClassicAction> syncFailed(int of, RuntimeException failure, long nowNs) {
        if (of == attempt && phase == Phase.SYNCING) {
            if (failure instanceof RetriableException) {
                rejoinReason = "an answer of the coordinator was lost";
                phase = Phase.JOINING;
                retryJoin(nowNs);
            } else {
                fail(failure, Errors.UNKNOWN_SERVER_ERROR);
            }
        }
        return taken();
    }

    /** An answer to a heartbeat of this generation and member. */
    List<ClassicAction> heartbeatAnswered(int of, String member, Errors error, long nowNs) {
        heartbeats.returned();
        if (of != generation || !member.equals(memberId) || !beats()) {
            return taken();
        }
        switch (error) {
            case NONE -> heartbeats.heard(nowNs);
            case REBALANCE_IN_PROGRESS -> {
                heartbeats.heard(nowNs);
                if (phase == Phase.STABLE) {
                    wantRejoin("the group is rebalancing");
                } else if (phase == Phase.ADOPTING) {
                    isRejoinWanted = true;
                    rejoinReason = "the group is rebalancing";
                }
            }
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, FENCED_INSTANCE_ID -> ended(error);
            case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, COORDINATOR_LOAD_IN_PROGRESS -> heartbeats.missed(nowNs);
            default -> fail(GroupErrors.failure(error, settings), error);
        }
        return taken();
    }

    /** There is no answer to a heartbeat. */
    List<ClassicAction> heartbeatFailed(int of, RuntimeException failure, long nowNs) {
        heartbeats.returned();
        if (of == generation && beats()) {
            if (failure instanceof RetriableException) {
                heartbeats.missed(nowNs);
            } else {
                fail(failure, Errors.UNKNOWN_SERVER_ERROR);
            }
        }
        return taken();
    }

    /** A commit was refused for a reason that concerns the membership it was made with. */
    List<ClassicAction> commitRefused(Membership as, Errors error) {
        if (as.epoch() == generation && as.memberId().equals(memberId) && generation != NO_GENERATION) {
            switch (error) {
                case REBALANCE_IN_PROGRESS -> wantRejoin("a commit was refused since the group is rebalancing");
                case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, FENCED_INSTANCE_ID -> {
                    if (phase != Phase.JOINING) {
                        ended(error);
                    }
                }
                default -> {
                    // Says nothing of the membership.
                }
            }
        }
        return taken();
    }

    private void ended(Errors error) {
        if (error == Errors.FENCED_INSTANCE_ID) {
            fail(GroupErrors.failure(error, settings), error);
            return;
        }
        reset(error == Errors.ILLEGAL_GENERATION ? memberId : "");
        rejoinReason = "the membership ended: " + error;
        prepare();
    }

    private void reset(String keptMemberId) {
        memberId = keptMemberId;
        generation = NO_GENERATION;
        adoptedGeneration = NO_GENERATION;
        isLeader = false;
        attempt++;
        retryAtNs = NEVER;
        heartbeats.stop();
    }

    private void fail(RuntimeException failure, Errors error) {
        boolean isFinal = error == Errors.FENCED_INSTANCE_ID;
        reset(isFinal ? "" : memberId);
        phase = Phase.FAILED;
        refusal = failure;
        tell(new Turn.Fail(nextTurn(), failure, isFinal));
    }

    // ---- time ----

    /** Whether the coordinator expects heartbeats. */
    private boolean beats() {
        return generation != NO_GENERATION
                && switch (phase) {
                    case PREPARING, ASSIGNING, SYNCING, ADOPTING, STABLE -> true;
                    case OUT, JOINING, EXPIRED, FAILED -> false;
                };
    }

    private boolean watchesPolls() {
        return phase != Phase.OUT && phase != Phase.EXPIRED && phase != Phase.FAILED;
    }

    /**
     * Does what is due.
     *
     * @param lastPollNs when the application polled last
     */
    List<ClassicAction> timePassed(long nowNs, long lastPollNs) {
        if (watchesPolls() && nowNs - (lastPollNs + ms(settings.maxPollIntervalMs())) >= 0) {
            expire();
            return taken();
        }
        if (phase == Phase.JOINING && retryAtNs != NEVER && nowNs - retryAtNs >= 0) {
            join(nowNs);
        }
        if (beats() && heartbeats.isDue(nowNs)) {
            heartbeats.sent(nowNs);
            actions.add(new ClassicAction.Heartbeat(generation, memberId));
        }
        if (beats() && heartbeats.isSilent(nowNs)) {
            actions.add(new ClassicAction.Suspect(
                    "no heartbeat was answered within the session timeout of " + settings.sessionTimeoutMs() + " ms"));
        }
        return taken();
    }

    private void expire() {
        // Static members stay as far as the group knows: the session timeout decides whether their time is up.
        boolean isStatic = settings.instanceId().isPresent();
        if (!isStatic && !memberId.isEmpty()) {
            actions.add(new ClassicAction.Leave(
                    memberId,
                    "the application did not poll within max.poll.interval.ms",
                    phase == Phase.JOINING || phase == Phase.SYNCING));
        }
        reset(isStatic ? memberId : "");
        rejoinReason = "the application did not poll in time";
        phase = Phase.EXPIRED;
        endTurn();
        actions.add(new ClassicAction.Withdraw());
    }

    /** When {@link #timePassed} has to be called next at the latest; {@link Long#MAX_VALUE} for never. */
    long dueNs(long nowNs, long lastPollNs) {
        long leftNs = NEVER;
        if (watchesPolls()) {
            leftNs = lastPollNs + ms(settings.maxPollIntervalMs()) - nowNs;
        }
        if (phase == Phase.JOINING && retryAtNs != NEVER) {
            leftNs = Math.min(leftNs, retryAtNs - nowNs);
        }
        if (beats()) {
            leftNs = Math.min(leftNs, heartbeats.leftNs(nowNs));
        }
        return leftNs == NEVER ? NEVER : nowNs + Math.max(0, leftNs);
    }

    private static long ms(long ms) {
        return ms * 1_000_000;
    }

    private List<ClassicAction> taken() {
        List<ClassicAction> result = List.copyOf(actions);
        actions.clear();
        return result;
    }
}
