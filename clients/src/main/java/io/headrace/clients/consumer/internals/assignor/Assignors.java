package io.headrace.clients.consumer.internals.assignor;

import io.headrace.clients.consumer.ConsumerPartitionAssignor;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.clients.consumer.CooperativeStickyAssignor;
import io.headrace.common.Cluster;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The assignors that this member offers, the best first, and how partitions change hands with all of them.
 *
 * <p>Owner: the polling thread. Assignors are the application's code, and are never called by another thread.
 */
public final class Assignors {

    private final List<ConsumerPartitionAssignor> assignors;
    private final RebalanceProtocol protocol;
    private final String rack;

    /**
     * @param rack where this member is, or null
     * @throws IllegalArgumentException when two have one name, or they share no way of rebalancing
     */
    public Assignors(List<ConsumerPartitionAssignor> assignors, String rack) {
        this.assignors = List.copyOf(assignors);
        this.rack = rack;
        this.protocol = assignors.isEmpty() ? RebalanceProtocol.EAGER : common(assignors);
        Set<String> names = new HashSet<>();
        for (ConsumerPartitionAssignor assignor : assignors) {
            if (!names.add(assignor.name())) {
                throw new IllegalArgumentException(
                        "Two assignors in partition.assignment.strategy have the name '" + assignor.name() + "'");
            }
        }
    }

    private static RebalanceProtocol common(List<ConsumerPartitionAssignor> assignors) {
        EnumSet<RebalanceProtocol> shared = EnumSet.allOf(RebalanceProtocol.class);
        assignors.forEach(assignor -> shared.retainAll(assignor.supportedProtocols()));
        RebalanceProtocol best = null;
        for (RebalanceProtocol one : shared) {
            if (best == null || one.id() > best.id()) {
                best = one;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("The assignors in partition.assignment.strategy share no way of"
                    + " rebalancing, eager or cooperative: "
                    + assignors.stream().map(ConsumerPartitionAssignor::name).toList());
        }
        return best;
    }

    public boolean isEmpty() {
        return assignors.isEmpty();
    }

    /** Whether members keep what stays theirs while the group rebalances. */
    public boolean isCooperative() {
        return protocol == RebalanceProtocol.COOPERATIVE;
    }

    /** What this member subscribes to, in the words of each assignor. */
    public Map<String, byte[]> offer(Set<String> topics, Set<TopicPartition> owned, int generation) {
        Map<String, byte[]> offer = new LinkedHashMap<>();
        for (ConsumerPartitionAssignor assignor : assignors) {
            offer.put(
                    assignor.name(),
                    ConsumerProtocol.serialize(new Subscription(
                            new ArrayList<>(topics),
                            assignor.subscriptionUserData(topics),
                            new ArrayList<>(owned),
                            generation,
                            Optional.ofNullable(rack))));
        }
        return offer;
    }

    /**
     * By name.
     *
     * @throws IllegalStateException when the group uses one that was not offered
     */
    public ConsumerPartitionAssignor named(String name) {
        for (ConsumerPartitionAssignor assignor : assignors) {
            if (assignor.name().equals(name)) {
                return assignor;
            }
        }
        throw new IllegalStateException("The group assigns with '" + name + "', which is not in this consumer's"
                + " partition.assignment.strategy");
    }

    /**
     * Says who gets what, for the whole group.
     *
     * @param name the assignor that the group uses
     * @param cluster the topics of all members
     * @param members what each member subscribes to
     * @throws IllegalStateException when it was not offered, or gives away what is not given up yet
     */
    public Map<String, byte[]> assign(String name, Cluster cluster, Map<String, Subscription> members) {
        ConsumerPartitionAssignor assignor = named(name);
        Map<String, Assignment> assignments =
                assignor.assign(cluster, new GroupSubscription(members)).groupAssignment();
        if (isCooperative() && !(assignor instanceof CooperativeStickyAssignor)) {
            requireGivenUpFirst(assignor, members, assignments);
        }
        Map<String, byte[]> written = new HashMap<>();
        assignments.forEach((member, assignment) -> written.put(member, ConsumerProtocol.serialize(assignment)));
        return written;
    }

    /** With cooperative rebalancing a partition goes to nobody before its owner has given it up. */
    private static void requireGivenUpFirst(
            ConsumerPartitionAssignor assignor,
            Map<String, Subscription> members,
            Map<String, Assignment> assignments) {
        Set<TopicPartition> gained = new HashSet<>();
        Set<TopicPartition> lost = new HashSet<>();
        assignments.forEach((member, assignment) -> {
            Collection<TopicPartition> owned = members.get(member).ownedPartitions();
            Set<TopicPartition> more = new HashSet<>(assignment.partitions());
            more.removeAll(owned);
            gained.addAll(more);
            Set<TopicPartition> less = new HashSet<>(owned);
            less.removeAll(assignment.partitions());
            lost.addAll(less);
        });
        gained.retainAll(lost);
        if (!gained.isEmpty()) {
            throw new IllegalStateException("Assignor '" + assignor.name()
                    + "' is cooperative, and yet gives partitions to a member before their owner has given them up: "
                    + gained);
        }
    }
}
