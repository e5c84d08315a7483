package io.headrace.clients.consumer.internals.fetch;

import static io.headrace.clients.consumer.internals.fetch.Batches.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.NoOffsetForPartitionException;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.IsolationLevel;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.errors.WakeupException;
import io.headrace.common.serialization.Deserializer;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.FetchRequest;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The polling thread's side, with chunks put into the queue by hand, and commands run at once on a scripted loop. */
class ConsumptionTest {

    private static final TopicPartition A = new TopicPartition("t", 0);
    private static final TopicPartition B = new TopicPartition("t", 1);

    private final ScriptedLoop loop = new ScriptedLoop();
    private final PollWait waiting = new PollWait();
    private FetchQueue queue;
    private final Deserializer<String> values = new Deserializer<>() {
        @Override
        public String deserialize(String topic, byte[] data) {
            String value = new String(data, StandardCharsets.UTF_8);
            if (value.equals("bad")) {
                throw new IllegalArgumentException("bad value");
            }
            if (value.equals("fatal")) {
                throw new AssertionError("fatal value");
            }
            return value;
        }
    };

    private int events;
    private Fetcher fetcher;
    private Consumption<String, String> consumption = consumption(OffsetReset.earliest(), 500);

    private Consumption<String, String> consumption(OffsetReset reset, int maxPollRecords) {
        queue = new FetchQueue(waiting, 1_000_000, 100, 1_000);
        TopicInterest interest = new TopicInterest(loop);
        Backoff backoff = new Backoff(100, 1_000);
        FetchSettings settings = new FetchSettings(
                1,
                50_000,
                500,
                100,
                IsolationLevel.READ_UNCOMMITTED,
                "",
                reset,
                30_000,
                300_000,
                backoff,
                maxPollRecords,
                true);
        fetcher = new Fetcher(
                loop,
                interest,
                new Operations(loop, interest, new Operations.Limits(30_000, Integer.MAX_VALUE, backoff)),
                settings,
                queue,
                FetchStage.UNMEASURED,
                loop.clock()::millis);
        Consumption.Loop port = new Consumption.Loop() {
            @Override
            public Fetcher fetcher() {
                return fetcher;
            }

            @Override
            public void execute(List<Runnable> commands) {
                events++;
                fetcher.execute(commands);
                loop.run();
            }
        };
        return new Consumption<>(
                waiting,
                queue,
                new ChunkReader<>(
                        Batches.ALLOCATOR, FieldReader.of(new StringDeserializer()), FieldReader.of(values), true),
                port,
                settings,
                InitialPositions.UNKNOWN);
    }

    @AfterEach
    void close() {
        consumption.close();
        assertEquals(0, queue.bytes(), "all chunks were given back");
    }

    /** Puts records of a partition into the queue as if they had been fetched, for the cursor's present generation. */
    private void fetched(TopicPartition partition, long offset, String... records) {
        Cursor cursor = cursor(partition);
        ByteBuf batch = batch(offset, 4, records);
        queue.add(List.of(new Fetched.Chunk(
                cursor,
                cursor.generation,
                offset + records.length,
                batch,
                records.length,
                AbortedTransactions.IGNORED)));
    }

    private void failed(TopicPartition partition, RuntimeException failure) {
        Cursor cursor = cursor(partition);
        queue.add(List.of(new Fetched.PartitionFailed(cursor, cursor.generation, failure)));
    }

    private void found(TopicPartition partition, long offset) {
        Cursor cursor = cursor(partition);
        queue.add(List.of(new Fetched.PositionFound(cursor, cursor.generation, offset, 4)));
    }

    private Cursor cursor(TopicPartition partition) {
        return consumption.cursor(partition);
    }

    private void assign(TopicPartition... partitions) {
        consumption.assign(List.of(partitions));
    }

    private ConsumerRecords<String, String> poll() {
        return consumption.poll(Deadline.after(Duration.ZERO));
    }

