package io.headrace.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.Uuid;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ConsumerGroupDescribeRequest;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse;
import io.headrace.protocol.message.DeleteGroupsRequest;
import io.headrace.protocol.message.DeleteGroupsResponse;
import io.headrace.protocol.message.DeleteTopicsRequest;
import io.headrace.protocol.message.DeleteTopicsResponse;
import io.headrace.protocol.message.DescribeGroupsRequest;
import io.headrace.protocol.message.DescribeGroupsResponse;
import io.headrace.protocol.message.FindCoordinatorRequest;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.FindCoordinatorResponse.Coordinator;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.headrace.protocol.message.JoinGroupResponse;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.ListGroupsRequest;
import io.headrace.protocol.message.ListGroupsResponse;
import io.headrace.protocol.message.ListGroupsResponse.ListedGroup;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import io.headrace.protocol.message.OffsetDeleteRequest;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import io.headrace.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import io.headrace.protocol.message.OffsetDeleteResponse;
import io.headrace.protocol.message.OffsetFetchRequest;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.headrace.protocol.message.OffsetFetchResponse;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupResponse;
import io.headrace.testsupport.Await;
import io.headrace.testsupport.BufferLeaks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of groups on the wire: finding coordinators, what is answered before them, and the forms of each version. */
@ExtendWith(BufferLeaks.class)
class GroupApisTest {

    private static final int CONSUMER_OFFSETS_PARTITIONS = 50;

    @TempDir
    private Path directory;

    private HeadraceBroker broker;
    private RawClient client;

    @BeforeEach
    void startBroker() {
        broker = TestBroker.start(directory, "num.network.threads", "2", "group.initial.rebalance.delay.ms", "0");
        client = new RawClient(broker.port());
    }

