package io.headrace.interop.contract;

import static io.headrace.interop.contract.GroupSteps.all;
import static io.headrace.interop.contract.GroupSteps.pollUntil;
import static io.headrace.interop.contract.GroupSteps.readAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.RangeAssignor;
import io.headrace.clients.consumer.SubscriptionPattern;
import io.headrace.common.Cluster;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InvalidRegularExpression;
import io.headrace.common.errors.InvalidSessionTimeoutException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.UnreleasedInstanceIdException;
import io.headrace.common.errors.UnsupportedAssignorException;
import io.headrace.interop.Target;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions that change, that cannot be had, or that fail: what is told, and that the consumer goes on. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
class SubscriptionContractTest {

    private static final Duration TICK = Duration.ofMillis(50);

    /** Whether an assignor is to fail; one failure each. */
    private static final AtomicBoolean FAILS = new AtomicBoolean();

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

    private static void failOnce() {
        if (FAILS.compareAndSet(true, false)) {
            throw new IllegalArgumentException("as it should");
        }
    }

    /** Fails when it is to assign. */
    public static final class FailsToAssign extends RangeAssignor {
        @Override
        public String name() {
            return "fails-to-assign";
        }

        @Override
        public GroupAssignment assign(Cluster metadata, GroupSubscription subscriptions) {
            failOnce();
            return super.assign(metadata, subscriptions);
        }
    }

    /** Fails when it is to say something about the member. */
    public static final class FailsToOffer extends RangeAssignor {
        @Override
        public String name() {
            return "fails-to-offer";
        }

        @Override
        public ByteBuffer subscriptionUserData(Set<String> topics) {
            failOnce();
            return super.subscriptionUserData(topics);
        }
    }

