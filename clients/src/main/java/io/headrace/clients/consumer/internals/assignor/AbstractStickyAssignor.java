package io.headrace.clients.consumer.internals.assignor;

import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Shares partitions out as evenly as subscriptions allow, and within that takes as few as possible away from their owners.
 *
 * <p>As even as possible means: no chain of handing on, from one member that has two partitions more than another, would
 * make them more equal. Members with the same subscription so differ by one at most.
 *
 * <p>Where racks matter (KIP-881), a member gives up what has no replica in its rack, and is given what has one first; it
 * never gets more or fewer partitions for it.
 */
public abstract class AbstractStickyAssignor extends AbstractPartitionAssignor {

    /** The generation of members that do not tell theirs. */
    public static final int DEFAULT_GENERATION = -1;

    /** See {@link #partitionsTransferringOwnership()}. Owner: the thread that calls {@code assign}. */
    protected Map<TopicPartition, String> partitionsTransferringOwnership = Map.of();

    private int maxGeneration = DEFAULT_GENERATION;
    private boolean isSticky = true;

    /** What a member has, as it says itself. */
    public static final class MemberData {

        /** Its partitions. */
        public final List<TopicPartition> partitions;

        /** The generation in which it got them; empty when it does not tell. */
        public final Optional<Integer> generation;

        /** Its rack, if it has one. */
        public final Optional<String> rackId;

        /**
         * @param partitions its partitions
         * @param generation the generation in which it got them; empty when it does not tell
         * @param rackId its rack, if it has one
         */
        public MemberData(List<TopicPartition> partitions, Optional<Integer> generation, Optional<String> rackId) {
            this.partitions = Objects.requireNonNull(partitions, "partitions");
            this.generation = Objects.requireNonNull(generation, "generation");
            this.rackId = Objects.requireNonNull(rackId, "rackId");
        }

        /**
         * Of a member without a rack.
         *
         * @param partitions its partitions
         * @param generation the generation in which it got them; empty when it does not tell
         */
        public MemberData(List<TopicPartition> partitions, Optional<Integer> generation) {
            this(partitions, generation, Optional.empty());
        }
    }

    /** What a member has, from its subscription. */
    protected abstract MemberData memberData(Subscription subscription);

    @Override
    public Map<String, List<TopicPartition>> assign(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        return assignPartitions(partitionInfosWithoutRacks(partitionsPerTopic), subscriptions);
    }

    @Override
    public Map<String, List<TopicPartition>> assignPartitions(
            Map<String, List<PartitionInfo>> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        Map<String, MemberData> told = new HashMap<>();
        subscriptions.forEach((id, subscription) -> told.put(id, memberData(subscription)));
        Map<TopicPartition, Optional<String>> owners = owners(told);
        StickyProblem problem = problem(partitionsPerTopic, subscriptions, told, owners);
        Map<String, List<TopicPartition>> assignment =
                problem.isUniform() ? EvenShares.of(problem) : BalancedLoads.of(problem);
        partitionsTransferringOwnership = transfers(assignment, owners);
        maxGeneration = told.values().stream()
                .mapToInt(data -> data.generation.orElse(DEFAULT_GENERATION))
                .max()
                .orElse(DEFAULT_GENERATION);
        isSticky = isWithoutExchange(partitionsTransferringOwnership, owners);
        return assignment;
    }

    /**
     * The partitions that the last assignment gives to a member while another one has them, or says so, with the member
     * that is to get them.
     */
    public Map<TopicPartition, String> partitionsTransferringOwnership() {
        return partitionsTransferringOwnership;
    }

    /** The highest generation in which a member got what it had before the last assignment; negative when none told. */
    public int maxGeneration() {
        return maxGeneration;
    }

    /** Whether no two members gave each other partitions of one topic in the last assignment: each could have kept its own. */
    public boolean isSticky() {
        return isSticky;
    }

    /**
     * Who has each partition that somebody says to have. A member that missed a rebalance still names what others have got
     * since: the later generation holds. When two of one generation name the same partition, neither is believed.
     */
    private static Map<TopicPartition, Optional<String>> owners(Map<String, MemberData> told) {
        record Claim(int generation, Set<String> members) {}
        Map<TopicPartition, Claim> claims = new HashMap<>();
        told.forEach((member, data) -> {
            int generation = data.generation.orElse(DEFAULT_GENERATION);
            for (TopicPartition partition : data.partitions) {
                Claim claim = claims.get(partition);
                if (claim == null || claim.generation() < generation) {
                    claims.put(partition, new Claim(generation, new HashSet<>(Set.of(member))));
                } else if (claim.generation() == generation) {
                    claim.members().add(member);
                }
            }
        });
        Map<TopicPartition, Optional<String>> owners = new HashMap<>();
        claims.forEach((partition, claim) -> owners.put(
                partition,
                claim.members().size() == 1 ? claim.members().stream().findAny() : Optional.empty()));
        return owners;
    }

    private StickyProblem problem(
            Map<String, List<PartitionInfo>> partitionsPerTopic,
            Map<String, Subscription> subscriptions,
            Map<String, MemberData> told,
            Map<TopicPartition, Optional<String>> owners) {
        List<StickyProblem.Member> members = new ArrayList<>();
        subscriptions.keySet().stream().sorted().forEach(id -> {
            Set<String> topics = new HashSet<>(subscriptions.get(id).topics());
            topics.retainAll(partitionsPerTopic.keySet());
            members.add(new StickyProblem.Member(id, topics, told.get(id).rackId.filter(rack -> !rack.isEmpty())));
        });
        Set<String> subscribed = new HashSet<>();
        members.forEach(member -> subscribed.addAll(member.topics()));
        List<PartitionInfo> all = subscribed.stream()
                .flatMap(topic -> partitionsPerTopic.get(topic).stream())
                .toList();
        return StickyProblem.of(members, all, owners, racks(members, all));
    }

    /** The racks of each partition where they matter; otherwise none. */
    private Map<TopicPartition, Set<String>> racks(List<StickyProblem.Member> members, List<PartitionInfo> partitions) {
        Set<String> memberRacks = new HashSet<>();
        members.forEach(member -> member.rack().ifPresent(memberRacks::add));
        if (memberRacks.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Set<String>> racks = PartitionRacks.of(partitions);
        Set<String> all = new HashSet<>();
        racks.values().forEach(all::addAll);
        return useRackAwareAssignment(memberRacks, all, racks) ? racks : Map.of();
    }

    private static Map<TopicPartition, String> transfers(
            Map<String, List<TopicPartition>> assignment, Map<TopicPartition, Optional<String>> owners) {
        Map<TopicPartition, String> transfers = new HashMap<>();
        assignment.forEach((member, partitions) -> partitions.forEach(partition -> {
            Optional<String> owner = owners.get(partition);
            if (owner != null && !owner.equals(Optional.of(member))) {
                transfers.put(partition, member);
            }
        }));
        return transfers;
    }

    private static boolean isWithoutExchange(
            Map<TopicPartition, String> transfers, Map<TopicPartition, Optional<String>> owners) {
        record Move(String topic, String from, String to) {}
        Set<Move> moves = new HashSet<>();
        transfers.forEach((partition, to) ->
                owners.get(partition).ifPresent(from -> moves.add(new Move(partition.topic(), from, to))));
        return moves.stream().noneMatch(move -> moves.contains(new Move(move.topic(), move.to(), move.from())));
    }
}
