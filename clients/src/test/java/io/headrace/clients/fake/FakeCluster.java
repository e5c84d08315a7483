package io.headrace.clients.fake;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.headrace.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceRequest.PartitionProduceData;
import io.headrace.protocol.message.ProduceRequest.TopicProduceData;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.protocol.message.ProduceResponse.LeaderIdAndEpoch;
import io.headrace.protocol.message.ProduceResponse.NodeEndpoint;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.protocol.message.ProduceResponse.TopicProduceResponse;
import io.headrace.protocol.wire.BufferRecordBytes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Brokers that share topics in memory. Its monitor guards all of its state; requests are served on the brokers' loops.
 */
public final class FakeCluster implements AutoCloseable {

    /** Decides what goes wrong. Called with the cluster's monitor held. */
    public interface Mischief {
        Fault with(int brokerId, ApiMessage request, int version);
    }

    /** Decides which error a partition's batch gets instead of being appended. */
    public interface ProduceErrors {
        Errors forBatch(String topic, int partition);
    }

    private static final class Topic {
        private final Uuid id = Uuid.randomUuid();
        private final List<FakePartition> partitions = new ArrayList<>();
    }

    private final Map<Integer, FakeBroker> brokers = new LinkedHashMap<>();
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final Map<ApiKey, int[]> ranges = new EnumMap<>(ApiKey.class);
    private final Map<ApiKey, Integer> counts = new EnumMap<>(ApiKey.class);
    private Mischief mischief = (broker, request, version) -> Fault.NONE;
    private ProduceErrors produceErrors = (topic, partition) -> Errors.NONE;
    private long nextProducerId = 1_000;
    private int controllerId;
    private boolean hintsLeaders;
    private Errors unknownTopicError = Errors.UNKNOWN_TOPIC_OR_PARTITION;

    /** Starts brokers with the ids 0, 1, ... */
    public FakeCluster(int size) {
        for (ApiKey key : List.of(ApiKey.API_VERSIONS, ApiKey.METADATA, ApiKey.PRODUCE, ApiKey.INIT_PRODUCER_ID)) {
            ranges.put(key, new int[] {key.lowestVersion(), key.highestStableVersion()});
        }
        for (int id = 0; id < size; id++) {
            brokers.put(id, new FakeBroker(id, this));
        }
    }

    /** Where all brokers listen. */
    public String bootstrapServers() {
        return brokers.values().stream().map(b -> "127.0.0.1:" + b.port()).collect(Collectors.joining(","));
    }

    /** Where one broker listens. */
    public int port(int brokerId) {
        return brokers.get(brokerId).port();
    }

    /** What the brokers say they support. */
    public synchronized void supports(ApiKey key, int lowest, int highest) {
        ranges.put(key, new int[] {lowest, highest});
    }

    /** A topic whose partitions are led by one broker after the other. */
    public synchronized void createTopic(String name, int partitions) {
        Topic topic = new Topic();
        topics.put(name, topic);
        addPartitions(name, partitions);
    }

    /** The topic is gone; one of its name that is made later has another id. */
    public synchronized void deleteTopic(String name) {
        topics.remove(name);
    }

    /** More partitions for a topic. */
    public synchronized void addPartitions(String name, int more) {
        Topic topic = topics.get(name);
        for (int i = 0; i < more; i++) {
            topic.partitions.add(new FakePartition(topic.partitions.size() % brokers.size()));
        }
    }

    /** Gives a partition another leader, -1 for none. */
    public synchronized void moveLeader(String topic, int partition, int leader) {
        partition(topic, partition).moveTo(leader);
    }

    /** The largest batch that a partition takes. */
    public synchronized void maxBatchBytes(String topic, int partition, int bytes) {
        partition(topic, partition).maxBatchBytes(bytes);
    }

    /** A partition forgets its producers, as when all their records were deleted. */
    public synchronized void forgetWriters(String topic, int partition) {
        partition(topic, partition).forgetWriters();
    }

    /** What a partition has taken in. */
    public synchronized List<FakePartition.Stored> records(String topic, int partition) {
        return partition(topic, partition).records();
    }

    /** The sizes of the batches that a partition has taken in. */
    public synchronized List<Integer> batchSizes(String topic, int partition) {
        return partition(topic, partition).batchSizes();
    }

    /** What goes wrong from now on. */
    public synchronized void mischief(Mischief next) {
        mischief = next;
    }

    /** Which batches are refused from now on. */
    public synchronized void produceErrors(ProduceErrors next) {
        produceErrors = next;
    }

    /** What metadata says about topics that are not there. */
    public synchronized void unknownTopicError(Errors error) {
        unknownTopicError = error;
    }

    /** Whom metadata names as controller. */
    public synchronized void controller(int brokerId) {
        controllerId = brokerId;
    }

    /** Whether answers to produce requests say who leads a partition now (KIP-951). */
    public synchronized void hintsLeaders(boolean hints) {
        hintsLeaders = hints;
    }

    /** How many requests of a kind came in. */
    public synchronized int count(ApiKey key) {
        return counts.getOrDefault(key, 0);
    }

    /** Closes all connections to a broker. */
    public void disconnectAll(int brokerId) {
        brokers.get(brokerId).disconnectAll();
    }

    /** The broker is gone: its port refuses connections. */
    public void stop(int brokerId) {
        brokers.get(brokerId).close();
    }

    /** Open connections to all brokers. */
    public int connections() {
        return brokers.values().stream().mapToInt(FakeBroker::connections).sum();
    }

    private FakePartition partition(String topic, int partition) {
        return topics.get(topic).partitions.get(partition);
    }

    synchronized Fault faultFor(int brokerId, ApiMessage request, int version) {
        counts.merge(request.apiKey(), 1, Integer::sum);
        return mischief.with(brokerId, request, version);
    }

