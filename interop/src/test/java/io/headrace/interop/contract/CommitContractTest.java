package io.headrace.interop.contract;

import static io.headrace.interop.contract.GroupSteps.all;
import static io.headrace.interop.contract.GroupSteps.pollUntil;
import static io.headrace.interop.contract.GroupSteps.readAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.CommitFailedException;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetCommitCallback;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InvalidGroupIdException;
import io.headrace.common.errors.OffsetMetadataTooLarge;
import io.headrace.common.errors.WakeupException;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits of every kind: what is committed when, and who is told. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
class CommitContractTest {

    private static final Duration TICK = Duration.ofMillis(100);

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

    private Long committed(TopicPartition partition) {
        try (KafkaConsumer<byte[], byte[]> asking = contract().consumer("group.id", steps.group())) {
            OffsetAndMetadata found = asking.committed(Set.of(partition)).get(partition);
            return found == null ? null : found.offset();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aClosingConsumerCommitsWhatItHandedOutInAllPolls(String protocol) throws Exception {
        String topic = contract().newTopic("auto-close", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 10);
        try (KafkaConsumer<byte[], byte[]> member =
                steps.member(protocol, "enable.auto.commit", true, "max.poll.records", 4)) {
            member.subscribe(List.of(topic));
            readAll(4, member);
        }
        assertEquals(4, committed(p0));
    }

    @Test
    void pollCommitsWhatEarlierPollsHandedOutAndNotItsOwn() throws Exception {
        String topic = contract().newTopic("auto-poll", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 10);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(
                "classic", "enable.auto.commit", true, "auto.commit.interval.ms", 0, "max.poll.records", 3)) {
            member.assign(List.of(p0));
            assertEquals(3, readAll(3, member).size());
            // Positions that were found count as such; records do not before the next poll.
            assertTrue(committed(p0) == null || committed(p0) == 0);
            member.pause(List.of(p0));
            pollUntil(() -> Long.valueOf(3).equals(committed(p0)), member);
            member.resume(List.of(p0));
            assertEquals(3, readAll(3, member).size());
        }
        assertEquals(6, committed(p0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void callbacksComeInOrderAndBeforeALaterSyncReturns(String protocol) throws Exception {
        String topic = contract().newTopic("async", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 10);
        List<Long> told = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic));
            readAll(10, member);
            for (long offset = 1; offset <= 5; offset++) {
                member.commitAsync(Map.of(p0, new OffsetAndMetadata(offset)), (offsets, failure) -> {
                    assertNull(failure);
                    told.add(offsets.get(p0).offset());
                });
            }
            member.commitSync(Map.of(p0, new OffsetAndMetadata(6)));
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), told);
            assertEquals(6, member.committed(Set.of(p0)).get(p0).offset());
            member.commitAsync((offsets, failure) -> told.add(offsets.get(p0).offset()));
            pollUntil(() -> told.size() == 6, member);
        }
        assertEquals(10, told.get(5));
        assertEquals(10, committed(p0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aCallbackMayCommitInItsTurn(String protocol) throws Exception {
        String topic = contract().newTopic("nested", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 5);
        List<Long> told = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic));
            readAll(5, member);
            member.commitAsync(Map.of(p0, new OffsetAndMetadata(1)), (offsets, failure) -> {
                told.add(offsets.get(p0).offset());
                member.commitSync(Map.of(p0, new OffsetAndMetadata(2)));
                told.add(2L);
                member.commitAsync(Map.of(p0, new OffsetAndMetadata(3)), (later, none) -> told.add(3L));
            });
            pollUntil(() -> told.size() == 3, member);
            assertEquals(List.of(1L, 2L, 3L), told);
            assertEquals(3, member.committed(Set.of(p0)).get(p0).offset());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatACallbackThrowsIsThrownOnceAndTheOthersAreCalled(String protocol) throws Exception {
        String topic = contract().newTopic("callback", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 5);
        List<Long> told = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic));
            readAll(5, member);
            OffsetCommitCallback throwing = (offsets, failure) -> {
                told.add(offsets.get(p0).offset());
                throw new IllegalArgumentException("as it should");
            };
            member.commitAsync(Map.of(p0, new OffsetAndMetadata(1)), throwing);
            member.commitAsync(Map.of(p0, new OffsetAndMetadata(2)), (offsets, failure) -> told.add(2L));
            RuntimeException inPoll = assertThrows(RuntimeException.class, () -> pollUntil(() -> false, member));
            assertTrue(isOrHas(IllegalArgumentException.class, inPoll), inPoll::toString);
            pollUntil(() -> told.size() == 2, member);
            member.commitAsync(Map.of(p0, new OffsetAndMetadata(3)), throwing);
            RuntimeException inCommit =
                    assertThrows(RuntimeException.class, () -> member.commitSync(Map.of(p0, new OffsetAndMetadata(4))));
            assertTrue(isOrHas(IllegalArgumentException.class, inCommit), inCommit::toString);
            assertEquals(List.of(1L, 2L, 3L), told);
            assertEquals(4, member.committed(Set.of(p0)).get(p0).offset(), "the commit itself was done");
        }
    }

    private static boolean isOrHas(Class<? extends Throwable> type, Throwable thrown) {
        return type.isInstance(thrown) || type.isInstance(thrown.getCause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aWakeupInACallbackEndsThatPoll(String protocol) throws Exception {
        String topic = contract().newTopic("wakes", 1);
        steps.send(topic, 1, 0, 3);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic));
            readAll(3, member);
            member.commitAsync((offsets, failure) -> member.wakeup());
            assertThrows(WakeupException.class, () -> pollUntil(() -> false, member));
            assertTrue(member.poll(TICK).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aWakeupEndsWhatCouldWaitAndNothingElse(String protocol) throws Exception {
        String topic = contract().newTopic("patient", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        Rebalances told = new Rebalances();
        steps.send(topic, 1, 0, 3);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.wakeup();
            member.subscribe(List.of(topic), told);
            assertThrows(WakeupException.class, () -> member.poll(Duration.ZERO));
            readAll(3, member);
            member.wakeup();
            member.commitAsync();
            assertEquals(3, member.position(p0));
            member.pause(List.of(p0));
            member.resume(List.of(p0));
            assertThrows(WakeupException.class, member::commitSync);
            member.commitSync();
            member.wakeup();
            member.unsubscribe();
            assertEquals(List.of("+[0]", "-[0]"), told.calls());
            assertThrows(WakeupException.class, () -> member.committed(Set.of(p0)));
            assertEquals(3, member.committed(Set.of(p0)).get(p0).offset());
            member.wakeup();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aGroupThatNobodyIsAMemberOfTakesCommitsOfAnyone(String protocol) throws Exception {
        String topic = contract().newTopic("nobody", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        List<Exception> told = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.commitSync();
            member.commitSync(Map.of());
            member.commitAsync(Map.of(), (offsets, failure) -> told.add(failure));
            member.commitSync(Map.of(p0, new OffsetAndMetadata(1)));
            assertEquals(1, told.size());
            assertNull(told.get(0));
            assertEquals(1, member.committed(Set.of(p0)).get(p0).offset());
            member.subscribe(List.of(topic));
            member.commitSync(); // Of nothing.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatASeekSaysIsCommittedOnceItIsKnown(String protocol) throws Exception {
        String topic = contract().newTopic("sought", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 5);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic));
            pollUntil(() -> member.assignment().size() == 1, member);
            member.seek(p0, 3);
            member.commitSync();
            assertEquals(3, member.committed(Set.of(p0)).get(p0).offset());
            member.seekToBeginning(List.of(p0));
            member.commitSync(); // Where that is was not asked yet.
            assertEquals(3, member.committed(Set.of(p0)).get(p0).offset());
            assertEquals(0, member.position(p0));
            member.commitSync();
            assertEquals(0, member.committed(Set.of(p0)).get(p0).offset());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void commitsInTheListenerHold(String protocol) throws Exception {
        String topic = contract().newTopic("revoked", 2);
        steps.send(topic, 2, 0, 10);
        try (KafkaConsumer<byte[], byte[]> first = steps.member(protocol);
                KafkaConsumer<byte[], byte[]> second = steps.member(protocol)) {
            first.subscribe(List.of(topic), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    first.commitSync();
                }

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
            });
            readAll(20, first);
            second.subscribe(List.of(topic));
            List<String> again = pollUntil(
                    () -> first.assignment().size() == 1 && second.assignment().size() == 1, first, second);
            steps.send(topic, 2, 10, 11);
            again.addAll(pollUntil(
                    () -> first.assignment().stream().allMatch(p -> first.position(p) == 11)
                            && second.assignment().stream().allMatch(p -> second.position(p) == 11),
                    first,
                    second));
            assertEquals(List.of("0:10", "1:10"), again.stream().sorted().toList(), "nothing is read twice");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoDoesNotPollInTimeLosesItsPartitionsAndItsCommitsFail(String protocol) throws Exception {
        String topic = contract().newTopic("slow", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 5);
        Rebalances told = new Rebalances();
        try (KafkaConsumer<byte[], byte[]> slow = steps.member(protocol, "max.poll.interval.ms", 1_000);
                KafkaConsumer<byte[], byte[]> other = steps.member(protocol)) {
            slow.subscribe(List.of(topic), told);
            readAll(5, slow);
            other.subscribe(List.of(topic));
            pollUntil(() -> other.assignment().equals(Set.of(p0)), other);
            assertThrows(CommitFailedException.class, () -> slow.commitSync(Map.of(p0, new OffsetAndMetadata(5))));
            assertNull(other.committed(Set.of(p0)).get(p0));
            slow.poll(TICK);
            assertEquals(List.of("+[0]", "lost[0]"), told.calls().subList(0, 2));
            other.unsubscribe();
            pollUntil(() -> slow.assignment().equals(Set.of(p0)), slow);
        }
    }

    @Test
    void assignedPartitionsAreCommittedWithoutMembership() throws Exception {
        String topic = contract().newTopic("assigned", 2);
        TopicPartition p0 = new TopicPartition(topic, 0);
        TopicPartition p1 = new TopicPartition(topic, 1);
        steps.send(topic, 2, 0, 10);
        try (KafkaConsumer<byte[], byte[]> one = steps.member("classic")) {
            one.assign(List.of(p0, p1));
            readAll(20, one);
            one.commitSync(Map.of(p0, new OffsetAndMetadata(7, Optional.of(0), "a note")));
            assertEquals(-1, one.groupMetadata().generationId());
            assertEquals("", one.groupMetadata().memberId());
        }
        try (KafkaConsumer<byte[], byte[]> next = steps.member("classic")) {
            next.assign(List.of(p0, p1));
            assertEquals(7, next.position(p0));
            assertEquals(0, next.position(p1), "auto.offset.reset, without a commit");
            assertEquals(
                    new OffsetAndMetadata(7, Optional.of(0), "a note"),
                    next.committed(Set.of(p0)).get(p0));
            String tooLong = "x".repeat(5_000);
            assertThrows(
                    OffsetMetadataTooLarge.class, () -> next.commitSync(Map.of(p0, new OffsetAndMetadata(8, tooLong))));
        }
    }

    @Test
    void anOutsiderDoesNotCommitForAGroupThatHasMembers() throws Exception {
        String topic = contract().newTopic("outsider", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> member = steps.member("classic");
                KafkaConsumer<byte[], byte[]> outsider = steps.member("classic")) {
            member.subscribe(List.of(topic));
            pollUntil(() -> member.assignment().equals(Set.of(p0)), member);
            outsider.assign(List.of(p0));
            assertThrows(CommitFailedException.class, () -> outsider.commitSync(Map.of(p0, new OffsetAndMetadata(1))));
            List<Exception> told = new ArrayList<>();
            outsider.commitAsync(Map.of(p0, new OffsetAndMetadata(1)), (offsets, failure) -> told.add(failure));
            pollUntil(() -> !told.isEmpty(), outsider);
            assertInstanceOf(CommitFailedException.class, told.get(0));
        }
    }

    @Test
    void withoutAGroupThereIsNothingToCommitTo() {
        try (KafkaConsumer<byte[], byte[]> alone = contract().consumer()) {
            assertThrows(InvalidGroupIdException.class, alone::commitSync);
            assertThrows(InvalidGroupIdException.class, () -> alone.subscribe(List.of("t")));
            assertThrows(InvalidGroupIdException.class, alone::groupMetadata);
        }
    }

    @Test
    void aWakeupEndsTheNextWaitOnce() throws Exception {
        String topic = contract().newTopic("wake", 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member("classic")) {
            member.subscribe(List.of(topic));
            pollUntil(() -> member.assignment().equals(all(topic, 1)), member);
            member.wakeup();
            assertThrows(WakeupException.class, () -> member.poll(Duration.ofSeconds(10)));
            assertTrue(member.poll(TICK).isEmpty());
        }
    }
}
