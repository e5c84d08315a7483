package io.headrace.interop.contract;

import static io.headrace.interop.contract.GroupSteps.COOPERATIVE;
import static io.headrace.interop.contract.GroupSteps.all;
import static io.headrace.interop.contract.GroupSteps.pollUntil;
import static io.headrace.interop.contract.GroupSteps.readAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.SubscriptionPattern;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.FencedInstanceIdException;
import io.headrace.common.errors.RebalanceInProgressException;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memberships that are not everyday's: static ones, patterns, failures of the listener, changes of the subscription. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
@SuppressWarnings("try") // Some members are closed before the end of their block, which is what is looked at.
class MembershipContractTest {

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

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aStaticMemberThatComesBackGetsWhatItHad(String protocol) throws Exception {
        String topic = contract().newTopic("static", 2);
        Rebalances told = new Rebalances();
        try (KafkaConsumer<byte[], byte[]> stays = steps.member(protocol)) {
            stays.subscribe(List.of(topic), told);
            Set<TopicPartition> had;
            try (KafkaConsumer<byte[], byte[]> first = steps.member(protocol, "group.instance.id", "one")) {
                first.subscribe(List.of(topic));
                pollUntil(
                        () -> stays.assignment().size() == 1
                                && first.assignment().size() == 1,
                        stays,
                        first);
                had = first.assignment();
            }
            int calls = told.calls().size();
            try (KafkaConsumer<byte[], byte[]> again = steps.member(protocol, "group.instance.id", "one")) {
                again.subscribe(List.of(topic));
                pollUntil(() -> again.assignment().equals(had), stays, again);
                assertEquals(calls, told.calls().size(), "nobody else was disturbed: " + told.calls());
                again.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            }
            pollUntil(() -> stays.assignment().size() == 2, stays);
        }
    }

    @Test
    void whoseNameIsTakenIsFenced() throws Exception {
        String topic = contract().newTopic("fenced", 1);
        try (KafkaConsumer<byte[], byte[]> first = steps.member("classic", "group.instance.id", "one");
                KafkaConsumer<byte[], byte[]> second = steps.member("classic", "group.instance.id", "one")) {
            first.subscribe(List.of(topic));
            pollUntil(() -> first.assignment().size() == 1, first);
            second.subscribe(List.of(topic));
            pollUntil(() -> second.assignment().size() == 1, second);
            assertThrows(FencedInstanceIdException.class, () -> pollUntil(() -> false, first));
        }
    }