    @AfterEach
    void closeBroker() {
        client.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void oneCoordinatorIsFound(int version) {
        FindCoordinatorResponse found = client.call(new FindCoordinatorRequest().key("group"), version);
        assertEquals(Errors.NONE.code(), found.errorCode());
        assertEquals(1, found.nodeId());
        assertEquals("localhost", found.host());
        assertEquals(broker.port(), found.port());
        assertEquals(CONSUMER_OFFSETS_PARTITIONS, partitionsOf(Topic.GROUP_METADATA_TOPIC_NAME));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void severalCoordinatorsAreFound(int version) {
        FindCoordinatorResponse found =
                client.call(new FindCoordinatorRequest().coordinatorKeys(List.of("a", "", "b")), version);
        assertEquals(
                List.of("a", "", "b"),
                found.coordinators().stream().map(Coordinator::key).toList());
        for (Coordinator each : found.coordinators()) {
            assertEquals(Errors.NONE.code(), each.errorCode());
            assertEquals(1, each.nodeId());
            assertEquals(broker.port(), each.port());
        }
        // The topic is there, and its coordinators take requests.
        ListGroupsResponse listed = client.call(new ListGroupsRequest(), 5);
        assertEquals(Errors.NONE.code(), listed.errorCode());
    }

    @Test
    void coordinatorsOfShareGroupsAndOfUnknownTypesAreRefused() {
        for (int type : List.of(2, 9)) {
            FindCoordinatorResponse found = client.call(
                    new FindCoordinatorRequest().keyType((byte) type).coordinatorKeys(List.of("a")), 6);
            assertEquals(
                    Errors.INVALID_REQUEST.code(), found.coordinators().get(0).errorCode());
        }
        FindCoordinatorResponse old =
                client.call(new FindCoordinatorRequest().keyType((byte) 9).key("a"), 1);
        assertEquals(Errors.INVALID_REQUEST.code(), old.errorCode());
        assertEquals(-1, old.nodeId());
        assertEquals(-1, partitionsOf(Topic.GROUP_METADATA_TOPIC_NAME), "nothing was created for it");
    }

    @Test
    void theTopicOfOffsetsIsCreatedByMetadataAsItsCoordinatorsNeedIt() {
        MetadataResponse response = client.call(
                new MetadataRequest()
                        .topics(List.of(new MetadataRequestTopic().name(Topic.GROUP_METADATA_TOPIC_NAME)))
                        .allowAutoTopicCreation(true),
                9);
        MetadataResponseTopic topic = response.topics().get(0);
        assertEquals(CONSUMER_OFFSETS_PARTITIONS, topic.partitions().size());
        assertTrue(topic.isInternal());
    }

    @Test
    void withoutTheTopicOfOffsetsNobodyCoordinates() {
        TestBroker.createTopic(client, "t", 1);
        HeartbeatResponse heartbeat =
                client.call(new HeartbeatRequest().groupId("g").memberId("m"), 4);
        assertEquals(Errors.NOT_COORDINATOR.code(), heartbeat.errorCode());
        OffsetCommitResponse commit = client.call(commit("g", "t", 0, 1), 9);
        assertEquals(Map.of("t-0", Errors.NOT_COORDINATOR), errors(commit));
        OffsetFetchResponse fetch = client.call(fetch("g", "t", 0), 8);
        assertEquals(Errors.NOT_COORDINATOR.code(), fetch.groups().get(0).errorCode());
        ListGroupsResponse listed = client.call(new ListGroupsRequest(), 5);
        assertEquals(Errors.NONE.code(), listed.errorCode());
        assertEquals(List.of(), listed.groups());
    }

    @Test
    void emptyGroupIdsAreRefusedWhereKafkaRefusesThem() {
        find();
        JoinGroupResponse join = client.call(join("").memberId("me"), 0);
        assertEquals(Errors.INVALID_GROUP_ID.code(), join.errorCode());
        assertEquals("me", join.memberId());
        assertEquals("", join.protocolName());
        HeartbeatResponse heartbeat = client.call(new HeartbeatRequest(), 4);
        assertEquals(Errors.INVALID_GROUP_ID.code(), heartbeat.errorCode());
        SyncGroupResponse sync = client.call(new SyncGroupRequest(), 3);
        assertEquals(Errors.INVALID_GROUP_ID.code(), sync.errorCode());
        LeaveGroupResponse leave = client.call(new LeaveGroupRequest().memberId("m"), 0);
        assertEquals(Errors.INVALID_GROUP_ID.code(), leave.errorCode());
        OffsetDeleteResponse delete = client.call(new OffsetDeleteRequest(), 0);
        assertEquals(Errors.INVALID_GROUP_ID.code(), delete.errorCode());
        ConsumerGroupDescribeResponse describe =
                client.call(new ConsumerGroupDescribeRequest().groupIds(List.of("", "g")), 1);
        assertEquals(Errors.INVALID_GROUP_ID.code(), describe.groups().get(0).errorCode());
        assertEquals(Errors.GROUP_ID_NOT_FOUND.code(), describe.groups().get(1).errorCode());
    }

    @Test
    void aSyncThatDoesNotSayItsProtocolIsRefused() {
        find();
        SyncGroupResponse sync = client.call(new SyncGroupRequest().groupId("g").memberId("m"), 5);
        assertEquals(Errors.INCONSISTENT_GROUP_PROTOCOL.code(), sync.errorCode());
        SyncGroupResponse old = client.call(new SyncGroupRequest().groupId("g").memberId("m"), 4);
        assertEquals(Errors.UNKNOWN_MEMBER_ID.code(), old.errorCode());
    }

    @Test
    void offsetsGoThroughByNameAndById() {
        find();
        Uuid id = TestBroker.createTopic(client, "t", 2);
        OffsetCommitRequest mixed = commit("g", "t", 0, 7);
        mixed.topics(List.of(
                topic("t", new int[] {0, 2}, 7), topic("unknown", new int[] {0}, 7), topic("t", new int[] {1}, 8)));
        assertEquals(
                Map.of(
                        "t-0", Errors.NONE,
                        "t-2", Errors.UNKNOWN_TOPIC_OR_PARTITION,
                        "unknown-0", Errors.UNKNOWN_TOPIC_OR_PARTITION,
                        "t-1", Errors.NONE),
                errors(client.call(mixed, 9)));

        Uuid unknownId = new Uuid(8, 15);
        OffsetCommitRequest byId = new OffsetCommitRequest()
                .groupId("g")
                .topics(List.of(
                        topic("", new int[] {1, 5}, 42).topicId(id),
                        topic("", new int[] {0}, 42).topicId(unknownId)));
        OffsetCommitResponse committed = client.call(byId, 10);
        Map<String, Errors> errors = new TreeMap<>();
        for (OffsetCommitResponseTopic topic : committed.topics()) {
            topic.partitions()
                    .forEach(partition -> errors.put(
                            (topic.topicId().equals(id) ? "t-" : "other-") + partition.partitionIndex(),
                            Errors.forCode(partition.errorCode())));
        }
        assertEquals(
                Map.of(
                        "t-1", Errors.NONE,
                        "t-5", Errors.UNKNOWN_TOPIC_OR_PARTITION,
                        "other-0", Errors.UNKNOWN_TOPIC_ID),
                errors);

        OffsetFetchResponse fetched = client.call(
                new OffsetFetchRequest()
                        .groups(List.of(new OffsetFetchRequestGroup()
                                .groupId("g")
                                .topics(List.of(
                                        new OffsetFetchRequestTopics()
                                                .topicId(id)
                                                .partitionIndexes(List.of(0, 1)),
                                        new OffsetFetchRequestTopics()
                                                .topicId(unknownId)
                                                .partitionIndexes(List.of(3)))))),
                10);
        OffsetFetchResponseGroup group = fetched.groups().get(0);
        OffsetFetchResponseTopics known = group.topics().get(0);
        assertEquals(id, known.topicId());
        assertEquals(7, known.partitions().get(0).committedOffset());
        assertEquals(42, known.partitions().get(1).committedOffset());
        assertEquals(unknownId, group.topics().get(1).topicId());
        assertEquals(
                Errors.UNKNOWN_TOPIC_ID.code(),
                group.topics().get(1).partitions().get(0).errorCode());
        OffsetFetchResponse all = client.call(
                new OffsetFetchRequest()
                        .groups(List.of(
                                new OffsetFetchRequestGroup().groupId("g").topics(null),
                                new OffsetFetchRequestGroup().groupId("other").topics(null))),
                10);
        assertEquals(2, all.groups().get(0).topics().get(0).partitions().size());
        assertEquals(id, all.groups().get(0).topics().get(0).topicId());
        assertEquals(List.of(), all.groups().get(1).topics());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void offsetsAreFetchedInTheOldForm(int version) {
        find();
        TestBroker.createTopic(client, "t", 2);
        client.call(commit("g", "t", 1, 5), 2);
        OffsetFetchResponse fetched = client.call(
                new OffsetFetchRequest()
                        .groupId("g")
                        .topics(List.of(new OffsetFetchRequestTopic().name("t").partitionIndexes(List.of(0, 1)))),
                version);
        OffsetFetchResponseTopic topic = fetched.topics().get(0);
        assertEquals("t", topic.name());
        assertEquals(-1, topic.partitions().get(0).committedOffset());
        assertEquals(Errors.NONE.code(), topic.partitions().get(0).errorCode());
        assertEquals(5, topic.partitions().get(1).committedOffset());
        if (version >= 2) {
            OffsetFetchResponse all =
                    client.call(new OffsetFetchRequest().groupId("g").topics(null), version);
            assertEquals(5, all.topics().get(0).partitions().get(0).committedOffset());
        }
    }

    @Test
    void theErrorOfAGroupStandsWhereTheVersionHasAPlaceForIt() {
        TestBroker.createTopic(client, "t", 2);
        OffsetFetchRequest request = new OffsetFetchRequest()
                .groupId("g")
                .topics(List.of(new OffsetFetchRequestTopic().name("t").partitionIndexes(List.of(1))));
        OffsetFetchResponse first = client.call(request, 1);
        assertEquals(
                Errors.NOT_COORDINATOR.code(),
                first.topics().get(0).partitions().get(0).errorCode());
        assertEquals(-1, first.topics().get(0).partitions().get(0).committedOffset());
        OffsetFetchResponse second = client.call(request, 2);
        assertEquals(Errors.NOT_COORDINATOR.code(), second.errorCode());
        assertEquals(List.of(), second.topics());
    }

    @Test
    void offsetsAreDeletedWhereTheirPartitionsExist() {
        find();
        TestBroker.createTopic(client, "t", 1);
        client.call(commit("g", "t", 0, 5), 9);
        OffsetDeleteResponse deleted = client.call(
                new OffsetDeleteRequest()
                        .groupId("g")
                        .topics(List.of(new OffsetDeleteRequestTopic()
                                .name("t")
                                .partitions(List.of(
                                        new OffsetDeleteRequestPartition().partitionIndex(0),
                                        new OffsetDeleteRequestPartition().partitionIndex(9))))),
                0);
        assertEquals(Errors.NONE.code(), deleted.errorCode());
        Map<Integer, Errors> errors = new TreeMap<>();
        deleted.topics()
                .get(0)
                .partitions()
                .forEach(each -> errors.put(each.partitionIndex(), Errors.forCode(each.errorCode())));
        assertEquals(Map.of(0, Errors.NONE, 9, Errors.UNKNOWN_TOPIC_OR_PARTITION), errors);
    }

    @Test
    void batchesAreAnsweredInTheirOrderEachGroupForItself() {
        find();
        TestBroker.createTopic(client, "t", 1);
        for (int i = 0; i < 20; i++) {
            client.call(commit("g" + i, "t", 0, i), 9);
        }
        List<String> asked = List.of("g7", "none", "g3", "g12");
        DescribeGroupsResponse described =
                client.call(new DescribeGroupsRequest().groups(asked).includeAuthorizedOperations(true), 6);
        assertEquals(
                asked,
                described.groups().stream()
                        .map(DescribeGroupsResponse.DescribedGroup::groupId)
                        .toList());
        assertEquals("Empty", described.groups().get(0).groupState());
        assertNotEquals(Integer.MIN_VALUE, described.groups().get(0).authorizedOperations());
        assertEquals(Errors.GROUP_ID_NOT_FOUND.code(), described.groups().get(1).errorCode());
        DescribeGroupsResponse old = client.call(new DescribeGroupsRequest().groups(asked), 0);
        assertEquals(Errors.NONE.code(), old.groups().get(1).errorCode());
        assertEquals("Dead", old.groups().get(1).groupState());
        OffsetFetchResponse fetched = client.call(
                new OffsetFetchRequest()
                        .groups(asked.stream()
                                .map(group -> new OffsetFetchRequestGroup()
                                        .groupId(group)
                                        .topics(null))
                                .toList()),
                8);
        assertEquals(
                asked,
                fetched.groups().stream().map(OffsetFetchResponseGroup::groupId).toList());
        ListGroupsResponse listed = client.call(new ListGroupsRequest(), 5);
        assertEquals(
                20,
                listed.groups().stream().map(ListedGroup::groupId).distinct().count());
        DeleteGroupsResponse deleted =
                client.call(new DeleteGroupsRequest().groupsNames(List.of("g7", "none", "g7", "g3")), 2);
        Map<String, Errors> errors = new TreeMap<>();
        deleted.results().forEach(each -> errors.put(each.groupId(), Errors.forCode(each.errorCode())));
        assertEquals(3, deleted.results().size());
        assertEquals(Map.of("g7", Errors.NONE, "none", Errors.GROUP_ID_NOT_FOUND, "g3", Errors.NONE), errors);
        ListGroupsResponse left = client.call(new ListGroupsRequest(), 0);
        assertEquals(18, left.groups().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 5})
    void aMemberLeavesInTheFormOfItsVersion(int version) {
        find();
        JoinGroupResponse joined = client.call(join("g"), 3);
        assertEquals(Errors.NONE.code(), joined.errorCode());
        for (Errors expected : List.of(Errors.NONE, Errors.UNKNOWN_MEMBER_ID)) {
            LeaveGroupRequest request = new LeaveGroupRequest().groupId("g");
            if (version < 3) {
                request.memberId(joined.memberId());
            } else {
                request.members(List.of(new MemberIdentity().memberId(joined.memberId())));
            }
            LeaveGroupResponse left = client.call(request, version);
            if (version < 3) {
                assertEquals(expected.code(), left.errorCode());
            } else {
                assertEquals(Errors.NONE.code(), left.errorCode());
                assertEquals(expected.code(), left.members().get(0).errorCode());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void aMemberJoinsInEachVersion(int version) {
        find();
        JoinGroupResponse joined = client.call(join("g"), version);
        if (version >= 4) {
            assertEquals(Errors.MEMBER_ID_REQUIRED.code(), joined.errorCode());
            joined = client.call(join("g").memberId(joined.memberId()), version);
        }
        assertEquals(Errors.NONE.code(), joined.errorCode());
        assertEquals("range", joined.protocolName());
        assertEquals(joined.memberId(), joined.leader());
        assertEquals(1, joined.members().size());
        assertTrue(joined.memberId().startsWith("raw-"), joined.memberId());
    }

    @Test
    void whoWaitsForAGroupIsAnsweredWhenTheBrokerCloses() throws Exception {
        find();
        JoinGroupResponse first = client.call(join("g"), 3);
        assertEquals(Errors.NONE.code(), first.errorCode());
        try (RawClient second = new RawClient(broker.port())) {
            // Waits for the first member to join again, for up to its rebalance timeout.
            int waiting = second.send(join("g"), 3);
            Await.until("the group rebalances", () -> {
                HeartbeatResponse heartbeat = client.call(
                        new HeartbeatRequest()
                                .groupId("g")
                                .memberId(first.memberId())
                                .generationId(first.generationId()),
                        3);
                return heartbeat.errorCode() == Errors.REBALANCE_IN_PROGRESS.code();
            });
            long startNs = System.nanoTime();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(broker::close);
            JoinGroupResponse answer = second.receive(ApiKey.JOIN_GROUP, 3, waiting);
            assertEquals(Errors.NOT_COORDINATOR.code(), answer.errorCode());
            closing.get(60, TimeUnit.SECONDS);
            assertTrue(
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs) < 25, "nobody waited for a deadline");
        }
    }

    @Test
    void deletingTheTopicOfOffsetsEndsItsCoordinatorsAndTheNextOneBeginsAnew() {
        find();
        TestBroker.createTopic(client, "t", 1);
        client.call(commit("g", "t", 0, 5), 9);
        DeleteTopicsResponse deleted = client.call(
                new DeleteTopicsRequest()
                        .topicNames(List.of(Topic.GROUP_METADATA_TOPIC_NAME))
                        .timeoutMs(30_000),
                3);
        assertEquals(Errors.NONE.code(), deleted.responses().get(0).errorCode());
        assertEquals(Map.of("t-0", Errors.NOT_COORDINATOR), errors(client.call(commit("g", "t", 0, 6), 9)));
        find();
        OffsetFetchResponse fetched = client.call(fetch("g", "t", 0), 8);
        assertEquals(
                -1, fetched.groups().get(0).topics().get(0).partitions().get(0).committedOffset());
        assertEquals(Map.of("t-0", Errors.NONE), errors(client.call(commit("g", "t", 0, 6), 9)));
    }

    private void find() {
        FindCoordinatorResponse found = client.call(new FindCoordinatorRequest().key("g"), 0);
        assertEquals(Errors.NONE.code(), found.errorCode());
    }

    private int partitionsOf(String topic) {
        MetadataResponse response = client.call(
                new MetadataRequest()
                        .topics(List.of(new MetadataRequestTopic().name(topic)))
                        .allowAutoTopicCreation(false),
                9);
        MetadataResponseTopic found = response.topics().get(0);
        return found.errorCode() == Errors.NONE.code() ? found.partitions().size() : -1;
    }

    private static JoinGroupRequest join(String group) {
        return new JoinGroupRequest()
                .groupId(group)
                .protocolType("consumer")
                .sessionTimeoutMs(10_000)
                .rebalanceTimeoutMs(60_000)
                .protocols(List.of(
                        new JoinGroupRequestProtocol().name("range").metadata("m".getBytes(StandardCharsets.UTF_8))));
    }

    private static OffsetCommitRequest commit(String group, String topic, int partition, long offset) {
        return new OffsetCommitRequest().groupId(group).topics(List.of(topic(topic, new int[] {partition}, offset)));
    }

    private static OffsetCommitRequestTopic topic(String name, int[] partitions, long offset) {
        return new OffsetCommitRequestTopic()
                .name(name)
                .partitions(Arrays.stream(partitions)
                        .mapToObj(partition -> new OffsetCommitRequestPartition()
                                .partitionIndex(partition)
                                .committedOffset(offset))
                        .toList());
    }

    private static OffsetFetchRequest fetch(String group, String topic, int partition) {
        return new OffsetFetchRequest()
                .groups(List.of(new OffsetFetchRequestGroup()
                        .groupId(group)
                        .topics(List.of(
                                new OffsetFetchRequestTopics().name(topic).partitionIndexes(List.of(partition))))));
    }

    private static Map<String, Errors> errors(OffsetCommitResponse response) {
        Map<String, Errors> errors = new TreeMap<>();
        response.topics()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> errors.put(
                                topic.name() + "-" + partition.partitionIndex(),
                                Errors.forCode(partition.errorCode()))));
        return errors;
    }
}
