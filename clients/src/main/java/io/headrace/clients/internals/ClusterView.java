package io.headrace.clients.internals;

import io.headrace.common.Cluster;
import io.headrace.common.Node;
import io.headrace.common.PartitionInfo;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cluster as the newest metadata shows it: brokers, controller, and the topics that this client asked for. Immutable;
 * published by {@link ClusterMetadata} and read by any thread.
 */
public final class ClusterView {

    /** Before the first answer. */
    static final ClusterView EMPTY = new ClusterView(0, null, -1, Map.of(), Map.of(), Map.of());

    private final long version;
    private final String clusterId;
    private final int controllerId;
    private final Map<Integer, Node> nodes;
    private final Map<String, TopicView> topics;
    private final Map<Uuid, TopicView> topicsById;
    private final Map<String, Errors> topicErrors;
    private volatile Cluster cluster;

    /** Takes the maps over. */
    ClusterView(
            long version,
            String clusterId,
            int controllerId,
            Map<Integer, Node> nodes,
            Map<String, TopicView> topics,
            Map<String, Errors> topicErrors) {
        this.version = version;
        this.clusterId = clusterId;
        this.controllerId = controllerId;
        this.nodes = nodes;
        this.topics = topics;
        this.topicErrors = topicErrors;
        this.topicsById = new HashMap<>();
        for (TopicView topic : topics.values()) {
            if (topic.hasId()) {
                topicsById.put(topic.id(), topic);
            }
        }
    }

    /** Grows by one with each publish; 0 before the first answer. */
    public long version() {
        return version;
    }

    /** The cluster's id, or null when it is not known. */
    public String clusterId() {
        return clusterId;
    }

    /** The controller's broker id, or -1. */
    public int controllerId() {
        return controllerId;
    }

    /** The controller, or null when it is not known. */
    public Node controller() {
        return nodes.get(controllerId);
    }

    /** All brokers, in no order. */
    public Collection<Node> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    /** A broker, or null when there is none with that id. */
    public Node node(int id) {
        return nodes.get(id);
    }

    /** A topic, or null when the metadata does not show it; {@link #topicError} may tell why. */
    public TopicView topic(String name) {
        return topics.get(name);
    }

    /** A topic by its id, or null. */
    public TopicView topic(Uuid id) {
        return topicsById.get(id);
    }

    /** All topics that this view shows. */
    public Collection<TopicView> topics() {
        return Collections.unmodifiableCollection(topics.values());
    }

    /** What the broker said about a topic instead of showing it; {@link Errors#NONE} when it said nothing. */
    public Errors topicError(String name) {
        return topicErrors.getOrDefault(name, Errors.NONE);
    }

    /** The topics that the broker had an error for. */
    Set<String> topicsWithError() {
        return topicErrors.keySet();
    }

    /** The leader of a partition, or null when topic, partition or leader are not known. */
    public Node leader(String topic, int partition) {
        TopicView view = topics.get(topic);
        PartitionView found = view == null ? null : view.partition(partition);
        return found == null ? null : nodes.get(found.leaderId());
    }

    /** This view with another leader for a partition, and perhaps a broker that it did not have. */
    ClusterView with(TopicView changed, Node endpoint) {
        Map<String, TopicView> newTopics = new HashMap<>(topics);
        newTopics.put(changed.name(), changed);
        Map<Integer, Node> newNodes = nodes;
        if (endpoint != null && !endpoint.equals(nodes.get(endpoint.id()))) {
            newNodes = new HashMap<>(nodes);
            newNodes.put(endpoint.id(), endpoint);
        }
        return new ClusterView(version + 1, clusterId, controllerId, newNodes, newTopics, topicErrors);
    }

    /** The same in the shape of the public API. */
    public Cluster toCluster() {
        Cluster made = cluster;
        if (made == null) {
            made = makeCluster();
            cluster = made;
        }
        return made;
    }

    private Cluster makeCluster() {
        List<PartitionInfo> partitions = new ArrayList<>();
        Set<String> internal = new HashSet<>();
        Map<String, Uuid> ids = new HashMap<>();
        for (TopicView topic : topics.values()) {
            partitions.addAll(partitionInfos(topic));
            if (topic.internal()) {
                internal.add(topic.name());
            }
            if (topic.hasId()) {
                ids.put(topic.name(), topic.id());
            }
        }
        return new Cluster(
                clusterId,
                nodes.values(),
                partitions,
                topicsWith(Errors.TOPIC_AUTHORIZATION_FAILED),
                topicsWith(Errors.INVALID_TOPIC_EXCEPTION),
                internal,
                controller(),
                ids);
    }

    /** A topic's partitions in the shape of the public API, by index. */
    public List<PartitionInfo> partitionInfos(TopicView topic) {
        List<PartitionInfo> infos = new ArrayList<>(topic.partitionCount());
        for (int i = 0; i < topic.partitionCount(); i++) {
            PartitionView p = topic.partition(i);
            infos.add(new PartitionInfo(
                    topic.name(),
                    i,
                    nodes.get(p.leaderId()),
                    nodesOf(p.replicas()),
                    nodesOf(p.isr()),
                    nodesOf(p.offline())));
        }
        return infos;
    }

    private Node[] nodesOf(int[] ids) {
        Node[] found = new Node[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Node node = nodes.get(ids[i]);
            found[i] = node != null ? node : new Node(ids[i], "", -1);
        }
        return found;
    }

    private Set<String> topicsWith(Errors error) {
        Set<String> names = new HashSet<>();
        topicErrors.forEach((name, found) -> {
            if (found == error) {
                names.add(name);
            }
        });
        return names;
    }
}
