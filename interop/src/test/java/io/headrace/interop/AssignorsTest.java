package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.ConsumerPartitionAssignor;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.clients.consumer.CooperativeStickyAssignor;
import io.headrace.clients.consumer.RangeAssignor;
import io.headrace.clients.consumer.RoundRobinAssignor;
import io.headrace.clients.consumer.StickyAssignor;
import io.headrace.clients.consumer.internals.assignor.AbstractStickyAssignor;
import io.headrace.clients.consumer.internals.assignor.ConsumerProtocol;
import io.headrace.common.Cluster;
import io.headrace.common.Node;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our assignors beside Apache's on the same random groups, so that it does not matter whose consumer leads a mixed group:
 * range and round robin give the same, the sticky ones are as even and take no more away, and all of them understand each
 * other's bytes.
 */
class AssignorsTest {

    private static final int GROUPS = Integer.getInteger("headrace.assignor.groups", 1_500);

    /** One group: the topics with their partitions' racks, and what each member says. */
    private static final class Group {

        private final Random random;
        private final List<String> racks = List.of("a", "b", "c");
        private final Map<String, List<List<String>>> topics = new TreeMap<>();
        private final Map<String, Subscription> members = new TreeMap<>();

        Group(long seed, boolean sameSubscription, boolean withRacks) {
            random = new Random(seed);
            int topicCount = 1 + random.nextInt(4);
            int usual = 1 + random.nextInt(9);
            for (int t = 0; t < topicCount; t++) {
                int partitions = random.nextInt(4) == 0 ? random.nextInt(12) : usual;
                List<List<String>> ofTopic = new ArrayList<>();
                for (int p = 0; p < partitions; p++) {
                    ofTopic.add(withRacks ? racks.subList(random.nextInt(2), 1 + random.nextInt(3)) : List.of());
                }
                topics.put("t" + t, ofTopic);
            }
            int memberCount = 1 + random.nextInt(6);
            for (int m = 0; m < memberCount; m++) {
                join(sameSubscription, withRacks);
            }
        }

        final void join(boolean sameSubscription, boolean withRacks) {
            List<String> subscribed = topics.keySet().stream()
                    .filter(topic -> sameSubscription || random.nextInt(3) > 0)
                    .collect(Collectors.toCollection(ArrayList::new));
            if (subscribed.isEmpty()) {
                // Apache's sticky assignors give partitions to a first member that subscribes to nothing.
                subscribed.add("t0");
            }
            Subscription subscription = new Subscription(
                    subscribed,
                    null,
                    List.of(),
                    -1,
                    withRacks && random.nextInt(5) > 0
                            ? Optional.of(racks.get(random.nextInt(racks.size())))
                            : Optional.empty());
            String id = "m" + random.nextInt(1_000_000);
            if (random.nextInt(3) == 0) {
                subscription.setGroupInstanceId(Optional.of("i" + random.nextInt(1_000_000)));
            }
            members.put(id, subscription);
        }

        Cluster cluster() {
            List<PartitionInfo> partitions = new ArrayList<>();
            topics.forEach((topic, ofTopic) -> {
                for (int p = 0; p < ofTopic.size(); p++) {
                    Node[] replicas = replicas(ofTopic.get(p)).toArray(Node[]::new);
                    partitions.add(new PartitionInfo(topic, p, null, replicas, replicas));
                }
            });
            return new Cluster("cluster", List.of(), partitions, Set.of(), Set.of());
        }

        private List<Node> replicas(List<String> ofPartition) {
            return ofPartition.stream()
                    .map(rack -> new Node(racks.indexOf(rack), "h", 1, rack))
                    .toList();
        }

        org.apache.kafka.common.Cluster apacheCluster() {
            List<org.apache.kafka.common.PartitionInfo> partitions = new ArrayList<>();
            for (PartitionInfo p : cluster().topics().stream()
                    .flatMap(topic -> cluster().partitionsForTopic(topic).stream())
                    .toList()) {
                org.apache.kafka.common.Node[] replicas = new org.apache.kafka.common.Node[p.replicas().length];
                for (int i = 0; i < replicas.length; i++) {
                    Node node = p.replicas()[i];
                    replicas[i] = new org.apache.kafka.common.Node(node.id(), "h", 1, node.rack());
                }
                partitions.add(
                        new org.apache.kafka.common.PartitionInfo(p.topic(), p.partition(), null, replicas, replicas));
            }
            return new org.apache.kafka.common.Cluster("cluster", List.of(), partitions, Set.of(), Set.of());
        }

