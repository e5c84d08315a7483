package io.headrace.clients.admin.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Config;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.CreateTopicsOptions;
import io.headrace.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import io.headrace.clients.admin.DeleteTopicsOptions;
import io.headrace.clients.admin.DescribeClusterOptions;
import io.headrace.clients.admin.DescribeConfigsOptions;
import io.headrace.clients.admin.DescribeTopicsOptions;
import io.headrace.clients.admin.EndpointType;
import io.headrace.clients.admin.ListTopicsOptions;
import io.headrace.clients.admin.LogDirDescription;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.clients.admin.TopicDescription;
import io.headrace.clients.admin.TopicListing;
import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.Outcome;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.ClusterAuthorizationException;
import io.headrace.common.errors.InvalidReplicationFactorException;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.common.errors.ThrottlingQuotaExceededException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import io.headrace.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.headrace.protocol.message.DeleteTopicsRequest;
import io.headrace.protocol.message.DeleteTopicsResponse;
import io.headrace.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.headrace.protocol.message.DescribeClusterResponse;
import io.headrace.protocol.message.DescribeConfigsResponse;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.headrace.protocol.message.DescribeLogDirsResponse;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.Cursor;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.headrace.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each operation asks, in which version, and what it makes of the answers. */
class OperationFormsTest {

    private final ScriptedLoop loop = new ScriptedLoop();
    private final Operations operations =
            new Operations(loop, new TopicInterest(loop), new Operations.Limits(30_000, 10, new Backoff(100, 1_000)));

    private static final class Result<K, V> implements Outcome<K, V> {
        private final Map<K, V> values = new HashMap<>();
        private final Map<K, RuntimeException> failures = new HashMap<>();

        @Override
        public void succeeded(K item, V value) {
            values.put(item, value);
        }

        @Override
        public void failed(K item, RuntimeException why) {
            failures.put(item, why);
        }
    }

