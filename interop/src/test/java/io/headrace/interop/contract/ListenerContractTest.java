package io.headrace.interop.contract;

import static io.headrace.interop.contract.GroupSteps.all;
import static io.headrace.interop.contract.GroupSteps.pollUntil;
import static io.headrace.interop.contract.GroupSteps.readAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.WakeupException;
import io.headrace.interop.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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

/** What a rebalance listener may do with the consumer that calls it. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
class ListenerContractTest {

    private static final Duration TICK = Duration.ofMillis(50);

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

    /** Calls that tests fill in; those about no partition are left out, since when they are made differs. */
    private static class Listener implements ConsumerRebalanceListener {

        void assigned() {}

        void revoked() {}

        @Override
        public final void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                assigned();
            }
        }

        @Override
        public final void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                revoked();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void offsetsAreCommittedAndAskedForInEachOfItsCalls(String protocol) throws Exception {
        String topic = contract().newTopic("listener", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 5);
        List<Object> seen = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic), new Listener() {
                @Override
                void assigned() {
                    assertEquals(Set.of(p0), member.assignment());
                    member.commitSync(Map.of(p0, new OffsetAndMetadata(1)));
                    seen.add(member.committed(Set.of(p0)).get(p0).offset());
                    seen.add(member.position(p0));
                    seen.add(member.endOffsets(Set.of(p0)).get(p0));
                }

                @Override
                void revoked() {
                    if (seen.size() > 3) {
                        return; // Apache's of the other protocol calls it once more when it is closed.
                    }
                    assertEquals(Set.of(p0), member.assignment(), "still its own");
                    seen.add(member.position(p0));
                    member.commitAsync((offsets, failure) -> seen.add(failure));
                    member.commitSync(); // Settles the other one too.
                    seen.add(member.committed(Set.of(p0)).get(p0).offset());
                }
            });
            assertEquals(List.of("0:1", "0:2", "0:3", "0:4"), readAll(4, member));
            member.unsubscribe();
            List<Object> expected = new ArrayList<>(List.of(1L, 1L, 5L, 5L, 5L));
            expected.add(4, null);
            assertEquals(expected, seen);
            assertEquals(5, member.committed(Set.of(p0)).get(p0).offset());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatItPausesAndSeeksHoldsFromTheFirstRecordOn(String protocol) throws Exception {
        String topic = contract().newTopic("placed", 2);
        TopicPartition p0 = new TopicPartition(topic, 0);
        TopicPartition p1 = new TopicPartition(topic, 1);
        steps.send(topic, 2, 0, 10);
        List<Long> positions = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic), new Listener() {
                @Override
                void assigned() {
                    member.pause(List.of(p0));
                    member.seek(p0, 7);
                    member.seek(p1, 8);
                    positions.add(member.position(p0));
                    member.seekToEnd(List.of(p0));
                    positions.add(member.position(p0));
                    member.seekToBeginning(List.of(p0));
                }
            });
            assertEquals(List.of("1:8", "1:9"), readAll(2, member));
            assertEquals(List.of(7L, 10L), positions);
            assertEquals(Set.of(p0), member.paused());
            assertTrue(member.poll(TICK).isEmpty());
            member.resume(List.of(p0));
            assertEquals("0:0", readAll(10, member).get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aWakeupInItEndsThatPollAndNothingElse(String protocol) throws Exception {
        String topic = contract().newTopic("woken", 1);
        steps.send(topic, 1, 0, 3);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic), new Listener() {
                @Override
                void assigned() {
                    member.wakeup();
                }
            });
            assertThrows(WakeupException.class, () -> readAll(1, member));
            assertEquals(all(topic, 1), member.assignment());
            assertEquals(List.of("0:0", "0:1", "0:2"), readAll(3, member));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void itsOwnWakeupIsThrownAsItIs(String protocol) throws Exception {
        String topic = contract().newTopic("rethrown", 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic), new Listener() {
                @Override
                void assigned() {
                    throw new WakeupException();
                }
            });
            assertThrows(WakeupException.class, () -> readAll(1, member));
            assertEquals(all(topic, 1), member.assignment());
        }
    }

    /** As languages do that know no checked exceptions. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> void throwUnannounced(Exception thrown) throws E {
        throw (E) thrown;
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whateverItThrowsIsToldAndTheMemberGoesOn(String protocol) throws Exception {
        String topic = contract().newTopic("unannounced", 1);
        steps.send(topic, 1, 0, 3);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic), new Listener() {
                @Override
                void assigned() {
                    ListenerContractTest.<RuntimeException>throwUnannounced(new IOException("as it should"));
                }
            });
            KafkaException thrown = assertThrows(KafkaException.class, () -> readAll(1, member));
            assertInstanceOf(IOException.class, thrown.getCause());
            assertEquals(all(topic, 1), member.assignment());
            assertEquals(List.of("0:0", "0:1", "0:2"), readAll(3, member));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void itMayChangeTheSubscriptionButNotItsKind(String protocol) throws Exception {
        String first = contract().newTopic("first", 1);
        String then = contract().newTopic("then", 1);
        steps.send(then, 1, 0, 3);
        List<String> refused = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(first), new Listener() {
                @Override
                void assigned() {
                    assertThrows(IllegalStateException.class, () -> member.assign(all(then, 1)));
                    refused.add("assign");
                    member.subscribe(List.of(then));
                }
            });
            assertEquals(List.of("0:0", "0:1", "0:2"), readAll(3, member));
            assertEquals(List.of("assign"), refused);
            assertEquals(Set.of(then), member.subscription());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void anotherOneTakesItsPlaceWithoutARebalance(String protocol) throws Exception {
        String topic = contract().newTopic("replaced", 1);
        Rebalances before = new Rebalances();
        Rebalances after = new Rebalances();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic), before);
            pollUntil(() -> member.assignment().size() == 1, member);
            member.subscribe(List.of(topic), after);
            for (int i = 0; i < 5; i++) {
                assertTrue(member.poll(TICK).isEmpty());
            }
        }
        assertEquals(List.of("+[0]"), before.calls());
        assertEquals(List.of("-[0]"), after.calls());
    }
}
