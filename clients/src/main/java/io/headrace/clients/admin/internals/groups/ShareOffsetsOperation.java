package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.admin.ListShareGroupOffsetsSpec;
import io.headrace.clients.admin.SharePartitionOffsetInfo;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeShareGroupOffsetsRequest;
import io.headrace.protocol.message.DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestGroup;
import io.headrace.protocol.message.DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestTopic;
import io.headrace.protocol.message.DescribeShareGroupOffsetsResponse;
import io.headrace.protocol.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseGroup;
import io.headrace.protocol.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponsePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks how far share groups are, by group (DescribeShareGroupOffsets, KIP-932). */
public final class ShareOffsetsOperation implements Operation<String, Map<TopicPartition, SharePartitionOffsetInfo>> {

    private static final Logger log = LoggerFactory.getLogger(ShareOffsetsOperation.class);

    private final Map<String, ListShareGroupOffsetsSpec> specs;

    /** @param specs which partitions, by group */
    public ShareOffsetsOperation(Map<String, ListShareGroupOffsetsSpec> specs) {
        this.specs = specs;
    }

    @Override
    public String what(String item) {
        return "the offsets of share group " + item;
    }

    @Override
    public Route route(String item) {
        return Route.group(item);
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        DescribeShareGroupOffsetsRequest request = new DescribeShareGroupOffsetsRequest();
        items.forEach(item -> request.groups()
                .add(new DescribeShareGroupOffsetsRequestGroup()
                        .groupId(item)
                        .topics(topics(specs.get(item).topicPartitions()))));
        return Call.of(request);
    }

    private static List<DescribeShareGroupOffsetsRequestTopic> topics(Collection<TopicPartition> wanted) {
        if (wanted == null) {
            return null;
        }
        Map<String, DescribeShareGroupOffsetsRequestTopic> topics = new LinkedHashMap<>();
        for (TopicPartition partition : wanted) {
            topics.computeIfAbsent(
                            partition.topic(), name -> new DescribeShareGroupOffsetsRequestTopic().topicName(name))
                    .partitions()
                    .add(partition.partition());
        }
        return List.copyOf(topics.values());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<String> items,
            Answers<String, Map<TopicPartition, SharePartitionOffsetInfo>> answers) {
        for (DescribeShareGroupOffsetsResponseGroup group : ((DescribeShareGroupOffsetsResponse) response).groups()) {
            if (!items.contains(group.groupId())) {
                continue;
            }
            Errors error = Errors.forCode(group.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(group.groupId(), offsets(group));
            } else {
                GroupAnswers.failed(answers, group.groupId(), group.groupId(), error, group.errorMessage());
            }
        }
    }

    private static Map<TopicPartition, SharePartitionOffsetInfo> offsets(DescribeShareGroupOffsetsResponseGroup group) {
        Map<TopicPartition, SharePartitionOffsetInfo> offsets = new HashMap<>();
        group.topics()
                .forEach(topic -> topic.partitions().forEach(p -> {
                    TopicPartition partition = new TopicPartition(topic.topicName(), p.partitionIndex());
                    Errors error = Errors.forCode(p.errorCode());
                    if (error == Errors.NONE) {
                        offsets.put(partition, p.startOffset() < 0 ? null : info(p));
                    } else {
                        log.info(
                                "group {}: nothing is told of partition {}: {} {}",
                                group.groupId(),
                                partition,
                                error,
                                p.errorMessage());
                    }
                }));
        return offsets;
    }

    private static SharePartitionOffsetInfo info(DescribeShareGroupOffsetsResponsePartition p) {
        return new SharePartitionOffsetInfo(
                p.startOffset(),
                p.leaderEpoch() < 0 ? Optional.empty() : Optional.of(p.leaderEpoch()),
                p.lag() < 0 ? Optional.empty() : Optional.of(p.lag()));
    }
}
