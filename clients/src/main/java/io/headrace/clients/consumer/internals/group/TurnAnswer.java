package io.headrace.clients.consumer.internals.group;

import java.util.Map;

/** What the polling thread says when it has done a {@link Turn}, named by its number. Immutable. */
public sealed interface TurnAnswer {

    /** Which turn is answered. */
    int number();

    /**
     * To {@link Turn.Prepare}.
     *
     * @param protocols what the member subscribes to, in the words of each assignor by name, the best first
     * @param isCooperative whether members keep what stays theirs while the group rebalances
     */
    record Offered(int number, Map<String, byte[]> protocols, boolean isCooperative) implements TurnAnswer {}

    /**
     * To {@link Turn.Assign}.
     *
     * @param assignments what each member is to have
     */
    record Assigned(int number, Map<String, byte[]> assignments) implements TurnAnswer {}

    /** To {@link Turn.Assign}: the assignor failed, and the application knows. */
    record NotAssigned(int number) implements TurnAnswer {}

    /**
     * To {@link Turn.Adopt}.
     *
     * @param rejoinReason why the group has to be joined again at once; null when it has not
     */
    record Adopted(int number, String rejoinReason) implements TurnAnswer {}

    /** To {@link Turn.Reconcile}: the member has what it is to have. */
    record Reconciled(int number) implements TurnAnswer {}

    /** To {@link Turn.Lost}: the member has nothing any more. */
    record GivenUp(int number) implements TurnAnswer {}

    /** To {@link Turn.Fail}: the application is being told. */
    record Told(int number) implements TurnAnswer {}
}
