package io.headrace.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import io.headrace.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.headrace.common.Configurable;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The assignors by examples; {@code interop} compares them with Apache's on random groups. */
class AssignorsTest {

    private static final List<String> BOTH = List.of("a", "b");

    @Test
    void rangeCutsTopicsAlike() {
        assertEquals(
                Map.of("m1", "a-0 a-1 b-0 b-1", "m2", "a-2 b-2"),
                text(new RangeAssignor()
                        .assign(Map.of("a", 3, "b", 3), Map.of("m1", topics(BOTH), "m2", topics(BOTH)))));
    }

    @Test
    void roundRobinDealsOneByOneAndPassesOverWhoDoesNotSubscribe() {
        assertEquals(
                Map.of("m1", "a-0 a-2 b-1", "m2", "a-1 b-0 b-2"),
                text(new RoundRobinAssignor()
                        .assign(Map.of("a", 3, "b", 3), Map.of("m1", topics(BOTH), "m2", topics(BOTH)))));
        assertEquals(
                Map.of("m1", "a-0 a-1 b-1", "m2", "b-0"),
                text(new RoundRobinAssignor()
                        .assign(Map.of("a", 2, "b", 2), Map.of("m1", topics(BOTH), "m2", topics(List.of("b"))))));
    }

    @Test
    void staticMembersComeInTheOrderOfTheirNames() {
        Subscription first = topics(List.of("a"));
        first.setGroupInstanceId(Optional.of("1"));
        Subscription second = topics(List.of("a"));
        second.setGroupInstanceId(Optional.of("2"));
        assertEquals(
                Map.of("z", "a-0 a-1", "b", "a-2", "a", "a-3"),
                text(new RangeAssignor()
                        .assign(Map.of("a", 4), Map.of("z", first, "b", second, "a", topics(List.of("a"))))));
    }

    @Test
    void stickyTakesOnlyWhatANewMemberNeeds() {
        Map<String, List<TopicPartition>> assignment = new CooperativeStickyAssignor()
                .assign(
                        Map.of("a", 6),
                        Map.of(
                                "m1", owning(1, "a", 0, 1, 2),
                                "m2", owning(1, "a", 3, 4, 5),
                                "m3", topics(List.of("a"))));
        // One of each goes to the new member: to nobody in this rebalance.
        assertEquals(2, assignment.get("m1").size());
        assertEquals(2, assignment.get("m2").size());
        assertEquals(List.of(), assignment.get("m3"));
    }

    /** m1 has to give a partition of a to m2 for m2 to be able to give one of b to m3. */
    @Test
    void stickyHandsOnAlongAChain() {
        Map<String, List<TopicPartition>> assignment = new EagerBySubscription()
                .assign(
                        Map.of("a", 4, "b", 2),
                        Map.of(
                                "m1", new Subscription(List.of("a"), null, partitions("a", 0, 1, 2, 3)),
                                "m2", new Subscription(BOTH, null, partitions("b", 0, 1)),
                                "m3", new Subscription(List.of("b"), null, List.of())));
        assertEquals(List.of(2, 2, 2), sizes(assignment));
        assertTrue(partitions("a", 0, 1, 2, 3).containsAll(assignment.get("m1")));
    }

    @Test
    void theLaterGenerationIsBelievedAndATieNobody() {
        Map<String, List<TopicPartition>> assignment = new CooperativeStickyAssignor()
                .assign(
                        Map.of("a", 2),
                        Map.of("m1", owning(3, "a", 0), "m2", owning(4, "a", 0), "m3", owning(4, "a", 1)));
        assertEquals(Map.of("m1", "", "m2", "a-0", "m3", "a-1"), text(assignment));

        Map<String, List<TopicPartition>> tie = new CooperativeStickyAssignor()
                .assign(Map.of("a", 1), Map.of("m1", owning(4, "a", 0), "m2", owning(4, "a", 0)));
        assertEquals(Map.of("m1", "", "m2", ""), text(tie));
    }

