package io.headrace.clients.consumer.internals.fetch;

import static io.headrace.clients.consumer.internals.fetch.Batches.batch;
import static io.headrace.clients.consumer.internals.fetch.Batches.concat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.LogTruncationException;
import io.headrace.clients.consumer.OffsetOutOfRangeException;
import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.IsolationLevel;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchRequest.FetchPartition;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.FetchResponse.FetchableTopicResponse;
import io.headrace.protocol.message.FetchResponse.LeaderIdAndEpoch;
import io.headrace.protocol.message.FetchResponse.NodeEndpoint;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.headrace.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FetcherTest {

    private static final int SESSION = 42;

    private final ScriptedLoop loop = new ScriptedLoop();
    private final PollWait waiting = new PollWait();
    private FetchQueue queue = new FetchQueue(waiting, 1_000_000, 1_000, 1_000);
    private final Cursor p0 = new Cursor(new TopicPartition("t", 0));
    private final Cursor p1 = new Cursor(new TopicPartition("t", 1));
    private Fetcher fetcher = fetcher(OffsetReset.earliest());

    private Fetcher fetcher(OffsetReset reset) {
        TopicInterest interest = new TopicInterest(loop);
        Backoff backoff = new Backoff(100, 1_000);
        FetchSettings settings = new FetchSettings(
                1,
                50_000,
                500,
                1_000,
                IsolationLevel.READ_UNCOMMITTED,
                "rack",
                reset,
                30_000,
                300_000,
                backoff,
                500,
                true);
        return new Fetcher(
                loop,
                interest,
                new Operations(loop, interest, new Operations.Limits(30_000, Integer.MAX_VALUE, backoff)),
                settings,
                queue,
                FetchStage.UNMEASURED,
                loop.clock()::millis);
    }

    private void command(Runnable... commands) {
        fetcher.execute(Arrays.asList(commands));
    }

    /** Both partitions on broker 1, read from offset 0. */
    private void assignBoth() {
        loop.publish(ClusterViews.ofBrokers(3).topic("t", 5, 1, 1).view());
        command(
                () -> fetcher.assign(List.of(p0, p1), List.of()),
                () -> fetcher.seek(p0, 1, 0, -1),
                () -> fetcher.seek(p1, 1, 0, -1));
    }

    private void assignFirst() {
        loop.publish(ClusterViews.ofBrokers(3).topic("t", 5, 1, 1).view());
        command(() -> fetcher.assign(List.of(p0), List.of()), () -> fetcher.seek(p0, 1, 0, -1));
    }

    private static Map<Integer, Long> offsets(ScriptedLoop.Sent fetch) {
        Map<Integer, Long> offsets = new HashMap<>();
        FetchRequest request = (FetchRequest) fetch.request();
        request.topics().forEach(topic -> {
            for (FetchPartition partition : topic.partitions()) {
                offsets.put(partition.partition(), partition.fetchOffset());
            }
        });
        return offsets;
    }

    private static List<Integer> forgotten(ScriptedLoop.Sent fetch) {
        List<Integer> gone = new ArrayList<>();
        ((FetchRequest) fetch.request()).forgottenTopicsData().forEach(topic -> gone.addAll(topic.partitions()));
        return gone;
    }

    private static PartitionData data(int partition, ByteBuf records) {
        return new PartitionData()
                .partitionIndex(partition)
                .highWatermark(100)
                .lastStableOffset(90)
                .logStartOffset(0)
                .records(new BufferRecordBytes(records));
    }

    private static PartitionData error(int partition, Errors error) {
        return new PartitionData().partitionIndex(partition).errorCode(error.code());
    }

    private static FetchResponse answer(PartitionData... partitions) {
        FetchResponse response = new FetchResponse().sessionId(SESSION);
        if (partitions.length > 0) {
            response.responses(List.of(new FetchableTopicResponse()
                    .topic("t")
                    .topicId(ClusterViews.id("t"))
                    .partitions(List.of(partitions))));
        }
        return response;
    }

    private static ByteBuf large(long baseOffset) {
        return batch(baseOffset, 5, "x".repeat(1_200));
    }

    private List<Fetched> queued() {
        ArrayDeque<Fetched> taken = new ArrayDeque<>();
        queue.takeAll(taken);
        return List.copyOf(taken);
    }

    private static ListOffsetsResponse offsetIs(long offset) {
        return new ListOffsetsResponse()
                .topics(List.of(new ListOffsetsTopicResponse()
                        .name("t")
                        .partitions(List.of(new ListOffsetsPartitionResponse()
                                .partitionIndex(0)
                                .offset(offset)
                                .leaderEpoch(5)))));
    }

    @Test
    void fetchesAllPartitionsOfABrokerTogether() {
        assignBoth();
        ScriptedLoop.Sent fetch = loop.take();
        assertEquals(0, loop.waiting(), "one fetch per broker at a time");
        assertEquals(Target.node(1), fetch.target());
        assertEquals(Map.of(0, 0L, 1, 0L), offsets(fetch));
        FetchRequest request = (FetchRequest) fetch.request();
        assertEquals(0, request.sessionId());
        assertEquals(0, request.sessionEpoch());
        assertEquals(500, request.maxWaitMs());
        assertEquals(1, request.minBytes());
        assertEquals(50_000, request.maxBytes());
        assertEquals("rack", request.rackId());
        assertEquals(1_000, request.topics().get(0).partitions().get(0).partitionMaxBytes());
        assertEquals(5, request.topics().get(0).partitions().get(0).currentLeaderEpoch());
    }

    @Test
    void goesOnBehindWhatCameAndMentionsOnlyThat() {
        assignBoth();
        loop.take().answer(answer(data(0, concat(batch(0, 5, "a", "b"), batch(2, 5, "c")))));
        List<Fetched> queued = queued();
        Fetched.Chunk chunk = (Fetched.Chunk) queued.get(0);
        assertEquals(1, queued.size());
        assertEquals(3, chunk.nextOffset());
        assertEquals(new Watermarks(100, 90, 0), p0.watermarks);
        ScriptedLoop.Sent next = loop.take();
        FetchRequest request = (FetchRequest) next.request();
        assertEquals(SESSION, request.sessionId());
        assertEquals(1, request.sessionEpoch());
        assertEquals(Map.of(0, 3L), offsets(next));
        chunk.release();
    }

    @Test
    void stopsFetchingAPartitionWithoutRoomAndTakesItUpAgain() {
        assignBoth();
        loop.take().answer(answer(data(0, large(0))));
        loop.take().answer(answer(data(0, large(1))));
        ScriptedLoop.Sent without = loop.take();
        assertEquals(List.of(0), forgotten(without));
        assertEquals(10, ((FetchRequest) without.request()).maxWaitMs(), "not long: room may come soon");
        loop.advance(300);
        without.answer(answer());
        ScriptedLoop.Sent later = loop.take();
        assertEquals(300, ((FetchRequest) later.request()).maxWaitMs(), "as long as it has waited already");

        Fetched.Chunk first = (Fetched.Chunk) queued().get(0);
        List<Cursor> hungry = queue.finish(first);
        assertEquals(List.of(p0), hungry);
        command(() -> fetcher.roomFor(hungry));
        later.answer(answer());
        ScriptedLoop.Sent with = loop.take();
        assertEquals(Map.of(0, 2L), offsets(with));
        assertEquals(500, ((FetchRequest) with.request()).maxWaitMs());
    }

    @Test
    void nothingIsFetchedWhileOthersHaveTakenAllTheRoom() {
        queue = new FetchQueue(waiting, 2_000, 10_000, 1_000);
        fetcher = fetcher(OffsetReset.earliest());
        assignBoth();
        loop.take().answer(answer(data(0, large(0))));
        loop.take().answer(answer(data(0, large(1))));
        assertEquals(0, loop.waiting(), "p1 asked when there was room");
        List<Fetched> queued = queued();
        List<Cursor> hungry = queue.finish((Fetched.Chunk) queued.get(0));
        assertEquals(Set.of(p0, p1), Set.copyOf(hungry));
        command(() -> fetcher.roomFor(hungry));
        assertEquals(Map.of(0, 2L), offsets(loop.take()), "p1 is in the session");
        queue.finish((Fetched.Chunk) queued.get(1));
    }

    @Test
    void anotherWaitsForRoomWhenTheOnesThatDidAreGone() {
        Cursor p2 = new Cursor(new TopicPartition("t", 2));
        queue = new FetchQueue(waiting, 2_000, 10_000, 1_000);
        fetcher = fetcher(OffsetReset.earliest());
        loop.publish(ClusterViews.ofBrokers(3).topic("t", 5, 1, 1, 1).view());
        command(
                () -> fetcher.assign(List.of(p0, p1, p2), List.of()),
                () -> fetcher.seek(p0, 1, 0, -1),
                () -> fetcher.seek(p1, 1, 0, -1),
                () -> fetcher.seek(p2, 1, 0, -1));
        loop.take().answer(answer(data(0, large(0))));
        loop.take().answer(answer(data(0, large(1))));
        command(() -> fetcher.assign(List.of(), List.of(p0, p1)));
        assertEquals(0, loop.waiting());
        List<Fetched> queued = queued();
        List<Cursor> hungry = queue.finish((Fetched.Chunk) queued.get(0));
        assertTrue(hungry.contains(p2), hungry::toString);
        command(() -> fetcher.roomFor(hungry));
        assertEquals(List.of(0, 1), forgotten(loop.take()));
        queue.finish((Fetched.Chunk) queued.get(1));
    }

    @Test
    void pausedPartitionsAreNotFetchedAndWithoutOthersNothingIs() {
        assignBoth();
        ScriptedLoop.Sent both = loop.take();
        command(() -> fetcher.pause(List.of(p0, p1), true));
        both.answer(answer());
        assertEquals(0, loop.waiting());
        command(() -> fetcher.pause(List.of(p1), false));
        ScriptedLoop.Sent fetch = loop.take();
        assertEquals(Map.of(), offsets(fetch), "the session has it already");
        assertEquals(List.of(0), forgotten(fetch));
    }

    @Test
    void anAnswerForAnOldPositionIsDropped() {
        assignFirst();
        ScriptedLoop.Sent fetch = loop.take();
        command(() -> fetcher.seek(p0, 2, 50, -1));
        fetch.answer(answer(data(0, batch(0, 5, "old"))));
        assertEquals(List.of(), queued());
        assertEquals(Map.of(0, 50L), offsets(loop.take()));
    }

    @Test
    void namesAreUsedWhereTopicsHaveNoIds() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", Uuid.ZERO_UUID, 5, 1).view());
        command(() -> fetcher.assign(List.of(p0), List.of()), () -> fetcher.seek(p0, 1, 0, -1));
        ScriptedLoop.Sent fetch = loop.take();
        assertEquals(12, fetch.version());
        assertEquals("t", ((FetchRequest) fetch.request()).topics().get(0).topic());
    }

    @Test
    void oldBrokersGetFullRequestsWithoutSessions() {
        loop.supports(ApiKey.FETCH, 6);
        assignBoth();
        loop.take().answer(answer(data(0, batch(0, 5, "a"))).sessionId(0));
        assertEquals(Map.of(0, 1L, 1, 0L), offsets(loop.take()));
    }

    @Test
    void aPartitionMovesToItsNewLeaderAndIsValidatedThere() {
        assignBoth();
        loop.take().answer(answer(data(0, batch(0, 5, "a", "b"))));
        ScriptedLoop.Sent old = loop.take();
        loop.publish(ClusterViews.ofBrokers(3).topic("t", 6, 2, 1).view());
        ScriptedLoop.Sent validation = loop.take();
        OffsetForLeaderEpochRequest request = (OffsetForLeaderEpochRequest) validation.request();
        assertEquals(Target.node(2), validation.target());
        assertEquals(5, request.topics().get(0).partitions().get(0).leaderEpoch());
        assertEquals(6, request.topics().get(0).partitions().get(0).currentLeaderEpoch());
        validation.answer(epochEnds(5, 2));
        ScriptedLoop.Sent fetch = loop.take();
        assertEquals(Target.node(2), fetch.target());
        assertEquals(Map.of(0, 2L), offsets(fetch));
        old.answer(answer());
        assertEquals(List.of(0), forgotten(loop.take()));
        queued().forEach(entry -> ((Fetched.Chunk) entry).release());
    }

    @Test
    void anAnswerAboutAnOlderLeaderValidatesNothing() {
        assignFirst();
        loop.take().answer(answer(data(0, batch(0, 5, "a", "b"))));
        loop.take();
        loop.publish(ClusterViews.ofBrokers(3).topic("t", 6, 2).view());
        ScriptedLoop.Sent first = loop.take();
        loop.publish(ClusterViews.ofBrokers(3).topic("t", 7, 3).view());
        ScriptedLoop.Sent second = loop.take();
        assertEquals(Target.node(3), second.target());
        first.answer(epochEnds(5, 2));
        assertEquals(0, loop.waiting(), "leader 3 was not heard yet");
        second.answer(epochEnds(5, 1));
        List<Fetched> queued = queued();
        assertEquals(new Fetched.PositionFound(p0, 1, 1, 5), queued.get(1));
        assertEquals(Map.of(0, 1L), offsets(loop.take()));
        ((Fetched.Chunk) queued.get(0)).release();
    }

    private static OffsetForLeaderEpochResponse epochEnds(int epoch, long end) {
        return new OffsetForLeaderEpochResponse()
                .topics(List.of(new OffsetForLeaderTopicResult()
                        .topic("t")
                        .partitions(List.of(new EpochEndOffset()
                                .partition(0)
                                .leaderEpoch(epoch)
                                .endOffset(end)))));
    }

    @Test
    void aTruncatedLogIsReadOnFromWhereItParts() {
        assignFirst();
        loop.take().answer(answer(data(0, batch(0, 5, "a", "b", "c"))));
        loop.take();
        loop.publish(ClusterViews.ofBrokers(3).topic("t", 6, 2).view());
        loop.take().answer(epochEnds(5, 1));
        List<Fetched> queued = queued();
        assertInstanceOf(Fetched.Chunk.class, queued.get(0));
        assertEquals(new Fetched.PositionFound(p0, 1, 1, 5), queued.get(1));
        assertEquals(Map.of(0, 1L), offsets(loop.take()));
        ((Fetched.Chunk) queued.get(0)).release();
    }

    @Test
    void aTruncatedLogIsToldWithoutAResetPolicy() {
        fetcher = fetcher(OffsetReset.none());
        assignFirst();
        command(() -> fetcher.seek(p0, 2, 30, 4));
        loop.take();
        loop.take().answer(epochEnds(4, 20));
        Fetched.PartitionFailed failed = (Fetched.PartitionFailed) queued().get(0);
        LogTruncationException e = assertInstanceOf(LogTruncationException.class, failed.failure());
        assertEquals(Map.of(p0.partition, 30L), e.offsetOutOfRangePartitions());
        assertEquals(20, e.divergentOffsets().get(p0.partition).offset());
    }

    @Test
    void aLeaderTooOldToBeAskedIsBelieved() {
        assignFirst();
        ScriptedLoop.Sent fetch = loop.take();
        command(() -> fetcher.seek(p0, 2, 30, 4));
        loop.take().fail(new UnsupportedVersionException("too old"));
        fetch.answer(answer());
        assertEquals(Map.of(0, 30L), offsets(loop.take()));
    }

    @Test
    void aSeekWithEpochIsValidatedOnceTheLeaderIsKnown() {
        command(() -> fetcher.assign(List.of(p0), List.of()), () -> fetcher.seek(p0, 1, 30, 4));
        assertEquals(0, loop.waiting());
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 5, 1).view());
        ScriptedLoop.Sent validation = loop.take();
        assertEquals(ApiKey.OFFSET_FOR_LEADER_EPOCH, validation.call().key());
        validation.answer(epochEnds(4, 100));
        assertEquals(Map.of(0, 30L), offsets(loop.take()));
    }

    @Test
    void outOfRangeIsResetByPolicy() {
        assignFirst();
        loop.take().answer(answer(error(0, Errors.OFFSET_OUT_OF_RANGE)));
        ScriptedLoop.Sent lookUp = loop.take();
        assertEquals(
                -2,
                ((ListOffsetsRequest) lookUp.request())
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .timestamp());
        lookUp.answer(offsetIs(7));
        assertEquals(List.of(new Fetched.PositionFound(p0, 1, 7, 5)), queued());
        assertEquals(Map.of(0, 7L), offsets(loop.take()));
    }

    @Test
    void outOfRangeIsToldWithoutAPolicy() {
        fetcher = fetcher(OffsetReset.none());
        assignFirst();
        loop.take().answer(answer(error(0, Errors.OFFSET_OUT_OF_RANGE)));
        Fetched.PartitionFailed failed = (Fetched.PartitionFailed) queued().get(0);
        OffsetOutOfRangeException e = assertInstanceOf(OffsetOutOfRangeException.class, failed.failure());
        assertEquals(Map.of(p0.partition, 0L), e.offsetOutOfRangePartitions());
        assertEquals(0, loop.waiting(), "not fetched until it is started again");
        command(() -> fetcher.seek(p0, 2, 9, -1));
        assertEquals(Map.of(0, 9L), offsets(loop.take()));
    }

    @Test
    void aDurationWithoutYoungerRecordsStartsAtTheEnd() {
        OffsetReset hour = OffsetReset.parse("x", "by_duration:PT1H");
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 5, 1).view());
        command(() -> fetcher.assign(List.of(p0), List.of()), () -> fetcher.reset(Map.of(p0, 1), hour));
        loop.take().answer(offsetIs(-1));
        ScriptedLoop.Sent again = loop.take();
        assertEquals(
                -1,
                ((ListOffsetsRequest) again.request())
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .timestamp());
        again.answer(offsetIs(12));
        assertEquals(List.of(new Fetched.PositionFound(p0, 1, 12, 5)), queued());
    }

    @Test
    void aResetThatWasOvertakenByASeekFindsNothing() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 5, 1).view());
        command(() -> fetcher.assign(List.of(p0), List.of()), () -> fetcher.reset(Map.of(p0, 1), OffsetReset.latest()));
        ScriptedLoop.Sent lookUp = loop.take();
        command(() -> fetcher.seek(p0, 2, 5, -1));
        lookUp.answer(offsetIs(99));
        assertEquals(List.of(), queued());
        assertEquals(Map.of(0, 5L), offsets(loop.take()));
    }

    @Test
    void staleLeadersAreTriedAgainAfterBackoffOrWithTheHint() {
        assignBoth();
        loop.take()
                .answer(answer(error(0, Errors.NOT_LEADER_OR_FOLLOWER)
                                .currentLeader(
                                        new LeaderIdAndEpoch().leaderId(2).leaderEpoch(6)))
                        .nodeEndpoints(
                                List.of(new NodeEndpoint().nodeId(2).host("two").port(9093))));
        assertEquals(List.of("t-0 -> 2 epoch 6 at two:9093"), loop.hints());
        ScriptedLoop.Sent others = loop.take();
        assertEquals(List.of(0), forgotten(others), "the others are fetched meanwhile");
        loop.advance(200);
        others.answer(answer());
        assertEquals(Map.of(0, 0L), offsets(loop.take()));
    }

    @Test
    void aHintInAnAnswerSendsNothingBeforeTheRestOfItIsTaken() {
        assignBoth();
        ScriptedLoop.Sent both = loop.take();
        List<Target> sent = new ArrayList<>();
        loop.whenHinted(() -> {
            loop.publish(ClusterViews.ofBrokers(3).topic("t", 6, 2, 1).view());
            while (loop.waiting() > 0) {
                sent.add(loop.take().target());
            }
        });
        both.answer(answer(
                error(0, Errors.NOT_LEADER_OR_FOLLOWER)
                        .currentLeader(new LeaderIdAndEpoch().leaderId(2).leaderEpoch(6)),
                data(1, batch(0, 5, "a"))));
        assertEquals(List.of(Target.node(2)), sent, "the rest of the answer says where to go on");
        assertEquals(Target.node(1), loop.take().target());
        queued().forEach(entry -> ((Fetched.Chunk) entry).release());
    }

    @Test
    void aLeaderThatIsBehindIsAskedAgainWithoutNewMetadata() {
        assignFirst();
        int before = loop.metadataRequests();
        loop.take().answer(answer(error(0, Errors.UNKNOWN_LEADER_EPOCH)));
        assertEquals(before, loop.metadataRequests());
        loop.advance(200);
        assertEquals(1, loop.waiting());
    }

    @Test
    void whatMustNotBeReadIsTold() {
        assignFirst();
        loop.take().answer(answer(error(0, Errors.TOPIC_AUTHORIZATION_FAILED)));
        assertInstanceOf(TopicAuthorizationException.class, ((Fetched.PartitionFailed) queued().get(0)).failure());
    }

    @Test
    void aTopicThatMetadataRefusesIsTold() {
        assignFirst();
        loop.publish(ClusterViews.ofBrokers(1)
                .error("t", Errors.TOPIC_AUTHORIZATION_FAILED)
                .view());
        assertInstanceOf(TopicAuthorizationException.class, ((Fetched.PartitionFailed) queued().get(0)).failure());
    }

    @Test
    void damagedDataIsToldBehindTheGoodPart() {
        assignFirst();
        ByteBuf bad = batch(1, 5, "b");
        bad.setByte(16, 9);
        loop.take().answer(answer(data(0, concat(batch(0, 5, "a"), bad))));
        List<Fetched> queued = queued();
        assertEquals(1, ((Fetched.Chunk) queued.get(0)).nextOffset());
        RuntimeException failure = ((Fetched.PartitionFailed) queued.get(1)).failure();
        assertEquals(KafkaException.class, failure.getClass());
        assertTrue(failure.getMessage().contains("partition t-0 at offset 1"), failure.getMessage());
        ((Fetched.Chunk) queued.get(0)).release();
    }

    @Test
    void anAnswerWithoutAWholeBatchIsTold() {
        assignFirst();
        loop.take().answer(answer(data(0, batch(0, 5, "abc").slice(0, 30))));
        RuntimeException failure = ((Fetched.PartitionFailed) queued().get(0)).failure();
        assertTrue(failure.getMessage().contains("no whole batch"), failure.getMessage());
    }

    @Test
    void aLargerBatchThanAskedForComesAllTheSame() {
        assignFirst();
        loop.take().answer(answer(data(0, batch(0, 5, "x".repeat(200_000)))));
        Fetched.Chunk chunk = (Fetched.Chunk) queued().get(0);
        assertTrue(chunk.size() > 200_000);
        chunk.release();
    }

    @Test
    void aLostSessionIsMadeAnewAtOnceAndThenWithBackoff() {
        assignFirst();
        loop.take().answer(answer());
        loop.take().answer(new FetchResponse().errorCode(Errors.FETCH_SESSION_ID_NOT_FOUND.code()));
        ScriptedLoop.Sent full = loop.take();
        assertEquals(Map.of(0, 0L), offsets(full));
        assertEquals(0, ((FetchRequest) full.request()).sessionEpoch());
        full.answer(new FetchResponse().errorCode(Errors.FETCH_SESSION_ID_NOT_FOUND.code()));
        assertEquals(0, loop.waiting());
        loop.advance(500);
        assertEquals(1, loop.waiting());
    }

    @Test
    void aThrottledRefusalOfTheSessionIsDelayedOnce() {
        assignBoth();
        loop.take().answer(answer());
        loop.take().answer(new FetchResponse().errorCode(Errors.INVALID_FETCH_SESSION_EPOCH.code()));
        loop.take()
                .answer(new FetchResponse()
                        .errorCode(Errors.INVALID_FETCH_SESSION_EPOCH.code())
                        .throttleTimeMs(300));
        command(() -> fetcher.pause(List.of(p1), true));
        command(() -> fetcher.pause(List.of(p1), false));
        assertEquals(0, loop.waiting(), "whatever changes meanwhile");
        loop.advance(250);
        ScriptedLoop.Sent full = loop.take();
        loop.advance(5_000);
        assertEquals(0, loop.waiting(), "one at a time, and no timer is left");
        full.answer(answer());
        assertEquals(1, loop.waiting());
    }

    @Test
    void theDelayOfOneFailureDoesNotEndThatOfTheNext() {
        assignFirst();
        loop.take().answer(answer(error(0, Errors.NOT_LEADER_OR_FOLLOWER)));
        loop.publish(ClusterViews.ofBrokers(3).topic("t", 6, 2).view());
        ScriptedLoop.Sent atNewLeader = loop.take();
        assertEquals(Target.node(2), atNewLeader.target());
        loop.advance(70);
        atNewLeader.answer(answer(error(0, Errors.NOT_LEADER_OR_FOLLOWER)));
        loop.advance(60);
        assertEquals(0, loop.waiting(), "the first delay is over, the second is not");
        loop.advance(500);
        assertEquals(1, loop.waiting());
    }

    @Test
    void aLostConnectionIsRetriedAfterBackoffWithAFullRequest() {
        assignFirst();
        loop.take().answer(answer());
        loop.take().fail(new DisconnectException("gone"));
        assertEquals(0, loop.waiting());
        loop.advance(200);
        ScriptedLoop.Sent full = loop.take();
        assertEquals(Map.of(0, 0L), offsets(full));
        assertEquals(SESSION, ((FetchRequest) full.request()).sessionId(), "the broker may still have it");
    }

    @Test
    void readsFromThePreferredReplicaUntilItFails() {
        assignFirst();
        loop.take().answer(answer(new PartitionData().partitionIndex(0).preferredReadReplica(3)));
        ScriptedLoop.Sent fetch = loop.take();
        assertEquals(Target.node(3), fetch.target());
        fetch.answer(answer(error(0, Errors.OFFSET_OUT_OF_RANGE)));
        assertEquals(Target.node(1), loop.take().target(), "asks the leader, resets nothing");
        assertEquals(List.of(), queued());
    }

    @Test
    void metadataIsAskedForWhenThePreferredReplicaIsNotKnown() {
        assignFirst();
        int before = loop.metadataRequests();
        loop.take().answer(answer(new PartitionData().partitionIndex(0).preferredReadReplica(9)));
        assertTrue(loop.metadataRequests() > before);
        assertEquals(0, loop.waiting(), "the leader has nothing for us, and would say so at once");
        loop.advance(200);
        assertEquals(Target.node(1), loop.take().target());
    }

    @Test
    void goesBackToTheLeaderWhenThePreferenceIsOld() {
        assignFirst();
        loop.take().answer(answer(new PartitionData().partitionIndex(0).preferredReadReplica(3)));
        ScriptedLoop.Sent fetch = loop.take();
        loop.advance(300_000);
        fetch.answer(answer());
        assertEquals(Target.node(1), loop.take().target());
    }

    @Test
    void aTopicMadeAnewIsFetchedByItsNewId() {
        assignFirst();
        loop.take().answer(answer(data(0, batch(0, 5, "a"))));
        ScriptedLoop.Sent fetch = loop.take();
        Uuid anew = new Uuid(8, 8);
        loop.publish(ClusterViews.ofBrokers(1).topic("t", anew, 0, 1).view());
        fetch.answer(answer());
        ScriptedLoop.Sent next = loop.take();
        FetchRequest request = (FetchRequest) next.request();
        assertEquals(ApiKey.FETCH, next.call().key(), "nothing is validated: it is another log");
        assertEquals(anew, request.topics().get(0).topicId());
        assertEquals(ClusterViews.id("t"), request.forgottenTopicsData().get(0).topicId());
        queued().forEach(entry -> ((Fetched.Chunk) entry).release());
    }

    @Test
    void looksForALeaderUntilThereIsOne() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 5, -1).view());
        command(() -> fetcher.assign(List.of(p0), List.of()), () -> fetcher.seek(p0, 1, 0, -1));
        int before = loop.metadataRequests();
        loop.advance(3_000);
        assertTrue(loop.metadataRequests() > before + 1);
        assertEquals(0, loop.waiting());
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 6, 1).view());
        assertEquals(Map.of(0, 0L), offsets(loop.take()));
    }

    @Test
    void unassignedPartitionsAreForgottenAndTheirAnswersDropped() {
        assignBoth();
        ScriptedLoop.Sent fetch = loop.take();
        command(() -> fetcher.assign(List.of(), List.of(p0)));
        assertEquals(Set.of("t"), loop.wantedTopics(), "the other partition still needs it");
        fetch.answer(answer(data(0, batch(0, 5, "a"))));
        assertEquals(List.of(), queued());
        assertEquals(List.of(0), forgotten(loop.take()));
    }

    @Test
    void anAnswerForAPartitionNobodyAskedForStartsANewSession() {
        assignFirst();
        loop.take().answer(answer(data(9, batch(0, 5, "a"))));
        assertEquals(List.of(), queued());
        ScriptedLoop.Sent next = loop.take();
        assertEquals(0, ((FetchRequest) next.request()).sessionEpoch());
    }

    @Test
    void closingEndsAnIdleSession() {
        assignFirst();
        ScriptedLoop.Sent fetch = loop.take();
        command(() -> fetcher.pause(List.of(p0), true));
        fetch.answer(answer());
        assertEquals(0, loop.waiting());
        fetcher.close();
        FetchRequest last = (FetchRequest) loop.take().request();
        assertEquals(SESSION, last.sessionId());
        assertEquals(-1, last.sessionEpoch());
    }

    @Test
    void theLagIsLookedUpBeforeTheFirstFetch() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 5, 1).view());
        command(() -> fetcher.assign(List.of(p0), List.of()), () -> fetcher.findEnd(p0));
        loop.take().answer(offsetIs(33));
        assertEquals(33, p0.watermarks.end(IsolationLevel.READ_UNCOMMITTED));
        assertFalse(p0.wantsRecords());
    }
}