    private static boolean isCausedBy(Class<? extends Throwable> type, Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatIsNotSubscribedToAnyMoreIsNotHandedOut(String protocol) throws Exception {
        String old = contract().newTopic("old", 1);
        String young = contract().newTopic("young", 1);
        steps.send(old, 1, 0, 500);
        steps.send(young, 1, 0, 3);
        Rebalances told = new Rebalances();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, "max.poll.records", 5)) {
            member.subscribe(List.of(old), told);
            assertEquals("0:0", readAll(5, member).get(0));
            member.subscribe(List.of(young), told);
            assertEquals(Set.of(young), member.subscription());
            assertEquals(all(old, 1), member.assignment(), "until the group takes it");
            List<String> topics = new ArrayList<>();
            pollUntil(() -> {
                for (ConsumerRecord<byte[], byte[]> record : member.poll(TICK)) {
                    topics.add(record.topic());
                }
                return topics.size() >= 3;
            });
            assertEquals(List.of(young, young, young), topics);
            assertEquals(List.of("+[0]", "-[0]", "+[0]"), told.calls());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void fromTopicsToPartitionsAndBackOneUnsubscribes(String protocol) throws Exception {
        String topic = contract().newTopic("kinds", 1);
        Rebalances told = new Rebalances();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of(topic), told);
            pollUntil(() -> member.assignment().size() == 1, member);
            assertThrows(IllegalStateException.class, () -> member.assign(all(topic, 1)));
            member.unsubscribe();
            assertEquals(Set.of(), member.assignment());
            assertEquals(Set.of(), member.subscription());
            assertEquals(List.of("+[0]", "-[0]"), told.calls());
            assertThrows(IllegalStateException.class, () -> member.poll(TICK));
            member.assign(all(topic, 1));
            assertThrows(IllegalStateException.class, () -> member.subscribe(List.of(topic), told));
            member.assign(List.of()); // As unsubscribe.
            member.subscribe(List.of(topic), told);
            pollUntil(() -> member.assignment().size() == 1, member);
            member.subscribe(List.of()); // Likewise.
            assertEquals(Set.of(), member.assignment());
            assertEquals(List.of("+[0]", "-[0]", "+[0]", "-[0]"), told.calls());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void patternsTakeInternalTopicsOnlyWhenTheyAreToAndNamesAlways(String protocol) throws Exception {
        String topic = contract().newTopic("internal", 1);
        try (KafkaConsumer<byte[], byte[]> any = contract().consumer("group.id", Target.topic("any"))) {
            any.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0))); // So that there is one.
        }
        Pattern pattern = Pattern.compile("__consumer_offsets|" + topic);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, "metadata.max.age.ms", 300)) {
            member.subscribe(pattern);
            pollUntil(() -> member.assignment().size() == 1, member);
            assertEquals(all(topic, 1), member.assignment());
            assertEquals(Set.of(topic), member.subscription());
        }
        newGroup();
        try (KafkaConsumer<byte[], byte[]> member =
                steps.member(protocol, "metadata.max.age.ms", 300, "exclude.internal.topics", false)) {
            member.subscribe(pattern);
            pollUntil(() -> member.assignment().size() > 1, member);
        }
        newGroup();
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of("__consumer_offsets"));
            pollUntil(() -> !member.assignment().isEmpty(), member);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aNameThatNoTopicCanHaveIsToldAndAnotherOneIsRead(String protocol) throws Exception {
        String topic = contract().newTopic("good", 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol)) {
            member.subscribe(List.of("not a name!"));
            assertThrows(InvalidTopicException.class, () -> pollUntil(() -> false, member));
            member.subscribe(List.of(topic));
            pollUntil(() -> member.assignment().equals(all(topic, 1)), member);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aTopicThatComesLaterIsReadFromItsBeginning(String protocol) throws Exception {
        String later = Target.topic("later");
        Object[] quick = {"allow.auto.create.topics", false, "metadata.max.age.ms", 300};
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, quick);
                KafkaConsumer<byte[], byte[]> alone = contract().consumer(quick);
                Admin admin = contract().admin()) {
            member.subscribe(List.of(later));
            alone.assign(all(later, 1));
            for (int i = 0; i < 4; i++) {
                assertTrue(member.poll(TICK).isEmpty());
                assertTrue(alone.poll(TICK).isEmpty());
            }
            assertEquals(Set.of(), member.assignment());
            admin.createTopics(List.of(new NewTopic(later, Optional.of(1), Optional.of((short) 1))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            steps.send(later, 1, 0, 2);
            assertEquals(List.of("0:0", "0:1"), readAll(2, member));
            assertEquals(List.of("0:0", "0:1"), readAll(2, alone));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatWasHandledIsCommittedWhenTheSubscriptionChanges(String protocol) throws Exception {
        String one = contract().newTopic("one", 1);
        String two = contract().newTopic("two", 1);
        TopicPartition of = new TopicPartition(one, 0);
        steps.send(one, 1, 0, 5);
        try (KafkaConsumer<byte[], byte[]> member =
                steps.member(protocol, "enable.auto.commit", true, "auto.commit.interval.ms", 1_000_000)) {
            member.subscribe(List.of(one));
            assertEquals(5, readAll(5, member).size());
            assertNull(member.committed(Set.of(of)).get(of));
            member.subscribe(List.of(two));
            pollUntil(() -> member.assignment().equals(all(two, 1)), member);
            assertEquals(5, member.committed(Set.of(of)).get(of).offset());
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {FailsToAssign.class, FailsToOffer.class})
    void whatAnAssignorThrowsIsThrownByPollWhichThenGoesOn(Class<?> assignor) throws Exception {
        String topic = contract().newTopic("assignor", 1);
        FAILS.set(true);
        try (KafkaConsumer<byte[], byte[]> member =
                steps.member("classic", "partition.assignment.strategy", assignor.getName())) {
            member.subscribe(List.of(topic));
            Exception thrown = assertThrows(Exception.class, () -> pollUntil(() -> false, member));
            assertTrue(isCausedBy(IllegalArgumentException.class, thrown), thrown::toString);
            assertFalse(FAILS.get());
            pollUntil(() -> member.assignment().size() == 1, member);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 100_000_000})
    void aSessionTimeoutThatTheGroupDoesNotAllowIsTold(int timeoutMs) throws Exception {
        String topic = contract().newTopic("session", 1);
        try (KafkaConsumer<byte[], byte[]> member =
                steps.member("classic", "session.timeout.ms", timeoutMs, "heartbeat.interval.ms", 100)) {
            member.subscribe(List.of(topic));
            assertThrows(InvalidSessionTimeoutException.class, () -> pollUntil(() -> false, member));
            assertThrows(InvalidSessionTimeoutException.class, () -> pollUntil(() -> false, member));
        }
    }

    @Test
    void anAssignorThatTheCoordinatorDoesNotHaveIsTold() throws Exception {
        String topic = contract().newTopic("remote", 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member("consumer", "group.remote.assignor", "no-such-one")) {
            member.subscribe(List.of(topic));
            assertThrows(UnsupportedAssignorException.class, () -> pollUntil(() -> false, member));
        }
    }

    @Test
    void anExpressionThatIsNoneIsTold() {
        try (KafkaConsumer<byte[], byte[]> member = steps.member("consumer")) {
            member.subscribe(new SubscriptionPattern("(["));
            assertThrows(InvalidRegularExpression.class, () -> pollUntil(() -> false, member));
        }
    }

    /** With KIP-848 the first one keeps its name as long as it is there. */
    @Test
    void whoTakesAnothersNameIsRefusedAndTheOtherGoesOn() throws Exception {
        String topic = contract().newTopic("taken", 1);
        TopicPartition p0 = new TopicPartition(topic, 0);
        steps.send(topic, 1, 0, 3);
        try (KafkaConsumer<byte[], byte[]> first = steps.member("consumer", "group.instance.id", "one");
                KafkaConsumer<byte[], byte[]> second = steps.member("consumer", "group.instance.id", "one")) {
            first.subscribe(List.of(topic));
            readAll(3, first);
            second.subscribe(List.of(topic));
            assertThrows(UnreleasedInstanceIdException.class, () -> pollUntil(() -> false, second));
            assertTrue(first.poll(TICK).isEmpty());
            first.commitSync();
            assertEquals(3, first.committed(Set.of(p0)).get(p0).offset());
        }
    }
}
