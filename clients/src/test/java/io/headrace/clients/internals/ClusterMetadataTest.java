package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Node;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.headrace.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.headrace.testsupport.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** When metadata is asked for, in manual time. */
class ClusterMetadataTest {

    private final ManualClock clock = new ManualClock(1_000_000);
    private final Script script = new Script();
    private final ClusterMetadata metadata = new ClusterMetadata(script);

    private record Task(long atNs, Runnable run) {}

    private final class Script implements ClusterMetadata.Owner {
        final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::atNs));
        final List<Call> calls = new ArrayList<>();
        final List<String> rebootstraps = new ArrayList<>();
        ResponseHandler<MetadataResponse> handler;
        RuntimeException failure;

        @Override
        public ClientSettings settings() {
            return ClientSettings.from(
                    Map.of(
                            "bootstrap.servers",
                            List.of("localhost:1"),
                            "retry.backoff.ms",
                            100,
                            "retry.backoff.max.ms",
                            1_000,
                            "metadata.max.age.ms",
                            60_000,
                            "metadata.recovery.rebootstrap.trigger.ms",
                            10_000),
                    "test");
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public Scheduled schedule(long delayMs, Runnable task) {
            Task scheduled = new Task(clock.nanoTime() + delayMs * 1_000_000, task);
            tasks.add(scheduled);
            return () -> tasks.remove(scheduled);
        }

        @Override
        public void send(Call call, ResponseHandler<MetadataResponse> answerTo) {
            calls.add(call);
            handler = answerTo;
        }

        @Override
        public void publish(ClusterView view) {}

        @Override
        public void updateFailed(RuntimeException why) {
            failure = why;
        }

        @Override
        public void rebootstrap(String why) {
            rebootstraps.add(why);
        }

        Set<String> asked() {
            MetadataRequest request =
                    (MetadataRequest) calls.get(calls.size() - 1).body().apply(12);
            TreeSet<String> names = new TreeSet<>();
            for (MetadataRequestTopic topic : request.topics()) {
                names.add(topic.name());
            }
            return names;
        }
    }

    private void pass(long ms) {
        long endNs = clock.nanoTime() + ms * 1_000_000;
        while (!script.tasks.isEmpty() && script.tasks.peek().atNs() <= endNs) {
            Task task = script.tasks.poll();
            clock.advance(Duration.ofNanos(Math.max(0, task.atNs() - clock.nanoTime())));
            task.run().run();
        }
        clock.advance(Duration.ofNanos(endNs - clock.nanoTime()));
    }

    private void answer(MetadataResponseTopic... topics) {
        MetadataResponse response = new MetadataResponse();
        response.brokers().add(new MetadataResponseBroker().nodeId(0).host("h").port(1));
        response.topics().addAll(List.of(topics));
        script.handler.onResponse(response, 12, 0);
    }

    private static MetadataResponseTopic topic(String name) {
        MetadataResponseTopic topic = new MetadataResponseTopic().name(name);
        topic.partitions()
                .add(new MetadataResponsePartition()
                        .partitionIndex(0)
                        .leaderId(0)
                        .leaderEpoch(1));
        return topic;
    }

    private static MetadataResponseTopic error(String name, Errors error) {
        return new MetadataResponseTopic().name(name).errorCode(error.code());
    }

    @Test
    void nothingIsAskedBeforeSomethingIsWanted() {
        pass(1_000);
        assertEquals(0, script.calls.size());
        metadata.want(List.of("a"));
        assertEquals(1, script.calls.size());
        answer(topic("a"));
        assertNotNull(metadata.view().topic("a"));
    }

    @Test
    void anotherTopicIsAskedForAtOnceAndAlone() {
        metadata.want(List.of("a"));
        answer(topic("a"));
        metadata.want(List.of("a", "b"));
        assertEquals(2, script.calls.size());
        assertEquals(new TreeSet<>(List.of("b")), script.asked());
        answer(topic("b"));
        assertNotNull(metadata.view().topic("a"));
        metadata.want(List.of("a", "b"));
        assertEquals(2, script.calls.size());
    }

    @Test
    void updatesKeepADistance() {
        metadata.want(List.of("a"));
        answer(topic("a"));
        for (int i = 0; i < 10; i++) {
            metadata.requestUpdate();
        }
        assertEquals(1, script.calls.size());
        pass(79);
        assertEquals(1, script.calls.size());
        pass(45);
        assertEquals(2, script.calls.size());
        metadata.requestUpdate();
        answer(topic("a"));
        pass(130);
        assertEquals(3, script.calls.size(), "what was requested while an update was under way is not forgotten");
    }

    @Test
    void theDistanceGrowsWithFailures() {
        metadata.want(List.of("a"));
        for (int i = 0; i < 6; i++) {
            script.handler.onFailure(new DisconnectException("gone"));
            pass(1_300);
        }
        assertEquals(7, script.calls.size());
        assertEquals("gone", script.failure.getMessage());
        assertEquals(new TreeSet<>(List.of("a")), script.asked());
        pass(5_000);
        assertEquals(7, script.calls.size(), "only one at a time");
    }

    @Test
    void metadataGrowsOld() {
        metadata.want(List.of("a"));
        answer(topic("a"));
        pass(59_000);
        assertEquals(1, script.calls.size());
        pass(2_000);
        assertEquals(2, script.calls.size());
    }

    @Test
    void passingErrorsAreAskedAgainAndOthersNot() {
        metadata.want(List.of("a"));
        answer(error("a", Errors.UNKNOWN_TOPIC_OR_PARTITION));
        assertEquals(Errors.UNKNOWN_TOPIC_OR_PARTITION, metadata.view().topicError("a"));
        pass(300);
        assertEquals(2, script.calls.size());
        answer(error("a", Errors.INVALID_TOPIC_EXCEPTION));
        pass(10_000);
        assertEquals(2, script.calls.size());
    }

    @Test
    void withoutMetadataForTooLongTheBootstrapServersAreAsked() {
        metadata.want(List.of("a"));
        for (int i = 0; i < 12; i++) {
            script.handler.onFailure(new DisconnectException("gone"));
            pass(1_300);
        }
        assertEquals(1, script.rebootstraps.size(), script.rebootstraps.toString());
        script.handler.onResponse(new MetadataResponse().errorCode(Errors.REBOOTSTRAP_REQUIRED.code()), 13, 0);
        assertEquals("a broker asked for it", script.rebootstraps.get(1));
    }

    @Test
    void anAnswerWithoutBrokersIsNone() {
        metadata.want(List.of("a"));
        script.handler.onResponse(new MetadataResponse(), 12, 0);
        assertEquals("the metadata names no broker", script.failure.getMessage());
        assertEquals(0, metadata.view().version());
    }

    @Test
    void hintsAboutLeadersCountIfTheyAreNewerAndTheBrokerIsKnown() {
        List<Long> versions = new ArrayList<>();
        metadata.addListener(view -> versions.add(view.version()));
        metadata.addListener(view -> {
            throw new IllegalStateException("on purpose");
        });
        metadata.want(List.of("a"));
        answer(topic("a"));
        metadata.leaderHint("a", 0, 5, 1, new Node(5, "x", 1));
        metadata.leaderHint("a", 0, 5, 2, null);
        metadata.leaderHint("b", 0, 5, 2, new Node(5, "x", 1));
        metadata.leaderHint("a", 0, -1, 9, null);
        assertEquals(0, metadata.view().topic("a").partition(0).leaderId());
        metadata.leaderHint("a", 0, 5, 2, new Node(5, "x", 1));
        assertEquals(new Node(5, "x", 1), metadata.view().leader("a", 0));
        assertEquals(List.of(1L, 2L), versions);
    }

    @Test
    void whatIsNoLongerWantedIsNoLongerAskedFor() {
        metadata.want(List.of("a", "b"));
        answer(topic("a"), topic("b"));
        metadata.retain(List.of("b"));
        metadata.requestUpdate();
        pass(200);
        assertEquals(new TreeSet<>(List.of("b")), script.asked());
        answer(topic("b"));
        assertNull(metadata.view().topic("a"));
        metadata.wantAll(true);
        pass(200);
        assertNull(((MetadataRequest) script.calls.get(2).body().apply(12)).topics());
        assertTrue(((MetadataRequest) script.calls.get(2).body().apply(4)).allowAutoTopicCreation());
    }

    @Test
    void afterTheEndNothingIsAsked() {
        metadata.want(List.of("a"));
        metadata.stop();
        script.handler.onFailure(new DisconnectException("closed"));
        pass(120_000);
        assertEquals(1, script.calls.size());
        assertFalse(script.calls.isEmpty());
    }
}
