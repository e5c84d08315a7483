package io.headrace.clients.consumer.internals.group;

import io.headrace.common.protocol.Errors;
import java.util.Optional;
import java.util.Set;

/**
 * A membership at work: asks the coordinator, keeps the time, and gives the polling thread its turns. Called on the
 * client's loop, but for {@link #membership} and {@link #isWaitingForPoll}.
 */
public interface GroupSession {

    /**
     * What the member wants to read.
     *
     * @param topics names of topics
     * @param regex an expression that the coordinator evaluates, or null
     */
    record Wish(Set<String> topics, String regex) {}

    /** What the coordinator is told when a member goes. */
    enum Departure {
        /** Nothing: it finds out when the session times out. */
        SILENT,
        /** A dynamic member leaves, a static one will be back. */
        USUAL,
        /** The member leaves, also a static one. */
        FOR_GOOD
    }

    /** Becomes a member, or wants something else than before. */
    void subscribe(Wish wish);

    /**
     * Ends the membership.
     *
     * @param onDone called when the coordinator knows, or cannot be told
     */
    void unsubscribe(String reason, Departure departure, Runnable onDone);

    /** Has the group balanced anew, as far as the protocol lets a member do that. */
    void rejoin(String reason);

    /** The application polls; only needed while {@link #isWaitingForPoll}. */
    void polled();

    /** The polling thread has done a turn. */
    void answer(TurnAnswer answer);

    /** A commit was refused for a reason that may concern the membership that it was made with. */
    void commitRefused(Membership as, Errors error);

    /** Whether offsets are asked for as a member of KIP-848: with its epoch, and by topic ids. */
    boolean hasMemberEpochs();

    /** What the coordinator refused the member for, since it was a member last. */
    Optional<RuntimeException> refusal();

    /** What the consumer is in its group; any thread. */
    Membership membership();

    /** Whether the group was left since the application did not poll; any thread. */
    boolean isWaitingForPoll();
}