    @Test
    void onlyTheProtocolThatHasThemTakesSubscriptionPatterns() {
        try (KafkaConsumer<byte[], byte[]> member = steps.member("classic")) {
            assertThrows(UnsupportedOperationException.class, () -> member.subscribe(new SubscriptionPattern("t.*")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theSubscriptionCanBeChangedWhileConsuming(String protocol) throws Exception {
        String one = contract().newTopic("one", 1);
        String two = contract().newTopic("two", 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(one));
            pollUntil(() -> member.assignment().equals(all(one, 1)), member);
            member.subscribe(List.of(two));
            pollUntil(() -> member.assignment().equals(all(two, 1)), member);
            member.unsubscribe();
            member.subscribe(List.of(one, two));
            pollUntil(() -> member.assignment().size() == 2, member);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatTheListenerThrowsIsThrownByPollAndTheRebalanceIsDone(String protocol) throws Exception {
        String topic = contract().newTopic("throws", 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic), new Rebalances() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    // A coordinator that has not heard of the topic yet assigns nothing at first.
                    if (!partitions.isEmpty()) {
                        throw new IllegalArgumentException("the listener's own");
                    }
                }
            });
            KafkaException e = assertThrows(KafkaException.class, () -> pollUntil(() -> false, member));
            assertInstanceOf(IllegalArgumentException.class, e.getCause());
            assertEquals(all(topic, 1), member.assignment());
        }
    }

    @Test
    void aRebalanceCanBeAskedFor() throws Exception {
        String topic = contract().newTopic("enforced", 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member("classic")) {
            member.subscribe(List.of(topic));
            pollUntil(() -> member.assignment().size() == 1, member);
            int before = member.groupMetadata().generationId();
            member.enforceRebalance("a test wants it");
            pollUntil(() -> member.groupMetadata().generationId() > before, member);
            member.unsubscribe();
            member.enforceRebalance("of nothing, which is no mistake");
        }
    }

    @Test
    void onlyTheClassicProtocolCanBeAskedForARebalance() throws Exception {
        String topic = contract().newTopic("decides", 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member("consumer")) {
            member.subscribe(List.of(topic));
            pollUntil(() -> member.assignment().size() == 1, member);
            member.enforceRebalance();
            assertEquals(all(topic, 1), member.assignment());
        }
        try (KafkaConsumer<byte[], byte[]> alone = contract().consumer()) {
            assertThrows(IllegalStateException.class, alone::enforceRebalance);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theGroupsMetadataSaysWhetherOneIsAMember(String protocol) throws Exception {
        String topic = contract().newTopic("metadata", 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, "group.instance.id", "one")) {
            assertEquals(steps.group(), member.groupMetadata().groupId());
            assertEquals(-1, member.groupMetadata().generationId());
            assertEquals(Optional.of("one"), member.groupMetadata().groupInstanceId());
            member.subscribe(List.of(topic));
            pollUntil(() -> member.assignment().size() == 1, member);
            assertTrue(member.groupMetadata().generationId() > 0);
            assertFalse(member.groupMetadata().memberId().isEmpty());
            member.unsubscribe();
            if (protocol.equals("consumer")) {
                // With the other protocol Apache's consumer goes on saying what it was.
                assertEquals(-1, member.groupMetadata().generationId());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theLagIsWhatIsNotYetHandedOut(String protocol) throws Exception {
        String topic = contract().newTopic("lag", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 10);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, "max.poll.records", 4)) {
            assertThrows(IllegalStateException.class, () -> member.currentLag(p0));
            member.subscribe(List.of(topic));
            readAll(4, member);
            assertEquals(OptionalLong.of(6), member.currentLag(p0));
            readAll(6, member);
            assertEquals(OptionalLong.of(0), member.currentLag(p0));
            member.seek(p0, 3);
            assertEquals(OptionalLong.of(7), member.currentLag(p0));
        }
    }

    /** It cannot commit what it keeps until the others have joined too. */
    @Test
    void whoGoesInTheMiddleOfARebalanceHasLostWhatItKept() throws Exception {
        String topic = contract().newTopic("middle", 2);
        Object[] cooperative = {"partition.assignment.strategy", COOPERATIVE};
        Rebalances told = new Rebalances();
        try (KafkaConsumer<byte[], byte[]> slow = steps.member("classic", cooperative);
                KafkaConsumer<byte[], byte[]> goes = steps.member("classic", cooperative)) {
            slow.subscribe(List.of(topic));
            goes.subscribe(List.of(topic), told);
            pollUntil(() -> slow.assignment().size() == 1 && goes.assignment().size() == 1, slow, goes);
            int before = told.calls().size();
            goes.enforceRebalance();
            // It asks to be taken in again, and waits for the other one, which does not poll.
            assertThrows(
                    RebalanceInProgressException.class,
                    () -> pollUntil(
                            () -> {
                                goes.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)));
                                return false;
                            },
                            goes));
            goes.close(CloseOptions.timeout(Duration.ofSeconds(2)));
            assertEquals(1, told.calls().size() - before, told.calls()::toString);
            assertTrue(told.calls().get(before).startsWith("lost"), told.calls()::toString);
        }
    }

