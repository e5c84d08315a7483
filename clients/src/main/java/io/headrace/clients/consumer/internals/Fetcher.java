package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.OffsetOutOfRangeException;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.PartitionView;
import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.IsolationLevel;
import io.headrace.common.KafkaException;
import io.headrace.common.Node;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.protocol.wire.RecordBytes;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the queue filled: gives each cursor the broker it is to be fetched from, and acts on what the brokers say.
 *
 * <p>Owner of all cursors and sources: the client's loop. The polling thread acts on it by commands, several at
 * a time. An event (commands, an answer, a timer) ends with handing what it produced to the queue, and then with the turns
 * of the sources that it concerned.
 */
final class Fetcher implements BrokerSource.Owner, PositionFinder.Owner {

    private static final Logger log = LoggerFactory.getLogger(Fetcher.class);

    private final ClientLoop loop;
    private final TopicInterest interest;
    private final FetchSettings settings;
    private final FetchQueue queue;
    private final FetchMeter meter;
    private final PositionFinder positions;
    private final BatchScan scan = new BatchScan();

    private final Set<Cursor> cursors = new LinkedHashSet<>();
    private final Map<Integer, BrokerSource> sources = new HashMap<>();
    private final Set<BrokerSource> enlisted = new LinkedHashSet<>();

    /** What the present event produced for the polling thread. */
    private final List<Fetched> produced = new ArrayList<>();

    /** Cursors with new chunks: whether they have room is known once these are in the queue. */
    private final Set<Cursor> fed = new LinkedHashSet<>();

    private boolean isEndScheduled;

