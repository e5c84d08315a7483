package io.headrace.clients.internals;

import io.headrace.common.Node;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import java.util.HashMap;
import java.util.Map;

/** Builds views of a cluster from plain values, for tests of what runs on the loop. */
public final class ClusterViews {

    private static final int[] NONE = {};

    private final Map<Integer, Node> nodes = new HashMap<>();
    private final Map<String, TopicView> topics = new HashMap<>();
    private final Map<String, Errors> errors = new HashMap<>();
    private long version;

    /** A cluster of brokers 1 to n. */
    public static ClusterViews ofBrokers(int count) {
        ClusterViews views = new ClusterViews();
        for (int id = 1; id <= count; id++) {
            views.nodes.put(id, new Node(id, "broker" + id, 9092));
        }
        return views;
    }

    /** Nothing is known. */
    public static ClusterView empty() {
        return ClusterView.EMPTY;
    }

    /** A topic with an id made of its name; leaders by partition, -1 for none; all in one leader epoch. */
    public ClusterViews topic(String name, int leaderEpoch, int... leaders) {
        return topic(name, id(name), leaderEpoch, leaders);
    }

    /** A topic with an id of its own. */
    public ClusterViews topic(String name, Uuid id, int leaderEpoch, int... leaders) {
        PartitionView[] partitions = new PartitionView[leaders.length];
        for (int i = 0; i < leaders.length; i++) {
            partitions[i] = new PartitionView(i, leaders[i], leaderEpoch, NONE, NONE, NONE);
        }
        topics.put(name, new TopicView(name, id, false, partitions));
        errors.remove(name);
        return this;
    }

    /** A topic that the broker has an error for. */
    public ClusterViews error(String name, Errors error) {
        topics.remove(name);
        errors.put(name, error);
        return this;
    }

    /** The view; each is newer than the one before. */
    public ClusterView view() {
        return new ClusterView(
                ++version, "cluster", 1, new HashMap<>(nodes), new HashMap<>(topics), new HashMap<>(errors));
    }

    /** The id that {@link #topic(String, int, int...)} gives a topic. */
    public static Uuid id(String name) {
        return new Uuid(1, name.hashCode());
    }
}