    private <K, V> Result<K, V> start(Operation<K, V> operation, Collection<K> items) {
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 0, 1, 2).view());
        Result<K, V> result = new Result<>();
        operations.start(operation, items, 60_000, result);
        return result;
    }

    private static MetadataResponse metadata(MetadataResponseTopic... topics) {
        return new MetadataResponse()
                .clusterId("c")
                .controllerId(2)
                .brokers(List.of(
                        new MetadataResponseBroker().nodeId(1).host("one").port(1),
                        new MetadataResponseBroker().nodeId(2).host("two").port(2)))
                .topics(Arrays.asList(topics));
    }

    // ---- create ----

    private Result<String, TopicMetadataAndConfig> create(NewTopic topic, CreateTopicsOptions options) {
        return start(new CreateTopicsOperation(Map.of(topic.name(), topic), options), List.of(topic.name()));
    }

    private static CreateTopicsResponse created(Errors error) {
        return new CreateTopicsResponse()
                .throttleTimeMs(5_000)
                .topics(List.of(new CreatableTopicResult()
                        .name("n")
                        .errorCode(error.code())
                        .errorMessage(error == Errors.NONE ? null : "because")
                        .topicId(new Uuid(1, 2))
                        .numPartitions(3)
                        .replicationFactor((short) 1)
                        .configs(List.of(
                                new CreatableTopicConfigs().name("a").value("b").configSource((byte) 5)))));
    }

    @Test
    void createSendsTheTopicToTheControllerAndReadsWhatItGot() {
        NewTopic topic = new NewTopic("n", 3, (short) 2).configs(Map.of("k", "v"));
        Result<String, TopicMetadataAndConfig> result = create(topic, new CreateTopicsOptions().validateOnly(true));
        ScriptedLoop.Sent sent = loop.take();
        assertEquals(Target.CONTROLLER, sent.target());
        CreateTopicsRequest request = (CreateTopicsRequest) sent.request();
        assertTrue(request.validateOnly());
        assertEquals(3, request.topics().get(0).numPartitions());
        assertEquals(2, request.topics().get(0).replicationFactor());
        assertEquals("v", request.topics().get(0).configs().get(0).value());
        sent.answer(created(Errors.NONE));
        TopicMetadataAndConfig made = result.values.get("n");
        assertEquals(new Uuid(1, 2), made.topicId());
        assertEquals(3, made.numPartitions());
        assertEquals(
                ConfigEntry.ConfigSource.DEFAULT_CONFIG, made.config().get("a").source());
    }

    @Test
    void brokerDefaultsNeedAVersionThatKnowsThem() {
        create(new NewTopic("n", Optional.empty(), Optional.empty()), new CreateTopicsOptions());
        assertEquals(4, loop.take().call().lowestVersion());
        create(new NewTopic("n", Map.of(0, List.of(1))), new CreateTopicsOptions());
        assertEquals(2, loop.take().call().lowestVersion());
    }

    @Test
    void anOldBrokerCreatesButDoesNotTell() {
        loop.supports(ApiKey.CREATE_TOPICS, 4);
        Result<String, TopicMetadataAndConfig> result =
                create(new NewTopic("n", 3, (short) 1), new CreateTopicsOptions());
        loop.take().answer(created(Errors.NONE));
        assertThrows(UnsupportedVersionException.class, result.values.get("n")::config);
    }

    @Test
    void anErrorComesWithTheBrokersWords() {
        Result<String, TopicMetadataAndConfig> result =
                create(new NewTopic("n", 3, (short) 9), new CreateTopicsOptions());
        loop.take().answer(created(Errors.INVALID_REPLICATION_FACTOR));
        RuntimeException e = result.failures.get("n");
        assertInstanceOf(InvalidReplicationFactorException.class, e);
        assertEquals("because", e.getMessage());
    }

    @Test
    void anotherControllerIsAskedNext() {
        Result<String, TopicMetadataAndConfig> result =
                create(new NewTopic("n", 3, (short) 1), new CreateTopicsOptions());
        loop.take().answer(created(Errors.NOT_CONTROLLER));
        assertEquals(1, loop.metadataRequests());
        loop.advance(200);
        loop.take().answer(created(Errors.NONE));
        assertEquals(3, result.values.get("n").numPartitions());
    }

    @Test
    void overQuotaItWaitsOrFailsAsAsked() {
        Result<String, TopicMetadataAndConfig> waits =
                create(new NewTopic("n", 3, (short) 1), new CreateTopicsOptions());
        loop.take().answer(created(Errors.THROTTLING_QUOTA_EXCEEDED));
        loop.advance(4_999);
        assertEquals(0, loop.waiting());
        loop.advance(1);
        loop.take().answer(created(Errors.NONE));
        assertEquals(1, waits.values.size());

        Result<String, TopicMetadataAndConfig> fails =
                create(new NewTopic("n", 3, (short) 1), new CreateTopicsOptions().retryOnQuotaViolation(false));
        loop.take().answer(created(Errors.THROTTLING_QUOTA_EXCEEDED));
        ThrottlingQuotaExceededException e =
                assertInstanceOf(ThrottlingQuotaExceededException.class, fails.failures.get("n"));
        assertEquals(5_000, e.throttleTimeMs());
    }

    // ---- delete ----

    @Test
    void deleteNamesTopicsAsTheVersionWantsIt() {
        loop.supports(ApiKey.DELETE_TOPICS, 5);
        start(DeleteTopicsOperation.byName(new DeleteTopicsOptions()), List.of("a", "b"));
        assertEquals(List.of("a", "b"), ((DeleteTopicsRequest) loop.take().request()).topicNames());
        loop.supports(ApiKey.DELETE_TOPICS, 6);
        start(DeleteTopicsOperation.byName(new DeleteTopicsOptions()), List.of("a"));
        assertEquals(
                "a",
                ((DeleteTopicsRequest) loop.take().request()).topics().get(0).name());
    }

    @Test
    void deleteByIdNeedsAVersionThatCan() {
        Uuid id = new Uuid(3, 4);
        Result<Uuid, Void> result = start(DeleteTopicsOperation.byId(new DeleteTopicsOptions()), List.of(id));
        ScriptedLoop.Sent sent = loop.take();
        assertEquals(6, sent.call().lowestVersion());
        assertNull(((DeleteTopicsRequest) sent.request()).topics().get(0).name());
        sent.answer(new DeleteTopicsResponse()
                .responses(List.of(new DeletableTopicResult().name("a").topicId(id))));
        assertTrue(result.values.containsKey(id));
    }

    // ---- list, describe ----

    @Test
    void listLeavesInternalTopicsOutUnlessAsked() {
        MetadataResponse answer = metadata(
                new MetadataResponseTopic().name("a"),
                new MetadataResponseTopic().name("__x").isInternal(true));
        for (boolean internal : new boolean[] {false, true}) {
            ListTopicsOperation operation = new ListTopicsOperation(new ListTopicsOptions().listInternal(internal));
            Result<ListTopicsOperation, Map<String, TopicListing>> result = start(operation, List.of(operation));
            ScriptedLoop.Sent sent = loop.take();
            assertNull(((MetadataRequest) sent.request()).topics(), "all topics");
            sent.answer(answer);
            assertEquals(internal ? 2 : 1, result.values.get(operation).size());
        }
    }

    private static DescribeTopicPartitionsResponseTopic page(String name, int... partitions) {
        DescribeTopicPartitionsResponseTopic topic = new DescribeTopicPartitionsResponseTopic().name(name);
        for (int p : partitions) {
            topic.partitions()
                    .add(new DescribeTopicPartitionsResponsePartition()
                            .partitionIndex(p)
                            .leaderId(1)
                            .replicaNodes(List.of(1, 2))
                            .isrNodes(List.of(1)));
        }
        return topic;
    }

    @Test
    void describeGathersPagesPerTopic() {
        Result<String, TopicDescription> result = start(
                new DescribeTopicPartitionsOperation(new DescribeTopicsOptions().partitionSizeLimitPerResponse(2)),
                List.of("c", "a", "b", "nope"));
        loop.take().answer(metadata());

        ScriptedLoop.Sent first = loop.take();
        DescribeTopicPartitionsRequest request = (DescribeTopicPartitionsRequest) first.request();
        assertEquals(2, request.responsePartitionLimit());
        assertEquals(List.of("a", "b", "c", "nope"), names(request), "in the broker's order");
        assertNull(request.cursor());
        first.answer(new DescribeTopicPartitionsResponse()
                .topics(List.of(page("a", 0), page("b", 0)))
                .nextCursor(new Cursor().topicName("b").partitionIndex(1)));
        assertEquals(1, result.values.get("a").partitions().size());
        assertFalse(result.values.containsKey("b"));

        ScriptedLoop.Sent second = loop.take();
        request = (DescribeTopicPartitionsRequest) second.request();
        assertEquals(List.of("b", "c", "nope"), names(request));
        assertEquals("b", request.cursor().topicName());
        assertEquals(1, request.cursor().partitionIndex());
        second.answer(new DescribeTopicPartitionsResponse()
                .topics(List.of(
                        page("b", 1, 2),
                        page("c", 0),
                        page("nope").errorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code()))));
        TopicDescription b = result.values.get("b");
        assertEquals(
                List.of(0, 1, 2),
                b.partitions().stream().map(p -> p.partition()).toList());
        assertEquals("two", b.partitions().get(0).replicas().get(1).host());
        assertNull(b.authorizedOperations());
        assertEquals(1, result.values.get("c").partitions().size());
        assertInstanceOf(UnknownTopicOrPartitionException.class, result.failures.get("nope"));
        assertEquals(0, loop.waiting());
    }

    private static List<String> names(DescribeTopicPartitionsRequest request) {
        List<String> names = new ArrayList<>();
        request.topics().forEach(topic -> names.add(topic.name()));
        return names;
    }

    @Test
    void describeFallsBackToMetadataWithoutCreatingTopics() {
        Result<String, TopicDescription> result = start(
                new DescribeTopicPartitionsOperation(new DescribeTopicsOptions().includeAuthorizedOperations(true)),
                List.of("a", "nope"));
        loop.take().answer(metadata());
        loop.take().fail(new UnsupportedVersionException("unknown"));
        ScriptedLoop.Sent sent = loop.take();
        MetadataRequest request = (MetadataRequest) sent.request();
        assertFalse(request.allowAutoTopicCreation());
        assertTrue(request.includeTopicAuthorizedOperations());
        assertEquals(8, sent.call().lowestVersion());
        sent.answer(metadata(
                new MetadataResponseTopic()
                        .name("a")
                        .topicAuthorizedOperations(1 << 3)
                        .partitions(List.of(
                                new MetadataResponsePartition()
                                        .partitionIndex(1)
                                        .leaderId(-1),
                                new MetadataResponsePartition()
                                        .partitionIndex(0)
                                        .leaderId(2))),
                new MetadataResponseTopic().name("nope").errorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code())));
        TopicDescription a = result.values.get("a");
        assertEquals(2, a.partitions().get(0).leader().id(), "in the order of partitions");
        assertNull(a.partitions().get(1).leader());
        assertEquals("[READ]", a.authorizedOperations().toString());
        assertInstanceOf(UnknownTopicOrPartitionException.class, result.failures.get("nope"));
    }

    @Test
    void describeClusterFallsBackUnlessItAsksForMoreThanMetadataKnows() {
        DescribeClusterOperation plain =
                new DescribeClusterOperation(new DescribeClusterOptions(), EndpointType.BROKER);
        Result<DescribeClusterOperation, DescribeClusterOperation.Description> result = start(plain, List.of(plain));
        loop.take().fail(new UnsupportedVersionException("unknown"));
        loop.take().answer(metadata());
        assertEquals("two", result.values.get(plain).controller().host());
        assertEquals(2, result.values.get(plain).nodes().size());

        DescribeClusterOperation fenced = new DescribeClusterOperation(
                new DescribeClusterOptions().includeFencedBrokers(true), EndpointType.BROKER);
        result = start(fenced, List.of(fenced));
        loop.take().fail(new UnsupportedVersionException("unknown"));
        assertInstanceOf(UnsupportedVersionException.class, result.failures.get(fenced));
    }

    @Test
    void describeClusterRetriesWhatPasses() {
        DescribeClusterOperation operation =
                new DescribeClusterOperation(new DescribeClusterOptions(), EndpointType.BROKER);
        Result<DescribeClusterOperation, DescribeClusterOperation.Description> result =
                start(operation, List.of(operation));
        loop.take().answer(new DescribeClusterResponse().errorCode(Errors.REQUEST_TIMED_OUT.code()));
        loop.advance(500);
        loop.take().answer(new DescribeClusterResponse().clusterId("c").controllerId(-1));
        assertNull(result.values.get(operation).controller());
    }

    @Test
    void configsOfBrokersAreAskedOfThem() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "t");
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "2");
        ConfigResource defaults = new ConfigResource(ConfigResource.Type.BROKER, "");
        Result<ConfigResource, Config> result =
                start(new DescribeConfigsOperation(new DescribeConfigsOptions()), List.of(topic, broker, defaults));
        ScriptedLoop.Sent any = loop.take();
        ScriptedLoop.Sent two = loop.take();
        assertEquals(Target.ANY, any.target());
        assertEquals(Target.node(2), two.target());
        two.answer(new DescribeConfigsResponse()
                .results(List.of(new DescribeConfigsResult()
                        .resourceType((byte) 4)
                        .resourceName("2")
                        .configs(List.of(new DescribeConfigsResourceResult()
                                .name("x")
                                .configSource((byte) 4)
                                .configType((byte) 5)
                                .isSensitive(true))))));
        ConfigEntry entry = result.values.get(broker).get("x");
        assertEquals(ConfigEntry.ConfigSource.STATIC_BROKER_CONFIG, entry.source());
        assertEquals(ConfigEntry.ConfigType.LONG, entry.type());
        assertTrue(entry.toString().contains("value=Redacted"), entry.toString());
    }

    @Test
    void logDirsTellOfflineOnesAndMissingRights() {
        Result<Integer, Map<String, LogDirDescription>> result = start(new DescribeLogDirsOperation(), List.of(1, 2));
        loop.take()
                .answer(new DescribeLogDirsResponse()
                        .results(List.of(new DescribeLogDirsResult()
                                .logDir("/d")
                                .errorCode(Errors.KAFKA_STORAGE_ERROR.code())
                                .totalBytes(-1)
                                .usableBytes(7))));
        loop.take().answer(new DescribeLogDirsResponse());
        LogDirDescription dir = result.values.get(1).get("/d");
        assertInstanceOf(KafkaStorageException.class, dir.error());
        assertTrue(dir.totalBytes().isEmpty());
        assertEquals(7, dir.usableBytes().getAsLong());
        assertInstanceOf(ClusterAuthorizationException.class, result.failures.get(2));
    }

    @Test
    void recordsAreDeletedByLeaders() {
        TopicPartition p0 = new TopicPartition("t", 0);
        TopicPartition p1 = new TopicPartition("t", 1);
        start(
                new DeleteRecordsOperation(Map.of(
                        p0, RecordsToDelete.beforeOffset(5),
                        p1, RecordsToDelete.beforeOffset(-1))),
                List.of(p0, p1));
        assertEquals(Target.node(1), loop.take().target());
        assertEquals(Target.node(2), loop.take().target());
    }
}