    @Test
    void cooperativeMembersGoOnWithWhatStaysTheirs() throws Exception {
        String topic = contract().newTopic("stays", 2);
        Object[] cooperative = {"partition.assignment.strategy", COOPERATIVE};
        try (KafkaConsumer<byte[], byte[]> first = steps.member("classic", cooperative)) {
            first.subscribe(List.of(topic));
            pollUntil(() -> first.assignment().size() == 2, first);
            first.pause(first.assignment());
            try (KafkaConsumer<byte[], byte[]> second = steps.member("classic", cooperative)) {
                second.subscribe(List.of(topic));
                pollUntil(
                        () -> first.assignment().size() == 1
                                && second.assignment().size() == 1,
                        first,
                        second);
                assertEquals(first.assignment(), first.paused(), "what stays, stays paused");
                assertEquals(Set.of(), second.paused());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void closingRightAfterSubscribingLeavesNoMemberBehind(String protocol) throws Exception {
        String topic = contract().newTopic("closes", 1);
        for (int polls = 0; polls < 4; polls++) {
            KafkaConsumer<byte[], byte[]> member = steps.member(protocol);
            member.subscribe(List.of(topic));
            for (int i = 0; i < polls; i++) {
                member.poll(Duration.ofMillis(10L * i));
            }
            member.close(CloseOptions.timeout(Duration.ofSeconds(10)));
        }
        try (KafkaConsumer<byte[], byte[]> last = steps.member(protocol)) {
            long beganNs = System.nanoTime();
            last.subscribe(List.of(topic));
            pollUntil(() -> last.assignment().size() == 1, last);
            assertTrue(System.nanoTime() - beganNs < 5_000_000_000L, "waited for a member that had gone");
        }
    }

    @Test
    void theGroupMovesToTheOtherProtocolWhileItConsumes() throws Exception {
        String topic = contract().newTopic("moves", 2);
        steps.send(topic, 2, 0, 5);
        try (KafkaConsumer<byte[], byte[]> old = steps.member("classic")) {
            old.subscribe(List.of(topic));
            readAll(10, old);
            old.commitSync();
            try (KafkaConsumer<byte[], byte[]> young = steps.member("consumer")) {
                young.subscribe(List.of(topic));
                pollUntil(
                        () -> old.assignment().size() == 1 && young.assignment().size() == 1, old, young);
                old.close();
                pollUntil(() -> young.assignment().size() == 2, young);
                steps.send(topic, 2, 5, 6);
                assertEquals(
                        List.of("0:5", "1:5"),
                        readAll(2, young).stream().sorted().toList());
            }
        }
    }

    /** With the classic protocol: Apache's consumer of the other one leaves all the same. */
    @Test
    void whoRemainsWhenItClosesIsMissedOnlyByItsSession() throws Exception {
        String topic = contract().newTopic("remains", 2);
        try (KafkaConsumer<byte[], byte[]> stays = steps.member("classic", "session.timeout.ms", 2_000)) {
            stays.subscribe(List.of(topic));
            KafkaConsumer<byte[], byte[]> gone = steps.member("classic", "session.timeout.ms", 2_000);
            gone.subscribe(List.of(topic));
            pollUntil(() -> stays.assignment().size() == 1 && gone.assignment().size() == 1, stays, gone);
            gone.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
            long untilNs = System.nanoTime() + 700_000_000L;
            pollUntil(() -> System.nanoTime() - untilNs > 0, stays);
            assertEquals(1, stays.assignment().size(), "it is still a member");
            pollUntil(() -> stays.assignment().size() == 2, stays);
        }
    }

    @Test
    void positionsOfSoughtPartitionsAreNotReplacedByCommits() throws Exception {
        String topic = contract().newTopic("sought", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 10);
        try (KafkaConsumer<byte[], byte[]> member = steps.member("classic")) {
            member.subscribe(List.of(topic));
            readAll(10, member);
            member.commitSync(Map.of(p0, new OffsetAndMetadata(2)));
        }
        try (KafkaConsumer<byte[], byte[]> member = steps.member("classic")) {
            member.subscribe(List.of(topic), new Rebalances() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    member.seek(p0, 7);
                }
            });
            assertEquals(List.of("0:7", "0:8", "0:9"), readAll(3, member));
            assertFalse(member.poll(TICK).iterator().hasNext());
        }
    }
}
