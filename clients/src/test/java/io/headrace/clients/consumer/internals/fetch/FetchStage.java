package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.IsolationLevel;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.StringDeserializer;
import java.util.List;

/** A consumption for the tests of those who use one: its commands run at once, and the test says what was fetched. */
public final class FetchStage {

    static final FetchMeter UNMEASURED = new FetchMeter() {
        @Override
        public void answered() {
            // Nobody asks.
        }

        @Override
        public void fetched(TopicPartition partition, long bytes) {
            // Nobody asks.
        }
    };

    private final FetchQueue queue;
    private final Consumption<String, String> consumption;

    public FetchStage(PollWait waiting, ScriptedLoop loop, TopicInterest interest, Operations operations) {
        FetchSettings settings = new FetchSettings(
                1,
                50_000,
                500,
                100,
                IsolationLevel.READ_UNCOMMITTED,
                "",
                OffsetReset.earliest(),
                30_000,
                300_000,
                new Backoff(100, 1_000),
                500,
                true);
        queue = new FetchQueue(waiting, 1_000_000, 100, 1_000);
        Fetcher fetcher = new Fetcher(loop, interest, operations, settings, queue, UNMEASURED, loop.clock()::millis);
        FieldReader<String> strings = FieldReader.of(new StringDeserializer());
        consumption = new Consumption<>(
                waiting,
                queue,
                new ChunkReader<>(Batches.ALLOCATOR, strings, FieldReader.of(new StringDeserializer()), true),
                new Consumption.Loop() {
                    @Override
                    public Fetcher fetcher() {
                        return fetcher;
                    }

                    @Override
                    public void execute(List<Runnable> commands) {
                        fetcher.execute(commands);
                        loop.run();
                    }
                },
                settings,
                InitialPositions.UNKNOWN);
    }

    public Consumption<String, String> consumption() {
        return consumption;
    }

    /** Puts records of a partition into the queue as if they had been fetched. */
    public void fetched(TopicPartition partition, long offset, String... values) {
        Cursor cursor = consumption.cursor(partition);
        queue.add(List.of(new Fetched.Chunk(
                cursor,
                cursor.generation,
                offset + values.length,
                Batches.batch(offset, 4, values),
                values.length,
                AbortedTransactions.IGNORED)));
    }
}
