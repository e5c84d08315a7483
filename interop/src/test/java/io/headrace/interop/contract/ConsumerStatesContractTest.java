package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.read;
import static io.headrace.interop.contract.GroupSteps.pollUntil;
import static io.headrace.interop.contract.GroupSteps.readAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.CloseOptions.GroupMembershipOperation;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetOutOfRangeException;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.InvalidGroupIdException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a consumer answers in states that are not everyday's: beyond the end, interrupted, asked for what is not there. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
class ConsumerStatesContractTest {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

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

    // ---- positions ----

    @ParameterizedTest
    @CsvSource({"earliest, true", "latest, false", "by_duration:PT1H, true"})
    void whoSeeksBeyondTheEndIsSentWhereThePolicySays(String policy, boolean isReadAgain) throws Exception {
        String topic = contract().newTopic("beyond", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 10);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("auto.offset.reset", policy)) {
            consumer.assign(List.of(p0));
            consumer.seek(p0, 5_000);
            assertEquals(5_000, consumer.position(p0));
            List<String> again = pollUntil(() -> consumer.position(p0) == 10, consumer);
            assertEquals(isReadAgain ? 10 : 0, again.size());
        }
    }

    @Test
    void withoutAPolicyWhoIsOutOfRangeIsToldUntilItSeeks() throws Exception {
        String topic = contract().newTopic("outside", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 10);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("auto.offset.reset", "none")) {
            consumer.assign(List.of(p0));
            consumer.seek(p0, 5_000);
            for (int i = 0; i < 2; i++) {
                assertThrows(OffsetOutOfRangeException.class, () -> pollUntil(() -> false, consumer));
                assertEquals(5_000, consumer.position(p0));
            }
            consumer.seek(p0, 8);
            assertEquals(List.of("0:8", "0:9"), readAll(2, consumer));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void thePositionPassesWhatAnAbortedTransactionLeavesAtTheEnd(String protocol) throws Exception {
        String topic = contract().newTopic("tail", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("transactional.id", topic)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, bytes("kept")));
            producer.commitTransaction(); // A marker at 1.
            producer.beginTransaction();
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, bytes("aborted")));
            }
            producer.flush();
            producer.abortTransaction(); // A marker at 5.
        }
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, "isolation.level", "read_committed")) {
            member.assign(List.of(p0));
            assertEquals(List.of("kept"), readAll(1, member));
            assertEquals(List.of(), pollUntil(() -> member.position(p0) == 6, member));
            assertEquals(OptionalLong.of(0), member.currentLag(p0));
            assertEquals(6, member.endOffsets(Set.of(p0)).get(p0));
            member.commitSync();
            assertEquals(
                    new OffsetAndMetadata(6, Optional.of(0), ""),
                    member.committed(Set.of(p0)).get(p0));
            member.seek(p0, 3);
            assertEquals(List.of(), pollUntil(() -> member.position(p0) == 6, member));
        }
    }

    @Test
    void whatStaysAssignedKeepsItsPlaceAndWhatComesBackDoesNot() throws Exception {
        String topic = contract().newTopic("keeps", 2);
        TopicPartition p0 = new TopicPartition(topic, 0);
        TopicPartition p1 = new TopicPartition(topic, 1);
        steps.send(topic, 2, 0, 10);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("max.poll.records", 3)) {
            consumer.assign(List.of(p0));
            assertEquals(3, read(consumer, 3).size());
            consumer.pause(List.of(p0));
            consumer.assign(List.of(p0, p1, p0));
            assertEquals(Set.of(p0, p1), consumer.assignment());
            assertEquals(3, consumer.position(p0));
            assertEquals(Set.of(p0), consumer.paused());
            consumer.assign(List.of(p1));
            consumer.assign(List.of(p0));
            assertEquals(0, consumer.position(p0));
            assertEquals(Set.of(), consumer.paused());
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> consumer.assignment().clear());
            assertThrows(
                    UnsupportedOperationException.class, () -> consumer.paused().clear());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theLagIsKnownOnceThePositionAndTheEndAre(String protocol) throws Exception {
        String topic = contract().newTopic("lag", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 10);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, "max.poll.records", 4)) {
            member.assign(List.of(p0));
            assertEquals(OptionalLong.empty(), member.currentLag(p0));
            readAll(4, member);
            member.pause(List.of(p0));
            assertTrue(member.poll(TICK).isEmpty());
            assertEquals(OptionalLong.of(6), member.currentLag(p0));
            member.seekToEnd(List.of(p0));
            assertEquals(OptionalLong.empty(), member.currentLag(p0), "where the end is was not asked yet");
            assertEquals(10, member.position(p0));
            assertEquals(OptionalLong.of(0), member.currentLag(p0));
        }
    }

    // ---- what is not there ----

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void ofATopicThatIsNotThereNothingIsKnown(String protocol) {
        Duration brief = Duration.ofMillis(400);
        TopicPartition missing = new TopicPartition(Target.topic("missing"), 0);
        Map<TopicPartition, OffsetAndMetadata> one = Map.of(missing, new OffsetAndMetadata(1));
        List<Exception> told = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, "allow.auto.create.topics", false)) {
            assertNull(member.committed(Set.of(missing)).get(missing));
            assertThrows(TimeoutException.class, () -> member.commitSync(one, brief));
            assertEquals(List.of(), member.partitionsFor(missing.topic()));
            assertEquals(Map.of(), member.endOffsets(Set.of(), brief));
            assertEquals(Map.of(), member.offsetsForTimes(Map.of(), brief));
            member.assign(List.of(missing));
            member.commitAsync(one, (offsets, failure) -> told.add(failure));
            assertEquals(List.of(), pollUntil(() -> !told.isEmpty(), member));
            assertInstanceOf(RetriableException.class, told.get(0));
            assertThrows(TimeoutException.class, () -> member.position(missing, brief));
            member.seek(missing, 3);
            assertEquals(3, member.position(missing, brief));
            assertTrue(member.poll(TICK).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aTimeoutMayBeLongerThanAnybodyWaits(String protocol) throws Exception {
        String topic = contract().newTopic("ever", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.assign(List.of(p0));
            assertEquals(1, member.poll(FOR_EVER).count());
            assertEquals(1, member.position(p0, FOR_EVER));
            member.commitSync(FOR_EVER);
            assertEquals(1, member.committed(Set.of(p0), FOR_EVER).get(p0).offset());
            assertEquals(1, member.endOffsets(Set.of(p0), FOR_EVER).get(p0));
            member.close(CloseOptions.timeout(FOR_EVER));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aGroupWithoutANameIsNone(String protocol) {
        for (String name : List.of("", " ")) {
            KafkaException refused = assertThrows(
                    KafkaException.class,
                    () -> steps.member(protocol, "group.id", name).close());
            assertTrue(
                    refused instanceof InvalidGroupIdException || refused.getCause() instanceof InvalidGroupIdException,
                    refused::toString);
        }
        try (KafkaConsumer<byte[], byte[]> alone = contract().consumer("group.protocol", protocol)) {
            assertThrows(InvalidGroupIdException.class, () -> alone.subscribe(List.of()));
            alone.unsubscribe();
        }
    }

    @Test
    void aHeartbeatThatIsNotWithinTheSessionIsRefused() {
        assertThrows(
                KafkaException.class,
                () -> steps.member("classic", "heartbeat.interval.ms", 6_000).close());
        steps.member("consumer", "partition.assignment.strategy", "").close(); // Not set, in a way.
    }

    // ---- interrupts ----

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void anInterruptedThreadIsToldSoAndStaysInterrupted(String protocol) throws Exception {
        String topic = contract().newTopic("interrupted", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 3);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic));
            readAll(3, member);
            assertInterrupted(() -> member.poll(TICK));
            assertTrue(member.poll(TICK).isEmpty());
            assertInterrupted(member::commitSync);
            assertInterrupted(() -> member.committed(Set.of(p0)));
            assertInterrupted(() -> member.endOffsets(Set.of(p0)));
            assertInterrupted(member::listTopics);
            member.seekToEnd(List.of(p0));
            assertInterrupted(() -> member.position(p0));
            assertEquals(3, member.position(p0));
            Thread.currentThread().interrupt();
            assertEquals(3, member.position(p0), "nothing to wait for");
            assertTrue(Thread.interrupted());
            member.commitSync();
            Thread.currentThread().interrupt();
            assertThrows(InterruptException.class, member::close);
            assertTrue(Thread.interrupted() || protocol.equals("consumer"), "Apache's takes the flag away there");
        }
    }

    private static void assertInterrupted(Executable call) {
        Thread.currentThread().interrupt();
        assertThrows(InterruptException.class, call);
        assertTrue(Thread.interrupted(), "the flag is left");
    }

    // ---- the end ----

    @ParameterizedTest
    @CsvSource({
        "classic, '', DEFAULT, 0",
        "classic, '', LEAVE_GROUP, 0",
        "classic, '', REMAIN_IN_GROUP, 1",
        "classic, one, DEFAULT, 1",
        "classic, one, LEAVE_GROUP, 0",
        "classic, one, REMAIN_IN_GROUP, 1",
        "consumer, '', DEFAULT, 0",
        "consumer, '', LEAVE_GROUP, 0",
        "consumer, one, DEFAULT, 1",
        "consumer, one, LEAVE_GROUP, 0",
        "consumer, one, REMAIN_IN_GROUP, 1"
    })
    void whoClosesLeavesTheGroupAsItSays(String protocol, String name, GroupMembershipOperation how, int members)
            throws Exception {
        String topic = contract().newTopic("leaves", 1);
        KafkaConsumer<byte[], byte[]> member =
                name.isEmpty() ? steps.member(protocol) : steps.member(protocol, "group.instance.id", name);
        member.subscribe(List.of(topic));
        pollUntil(() -> member.assignment().size() == 1, member);
        member.close(CloseOptions.groupMembershipOperation(how));
        try (Admin admin = contract().admin()) {
            int left;
            long deadlineNs = System.nanoTime() + 5_000_000_000L;
            do {
                left = admin.describeConsumerGroups(List.of(steps.group()))
                        .all()
                        .get(30, TimeUnit.SECONDS)
                        .get(steps.group())
                        .members()
                        .size();
            } while (left != members && System.nanoTime() - deadlineNs < 0);
            assertEquals(members, left, "before its session is over");
        }
    }

    // ---- what is measured ----

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void thePartitionsThatAreMeasuredAreThoseThatAreAssigned(String protocol) throws Exception {
        String topic = contract().newTopic("measured", 2);
        TopicPartition p0 = new TopicPartition(topic, 0);
        TopicPartition p1 = new TopicPartition(topic, 1);
        steps.send(topic, 2, 0, 3);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.assign(List.of(p0, p1));
            readAll(6, member);
            assertEquals(Set.of("0", "1"), withLag(member));
            assertEquals(2.0, assigned(member));
            member.assign(List.of(p1));
            assertEquals(List.of(), pollUntil(() -> withLag(member).equals(Set.of("1")), member));
            assertEquals(1.0, assigned(member));
            member.unsubscribe();
            assertEquals(0.0, assigned(member));
        }
    }

    private static Set<String> withLag(KafkaConsumer<?, ?> consumer) {
        Set<String> partitions = new TreeSet<>();
        consumer.metrics().keySet().forEach(name -> {
            if (name.name().equals("records-lag")) {
                partitions.add(name.tags().get("partition"));
            }
        });
        return partitions;
    }

    private static Object assigned(KafkaConsumer<?, ?> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("assigned-partitions"))
                .findFirst()
                .orElseThrow()
                .metricValue();
    }
}