        /** What members have becomes part of what they say. */
        void own(Map<String, Set<TopicPartition>> owned, int generation) {
            members.replaceAll((id, old) -> {
                Subscription now = new Subscription(
                        old.topics(),
                        old.userData(),
                        List.copyOf(owned.getOrDefault(id, Set.of())),
                        owned.containsKey(id) ? generation : -1,
                        old.rackId());
                now.setGroupInstanceId(old.groupInstanceId());
                return now;
            });
        }

        boolean isNear(String member, TopicPartition partition) {
            Optional<String> rack = members.get(member).rackId();
            return rack.isEmpty()
                    || topics.get(partition.topic()).get(partition.partition()).contains(rack.get());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rangeAndRoundRobinGiveWhatApachesGive(boolean withRacks) {
        for (long seed = 0; seed < GROUPS; seed++) {
            Group group = new Group(seed, seed % 3 == 0, withRacks);
            assertEquals(
                    theirs(new org.apache.kafka.clients.consumer.RangeAssignor(), group),
                    ours(new RangeAssignor(), group),
                    "range, seed " + seed);
            assertEquals(
                    theirs(new org.apache.kafka.clients.consumer.RoundRobinAssignor(), group),
                    ours(new RoundRobinAssignor(), group),
                    "roundrobin, seed " + seed);
        }
    }

    /** Groups that change: members come and go, and partitions are added, over some generations. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stickyIsAsEvenAsApachesAndTakesNoMoreAway(boolean sameSubscription) {
        int worse = 0;
        int better = 0;
        for (long seed = 0; seed < GROUPS; seed++) {
            Group group = new Group(seed, sameSubscription, false);
            Map<String, Set<TopicPartition>> owned = Map.of();
            for (int generation = 1; generation <= 5; generation++) {
                group.own(owned, generation - 1);
                String where = "seed " + seed + ", generation " + generation;
                Map<String, Set<TopicPartition>> ours = ours(new EagerView(), group);
                Map<String, Set<TopicPartition>> theirs = theirs(new ApacheEagerView(), group);
                assertEquals(all(theirs), all(ours), where);
                assertEquals(
                        all(ours).size(),
                        ours.values().stream().mapToInt(Set::size).sum(),
                        where);
                if (sameSubscription) {
                    assertEquals(spread(theirs), spread(ours), where);
                } else {
                    assertTrue(
                            spread(ours) <= spread(theirs),
                            where + ": " + ours + " against " + theirs + " for " + group.members + group.topics);
                }
                int ourMoves = moves(owned, ours);
                int theirMoves = moves(owned, theirs);
                if (sameSubscription) {
                    assertTrue(ourMoves <= theirMoves, where + ": moved " + ourMoves + " against " + theirMoves);
                } else if (spread(ours) == spread(theirs)) {
                    worse += Math.max(0, ourMoves - theirMoves);
                    better += Math.max(0, theirMoves - ourMoves);
                }
                owned = ours;
                change(group, sameSubscription);
            }
        }
        assertTrue(
                worse <= better,
                "equally even, " + worse + " moves more in some cases, " + better + " fewer in others");
    }

    private static void change(Group group, boolean sameSubscription) {
        switch (group.random.nextInt(3)) {
            case 0 -> group.join(sameSubscription, false);
            case 1 -> {
                if (group.members.size() > 1) {
                    group.members.remove(group.members.keySet().iterator().next());
                }
            }
            default -> group.topics.values().iterator().next().add(List.of());
        }
    }

    @Test
    void stickyKeepsAsMuchInItsRackAsApaches() {
        long near = 0;
        long theirNear = 0;
        for (long seed = 0; seed < GROUPS; seed++) {
            Group group = new Group(seed, true, true);
            Map<String, Set<TopicPartition>> ours = ours(new EagerView(), group);
            Map<String, Set<TopicPartition>> theirs = theirs(new ApacheEagerView(), group);
            assertEquals(spread(theirs), spread(ours), "seed " + seed);
            near += near(group, ours);
            theirNear += near(group, theirs);
        }
        assertTrue(near >= theirNear, near + " partitions near their members, Apache's " + theirNear);
    }

    /** What a cooperative assignor takes from one and gives to another is nobody's for one rebalance. */
    @Test
    void cooperativeStickyNeverGivesAwayWhatSomebodyHas() {
        for (long seed = 0; seed < GROUPS; seed++) {
            boolean same = seed % 2 == 0;
            Group group = new Group(seed, same, false);
            Map<String, Set<TopicPartition>> owned = Map.of();
            for (int round = 1; round <= 6; round++) {
                group.own(owned, round);
                Map<String, Set<TopicPartition>> next = round % 2 == 0
                        ? theirs(new org.apache.kafka.clients.consumer.CooperativeStickyAssignor(), group)
                        : ours(new CooperativeStickyAssignor(), group);
                Map<TopicPartition, String> owners = new HashMap<>();
                owned.forEach((member, partitions) -> partitions.forEach(p -> owners.put(p, member)));
                String where = "seed " + seed + ", round " + round;
                next.forEach((member, partitions) -> partitions.forEach(p -> assertTrue(
                        !group.members.containsKey(owners.getOrDefault(p, ""))
                                || owners.get(p).equals(member),
                        where + ": " + p + " of " + owners.get(p) + " is given to " + member)));
                if (round % 2 == 0) {
                    // Whoever led before: one rebalance decides, the next one completes it, and then nothing moves.
                    Set<TopicPartition> all = all(ours(new EagerView(), group));
                    group.own(next, round);
                    group.own(ours(new CooperativeStickyAssignor(), group), round);
                    next = ours(new CooperativeStickyAssignor(), group);
                    assertEquals(all, all(next), where);
                    group.own(next, round);
                    assertEquals(next, ours(new CooperativeStickyAssignor(), group), where);
                    change(group, same);
                }
                owned = next;
            }
        }
    }

    @Test
    @SuppressWarnings("removal") // Nobody but the group itself makes such metadata; here the test is the group.
    void userDataOfTheStickyAssignorsIsApaches() {
        StickyAssignor ours = new StickyAssignor();
        var theirs = new org.apache.kafka.clients.consumer.StickyAssignor();
        assertEquals(theirs.subscriptionUserData(Set.of("t")), ours.subscriptionUserData(Set.of("t")));
        ours.onAssignment(
                new Assignment(List.of(new TopicPartition("tä", 3), new TopicPartition("tä", 0))),
                new ConsumerGroupMetadata("g", 7, "m", Optional.empty()));
        theirs.onAssignment(
                new org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment(List.of(
                        new org.apache.kafka.common.TopicPartition("tä", 3),
                        new org.apache.kafka.common.TopicPartition("tä", 0))),
                new org.apache.kafka.clients.consumer.ConsumerGroupMetadata("g", 7, "m", Optional.empty()));
        assertEquals(theirs.subscriptionUserData(Set.of("tä")), ours.subscriptionUserData(Set.of("tä")));

        CooperativeStickyAssignor cooperative = new CooperativeStickyAssignor();
        var theirCooperative = new org.apache.kafka.clients.consumer.CooperativeStickyAssignor();
        assertEquals(theirCooperative.subscriptionUserData(Set.of()), cooperative.subscriptionUserData(Set.of()));
        cooperative.onAssignment(new Assignment(List.of()), new ConsumerGroupMetadata("g", 9, "m", Optional.empty()));
        theirCooperative.onAssignment(
                new org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment(List.of()),
                new org.apache.kafka.clients.consumer.ConsumerGroupMetadata("g", 9, "m", Optional.empty()));
        assertEquals(theirCooperative.subscriptionUserData(Set.of()), cooperative.subscriptionUserData(Set.of()));
    }

    @Test
    void subscriptionsAndAssignmentsAreApachesBytes() {
        for (long seed = 0; seed < GROUPS; seed++) {
            Group group = new Group(seed, false, true);
            group.own(ours(new RangeAssignor(), group), (int) seed);
            for (Subscription subscription : group.members.values()) {
                ByteBuffer theirs = org.apache.kafka.clients.consumer.internals.ConsumerProtocol.serializeSubscription(
                        apache(subscription));
                byte[] bytes = ConsumerProtocol.serialize(subscription);
                assertArrayEquals(bytes(theirs), bytes, "seed " + seed);
                Subscription read = ConsumerProtocol.subscription(bytes);
                assertEquals(new TreeSet<>(subscription.topics()), new TreeSet<>(read.topics()));
                assertEquals(Set.copyOf(subscription.ownedPartitions()), Set.copyOf(read.ownedPartitions()));
                assertEquals(subscription.generationId(), read.generationId());
                assertEquals(subscription.rackId(), read.rackId());

                Assignment assignment = new Assignment(subscription.ownedPartitions(), ByteBuffer.wrap(new byte[] {1}));
                ByteBuffer theirAssignment =
                        org.apache.kafka.clients.consumer.internals.ConsumerProtocol.serializeAssignment(
                                new org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment(
                                        apache(assignment.partitions()), assignment.userData()));
                Assignment back = ConsumerProtocol.assignment(bytes(theirAssignment));
                assertEquals(Set.copyOf(assignment.partitions()), Set.copyOf(back.partitions()));
                assertEquals(assignment.userData(), back.userData());
                assertEquals(
                        Set.copyOf(apache(assignment.partitions())),
                        Set.copyOf(org.apache.kafka.clients.consumer.internals.ConsumerProtocol.deserializeAssignment(
                                        ByteBuffer.wrap(ConsumerProtocol.serialize(assignment)))
                                .partitions()));
            }
        }
    }

    /** The sticky assignor, told of owned partitions by the subscription: what is compared is how it shares out. */
    private static final class EagerView extends StickyAssignor {
        @Override
        protected AbstractStickyAssignor.MemberData memberData(Subscription subscription) {
            return new AbstractStickyAssignor.MemberData(
                    subscription.ownedPartitions(), subscription.generationId(), subscription.rackId());
        }
    }

    private static final class ApacheEagerView extends org.apache.kafka.clients.consumer.StickyAssignor {
        @Override
        protected org.apache.kafka.clients.consumer.internals.AbstractStickyAssignor.MemberData memberData(
                org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription subscription) {
            return new org.apache.kafka.clients.consumer.internals.AbstractStickyAssignor.MemberData(
                    subscription.ownedPartitions(), subscription.generationId(), subscription.rackId());
        }
    }

    // ---- measures ----

    private static Set<TopicPartition> all(Map<String, Set<TopicPartition>> assignment) {
        return assignment.values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
    }

    /** The sum of all differences between two members; 0 when all have the same number. */
    private static int spread(Map<String, Set<TopicPartition>> assignment) {
        int[] sizes = assignment.values().stream().mapToInt(Set::size).toArray();
        int sum = 0;
        for (int i = 0; i < sizes.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += Math.abs(sizes[i] - sizes[j]);
            }
        }
        return sum;
    }

