package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ClusterMetadata;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.producer.internals.BrokerSink.Sent;
import io.headrace.clients.producer.internals.VerdictRules.Answer;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceRequest.PartitionProduceData;
import io.headrace.protocol.message.ProduceRequest.TopicProduceData;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.headrace.protocol.message.ProduceResponse.LeaderIdAndEpoch;
import io.headrace.protocol.message.ProduceResponse.NodeEndpoint;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.protocol.message.ProduceResponse.TopicProduceResponse;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.record.compress.CompressionType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One produce request and its answer, in terms of batches. Topics are named by id where the broker and the metadata can
 * (version 13), else by name. Immutable.
 */
final class ProduceExchange {

    private static final int FIRST_VERSION_WITH_IDS = 13;
    private static final int FIRST_VERSION_WITH_ZSTD = 7;

    private final List<Sent> batches;
    private final ProducerSettings settings;
    private final TransactionGuard transactions;
    private final Map<String, Uuid> ids = new HashMap<>();
    private boolean isEachTopicWithId = true;

    ProduceExchange(List<Sent> batches, ProducerSettings settings, TransactionGuard transactions, ClusterView view) {
        this.batches = batches;
        this.settings = settings;
        this.transactions = transactions;
        for (Sent sent : batches) {
            String topic = sent.lane().topicPartition().topic();
            TopicView known = view.topic(topic);
            boolean hasId = known != null && known.hasId();
            ids.put(topic, hasId ? known.id() : Uuid.ZERO_UUID);
            isEachTopicWithId &= hasId;
        }
    }

    /** The request as a call. */
    Call call() {
        ApiKey key = ApiKey.PRODUCE;
        boolean isZstd = settings.codec().type() == CompressionType.ZSTD;
        int lowest = isZstd ? FIRST_VERSION_WITH_ZSTD : key.lowestVersion();
        int highest = isEachTopicWithId ? key.highestStableVersion() : FIRST_VERSION_WITH_IDS - 1;
        if (transactions.isTransactional()) {
            // From version 12 on a request also adds its partitions to the transaction.
            int firstThatAdds = TransactionCalls.FIRST_PRODUCE_THAT_ADDS;
            boolean adds = transactions.writingAddsPartitions();
            lowest = adds ? firstThatAdds : lowest;
            highest = adds ? highest : Math.min(highest, firstThatAdds - 1);
        }
        Call call = Call.of(key, lowest, highest, version -> body());
        return settings.acks() == 0 ? call.unanswered() : call;
    }

    private ProduceRequest body() {
        Map<String, TopicProduceData> topics = new LinkedHashMap<>();
        for (Sent sent : batches) {
            TopicPartition where = sent.lane().topicPartition();
            topics.computeIfAbsent(
                            where.topic(),
                            name -> new TopicProduceData().name(name).topicId(ids.get(name)))
                    .partitionData()
                    .add(new PartitionProduceData()
                            .index(where.partition())
                            .records(new BufferRecordBytes(sent.batch().bytes())));
        }
        return new ProduceRequest()
                .transactionalId(transactions.transactionalId())
                .acks(settings.acks())
                .timeoutMs((int) settings.requestTimeoutMs())
                .topicData(new ArrayList<>(topics.values()));
    }

    /**
     * What the broker says about each batch, in the order in which they were given.
     *
     * @param response null when none is due (acks=0): then a batch counts as taken in when it was sent
     */
    List<Answer> answers(ProduceResponse response, int version) {
        if (response == null) {
            return Collections.nCopies(batches.size(), Answer.of(Errors.NONE));
        }
        Map<TopicPartition, PartitionProduceResponse> byPartition = new HashMap<>();
        for (TopicProduceResponse topic : response.responses()) {
            String name = version >= FIRST_VERSION_WITH_IDS ? nameOf(topic.topicId()) : topic.name();
            if (name != null) {
                for (PartitionProduceResponse partition : topic.partitionResponses()) {
                    byPartition.put(new TopicPartition(name, partition.index()), partition);
                }
            }
        }
        List<Answer> answers = new ArrayList<>(batches.size());
        for (Sent sent : batches) {
            answers.add(answer(byPartition.get(sent.lane().topicPartition())));
        }
        return answers;
    }

    private String nameOf(Uuid id) {
        for (Map.Entry<String, Uuid> entry : ids.entrySet()) {
            if (entry.getValue().equals(id)) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static Answer answer(PartitionProduceResponse partition) {
        if (partition == null) {
            return new Answer(
                    Errors.UNKNOWN_SERVER_ERROR, "the broker's answer leaves this partition out", -1, -1, Map.of());
        }
        Map<Integer, String> recordErrors = new HashMap<>();
        for (BatchIndexAndErrorMessage error : partition.recordErrors()) {
            recordErrors.put(error.batchIndex(), error.batchIndexErrorMessage());
        }
        return new Answer(
                Errors.forCode(partition.errorCode()),
                partition.errorMessage(),
                partition.baseOffset(),
                partition.logAppendTimeMs(),
                recordErrors);
    }

    /** Passes on where partitions are led now, as far as the answer tells (KIP-951). */
    void tellLeaders(ProduceResponse response, int version, ClusterMetadata metadata) {
        if (response == null || response.nodeEndpoints().isEmpty()) {
            return;
        }
        Map<Integer, Node> endpoints = new HashMap<>();
        for (NodeEndpoint endpoint : response.nodeEndpoints()) {
            endpoints.put(
                    endpoint.nodeId(), new Node(endpoint.nodeId(), endpoint.host(), endpoint.port(), endpoint.rack()));
        }
        for (TopicProduceResponse topic : response.responses()) {
            String name = version >= FIRST_VERSION_WITH_IDS ? nameOf(topic.topicId()) : topic.name();
            for (PartitionProduceResponse partition : topic.partitionResponses()) {
                LeaderIdAndEpoch leader = partition.currentLeader();
                if (name != null && leader.leaderId() >= 0) {
                    metadata.leaderHint(
                            name,
                            partition.index(),
                            leader.leaderId(),
                            leader.leaderEpoch(),
                            endpoints.get(leader.leaderId()));
                }
            }
        }
    }
}