    synchronized boolean isInRange(ApiKey key, int version) {
        int[] range = ranges.get(key);
        return range != null && version >= range[0] && version <= range[1];
    }

    /** Serves a request; null when it has no answer. */
    synchronized ApiMessage serve(int brokerId, ApiMessage request, int version) {
        return switch (request.apiKey()) {
            case API_VERSIONS -> apiVersions(Errors.NONE);
            case METADATA -> metadata((MetadataRequest) request, version);
            case PRODUCE -> produce(brokerId, (ProduceRequest) request, version);
            case INIT_PRODUCER_ID ->
                new InitProducerIdResponse().producerId(nextProducerId++).producerEpoch((short) 0);
            default -> throw new IllegalStateException("not scripted: " + request.apiKey());
        };
    }

    synchronized ApiVersionsResponse apiVersions(Errors error) {
        ApiVersionsResponse response = new ApiVersionsResponse().errorCode(error.code());
        ranges.forEach((key, range) -> response.apiKeys()
                .add(new ApiVersionsResponse.ApiVersion()
                        .apiKey(key.id())
                        .minVersion((short) range[0])
                        .maxVersion((short) range[1])));
        return response;
    }

    private MetadataResponse metadata(MetadataRequest request, int version) {
        MetadataResponse response = new MetadataResponse().clusterId("fake").controllerId(controllerId);
        brokers.forEach((id, broker) -> {
            if (!broker.isClosed()) {
                response.brokers()
                        .add(new MetadataResponseBroker()
                                .nodeId(id)
                                .host("127.0.0.1")
                                .port(broker.port()));
            }
        });
        List<String> asked = new ArrayList<>();
        if (request.topics() == null) {
            asked.addAll(topics.keySet());
        } else {
            for (MetadataRequestTopic topic : request.topics()) {
                asked.add(topic.name());
            }
        }
        for (String name : asked) {
            response.topics().add(topicMetadata(name, version));
        }
        return response;
    }

    private MetadataResponseTopic topicMetadata(String name, int version) {
        MetadataResponseTopic answer = new MetadataResponseTopic().name(name);
        Topic topic = topics.get(name);
        if (topic == null) {
            return answer.errorCode(unknownTopicError.code());
        }
        if (version >= 10) {
            answer.topicId(topic.id);
        }
        for (int i = 0; i < topic.partitions.size(); i++) {
            FakePartition partition = topic.partitions.get(i);
            MetadataResponsePartition told = new MetadataResponsePartition()
                    .partitionIndex(i)
                    .leaderId(partition.leader())
                    .replicaNodes(List.of(partition.leader()))
                    .isrNodes(List.of(partition.leader()));
            if (partition.leader() < 0) {
                told.errorCode(Errors.LEADER_NOT_AVAILABLE.code());
            }
            if (version >= 7) {
                told.leaderEpoch(partition.leaderEpoch());
            }
            answer.partitions().add(told);
        }
        return answer;
    }

    private ProduceResponse produce(int brokerId, ProduceRequest request, int version) {
        ProduceResponse response = new ProduceResponse();
        for (TopicProduceData topic : request.topicData()) {
            String name = version >= 13 ? nameOf(topic.topicId()) : topic.name();
            TopicProduceResponse answer = new TopicProduceResponse();
            if (version >= 13) {
                answer.topicId(topic.topicId());
            } else {
                answer.name(topic.name());
            }
            for (PartitionProduceData data : topic.partitionData()) {
                PartitionProduceResponse appended = append(brokerId, name, data, version);
                answer.partitionResponses().add(appended);
                if (hintsLeaders && appended.errorCode() == Errors.NOT_LEADER_OR_FOLLOWER.code()) {
                    hintLeader(response, appended, partition(name, data.index()));
                }
            }
            response.responses().add(answer);
        }
        return request.acks() == 0 ? null : response;
    }

    private void hintLeader(ProduceResponse response, PartitionProduceResponse answer, FakePartition partition) {
        int leader = partition.leader();
        answer.currentLeader(new LeaderIdAndEpoch().leaderId(leader).leaderEpoch(partition.leaderEpoch()));
        if (leader >= 0) {
            response.nodeEndpoints()
                    .add(new NodeEndpoint().nodeId(leader).host("127.0.0.1").port(port(leader)));
        }
    }

    private PartitionProduceResponse append(int brokerId, String topic, PartitionProduceData data, int version) {
        PartitionProduceResponse answer =
                new PartitionProduceResponse().index(data.index()).baseOffset(-1);
        Topic known = topic == null ? null : topics.get(topic);
        if (known == null) {
            Errors unknown = version >= 13 ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
            return answer.errorCode(unknown.code());
        }
        FakePartition partition = known.partitions.get(data.index());
        if (partition.leader() != brokerId) {
            return answer.errorCode(Errors.NOT_LEADER_OR_FOLLOWER.code());
        }
        Errors error = produceErrors.forBatch(topic, data.index());
        if (error != Errors.NONE && error != Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND) {
            return answer.errorCode(error.code());
        }
        FakePartition.Appended appended = partition.append(((BufferRecordBytes) data.records()).buffer());
        if (appended.error() == Errors.NONE && error != Errors.NONE) {
            return answer.errorCode(error.code());
        }
        return answer.errorCode(appended.error().code()).baseOffset(appended.baseOffset());
    }

    private String nameOf(Uuid id) {
        for (Map.Entry<String, Topic> entry : topics.entrySet()) {
            if (entry.getValue().id.equals(id)) {
                return entry.getKey();
            }
        }
        return null;
    }

    @Override
    public void close() {
        brokers.values().forEach(FakeBroker::close);
    }
}
