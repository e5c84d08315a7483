package io.headrace.group.assignor;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.coordinator.group.api.assignor.ConsumerGroupPartitionAssignor;
import org.apache.kafka.coordinator.group.api.assignor.SubscribedTopicDescriber;
import org.apache.kafka.coordinator.group.api.assignor.SubscriptionType;
import org.apache.kafka.coordinator.group.modern.Assignment;
import org.apache.kafka.coordinator.group.modern.GroupSpecImpl;
import org.apache.kafka.coordinator.group.modern.MemberSubscriptionAndAssignmentImpl;
import org.junit.jupiter.api.Test;

class AssignorsTest {
    private static final int ROUNDS = 400;

    private final UniformAssignor uniform = new UniformAssignor();
    private final RangeAssignor range = new RangeAssignor();
    private final ConsumerGroupPartitionAssignor apacheUniform =
            new org.apache.kafka.coordinator.group.assignor.UniformAssignor();
    private final ConsumerGroupPartitionAssignor apacheRange =
            new org.apache.kafka.coordinator.group.assignor.RangeAssignor();

    @Test
    void noMembersGetNothing() {
        GroupSpec nobody = new GroupSpec(Map.of(), Map.of());

        assertEquals(Map.of(), uniform.assign(nobody));
        assertEquals(Map.of(), range.assign(nobody));
    }

    @Test
    void aMemberWithoutTopicsGetsNothing() {
        GroupSpec group = new GroupSpec(
                Map.of("m", new GroupSpec.Member(null, Set.of(), PartitionSet.of(id(1), 0, 1))), Map.of());

        assertEquals(Map.of("m", PartitionSet.EMPTY), uniform.assign(group));
        assertEquals(Map.of("m", PartitionSet.EMPTY), range.assign(group));
    }

    @Test
    void aTopicNobodyKnowsIsAMistakeOfTheCaller() {
        GroupSpec group =
                new GroupSpec(Map.of("m", new GroupSpec.Member(null, Set.of(id(1)), PartitionSet.EMPTY)), Map.of());

        assertThrows(IllegalArgumentException.class, () -> uniform.assign(group));
        assertThrows(IllegalArgumentException.class, () -> range.assign(group));
    }

    @Test
    void rangesMeetAcrossTopics() {
        GroupSpec group = new GroupSpec(
                Map.of(
                        "a", new GroupSpec.Member(null, Set.of(id(1), id(2)), PartitionSet.EMPTY),
                        "z", new GroupSpec.Member("first", Set.of(id(1), id(2)), PartitionSet.EMPTY)),
                Map.of(id(1), 3, id(2), 3));

        Map<String, PartitionSet> assigned = range.assign(group);

        // The static member comes first, and so gets the larger part.
        assertEquals(PartitionSet.of(Map.of(id(1), List.of(0, 1), id(2), List.of(0, 1))), assigned.get("z"));
        assertEquals(PartitionSet.of(Map.of(id(1), List.of(2), id(2), List.of(2))), assigned.get("a"));
    }

    @Test
    void whoeverLacksAPartitionGetsItFromWhoHasMost() {
        GroupSpec group = new GroupSpec(
                Map.of(
                        "a", new GroupSpec.Member(null, Set.of(id(1)), PartitionSet.of(id(1), 0, 1)),
                        "b", new GroupSpec.Member(null, Set.of(id(1)), PartitionSet.of(id(1), 2, 3, 4)),
                        "c", new GroupSpec.Member(null, Set.of(id(1)), PartitionSet.EMPTY)),
                Map.of(id(1), 5));

        Map<String, PartitionSet> assigned = uniform.assign(group);

        assertEquals(PartitionSet.of(id(1), 0, 1), assigned.get("a"));
        assertEquals(PartitionSet.of(id(1), 2, 3), assigned.get("b"));
        assertEquals(PartitionSet.of(id(1), 4), assigned.get("c"));
    }

