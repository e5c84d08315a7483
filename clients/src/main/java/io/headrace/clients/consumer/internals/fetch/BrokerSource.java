package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchRequest.FetchPartition;
import io.headrace.protocol.message.FetchRequest.FetchTopic;
import io.headrace.protocol.message.FetchRequest.ForgottenTopic;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.FetchResponse.FetchableTopicResponse;
import io.headrace.protocol.message.FetchResponse.NodeEndpoint;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker and the cursors that are fetched from it. At most one fetch is under way; as soon as it is answered the next
 * one follows, for all cursors that want records and have room in the queue.
 *
 * <p>Owner: the client's loop. Cursors enlist by {@link #changed}; nobody looks through all of them, except to start a
 * session.
 */
final class BrokerSource {

    /** What a source needs from the {@link Fetcher}. */
    interface Owner {

        ClientLoop loop();

        FetchSettings settings();

        FetchQueue queue();

        FetchMeter meter();

        /** Has {@link BrokerSource#turn} called when the present event is over. */
        void enlist(BrokerSource source);

        /** What a broker says about one partition. */
        void received(BrokerSource source, Cursor cursor, PartitionData data, Map<Integer, Node> endpoints);

        /** All partitions of an answer were received. */
        void receivedAll();

        /** The broker could not be asked. */
        void failed(BrokerSource source, List<Cursor> cursors, RuntimeException failure);
    }

    private static final Logger log = LoggerFactory.getLogger(BrokerSource.class);

    private static final int LOWEST_VERSION = 4;
    private static final int WITH_SESSIONS = 7;
    private static final int LAST_WITH_NAMES = 12;
    private static final int FIRST_WITH_IDS = 13;

    /** The shortest wait at the broker while partitions wait for room; keeps an application that is slow from asking often. */
    private static final long SHORTEST_WAIT_MS = 10;

    private final int nodeId;
    private final Owner owner;
    private final ClientLoop loop;
    private final FetchSession session = new FetchSession();

    /** All cursors that are fetched from here. */
    private final Map<TopicPartition, Cursor> cursors = new LinkedHashMap<>();

    /** Those that want records and have room. */
    private final Set<Cursor> fetchable = new LinkedHashSet<>();

    /** Those of them whose topic's id is not known. */
    private final Set<Cursor> nameless = new LinkedHashSet<>();

    /** Those that want records and have no room. */
    private final Set<Cursor> full = new LinkedHashSet<>();

    /** What may differ from what the session has. */
    private final Set<TopicPartition> changed = new LinkedHashSet<>();

    private boolean inFlight;
    private boolean delayed;
    private int failures;
    private long lastFullNs;

    BrokerSource(int nodeId, Owner owner) {
        this.nodeId = nodeId;
        this.owner = owner;
        this.loop = owner.loop();
    }

    int nodeId() {
        return nodeId;
    }

    void add(Cursor cursor) {
        cursors.put(cursor.partition, cursor);
        changed(cursor);
    }

    void remove(Cursor cursor) {
        cursors.remove(cursor.partition, cursor);
        fetchable.remove(cursor);
        nameless.remove(cursor);
        full.remove(cursor);
        cursor.full = false;
        changed.add(cursor.partition);
        // The session is told with the next fetch. If this cursor waited for room on behalf of all, another has to.
        owner.enlist(this);
    }

    /** Looks anew at whether and from where a cursor wants records. */
    void changed(Cursor cursor) {
        boolean wants = cursor.wantsRecords();
        boolean hasRoom = wants && owner.queue().claimRoom(cursor);
        boolean isFull = wants && !hasRoom;
        if (isFull != cursor.full) {
            cursor.full = isFull;
            if (isFull) {
                full.add(cursor);
                lastFullNs = loop.nanoTime();
            } else {
                full.remove(cursor);
            }
        }
        put(fetchable, cursor, hasRoom);
        put(nameless, cursor, hasRoom && !cursor.hasTopicId());
        changed.add(cursor.partition);
        owner.enlist(this);
    }

    private static void put(Set<Cursor> set, Cursor cursor, boolean isIn) {
        if (isIn) {
            set.add(cursor);
        } else {
            set.remove(cursor);
        }
    }

