package io.headrace.clients.internals.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.Target;
import io.headrace.common.IsolationLevel;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.NotLeaderOrFollowerException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationsTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);
    private static final long TIMEOUT_MS = 60_000;

    private final ScriptedLoop loop = new ScriptedLoop();
    private final Map<TopicPartition, FoundOffset> found = new HashMap<>();
    private final Map<TopicPartition, RuntimeException> failed = new HashMap<>();

    private Operations operations(int maxRetries) {
        return new Operations(
                loop, new TopicInterest(loop), new Operations.Limits(30_000, maxRetries, new Backoff(100, 1_000)));
    }

    private void start(Operations operations, TopicPartition... partitions) {
        Map<TopicPartition, Long> timestamps = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            timestamps.put(partition, -1L);
        }
        operations.start(
                new ListOffsetsOperation(timestamps, IsolationLevel.READ_UNCOMMITTED, p -> -1),
                timestamps.keySet(),
                TIMEOUT_MS,
                new Outcome<>() {
                    @Override
                    public void succeeded(TopicPartition item, FoundOffset value) {
                        assertNull(found.put(item, value), "told once");
                    }

                    @Override
                    public void failed(TopicPartition item, RuntimeException why) {
                        assertNull(failed.put(item, why), "told once");
                    }
                });
    }

    private static ListOffsetsPartitionResponse offset(int partition, long offset) {
        return new ListOffsetsPartitionResponse().partitionIndex(partition).offset(offset);
    }

    private static ListOffsetsPartitionResponse error(int partition, Errors error) {
        return new ListOffsetsPartitionResponse().partitionIndex(partition).errorCode(error.code());
    }

    private static ListOffsetsResponse answer(ListOffsetsPartitionResponse... partitions) {
        return new ListOffsetsResponse()
                .topics(List.of(new ListOffsetsTopicResponse().name("t").partitions(List.of(partitions))));
    }

    private static int partitions(ScriptedLoop.Sent sent) {
        return ((ListOffsetsRequest) sent.request())
                .topics()
                .get(0)
                .partitions()
                .size();
    }

    @Test
    void asksEachLeaderOnceForAllItsPartitions() {
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 0, 1, 2, 1).view());
        start(operations(9), P0, P1, new TopicPartition("t", 2));
        ScriptedLoop.Sent first = loop.take();
        ScriptedLoop.Sent second = loop.take();
        assertEquals(0, loop.waiting());
        assertEquals(Set.of(Target.node(1), Target.node(2)), Set.of(first.target(), second.target()));
        assertEquals(3, partitions(first) + partitions(second));
    }

    @Test
    void itemsSucceedAndFailOnTheirOwn() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1, 1).view());
        start(operations(9), P0, P1);
        loop.take().answer(answer(offset(0, 5), error(1, Errors.TOPIC_AUTHORIZATION_FAILED)));
        assertEquals(5, found.get(P0).offset());
        assertInstanceOf(TopicAuthorizationException.class, failed.get(P1));
        assertEquals(Set.of(), loop.wantedTopics(), "metadata is not kept for it any more");
    }

    @Test
    void aWrongLeaderIsAskedAgainAfterBackoffAndWithFreshMetadata() {
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 0, 1, 1).view());
        start(operations(9), P0, P1);
        loop.take().answer(answer(offset(0, 5), error(1, Errors.NOT_LEADER_OR_FOLLOWER)));
        assertEquals(0, loop.waiting());
        assertEquals(1, loop.metadataRequests());
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 1, 1, 2).view());
        loop.advance(200);
        ScriptedLoop.Sent again = loop.take();
        assertEquals(Target.node(2), again.target());
        assertEquals(1, partitions(again), "the one that is done is not asked for again");
        again.answer(answer(offset(1, 6)));
        assertEquals(6, found.get(P1).offset());
    }

    @Test
    void waitsForALeaderAndGoesOnWhenThereIsOne() {
        start(operations(9), P0);
        assertEquals(0, loop.waiting());
        assertEquals(Set.of("t"), loop.wantedTopics());
        assertEquals(1, loop.metadataRequests());
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, -1).view());
        assertEquals(0, loop.waiting());
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 1, 1).view());
        loop.take().answer(answer(offset(0, 5)));
        assertEquals(5, found.get(P0).offset());
    }

    @Test
    void goesOnAskingForMetadataWhileThereIsNoLeader() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, -1).view());
        start(operations(9), P0);
        loop.advance(5_000);
        assertTrue(loop.metadataRequests() > 3, "asked " + loop.metadataRequests() + " times");
    }

    @Test
    void timesOutSayingWhatWasWaitedForAndWhy() {
        loop.publish(ClusterViews.ofBrokers(1)
                .error("t", Errors.UNKNOWN_TOPIC_OR_PARTITION)
                .view());
        start(operations(9), P0);
        loop.advance(TIMEOUT_MS - 1);
        assertEquals(Map.of(), failed);
        loop.advance(1);
        RuntimeException e = failed.get(P0);
        assertInstanceOf(TimeoutException.class, e);
        assertTrue(e.getMessage().contains("60000 ms waiting for an offset of partition t-0"), e.getMessage());
        assertInstanceOf(UnknownTopicOrPartitionException.class, e.getCause());
    }

    @Test
    void anAnswerAfterTheDeadlineIsTooLate() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1).view());
        start(operations(9), P0);
        ScriptedLoop.Sent sent = loop.take();
        loop.advance(TIMEOUT_MS);
        assertInstanceOf(TimeoutException.class, failed.get(P0));
        sent.answer(answer(offset(0, 5)));
        assertEquals(Map.of(), found);
    }

    @Test
    void aTopicThatMustNotBeSeenFailsAtOnce() {
        loop.publish(ClusterViews.ofBrokers(1)
                .error("t", Errors.TOPIC_AUTHORIZATION_FAILED)
                .view());
        start(operations(9), P0);
        assertInstanceOf(TopicAuthorizationException.class, failed.get(P0));
    }

    @Test
    void lostConnectionsAreTriedAgainUpToTheLimit() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1).view());
        start(operations(2), P0);
        for (int i = 0; i < 2; i++) {
            loop.take().fail(new DisconnectException("gone"));
            assertEquals(Map.of(), failed);
            loop.advance(2_000);
        }
        loop.take().fail(new DisconnectException("gone"));
        assertInstanceOf(DisconnectException.class, failed.get(P0));
    }

    @Test
    void aBrokerThatIsTooOldFailsTheItemsAtOnce() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1).view());
        start(operations(9), P0);
        loop.take().fail(new UnsupportedVersionException("too old"));
        assertInstanceOf(UnsupportedVersionException.class, failed.get(P0));
    }

    @Test
    void anItemThatTheAnswerForgetsFails() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1, 1).view());
        start(operations(9), P0, P1);
        loop.take().answer(answer(offset(0, 5)));
        RuntimeException e = failed.get(P1);
        assertEquals(KafkaException.class, e.getClass());
        assertTrue(e.getMessage().contains("does not mention an offset of partition t-1"), e.getMessage());
    }

    @Test
    void partitionsNobodyAskedForAreIgnored() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1).view());
        start(operations(9), P0);
        loop.take().answer(answer(offset(0, 5), offset(7, 9)));
        assertEquals(Set.of(P0), found.keySet());
    }

    @Test
    void closingRefusesNewOperationsAndTellsWhenTheOldOnesAreDone() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1, 1).view());
        Operations operations = operations(9);
        start(operations, P0);
        boolean[] idle = new boolean[1];
        operations.close(() -> idle[0] = true);
        start(operations, P1);
        assertInstanceOf(IllegalStateException.class, failed.get(P1));
        assertTrue(!idle[0]);
        loop.take().answer(answer(offset(0, 5)));
        assertTrue(idle[0]);
    }

    @Test
    void failingAllFailsWhatIsOpen() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1).view());
        Operations operations = operations(9);
        start(operations, P0);
        operations.failAll(new NotLeaderOrFollowerException("x"));
        assertInstanceOf(NotLeaderOrFollowerException.class, failed.get(P0));
        loop.take().answer(answer(offset(0, 5)));
        assertEquals(Map.of(), found);
    }

    @Test
    void brokersAreAskedForLessThanTheWholeTimeout() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1).view());
        start(operations(9), P0);
        assertEquals(30_000, loop.take().timeoutMs());
        loop.advance(TIMEOUT_MS - 10_000);
        start(operations(9), P1);
        assertEquals(0, loop.waiting(), "the topic has one partition");
    }
}
