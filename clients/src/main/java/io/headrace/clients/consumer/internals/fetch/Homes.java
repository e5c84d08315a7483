package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.internals.PartitionView;
import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which broker each cursor is fetched from: the leader, or a follower that it named (KIP-392). Looks for leaders as long as
 * some partition has none. Owner of the sources: the client's loop.
 */
final class Homes {

    /** What this needs from the {@link Fetcher}. */
    interface Owner {

        /** Makes what fetches from a broker. */
        BrokerSource source(int nodeId);

        /** The cursors that want records, and have nobody to get them from. */
        List<Cursor> homeless();

        /** Something about the cursor has changed. */
        void changed(Cursor cursor);

        /** The application has to be told. */
        void tell(Cursor cursor, RuntimeException failure);

        /** What happened outside of the owner's events is complete. */
        void endEvent();
    }

    private static final Logger log = LoggerFactory.getLogger(Homes.class);

    private final ClientLoop loop;
    private final FetchSettings settings;
    private final PositionFinder positions;
    private final Owner owner;
    private final Map<Integer, BrokerSource> sources = new HashMap<>();

    private Scheduled leaderSearch;
    private int leaderSearches;

    Homes(ClientLoop loop, FetchSettings settings, PositionFinder positions, Owner owner) {
        this.loop = loop;
        this.settings = settings;
        this.positions = positions;
        this.owner = owner;
    }

    /** Moves a cursor to where it is to be fetched from by what is known of the cluster now. */
    void find(Cursor cursor) {
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
        boolean isReading = cursor.phase == Cursor.Phase.FETCHING || cursor.phase == Cursor.Phase.VALIDATING;
        if (isNewer && isReading && cursor.offsetEpoch != Cursor.NO_EPOCH && (wasKnown || cursor.isUnvalidated)) {
            positions.validate(cursor);
        }
    }

    /** Moves a cursor to the replica that it prefers, or to its leader. */
    void moveHome(Cursor cursor) {
        move(cursor, home(cursor));
    }

    /** Takes a cursor from where it is fetched. */
    void leave(Cursor cursor) {
        move(cursor, null);
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
        return sources.computeIfAbsent(nodeId, owner::source);
    }

    private void move(Cursor cursor, BrokerSource to) {
        BrokerSource from = cursor.source;
        if (from == to) {
            owner.changed(cursor);
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
            owner.changed(cursor);
        }
    }

    private void tellTopicError(Cursor cursor) {
        String topic = cursor.partition.topic();
        Errors error = loop.cluster().topicError(topic);
        if (cursor.phase != Cursor.Phase.FETCHING) {
            return;
        }
        if (error == Errors.TOPIC_AUTHORIZATION_FAILED) {
            owner.tell(cursor, new TopicAuthorizationException(Set.of(topic)));
        } else if (error == Errors.INVALID_TOPIC_EXCEPTION) {
            owner.tell(cursor, new InvalidTopicException(Set.of(topic)));
        }
    }

    /** Some partitions have no leader: metadata is asked for until all have one. */
    void search() {
        if (leaderSearch != null) {
            return;
        }
        loop.requestMetadata();
        leaderSearch = loop.schedule(settings.backoff().delayMs(leaderSearches++), () -> {
            leaderSearch = null;
            List<Cursor> homeless = owner.homeless();
            if (homeless.isEmpty()) {
                leaderSearches = 0;
            } else {
                homeless.forEach(this::find);
                search();
            }
            owner.endEvent();
        });
    }

    /**
     * The leader named a follower to read from, for a while.
     *
     * @return whether it is read from; not when it is not known yet
     */
    boolean prefer(Cursor cursor, int replica) {
        cursor.preferredReplica = replica;
        cursor.preferredUntilNs = loop.nanoTime() + settings.preferredReplicaMs() * 1_000_000;
        moveHome(cursor);
        if (cursor.preferredReplica != replica) {
            loop.requestMetadata();
            return false;
        }
        log.debug("partition {} is read from replica {} from now on", cursor.partition, replica);
        loop.schedule(settings.preferredReplicaMs(), () -> {
            if (cursor.phase != Cursor.Phase.CLOSED) {
                moveHome(cursor);
                owner.endEvent();
            }
        });
        return true;
    }

    /** Ends the sessions at the brokers as far as that is possible at once. */
    void close() {
        sources.values().forEach(BrokerSource::close);
    }
}
