package io.headrace.common;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a client knows about the cluster at one moment: nodes, topics, and who leads which partition. Immutable; a
 * metadata update makes a new one.
 */
public final class Cluster {
    private final boolean isBootstrapConfigured;
    private final List<Node> nodes;
    private final Set<String> unauthorizedTopics;
    private final Set<String> invalidTopics;
    private final Set<String> internalTopics;
    private final Node controller;
    private final ClusterResource clusterResource;
    private final Map<String, Uuid> topicIds;
    private final Map<Uuid, String> topicNames;
    private final Map<Integer, Node> nodesById;
    private final Map<String, Topic> topics;
    private final Map<Integer, List<PartitionInfo>> partitionsByNode;

    /** One topic's partitions: by number for lookup, and as lists that callers get without a copy. */
    private record Topic(
            Map<Integer, PartitionInfo> byNumber, List<PartitionInfo> partitions, List<PartitionInfo> available) {

        static Topic of(List<PartitionInfo> partitions) {
            Map<Integer, PartitionInfo> byNumber = new HashMap<>();
            List<PartitionInfo> available = new ArrayList<>();
            for (PartitionInfo partition : partitions) {
                byNumber.put(partition.partition(), partition);
                if (partition.leader() != null) {
                    available.add(partition);
                }
            }
            List<PartitionInfo> all = List.copyOf(partitions);
            return new Topic(byNumber, all, available.size() == all.size() ? all : List.copyOf(available));
        }
    }

    public Cluster(
            String clusterId,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> internalTopics) {
        this(clusterId, nodes, partitions, unauthorizedTopics, Set.of(), internalTopics, null);
    }

    public Cluster(
            String clusterId,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> internalTopics,
            Node controller) {
        this(clusterId, nodes, partitions, unauthorizedTopics, Set.of(), internalTopics, controller);
    }

    public Cluster(
            String clusterId,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> invalidTopics,
            Set<String> internalTopics,
            Node controller) {
        this(clusterId, nodes, partitions, unauthorizedTopics, invalidTopics, internalTopics, controller, Map.of());
    }

    /**
     * What is known of a cluster.
     *
     * @param clusterId the cluster's id, or null if it is not known
     * @param controller the controller, or null if it is not known
     */
    public Cluster(
            String clusterId,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> invalidTopics,
            Set<String> internalTopics,
            Node controller,
            Map<String, Uuid> topicIds) {
        this(
                false,
                clusterId,
                nodes,
                partitions,
                unauthorizedTopics,
                invalidTopics,
                internalTopics,
                controller,
                topicIds);
    }

    private Cluster(
            boolean isBootstrapConfigured,
            String clusterId,
            Collection<Node> nodes,
            Collection<PartitionInfo> partitions,
            Set<String> unauthorizedTopics,
            Set<String> invalidTopics,
            Set<String> internalTopics,
            Node controller,
            Map<String, Uuid> topicIds) {
        this.isBootstrapConfigured = isBootstrapConfigured;
        this.clusterResource = new ClusterResource(clusterId);
        this.unauthorizedTopics = Set.copyOf(unauthorizedTopics);
        this.invalidTopics = Set.copyOf(invalidTopics);
        this.internalTopics = Set.copyOf(internalTopics);
        this.controller = controller;

        // Shuffled, so that clients started together do not all turn to the same broker first.
        List<Node> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled);
        this.nodes = List.copyOf(shuffled);
        this.nodesById = new HashMap<>();
        for (Node node : nodes) {
            nodesById.put(node.id(), node);
        }

        Map<String, List<PartitionInfo>> byTopic = new LinkedHashMap<>();
        Map<Integer, List<PartitionInfo>> byNode = new HashMap<>();
        for (PartitionInfo partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                    .add(partition);
            if (partition.leader() != null && !partition.leader().isEmpty()) {
                byNode.computeIfAbsent(partition.leader().id(), id -> new ArrayList<>())
                        .add(partition);
            }
        }
        this.topics = new LinkedHashMap<>();
        byTopic.forEach((topic, list) -> topics.put(topic, Topic.of(list)));
        byNode.replaceAll((id, list) -> Collections.unmodifiableList(list));
        this.partitionsByNode = byNode;

