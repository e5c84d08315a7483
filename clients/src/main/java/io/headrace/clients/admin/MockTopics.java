package io.headrace.clients.admin;

import io.headrace.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import io.headrace.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionInfo;
import io.headrace.common.Uuid;
import io.headrace.common.errors.InvalidPartitionsException;
import io.headrace.common.errors.InvalidReplicaAssignmentException;
import io.headrace.common.errors.InvalidReplicationFactorException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.errors.TopicExistsException;
import io.headrace.common.errors.UnknownTopicIdException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The topics of a {@link MockAdminClient}: their partitions, and where those begin and end.
 *
 * <p>Owner: that client, under its lock.
 */
final class MockTopics {

    private static final int MOST_NAME_CHARACTERS = 249;
    private static final int DEFAULT_PARTITIONS = 1;

    private record Topic(Uuid id, boolean isInternal, List<TopicPartitionInfo> partitions) {}

    private final List<Node> brokers;
    private final Map<String, Topic> topics = new TreeMap<>();
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    MockTopics(List<Node> brokers) {
        this.brokers = brokers;
    }

    void add(boolean isInternal, String name, List<TopicPartitionInfo> partitions) {
        requireNew(name);
        topics.put(name, new Topic(Uuid.randomUuid(), isInternal, List.copyOf(partitions)));
    }

    TopicMetadataAndConfig create(NewTopic topic, boolean validateOnly) {
        String name = topic.name();
        if (name == null || name.isEmpty() || name.length() > MOST_NAME_CHARACTERS) {
            throw new InvalidTopicException("'" + name + "' is no name of a topic: it has to have 1 to "
                    + MOST_NAME_CHARACTERS + " characters");
        }
        requireNew(name);
        List<TopicPartitionInfo> partitions =
                topic.replicasAssignments() == null ? spread(topic) : assigned(topic.replicasAssignments());
        Uuid id = Uuid.randomUuid();
        if (!validateOnly) {
            topics.put(name, new Topic(id, false, partitions));
        }
        List<ConfigEntry> configs = new ArrayList<>();
        if (topic.configs() != null) {
            topic.configs().forEach((key, value) -> configs.add(new ConfigEntry(key, value)));
        }
        return new TopicMetadataAndConfig(
                id, partitions.size(), partitions.get(0).replicas().size(), new Config(configs));
    }

    private void requireNew(String name) {
        if (topics.containsKey(name)) {
            throw new TopicExistsException("Topic '" + name + "' already exists.");
        }
    }

