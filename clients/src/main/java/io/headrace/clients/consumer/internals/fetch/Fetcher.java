package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.Node;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keeps the queue filled. {@link Homes} gives each cursor the broker it is to be fetched from, {@link FetchAnswers} acts on
 * what the brokers say, {@link PositionFinder} asks where to go on; what all of them produce comes together here.
 *
 * <p>Owner of all cursors, and of these parts: the client's loop. The polling thread acts on it by commands, several at
 * a time. An event (commands, an answer, a timer) ends with handing what it produced to the queue, and then with the turns
 * of the sources that it concerned.
 */
final class Fetcher implements BrokerSource.Owner, PositionFinder.Owner {

    private final ClientLoop loop;
    private final TopicInterest interest;
    private final FetchSettings settings;
    private final FetchQueue queue;
    private final FetchMeter meter;
    private final PositionFinder positions;
    private final Homes homes;
    private final FetchAnswers answers;

    private final Set<Cursor> cursors = new LinkedHashSet<>();
    private final Set<BrokerSource> enlisted = new LinkedHashSet<>();

    /** What the present event produced for the polling thread. */
    private final List<Fetched> produced = new ArrayList<>();

    /** Cursors with new chunks: whether they have room is known once these are in the queue. */
    private final Set<Cursor> fed = new LinkedHashSet<>();

    private boolean isEndScheduled;

    /** @param wallClockMs milliseconds since 1970 */
    Fetcher(
            ClientLoop loop,
            TopicInterest interest,
            Operations operations,
            FetchSettings settings,
            FetchQueue queue,
            FetchMeter meter,
            LongSupplier wallClockMs) {
        this.loop = loop;
        this.interest = interest;
        this.settings = settings;
        this.queue = queue;
        this.meter = meter;
        this.positions = new PositionFinder(this, operations, settings, wallClockMs);
        ForParts forParts = new ForParts();
        this.homes = new Homes(loop, settings, positions, forParts);
        this.answers = new FetchAnswers(loop, settings, meter, positions, homes, forParts);
        loop.onCluster(cluster -> {
            cursors.forEach(homes::find);
            endEvent();
        });
    }

    // ---- commands of the polling thread, each run by execute ----

    /** Runs commands as one event, so that what they make ready is fetched together. */
    void execute(List<Runnable> commands) {
        commands.forEach(Runnable::run);
        endEvent();
    }

    /** Replaces the assignment; cursors that stay are in neither collection. */
    void assign(Collection<Cursor> added, Collection<Cursor> removed) {
        for (Cursor cursor : removed) {
            cursor.phase = Cursor.Phase.CLOSED;
            cursors.remove(cursor);
            homes.leave(cursor);
        }
        cursors.addAll(added);
        interest.add(topicsOf(added));
        interest.remove(topicsOf(removed));
        added.forEach(homes::find);
    }

    /** Goes on at an offset. */
    void seek(Cursor cursor, int generation, long offset, int offsetEpoch) {
        if (cursor.phase == Cursor.Phase.CLOSED) {
            return;
        }
        begin(cursor, generation);
        goOnAt(cursor, offset, offsetEpoch);
        cursor.isUnvalidated = offsetEpoch != Cursor.NO_EPOCH;
        if (cursor.isUnvalidated && cursor.leaderEpoch != Cursor.NO_EPOCH) {
            positions.validate(cursor);
        }
    }

    /** Finds positions by asking the leaders. */
    void reset(Map<Cursor, Integer> generations, OffsetReset to) {
        List<Cursor> open = new ArrayList<>();
        generations.forEach((cursor, generation) -> {
            if (cursor.phase != Cursor.Phase.CLOSED) {
                begin(cursor, generation);
                open.add(cursor);
            }
        });
        positions.lookUp(open, to);
    }

    /** Starts a cursor that has failed after a while, unless something else was commanded meanwhile. */
    void restartLater(Cursor cursor, int generation, Runnable start) {
        if (cursor.phase == Cursor.Phase.CLOSED) {
            return;
        }
        begin(cursor, generation);
        loop.schedule(settings.backoff().delayMs(0), () -> {
            if (cursor.phase == Cursor.Phase.IDLE && cursor.generation == generation) {
                start.run();
                endEvent();
            }
        });
    }

    void pause(Collection<Cursor> paused, boolean isPaused) {
        for (Cursor cursor : paused) {
            cursor.paused = isPaused;
            changed(cursor);
        }
    }

    /** The queue has room for these cursors, which asked for it. */
    void roomFor(List<Cursor> hungry) {
        hungry.forEach(this::changed);
    }

