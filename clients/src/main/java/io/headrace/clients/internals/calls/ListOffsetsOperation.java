package io.headrace.clients.internals.calls;

import io.headrace.clients.internals.Call;
import io.headrace.common.IsolationLevel;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.headrace.protocol.message.ListOffsetsResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Asks the leaders of partitions for offsets, by timestamp or by meaning (ListOffsets). */
public class ListOffsetsOperation implements Operation<TopicPartition, FoundOffset> {

    private static final int WITH_ISOLATION = 2;
    private static final int WITH_MAX_TIMESTAMP = 7;
    private static final int WITH_EARLIEST_LOCAL = 8;
    private static final int WITH_LATEST_TIERED = 9;
    private static final int WITH_PENDING_UPLOAD = 11;

    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final long PENDING_UPLOAD = -6;

    private final Map<TopicPartition, Long> timestamps;
    private final IsolationLevel isolation;
    private final ToIntFunction<TopicPartition> leaderEpoch;

    /**
     * @param timestamps what to ask for: milliseconds since 1970, or one of the negative numbers with a meaning of their own
     * @param isolation what "latest" means
     * @param leaderEpoch the epoch in which the leader is believed to be, -1 when that is not known
     */
    public ListOffsetsOperation(
            Map<TopicPartition, Long> timestamps, IsolationLevel isolation, ToIntFunction<TopicPartition> leaderEpoch) {
        this.timestamps = Map.copyOf(timestamps);
        this.isolation = isolation;
        this.leaderEpoch = leaderEpoch;
    }

    /** The first version of ListOffsets that knows what a timestamp means. */
    public static int lowestVersion(long timestamp) {
        if (timestamp == MAX_TIMESTAMP) {
            return WITH_MAX_TIMESTAMP;
        } else if (timestamp == EARLIEST_LOCAL) {
            return WITH_EARLIEST_LOCAL;
        } else if (timestamp == LATEST_TIERED) {
            return WITH_LATEST_TIERED;
        } else if (timestamp == PENDING_UPLOAD) {
            return WITH_PENDING_UPLOAD;
        }
        return ApiKey.LIST_OFFSETS.lowestVersion();
    }

    @Override
    public String what(TopicPartition item) {
        return "an offset of partition " + item;
    }

    @Override
    public Route route(TopicPartition item) {
        return Route.leader(item);
    }

    @Override
    public Call call(List<TopicPartition> items, int timeoutMs) {
        int lowest = isolation == IsolationLevel.READ_COMMITTED ? WITH_ISOLATION : 0;
        Map<String, List<ListOffsetsPartition>> byTopic = new HashMap<>();
        for (TopicPartition item : items) {
            long timestamp = timestamps.get(item);
            lowest = Math.max(lowest, lowestVersion(timestamp));
            byTopic.computeIfAbsent(item.topic(), t -> new ArrayList<>())
                    .add(new ListOffsetsPartition()
                            .partitionIndex(item.partition())
                            .currentLeaderEpoch(leaderEpoch.applyAsInt(item))
                            .timestamp(timestamp));
        }
        List<ListOffsetsTopic> topics = new ArrayList<>();
        byTopic.forEach((name, partitions) ->
                topics.add(new ListOffsetsTopic().name(name).partitions(partitions)));
        ListOffsetsRequest request = new ListOffsetsRequest()
                .replicaId(-1)
                .isolationLevel(isolation.id())
                .topics(topics)
                .timeoutMs(timeoutMs);
        return Call.of(request, lowest, ApiKey.LIST_OFFSETS.highestStableVersion());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartition> items,
            Answers<TopicPartition, FoundOffset> answers) {
        for (ListOffsetsTopicResponse topic : ((ListOffsetsResponse) response).topics()) {
            for (ListOffsetsPartitionResponse p : topic.partitions()) {
                TopicPartition partition = new TopicPartition(topic.name(), p.partitionIndex());
                if (items.contains(partition)) {
                    read(partition, p, answers);
                }
            }
        }
    }

    private static void read(
            TopicPartition partition, ListOffsetsPartitionResponse p, Answers<TopicPartition, FoundOffset> answers) {
        Errors error = Errors.forCode(p.errorCode());
        if (error == Errors.NONE) {
            answers.succeed(partition, new FoundOffset(p.offset(), p.timestamp(), p.leaderEpoch()));
        } else if (error == Errors.TOPIC_AUTHORIZATION_FAILED) {
            answers.fail(partition, new TopicAuthorizationException(Set.of(partition.topic())));
        } else if (error.isRetriable()) {
            answers.retry(partition, error.exception());
        } else {
            answers.fail(partition, error.exception());
        }
    }
}
