package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import java.util.Map;

/** What is to be done for a member of the classic protocol: {@link ClassicMember} decides, {@link ClassicSession} does. */
sealed interface ClassicAction {

    /** Ask to be taken in. */
    record Join(int attempt, String memberId, String reason, Offer offer) implements ClassicAction {}

    /** Tell what the members are to have, if this one leads, and ask what it gets itself. */
    record Sync(int attempt, int generation, String memberId, String protocol, Map<String, byte[]> assignments)
            implements ClassicAction {}

    /** Say that the member lives. */
    record Heartbeat(int generation, String memberId) implements ClassicAction {}

    /** Say that it goes. */
    record Leave(String memberId, String reason, boolean overtakes) implements ClassicAction {}

    /** Take back a turn that the polling thread has not taken. */
    record Withdraw() implements ClassicAction {}

    /** Hand a turn to the polling thread. */
    record Tell(Turn turn) implements ClassicAction {}

    /** Find out who is in the group, and then hand the leader's turn to the polling thread. */
    record Lead(int turnNumber, String assignor, Map<String, Subscription> members) implements ClassicAction {}

    /** This member leads, and the assignment stays as it is: what it depends on is to be watched. */
    record Watch(Map<String, Subscription> members) implements ClassicAction {}

    /** The coordinator does not answer. */
    record Suspect(String why) implements ClassicAction {}

    /**
     * What a member says of itself when it joins.
     *
     * @param protocols what it subscribes to, in the words of each assignor that it has
     * @param isCooperative whether members keep what stays theirs while the group rebalances; not sent, all assignors say it
     */
    record Offer(Map<String, byte[]> protocols, boolean isCooperative) {}
}
