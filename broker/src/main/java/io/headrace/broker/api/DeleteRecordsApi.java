package io.headrace.broker.api;

import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.common.KafkaException;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DeleteRecordsRequest;
import io.headrace.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.headrace.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.headrace.protocol.message.DeleteRecordsResponse;
import io.headrace.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.headrace.protocol.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Raises the log start offset of partitions (KIP-107), each on its own loop. */
final class DeleteRecordsApi extends Api<DeleteRecordsRequest> {

    private static final long UP_TO_HIGH_WATERMARK = -1;
    private static final long NO_LOW_WATERMARK = -1;

    private final Services services;

    DeleteRecordsApi(Services services) {
        super(ApiKey.DELETE_RECORDS, 0, 2);
        this.services = services;
    }

    @Override
    void handle(Call<DeleteRecordsRequest> call) {
        List<DeleteRecordsTopicResult> topics = new ArrayList<>();
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        for (DeleteRecordsTopic topic : call.body().topics()) {
            LocalTopic local = services.partitions().table().topic(topic.name());
            List<DeleteRecordsPartitionResult> results = new ArrayList<>();
            for (DeleteRecordsPartition wanted : lastOfEach(topic)) {
                DeleteRecordsPartitionResult result = new DeleteRecordsPartitionResult()
                        .partitionIndex(wanted.partitionIndex())
                        .lowWatermark(NO_LOW_WATERMARK);
                results.add(result);
                Partition partition = local == null ? null : local.partition(wanted.partitionIndex());
                if (partition == null) {
                    Errors error =
                            local == null ? Errors.UNKNOWN_TOPIC_OR_PARTITION : local.errorFor(wanted.partitionIndex());
                    result.errorCode(error.code());
                } else if (Topic.isInternal(local.name())) {
                    result.errorCode(Errors.INVALID_TOPIC_EXCEPTION.code());
                } else {
                    underWay.add(CompletableFuture.runAsync(
                            () -> delete(partition, wanted.offset(), result), partition.loop()::run));
                }
            }
            topics.add(new DeleteRecordsTopicResult().name(topic.name()).partitions(results));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
        call.when(all, (nothing, failure) -> call.reply(new DeleteRecordsResponse().topics(topics)));
    }

    /** A partition that is named twice is taken as it is named last. */
    private static Collection<DeleteRecordsPartition> lastOfEach(DeleteRecordsTopic topic) {
        Map<Integer, DeleteRecordsPartition> byNumber = new LinkedHashMap<>();
        topic.partitions().forEach(partition -> byNumber.put(partition.partitionIndex(), partition));
        return byNumber.values();
    }

    private static void delete(Partition partition, long upTo, DeleteRecordsPartitionResult result) {
        long offset = upTo == UP_TO_HIGH_WATERMARK ? partition.highWatermark() : upTo;
        if (partition.isDeleted()) {
            result.errorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        } else if (!partition.config().delete()) {
            result.errorCode(Errors.POLICY_VIOLATION.code());
        } else if (offset < 0 || offset > partition.highWatermark()) {
            result.errorCode(Errors.OFFSET_OUT_OF_RANGE.code());
        } else {
            try {
                partition.raiseLogStartOffset(offset);
                result.lowWatermark(partition.view().logStartOffset());
            } catch (KafkaException e) {
                result.errorCode(Errors.forException(e).code());
            }
        }
    }
}
