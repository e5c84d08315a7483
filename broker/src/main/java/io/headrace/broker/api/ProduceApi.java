package io.headrace.broker.api;

import io.headrace.broker.meter.LoopMeter;
import io.headrace.broker.quota.QuotaType;
import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.broker.replica.PartitionTable;
import io.headrace.common.errors.ApiException;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.log.AdmittedBatches;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceRequest.PartitionProduceData;
import io.headrace.protocol.message.ProduceRequest.TopicProduceData;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.protocol.message.ProduceResponse.TopicProduceResponse;
import io.headrace.record.BatchHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends batches. Each is checked on the connection's loop, and appended on the loop of its partition: at once when that
 * is the same one, otherwise with one command per loop.
 */
final class ProduceApi extends Api<ProduceRequest> {

    private static final int FIRST_BY_ID = 13;

    private final Services services;

    ProduceApi(Services services) {
        super(ApiKey.PRODUCE, 3, 13);
        this.services = services;
    }

    /** Old librdkafka and the Java client tell codecs and formats from this number (KAFKA-18659). */
    @Override
    int lowestAdvertised() {
        return 0;
    }

    @Override
    boolean needsFrame() {
        return true;
    }

    @Override
    void handle(Call<ProduceRequest> call) {
        ProduceRequest body = call.body();
        Produce produce = new Produce(
                call,
                services.loops().size(),
                services.gates(),
                services.clockMs().getAsLong());
        call.throttle().use(QuotaType.PRODUCE, call.request().bytes());
        PartitionTable table = services.partitions().table();
        Admission admission = services.admissions().get(call.loop().index());
        List<TopicProduceResponse> topics = new ArrayList<>(body.topicData().size());
        for (TopicProduceData topic : body.topicData()) {
            boolean byId = call.version() >= FIRST_BY_ID;
            LocalTopic local = byId ? table.topic(topic.topicId()) : table.topic(topic.name());
            Errors unknown = byId ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
            List<PartitionProduceResponse> answers =
                    new ArrayList<>(topic.partitionData().size());
            for (PartitionProduceData data : topic.partitionData()) {
                PartitionProduceResponse answer =
                        new PartitionProduceResponse().index(data.index()).baseOffset(Produce.NO_OFFSET);
                answers.add(answer);
                Partition partition = local == null ? null : local.partition(data.index());
                Errors refusal = refusalOf(body, local);
                if (refusal != Errors.NONE) {
                    produce.refuse(answer, refusal.exception());
                } else if (partition == null) {
                    produce.refuse(answer, (local == null ? unknown : local.errorFor(data.index())).exception());
                } else {
                    admit(produce, admission, data, partition, answer, call.meter());
                }
            }
            topics.add(new TopicProduceResponse()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitionResponses(answers));
        }
        produce.start(new ProduceResponse().responses(topics));
    }

    private static Errors refusalOf(ProduceRequest body, LocalTopic topic) {
        if (body.acks() < Produce.ACKS_ALL || body.acks() > Produce.ACKS_LEADER) {
            return Errors.INVALID_REQUIRED_ACKS;
        }
        if (topic != null && Topic.isInternal(topic.name())) {
            // Coordinators hold what is there in memory, and would not see it.
            return Errors.INVALID_TOPIC_EXCEPTION;
        }
        return Errors.NONE;
    }

    private static void admit(
            Produce produce,
            Admission admission,
            PartitionProduceData data,
            Partition partition,
            PartitionProduceResponse answer,
            LoopMeter meter) {
        try {
            AdmittedBatches batch = admission.admit(data, partition, produce.version(), produce.nowMs());
            meter.produced(partition.topicPartition().topic(), batch.sizeInBytes(), batch.recordCount());
            BatchHeader header = admission.lastAdmitted();
            if (header.isTransactional()) {
                produce.addTransactional(partition, batch, header, answer);
            } else {
                produce.add(partition, batch, answer);
            }
        } catch (ApiException e) {
            produce.refuse(answer, e);
        }
    }
}