    private Scheduled leaderSearch;
    private int leaderSearches;

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
        loop.onCluster(this::clusterChanged);
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
            move(cursor, null);
        }
        cursors.addAll(added);
        interest.add(topicsOf(added));
        interest.remove(topicsOf(removed));
        added.forEach(this::findHome);
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
        sources.values().forEach(BrokerSource::close);
    }

    private void begin(Cursor cursor, int generation) {
        cursor.generation = generation;
        cursor.isUnvalidated = false;
        cursor.failures = 0;
        cursor.backingOff = false;
        cursor.phase = Cursor.Phase.IDLE;
        changed(cursor);
    }

    // ---- where cursors live ----

    private void clusterChanged(ClusterView cluster) {
        cursors.forEach(this::findHome);
        endEvent();
    }

    private void findHome(Cursor cursor) {
        TopicView topic = loop.cluster().topic(cursor.partition.topic());
        PartitionView view = topic == null ? null : topic.partition(cursor.partition.partition());
        if (view == null) {
            move(cursor, null);
            tellTopicError(cursor);
            return;
        }
        if (!topic.id().equals(cursor.topicId)) {
            if (cursor.hasTopicId()) {
                log.info("topic {} was deleted and made again: partition {}", topic.name(), cursor.partition);
                cursor.offsetEpoch = Cursor.NO_EPOCH;
                cursor.leaderEpoch = Cursor.NO_EPOCH;
            }
            cursor.topicId = topic.id();
        }
        if (view.leaderId() != cursor.leaderId || view.leaderEpoch() != cursor.leaderEpoch) {
            leaderChanged(cursor, view);
        }
        move(cursor, home(cursor));
    }

    private void leaderChanged(Cursor cursor, PartitionView view) {
        boolean isNewer = view.leaderEpoch() > cursor.leaderEpoch;
        boolean wasKnown = cursor.leaderEpoch != Cursor.NO_EPOCH;
        cursor.leaderId = view.leaderId();
        cursor.leaderEpoch = view.leaderEpoch();
        cursor.preferredReplica = Cursor.NO_NODE;
        cursor.backingOff = false;
        if (isNewer
                && cursor.phase == Cursor.Phase.FETCHING
                && cursor.offsetEpoch != Cursor.NO_EPOCH
                && (wasKnown || cursor.isUnvalidated)) {
            positions.validate(cursor);
        }
    }

    private BrokerSource home(Cursor cursor) {
        if (cursor.preferredReplica != Cursor.NO_NODE) {
            if (cursor.preferredUntilNs - loop.nanoTime() > 0 && loop.cluster().node(cursor.preferredReplica) != null) {
                return source(cursor.preferredReplica);
            }
            cursor.preferredReplica = Cursor.NO_NODE;
        }
        return cursor.leaderId < 0 ? null : source(cursor.leaderId);
    }

    private BrokerSource source(int nodeId) {
        return sources.computeIfAbsent(nodeId, id -> new BrokerSource(id, this));
    }

    private void move(Cursor cursor, BrokerSource to) {
        BrokerSource from = cursor.source;
        if (from == to) {
            changed(cursor);
            return;
        }
        if (from != null) {
            from.remove(cursor);
        }
        cursor.source = to;
        if (to != null) {
            to.add(cursor);
        } else {
            cursor.leaderId = Cursor.NO_NODE;
            changed(cursor);
        }
    }

    private void tellTopicError(Cursor cursor) {
        String topic = cursor.partition.topic();
        Errors error = loop.cluster().topicError(topic);
        if (cursor.phase != Cursor.Phase.FETCHING) {
            return;
        }
        if (error == Errors.TOPIC_AUTHORIZATION_FAILED) {
            tell(cursor, new TopicAuthorizationException(Set.of(topic)));
        } else if (error == Errors.INVALID_TOPIC_EXCEPTION) {
            tell(cursor, new InvalidTopicException(Set.of(topic)));
        }
    }

    @Override
    public void changed(Cursor cursor) {
        if (cursor.source != null) {
            cursor.source.changed(cursor);
        } else if (cursor.phase == Cursor.Phase.FETCHING) {
            searchLeader();
        }
    }

    /** Some partitions have no leader: metadata is asked for until all have one. */
    private void searchLeader() {
        if (leaderSearch != null) {
            return;
        }
        loop.requestMetadata();
        leaderSearch = loop.schedule(settings.backoff().delayMs(leaderSearches++), () -> {
            leaderSearch = null;
            List<Cursor> homeless = cursors.stream()
                    .filter(cursor -> cursor.source == null && cursor.phase == Cursor.Phase.FETCHING)
                    .toList();
            if (homeless.isEmpty()) {
                leaderSearches = 0;
            } else {
                homeless.forEach(this::findHome);
                searchLeader();
            }
            endEvent();
        });
    }

    // ---- what brokers say ----

    @Override
    public void received(BrokerSource source, Cursor cursor, PartitionData data, Map<Integer, Node> endpoints) {
        Errors error = Errors.forCode(data.errorCode());
        if (error != Errors.NONE) {
            partitionFailed(source, cursor, error, data, endpoints);
            return;
        }
        cursor.failures = 0;
        publishWatermarks(cursor, data);
        RecordBytes records = data.records();
        if (records != null && records.size() > 0) {
            receivedRecords(cursor, data, ((BufferRecordBytes) records).buffer());
        }
        int preferred = data.preferredReadReplica();
        if (preferred >= 0 && preferred != source.nodeId() && source.nodeId() == cursor.leaderId) {
            cursor.preferredReplica = preferred;
            cursor.preferredUntilNs = loop.nanoTime() + settings.preferredReplicaMs() * 1_000_000;
            log.debug("partition {} is read from replica {} from now on", cursor.partition, preferred);
            if (loop.cluster().node(preferred) == null) {
                // Until it is known the leader is asked, who has no records for us and answers at once.
                loop.requestMetadata();
            }
            loop.schedule(settings.preferredReplicaMs(), () -> {
                if (cursor.phase != Cursor.Phase.CLOSED) {
                    move(cursor, home(cursor));
                    endEvent();
                }
            });
            move(cursor, home(cursor));
        }
    }

    private static void publishWatermarks(Cursor cursor, PartitionData data) {
        Watermarks old = cursor.watermarks;
        if (old == null
                || old.highWatermark() != data.highWatermark()
                || old.lastStableOffset() != data.lastStableOffset()
                || old.logStartOffset() != data.logStartOffset()) {
            cursor.watermarks = new Watermarks(data.highWatermark(), data.lastStableOffset(), data.logStartOffset());
        }
    }

    private void receivedRecords(Cursor cursor, PartitionData data, ByteBuf records) {
        long fetchOffset = cursor.fetchOffset;
        scan.scan(records, fetchOffset);
        boolean hasProgress = scan.nextOffset() > fetchOffset;
        if (hasProgress) {
            ByteBuf whole = records.retainedSlice(records.readerIndex(), scan.wholeBytes());
            produced.add(new Fetched.Chunk(
                    cursor,
                    cursor.generation,
                    scan.nextOffset(),
                    whole,
                    scan.recordCount(),
                    settings.isolation() == IsolationLevel.READ_COMMITTED
                            ? AbortedTransactions.of(data.abortedTransactions())
                            : AbortedTransactions.IGNORED));
            meter.fetched(cursor.partition, scan.wholeBytes());
            cursor.fetchOffset = scan.nextOffset();
            cursor.offsetEpoch = scan.leaderEpoch();
        }
        if (scan.failure() != null) {
            tell(cursor, unreadable(cursor, scan.failure()));
        } else if (!hasProgress) {
            tell(
                    cursor,
                    unreadable(
                            cursor,
                            new KafkaException("the broker sent " + records.readableBytes()
                                    + " bytes, and no whole batch at or behind the offset asked for")));
        }
        fed.add(cursor);
    }

    private static KafkaException unreadable(Cursor cursor, RuntimeException cause) {
        return new KafkaException(
                "Cannot read partition " + cursor.partition + " at offset " + cursor.fetchOffset + ": "
                        + cause.getMessage() + ". Seek past the record to continue.",
                cause);
    }

    private void partitionFailed(
            BrokerSource source, Cursor cursor, Errors error, PartitionData data, Map<Integer, Node> endpoints) {
        FetchError reaction = FetchError.of(error, cursor.partition, cursor.fetchOffset);
        log.debug("fetching {} from broker {} failed: {}", cursor, source.nodeId(), error);
        boolean fromFollower = source.nodeId() != cursor.leaderId;
        if (fromFollower) {
            cursor.preferredReplica = Cursor.NO_NODE;
        }
        if (reaction instanceof FetchError.OutOfRange) {
            if (fromFollower) {
                move(cursor, home(cursor));
            } else {
                outOfRange(cursor);
            }
        } else if (reaction instanceof FetchError.Tell tell) {
            tell(cursor, tell.failure());
        } else {
            backOff(cursor);
            if (reaction instanceof FetchError.RetryWithMetadata) {
                loop.requestMetadata();
                int leader = data.currentLeader().leaderId();
                if (leader >= 0) {
                    loop.leaderHint(
                            cursor.partition.topic(),
                            cursor.partition.partition(),
                            leader,
                            data.currentLeader().leaderEpoch(),
                            endpoints.get(leader));
                }
            }
            if (fromFollower) {
                move(cursor, home(cursor));
            }
        }
    }

    private void outOfRange(Cursor cursor) {
        if (settings.reset().refuses()) {
            tell(cursor, new OffsetOutOfRangeException(Map.of(cursor.partition, cursor.fetchOffset)));
        } else {
            log.info(
                    "offset {} of partition {} is out of range; resetting to {}",
                    cursor.fetchOffset,
                    cursor.partition,
                    settings.reset());
            positions.lookUp(List.of(cursor), settings.reset());
        }
    }

    private void backOff(Cursor cursor) {
        cursor.backingOff = true;
        changed(cursor);
        long delayMs = settings.backoff().delayMs(cursor.failures++);
        int generation = cursor.generation;
        int failures = cursor.failures;
        loop.schedule(delayMs, () -> {
            // Not after another failure: a new leader may have ended this delay, and failed too, which has one of its
            // own.
            boolean isTheLast = cursor.generation == generation && cursor.failures == failures;
            if (cursor.phase != Cursor.Phase.CLOSED && isTheLast && cursor.backingOff) {
                cursor.backingOff = false;
                changed(cursor);
                endEvent();
            }
        });
    }

    @Override
    public void failed(BrokerSource source, List<Cursor> concerned, RuntimeException failure) {
        if (failure instanceof RetriableException) {
            loop.requestMetadata();
            for (Cursor cursor : concerned) {
                if (cursor.preferredReplica == source.nodeId()) {
                    cursor.preferredReplica = Cursor.NO_NODE;
                    move(cursor, home(cursor));
                }
            }
            return;
        }
        for (Cursor cursor : concerned) {
            if (cursor.phase == Cursor.Phase.FETCHING) {
                tell(cursor, failure);
            }
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
