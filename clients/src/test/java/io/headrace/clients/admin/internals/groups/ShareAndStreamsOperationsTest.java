package io.headrace.clients.admin.internals.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.ListShareGroupOffsetsSpec;
import io.headrace.clients.admin.ShareGroupDescription;
import io.headrace.clients.admin.ShareMemberAssignment;
import io.headrace.clients.admin.ShareMemberDescription;
import io.headrace.clients.admin.SharePartitionOffsetInfo;
import io.headrace.clients.admin.StreamsGroupDescription;
import io.headrace.clients.admin.StreamsGroupMemberAssignment;
import io.headrace.clients.admin.StreamsGroupMemberDescription;
import io.headrace.clients.admin.StreamsGroupSubtopologyDescription;
import io.headrace.clients.admin.internals.OperationBench;
import io.headrace.clients.admin.internals.OperationBench.Result;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.calls.ScriptedLoop.Sent;
import io.headrace.common.GroupState;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.GroupIdNotFoundException;
import io.headrace.common.errors.GroupNotEmptyException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.AlterShareGroupOffsetsRequest;
import io.headrace.protocol.message.AlterShareGroupOffsetsResponse;
import io.headrace.protocol.message.AlterShareGroupOffsetsResponse.AlterShareGroupOffsetsResponsePartition;
import io.headrace.protocol.message.AlterShareGroupOffsetsResponse.AlterShareGroupOffsetsResponseTopic;
import io.headrace.protocol.message.DeleteShareGroupOffsetsRequest;
import io.headrace.protocol.message.DeleteShareGroupOffsetsResponse;
import io.headrace.protocol.message.DeleteShareGroupOffsetsResponse.DeleteShareGroupOffsetsResponseTopic;
import io.headrace.protocol.message.DescribeShareGroupOffsetsRequest;
import io.headrace.protocol.message.DescribeShareGroupOffsetsResponse;
import io.headrace.protocol.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseGroup;
import io.headrace.protocol.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponsePartition;
import io.headrace.protocol.message.DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseTopic;
import io.headrace.protocol.message.ShareGroupDescribeRequest;
import io.headrace.protocol.message.ShareGroupDescribeResponse;
import io.headrace.protocol.message.StreamsGroupDescribeResponse;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.KeyValue;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.Subtopology;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.TaskIds;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.TaskOffset;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.TopicInfo;
import io.headrace.protocol.message.StreamsGroupDescribeResponse.Topology;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is asked about share and streams groups, of whom, and what is made of the answers. */
class ShareAndStreamsOperationsTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);
    private static final Node TWO = new Node(2, "two", 2);

    private final OperationBench bench = new OperationBench();

    private static Node node(int id) {
        return new Node(id, id == 2 ? "two" : "?", id);
    }

    @Test
    void shareGroupsAreDescribedByTheirCoordinators() {
        Result<String, ShareGroupDescription> result =
                bench.start(new DescribeShareGroupsOperation(true, ShareAndStreamsOperationsTest::node), List.of("g"));
        Sent sent = bench.takeFromCoordinator("g");
        assertEquals(Target.node(2), sent.target());
        ShareGroupDescribeRequest request = (ShareGroupDescribeRequest) sent.request();
        assertEquals(List.of("g"), request.groupIds());
        assertTrue(request.includeAuthorizedOperations());
        sent.answer(new ShareGroupDescribeResponse()
                .groups(List.of(new ShareGroupDescribeResponse.DescribedGroup()
                        .groupId("g")
                        .groupState("Stable")
                        .groupEpoch(3)
                        .assignmentEpoch(2)
                        .authorizedOperations(1 << AclOperation.READ.code())
                        .members(List.of(new ShareGroupDescribeResponse.Member()
                                .memberId("m")
                                .rackId("r")
                                .memberEpoch(1)
                                .clientId("c")
                                .clientHost("/h")
                                .assignment(new ShareGroupDescribeResponse.Assignment()
                                        .topicPartitions(List.of(new ShareGroupDescribeResponse.TopicPartitions()
                                                .topicName("t")
                                                .partitions(List.of(0, 1))))))))));
        assertEquals(
                new ShareGroupDescription(
                        "g",
                        List.of(new ShareMemberDescription(
                                "m", Optional.of("r"), "c", "/h", new ShareMemberAssignment(Set.of(P0, P1)), 1)),
                        GroupState.STABLE,
                        TWO,
                        3,
                        2,
                        Set.of(AclOperation.READ)),
                result.value("g"));
    }

    @Test
    void aCoordinatorThatMovedIsLookedForAgain() {
        Result<String, ShareGroupDescription> result =
                bench.start(new DescribeShareGroupsOperation(false, ShareAndStreamsOperationsTest::node), List.of("g"));
        ShareGroupDescribeResponse.DescribedGroup group = new ShareGroupDescribeResponse.DescribedGroup().groupId("g");
        bench.takeFromCoordinator("g")
                .answer(new ShareGroupDescribeResponse()
                        .groups(List.of(group.errorCode(Errors.NOT_COORDINATOR.code()))));
        bench.loop().advance(200);
        bench.takeFromCoordinator("g")
                .answer(new ShareGroupDescribeResponse()
                        .groups(List.of(group.errorCode(Errors.GROUP_ID_NOT_FOUND.code())
                                .errorMessage("Group g not found."))));
        String why = result.failure(GroupIdNotFoundException.class, "g").getMessage();
        assertTrue(why.startsWith("Group g not found."), why);
        bench.assertQuiet();
    }

    @Test
    void howFarShareGroupsAre() {
        ListShareGroupOffsetsSpec some = new ListShareGroupOffsetsSpec().topicPartitions(List.of(P0, P1));
        Result<String, Map<TopicPartition, SharePartitionOffsetInfo>> result =
                bench.start(new ShareOffsetsOperation(Map.of("g", some)), List.of("g"));
        Sent sent = bench.takeFromCoordinator("g");
        DescribeShareGroupOffsetsRequest request = (DescribeShareGroupOffsetsRequest) sent.request();
        assertEquals(List.of(0, 1), request.groups().get(0).topics().get(0).partitions());
        sent.answer(new DescribeShareGroupOffsetsResponse()
                .groups(List.of(new DescribeShareGroupOffsetsResponseGroup()
                        .groupId("g")
                        .topics(List.of(new DescribeShareGroupOffsetsResponseTopic()
                                .topicName("t")
                                .partitions(List.of(
                                        new DescribeShareGroupOffsetsResponsePartition()
                                                .partitionIndex(0)
                                                .startOffset(5)
                                                .leaderEpoch(1)
                                                .lag(7),
                                        new DescribeShareGroupOffsetsResponsePartition()
                                                .partitionIndex(1)
                                                .startOffset(-1),
                                        new DescribeShareGroupOffsetsResponsePartition()
                                                .partitionIndex(2)
                                                .errorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code()))))))));
        Map<TopicPartition, SharePartitionOffsetInfo> offsets = result.value("g");
        assertEquals(new SharePartitionOffsetInfo(5, Optional.of(1), Optional.of(7L)), offsets.get(P0));
        assertTrue(offsets.containsKey(P1));
        assertNull(offsets.get(P1));
        assertFalse(offsets.containsKey(new TopicPartition("t", 2)));
    }

    @Test
    void allOffsetsOfAShareGroupAndAnOldBrokerWithoutLag() {
        bench.loop().supports(ApiKey.DESCRIBE_SHARE_GROUP_OFFSETS, 0);
        Result<String, Map<TopicPartition, SharePartitionOffsetInfo>> result =
                bench.start(new ShareOffsetsOperation(Map.of("g", new ListShareGroupOffsetsSpec())), List.of("g"));
        Sent sent = bench.takeFromCoordinator("g");
        assertNull(((DescribeShareGroupOffsetsRequest) sent.request())
                .groups()
                .get(0)
                .topics());
        sent.answer(new DescribeShareGroupOffsetsResponse()
                .groups(List.of(new DescribeShareGroupOffsetsResponseGroup()
                        .groupId("g")
                        .errorCode(Errors.GROUP_AUTHORIZATION_FAILED.code()))));
        assertEquals("g", result.failure(GroupAuthorizationException.class, "g").groupId());
    }

    @Test
    void offsetsOfAShareGroupAreSetOneByOne() {
        Result<TopicPartition, Void> result = bench.start(
                new AlterShareOffsetsOperation("g", Map.of(P0, 5L, P1, 6L)), new LinkedHashSet<>(List.of(P0, P1)));
        Sent sent = bench.takeFromCoordinator("g");
        AlterShareGroupOffsetsRequest request = (AlterShareGroupOffsetsRequest) sent.request();
        assertEquals(6, request.topics().get(0).partitions().get(1).startOffset());
        sent.answer(new AlterShareGroupOffsetsResponse()
                .responses(List.of(new AlterShareGroupOffsetsResponseTopic()
                        .topicName("t")
                        .partitions(List.of(
                                new AlterShareGroupOffsetsResponsePartition().partitionIndex(0),
                                new AlterShareGroupOffsetsResponsePartition()
                                        .partitionIndex(1)
                                        .errorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code()))))));
        assertNull(result.value(P0));
        result.failure(UnknownTopicOrPartitionException.class, P1);
    }

    @Test
    void aShareGroupWithMembersKeepsItsOffsets() {
        Result<TopicPartition, Void> altered =
                bench.start(new AlterShareOffsetsOperation("g", Map.of(P0, 5L)), List.of(P0));
        bench.takeFromCoordinator("g")
                .answer(new AlterShareGroupOffsetsResponse().errorCode(Errors.NON_EMPTY_GROUP.code()));
        altered.failure(GroupNotEmptyException.class, P0);
        Result<String, Void> deleted = bench.start(new DeleteShareOffsetsOperation("g"), List.of("t", "u"));
        Sent sent = bench.takeFromCoordinator("g");
        assertEquals(
                2, ((DeleteShareGroupOffsetsRequest) sent.request()).topics().size());
        sent.answer(new DeleteShareGroupOffsetsResponse().errorCode(Errors.NON_EMPTY_GROUP.code()));
        deleted.failure(GroupNotEmptyException.class, "t");
        deleted.failure(GroupNotEmptyException.class, "u");
    }

    @Test
    void aShareGroupForgetsTopicsOneByOne() {
        Result<String, Void> result = bench.start(new DeleteShareOffsetsOperation("g"), List.of("t", "u"));
        bench.takeFromCoordinator("g")
                .answer(new DeleteShareGroupOffsetsResponse()
                        .responses(List.of(
                                new DeleteShareGroupOffsetsResponseTopic().topicName("t"),
                                new DeleteShareGroupOffsetsResponseTopic()
                                        .topicName("u")
                                        .errorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code()))));
        assertNull(result.value("t"));
        result.failure(UnknownTopicOrPartitionException.class, "u");
    }

    @Test
    void streamsGroupsAreDescribed() {
        Result<String, StreamsGroupDescription> result = bench.start(
                new DescribeStreamsGroupsOperation(false, ShareAndStreamsOperationsTest::node), List.of("g"));
        Sent sent = bench.takeFromCoordinator("g");
        sent.answer(new StreamsGroupDescribeResponse()
                .groups(List.of(new StreamsGroupDescribeResponse.DescribedGroup()
                        .groupId("g")
                        .groupState("Reconciling")
                        .groupEpoch(4)
                        .assignmentEpoch(3)
                        .topology(new Topology()
                                .epoch(9)
                                .subtopologies(List.of(new Subtopology()
                                        .subtopologyId("0")
                                        .sourceTopics(List.of("in"))
                                        .repartitionSinkTopics(List.of("sink"))
                                        .stateChangelogTopics(List.of(new TopicInfo()
                                                .name("log")
                                                .partitions(2)
                                                .replicationFactor((short) 1)
                                                .topicConfigs(List.of(
                                                        new KeyValue().key("k").value("v")))))
                                        .repartitionSourceTopics(List.of()))))
                        .members(List.of(new StreamsGroupDescribeResponse.Member()
                                .memberId("m")
                                .memberEpoch(2)
                                .instanceId("i")
                                .clientId("c")
                                .clientHost("/h")
                                .topologyEpoch(9)
                                .processId("p")
                                .userEndpoint(new StreamsGroupDescribeResponse.Endpoint()
                                        .host("e")
                                        .port(1))
                                .clientTags(List.of(new KeyValue().key("zone").value("a")))
                                .taskOffsets(List.of(new TaskOffset()
                                        .subtopologyId("0")
                                        .partition(1)
                                        .offset(5)))
                                .taskEndOffsets(List.of())
                                .assignment(new StreamsGroupDescribeResponse.Assignment()
                                        .activeTasks(List.of(
                                                new TaskIds().subtopologyId("0").partitions(List.of(0, 1)))))
                                .targetAssignment(new StreamsGroupDescribeResponse.Assignment()))))));
        StreamsGroupMemberAssignment none = new StreamsGroupMemberAssignment(List.of(), List.of(), List.of());
        assertEquals(
                new StreamsGroupDescription(
                        "g",
                        4,
                        3,
                        9,
                        List.of(new StreamsGroupSubtopologyDescription(
                                "0",
                                List.of("in"),
                                List.of("sink"),
                                Map.of("log", new StreamsGroupSubtopologyDescription.TopicInfo(2, 1, Map.of("k", "v"))),
                                Map.of())),
                        List.of(new StreamsGroupMemberDescription(
                                "m",
                                2,
                                Optional.of("i"),
                                Optional.empty(),
                                "c",
                                "/h",
                                9,
                                "p",
                                Optional.of(new StreamsGroupMemberDescription.Endpoint("e", 1)),
                                Map.of("zone", "a"),
                                List.of(new StreamsGroupMemberDescription.TaskOffset("0", 1, 5)),
                                List.of(),
                                new StreamsGroupMemberAssignment(
                                        List.of(new StreamsGroupMemberAssignment.TaskIds("0", List.of(0, 1))),
                                        List.of(),
                                        List.of()),
                                none,
                                false)),
                        GroupState.RECONCILING,
                        TWO,
                        null),
                result.value("g"));
    }

    @Test
    void aStreamsGroupMayHaveNoTopologyYet() {
        Result<String, StreamsGroupDescription> result = bench.start(
                new DescribeStreamsGroupsOperation(false, ShareAndStreamsOperationsTest::node), List.of("g"));
        bench.takeFromCoordinator("g")
                .answer(new StreamsGroupDescribeResponse()
                        .groups(List.of(new StreamsGroupDescribeResponse.DescribedGroup()
                                .groupId("g")
                                .groupState("Empty"))));
        assertEquals(-1, result.value("g").topologyEpoch());
        assertEquals(List.of(), List.copyOf(result.value("g").subtopologies()));
    }
}
