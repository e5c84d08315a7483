package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.headrace.protocol.message.OffsetCommitResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Commits offsets for a group that has no members, by partition (OffsetCommit). */
public final class AlterOffsetsOperation implements Operation<TopicPartition, Void> {

    /** Versions 0 and 1 keep offsets elsewhere, or want a time with each. */
    private static final int LOWEST = 2;

    /** The last version that knows topics by name. */
    private static final int LAST_BY_NAME = 9;

    private static final int NO_EPOCH = -1;

    private final String groupId;
    private final Map<TopicPartition, OffsetAndMetadata> offsets;

    public AlterOffsetsOperation(String groupId, Map<TopicPartition, OffsetAndMetadata> offsets) {
        this.groupId = groupId;
        this.offsets = offsets;
    }

    @Override
    public String what(TopicPartition item) {
        return "the offset of group " + groupId + " for partition " + item + " to be changed";
    }

    @Override
    public Route route(TopicPartition item) {
        return Route.group(groupId);
    }

    @Override
    public Call call(List<TopicPartition> items, int timeoutMs) {
        Map<String, OffsetCommitRequestTopic> topics = new LinkedHashMap<>();
        for (TopicPartition item : items) {
            OffsetAndMetadata offset = offsets.get(item);
            topics.computeIfAbsent(item.topic(), name -> new OffsetCommitRequestTopic().name(name))
                    .partitions()
                    .add(new OffsetCommitRequestPartition()
                            .partitionIndex(item.partition())
                            .committedOffset(offset.offset())
                            .committedLeaderEpoch(offset.leaderEpoch().orElse(NO_EPOCH))
                            .committedMetadata(offset.metadata()));
        }
        return Call.of(
                new OffsetCommitRequest().groupId(groupId).topics(List.copyOf(topics.values())), LOWEST, LAST_BY_NAME);
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartition> items,
            Answers<TopicPartition, Void> answers) {
        for (OffsetCommitResponse.OffsetCommitResponseTopic topic : ((OffsetCommitResponse) response).topics()) {
            for (OffsetCommitResponse.OffsetCommitResponsePartition p : topic.partitions()) {
                TopicPartition item = new TopicPartition(topic.name(), p.partitionIndex());
                if (!items.contains(item)) {
                    continue;
                }
                Errors error = Errors.forCode(p.errorCode());
                if (error == Errors.NONE) {
                    answers.succeed(item, null);
                } else if (error == Errors.REBALANCE_IN_PROGRESS) {
                    answers.retry(item, GroupAnswers.failure(groupId, error, null));
                } else {
                    GroupAnswers.failed(answers, item, groupId, error, null);
                }
            }
        }
    }
}
