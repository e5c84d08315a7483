package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.serialization.Deserializer;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * The way of records from the brokers to the application, put together: the fetcher on the client's loop, the queue, and
 * the polling thread's {@link Consumption} behind it.
 */
public final class FetchPath {

    /** So many records are fetched ahead at most, or twice {@code max.poll.records} if that is more. */
    private static final long FETCHED_RECORDS = 500_000;

    private final PollWait waiting;
    private final ClientLoop loop;
    private final FetchSettings settings;
    private final FetchQueue queue;
    private final Fetcher fetcher;

    /** @param waiting where the polling thread waits for records, too */
    public FetchPath(
            PollWait waiting,
            ClientLoop loop,
            TopicInterest interest,
            Operations operations,
            FetchSettings settings,
            FetchMeter meter) {
        this.waiting = waiting;
        this.loop = loop;
        this.settings = settings;
        this.queue = new FetchQueue(
                waiting,
                settings.maxBytes(),
                settings.maxPartitionBytes(),
                Math.max(FETCHED_RECORDS, 2L * settings.maxPollRecords()));
        this.fetcher = new Fetcher(loop, interest, operations, settings, queue, meter, System::currentTimeMillis);
    }

    /** The polling thread's side. There is to be one, and whoever makes it closes it, after the loop has ended. */
    public <K, V> Consumption<K, V> consumption(
            Deserializer<K> keys, Deserializer<V> values, InitialPositions positions) {
        ChunkReader<K, V> reader = new ChunkReader<>(
                ByteBufAllocator.DEFAULT, FieldReader.of(keys), FieldReader.of(values), settings.checksCrcs());
        Consumption.Loop commands = new Consumption.Loop() {
            @Override
            public Fetcher fetcher() {
                return fetcher;
            }

            @Override
            public void execute(List<Runnable> together) {
                loop.execute(() -> fetcher.execute(together));
            }
        };
        return new Consumption<>(waiting, queue, reader, commands, settings, positions);
    }

    /** Bytes that are fetched and not yet read. Safe from any thread. */
    public long bytes() {
        return queue.bytes();
    }

    /** Stops fetching. Called on the loop. */
    public void close() {
        fetcher.close();
    }
}
