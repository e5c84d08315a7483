package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.DeletedRecords;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DeleteRecordsRequest;
import io.headrace.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.headrace.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.headrace.protocol.message.DeleteRecordsResponse;
import io.headrace.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.headrace.protocol.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deletes the oldest records of partitions; their leaders do it (DeleteRecords). */
public final class DeleteRecordsOperation implements Operation<TopicPartition, DeletedRecords> {

    private final Map<TopicPartition, RecordsToDelete> wanted;

    public DeleteRecordsOperation(Map<TopicPartition, RecordsToDelete> wanted) {
        this.wanted = wanted;
    }

    @Override
    public String what(TopicPartition item) {
        return "records of partition " + item + " to be deleted";
    }

    @Override
    public Route route(TopicPartition item) {
        return Route.leader(item);
    }

    @Override
    public Call call(List<TopicPartition> items, int timeoutMs) {
        Map<String, List<DeleteRecordsPartition>> byTopic = new HashMap<>();
        for (TopicPartition item : items) {
            byTopic.computeIfAbsent(item.topic(), t -> new ArrayList<>())
                    .add(new DeleteRecordsPartition()
                            .partitionIndex(item.partition())
                            .offset(wanted.get(item).beforeOffset()));
        }
        DeleteRecordsRequest request = new DeleteRecordsRequest().timeoutMs(timeoutMs);
        byTopic.forEach((name, partitions) ->
                request.topics().add(new DeleteRecordsTopic().name(name).partitions(partitions)));
        return Call.of(request);
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartition> items,
            Answers<TopicPartition, DeletedRecords> answers) {
        for (DeleteRecordsTopicResult topic : ((DeleteRecordsResponse) response).topics()) {
            for (DeleteRecordsPartitionResult p : topic.partitions()) {
                TopicPartition item = new TopicPartition(topic.name(), p.partitionIndex());
                if (!items.contains(item)) {
                    continue;
                }
                Errors error = Errors.forCode(p.errorCode());
                if (error == Errors.NONE) {
                    answers.succeed(item, new DeletedRecords(p.lowWatermark()));
                } else if (error.isRetriable()) {
                    answers.retry(item, error.exception());
                } else {
                    answers.fail(item, error.exception());
                }
            }
        }
    }
}