    /** Asks where a partition ends, for a lag that is wanted before the first fetch. */
    void findEnd(Cursor cursor) {
        positions.findEnd(cursor);
    }

    /** Stops fetching, and ends the sessions at the brokers as far as that is possible at once. */
    void close() {
        for (Cursor cursor : cursors) {
            cursor.phase = Cursor.Phase.CLOSED;
        }
        cursors.clear();
        homes.close();
    }

    private void begin(Cursor cursor, int generation) {
        cursor.generation = generation;
        cursor.isUnvalidated = false;
        cursor.failures = 0;
        cursor.backingOff = false;
        cursor.phase = Cursor.Phase.IDLE;
        changed(cursor);
    }

    @Override
    public void changed(Cursor cursor) {
        if (cursor.source != null) {
            cursor.source.changed(cursor);
        } else if (cursor.phase == Cursor.Phase.FETCHING) {
            homes.search();
        }
    }

    // ---- what brokers say ----

    @Override
    public void received(BrokerSource source, Cursor cursor, PartitionData data, Map<Integer, Node> endpoints) {
        answers.received(source, cursor, data, endpoints);
    }

    @Override
    public void failed(BrokerSource source, List<Cursor> concerned, RuntimeException failure) {
        answers.failed(source, concerned, failure);
    }

    /** What the parts ask of this. */
    private final class ForParts implements Homes.Owner, FetchAnswers.Owner {
        @Override
        public BrokerSource source(int nodeId) {
            return new BrokerSource(nodeId, Fetcher.this);
        }

        @Override
        public List<Cursor> homeless() {
            return cursors.stream()
                    .filter(cursor -> cursor.source == null && cursor.phase == Cursor.Phase.FETCHING)
                    .toList();
        }

        @Override
        public void fetched(Fetched.Chunk chunk) {
            produced.add(chunk);
        }

        @Override
        public void roomIsUnknown(Cursor cursor) {
            fed.add(cursor);
        }

        @Override
        public void changed(Cursor cursor) {
            Fetcher.this.changed(cursor);
        }

        @Override
        public void tell(Cursor cursor, RuntimeException failure) {
            Fetcher.this.tell(cursor, failure);
        }

        @Override
        public void endEvent() {
            Fetcher.this.endEvent();
        }
    }

    // ---- what comes of it ----

    @Override
    public void tell(Cursor cursor, RuntimeException failure) {
        cursor.phase = Cursor.Phase.FAILED;
        produced.add(new Fetched.PartitionFailed(cursor, cursor.generation, failure));
        changed(cursor);
    }

    @Override
    public void found(Cursor cursor, long offset, int leaderEpoch) {
        produced.add(new Fetched.PositionFound(cursor, cursor.generation, offset, leaderEpoch));
        goOnAt(cursor, offset, leaderEpoch);
    }

    @Override
    public void goOn(Cursor cursor) {
        cursor.phase = Cursor.Phase.FETCHING;
        changed(cursor);
    }

    private void goOnAt(Cursor cursor, long offset, int offsetEpoch) {
        if (cursor.phase != Cursor.Phase.CLOSED) {
            cursor.fetchOffset = offset;
            cursor.offsetEpoch = offsetEpoch;
            goOn(cursor);
        }
    }

    @Override
    public ClientLoop loop() {
        return loop;
    }

    @Override
    public FetchSettings settings() {
        return settings;
    }

    @Override
    public FetchQueue queue() {
        return queue;
    }

    @Override
    public FetchMeter meter() {
        return meter;
    }

    @Override
    public void enlist(BrokerSource source) {
        enlisted.add(source);
    }

    @Override
    public void receivedAll() {
        endEvent();
    }

    @Override
    public void endEventSoon() {
        if (!isEndScheduled) {
            isEndScheduled = true;
            loop.execute(() -> {
                isEndScheduled = false;
                endEvent();
            });
        }
    }

    private void endEvent() {
        if (!produced.isEmpty()) {
            queue.add(produced);
            produced.clear();
        }
        fed.forEach(this::changed);
        fed.clear();
        positions.ask();
        while (!enlisted.isEmpty()) {
            List<BrokerSource> turns = List.copyOf(enlisted);
            enlisted.clear();
            turns.forEach(BrokerSource::turn);
        }
    }

    /** One entry per cursor, as interest counts them. */
    private static List<String> topicsOf(Collection<Cursor> cursors) {
        List<String> topics = new ArrayList<>();
        for (Cursor cursor : cursors) {
            topics.add(cursor.partition.topic());
        }
        return topics;
    }
}
