package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What memberships of both protocols have in common: what other threads see of them, the topics whose metadata they need,
 * the one timer, and the way out. What a member does next is decided elsewhere.
 *
 * <p>Owner: the client's loop.
 */
abstract class ProtocolSession implements GroupSession {

    private static final Logger log = LoggerFactory.getLogger(ProtocolSession.class);

    final ClientLoop loop;
    final GroupSettings settings;
    final GroupCoordinator coordinator;
    final TopicInterest interest;
    final TurnBox turns;
    final LongSupplier lastPollNs;
    private final SessionTimer timer;

    private Set<String> subscribed = Set.of();
    private Runnable onLeft = ProtocolSession::toldToNobody;

    private volatile Membership membership;
    private volatile boolean isWaitingForPoll;

    ProtocolSession(
            ClientLoop loop,
            GroupSettings settings,
            GroupCoordinator coordinator,
            TopicInterest interest,
            TurnBox turns,
            LongSupplier lastPollNs) {
        this.loop = loop;
        this.settings = settings;
        this.coordinator = coordinator;
        this.interest = interest;
        this.turns = turns;
        this.lastPollNs = lastPollNs;
        this.timer = new SessionTimer(loop, this::timePassed);
        this.membership = Membership.none(settings.instanceId());
    }

    /** Something may be due. */
    abstract void timePassed();

    @Override
    public final Membership membership() {
        return membership;
    }

    @Override
    public final boolean isWaitingForPoll() {
        return isWaitingForPoll;
    }

    /** What others see from now on. To be called before anything else is done, since they may act on what follows. */
    final void show(Membership now, boolean waitsForPoll) {
        membership = now;
        isWaitingForPoll = waitsForPoll;
    }

    /** Has {@link #timePassed} called at that time; {@link Long#MAX_VALUE} for never. */
    final void wakeAt(long atNs) {
        timer.set(atNs);
    }

    /** The member's own topics, which replace those before. */
    final void want(Set<String> topics) {
        Set<String> before = subscribed;
        subscribed = Set.copyOf(topics);
        interest.add(subscribed);
        interest.remove(before);
    }

    /**
     * The application goes.
     *
     * @param going lets the member decide, and carries that out
     * @param onDone called when the coordinator knows, or at once when it is not told
     */
    final void go(Runnable going, Runnable onDone) {
        turns.clear();
        want(Set.of());
        onLeft = onDone;
        going.run();
        takeOnLeft().run();
    }

    private Runnable takeOnLeft() {
        Runnable taken = onLeft;
        onLeft = ProtocolSession::toldToNobody;
        return taken;
    }

    private static void toldToNobody() {
        // The member goes for reasons of its own.
    }

    /** Tells the coordinator that the member goes, whoever wants it to. */
    final <R extends ApiMessage> void sendLeave(Call call, ToIntFunction<R> errorCode) {
        Runnable whenLeft = takeOnLeft();
        coordinator.send(call, settings.requestTimeoutMs(), new ResponseHandler<R>() {
            @Override
            public void onResponse(R response, int version, int nodeId) {
                coordinator.heed(Errors.forCode((short) errorCode.applyAsInt(response)));
                whenLeft.run();
            }

            @Override
            public void onFailure(RuntimeException failure) {
                log.debug("leaving group {} was not answered", settings.groupId(), failure);
                whenLeft.run();
            }
        });
    }
}
