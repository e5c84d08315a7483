package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AlterShareGroupOffsetsRequest;
import io.headrace.protocol.message.AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestPartition;
import io.headrace.protocol.message.AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestTopic;
import io.headrace.protocol.message.AlterShareGroupOffsetsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sets where a share group goes on, by partition (AlterShareGroupOffsets, KIP-932). */
public final class AlterShareOffsetsOperation implements Operation<TopicPartition, Void> {

    private final String groupId;
    private final Map<TopicPartition, Long> offsets;

    /**
     * @param groupId the group
     * @param offsets the first record that is not done, by partition
     */
    public AlterShareOffsetsOperation(String groupId, Map<TopicPartition, Long> offsets) {
        this.groupId = groupId;
        this.offsets = offsets;
    }

    @Override
    public String what(TopicPartition item) {
        return "the offset of share group " + groupId + " for partition " + item + " to be set to " + offsets.get(item);
    }

    @Override
    public Route route(TopicPartition item) {
        return Route.group(groupId);
    }

    @Override
    public Call call(List<TopicPartition> items, int timeoutMs) {
        Map<String, AlterShareGroupOffsetsRequestTopic> topics = new LinkedHashMap<>();
        for (TopicPartition item : items) {
            topics.computeIfAbsent(item.topic(), name -> new AlterShareGroupOffsetsRequestTopic().topicName(name))
                    .partitions()
                    .add(new AlterShareGroupOffsetsRequestPartition()
                            .partitionIndex(item.partition())
                            .startOffset(offsets.get(item)));
        }
        return Call.of(new AlterShareGroupOffsetsRequest().groupId(groupId).topics(List.copyOf(topics.values())));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartition> items,
            Answers<TopicPartition, Void> answers) {
        AlterShareGroupOffsetsResponse told = (AlterShareGroupOffsetsResponse) response;
        Errors ofGroup = Errors.forCode(told.errorCode());
        if (ofGroup != Errors.NONE) {
            items.forEach(item -> GroupAnswers.failed(answers, item, groupId, ofGroup, told.errorMessage()));
            return;
        }
        told.responses()
                .forEach(topic -> topic.partitions().forEach(p -> {
                    TopicPartition item = new TopicPartition(topic.topicName(), p.partitionIndex());
                    Errors error = Errors.forCode(p.errorCode());
                    if (!items.contains(item)) {
                        return;
                    }
                    if (error == Errors.NONE) {
                        answers.succeed(item, null);
                    } else {
                        GroupAnswers.failed(answers, item, groupId, error, p.errorMessage());
                    }
                }));
    }
}
