package io.headrace.clients.admin.internals.transactions;

import io.headrace.clients.admin.AbortTransactionSpec;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.WriteTxnMarkersRequest;
import io.headrace.protocol.message.WriteTxnMarkersRequest.WritableTxnMarker;
import io.headrace.protocol.message.WriteTxnMarkersRequest.WritableTxnMarkerTopic;
import io.headrace.protocol.message.WriteTxnMarkersResponse;
import java.util.List;
import java.util.Set;

/** Aborts a transaction on one partition, in its coordinator's place: writes the marker itself (WriteTxnMarkers). */
public final class AbortTransactionOperation implements Operation<TopicPartition, Void> {

    private final AbortTransactionSpec spec;

    public AbortTransactionOperation(AbortTransactionSpec spec) {
        this.spec = spec;
    }

    @Override
    public String what(TopicPartition item) {
        return "the transaction of producer " + spec.producerId() + " on partition " + item + " to be aborted";
    }

    @Override
    public Route route(TopicPartition item) {
        return Route.leader(item);
    }

    @Override
    public Call call(List<TopicPartition> items, int timeoutMs) {
        TopicPartition partition = spec.topicPartition();
        return Call.of(new WriteTxnMarkersRequest()
                .markers(List.of(new WritableTxnMarker()
                        .producerId(spec.producerId())
                        .producerEpoch(spec.producerEpoch())
                        .coordinatorEpoch(spec.coordinatorEpoch())
                        .transactionResult(false)
                        .topics(List.of(new WritableTxnMarkerTopic()
                                .name(partition.topic())
                                .partitionIndexes(List.of(partition.partition())))))));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<TopicPartition> items,
            Answers<TopicPartition, Void> answers) {
        TopicPartition item = spec.topicPartition();
        ((WriteTxnMarkersResponse) response)
                .markers().stream()
                        .filter(marker -> marker.producerId() == spec.producerId())
                        .flatMap(marker -> marker.topics().stream())
                        .filter(topic -> topic.name().equals(item.topic()))
                        .flatMap(topic -> topic.partitions().stream())
                        .filter(partition -> partition.partitionIndex() == item.partition())
                        .forEach(partition -> answer(Errors.forCode(partition.errorCode()), item, answers));
    }

    private void answer(Errors error, TopicPartition item, Answers<TopicPartition, Void> answers) {
        if (error == Errors.NONE) {
            answers.succeed(item, null);
            return;
        }
        RuntimeException why = error.exception(error.message() + " (" + spec + ")");
        if (error == Errors.NOT_LEADER_OR_FOLLOWER
                || error == Errors.UNKNOWN_TOPIC_OR_PARTITION
                || error == Errors.REPLICA_NOT_AVAILABLE
                || error == Errors.BROKER_NOT_AVAILABLE) {
            answers.retry(item, why);
        } else {
            answers.fail(item, why);
        }
    }
}
