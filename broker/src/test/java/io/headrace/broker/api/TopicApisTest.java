package io.headrace.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.CreatePartitionsRequest;
import io.headrace.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import io.headrace.protocol.message.CreatePartitionsResponse;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.headrace.protocol.message.DeleteTopicsRequest;
import io.headrace.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.headrace.protocol.message.DeleteTopicsResponse;
import io.headrace.protocol.message.DescribeClusterRequest;
import io.headrace.protocol.message.DescribeClusterResponse;
import io.headrace.protocol.message.DescribeConfigsRequest;
import io.headrace.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.headrace.protocol.message.DescribeConfigsResponse;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.headrace.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest;
import io.headrace.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata and the calls that change or describe topics, at their oldest and newest versions. */
class TopicApisTest {

    private static final byte TOPIC = 2;
    private static final byte BROKER = 4;

    @TempDir
    private static Path directory;

    private static HeadraceBroker broker;
    private RawClient client;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(directory, "broker.rack", "r1", "num.partitions", "2");
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        client = new RawClient(broker.port());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 9, 10, 12, 13})
    void metadataNamesBrokerAndTopic(int version) {
        String name = "metadata-" + version;
        Uuid id = TestBroker.createTopic(client, name, 3);
        MetadataResponse response = client.call(ask(name), version);
        assertEquals(1, response.brokers().size());
        assertEquals(1, response.brokers().get(0).nodeId());
        assertEquals("localhost", response.brokers().get(0).host());
        assertEquals(broker.port(), response.brokers().get(0).port());
        assertEquals(version < 1 ? null : "r1", response.brokers().get(0).rack());
        assertEquals(version < 1 ? -1 : 1, response.controllerId());
        assertEquals(version < 2 ? null : broker.clusterId(), response.clusterId());
        MetadataResponseTopic topic = response.topics().get(0);
        assertEquals(Errors.NONE.code(), topic.errorCode());
        assertEquals(name, topic.name());
        assertEquals(version < 10 ? Uuid.ZERO_UUID : id, topic.topicId());
        assertEquals(3, topic.partitions().size());
        for (int i = 0; i < 3; i++) {
            assertEquals(i, topic.partitions().get(i).partitionIndex());
            assertEquals(1, topic.partitions().get(i).leaderId());
            assertEquals(version < 7 ? -1 : 0, topic.partitions().get(i).leaderEpoch());
            assertEquals(List.of(1), topic.partitions().get(i).replicaNodes());
            assertEquals(List.of(1), topic.partitions().get(i).isrNodes());
        }
    }

    @Test
    void metadataOfAllTopics() {
        TestBroker.createTopic(client, "all-1", 1);
        TestBroker.createTopic(client, "all-2", 1);
        MetadataResponse all = client.call(new MetadataRequest().topics(null), 13);
        List<String> names =
                all.topics().stream().map(MetadataResponseTopic::name).toList();
        assertTrue(names.containsAll(List.of("all-1", "all-2")), names.toString());
        MetadataResponse oldest = client.call(new MetadataRequest(), 0);
        assertTrue(oldest.topics().stream().anyMatch(topic -> topic.name().equals("all-1")));
        MetadataResponse none = client.call(new MetadataRequest(), 13);
        assertEquals(List.of(), none.topics());
    }

    @Test
    void metadataById() {
        Uuid id = TestBroker.createTopic(client, "by-id", 1);
        MetadataRequest known = new MetadataRequest()
                .topics(List.of(new MetadataRequestTopic().name(null).topicId(id)));
        MetadataResponse found = client.call(known, 12);
        assertEquals("by-id", found.topics().get(0).name());
        MetadataRequest emptyName = new MetadataRequest()
                .topics(List.of(new MetadataRequestTopic().name("").topicId(id)));
        MetadataResponse foundToo = client.call(emptyName, 13);
        assertEquals("by-id", foundToo.topics().get(0).name());
        assertEquals(id, foundToo.topics().get(0).topicId());
        MetadataResponse tooOld = client.call(known, 11);
        assertEquals(Errors.INVALID_REQUEST.code(), tooOld.topics().get(0).errorCode());
        Uuid other = Uuid.randomUuid();
        MetadataRequest unknown = new MetadataRequest()
                .topics(List.of(new MetadataRequestTopic().name(null).topicId(other)));
        MetadataResponse missing = client.call(unknown, 13);
        assertEquals(Errors.UNKNOWN_TOPIC_ID.code(), missing.topics().get(0).errorCode());
        assertEquals(other, missing.topics().get(0).topicId());
        assertNull(missing.topics().get(0).name());
    }

    @Test
    void metadataCreatesTopicsWhenAllowed() {
        MetadataResponse refused = client.call(ask("auto").allowAutoTopicCreation(false), 13);
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                refused.topics().get(0).errorCode());
        MetadataResponse created = client.call(ask("auto"), 13);
        assertEquals(Errors.NONE.code(), created.topics().get(0).errorCode());
        assertEquals(2, created.topics().get(0).partitions().size());
        MetadataResponse invalid = client.call(ask("no/name"), 13);
        assertEquals(
                Errors.INVALID_TOPIC_EXCEPTION.code(), invalid.topics().get(0).errorCode());
    }

    @Test
    void authorizedOperationsAreToldWhenAskedFor() {
        TestBroker.createTopic(client, "operations", 1);
        MetadataRequest request = ask("operations").includeTopicAuthorizedOperations(true);
        MetadataResponse response = client.call(request.includeClusterAuthorizedOperations(true), 8);
        assertEquals(3576, response.topics().get(0).topicAuthorizedOperations());
        assertEquals(8096, response.clusterAuthorizedOperations());
        MetadataResponse without = client.call(ask("operations"), 8);
        assertEquals(Integer.MIN_VALUE, without.topics().get(0).topicAuthorizedOperations());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void topicsAreCreatedAndDeleted(int version) {
        String name = "created-" + version;
        CreatableTopic topic = new CreatableTopic()
                .name(name)
                .numPartitions(2)
                .replicationFactor((short) 1)
                .configs(List.of(new CreatableTopicConfig().name("retention.ms").value("1000")));
        CreatableTopicResult created = create(topic, version);
        assertEquals(Errors.NONE.code(), created.errorCode());
        if (version >= 5) {
            assertEquals(2, created.numPartitions());
            assertEquals(1, created.replicationFactor());
            assertTrue(created.configs().stream()
                    .anyMatch(c -> c.name().equals("retention.ms") && c.value().equals("1000")));
        }
        assertEquals(Errors.TOPIC_ALREADY_EXISTS.code(), create(topic, version).errorCode());

        DeleteTopicsRequest delete = new DeleteTopicsRequest().timeoutMs(30_000);
        if (version >= 5) {
            delete.topics(List.of(new DeleteTopicState().topicId(created.topicId())));
        } else {
            delete.topicNames(List.of(name));
        }
        int deleteVersion = version >= 5 ? 6 : 1;
        DeleteTopicsResponse deleted = client.call(delete, deleteVersion);
        assertEquals(Errors.NONE.code(), deleted.responses().get(0).errorCode());
        assertEquals(name, deleted.responses().get(0).name());
        DeleteTopicsResponse again = client.call(delete, deleteVersion);
        assertNotEquals(Errors.NONE.code(), again.responses().get(0).errorCode());
        MetadataResponse gone = client.call(ask(name).allowAutoTopicCreation(false), 13);
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(), gone.topics().get(0).errorCode());
    }

    @ParameterizedTest
    @CsvSource({
        "no/name, 1, 1, INVALID_TOPIC_EXCEPTION",
        "bad-partitions, 0, 1, INVALID_PARTITIONS",
        "bad-replicas, 1, 2, INVALID_REPLICATION_FACTOR",
    })
    void whatCannotBeCreatedIsRefused(String name, int partitions, short replicas, Errors expected) {
        CreatableTopic topic =
                new CreatableTopic().name(name).numPartitions(partitions).replicationFactor(replicas);
        assertEquals(expected.code(), create(topic, 7).errorCode());
    }

    @Test
    void aPartitionAssignedTwiceIsRefused() {
        CreatableReplicaAssignment zero =
                new CreatableReplicaAssignment().partitionIndex(0).brokerIds(List.of(1));
        CreatableTopic topic = new CreatableTopic()
                .name("assigned-twice")
                .numPartitions(-1)
                .replicationFactor((short) -1)
                .assignments(List.of(zero, zero));
        assertEquals(Errors.INVALID_REPLICA_ASSIGNMENT.code(), create(topic, 7).errorCode());
    }

    @Test
    void whatTakesTooLongTimesOut() {
        CreatableTopic topic =
                new CreatableTopic().name("no-time").numPartitions(1).replicationFactor((short) 1);
        CreateTopicsRequest request =
                new CreateTopicsRequest().topics(List.of(topic)).timeoutMs(0);
        CreateTopicsResponse response = client.call(request, 7);
        assertEquals(Errors.REQUEST_TIMED_OUT.code(), response.topics().get(0).errorCode());
    }

    @Test
    void aTopicNamedByNameAndIdIsNotDeleted() {
        Uuid id = TestBroker.createTopic(client, "named-twice", 1);
        DeleteTopicsRequest request = new DeleteTopicsRequest()
                .timeoutMs(30_000)
                .topics(List.of(new DeleteTopicState().name("named-twice").topicId(id)));
        DeleteTopicsResponse response = client.call(request, 6);
        assertEquals(Errors.INVALID_REQUEST.code(), response.responses().get(0).errorCode());
    }

    @Test
    void whyATopicWasNotCreatedByItselfIsTold() {
        TestBroker.createTopic(client, "collides.with", 1);
        MetadataResponse response = client.call(ask("collides_with"), 13);
        assertEquals(
                Errors.INVALID_TOPIC_EXCEPTION.code(), response.topics().get(0).errorCode());
    }

    @Test
    void cursorsThatAreNone() {
        TestBroker.createTopic(client, "cursor", 2);
        DescribeTopicPartitionsRequest request = new DescribeTopicPartitionsRequest()
                .topics(List.of(new TopicRequest().name("cursor")))
                .cursor(new DescribeTopicPartitionsRequest.Cursor()
                        .topicName("cursor")
                        .partitionIndex(Integer.MAX_VALUE));
        DescribeTopicPartitionsResponse beyond = client.call(request, 0);
        assertEquals(List.of(), beyond.topics());
        assertNull(beyond.nextCursor());
        request.cursor().partitionIndex(-1);
        DescribeTopicPartitionsResponse negative = client.call(request, 0);
        assertEquals(Errors.INVALID_REQUEST.code(), negative.topics().get(0).errorCode());
    }

    @Test
    void badSettingsAreRefused() {
        CreatableTopic topic = new CreatableTopic()
                .name("bad-settings")
                .numPartitions(1)
                .replicationFactor((short) 1)
                .configs(List.of(new CreatableTopicConfig().name("retention.ms").value("soon")));
        assertEquals(Errors.INVALID_CONFIG.code(), create(topic, 7).errorCode());
    }

    @Test
    void validateOnlyCreatesNothing() {
        CreatableTopic topic =
                new CreatableTopic().name("only-validated").numPartitions(1).replicationFactor((short) 1);
        CreateTopicsRequest request =
                new CreateTopicsRequest().topics(List.of(topic)).validateOnly(true);
        CreateTopicsResponse response = client.call(request, 7);
        assertEquals(Errors.NONE.code(), response.topics().get(0).errorCode());
        MetadataResponse metadata = client.call(ask("only-validated").allowAutoTopicCreation(false), 13);
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                metadata.topics().get(0).errorCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void partitionsAreAdded(int version) {
        String name = "grown-" + version;
        TestBroker.createTopic(client, name, 1);
        CreatePartitionsRequest request = new CreatePartitionsRequest()
                .timeoutMs(30_000)
                .topics(List.of(new CreatePartitionsTopic().name(name).count(3).assignments(null)));
        CreatePartitionsResponse response = client.call(request, version);
        assertEquals(Errors.NONE.code(), response.results().get(0).errorCode());
        MetadataResponse metadata = client.call(ask(name), 13);
        assertEquals(3, metadata.topics().get(0).partitions().size());
        CreatePartitionsResponse again = client.call(request, version);
        assertEquals(Errors.INVALID_PARTITIONS.code(), again.results().get(0).errorCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void theClusterIsDescribed(int version) {
        DescribeClusterResponse response =
                client.call(new DescribeClusterRequest().includeClusterAuthorizedOperations(true), version);
        assertEquals(broker.clusterId(), response.clusterId());
        assertEquals(1, response.controllerId());
        assertEquals(broker.port(), response.brokers().get(0).port());
        assertEquals("r1", response.brokers().get(0).rack());
        assertEquals(8096, response.clusterAuthorizedOperations());
    }

    @Test
    void anEndpointThatIsNoBrokersIsRefused() {
        DescribeClusterResponse controllers = client.call(new DescribeClusterRequest().endpointType((byte) 2), 1);
        assertEquals(Errors.MISMATCHED_ENDPOINT_TYPE.code(), controllers.errorCode());
        DescribeClusterResponse unknown = client.call(new DescribeClusterRequest().endpointType((byte) 9), 1);
        assertEquals(Errors.UNSUPPORTED_ENDPOINT_TYPE.code(), unknown.errorCode());
    }

    @Test
    void partitionsAreDescribedPageByPage() {
        TestBroker.createTopic(client, "pages-a", 3);
        TestBroker.createTopic(client, "pages-b", 2);
        DescribeTopicPartitionsRequest request = new DescribeTopicPartitionsRequest()
                .topics(List.of(
                        new TopicRequest().name("pages-b"),
                        new TopicRequest().name("pages-a"),
                        new TopicRequest().name("pages-none")))
                .responsePartitionLimit(2);
        List<String> seen = new ArrayList<>();
        int pages = 0;
        DescribeTopicPartitionsResponse response;
        do {
            response = client.call(request, 0);
            pages++;
            for (var topic : response.topics()) {
                if (topic.errorCode() != 0) {
                    seen.add(topic.name() + " " + Errors.forCode(topic.errorCode()));
                }
                topic.partitions().forEach(p -> seen.add(topic.name() + "-" + p.partitionIndex()));
            }
            if (response.nextCursor() != null) {
                request.cursor(new DescribeTopicPartitionsRequest.Cursor()
                        .topicName(response.nextCursor().topicName())
                        .partitionIndex(response.nextCursor().partitionIndex()));
            }
        } while (response.nextCursor() != null);
        assertEquals(
                List.of(
                        "pages-a-0",
                        "pages-a-1",
                        "pages-a-2",
                        "pages-b-0",
                        "pages-b-1",
                        "pages-none UNKNOWN_TOPIC_OR_PARTITION"),
                seen);
        assertEquals(3, pages);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void settingsOfATopicAreDescribed(int version) {
        String name = "described-" + version;
        TestBroker.createTopic(client, name, 1, "retention.ms", "77000");
        DescribeConfigsResult result = describe(TOPIC, name, version);
        assertEquals(Errors.NONE.code(), result.errorCode());
        DescribeConfigsResourceResult retention = config(result, "retention.ms");
        assertEquals("77000", retention.value());
        assertEquals(1, retention.configSource());
        assertFalse(retention.synonyms().isEmpty());
        DescribeConfigsResourceResult segment = config(result, "segment.bytes");
        assertEquals("1073741824", segment.value());
        assertEquals(5, segment.configSource());
        if (version >= 3) {
            assertNotNull(segment.documentation());
            assertEquals(3, segment.configType());
        }
    }

    @Test
    void settingsOfTheBrokerAreDescribed() {
        DescribeConfigsResult result = describe(BROKER, "1", 4);
        assertEquals(Errors.NONE.code(), result.errorCode());
        assertEquals("r1", config(result, "broker.rack").value());
        assertEquals(4, config(result, "broker.rack").configSource());
    }

    @Test
    void settingsOfWhatIsNotThereAreRefused() {
        assertEquals(
                Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                describe(TOPIC, "nothing", 4).errorCode());
        assertEquals(
                Errors.INVALID_TOPIC_EXCEPTION.code(),
                describe(TOPIC, "no/name", 4).errorCode());
        assertEquals(Errors.INVALID_REQUEST.code(), describe(BROKER, "99", 4).errorCode());
        assertEquals(Errors.INVALID_REQUEST.code(), describe((byte) 77, "x", 4).errorCode());
    }

    @Test
    void onlyTheSettingsAskedForAreDescribed() {
        TestBroker.createTopic(client, "one-setting", 1);
        DescribeConfigsRequest request = new DescribeConfigsRequest()
                .resources(List.of(new DescribeConfigsResource()
                        .resourceType(TOPIC)
                        .resourceName("one-setting")
                        .configurationKeys(List.of("segment.ms"))));
        DescribeConfigsResponse response = client.call(request, 4);
        List<DescribeConfigsResourceResult> configs = response.results().get(0).configs();
        assertEquals(1, configs.size());
        assertEquals("segment.ms", configs.get(0).name());
        assertNull(configs.get(0).documentation());
        assertTrue(configs.get(0).synonyms().isEmpty());
    }

    private CreatableTopicResult create(CreatableTopic topic, int version) {
        CreateTopicsResponse response = client.call(new CreateTopicsRequest().topics(List.of(topic)), version);
        return response.topics().get(0);
    }

    private DescribeConfigsResult describe(byte type, String name, int version) {
        DescribeConfigsRequest request = new DescribeConfigsRequest()
                .resources(List.of(new DescribeConfigsResource()
                        .resourceType(type)
                        .resourceName(name)
                        .configurationKeys(null)))
                .includeSynonyms(true)
                .includeDocumentation(version >= 3);
        DescribeConfigsResponse response = client.call(request, version);
        return response.results().get(0);
    }

    private static DescribeConfigsResourceResult config(DescribeConfigsResult result, String name) {
        return result.configs().stream()
                .filter(config -> config.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static MetadataRequest ask(String topic) {
        return new MetadataRequest().topics(List.of(new MetadataRequestTopic().name(topic)));
    }
}