    /** Sends the next fetch if there is something to fetch and none is under way. */
    void turn() {
        if (inFlight || delayed || fetchable.isEmpty() || !isRoomLeft()) {
            return;
        }
        inFlight = true;
        int highest = nameless.isEmpty() ? ApiKey.FETCH.highestStableVersion() : LAST_WITH_NAMES;
        long timeoutMs =
                (long) owner.settings().requestTimeoutMs() + owner.settings().maxWaitMs();
        loop.send(
                Target.node(nodeId),
                Call.of(ApiKey.FETCH, LOWEST_VERSION, highest, this::request),
                timeoutMs,
                new ResponseHandler<FetchResponse>() {
                    @Override
                    public void onResponse(FetchResponse response, int version, int node) {
                        answered(response, version);
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        requestFailed(failure);
                    }
                });
    }

    /**
     * What others have got since may have taken the room that there was when the cursors asked for it. One of them waits
     * for it then on behalf of all.
     */
    private boolean isRoomLeft() {
        return owner.queue().claimRoom(fetchable.iterator().next());
    }

    /** Made when the connection is there, so that it says what is wanted by then. */
    private ApiMessage request(int version) {
        boolean byId = version >= FIRST_WITH_IDS;
        if (!session.fits(byId) || version < WITH_SESSIONS) {
            session.startOver();
        }
        List<FetchSession.Want> wants = new ArrayList<>();
        List<TopicPartition> unwanted = new ArrayList<>();
        if (session.isFull()) {
            fetchable.forEach(cursor -> addWant(wants, cursor, byId));
        } else {
            for (TopicPartition partition : changed) {
                Cursor cursor = cursors.get(partition);
                if (cursor == null || !fetchable.contains(cursor) || !addWant(wants, cursor, byId)) {
                    unwanted.add(partition);
                }
            }
        }
        changed.clear();
        FetchSession.Request next = session.next(byId, wants, unwanted);
        FetchSettings settings = owner.settings();
        return new FetchRequest()
                .maxWaitMs(maxWaitMs())
                .minBytes(settings.minBytes())
                .maxBytes(settings.maxBytes())
                .isolationLevel(settings.isolation().id())
                .sessionId(next.sessionId())
                .sessionEpoch(next.epoch())
                .topics(topics(next.wants()))
                .forgottenTopicsData(forgotten(next.forgotten()))
                .rackId(settings.rack());
    }

    private static boolean addWant(List<FetchSession.Want> wants, Cursor cursor, boolean byId) {
        if (byId && !cursor.hasTopicId()) {
            return false;
        }
        wants.add(new FetchSession.Want(cursor.partition, cursor.topicId, cursor.fetchOffset, cursor.leaderEpoch));
        return true;
    }

    /**
     * How long the broker may hold the fetch. While some partitions wait for room, their next records wait for this fetch
     * too: so no longer than they have waited already, which costs few more requests the slower the application is.
     */
    private int maxWaitMs() {
        int maxWaitMs = owner.settings().maxWaitMs();
        if (full.isEmpty()) {
            return maxWaitMs;
        }
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(loop.nanoTime() - lastFullNs);
        return (int) Math.min(maxWaitMs, Math.max(SHORTEST_WAIT_MS, waitedMs));
    }

    private List<FetchTopic> topics(List<FetchSession.Want> wants) {
        int maxPartitionBytes = owner.settings().maxPartitionBytes();
        List<FetchTopic> topics = new ArrayList<>();
        Map<String, FetchTopic> byName = new HashMap<>();
        for (FetchSession.Want want : wants) {
            FetchTopic topic = byName.computeIfAbsent(want.partition().topic(), name -> {
                FetchTopic made = new FetchTopic().topic(name).topicId(want.topicId());
                topics.add(made);
                return made;
            });
            topic.partitions()
                    .add(new FetchPartition()
                            .partition(want.partition().partition())
                            .currentLeaderEpoch(want.leaderEpoch())
                            .fetchOffset(want.fetchOffset())
                            .partitionMaxBytes(maxPartitionBytes));
        }
        return topics;
    }

    private static List<ForgottenTopic> forgotten(List<FetchSession.Forgotten> forgotten) {
        record Key(String name, Uuid id) {}
        Map<Key, ForgottenTopic> topics = new LinkedHashMap<>();
        for (FetchSession.Forgotten gone : forgotten) {
            topics.computeIfAbsent(
                            new Key(gone.partition().topic(), gone.topicId()),
                            key -> new ForgottenTopic().topic(key.name()).topicId(key.id()))
                    .partitions()
                    .add(gone.partition().partition());
        }
        return new ArrayList<>(topics.values());
    }

