package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.DescribeTopicsOptions;
import io.headrace.clients.admin.TopicDescription;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Node;
import io.headrace.common.TopicPartitionInfo;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Describes topics by what Metadata says: by id, and by name where brokers know nothing better.
 *
 * @param <K> what the topics are named by
 */
public abstract class DescribeTopicsOperation<K> implements Operation<K, TopicDescription> {

    private static final int WITH_AUTO_CREATION_FLAG = 4;
    private static final int WITH_AUTHORIZED_OPERATIONS = 8;
    private static final int BY_ID = 12;

    private final DescribeTopicsOptions options;

    private DescribeTopicsOperation(DescribeTopicsOptions options) {
        this.options = options;
    }

    public static DescribeTopicsOperation<Uuid> byId(DescribeTopicsOptions options) {
        return new ById(options);
    }

    static DescribeTopicsOperation<String> byName(DescribeTopicsOptions options) {
        return new ByName(options);
    }

    abstract int lowestVersion();

    abstract MetadataRequestTopic request(K item);

    abstract K item(MetadataResponseTopic topic);

    @Override
    public String what(K item) {
        return "the description of topic " + item;
    }

    @Override
    public Route route(K item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<K> items, int timeoutMs) {
        MetadataRequest request = new MetadataRequest()
                .allowAutoTopicCreation(false)
                .includeTopicAuthorizedOperations(options.includeAuthorizedOperations())
                .topics(items.stream().map(this::request).toList());
        int lowest = options.includeAuthorizedOperations()
                ? Math.max(lowestVersion(), WITH_AUTHORIZED_OPERATIONS)
                : lowestVersion();
        return Call.of(request, lowest, ApiKey.METADATA.highestStableVersion());
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<K> items, Answers<K, TopicDescription> answers) {
        MetadataResponse metadata = (MetadataResponse) response;
        Map<Integer, Node> nodes = Wire.nodes(metadata.brokers());
        for (MetadataResponseTopic topic : metadata.topics()) {
            K item = item(topic);
            if (!items.contains(item)) {
                continue;
            }
            Errors error = Errors.forCode(topic.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(item, description(topic, nodes));
            } else if (error == Errors.LEADER_NOT_AVAILABLE) {
                answers.retry(item, error.exception());
            } else {
                answers.fail(item, error.exception());
            }
        }
    }

    private static TopicDescription description(MetadataResponseTopic topic, Map<Integer, Node> nodes) {
        List<TopicPartitionInfo> partitions = new ArrayList<>();
        for (MetadataResponsePartition p : topic.partitions()) {
            partitions.add(new TopicPartitionInfo(
                    p.partitionIndex(),
                    nodes.get(p.leaderId()),
                    Wire.nodes(p.replicaNodes(), nodes),
                    Wire.nodes(p.isrNodes(), nodes)));
        }
        partitions.sort(Comparator.comparingInt(TopicPartitionInfo::partition));
        return new TopicDescription(
                topic.name(),
                topic.isInternal(),
                partitions,
                Wire.operations(topic.topicAuthorizedOperations()),
                topic.topicId());
    }

    private static final class ById extends DescribeTopicsOperation<Uuid> {

        ById(DescribeTopicsOptions options) {
            super(options);
        }

        @Override
        int lowestVersion() {
            return BY_ID;
        }

        @Override
        MetadataRequestTopic request(Uuid item) {
            return new MetadataRequestTopic().topicId(item).name(null);
        }

        @Override
        Uuid item(MetadataResponseTopic topic) {
            return topic.topicId();
        }
    }

    private static final class ByName extends DescribeTopicsOperation<String> {

        ByName(DescribeTopicsOptions options) {
            super(options);
        }

        @Override
        int lowestVersion() {
            return WITH_AUTO_CREATION_FLAG;
        }

        @Override
        MetadataRequestTopic request(String item) {
            return new MetadataRequestTopic().name(item);
        }

        @Override
        String item(MetadataResponseTopic topic) {
            return topic.name();
        }
    }
}
