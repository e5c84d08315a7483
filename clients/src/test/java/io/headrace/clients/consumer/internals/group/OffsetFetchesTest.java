package io.headrace.clients.consumer.internals.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.OffsetFetchRequest;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchResponse;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OffsetFetchesTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);
    private static final long TIMEOUT_MS = 10_000;

    private final GroupStage stage = new GroupStage();
    private final ScriptedLoop loop = stage.loop;
    private final OffsetFetches fetches = new OffsetFetches(loop, stage.settings, stage.coordinator, stage.session);
    private Map<TopicPartition, OffsetAndMetadata> found;
    private RuntimeException failure;
    private boolean isWanted = true;
    private final OffsetFetches.Outcome outcome = new OffsetFetches.Outcome() {
        @Override
        public void found(Map<TopicPartition, OffsetAndMetadata> offsets) {
            found = offsets;
        }

        @Override
        public void failed(RuntimeException why) {
            failure = why;
        }
    };

    private ScriptedLoop.Sent ask(TopicPartition... partitions) {
        fetches.fetch(Set.of(partitions), TIMEOUT_MS, () -> isWanted, outcome);
        return stage.find();
    }

    private static OffsetFetchRequestGroup group(ScriptedLoop.Sent sent) {
        return ((OffsetFetchRequest) sent.request()).groups().get(0);
    }

    private static OffsetFetchResponsePartitions partition(int index, long offset, Errors error) {
        return new OffsetFetchResponsePartitions()
                .partitionIndex(index)
                .committedOffset(offset)
                .committedLeaderEpoch(offset < 0 ? -1 : 5)
                .metadata(offset < 0 ? "" : "note")
                .errorCode(error.code());
    }

    private static OffsetFetchResponse answer(OffsetFetchResponsePartitions... partitions) {
        return new OffsetFetchResponse()
                .groups(List.of(new OffsetFetchResponseGroup()
                        .groupId("g")
                        .topics(List.of(
                                new OffsetFetchResponseTopics().name("t").partitions(List.of(partitions))))));
    }

    private static OffsetFetchResponse refusal(Errors error) {
        return new OffsetFetchResponse()
                .groups(List.of(new OffsetFetchResponseGroup().groupId("g").errorCode(error.code())));
    }

    private ScriptedLoop.Sent again() {
        assertEquals(0, loop.waiting(), "not at once");
        loop.advance(GroupStage.BACKOFF_MS * 2);
        return loop.take();
    }

    @Test
    void tellsWhatIsCommittedAndLeavesOutWhatIsNot() {
        ScriptedLoop.Sent sent = ask(P0, P1);
        assertTrue(((OffsetFetchRequest) sent.request()).requireStable());
        assertEquals("t", group(sent).topics().get(0).name());
        assertEquals(Set.of(0, 1), new HashSet<>(group(sent).topics().get(0).partitionIndexes()));
        sent.answer(answer(partition(0, 7, Errors.NONE), partition(1, -1, Errors.NONE)));
        assertEquals(Map.of(P0, new OffsetAndMetadata(7, Optional.of(5), "note")), found);
    }

    @Test
    void aMemberOfKip848AsksByIdsAndWithItsEpoch() {
        stage.session.withMemberEpochs();
        ScriptedLoop.Sent sent = ask(P0);
        assertEquals("me", group(sent).memberId());
        assertEquals(3, group(sent).memberEpoch());
        assertEquals(ClusterViews.id("t"), group(sent).topics().get(0).topicId());
        // The topic is gone from the metadata when the answer comes.
        loop.publish(ClusterViews.ofBrokers(2).view());
        sent.answer(new OffsetFetchResponse()
                .groups(List.of(new OffsetFetchResponseGroup()
                        .groupId("g")
                        .topics(List.of(new OffsetFetchResponseTopics()
                                .topicId(ClusterViews.id("t"))
                                .partitions(List.of(partition(0, 7, Errors.NONE))))))));
        assertEquals(Set.of(P0), found.keySet());
    }

    @Test
    void theRequestIsMadeOfWhatWasKnownWhenItWasSent() {
        stage.session.withMemberEpochs();
        fetches.fetch(Set.of(P0), TIMEOUT_MS, () -> true, outcome);
        // Deleted while the coordinator is looked for; the request is made after that.
        loop.publish(ClusterViews.ofBrokers(2).view());
        assertEquals(ClusterViews.id("t"), group(stage.find()).topics().get(0).topicId());
    }

    @Test
    void olderBrokersAreAskedAboutOneGroup() {
        loop.supports(ApiKey.OFFSET_FETCH, 7);
        ScriptedLoop.Sent sent = ask(P0);
        assertEquals("g", ((OffsetFetchRequest) sent.request()).groupId());
        sent.answer(new OffsetFetchResponse()
                .topics(List.of(new OffsetFetchResponseTopic()
                        .name("t")
                        .partitions(List.of(new OffsetFetchResponsePartition()
                                .partitionIndex(0)
                                .committedOffset(7)
                                .committedLeaderEpoch(-1)
                                .metadata(""))))));
        assertEquals(Map.of(P0, new OffsetAndMetadata(7, Optional.empty(), "")), found);
    }

    @ParameterizedTest
    @EnumSource(
            value = Errors.class,
            names = {"COORDINATOR_LOAD_IN_PROGRESS", "STALE_MEMBER_EPOCH", "UNKNOWN_MEMBER_ID"})
    void whatPassesIsAskedAgain(Errors error) {
        ask(P0).answer(refusal(error));
        assertEquals(List.of(error), stage.session.refusals());
        again().answer(answer(partition(0, 7, Errors.NONE)));
        assertEquals(Set.of(P0), found.keySet());
    }

    /** An open transaction is about to commit offsets of the partition. */
    @Test
    void whatIsNotStableYetIsWaitedFor() {
        ask(P0, P1).answer(answer(partition(0, 7, Errors.NONE), partition(1, -1, Errors.UNSTABLE_OFFSET_COMMIT)));
        ScriptedLoop.Sent second = again();
        second.answer(answer(partition(0, 7, Errors.NONE), partition(1, 8, Errors.NONE)));
        assertEquals(Set.of(P0, P1), found.keySet());
    }

    @Test
    void theDeadlineEndsItWithTheLastReason() {
        ask(P0).answer(refusal(Errors.COORDINATOR_LOAD_IN_PROGRESS));
        for (long passed = 0; passed < TIMEOUT_MS; passed += GroupStage.BACKOFF_MS) {
            loop.advance(GroupStage.BACKOFF_MS);
            while (loop.waiting() > 0) {
                loop.take().answer(refusal(Errors.COORDINATOR_LOAD_IN_PROGRESS));
            }
        }
        assertInstanceOf(TimeoutException.class, failure);
        assertTrue(failure.getMessage().contains("Last failure"), failure::getMessage);
        assertEquals(0, loop.waiting());
    }

    @Test
    void whatNobodyWantsAnyMoreIsNotAskedAgain() {
        ask(P0).answer(refusal(Errors.COORDINATOR_LOAD_IN_PROGRESS));
        isWanted = false;
        loop.advance(GroupStage.LONG_MS);
        assertEquals(0, loop.waiting());
        assertEquals(null, failure);
    }

    @Test
    void refusalsForGoodAreTold() {
        ask(P0).answer(refusal(Errors.GROUP_AUTHORIZATION_FAILED));
        assertInstanceOf(GroupAuthorizationException.class, failure);
        failure = null;
        fetch().answer(answer(partition(0, -1, Errors.TOPIC_AUTHORIZATION_FAILED)));
        assertEquals(Set.of("t"), ((TopicAuthorizationException) failure).unauthorizedTopics());
        failure = null;
        fetch().answer(answer(partition(0, -1, Errors.UNKNOWN_TOPIC_OR_PARTITION)));
        assertInstanceOf(KafkaException.class, failure);
        assertEquals("Partition t-0 does not exist", failure.getMessage());
    }

    /** With a coordinator that is known. */
    private ScriptedLoop.Sent fetch() {
        fetches.fetch(Set.of(P0), TIMEOUT_MS, () -> true, outcome);
        return loop.take();
    }
}