    private List<TopicPartitionInfo> spread(NewTopic topic) {
        int count = topic.numPartitions() == -1 ? DEFAULT_PARTITIONS : topic.numPartitions();
        int factor = topic.replicationFactor() == -1 ? 1 : topic.replicationFactor();
        if (count < 1) {
            throw new InvalidPartitionsException("A topic has at least one partition, and not " + count);
        }
        if (factor < 1 || factor > brokers.size()) {
            throw new InvalidReplicationFactorException("The replication factor is 1 to " + brokers.size()
                    + ", as many as there are brokers, and not " + factor);
        }
        List<TopicPartitionInfo> partitions = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            List<Node> replicas = new ArrayList<>();
            for (int r = 0; r < factor; r++) {
                replicas.add(brokers.get((p + r) % brokers.size()));
            }
            partitions.add(new TopicPartitionInfo(p, replicas.get(0), replicas, replicas));
        }
        return partitions;
    }

    private List<TopicPartitionInfo> assigned(Map<Integer, List<Integer>> assignments) {
        List<TopicPartitionInfo> partitions = new ArrayList<>();
        for (int p = 0; p < assignments.size(); p++) {
            if (!assignments.containsKey(p)) {
                throw new InvalidReplicaAssignmentException(
                        "The partitions are numbered from 0 on; there is no partition " + p);
            }
            List<Node> replicas = assignments.get(p).stream().map(this::broker).toList();
            partitions.add(new TopicPartitionInfo(p, replicas.get(0), replicas, replicas));
        }
        return partitions;
    }

    Node broker(int id) {
        return brokers.stream()
                .filter(broker -> broker.id() == id)
                .findFirst()
                .orElseThrow(() -> new InvalidReplicaAssignmentException("There is no broker " + id));
    }

    void delete(String name) {
        topic(name);
        topics.remove(name);
        beginnings.keySet().removeIf(partition -> partition.topic().equals(name));
        ends.keySet().removeIf(partition -> partition.topic().equals(name));
    }

    String name(Uuid id) {
        return topics.entrySet().stream()
                .filter(topic -> topic.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new UnknownTopicIdException("There is no topic with id " + id));
    }

    boolean exists(String name) {
        return topics.containsKey(name);
    }

    Collection<String> names() {
        return List.copyOf(topics.keySet());
    }

    private Topic topic(String name) {
        Topic topic = topics.get(name);
        if (topic == null) {
            throw new UnknownTopicOrPartitionException("There is no topic '" + name + "'");
        }
        return topic;
    }

    void requirePartition(TopicPartition partition) {
        if (partition.partition() < 0
                || partition.partition()
                        >= topic(partition.topic()).partitions().size()) {
            throw new UnknownTopicOrPartitionException("There is no partition " + partition);
        }
    }

    Map<String, TopicListing> listings(boolean withInternal) {
        Map<String, TopicListing> listings = new HashMap<>();
        topics.forEach((name, topic) -> {
            if (withInternal || !topic.isInternal()) {
                listings.put(name, new TopicListing(name, topic.id(), topic.isInternal()));
            }
        });
        return listings;
    }

    TopicDescription description(String name) {
        Topic topic = topic(name);
        return new TopicDescription(name, topic.isInternal(), topic.partitions(), null, topic.id());
    }

    void grow(String name, NewPartitions wanted, boolean validateOnly) {
        Topic topic = topic(name);
        int count = topic.partitions().size();
        if (wanted.totalCount() <= count) {
            throw new InvalidPartitionsException("Topic '" + name + "' has " + count
                    + " partitions already, and cannot get fewer or as many, as " + wanted.totalCount() + " would be");
        }
        List<TopicPartitionInfo> partitions = new ArrayList<>(topic.partitions());
        for (int p = count; p < wanted.totalCount(); p++) {
            List<Node> replicas = wanted.assignments() == null
                    ? topic.partitions().get(0).replicas()
                    : wanted.assignments().get(p - count).stream()
                            .map(this::broker)
                            .toList();
            partitions.add(new TopicPartitionInfo(p, replicas.get(0), replicas, replicas));
        }
        if (!validateOnly) {
            topics.put(name, new Topic(topic.id(), topic.isInternal(), partitions));
        }
    }

    /** The partition is on other brokers from now on, the first of which leads it. */
    void move(TopicPartition partition, List<Integer> to) {
        requirePartition(partition);
        Topic topic = topic(partition.topic());
        List<Node> replicas = to.stream().map(this::broker).toList();
        List<TopicPartitionInfo> partitions = new ArrayList<>(topic.partitions());
        partitions.set(
                partition.partition(),
                new TopicPartitionInfo(partition.partition(), replicas.get(0), replicas, replicas));
        topics.put(partition.topic(), new Topic(topic.id(), topic.isInternal(), partitions));
    }

    void begin(TopicPartition partition, long offset) {
        beginnings.put(partition, offset);
    }

    void end(TopicPartition partition, long offset) {
        ends.put(partition, offset);
    }

    private long beginning(TopicPartition partition) {
        return beginnings.getOrDefault(partition, 0L);
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, beginning(partition));
    }

    DeletedRecords deleteRecords(TopicPartition partition, long beforeOffset) {
        requirePartition(partition);
        long before = beforeOffset == -1 ? end(partition) : beforeOffset;
        if (before < 0 || before > end(partition)) {
            throw new OffsetOutOfRangeException(
                    "Partition " + partition + " ends at " + end(partition) + ", and not at " + before);
        }
        beginnings.put(partition, Math.max(before, beginning(partition)));
        return new DeletedRecords(beginning(partition));
    }

    /** Records have no timestamps here: any time is after the last one. */
    ListOffsetsResultInfo offset(TopicPartition partition, OffsetSpec spec) {
        requirePartition(partition);
        if (spec instanceof OffsetSpec.TimestampSpec) {
            return new ListOffsetsResultInfo(-1, -1, Optional.empty());
        }
        boolean isFirst = spec instanceof OffsetSpec.EarliestSpec || spec instanceof OffsetSpec.EarliestLocalSpec;
        if (isFirst || spec.queryTimestamp() == OffsetSpec.latest().queryTimestamp()) {
            return new ListOffsetsResultInfo(isFirst ? beginning(partition) : end(partition), -1, Optional.of(0));
        }
        throw new UnsupportedOperationException("MockAdminClient does not know the offset " + spec);
    }
}
