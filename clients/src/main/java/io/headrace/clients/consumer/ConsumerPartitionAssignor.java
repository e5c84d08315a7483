package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.assignor.AssignorInstances;
import io.headrace.common.Cluster;
import io.headrace.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Says which member of a consumer group reads which partitions, with the classic group protocol. Every member offers the
 * assignors that it was configured with ({@code partition.assignment.strategy}); the coordinator picks one that all of them
 * have, by its {@link #name()}, and the member that leads the group runs it for everybody.
 *
 * <p>An assignor that implements {@link io.headrace.common.Configurable} is given the consumer's settings. It is used by
 * one consumer, by one thread at a time.
 */
public interface ConsumerPartitionAssignor {

    /**
     * What a member wants the leader's assignor to know about it; travels with each join.
     *
     * @param topics the topics that the member subscribes to
     * @return any bytes, or null for none
     */
    default ByteBuffer subscriptionUserData(Set<String> topics) {
        return null;
    }

    /**
     * Shares the partitions out. Called on the leader only.
     *
     * @param metadata the cluster, with all topics that any member subscribes to
     * @param groupSubscription what each member subscribes to, by member id
     * @return what each member is to have; it has to name all members
     */
    GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription);

    /**
     * Tells what this member got. Called on each member after each rebalance.
     *
     * @param assignment what this member is to have
     * @param metadata who this member is, with the group's generation
     */
    default void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {}

    /**
     * The ways of rebalancing that it works with. A consumer uses the best one that all of its assignors support.
     *
     * @return at least one; {@link RebalanceProtocol#EAGER} alone unless overridden
     */
    default List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.EAGER);
    }

    /** The version of what {@link #subscriptionUserData} returns; 0 unless overridden. */
    default short version() {
        return (short) 0;
    }

    /** The name by which members of a group agree on an assignor, such as {@code range}; unique within a consumer. */
    String name();

    /** What one member subscribes to, and what the leader may want to know of it. */
    final class Subscription {

        private static final int NO_GENERATION = -1;

        private final List<String> topics;
        private final ByteBuffer userData;
        private final List<TopicPartition> ownedPartitions;
        private final Optional<Integer> generationId;
        private final Optional<String> rackId;
        private Optional<String> groupInstanceId = Optional.empty();

        /**
         * @param topics the topics
         * @param userData what {@link #subscriptionUserData} returned; may be null
         * @param ownedPartitions what the member has now, with cooperative rebalancing
         * @param generationId the generation in which it got that; negative for none
         * @param rackId where the member is ({@code client.rack}, KIP-881)
         */
        public Subscription(
                List<String> topics,
                ByteBuffer userData,
                List<TopicPartition> ownedPartitions,
                int generationId,
                Optional<String> rackId) {
            this.topics = Objects.requireNonNull(topics, "topics");
            this.userData = userData;
            this.ownedPartitions = Objects.requireNonNull(ownedPartitions, "ownedPartitions");
            this.generationId = generationId < 0 ? Optional.empty() : Optional.of(generationId);
            this.rackId = Objects.requireNonNull(rackId, "rackId");
        }

        /**
         * Without generation and rack.
         *
         * @param topics the topics
         * @param userData what {@link #subscriptionUserData} returned; may be null
         * @param ownedPartitions what the member has now, with cooperative rebalancing
         */
        public Subscription(List<String> topics, ByteBuffer userData, List<TopicPartition> ownedPartitions) {
            this(topics, userData, ownedPartitions, NO_GENERATION, Optional.empty());
        }

        /**
         * Of a member that has no partitions.
         *
         * @param topics the topics
         * @param userData what {@link #subscriptionUserData} returned; may be null
         */
        public Subscription(List<String> topics, ByteBuffer userData) {
            this(topics, userData, List.of());
        }

        /**
         * Of a member that has nothing to say but its topics.
         *
         * @param topics the topics
         */
        public Subscription(List<String> topics) {
            this(topics, null);
        }

        /** The topics that the member subscribes to. */
        public List<String> topics() {
            return topics;
        }

        /** What the member's assignor wants this one to know; null for nothing. */
        public ByteBuffer userData() {
            return userData;
        }

        /** What the member has now; empty with eager rebalancing, where members give up everything before they join. */
        public List<TopicPartition> ownedPartitions() {
            return ownedPartitions;
        }

        /** Where the member is; empty when it does not say. */
        public Optional<String> rackId() {
            return rackId;
        }

        /**
         * Names the static member; the name does not travel within the subscription.
         *
         * @param groupInstanceId {@code group.instance.id}, or empty for a dynamic member
         */
        public void setGroupInstanceId(Optional<String> groupInstanceId) {
            this.groupInstanceId = Objects.requireNonNull(groupInstanceId, "groupInstanceId");
        }

        /** The static member's name; empty for a dynamic member. */
        public Optional<String> groupInstanceId() {
            return groupInstanceId;
        }

        /** The generation in which the member got its partitions; empty for none, and from members too old to tell. */
        public Optional<Integer> generationId() {
            return generationId;
        }

        @Override
        public String toString() {
            return "Subscription(topics=" + topics + (userData == null ? "" : ", userDataSize=" + userData.remaining())
                    + ", ownedPartitions=" + ownedPartitions + ", groupInstanceId="
                    + groupInstanceId.orElse("null") + ", generationId="
                    + generationId.orElse(NO_GENERATION) + ", rackId=" + rackId.orElse("null") + ")";
        }
    }

    /** What one member is to have. */
    final class Assignment {

        private final List<TopicPartition> partitions;
        private final ByteBuffer userData;

        /**
         * @param partitions the member's partitions
         * @param userData what the leader's assignor wants the member's to know; may be null
         */
        public Assignment(List<TopicPartition> partitions, ByteBuffer userData) {
            this.partitions = Objects.requireNonNull(partitions, "partitions");
            this.userData = userData;
        }

        /**
         * Without more to say.
         *
         * @param partitions the member's partitions
         */
        public Assignment(List<TopicPartition> partitions) {
            this(partitions, null);
        }

        /** The member's partitions. */
        public List<TopicPartition> partitions() {
            return partitions;
        }

        /** What the leader's assignor wants the member's to know; null for nothing. */
        public ByteBuffer userData() {
            return userData;
        }

        @Override
        public String toString() {
            return "Assignment(partitions=" + partitions
                    + (userData == null ? "" : ", userDataSize=" + userData.remaining()) + ")";
        }
    }

    /** What all members of a group subscribe to. */
    final class GroupSubscription {

        private final Map<String, Subscription> subscriptions;

        /** @param subscriptions by member id */
        public GroupSubscription(Map<String, Subscription> subscriptions) {
            this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        }

        /** The subscriptions by member id. */
        public Map<String, Subscription> groupSubscription() {
            return subscriptions;
        }

        @Override
        public String toString() {
            return "GroupSubscription(subscriptions=" + subscriptions + ")";
        }
    }

    /** What all members of a group are to have. */
    final class GroupAssignment {

        private final Map<String, Assignment> assignments;

        /** @param assignments by member id */
        public GroupAssignment(Map<String, Assignment> assignments) {
            this.assignments = Objects.requireNonNull(assignments, "assignments");
        }

        /** The assignments by member id. */
        public Map<String, Assignment> groupAssignment() {
            return assignments;
        }

        @Override
        public String toString() {
            return "GroupAssignment(assignments=" + assignments + ")";
        }
    }

    /** How a group moves from one assignment to the next. */
    enum RebalanceProtocol {
        /** Members give up all partitions before they join; whoever is to have them gets them at once. */
        EAGER((byte) 0),
        /**
         * Members keep their partitions while they join (KIP-429). A partition that is to change hands is in nobody's
         * assignment at first; when its owner has given it up, the group rebalances once more.
         */
        COOPERATIVE((byte) 1);

        private final byte id;

        RebalanceProtocol(byte id) {
            this.id = id;
        }

        /** The number that stands for it. */
        public byte id() {
            return id;
        }

        /**
         * The protocol that a number stands for.
         *
         * @throws IllegalArgumentException when the number stands for none
         */
        public static RebalanceProtocol forId(byte id) {
            return switch (id) {
                case 0 -> EAGER;
                case 1 -> COOPERATIVE;
                default ->
                    throw new IllegalArgumentException(
                            "Unknown rebalance protocol id: " + id + " (0 is EAGER, 1 is COOPERATIVE)");
            };
        }
    }

    /**
     * Makes the assignors that a consumer is configured with. Apache's class names mean the classes here.
     *
     * @param assignorClasses names of classes, or classes; null means none
     * @param configs the settings, for assignors that are {@link io.headrace.common.Configurable}
     * @return the assignors in that order
     * @throws io.headrace.common.KafkaException when one cannot be made, is no assignor, or has another one's name
     */
    static List<ConsumerPartitionAssignor> getAssignorInstances(
            List<String> assignorClasses, Map<String, Object> configs) {
        return AssignorInstances.of(assignorClasses, configs);
    }
}
