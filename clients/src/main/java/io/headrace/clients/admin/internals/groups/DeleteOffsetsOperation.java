package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.OffsetDeleteRequest;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.headrace.protocol.message.OffsetDeleteResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deletes committed offsets of topics that no member of the group reads, by partition (OffsetDelete). */
public final class DeleteOffsetsOperation implements Operation<TopicPartition, Void> {

    private final String groupId;

    public DeleteOffsetsOperation(String groupId) {
        this.groupId = groupId;
    }

    @Override
    public String what(TopicPartition item) {
        return "the offset of group " + groupId + " for partition " + item + " to be deleted";
    }

    @Override
    public Route route(TopicPartition item) {
        return Route.group(groupId);
    }

    @Override
    public Call call(List<TopicPartition> items, int timeoutMs) {
        Map<String, OffsetDeleteRequestTopic> topics = new LinkedHashMap<>();
        for (TopicPartition item : items) {
            topics.computeIfAbsent(item.topic(), name -> new OffsetDeleteRequestTopic().name(name))
                    .partitions()
                    .add(new OffsetDeleteRequestPartition().partitionIndex(item.partition()));
        }
        OffsetDeleteRequest request = new OffsetDeleteRequest().groupId(groupId);
        request.topics().addAll(topics.values());
        return Call.of(request);
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartition> items,
            Answers<TopicPartition, Void> answers) {
        OffsetDeleteResponse deleted = (OffsetDeleteResponse) response;
        Errors groupError = Errors.forCode(deleted.errorCode());
        if (groupError != Errors.NONE) {
            items.forEach(item -> GroupAnswers.failed(answers, item, groupId, groupError, null));
            return;
        }
        deleted.topics()
                .forEach(topic -> topic.partitions().forEach(p -> {
                    TopicPartition item = new TopicPartition(topic.name(), p.partitionIndex());
                    Errors error = Errors.forCode(p.errorCode());
                    if (!items.contains(item)) {
                        return;
                    }
                    if (error == Errors.NONE) {
                        answers.succeed(item, null);
                    } else {
                        GroupAnswers.failed(answers, item, groupId, error, null);
                    }
                }));
    }
}