    private static List<String> values(ConsumerRecords<String, String> records) {
        List<String> values = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records) {
            values.add(record.value());
        }
        return values;
    }

    @Test
    void polledWithoutAssignmentItSaysSo() {
        assertThrows(IllegalStateException.class, this::poll);
    }

    @Test
    void partitionsWithoutPositionAreResetByPolicyWhenPolledAndNotBefore() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1, 1).view());
        assign(A, B);
        assertEquals(0, loop.waiting());
        assertTrue(poll().isEmpty());
        ScriptedLoop.Sent lookUp = loop.take();
        assertEquals(ApiKey.LIST_OFFSETS, lookUp.call().key());
        assertEquals(0, loop.waiting(), "both in one request");
    }

    @Test
    void seeksBeforeThePollGoOutTogetherAndNothingIsLookedUp() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1, 1).view());
        assign(A, B);
        int before = events;
        consumption.seek(A, 5, -1);
        consumption.seek(B, 6, -1);
        assertEquals(before, events);
        poll();
        assertEquals(before + 1, events);
        FetchRequest fetch = (FetchRequest) loop.take().request();
        assertEquals(2, fetch.topics().get(0).partitions().size());
    }

    @Test
    void withoutPolicyAPartitionWithoutPositionIsAnError() {
        consumption.close();
        consumption = consumption(OffsetReset.none(), 500);
        assign(A);
        NoOffsetForPartitionException e = assertThrows(NoOffsetForPartitionException.class, this::poll);
        assertEquals(Set.of(A), e.partitions());
        assertThrows(NoOffsetForPartitionException.class, this::poll);
        consumption.seek(A, 0, -1);
        assertTrue(poll().isEmpty());
    }

    @Test
    void handsOutWhatWasFetchedWithPositionsToGoOnAt() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        fetched(A, 0, "a", "b");
        ConsumerRecords<String, String> records = poll();
        assertEquals(List.of("a", "b"), values(records));
        assertEquals(Map.of(A, new OffsetAndMetadata(2, Optional.of(4), "")), records.nextOffsets());
        assertEquals(2, consumption.position(A, Deadline.after(Duration.ZERO)));
    }

    @Test
    void handsOutAtMostMaxPollRecordsOfAllPartitions() {
        consumption.close();
        consumption = consumption(OffsetReset.earliest(), 3);
        assign(A, B);
        consumption.seek(A, 0, -1);
        consumption.seek(B, 0, -1);
        poll();
        fetched(A, 0, "a0", "a1");
        fetched(B, 0, "b0", "b1");
        ConsumerRecords<String, String> first = poll();
        assertEquals(List.of("a0", "a1", "b0"), values(first));
        assertEquals(Set.of(A, B), first.partitions());
        assertEquals(List.of("b1"), values(poll()));
        assertTrue(poll().isEmpty());
    }

    @Test
    void aSeekDropsWhatWasFetchedForTheOldPosition() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        fetched(A, 0, "old");
        consumption.seek(A, 10, -1);
        assertTrue(poll().isEmpty());
        assertEquals(0, queue.bytes());
        fetched(A, 10, "new");
        assertEquals(List.of("new"), values(poll()));
    }

    @Test
    void pausedPartitionsKeepWhatWasFetchedInOrder() {
        assign(A, B);
        consumption.seek(A, 0, -1);
        consumption.seek(B, 0, -1);
        poll();
        fetched(A, 0, "a0");
        fetched(A, 1, "a1");
        fetched(B, 0, "b0");
        consumption.pause(List.of(A));
        assertEquals(Set.of(A), consumption.paused());
        assertEquals(List.of("b0"), values(poll()));
        consumption.resume(List.of(A));
        assertEquals(List.of("a0", "a1"), values(poll()));
        assertEquals(Set.of(), consumption.paused());
    }

    @Test
    void aPartitionPausedInTheMiddleOfAChunkGoesOnThere() {
        consumption.close();
        consumption = consumption(OffsetReset.earliest(), 2);
        assign(A, B);
        consumption.seek(A, 0, -1);
        consumption.seek(B, 0, -1);
        poll();
        fetched(A, 0, "a0", "a1", "a2");
        assertEquals(List.of("a0", "a1"), values(poll()));
        consumption.pause(List.of(A));
        fetched(B, 0, "b0");
        assertEquals(List.of("b0"), values(poll()));
        consumption.resume(List.of(A));
        assertEquals(List.of("a2"), values(poll()));
    }

    @Test
    void partitionsThatStayAssignedKeepTheirPositionAndWhatWasFetched() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        fetched(A, 0, "a0");
        assign(A, B);
        consumption.seek(B, 0, -1);
        assertEquals(List.of("a0"), values(poll()));
    }

    @Test
    void partitionsTakenAwayAreNotHandedOutAndStartAnewWhenTheyComeBack() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        fetched(A, 0, "a0");
        assign(B);
        consumption.seek(B, 0, -1);
        assertTrue(poll().isEmpty());
        assertEquals(0, queue.bytes());
        assertThrows(IllegalStateException.class, () -> consumption.seek(A, 0, -1));
    }

    @Test
    void aFailureComesBehindTheRecordsBeforeItAndThePartitionIsStartedAgain() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        fetched(A, 0, "a0");
        failed(A, new TopicAuthorizationException(Set.of("t")));
        assertEquals(List.of("a0"), values(poll()));
        int generation = cursor(A).generation;
        assertThrows(TopicAuthorizationException.class, this::poll);
        assertEquals(generation + 1, cursor(A).generation);
        fetched(A, 1, "a1");
        assertEquals(List.of("a1"), values(poll()));
    }

    @Test
    void aFailureThatLastsIsNotToldWithoutAPause() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        failed(A, new TopicAuthorizationException(Set.of("t")));
        assertThrows(TopicAuthorizationException.class, this::poll);
        assertTrue(poll().isEmpty());
        assertEquals(Cursor.Phase.IDLE, cursor(A).phase);
        loop.advance(200);
        assertEquals(Cursor.Phase.FETCHING, cursor(A).phase);
        failed(A, new TopicAuthorizationException(Set.of("t")));
        assertThrows(TopicAuthorizationException.class, this::poll);
        consumption.seek(A, 5, -1);
        assertTrue(poll().isEmpty());
        assertEquals(Cursor.Phase.FETCHING, cursor(A).phase, "whoever seeks does not wait");
        loop.advance(200);
        assertEquals(5, cursor(A).fetchOffset);
    }

    @Test
    void aFailureInOnePartitionDoesNotHoldTheOthersUp() {
        assign(A, B);
        consumption.seek(A, 0, -1);
        consumption.seek(B, 0, -1);
        poll();
        failed(A, new KafkaException("damaged"));
        fetched(B, 0, "b0");
        assertThrows(KafkaException.class, this::poll);
        assertEquals(List.of("b0"), values(poll()));
    }

    @Test
    void aRecordThatCannotBeDeserializedIsThrownEachTimeUntilItIsSkipped() {
        assign(A, B);
        consumption.seek(A, 0, -1);
        consumption.seek(B, 0, -1);
        poll();
        fetched(A, 0, "ok", "bad", "behind");
        fetched(B, 0, "other");
        assertEquals(List.of("ok"), values(poll()));
        RecordDeserializationException e = assertThrows(RecordDeserializationException.class, this::poll);
        assertEquals(1, e.offset());
        assertEquals(A, e.topicPartition());
        assertEquals(List.of("other"), values(poll()), "other partitions go first now");
        assertThrows(RecordDeserializationException.class, this::poll);
        assertEquals(1, consumption.position(A, Deadline.after(Duration.ZERO)));
        consumption.seek(A, 2, -1);
        poll();
        fetched(A, 2, "behind");
        assertEquals(List.of("behind"), values(poll()));
    }

    @Test
    void whateverIsThrownWhileReadingNoRecordIsPassedOver() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        fetched(A, 0, "a", "b", "fatal", "d");
        assertEquals(List.of("a", "b"), values(poll()), "what was read before it is handed out");
        assertThrows(AssertionError.class, this::poll);
        assertEquals(2, consumption.consumed().get(A).offset());
        fetched(A, 0, "a", "b", "fatal", "d");
        assertThrows(AssertionError.class, this::poll, "also the next time");
        assertEquals(2, consumption.consumed().get(A).offset());
    }

    @Test
    void damagedRecordsAreFetchedAgain() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        Cursor cursor = cursor(A);
        ByteBuf damaged = batch(0, 4, "a");
        damaged.setByte(damaged.writerIndex() - 2, 77);
        queue.add(List.of(new Fetched.Chunk(cursor, cursor.generation, 1, damaged, 1, AbortedTransactions.IGNORED)));
        KafkaException e = assertThrows(KafkaException.class, this::poll);
        assertTrue(e.getMessage().contains("partition t-0 at offset 0"), e.getMessage());
        fetched(A, 0, "a");
        assertEquals(List.of("a"), values(poll()));
    }

    @Test
    void thePositionIsWaitedForAndFoundOutOfTurn() {
        assign(A, B);
        consumption.seek(B, 0, -1);
        poll();
        fetched(B, 0, "b0");
        found(A, 12);
        assertEquals(12, consumption.position(A, Deadline.after(Duration.ofSeconds(30))));
        assertEquals(List.of("b0"), values(poll()));
    }

    @Test
    void thePositionOfAPausedPartitionIsFoundTooAndWhyNot() {
        assign(A, B);
        consumption.pause(List.of(A, B));
        poll();
        found(A, 12);
        poll();
        assertEquals(12, consumption.position(A, Deadline.after(Duration.ZERO)));
        assertEquals(12, consumption.consumed().get(A).offset());
        failed(B, new TopicAuthorizationException(Set.of("t")));
        poll();
        assertThrows(TopicAuthorizationException.class, () -> consumption.position(B, Deadline.after(Duration.ZERO)));
    }

    @Test
    void aPositionThatIsNotFoundInTimeIsNamed() {
        assign(A);
        TimeoutException e = assertThrows(
                TimeoutException.class, () -> consumption.position(A, Deadline.after(Duration.ofMillis(1))));
        assertTrue(e.getMessage().contains("t-0"), e.getMessage());
    }

    @Test
    void aPositionThatCannotBeFoundSaysWhy() {
        assign(A);
        poll();
        failed(A, new TopicAuthorizationException(Set.of("t")));
        assertThrows(
                TopicAuthorizationException.class,
                () -> consumption.position(A, Deadline.after(Duration.ofSeconds(30))));
    }

    @Test
    void positionsThatMoveWithoutRecordsEndThePoll() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        Cursor cursor = cursor(A);
        ByteBuf marker = Batches.marker(0, 1, true);
        queue.add(List.of(new Fetched.Chunk(cursor, cursor.generation, 1, marker, 1, AbortedTransactions.IGNORED)));
        ConsumerRecords<String, String> records = consumption.poll(Deadline.after(Duration.ofSeconds(60)));
        assertTrue(records.isEmpty());
        assertEquals(1, records.nextOffsets().get(A).offset());
    }

    @Test
    void whatIsNotWantedAnyMoreIsHeldBackAndNotLost() {
        TopicPartition other = new TopicPartition("u", 0);
        assign(A, other);
        consumption.seek(A, 0, -1);
        consumption.seek(other, 0, -1);
        poll();
        fetched(A, 0, "a0");
        fetched(other, 0, "u0");
        consumption.want("u"::equals);
        assertEquals(List.of("u0"), values(poll()));
        fetched(A, 1, "a1");
        assertTrue(poll().isEmpty());
        assertEquals(0, consumption.position(A, Deadline.after(Duration.ZERO)));
        assertEquals(Set.of(), consumption.paused(), "that is for the application to say");
        assertTrue(cursor(A).paused, "nothing more is fetched");
        consumption.want(topic -> true);
        assertEquals(List.of("a0", "a1"), values(poll()));
        assertTrue(!cursor(A).paused);
    }

    @Test
    void whatIsPausedStaysSoWhenItIsWantedAgain() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        consumption.pause(List.of(A));
        consumption.want(topic -> false);
        fetched(A, 0, "a0");
        consumption.want(topic -> true);
        assertTrue(poll().isEmpty());
        consumption.want(topic -> false);
        consumption.resume(List.of(A));
        assertTrue(poll().isEmpty());
        consumption.want(topic -> true);
        assertEquals(List.of("a0"), values(poll()));
    }

    @Test
    void aWakeupComesBeforeRecordsAndLosesNone() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        fetched(A, 0, "a0");
        waiting.wakeup();
        assertThrows(WakeupException.class, this::poll);
        assertEquals(List.of("a0"), values(poll()));
    }

    @Test
    void anInterruptComesBeforeRecordsAndLosesNone() {
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        fetched(A, 0, "a0");
        Thread.currentThread().interrupt();
        assertThrows(InterruptException.class, this::poll);
        assertTrue(Thread.interrupted());
        assertEquals(List.of("a0"), values(poll()));
    }

    @Test
    void theLagIsWhatLiesBetweenPositionAndEnd() {
        assign(A);
        assertEquals(OptionalLong.empty(), consumption.lag(A));
        consumption.seek(A, 4, -1);
        assertEquals(OptionalLong.empty(), consumption.lag(A));
        cursor(A).watermarks = new Watermarks(10, 8, 0);
        assertEquals(OptionalLong.of(6), consumption.lag(A));
        consumption.seek(A, 40, -1);
        assertEquals(OptionalLong.of(0), consumption.lag(A));
    }

    @Test
    void readingAChunkMakesRoomForTheNext() {
        loop.publish(ClusterViews.ofBrokers(1).topic("t", 0, 1).view());
        assign(A);
        consumption.seek(A, 0, -1);
        poll();
        fetched(A, 0, "x".repeat(80));
        fetched(A, 1, "x".repeat(80));
        assertTrue(!queue.claimRoom(cursor(A)));
        int before = events;
        poll();
        assertEquals(before + 1, events, "the loop is told once");
    }

    @Test
    void anEmptyPollReturnsTheSharedEmptyRecords() {
        assign(A);
        consumption.seek(A, 0, -1);
        assertSame(ConsumerRecords.empty(), poll());
    }
}
