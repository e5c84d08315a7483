package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.CommitFailedException;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.SubscriptionPattern;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.InvalidRegularExpression;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnreleasedInstanceIdException;
import io.headrace.common.serialization.IntegerDeserializer;
import io.headrace.common.serialization.IntegerSerializer;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What our consumer does otherwise than Apache's on purpose, as docs/consumer.md says at its end. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
class ConsumerBesideApachesTest {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final int NUMBERS = 5;

    @Parameter
    Target target;

    private final String group = Target.topic("group");
    private String topic;
    private TopicPartition p0;

    /** A topic of two partitions, each with the numbers from 0 on. */
    @BeforeEach
    void makeTopic() throws Exception {
        topic = Target.topic("beside");
        p0 = new TopicPartition(topic, 0);
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers());
        try (Admin admin = Admin.create(config);
                KafkaProducer<String, Integer> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new IntegerSerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get(60, TimeUnit.SECONDS);
            for (int i = 0; i < NUMBERS; i++) {
                producer.send(new ProducerRecord<>(topic, 0, "k", i)).get(60, TimeUnit.SECONDS);
                producer.send(new ProducerRecord<>(topic, 1, "k", i)).get(60, TimeUnit.SECONDS);
            }
        }
    }

    private Map<String, Object> config(String protocol, Object... more) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "bootstrap.servers",
                target.bootstrapServers(),
                "group.id",
                group,
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false));
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return config;
    }

    private KafkaConsumer<String, Integer> member(String protocol, Object... more) {
        return new KafkaConsumer<>(config(protocol, more), new StringDeserializer(), new IntegerDeserializer());
    }

    /** Polls until something holds, or a poll throws; how many records came. */
    private static int pollUntil(BooleanSupplier done, KafkaConsumer<?, ?> member) {
        long deadlineNs = System.nanoTime() + Await.DEFAULT_TIMEOUT.toNanos();
        int records = 0;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not within " + Await.DEFAULT_TIMEOUT);
            records += member.poll(TICK).count();
        }
        return records;
    }

    private static void readAll(KafkaConsumer<?, ?> member, int count) {
        int[] left = {count};
        Await.until("all records", () -> {
            left[0] -= member.poll(TICK).count();
            return left[0] <= 0;
        });
    }

    private static <T extends Throwable> T assertPollThrows(Class<T> type, KafkaConsumer<?, ?> member) {
        return assertThrows(type, () -> pollUntil(() -> false, member));
    }

    private Long committed(KafkaConsumer<?, ?> asking) {
        OffsetAndMetadata found = asking.committed(Set.of(p0)).get(p0);
        return found == null ? null : found.offset();
    }

    private static final class Told implements ConsumerRebalanceListener {
        private final List<String> calls = new ArrayList<>();
        private final Runnable whenRevoked;

        Told(Runnable whenRevoked) {
            this.whenRevoked = whenRevoked;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                calls.add("+" + partitions.size());
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                calls.add("-" + partitions.size());
                whenRevoked.run();
            }
        }
    }

    @Test
    void afterAnExpressionThatIsNoneAnotherOneIsSubscribedTo() {
        try (KafkaConsumer<String, Integer> member = member("consumer")) {
            member.subscribe(new SubscriptionPattern("(["));
            assertPollThrows(InvalidRegularExpression.class, member);
            assertPollThrows(InvalidRegularExpression.class, member);
            member.subscribe(new SubscriptionPattern(topic));
            pollUntil(() -> member.assignment().size() == 2, member);
        }
    }

    @Test
    void whoTakesAnothersNameIsToldUntilItGivesUp() {
        try (KafkaConsumer<String, Integer> first = member("consumer", "group.instance.id", "one");
                KafkaConsumer<String, Integer> second = member("consumer", "group.instance.id", "one")) {
            first.subscribe(List.of(topic));
            pollUntil(() -> first.assignment().size() == 2, first);
            second.subscribe(List.of(topic));
            assertPollThrows(UnreleasedInstanceIdException.class, second);
            assertPollThrows(UnreleasedInstanceIdException.class, second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoUnsubscribesOrIsAssignedOthersCommitsWhatItHandled(String protocol) {
        try (KafkaConsumer<String, Integer> member =
                member(protocol, "enable.auto.commit", true, "auto.commit.interval.ms", 1_000_000)) {
            member.subscribe(List.of(topic));
            readAll(member, 2 * NUMBERS);
            member.unsubscribe();
            assertEquals(NUMBERS, committed(member));
            member.assign(List.of(p0));
            member.seek(p0, 1);
            readAll(member, NUMBERS - 1);
            member.seek(p0, 3);
            member.assign(List.of(new TopicPartition(topic, 1)));
            Await.until("a commit", () -> Long.valueOf(3).equals(committed(member)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void closingTellsOfTheCommitsThatWereBegun(String protocol) {
        List<Exception> told = new ArrayList<>();
        try (KafkaConsumer<String, Integer> member = member(protocol)) {
            member.subscribe(List.of(topic));
            readAll(member, 2 * NUMBERS);
            member.commitAsync((offsets, failure) -> told.add(failure));
        }
        assertEquals(1, told.size());
        assertNull(told.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void besideARecordThatCannotBeReadOtherPartitionsGoOn(String protocol) {
        int[] records = {0};
        try (KafkaConsumer<String, String> member =
                new KafkaConsumer<>(config(protocol), new StringDeserializer(), (of, data) -> {
                    if (records[0] == 0 && data[3] == 2) {
                        throw new IllegalArgumentException("number 2, at its first sight");
                    }
                    return "";
                })) {
            member.assign(List.of(p0));
            RecordDeserializationException first = assertPollThrows(RecordDeserializationException.class, member);
            assertEquals(2, first.offset());
            member.assign(List.of(p0, new TopicPartition(topic, 1)));
            member.seek(p0, 2);
            member.seek(new TopicPartition(topic, 1), 3);
            Await.until("the other partition", () -> {
                try {
                    records[0] += member.poll(TICK).count();
                } catch (RecordDeserializationException e) {
                    assertEquals(p0, e.topicPartition());
                }
                return records[0] > 0;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoRemainsWhenItClosesIsAMemberStill(String protocol) throws Exception {
        KafkaConsumer<String, Integer> member = member(protocol);
        member.subscribe(List.of(topic));
        pollUntil(() -> member.assignment().size() == 2, member);
        member.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
            assertEquals(
                    1,
                    admin.describeConsumerGroups(List.of(group))
                            .all()
                            .get(60, TimeUnit.SECONDS)
                            .get(group)
                            .members()
                            .size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoHasNotJoinedYetDoesNotCommit(String protocol) {
        try (KafkaConsumer<String, Integer> member = member(protocol)) {
            member.subscribe(List.of(topic));
            assertThrows(CommitFailedException.class, () -> member.commitSync(Map.of(p0, new OffsetAndMetadata(1))));
            assertNull(committed(member));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatTheListenerThrowsKeepsNobodyFromUnsubscribing(String protocol) {
        Told told = new Told(() -> {
            throw new IllegalStateException("as it should");
        });
        try (KafkaConsumer<String, Integer> member = member(protocol)) {
            member.subscribe(List.of(topic), told);
            pollUntil(() -> member.assignment().size() == 2, member);
            KafkaException thrown = assertThrows(KafkaException.class, member::unsubscribe);
            assertInstanceOf(IllegalStateException.class, thrown.getCause());
            assertEquals(Set.of(), member.assignment());
            assertEquals(Set.of(), member.subscription());
            assertEquals(List.of("+2", "-2"), told.calls);
            member.subscribe(List.of(topic));
            pollUntil(() -> member.assignment().size() == 2, member);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void anInterruptKeepsNobodyFromUnsubscribing(String protocol) {
        Told told = new Told(() -> {});
        try (KafkaConsumer<String, Integer> member = member(protocol, "enable.auto.commit", true)) {
            member.subscribe(List.of(topic), told);
            readAll(member, 2 * NUMBERS);
            Thread.currentThread().interrupt();
            try {
                member.unsubscribe(); // Waits for a commit, unless that is quicker.
            } catch (InterruptException e) {
                assertTrue(member.subscription().isEmpty());
            }
            assertTrue(Thread.interrupted());
            assertEquals(Set.of(), member.assignment());
            assertEquals(List.of("+2", "-2"), told.calls);
            member.subscribe(List.of(topic));
            pollUntil(() -> member.assignment().size() == 2, member);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aListenerMayUnsubscribeWhileItGivesUpAndIsToldOnce(String protocol) {
        List<Runnable> steps = new ArrayList<>();
        Told told = new Told(() -> steps.get(0).run());
        try (KafkaConsumer<String, Integer> member = member(protocol)) {
            steps.add(member::unsubscribe);
            member.subscribe(List.of(topic), told);
            pollUntil(() -> member.assignment().size() == 2, member);
            member.subscribe(List.of(Target.topic("none")), told);
            Await.until("the end of the subscription", () -> {
                if (!member.subscription().isEmpty()) {
                    assertTrue(member.poll(TICK).isEmpty());
                }
                return member.subscription().isEmpty();
            });
            assertEquals(List.of("+2", "-2"), told.calls);
            assertEquals(-1, member.groupMetadata().generationId());
        }
    }

    @Test
    void whatCannotBeKnownInNoTimeIsNotKnownAndNobodyIsAheadOfTheEnd() {
        try (KafkaConsumer<String, Integer> consumer = member("classic")) {
            assertThrows(TimeoutException.class, () -> consumer.endOffsets(Set.of(p0), Duration.ZERO));
            assertThrows(TimeoutException.class, () -> consumer.offsetsForTimes(Map.of(p0, 0L), Duration.ZERO));
            consumer.assign(List.of(p0));
            Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
            assertTrue(consumer.poll(longest).count() > 0);
            consumer.seek(p0, 1_000);
            assertEquals(OptionalLong.of(0), consumer.currentLag(p0));
        }
    }
}
