package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.common.Cluster;
import io.headrace.common.TopicPartition;
import java.util.Map;
import java.util.Set;

/**
 * What a membership waits for the polling thread to do, since the application has a part in it. There is one at a time; a
 * new one takes the place of one that was not answered, whose answer then counts for nothing. Immutable.
 */
public sealed interface Turn {

    /** Tells a turn from those before. */
    int number();

    /**
     * The group is about to be joined (classic protocol): partitions that cannot be kept are given up, then the
     * subscription is offered.
     *
     * @param isLost whether the membership has ended, and with it the ownership of all partitions
     * @param generation the generation in which what is owned was assigned
     */
    record Prepare(int number, boolean isLost, int generation) implements Turn {}

    /**
     * This member leads the group (classic protocol), and says who gets what.
     *
     * @param assignor name of the assignor
     * @param members what each member subscribes to
     * @param cluster the topics of all of them
     */
    record Assign(int number, String assignor, Map<String, Subscription> members, Cluster cluster) implements Turn {}

    /**
     * The member has its assignment (classic protocol).
     *
     * @param assignor name of the assignor that made it
     * @param assignment what it is to have
     * @param membership what the member is from now on
     */
    record Adopt(int number, String assignor, Assignment assignment, Membership membership) implements Turn {}

    /**
     * The member is to have these partitions and no others (KIP-848).
     *
     * @param remade those of them whose topic was deleted and made again since the member got them
     */
    record Reconcile(int number, Set<TopicPartition> target, Set<TopicPartition> remade) implements Turn {}

    /** The membership has ended, and with it the ownership of all partitions (KIP-848). */
    record Lost(int number) implements Turn {}

    /**
     * The application has to be told of a failure.
     *
     * @param isFinal whether the membership does not come back by polling on
     */
    record Fail(int number, RuntimeException failure, boolean isFinal) implements Turn {}
}
