package io.headrace.interop.contract;

import static io.headrace.interop.contract.GroupSteps.COOPERATIVE;
import static io.headrace.interop.contract.GroupSteps.RANGE;
import static io.headrace.interop.contract.GroupSteps.all;
import static io.headrace.interop.contract.GroupSteps.pollUntil;
import static io.headrace.interop.contract.GroupSteps.readAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.interop.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumer groups: who joins and leaves, and who gets what. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
class GroupContractTest {

    @Parameter
    Target target;

    private GroupSteps steps;

    @BeforeEach
    void newGroup() {
        steps = new GroupSteps(contract());
    }

    private Contract contract() {
        return new Contract(target);
    }

    private KafkaConsumer<byte[], byte[]> member(String protocol, Object... more) {
        return steps.member(protocol, more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aSingleMemberGetsAllPartitionsAndReadsFromTheBeginning(String protocol) throws Exception {
        String topic = contract().newTopic("alone", 3);
        steps.send(topic, 3, 0, 10);
        try (KafkaConsumer<byte[], byte[]> member = member(protocol)) {
            Rebalances told = new Rebalances();
            member.subscribe(List.of(topic), told);
            assertEquals(Set.of(topic), member.subscription());
            assertEquals(30, readAll(30, member).size());
            assertEquals(all(topic, 3), member.assignment());
            assertEquals(List.of("+[0, 1, 2]"), told.calls());
            assertEquals(steps.group(), member.groupMetadata().groupId());
            assertTrue(member.groupMetadata().generationId() > 0);
            assertTrue(!member.groupMetadata().memberId().isEmpty());
            member.unsubscribe();
            assertEquals(List.of("+[0, 1, 2]", "-[0, 1, 2]"), told.calls());
            assertEquals(Set.of(), member.assignment());
            assertEquals(Set.of(), member.subscription());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aSecondMemberTakesItsShareAndGivesItBackWhenItCloses(String protocol) throws Exception {
        String topic = contract().newTopic("shared", 4);
        try (KafkaConsumer<byte[], byte[]> first = member(protocol)) {
            first.subscribe(List.of(topic));
            pollUntil(() -> first.assignment().size() == 4, first);
            try (KafkaConsumer<byte[], byte[]> second = member(protocol)) {
                second.subscribe(List.of(topic));
                pollUntil(
                        () -> first.assignment().size() == 2
                                && second.assignment().size() == 2,
                        first,
                        second);
                Set<TopicPartition> both = new HashSet<>(first.assignment());
                both.addAll(second.assignment());
                assertEquals(all(topic, 4), both);
            }
            long closedNs = System.nanoTime();
            pollUntil(() -> first.assignment().size() == 4, first);
            long tookMs = (System.nanoTime() - closedNs) / 1_000_000;
            assertTrue(tookMs < 5_000, "waited for the session to time out: " + tookMs + " ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theGroupGoesOnWhereItCommitted(String protocol) throws Exception {
        String topic = contract().newTopic("goes-on", 2);
        steps.send(topic, 2, 0, 10);
        TopicPartition p0 = new TopicPartition(topic, 0);
        TopicPartition p1 = new TopicPartition(topic, 1);
        try (KafkaConsumer<byte[], byte[]> member = member(protocol)) {
            member.subscribe(List.of(topic));
            readAll(20, member);
            member.commitSync(Map.of(p0, new OffsetAndMetadata(4, "four")));
            assertEquals(4, member.committed(Set.of(p0)).get(p0).offset());
            assertEquals("four", member.committed(Set.of(p0)).get(p0).metadata());
            Map<TopicPartition, OffsetAndMetadata> committed = member.committed(Set.of(p0, p1));
            assertTrue(committed.containsKey(p1));
            assertEquals(null, committed.get(p1));
        }
        try (KafkaConsumer<byte[], byte[]> next = member(protocol)) {
            next.subscribe(List.of(topic));
            List<String> values = readAll(16, next);
            assertEquals(
                    "0:4",
                    values.stream().filter(v -> v.startsWith("0:")).findFirst().get());
            assertEquals(
                    "1:0",
                    values.stream().filter(v -> v.startsWith("1:")).findFirst().get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {RANGE, COOPERATIVE})
    void theListenerIsToldInOrder(String assignor) throws Exception {
        String topic = contract().newTopic("told", 2);
        Rebalances toldFirst = new Rebalances();
        Rebalances toldSecond = new Rebalances();
        try (KafkaConsumer<byte[], byte[]> first = member("classic", "partition.assignment.strategy", assignor)) {
            first.subscribe(List.of(topic), toldFirst);
            pollUntil(() -> first.assignment().size() == 2, first);
            try (KafkaConsumer<byte[], byte[]> second = member("classic", "partition.assignment.strategy", assignor)) {
                second.subscribe(List.of(topic), toldSecond);
                pollUntil(
                        () -> first.assignment().size() == 1
                                && second.assignment().size() == 1,
                        first,
                        second);
            }
            pollUntil(() -> first.assignment().size() == 2, first);
        }
        if (assignor.equals(RANGE)) {
            assertEquals(
                    List.of("+[0, 1]", "-[0, 1]", "+[0]", "-[0]", "+[0, 1]", "-[0, 1]"),
                    sortedShare(toldFirst.calls()));
        } else {
            assertEquals(List.of("+[0, 1]", "-[1]", "+[1]", "-[0, 1]"), sortedShareKept(toldFirst.calls()));
        }
        assertEquals(2, toldSecond.calls().size());
        assertTrue(toldSecond.calls().get(0).startsWith("+"));
        assertTrue(toldSecond.calls().get(1).startsWith("-"));
    }

    /** Which partition the first keeps depends on the members' ids; named 0 here. */
    private static List<String> sortedShare(List<String> calls) {
        return calls.stream().map(call -> call.replace("[1]", "[0]")).toList();
    }

    private static List<String> sortedShareKept(List<String> calls) {
        return calls.stream().map(call -> call.replace("[0]", "[1]")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void waysOfSubscribingAreNotMixed(String protocol) throws Exception {
        String topic = contract().newTopic("mixed", 1);
        try (KafkaConsumer<byte[], byte[]> member = member(protocol)) {
            member.subscribe(List.of(topic));
            assertThrows(IllegalStateException.class, () -> member.assign(all(topic, 1)));
            member.unsubscribe();
            member.assign(all(topic, 1));
            assertThrows(IllegalStateException.class, () -> member.subscribe(List.of(topic)));
        }
    }
}
