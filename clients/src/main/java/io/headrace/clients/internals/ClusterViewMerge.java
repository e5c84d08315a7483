package io.headrace.clients.internals;

import io.headrace.common.Node;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.headrace.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How a metadata answer changes the view. Pure.
 *
 * <p>Leader epochs never go back: a broker that lags behind may still name a leader of the past. What it says about a
 * partition counts only if its leader epoch is not lower than the one known, unless the topic was made anew (another id).
 */
final class ClusterViewMerge {

    private static final int[] NO_IDS = {};

    private ClusterViewMerge() {}

    /**
     * The next view.
     *
     * @param answer of any version
     * @param isFull whether the answer is about everything that is wanted; if not, topics that it does not name stay
     * @param isWanted whether a topic of the previous view that the answer does not name may stay
     */
    static ClusterView next(ClusterView previous, MetadataResponse answer, boolean isFull, Predicate<String> isWanted) {
        Map<Integer, Node> nodes = new HashMap<>();
        for (MetadataResponseBroker broker : answer.brokers()) {
            nodes.put(broker.nodeId(), new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
        }
        Map<String, TopicView> topics = new HashMap<>();
        Map<String, Errors> errors = new HashMap<>();
        if (!isFull) {
            keepUnnamed(previous, isWanted, topics, errors);
        }
        for (MetadataResponseTopic topic : answer.topics()) {
            String name = nameOf(topic, previous);
            if (name == null) {
                continue;
            }
            Errors error = Errors.forCode(topic.errorCode());
            if (error == Errors.NONE) {
                topics.put(name, topicOf(name, topic, previous.topic(name)));
                errors.remove(name);
            } else {
                errors.put(name, error);
                topics.remove(name);
            }
        }
        return new ClusterView(
                previous.version() + 1, answer.clusterId(), answer.controllerId(), nodes, topics, errors);
    }

    private static void keepUnnamed(
            ClusterView previous,
            Predicate<String> isWanted,
            Map<String, TopicView> topics,
            Map<String, Errors> errors) {
        for (TopicView topic : previous.topics()) {
            if (isWanted.test(topic.name())) {
                topics.put(topic.name(), topic);
            }
        }
        for (String name : previous.topicsWithError()) {
            if (isWanted.test(name)) {
                errors.put(name, previous.topicError(name));
            }
        }
    }

    private static String nameOf(MetadataResponseTopic topic, ClusterView previous) {
        if (topic.name() != null) {
            return topic.name();
        }
        TopicView known = previous.topic(topic.topicId());
        return known == null ? null : known.name();
    }

    private static TopicView topicOf(String name, MetadataResponseTopic answer, TopicView known) {
        List<MetadataResponsePartition> given = answer.partitions();
        int count = given.size();
        boolean isSameTopic = known != null
                && (known.id().equals(answer.topicId()) || Uuid.ZERO_UUID.equals(answer.topicId()) || !known.hasId());
        PartitionView[] partitions = new PartitionView[count];
        for (MetadataResponsePartition partition : given) {
            if (partition.partitionIndex() < 0 || partition.partitionIndex() >= count) {
                continue; // An answer lists all partitions of a topic, so there is no such index.
            }
            PartitionView before = isSameTopic ? known.partition(partition.partitionIndex()) : null;
            partitions[partition.partitionIndex()] = newer(before, partitionOf(partition));
        }
        for (int i = 0; i < count; i++) {
            if (partitions[i] == null) {
                partitions[i] = new PartitionView(i, -1, -1, NO_IDS, NO_IDS, NO_IDS);
            }
        }
        return new TopicView(name, answer.topicId(), answer.isInternal(), partitions);
    }

    private static PartitionView newer(PartitionView before, PartitionView now) {
        return before != null && before.leaderEpoch() > now.leaderEpoch() && now.leaderEpoch() >= 0 ? before : now;
    }

    private static PartitionView partitionOf(MetadataResponsePartition partition) {
        return new PartitionView(
                partition.partitionIndex(),
                partition.leaderId(),
                partition.leaderEpoch(),
                ids(partition.replicaNodes()),
                ids(partition.isrNodes()),
                ids(partition.offlineReplicas()));
    }

    private static int[] ids(List<Integer> boxed) {
        if (boxed == null || boxed.isEmpty()) {
            return NO_IDS;
        }
        int[] ids = new int[boxed.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = boxed.get(i);
        }
        return ids;
    }
}
