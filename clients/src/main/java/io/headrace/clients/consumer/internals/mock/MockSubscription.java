package io.headrace.clients.consumer.internals.mock;

import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.NoOffsetForPartitionException;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.internals.fetch.OffsetReset;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link io.headrace.clients.consumer.MockConsumer} is subscribed to, what it is assigned, where it stands, what is
 * paused and what was committed. Owner: the mock's lock.
 */
public final class MockSubscription {

    /** How partitions come to be assigned; one way excludes the others. */
    private enum Way {
        NONE,
        BY_TEST,
        BY_TOPICS,
        BY_PATTERN,
        BY_BROKERS_PATTERN
    }

    private static final class Position {
        private Long offset;
        private OffsetReset resetTo;
        private boolean isPaused;
    }

    private final OffsetReset defaultReset;
    private final MockCluster cluster;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    private Way way = Way.NONE;
    private Set<String> topics = Set.of();
    private Optional<ConsumerRebalanceListener> listener = Optional.empty();
    private Map<TopicPartition, Position> positions = new LinkedHashMap<>();

    /**
     * @param defaultReset where to start without a position and a committed offset
     * @param cluster says where that is
     */
    public MockSubscription(OffsetReset defaultReset, MockCluster cluster) {
        this.defaultReset = defaultReset;
        this.cluster = cluster;
    }

    // ---- what is subscribed to ----

    public void subscribe(Collection<String> wanted, Optional<ConsumerRebalanceListener> given) {
        Set<String> named = new LinkedHashSet<>(wanted);
        begin(Way.BY_TOPICS);
        topics = named;
        listener = given;
    }

    /** Subscribes to what a pattern matches, see {@link #matched}. */
    public void subscribeByPattern(Optional<ConsumerRebalanceListener> given) {
        begin(Way.BY_PATTERN);
        listener = given;
    }

    /** Says which topics the pattern matches. */
    public void matched(Set<String> matching) {
        topics = new LinkedHashSet<>(matching);
    }

    /** Subscribes to what a pattern matches that brokers would evaluate. */
    public void subscribeByBrokersPattern(Optional<ConsumerRebalanceListener> given) {
        begin(Way.BY_BROKERS_PATTERN);
        topics = Set.of();
        listener = given;
    }

    public void assign(Collection<TopicPartition> wanted) {
        Set<TopicPartition> named = new LinkedHashSet<>(wanted);
        begin(Way.BY_TEST);
        replace(named);
    }

    public void unsubscribe() {
        committed.clear();
        way = Way.NONE;
        topics = Set.of();
        listener = Optional.empty();
        positions = new LinkedHashMap<>();
    }

    private void begin(Way wanted) {
        if (way != Way.NONE && way != wanted) {
            throw new IllegalStateException("Subscription to topics, partitions and pattern are mutually exclusive");
        }
        committed.clear();
        way = wanted;
    }

    public Set<String> topics() {
        return Set.copyOf(topics);
    }

    public Set<TopicPartition> assignment() {
        return new LinkedHashSet<>(positions.keySet());
    }

    /** Gives the member other partitions, and tells its listener. */
    public void rebalance(Collection<TopicPartition> wanted) {
        List<TopicPartition> added = new ArrayList<>(new LinkedHashSet<>(wanted));
        added.removeAll(positions.keySet());
        List<TopicPartition> removed = new ArrayList<>(positions.keySet());
        removed.removeAll(new LinkedHashSet<>(wanted));
        if (!removed.isEmpty()) {
            listener.ifPresent(told -> told.onPartitionsRevoked(removed));
        }
        assignFromGroup(wanted);
        listener.ifPresent(told -> told.onPartitionsAssigned(added));
    }

    /** Gives the member other partitions without telling its listener. */
    public void assignFromGroup(Collection<TopicPartition> wanted) {
        if (way == Way.NONE || way == Way.BY_TEST) {
            throw new IllegalArgumentException(
                    "Partitions can only be assigned by a group after subscribe(), and this consumer is "
                            + (way == Way.NONE ? "not subscribed" : "assigned partitions by assign()"));
        }
        replace(wanted);
    }

    private void replace(Collection<TopicPartition> wanted) {
        Map<TopicPartition, Position> next = new LinkedHashMap<>();
        wanted.forEach(partition -> next.put(partition, positions.getOrDefault(partition, new Position())));
        positions = next;
    }

    // ---- where it stands ----

    private Position require(TopicPartition partition) {
        Position position = positions.get(partition);
        if (position == null) {
            throw new IllegalStateException("No current assignment for partition " + partition);
        }
        return position;
    }

    public void seek(TopicPartition partition, long offset) {
        Position position = require(partition);
        position.offset = offset;
        position.resetTo = null;
    }

    public void reset(Collection<TopicPartition> wanted, OffsetReset to) {
        for (TopicPartition partition : wanted) {
            Position position = require(partition);
            position.offset = null;
            position.resetTo = to;
        }
    }

    /** Finds positions for all that have none, as a poll does. */
    public void findPositions() {
        List.copyOf(positions.keySet()).forEach(this::position);
    }

    /** Where it goes on; found by a reset or a committed offset when it has no position yet. */
    public long position(TopicPartition partition) {
        Position position = require(partition);
        if (position.offset == null) {
            OffsetAndMetadata last = committed.get(partition);
            if (position.resetTo == null && last == null) {
                position.resetTo = defaultReset; // Also when that fails: a later commit comes too late then.
            }
            seek(partition, position.resetTo == null ? last.offset() : resetOffset(partition, position.resetTo));
        }
        return position.offset;
    }

    private long resetOffset(TopicPartition partition, OffsetReset to) {
        if (to.refuses()) {
            throw new NoOffsetForPartitionException(partition);
        }
        return cluster.resetOffset(partition, to);
    }

    /** Positions of all partitions that have one, as what a commit of everything says. */
    public Map<TopicPartition, OffsetAndMetadata> consumed() {
        Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (position.offset != null) {
                consumed.put(partition, new OffsetAndMetadata(position.offset));
            }
        });
        return consumed;
    }

    public void setPaused(Collection<TopicPartition> wanted, boolean isPaused) {
        wanted.forEach(partition -> require(partition).isPaused = isPaused);
    }

    public Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new LinkedHashSet<>();
        positions.forEach((partition, position) -> {
            if (position.isPaused) {
                paused.add(partition);
            }
        });
        return paused;
    }

    public boolean isPaused(TopicPartition partition) {
        return positions.containsKey(partition) && positions.get(partition).isPaused;
    }

    // ---- what was committed ----

    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        committed.putAll(offsets);
    }

    /** What was committed; offset 0 for a partition that is not assigned any more, nothing where nothing was. */
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> wanted) {
        Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
        for (TopicPartition partition : wanted) {
            OffsetAndMetadata last = committed.get(partition);
            if (last != null) {
                found.put(partition, positions.containsKey(partition) ? last : new OffsetAndMetadata(0));
            }
        }
        return found;
    }
}