        this.topicIds = Map.copyOf(topicIds);
        this.topicNames = new HashMap<>();
        topicIds.forEach((name, id) -> topicNames.put(id, name));
    }

    /** A cluster nothing is known about. */
    public static Cluster empty() {
        return new Cluster(null, List.of(), List.of(), Set.of(), Set.of(), null);
    }

    /** What a client knows before its first metadata response: addresses, as nodes with the ids -1, -2, ... */
    public static Cluster bootstrap(List<InetSocketAddress> addresses) {
        List<Node> nodes = new ArrayList<>();
        int id = -1;
        for (InetSocketAddress address : addresses) {
            nodes.add(new Node(id--, address.getHostString(), address.getPort()));
        }
        return new Cluster(true, null, nodes, List.of(), Set.of(), Set.of(), Set.of(), null, Map.of());
    }

    /** A copy of this cluster with these partitions added, or put in the place of those they describe anew. */
    public Cluster withPartitions(Map<TopicPartition, PartitionInfo> partitions) {
        Map<TopicPartition, PartitionInfo> combined = new LinkedHashMap<>();
        topics.forEach((name, topic) -> topic.partitions()
                .forEach(partition -> combined.put(new TopicPartition(name, partition.partition()), partition)));
        combined.putAll(partitions);
        return new Cluster(
                clusterResource.clusterId(),
                nodes,
                combined.values(),
                unauthorizedTopics,
                invalidTopics,
                internalTopics,
                controller,
                topicIds);
    }

    /** The known nodes, in random order. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The node of that id, or null if it is not known. */
    public Node nodeById(int id) {
        return nodesById.get(id);
    }

    /** The node of that id, if it is known and its replica of the partition is not offline. */
    public Optional<Node> nodeIfOnline(TopicPartition partition, int id) {
        Node node = nodeById(id);
        PartitionInfo info = partition(partition);
        if (node == null
                || info == null
                || contains(info.offlineReplicas(), node)
                || !contains(info.replicas(), node)) {
            return Optional.empty();
        }
        return Optional.of(node);
    }

    private static boolean contains(Node[] nodes, Node wanted) {
        if (nodes != null) {
            for (Node node : nodes) {
                if (node.equals(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The node that leads the partition, or null if there is none or the partition is not known. */
    public Node leaderFor(TopicPartition topicPartition) {
        PartitionInfo info = partition(topicPartition);
        return info == null ? null : info.leader();
    }

    /** The partition's description, or null if it is not known. */
    public PartitionInfo partition(TopicPartition topicPartition) {
        Topic topic = topics.get(topicPartition.topic());
        return topic == null ? null : topic.byNumber().get(topicPartition.partition());
    }

    /** The topic's partitions; empty if the topic is not known. */
    public List<PartitionInfo> partitionsForTopic(String topic) {
        Topic known = topics.get(topic);
        return known == null ? List.of() : known.partitions();
    }

    /** How many partitions the topic has, or null if the topic is not known. */
    public Integer partitionCountForTopic(String topic) {
        Topic known = topics.get(topic);
        return known == null ? null : known.partitions().size();
    }

    /** The topic's partitions that have a leader; empty if the topic is not known. */
    public List<PartitionInfo> availablePartitionsForTopic(String topic) {
        Topic known = topics.get(topic);
        return known == null ? List.of() : known.available();
    }

    /** The partitions that the node leads. */
    public List<PartitionInfo> partitionsForNode(int nodeId) {
        return partitionsByNode.getOrDefault(nodeId, List.of());
    }

    public Set<String> topics() {
        return Collections.unmodifiableSet(topics.keySet());
    }

    /** Topics the client asked for and may not see. */
    public Set<String> unauthorizedTopics() {
        return unauthorizedTopics;
    }

    /** Topics the client asked for whose names are not legal. */
    public Set<String> invalidTopics() {
        return invalidTopics;
    }

    /** Topics that the brokers keep for themselves, such as {@code __consumer_offsets}. */
    public Set<String> internalTopics() {
        return internalTopics;
    }

    /** Whether this is no more than the bootstrap addresses. */
    public boolean isBootstrapConfigured() {
        return isBootstrapConfigured;
    }

    public ClusterResource clusterResource() {
        return clusterResource;
    }

    /** The controller, or null if it is not known. */
    public Node controller() {
        return controller;
    }

    public Collection<Uuid> topicIds() {
        return topicIds.values();
    }

    /** The topic's id, or {@link Uuid#ZERO_UUID} if it is not known. */
    public Uuid topicId(String topic) {
        return topicIds.getOrDefault(topic, Uuid.ZERO_UUID);
    }

    /** The name of the topic with that id, or null if it is not known. */
    public String topicName(Uuid topicId) {
        return topicNames.get(topicId);
    }

    private List<PartitionInfo> allPartitions() {
        return topics.values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .toList();
    }

    @Override
    public String toString() {
        return "Cluster(id = " + clusterResource.clusterId() + ", nodes = " + nodes + ", partitions = "
                + allPartitions() + ", controller = " + controller + ")";
    }

    /** Equal when the same facts are known; the order of nodes, and of partitions within a topic, does not count. */
    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof Cluster other
                        && isBootstrapConfigured == other.isBootstrapConfigured
                        && new HashSet<>(nodes).equals(new HashSet<>(other.nodes))
                        && unauthorizedTopics.equals(other.unauthorizedTopics)
                        && invalidTopics.equals(other.invalidTopics)
                        && internalTopics.equals(other.internalTopics)
                        && Objects.equals(controller, other.controller)
                        && clusterResource.equals(other.clusterResource)
                        && topicIds.equals(other.topicIds)
                        && new HashSet<>(allPartitions()).equals(new HashSet<>(other.allPartitions())));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                isBootstrapConfigured,
                new HashSet<>(nodes),
                unauthorizedTopics,
                invalidTopics,
                internalTopics,
                controller,
                clusterResource,
                topicIds,
                new HashSet<>(allPartitions()));
    }
}
