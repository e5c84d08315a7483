package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.DescribeTopicsOptions;
import io.headrace.clients.admin.TopicDescription;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Node;
import io.headrace.common.TopicPartitionInfo;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.Cursor;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Describes topics by name, a bounded number of partitions at a time (DescribeTopicPartitions, KIP-966); by Metadata when
 * the broker does not know that.
 *
 * <pre>
 *   brokers' addresses (Metadata without topics) -> page -> page with cursor -> ... -> last page
 * </pre>
 */
public final class DescribeTopicPartitionsOperation implements Operation<String, TopicDescription> {

    private final DescribeTopicsOptions options;
    private final Operation<String, TopicDescription> byMetadata;

    /** Partitions of topics whose last page has not come, by topic. */
    private final Map<String, List<TopicPartitionInfo>> pages = new HashMap<>();

    /** Brokers' addresses, which pages do not have; null until they are known. */
    private Map<Integer, Node> nodes;

    /** Where the next page begins; null for the first. */
    private Cursor next;

    private boolean isPaged = true;

    public DescribeTopicPartitionsOperation(DescribeTopicsOptions options) {
        this.options = options;
        this.byMetadata = DescribeTopicsOperation.byName(options);
    }

    @Override
    public String what(String item) {
        return byMetadata.what(item);
    }

    @Override
    public Route route(String item) {
        return Route.ANY;
    }

    @Override
    public boolean fallsBack(UnsupportedVersionException failure) {
        boolean wasPaged = isPaged;
        isPaged = false;
        return wasPaged;
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        if (!isPaged) {
            return byMetadata.call(items, timeoutMs);
        }
        if (nodes == null) {
            return Call.of(new MetadataRequest().topics(new ArrayList<>()).allowAutoTopicCreation(true));
        }
        DescribeTopicPartitionsRequest request =
                new DescribeTopicPartitionsRequest().responsePartitionLimit(options.partitionSizeLimitPerResponse());
        // Brokers go through topics in the order of their names; the cursor is a place in that order.
        items.stream().sorted().forEach(name -> request.topics().add(new TopicRequest().name(name)));
        if (next != null) {
            request.cursor(new DescribeTopicPartitionsRequest.Cursor()
                    .topicName(next.topicName())
                    .partitionIndex(next.partitionIndex()));
        }
        return Call.of(request);
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<String> items,
            Answers<String, TopicDescription> answers) {
        if (!isPaged) {
            byMetadata.read(response, version, nodeId, items, answers);
        } else if (response instanceof MetadataResponse metadata) {
            nodes = Wire.nodes(metadata.brokers());
            items.forEach(answers::again);
        } else {
            readPage((DescribeTopicPartitionsResponse) response, items, answers);
        }
    }

    private void readPage(
            DescribeTopicPartitionsResponse page, Set<String> items, Answers<String, TopicDescription> answers) {
        next = page.nextCursor();
        List<String> told = new ArrayList<>();
        for (DescribeTopicPartitionsResponseTopic topic : page.topics()) {
            if (!items.contains(topic.name())) {
                continue;
            }
            told.add(topic.name());
            Errors error = Errors.forCode(topic.errorCode());
            if (error != Errors.NONE) {
                answers.fail(topic.name(), error.exception());
                continue;
            }
            List<TopicPartitionInfo> partitions = pages.computeIfAbsent(topic.name(), n -> new ArrayList<>());
            topic.partitions().forEach(partition -> partitions.add(info(partition)));
            if (next == null || !next.topicName().equals(topic.name())) {
                answers.succeed(topic.name(), description(topic, partitions));
            } else {
                answers.again(topic.name());
            }
        }
        if (next != null) {
            items.stream().filter(item -> !told.contains(item)).forEach(answers::again);
        }
    }

    private TopicPartitionInfo info(DescribeTopicPartitionsResponsePartition p) {
        Node leader = nodes.get(p.leaderId());
        List<Node> replicas = Wire.nodes(p.replicaNodes(), nodes);
        List<Node> isr = Wire.nodes(p.isrNodes(), nodes);
        if (p.eligibleLeaderReplicas() == null || p.lastKnownElr() == null) {
            return new TopicPartitionInfo(p.partitionIndex(), leader, replicas, isr);
        }
        return new TopicPartitionInfo(
                p.partitionIndex(),
                leader,
                replicas,
                isr,
                Wire.nodes(p.eligibleLeaderReplicas(), nodes),
                Wire.nodes(p.lastKnownElr(), nodes));
    }

    private TopicDescription description(
            DescribeTopicPartitionsResponseTopic topic, List<TopicPartitionInfo> partitions) {
        return new TopicDescription(
                topic.name(),
                topic.isInternal(),
                partitions,
                options.includeAuthorizedOperations() ? Wire.operations(topic.topicAuthorizedOperations()) : null,
                topic.topicId());
    }
}
