package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
class GroupContractTest {

    private static final String RANGE = "org.apache.kafka.clients.consumer.RangeAssignor";
    private static final String COOPERATIVE = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";

    @Parameter
    Target target;

    private final String group = Target.topic("group");

    private Contract contract() {
        return new Contract(target);
    }

    /** A member of this test's group. */
    private KafkaConsumer<byte[], byte[]> member(String protocol, Object... more) {
        Map<String, Object> config = contract().config("group.id", group, "group.protocol", protocol);
        if (protocol.equals("classic")) {
            config.put("heartbeat.interval.ms", 200);
            config.put("session.timeout.ms", 6_000);
        }
        config.putAll(contract().config(more));
        List<Object> all = new ArrayList<>();
        config.forEach((key, value) -> {
            all.add(key);
            all.add(value);
        });
        return contract().consumer(all.toArray());
    }

    private void send(String topic, int partitions, int from, int to) {
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            for (int i = from; i < to; i++) {
                for (int p = 0; p < partitions; p++) {
                    producer.send(new ProducerRecord<>(topic, p, null, bytes(p + ":" + i)));
                }
            }
        }
    }

    private static Set<TopicPartition> all(String topic, int partitions) {
        Set<TopicPartition> all = new HashSet<>();
        for (int p = 0; p < partitions; p++) {
            all.add(new TopicPartition(topic, p));
        }
        return all;
    }

    /** Polls members in turn until something holds, and gives what they read. */
    @SafeVarargs
    private static List<String> pollUntil(BooleanSupplier done, KafkaConsumer<byte[], byte[]>... members) {
        List<String> values = new ArrayList<>();
        long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not within " + Contract.PATIENCE);
            for (KafkaConsumer<byte[], byte[]> member : members) {
                for (ConsumerRecord<byte[], byte[]> record : member.poll(Duration.ofMillis(20))) {
                    values.add(text(record.value()));
                }
            }
        }
        return values;
    }

    private static List<String> readAll(int count, KafkaConsumer<byte[], byte[]> member) {
        List<String> values = new ArrayList<>();
        long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
        while (values.size() < count) {
            assertTrue(System.nanoTime() - deadlineNs < 0, values.size() + " of " + count);
            member.poll(Duration.ofMillis(100)).forEach(record -> values.add(text(record.value())));
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aSingleMemberGetsAllPartitionsAndReadsFromTheBeginning(String protocol) throws Exception {
        String topic = contract().newTopic("alone", 3);
        send(topic, 3, 0, 10);
        try (KafkaConsumer<byte[], byte[]> member = member(protocol)) {
            Rebalances told = new Rebalances();
            member.subscribe(List.of(topic), told);
            assertEquals(Set.of(topic), member.subscription());
            assertEquals(30, readAll(30, member).size());
            assertEquals(all(topic, 3), member.assignment());
            assertEquals(List.of("+[0, 1, 2]"), told.calls());
            assertEquals(group, member.groupMetadata().groupId());
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
        send(topic, 2, 0, 10);
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
