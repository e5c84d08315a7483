package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DeleteShareGroupOffsetsRequest;
import io.headrace.protocol.message.DeleteShareGroupOffsetsRequest.DeleteShareGroupOffsetsRequestTopic;
import io.headrace.protocol.message.DeleteShareGroupOffsetsResponse;
import java.util.List;
import java.util.Set;

/** Has a share group forget topics, by topic (DeleteShareGroupOffsets, KIP-932). */
public final class DeleteShareOffsetsOperation implements Operation<String, Void> {

    private final String groupId;

    /** @param groupId the group */
    public DeleteShareOffsetsOperation(String groupId) {
        this.groupId = groupId;
    }

    @Override
    public String what(String item) {
        return "the offsets of share group " + groupId + " for topic " + item + " to be deleted";
    }

    @Override
    public Route route(String item) {
        return Route.group(groupId);
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        return Call.of(new DeleteShareGroupOffsetsRequest()
                .groupId(groupId)
                .topics(items.stream()
                        .map(item -> new DeleteShareGroupOffsetsRequestTopic().topicName(item))
                        .toList()));
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<String> items, Answers<String, Void> answers) {
        DeleteShareGroupOffsetsResponse told = (DeleteShareGroupOffsetsResponse) response;
        Errors ofGroup = Errors.forCode(told.errorCode());
        if (ofGroup != Errors.NONE) {
            items.forEach(item -> GroupAnswers.failed(answers, item, groupId, ofGroup, told.errorMessage()));
            return;
        }
        told.responses().stream()
                .filter(topic -> items.contains(topic.topicName()))
                .forEach(topic -> {
                    Errors error = Errors.forCode(topic.errorCode());
                    if (error == Errors.NONE) {
                        answers.succeed(topic.topicName(), null);
                    } else {
                        GroupAnswers.failed(answers, topic.topicName(), groupId, error, topic.errorMessage());
                    }
                });
    }
}