    @Test
    void equalSubscriptionsGetEqualShares() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = random("equal shares", round);
            RandomGroup group = new RandomGroup(random, true);
            for (int step = 0; step < 4; step++) {
                GroupSpec spec = group.spec();
                Map<String, PartitionSet> ours = uniform.assign(spec);
                Map<String, PartitionSet> theirs = apache(apacheUniform, spec);

                assertEachPartitionOnce(spec, ours);
                assertEquals(sizes(theirs), sizes(ours));
                int[] sizes = ours.values().stream()
                        .mapToInt(PartitionSet::size)
                        .sorted()
                        .toArray();
                assertTrue(sizes[sizes.length - 1] - sizes[0] <= 1);
                assertTrue(
                        kept(spec, ours) >= kept(spec, theirs),
                        () -> "kept " + kept(spec, ours) + ", Apache's " + kept(spec, theirs));
                assertEquals(ours, uniform.assign(spec));
                group.change(random, ours);
            }
        }
    }

    @Test
    void unequalSubscriptionsGetSharesAsEvenAsTheyAllow() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = random("unequal shares", round);
            RandomGroup group = new RandomGroup(random, false);
            for (int step = 0; step < 4; step++) {
                GroupSpec spec = group.spec();
                Map<String, PartitionSet> ours = uniform.assign(spec);

                assertEachPartitionOnce(spec, ours);
                assertNobodyCouldGive(spec, ours);
                assertNobodyCouldGive(spec, apache(apacheUniform, spec));
                assertEquals(ours, uniform.assign(spec));
                group.change(random, ours);
            }
        }
    }

    @Test
    void nothingMovesWithoutNeed() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = random("no moves", round);
            RandomGroup group = new RandomGroup(random, round % 2 == 0);
            Map<String, PartitionSet> first = uniform.assign(group.spec());
            group.remember(first);

            assertEquals(first, uniform.assign(group.spec()));
        }
    }

    @Test
    void rangeIsApaches() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = random("range", round);
            RandomGroup group = new RandomGroup(random, round % 2 == 0);
            for (int step = 0; step < 3; step++) {
                GroupSpec spec = group.spec();
                Map<String, PartitionSet> ours = range.assign(spec);

                assertEachPartitionOnce(spec, ours);
                assertEquals(apache(apacheRange, spec), ours);
                group.change(random, ours);
            }
        }
    }

    /** A thousand members and ten thousand partitions: a join is a matter of milliseconds; a minute is for slow machines. */
    @Test
    void largeGroupsAreAssignedInTime() {
        for (boolean equal : List.of(true, false)) {
            Random random = random("large", equal ? 1 : 2);
            Map<Uuid, Integer> counts = new HashMap<>();
            for (int topic = 0; topic < 100; topic++) {
                counts.put(id(topic), 100);
            }
            Set<Uuid> all = Set.copyOf(counts.keySet());
            Map<String, GroupSpec.Member> members = new HashMap<>();
            for (int i = 0; i < 1_000; i++) {
                Set<Uuid> topics = new HashSet<>(all);
                if (!equal) {
                    topics.removeIf(topic -> random.nextInt(3) == 0);
                }
                members.put(
                        "member-" + i,
                        new GroupSpec.Member(null, equal ? all : Set.copyOf(topics), PartitionSet.EMPTY));
            }
            GroupSpec spec = new GroupSpec(members, counts);
            Map<String, PartitionSet> assigned = new HashMap<>();
            long start = System.nanoTime();
            for (int step = 0; step < 5; step++) {
                assigned.putAll(uniform.assign(spec));
                assertEachPartitionOnce(spec, assigned);
                members.replaceAll(
                        (id, member) -> new GroupSpec.Member(member.instanceId(), member.topics(), assigned.get(id)));
                String gone = "member-" + step;
                members.remove(gone);
                assigned.remove(gone);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.toSeconds() < 60, took::toString);
        }
    }

    private static void assertEachPartitionOnce(GroupSpec spec, Map<String, PartitionSet> assigned) {
        assertEquals(spec.members().keySet(), assigned.keySet());
        Map<Uuid, Set<Integer>> missing = new HashMap<>();
        spec.members()
                .values()
                .forEach(member -> member.topics().forEach(topic -> {
                    Set<Integer> partitions = missing.computeIfAbsent(topic, id -> new HashSet<>());
                    for (int i = 0; i < spec.partitionCounts().get(topic); i++) {
                        partitions.add(i);
                    }
                }));
        assigned.forEach((id, partitions) -> partitions.forEach((topic, partition) -> assertAll(
                () -> assertTrue(spec.members().get(id).topics().contains(topic)),
                () -> assertTrue(missing.get(topic).remove(partition), () -> topic + "-" + partition + " twice"))));
        missing.values().forEach(partitions -> assertEquals(Set.of(), partitions));
    }

    /** Of those who subscribe to a topic, nobody who has a partition of it has two more than another. */
    private static void assertNobodyCouldGive(GroupSpec spec, Map<String, PartitionSet> assigned) {
        assigned.forEach((giver, partitions) -> partitions
                .topics()
                .forEach(topic -> spec.members()
                        .forEach((taker, member) -> assertTrue(!member.topics().contains(topic)
                                || partitions.size() - assigned.get(taker).size() < 2))));
    }

    private static int kept(GroupSpec spec, Map<String, PartitionSet> assigned) {
        int[] kept = {0};
        assigned.forEach((id, partitions) -> partitions.forEach(
                (topic, partition) -> kept[0] += spec.members().get(id).target().contains(topic, partition) ? 1 : 0));
        return kept[0];
    }

    private static List<Integer> sizes(Map<String, PartitionSet> assigned) {
        return assigned.values().stream().map(PartitionSet::size).sorted().toList();
    }

    private static Map<String, PartitionSet> apache(ConsumerGroupPartitionAssignor assignor, GroupSpec spec) {
        Map<String, MemberSubscriptionAndAssignmentImpl> members = new HashMap<>();
        Map<org.apache.kafka.common.Uuid, Map<Integer, String>> owners = new HashMap<>();
        spec.members().forEach((id, member) -> {
            Map<org.apache.kafka.common.Uuid, Set<Integer>> target = new HashMap<>();
            member.target()
                    .forEach((topic, partition) -> target.computeIfAbsent(theirs(topic), key -> new HashSet<>())
                            .add(partition));
            member.target()
                    .forEach((topic, partition) -> owners.computeIfAbsent(theirs(topic), key -> new HashMap<>())
                            .put(partition, id));
            Set<org.apache.kafka.common.Uuid> topics = new HashSet<>();
            member.topics().forEach(topic -> topics.add(theirs(topic)));
            members.put(
                    id,
                    new MemberSubscriptionAndAssignmentImpl(
                            Optional.empty(),
                            Optional.ofNullable(member.instanceId()),
                            topics,
                            new Assignment(Collections.unmodifiableMap(target))));
        });
        SubscribedTopicDescriber describer = new SubscribedTopicDescriber() {
            @Override
            public int numPartitions(org.apache.kafka.common.Uuid topic) {
                return spec.partitionCounts().getOrDefault(ours(topic), -1);
            }

            @Override
            public Set<String> racksForPartition(org.apache.kafka.common.Uuid topic, int partition) {
                return Set.of();
            }
        };
        SubscriptionType type = spec.isHomogeneous() ? SubscriptionType.HOMOGENEOUS : SubscriptionType.HETEROGENEOUS;
        Map<String, PartitionSet> assigned = new HashMap<>();
        spec.members().keySet().forEach(id -> assigned.put(id, PartitionSet.EMPTY));
        assignor.assign(new GroupSpecImpl(members, type, owners), describer)
                .members()
                .forEach((id, assignment) -> {
                    PartitionSet.Builder partitions = new PartitionSet.Builder();
                    assignment
                            .partitions()
                            .forEach(
                                    (topic, numbers) -> numbers.forEach(number -> partitions.add(ours(topic), number)));
                    assigned.put(id, partitions.build());
                });
        return assigned;
    }

    private static org.apache.kafka.common.Uuid theirs(Uuid id) {
        return new org.apache.kafka.common.Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static Uuid ours(org.apache.kafka.common.Uuid id) {
        return new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static Uuid id(int number) {
        return new Uuid(7, number + 10);
    }

    private static Random random(String what, int round) {
        long seed = what.hashCode() * 31L + round;
        return new Random(seed);
    }

    /** Members that come and go, topics that grow and vanish. */
    private static final class RandomGroup {
        private final boolean equal;
        private final Map<Uuid, Integer> counts = new HashMap<>();
        private final Map<String, GroupSpec.Member> members = new TreeMap<>();
        private int nextMember;

        RandomGroup(Random random, boolean equal) {
            this.equal = equal;
            int topics = 1 + random.nextInt(6);
            for (int i = 0; i < topics; i++) {
                counts.put(id(i), 1 + random.nextInt(20));
            }
            int size = 1 + random.nextInt(12);
            for (int i = 0; i < size; i++) {
                join(random);
            }
        }

        private void join(Random random) {
            String instance = random.nextInt(3) == 0 ? "instance-" + nextMember : null;
            String id = "member-" + random.nextInt(1_000_000) + "-" + nextMember++;
            members.put(id, new GroupSpec.Member(instance, topics(random), PartitionSet.EMPTY));
        }

        private Set<Uuid> topics(Random random) {
            Set<Uuid> topics = new HashSet<>(counts.keySet());
            if (!equal) {
                topics.removeIf(topic -> random.nextBoolean());
            }
            return topics;
        }

        GroupSpec spec() {
            return new GroupSpec(Map.copyOf(members), Map.copyOf(counts));
        }

        void remember(Map<String, PartitionSet> assigned) {
            members.replaceAll(
                    (id, member) -> new GroupSpec.Member(member.instanceId(), member.topics(), assigned.get(id)));
        }

        void change(Random random, Map<String, PartitionSet> assigned) {
            remember(assigned);
            switch (random.nextInt(4)) {
                case 0 -> join(random);
                case 1 -> {
                    List<String> ids = new ArrayList<>(members.keySet());
                    if (ids.size() > 1) {
                        members.remove(ids.get(random.nextInt(ids.size())));
                    }
                }
                case 2 -> counts.computeIfPresent(id(0), (topic, count) -> count + random.nextInt(5));
                default -> {
                    Uuid gone = id(random.nextInt(6));
                    if (counts.size() > 1 && counts.remove(gone) != null) {
                        members.replaceAll((id, member) -> {
                            Set<Uuid> topics = new HashSet<>(member.topics());
                            topics.remove(gone);
                            return new GroupSpec.Member(member.instanceId(), topics, member.target());
                        });
                    }
                }
            }
        }
    }

    @Test
    void onlyBuiltInAssignorsAreOffered() {
        assertEquals(
                List.of("range"), List.copyOf(Assignors.of(List.of("range")).names()));
        assertEquals(
                "uniform",
                Assignors.of(List.of("uniform", "range")).orDefault("gone").name());
        assertEquals(
                "range",
                Assignors.of(List.of("uniform", "range")).orDefault("range").name());
        assertThrows(IllegalArgumentException.class, () -> Assignors.of(List.of("sticky")));
        assertThrows(IllegalArgumentException.class, () -> Assignors.of(List.of()));
    }
}