    @Test
    void membersWithNothingToReadAreNamedAllTheSame() {
        for (var assignor : List.of(new RangeAssignor(), new RoundRobinAssignor(), new StickyAssignor())) {
            assertEquals(Map.of("m1", ""), text(assignor.assign(Map.of(), Map.of("m1", topics(List.of("gone"))))));
        }
        assertEquals(
                Map.of("m1", "", "m2", "a-0"),
                text(new StickyAssignor().assign(Map.of("a", 1), Map.of("m1", topics(List.of()), "m2", topics(BOTH)))));
    }

    @Test
    void assignorsAreMadeByApachesNamesToo() {
        List<ConsumerPartitionAssignor> made = ConsumerPartitionAssignor.getAssignorInstances(
                List.of(
                        "org.apache.kafka.clients.consumer.RangeAssignor",
                        "io.headrace.clients.consumer.CooperativeStickyAssignor",
                        Configured.class.getName()),
                Map.of("some", "setting"));
        assertEquals(
                List.of("range", "cooperative-sticky", "mine"),
                made.stream().map(ConsumerPartitionAssignor::name).toList());
        assertEquals("setting", ((Configured) made.get(2)).configs.get("some"));
        assertEquals(
                List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER),
                made.get(1).supportedProtocols());
        assertEquals(List.of(RebalanceProtocol.EAGER), made.get(0).supportedProtocols());
    }

    @Test
    void assignorsThatCannotBeMadeAreNamed() {
        assertEquals(
                "The assignor name 'range' is used by io.headrace.clients.consumer.RangeAssignor and by"
                        + " io.headrace.clients.consumer.AssignorsTest$SecondRange: the names of a consumer's assignors"
                        + " have to differ",
                assertThrows(
                                KafkaException.class,
                                () -> ConsumerPartitionAssignor.getAssignorInstances(
                                        List.of(RangeAssignor.class.getName(), SecondRange.class.getName()), Map.of()))
                        .getMessage());
        assertThrows(
                KafkaException.class,
                () -> ConsumerPartitionAssignor.getAssignorInstances(List.of("no.such.Assignor"), Map.of()));
        assertThrows(
                KafkaException.class,
                () -> ConsumerPartitionAssignor.getAssignorInstances(List.of("java.lang.String"), Map.of()));
    }

    /** An assignor of an application. */
    public static final class Configured extends RoundRobinAssignor implements Configurable {
        private final Map<String, Object> configs = new HashMap<>();

        @Override
        public void configure(Map<String, ?> given) {
            configs.putAll(given);
        }

        @Override
        public String name() {
            return "mine";
        }
    }

    /** An assignor whose name is taken. */
    public static final class SecondRange extends RangeAssignor {}

    private static final class EagerBySubscription extends StickyAssignor {
        @Override
        protected MemberData memberData(Subscription subscription) {
            return new MemberData(subscription.ownedPartitions(), subscription.generationId());
        }
    }

    private static Subscription topics(List<String> topics) {
        return new Subscription(topics);
    }

    private static Subscription owning(int generation, String topic, int... numbers) {
        return new Subscription(List.of(topic), null, partitions(topic, numbers), generation, Optional.empty());
    }

    private static List<TopicPartition> partitions(String topic, int... numbers) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int number : numbers) {
            partitions.add(new TopicPartition(topic, number));
        }
        return partitions;
    }

    private static List<Integer> sizes(Map<String, List<TopicPartition>> assignment) {
        return assignment.values().stream().map(List::size).toList();
    }

    private static Map<String, String> text(Map<String, List<TopicPartition>> assignment) {
        Map<String, String> text = new TreeMap<>();
        assignment.forEach((member, partitions) -> {
            Set<String> names = new TreeSet<>();
            partitions.forEach(partition -> names.add(partition.toString()));
            text.put(member, String.join(" ", names));
        });
        return text;
    }
}
