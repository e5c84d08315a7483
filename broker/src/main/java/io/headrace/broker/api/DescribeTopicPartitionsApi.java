package io.headrace.broker.api;

import io.headrace.broker.replica.LocalTopic;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.PartitionImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.Cursor;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Topics with their partitions, page by page in the order of their names (KIP-966). A page holds at most as many
 * partitions as the request and {@code max.request.partition.size.limit} allow; its cursor names the first that is left.
 */
final class DescribeTopicPartitionsApi extends Api<DescribeTopicPartitionsRequest> {

    private final Services services;

    DescribeTopicPartitionsApi(Services services) {
        super(ApiKey.DESCRIBE_TOPIC_PARTITIONS, 0, 0);
        this.services = services;
    }

    @Override
    void handle(Call<DescribeTopicPartitionsRequest> call) {
        DescribeTopicPartitionsRequest body = call.body();
        if (body.cursor() != null && body.cursor().partitionIndex() < 0) {
            // The answer has no error of its own.
            call.reply(new DescribeTopicPartitionsResponse()
                    .topics(List.of(new DescribeTopicPartitionsResponseTopic()
                            .name(body.cursor().topicName())
                            .errorCode(Errors.INVALID_REQUEST.code()))));
            return;
        }
        ClusterImage image = services.controller().image();
        String fromTopic = body.cursor() == null ? "" : body.cursor().topicName();
        int fromPartition = body.cursor() == null ? 0 : body.cursor().partitionIndex();
        int left = Math.max(
                1, Math.min(body.responsePartitionLimit(), services.config().maxPartitionsPerDescribe()));

        DescribeTopicPartitionsResponse response = new DescribeTopicPartitionsResponse();
        List<DescribeTopicPartitionsResponseTopic> topics = new ArrayList<>();
        for (String name : namesFrom(fromTopic, body.topics(), image)) {
            int first = name.equals(fromTopic) ? fromPartition : 0;
            if (left == 0) {
                response.nextCursor(new Cursor().topicName(name).partitionIndex(first));
                break;
            }
            TopicImage topic = image.topic(name);
            if (topic == null) {
                topics.add(unknown(name));
                continue;
            }
            if (first >= topic.partitions().size()) {
                continue;
            }
            int end = (int) Math.min(topic.partitions().size(), (long) first + left);
            topics.add(describe(topic, first, end));
            left -= end - first;
            if (end < topic.partitions().size()) {
                response.nextCursor(new Cursor().topicName(name).partitionIndex(end));
                break;
            }
        }
        call.reply(response.topics(topics));
    }

    private static SortedSet<String> namesFrom(String from, List<TopicRequest> wanted, ClusterImage image) {
        SortedSet<String> names = new TreeSet<>();
        if (wanted.isEmpty()) {
            image.topics().forEach(topic -> names.add(topic.name()));
        } else {
            wanted.forEach(topic -> names.add(topic.name()));
        }
        return names.tailSet(from);
    }

    private static DescribeTopicPartitionsResponseTopic unknown(String name) {
        Errors error = Topic.isValid(name) ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.INVALID_TOPIC_EXCEPTION;
        return new DescribeTopicPartitionsResponseTopic().name(name).errorCode(error.code());
    }

    private DescribeTopicPartitionsResponseTopic describe(TopicImage topic, int first, int end) {
        LocalTopic local = services.partitions().table().topic(topic.id());
        List<DescribeTopicPartitionsResponsePartition> partitions = new ArrayList<>(end - first);
        for (int i = first; i < end; i++) {
            PartitionImage partition = topic.partition(i);
            boolean offline = MetadataApi.isOffline(local, partition);
            partitions.add(new DescribeTopicPartitionsResponsePartition()
                    .partitionIndex(i)
                    .errorCode((offline ? Errors.LEADER_NOT_AVAILABLE : Errors.NONE).code())
                    .leaderId(offline ? PartitionImage.NO_LEADER : partition.leader())
                    .leaderEpoch(partition.leaderEpoch())
                    .replicaNodes(partition.replicas())
                    .isrNodes(partition.isr())
                    .eligibleLeaderReplicas(List.of())
                    .lastKnownElr(List.of())
                    .offlineReplicas(offline ? partition.replicas() : List.of()));
        }
        return new DescribeTopicPartitionsResponseTopic()
                .name(topic.name())
                .topicId(topic.id())
                .isInternal(Topic.isInternal(topic.name()))
                .partitions(partitions)
                .topicAuthorizedOperations(AuthorizedOperations.ON_TOPIC);
    }
}