    /** How many partitions were taken from members that are still there. */
    private static int moves(Map<String, Set<TopicPartition>> before, Map<String, Set<TopicPartition>> after) {
        int moves = 0;
        for (Map.Entry<String, Set<TopicPartition>> entry : before.entrySet()) {
            Set<TopicPartition> now = after.get(entry.getKey());
            if (now != null) {
                moves += (int) entry.getValue().stream()
                        .filter(partition -> !now.contains(partition))
                        .count();
            }
        }
        return moves;
    }

    private static long near(Group group, Map<String, Set<TopicPartition>> assignment) {
        return assignment.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().filter(p -> group.isNear(entry.getKey(), p)))
                .count();
    }

    // ---- both kinds of assignors ----

    private static Map<String, Set<TopicPartition>> ours(ConsumerPartitionAssignor assignor, Group group) {
        Map<String, Set<TopicPartition>> result = new TreeMap<>();
        assignor.assign(group.cluster(), new GroupSubscription(group.members))
                .groupAssignment()
                .forEach((member, assignment) -> result.put(member, Set.copyOf(assignment.partitions())));
        return result;
    }

    private static Map<String, Set<TopicPartition>> theirs(
            org.apache.kafka.clients.consumer.ConsumerPartitionAssignor assignor, Group group) {
        Map<String, org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription> members = new TreeMap<>();
        group.members.forEach((member, subscription) -> members.put(member, apache(subscription)));
        Map<String, Set<TopicPartition>> result = new TreeMap<>();
        assignor.assign(
                        group.apacheCluster(),
                        new org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription(members))
                .groupAssignment()
                .forEach((member, assignment) -> result.put(
                        member,
                        assignment.partitions().stream()
                                .map(p -> new TopicPartition(p.topic(), p.partition()))
                                .collect(Collectors.toSet())));
        return result;
    }

    private static org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription apache(Subscription ours) {
        var subscription = new org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription(
                ours.topics(),
                ours.userData(),
                apache(ours.ownedPartitions()),
                ours.generationId().orElse(-1),
                ours.rackId());
        subscription.setGroupInstanceId(ours.groupInstanceId());
        return subscription;
    }

    private static List<org.apache.kafka.common.TopicPartition> apache(List<TopicPartition> ours) {
        return ours.stream()
                .map(p -> new org.apache.kafka.common.TopicPartition(p.topic(), p.partition()))
                .collect(Collectors.toList());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