    private void answered(FetchResponse response, int version) {
        try {
            take(response, version);
        } finally {
            // Not before: a leader's hint ends an event of its own, and a fetch sent in it would ask for the same
            // again.
            inFlight = false;
            owner.enlist(this);
        }
        owner.meter().answered();
        owner.receivedAll();
    }

    private void take(FetchResponse response, int version) {
        Errors error = Errors.forCode(response.errorCode());
        if (error != Errors.NONE) {
            sessionFailed(error);
        } else {
            failures = 0;
            session.answered(response.sessionId());
            Map<Integer, Node> endpoints = endpoints(response.nodeEndpoints());
            for (FetchableTopicResponse topic : response.responses()) {
                String name = version >= FIRST_WITH_IDS ? session.topicName(topic.topicId()) : topic.topic();
                for (PartitionData data : topic.partitions()) {
                    received(name, topic.topicId(), data, endpoints);
                }
            }
        }
    }

    private static Map<Integer, Node> endpoints(List<NodeEndpoint> told) {
        if (told.isEmpty()) {
            return Map.of();
        }
        Map<Integer, Node> nodes = new HashMap<>();
        for (NodeEndpoint node : told) {
            nodes.put(node.nodeId(), new Node(node.nodeId(), node.host(), node.port(), node.rack()));
        }
        return nodes;
    }

    private void received(String topic, Uuid topicId, PartitionData data, Map<Integer, Node> endpoints) {
        TopicPartition partition = topic == null ? null : new TopicPartition(topic, data.partitionIndex());
        FetchSession.Want asked = partition == null ? null : session.get(partition);
        if (asked == null) {
            log.info(
                    "broker {} answered for a partition that was not asked for (topic {}, id {}, partition {});"
                            + " starting a new fetch session",
                    nodeId,
                    topic,
                    topicId,
                    data.partitionIndex());
            session.startOver();
            return;
        }
        Cursor cursor = cursors.get(partition);
        if (cursor == null || !isStillAt(cursor, asked)) {
            // It moved on while the fetch was under way; the session is told where to with the next one.
            return;
        }
        owner.received(this, cursor, data, endpoints);
        if (!session.isEstablished() && fetchable.remove(cursor)) {
            // Without a session the broker starts with the first partition each time: let others be first.
            fetchable.add(cursor);
        }
    }

    private static boolean isStillAt(Cursor cursor, FetchSession.Want asked) {
        return cursor.phase == Cursor.Phase.FETCHING
                && !cursor.backingOff
                && cursor.fetchOffset == asked.fetchOffset()
                && cursor.leaderEpoch == asked.leaderEpoch();
    }

    private void sessionFailed(Errors error) {
        boolean isExpected = error == Errors.FETCH_SESSION_ID_NOT_FOUND || error == Errors.INVALID_FETCH_SESSION_EPOCH;
        log.info("broker {} refused a fetch: {}; starting a new fetch session", nodeId, error);
        session.failed(error);
        if (!isExpected) {
            loop.requestMetadata();
        }
        if (!isExpected || failures > 0) {
            delay(owner.settings().backoff().delayMs(failures));
        }
        failures++;
    }

    private void requestFailed(RuntimeException failure) {
        inFlight = false;
        session.startOver();
        delay(owner.settings().backoff().delayMs(failures++));
        owner.failed(this, List.copyOf(cursors.values()), failure);
        owner.receivedAll();
    }

    private void delay(long delayMs) {
        delayed = true;
        loop.schedule(delayMs, () -> {
            delayed = false;
            owner.enlist(this);
            owner.receivedAll();
        });
    }

    /** Ends the session at the broker, if that is possible without waiting; otherwise the broker forgets it by itself. */
    void close() {
        if (!session.isEstablished() || inFlight) {
            return;
        }
        inFlight = true;
        FetchSession.Request last = session.last();
        FetchRequest request = new FetchRequest()
                .maxWaitMs(0)
                .minBytes(0)
                .maxBytes(owner.settings().maxBytes())
                .isolationLevel(owner.settings().isolation().id())
                .sessionId(last.sessionId())
                .sessionEpoch(last.epoch());
        loop.send(
                Target.node(nodeId),
                Call.of(request, WITH_SESSIONS, ApiKey.FETCH.highestStableVersion()),
                owner.settings().requestTimeoutMs(),
                new ResponseHandler<FetchResponse>() {
                    @Override
                    public void onResponse(FetchResponse response, int version, int node) {
                        log.debug("broker {} ended its fetch session", nodeId);
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        log.debug("broker {} was not told that its fetch session ends", nodeId, failure);
                    }
                });
    }
}
