package io.headrace.broker.api;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.WriteTxnMarkersRequest;
import io.headrace.protocol.message.WriteTxnMarkersRequest.WritableTxnMarker;
import io.headrace.protocol.message.WriteTxnMarkersRequest.WritableTxnMarkerTopic;
import io.headrace.protocol.message.WriteTxnMarkersResponse;
import io.headrace.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult;
import io.headrace.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerResult;
import io.headrace.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerTopicResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the ends of transactions to partitions, for coordinators elsewhere and for administrators who end a transaction
 * that its coordinator knows nothing of (KIP-664).
 */
final class WriteTxnMarkersApi extends Api<WriteTxnMarkersRequest> {

    private final Services services;

    WriteTxnMarkersApi(Services services) {
        super(ApiKey.WRITE_TXN_MARKERS, 1, 2);
        this.services = services;
    }

    @Override
    void handle(Call<WriteTxnMarkersRequest> call) {
        List<TransactionEnd> ends = new ArrayList<>();
        List<TopicPartition> targets = new ArrayList<>();
        for (WritableTxnMarker marker : call.body().markers()) {
            TransactionEnd end = endIn(marker);
            for (WritableTxnMarkerTopic topic : marker.topics()) {
                for (int number : topic.partitionIndexes()) {
                    ends.add(end);
                    targets.add(new TopicPartition(topic.name(), number));
                }
            }
        }
        Gathering<Errors> gathering = new Gathering<>(call, targets.size(), errors -> reply(call, errors));
        for (int i = 0; i < targets.size(); i++) {
            services.transactions().partitionMarkers().write(targets.get(i), ends.get(i), gathering.part(i));
        }
    }

    private static TransactionEnd endIn(WritableTxnMarker marker) {
        return marker.transactionResult()
                ? TransactionEnd.commit(
                        marker.producerId(),
                        marker.producerEpoch(),
                        marker.coordinatorEpoch(),
                        marker.transactionVersion())
                : TransactionEnd.abort(
                        marker.producerId(),
                        marker.producerEpoch(),
                        marker.coordinatorEpoch(),
                        marker.transactionVersion());
    }

    /** The errors are in the order of the request. */
    private static void reply(Call<WriteTxnMarkersRequest> call, List<Errors> errors) {
        List<WritableTxnMarkerResult> results = new ArrayList<>();
        int next = 0;
        for (WritableTxnMarker marker : call.body().markers()) {
            List<WritableTxnMarkerTopicResult> topics = new ArrayList<>();
            for (WritableTxnMarkerTopic topic : marker.topics()) {
                List<WritableTxnMarkerPartitionResult> partitions = new ArrayList<>();
                for (int number : topic.partitionIndexes()) {
                    partitions.add(new WritableTxnMarkerPartitionResult()
                            .partitionIndex(number)
                            .errorCode(errors.get(next++).code()));
                }
                topics.add(new WritableTxnMarkerTopicResult().name(topic.name()).partitions(partitions));
            }
            results.add(new WritableTxnMarkerResult()
                    .producerId(marker.producerId())
                    .topics(topics));
        }
        call.reply(new WriteTxnMarkersResponse().markers(results));
    }
}
