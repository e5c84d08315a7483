package io.headrace.clients.consumer.internals;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Node;
import io.headrace.common.PartitionInfo;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.headrace.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks any broker for the partitions of one topic or of all (Metadata). The single item is the operation itself.
 */
final class TopicsOperation implements Operation<TopicsOperation, Map<String, List<PartitionInfo>>> {

    private static final int WITH_AUTO_CREATION_FLAG = 4;

    private final String topic;
    private final boolean mayCreate;

    private TopicsOperation(String topic, boolean mayCreate) {
        this.topic = topic;
        this.mayCreate = mayCreate;
    }

    static TopicsOperation all() {
        return new TopicsOperation(null, true);
    }

    /** @param mayCreate whether the broker may create the topic, if it is so configured */
    static TopicsOperation one(String topic, boolean mayCreate) {
        return new TopicsOperation(topic, mayCreate);
    }

    @Override
    public String what(TopicsOperation item) {
        return topic == null ? "the list of topics" : "the partitions of topic " + topic;
    }

    @Override
    public Route route(TopicsOperation item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<TopicsOperation> items, int timeoutMs) {
        MetadataRequest request = new MetadataRequest().allowAutoTopicCreation(mayCreate);
        request.topics(topic == null ? null : List.of(new MetadataRequestTopic().name(topic)));
        return Call.of(
                request,
                mayCreate ? ApiKey.METADATA.lowestVersion() + 1 : WITH_AUTO_CREATION_FLAG,
                ApiKey.METADATA.highestStableVersion());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicsOperation> items,
            Answers<TopicsOperation, Map<String, List<PartitionInfo>>> answers) {
        MetadataResponse metadata = (MetadataResponse) response;
        Map<Integer, Node> nodes = new HashMap<>();
        for (MetadataResponseBroker broker : metadata.brokers()) {
            nodes.put(broker.nodeId(), new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
        }
        Map<String, List<PartitionInfo>> found = new HashMap<>();
        for (MetadataResponseTopic t : metadata.topics()) {
            Errors error = Errors.forCode(t.errorCode());
            if (error == Errors.NONE) {
                found.put(t.name(), partitions(t, nodes));
            } else if (error == Errors.TOPIC_AUTHORIZATION_FAILED) {
                answers.fail(this, new TopicAuthorizationException(Set.of(t.name())));
                return;
            } else if (error == Errors.INVALID_TOPIC_EXCEPTION) {
                answers.fail(this, new InvalidTopicException("Topic '" + t.name() + "' is invalid"));
                return;
            } else if (error != Errors.UNKNOWN_TOPIC_OR_PARTITION) {
                if (error.isRetriable()) {
                    answers.retry(this, error.exception());
                } else {
                    answers.fail(this, error.exception());
                }
                return;
            }
        }
        answers.succeed(this, found);
    }

    private static List<PartitionInfo> partitions(MetadataResponseTopic topic, Map<Integer, Node> nodes) {
        List<PartitionInfo> infos = new ArrayList<>();
        for (MetadataResponsePartition p : topic.partitions()) {
            infos.add(new PartitionInfo(
                    topic.name(),
                    p.partitionIndex(),
                    nodes.get(p.leaderId()),
                    nodes(p.replicaNodes(), nodes),
                    nodes(p.isrNodes(), nodes),
                    nodes(p.offlineReplicas(), nodes)));
        }
        infos.sort(Comparator.comparingInt(PartitionInfo::partition));
        return infos;
    }

    private static Node[] nodes(List<Integer> ids, Map<Integer, Node> known) {
        return ids.stream()
                .map(id -> known.getOrDefault(id, new Node(id, "", -1)))
                .toArray(Node[]::new);
    }
}
