package io.headrace.interop.contract;

import static io.headrace.interop.contract.GroupSteps.all;
import static io.headrace.interop.contract.GroupSteps.pollUntil;
import static io.headrace.interop.contract.GroupSteps.readAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.SubscriptionPattern;
import io.headrace.interop.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics that are made, deleted, made again and enlarged while members consume. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
class TopicChangesContractTest {

    /** Changes are seen soon, and nobody makes a topic by asking for it. */
    private static final Object[] WATCHFUL = {"metadata.max.age.ms", 300, "allow.auto.create.topics", false};

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

    private static void delete(Admin admin, String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
        while (admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(topic)) {
            assertEquals(true, System.nanoTime() - deadlineNs < 0, "still listed: " + topic);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aTopicThatIsDeletedIsGivenUpAndTheOthersGoOn(String protocol) throws Exception {
        String stays = contract().newTopic("stays", 2);
        String goes = contract().newTopic("goes", 2);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, WATCHFUL);
                Admin admin = contract().admin()) {
            member.subscribe(List.of(stays, goes));
            pollUntil(() -> member.assignment().size() == 4, member);
            delete(admin, goes);
            pollUntil(() -> member.assignment().equals(all(stays, 2)), member);
            steps.send(stays, 2, 0, 3);
            assertEquals(6, new HashSet<>(readAll(6, member)).size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aTopicThatIsMadeAgainIsReadFromItsBeginning(String protocol) throws Exception {
        String topic = contract().newTopic("again", 1);
        steps.send(topic, 1, 0, 5);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, WATCHFUL);
                Admin admin = contract().admin()) {
            member.subscribe(List.of(topic));
            readAll(5, member);
            delete(admin, topic);
            pollUntil(() -> member.assignment().isEmpty(), member);
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
            pollUntil(() -> member.assignment().equals(all(topic, 1)), member);
            steps.send(topic, 1, 5, 8);
            assertEquals(List.of("0:5", "0:6", "0:7"), readAll(3, member));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void partitionsThatAreAddedAreReadFromTheirBeginning(String protocol) throws Exception {
        String topic = contract().newTopic("grows", 1);
        steps.send(topic, 1, 0, 1);
        Object[] committing = {"metadata.max.age.ms", 300, "enable.auto.commit", true};
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, committing);
                Admin admin = contract().admin()) {
            member.subscribe(List.of(topic));
            List<String> read = new ArrayList<>(readAll(1, member));
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            // Before the member knows of them.
            steps.send(topic, 3, 1, 2);
            read.addAll(pollUntil(() -> member.assignment().equals(all(topic, 3)), member));
            while (read.size() < 4) {
                read.addAll(readAll(1, member));
            }
            assertEquals(
                    List.of("0:0", "0:1", "1:1", "2:1"), read.stream().sorted().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aPatternTakesInNewTopicsAndLetsGoOfOldOnes(String protocol) throws Exception {
        String word = Target.topic("pattern");
        String first = contract().newTopic(word, 1);
        contract().newTopic("not-" + word, 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member(protocol, WATCHFUL);
                Admin admin = contract().admin()) {
            member.subscribe(Pattern.compile(word + ".*"));
            pollUntil(() -> member.assignment().equals(all(first, 1)), member);
            String second = contract().newTopic(word, 2);
            steps.send(second, 2, 0, 1);
            assertEquals(
                    List.of("0:0", "1:0"), readAll(2, member).stream().sorted().toList());
            assertEquals(Set.of(first, second), member.subscription());
            delete(admin, first);
            pollUntil(
                    () -> member.assignment().equals(all(second, 2))
                            && member.subscription().equals(Set.of(second)),
                    member);
        }
    }

    /** Apache's broker matches no more often than every 10 s, so the second part of this is left to long runs there. */
    @Test
    void theCoordinatorMatchesASubscriptionPatternWithNewTopics() throws Exception {
        String word = Target.topic("re2");
        String first = contract().newTopic(word, 1);
        contract().newTopic("not-" + word, 1);
        try (KafkaConsumer<byte[], byte[]> member = steps.member("consumer", WATCHFUL)) {
            member.subscribe(new SubscriptionPattern(word + ".*"));
            pollUntil(() -> member.assignment().equals(all(first, 1)), member);
            String second = contract().newTopic(word, 2);
            steps.send(second, 2, 0, 1);
            assertEquals(
                    List.of("0:0", "1:0"), readAll(2, member).stream().sorted().toList());
        }
    }
}
