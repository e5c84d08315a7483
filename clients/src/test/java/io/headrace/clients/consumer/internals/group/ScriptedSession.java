package io.headrace.clients.consumer.internals.group;

import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The loop's part of a membership, as a test wants it: notes what it is told. */
public final class ScriptedSession implements GroupSession {

    private Membership.State state = Membership.State.MEMBER;
    private int epoch = 3;
    private boolean hasMemberEpochs;
    private boolean isWaitingForPoll;

    private final List<Set<String>> wishes = new ArrayList<>();
    private final List<Errors> refusals = new ArrayList<>();
    private final List<TurnAnswer> answers = new ArrayList<>();
    private int polls;
    private int departures;
    private RuntimeException refusal;

    /** What the membership is from now on. */
    public void is(Membership.State now) {
        state = now;
    }

    /** The coordinator has refused it. */
    public void isRefused(RuntimeException failure) {
        state = Membership.State.OUTSIDE;
        refusal = failure;
    }

    /** The membership has moved on. */
    public void epoch(int now) {
        epoch = now;
    }

    /** Of which protocol it is: KIP-848 has member epochs. */
    public void withMemberEpochs() {
        hasMemberEpochs = true;
    }

    /** Whether the group was left since the application did not poll. */
    public void isWaitingForPoll(boolean now) {
        isWaitingForPoll = now;
    }

    /** The topics that were subscribed to, one set each time. */
    public List<Set<String>> wishes() {
        return wishes;
    }

    /** Errors that refused a commit or a question. */
    public List<Errors> refusals() {
        return refusals;
    }

    public List<TurnAnswer> answers() {
        return answers;
    }

    public int polls() {
        return polls;
    }

    public int departures() {
        return departures;
    }

    @Override
    public void subscribe(Wish wish) {
        wishes.add(wish.topics());
    }

    @Override
    public void unsubscribe(String reason, Departure departure, Runnable onDone) {
        departures++;
        onDone.run();
    }

    @Override
    public void rejoin(String reason) {
        // Nothing to note.
    }

    @Override
    public void polled() {
        polls++;
    }

    @Override
    public void answer(TurnAnswer answer) {
        answers.add(answer);
    }

    @Override
    public void commitRefused(Membership as, Errors error) {
        refusals.add(error);
    }

    @Override
    public boolean hasMemberEpochs() {
        return hasMemberEpochs;
    }

    @Override
    public Optional<RuntimeException> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public Membership membership() {
        return state == Membership.State.NONE
                ? Membership.none(Optional.empty())
                : new Membership(state, "me", epoch, Optional.empty());
    }

    @Override
    public boolean isWaitingForPoll() {
        return isWaitingForPoll;
    }
}
