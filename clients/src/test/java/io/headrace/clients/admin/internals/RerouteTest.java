package io.headrace.clients.admin.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.AbortTransactionSpec;
import io.headrace.clients.admin.CreatePartitionsOptions;
import io.headrace.clients.admin.CreateTopicsOptions;
import io.headrace.clients.admin.DeleteTopicsOptions;
import io.headrace.clients.admin.DescribeClassicGroupsOptions;
import io.headrace.clients.admin.DescribeConsumerGroupsOptions;
import io.headrace.clients.admin.FeatureUpdate;
import io.headrace.clients.admin.ListConsumerGroupOffsetsSpec;
import io.headrace.clients.admin.ListShareGroupOffsetsSpec;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.clients.admin.internals.cluster.AlterReassignmentsOperation;
import io.headrace.clients.admin.internals.cluster.DescribeReplicaDirsOperation;
import io.headrace.clients.admin.internals.cluster.ElectLeadersOperation;
import io.headrace.clients.admin.internals.cluster.ListReassignmentsOperation;
import io.headrace.clients.admin.internals.cluster.UpdateFeaturesOperation;
import io.headrace.clients.admin.internals.groups.AlterOffsetsOperation;
import io.headrace.clients.admin.internals.groups.AlterShareOffsetsOperation;
import io.headrace.clients.admin.internals.groups.CommittedOffsetsOperation;
import io.headrace.clients.admin.internals.groups.DeleteOffsetsOperation;
import io.headrace.clients.admin.internals.groups.DeleteShareOffsetsOperation;
import io.headrace.clients.admin.internals.groups.DescribeClassicGroupsOperation;
import io.headrace.clients.admin.internals.groups.DescribeConsumerGroupsOperation;
import io.headrace.clients.admin.internals.groups.DescribeShareGroupsOperation;
import io.headrace.clients.admin.internals.groups.DescribeStreamsGroupsOperation;
import io.headrace.clients.admin.internals.groups.RemoveMembersOperation;
import io.headrace.clients.admin.internals.groups.ShareOffsetsOperation;
import io.headrace.clients.admin.internals.transactions.AbortTransactionOperation;
import io.headrace.clients.admin.internals.transactions.DescribeProducersOperation;
import io.headrace.clients.admin.internals.transactions.DescribeTransactionsOperation;
import io.headrace.clients.admin.internals.transactions.FenceProducersOperation;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.Outcome;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.common.ElectionType;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AlterPartitionReassignmentsResponse;
import io.headrace.protocol.message.AlterShareGroupOffsetsResponse;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse;
import io.headrace.protocol.message.CreatePartitionsResponse;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.DeleteRecordsResponse;
import io.headrace.protocol.message.DeleteShareGroupOffsetsResponse;
import io.headrace.protocol.message.DeleteTopicsResponse;
import io.headrace.protocol.message.DescribeGroupsResponse;
import io.headrace.protocol.message.DescribeProducersResponse;
import io.headrace.protocol.message.DescribeShareGroupOffsetsResponse;
import io.headrace.protocol.message.DescribeTransactionsResponse;
import io.headrace.protocol.message.ElectLeadersResponse;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.LeaveGroupResponse;
import io.headrace.protocol.message.ListPartitionReassignmentsResponse;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetDeleteResponse;
import io.headrace.protocol.message.OffsetFetchResponse;
import io.headrace.protocol.message.ShareGroupDescribeResponse;
import io.headrace.protocol.message.StreamsGroupDescribeResponse;
import io.headrace.protocol.message.UpdateFeaturesResponse;
import io.headrace.protocol.message.WriteTxnMarkersResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation that has to be asked of one broker goes after it: when it has moved, is not ready, or is gone. */
class RerouteTest {

    private static final long TIMEOUT_MS = 60_000;
    private static final TopicPartition P0 = new TopicPartition("t", 0);

    private final ScriptedLoop loop = new ScriptedLoop();
    private final List<RuntimeException> failures = new ArrayList<>();

    /** An operation about one item, and how a broker refuses it. */
    private record Asked<K>(Operation<K, ?> operation, K item, Function<Errors, ApiMessage> refusal) {}

    private <K> void start(Asked<K> asked) {
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 0, 1).view());
        startTyped(asked.operation(), asked.item());
    }

    private <K, V> void startTyped(Operation<K, V> operation, K item) {
        new Operations(loop, new TopicInterest(loop), new Operations.Limits(30_000, 9, new Backoff(100, 1_000)))
                .start(operation, List.of(item), TIMEOUT_MS, new Outcome<>() {
                    @Override
                    public void succeeded(K done, V value) {
                        throw new AssertionError("no broker has done it");
                    }

                    @Override
                    public void failed(K done, RuntimeException why) {
                        failures.add(why);
                    }
                });
    }

    private static <K> Arguments row(
            String name, Operation<K, ?> operation, K item, Function<Errors, ApiMessage> refusal) {
        return Arguments.of(Named.of(name, new Asked<>(operation, item, refusal)));
    }

    // ---- the controller ----

    static Stream<Arguments> ofController() {
        ElectLeadersOperation election = new ElectLeadersOperation(ElectionType.PREFERRED, Set.of(P0));
        ListReassignmentsOperation listing = new ListReassignmentsOperation(Optional.empty());
        return Stream.of(
                row(
                        "createTopics",
                        new CreateTopicsOperation(
                                Map.of("n", new NewTopic("n", 1, (short) 1)), new CreateTopicsOptions()),
                        "n",
                        error -> new CreateTopicsResponse()
                                .topics(List.of(new CreateTopicsResponse.CreatableTopicResult()
                                        .name("n")
                                        .errorCode(error.code())))),
                row(
                        "deleteTopics",
                        DeleteTopicsOperation.byName(new DeleteTopicsOptions()),
                        "n",
                        error -> new DeleteTopicsResponse()
                                .responses(List.of(new DeleteTopicsResponse.DeletableTopicResult()
                                        .name("n")
                                        .errorCode(error.code())))),
                row(
                        "createPartitions",
                        new CreatePartitionsOperation(
                                Map.of("n", NewPartitions.increaseTo(2)), new CreatePartitionsOptions()),
                        "n",
                        error -> new CreatePartitionsResponse()
                                .results(List.of(new CreatePartitionsResponse.CreatePartitionsTopicResult()
                                        .name("n")
                                        .errorCode(error.code())))),
                row("electLeaders", election, election, error -> new ElectLeadersResponse().errorCode(error.code())),
                row(
                        "alterPartitionReassignments",
                        new AlterReassignmentsOperation(Map.of(P0, Optional.empty()), true),
                        P0,
                        error -> new AlterPartitionReassignmentsResponse().errorCode(error.code())),
                row(
                        "listPartitionReassignments",
                        listing,
                        listing,
                        error -> new ListPartitionReassignmentsResponse().errorCode(error.code())),
                row(
                        "updateFeatures",
                        new UpdateFeaturesOperation(
                                Map.of("f", new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.UPGRADE)), false),
                        "f",
                        error -> new UpdateFeaturesResponse().errorCode(error.code())));
    }

    @ParameterizedTest
    @MethodSource("ofController")
    <K> void aControllerThatIsNoneAnyMoreIsLookedForAgain(Asked<K> asked) {
        start(asked);
        ScriptedLoop.Sent first = loop.take();
        assertEquals(Target.CONTROLLER, first.target());
        first.answer(asked.refusal().apply(Errors.NOT_CONTROLLER));
        assertEquals(List.of(), failures);
        assertEquals(0, loop.waiting(), "not before the backoff is over");
        assertEquals(1, loop.metadataRequests(), "who the controller is");
        loop.advance(200);
        assertEquals(Target.CONTROLLER, loop.take().target());
    }

    // ---- the leader of a partition ----

    static Stream<Arguments> ofLeader() {
        return Stream.of(
                row(
                        "deleteRecords",
                        new DeleteRecordsOperation(Map.of(P0, RecordsToDelete.beforeOffset(1))),
                        P0,
                        error -> new DeleteRecordsResponse()
                                .topics(List.of(new DeleteRecordsResponse.DeleteRecordsTopicResult()
                                        .name("t")
                                        .partitions(List.of(new DeleteRecordsResponse.DeleteRecordsPartitionResult()
                                                .errorCode(error.code())))))),
                row(
                        "describeProducers",
                        new DescribeProducersOperation(OptionalInt.empty()),
                        P0,
                        error -> new DescribeProducersResponse()
                                .topics(List.of(new DescribeProducersResponse.TopicResponse()
                                        .name("t")
                                        .partitions(List.of(new DescribeProducersResponse.PartitionResponse()
                                                .errorCode(error.code())))))),
                row(
                        "abortTransaction",
                        new AbortTransactionOperation(new AbortTransactionSpec(P0, 5, (short) 0, 1)),
                        P0,
                        error -> new WriteTxnMarkersResponse()
                                .markers(List.of(new WriteTxnMarkersResponse.WritableTxnMarkerResult()
                                        .producerId(5)
                                        .topics(List.of(new WriteTxnMarkersResponse.WritableTxnMarkerTopicResult()
                                                .name("t")
                                                .partitions(List.of(
                                                        new WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult()
                                                                .errorCode(error.code())))))))));
    }

    @ParameterizedTest
    @MethodSource("ofLeader")
    <K> void aLeaderThatMovedIsFollowed(Asked<K> asked) {
        start(asked);
        ScriptedLoop.Sent first = loop.take();
        assertEquals(Target.node(1), first.target());
        first.answer(asked.refusal().apply(Errors.NOT_LEADER_OR_FOLLOWER));
        assertEquals(List.of(), failures);
        assertEquals(1, loop.metadataRequests(), "where the leader is");
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 1, 2).view());
        loop.advance(200);
        assertEquals(Target.node(2), loop.take().target());
    }

    @ParameterizedTest
    @MethodSource("ofLeader")
    <K> void aLeaderThatIsGoneIsWaitedFor(Asked<K> asked) {
        start(asked);
        loop.take().fail(new DisconnectException("gone"));
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 1, -1).view());
        loop.advance(200);
        assertEquals(0, loop.waiting(), "nobody leads");
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 2, 2).view());
        assertEquals(Target.node(2), loop.take().target());
        assertEquals(List.of(), failures);
    }

    // ---- the coordinator of a group or transactional id ----

    static Stream<Arguments> ofCoordinator() {
        return Stream.concat(
                Stream.of(
                        row(
                                "describeConsumerGroups",
                                new DescribeConsumerGroupsOperation(new DescribeConsumerGroupsOptions(), id -> null),
                                "g",
                                error -> new ConsumerGroupDescribeResponse()
                                        .groups(List.of(new ConsumerGroupDescribeResponse.DescribedGroup()
                                                .groupId("g")
                                                .errorCode(error.code())))),
                        row(
                                "describeClassicGroups",
                                new DescribeClassicGroupsOperation(new DescribeClassicGroupsOptions(), id -> null),
                                "g",
                                error -> new DescribeGroupsResponse()
                                        .groups(List.of(new DescribeGroupsResponse.DescribedGroup()
                                                .groupId("g")
                                                .errorCode(error.code())))),
                        row(
                                "listConsumerGroupOffsets",
                                new CommittedOffsetsOperation(Map.of("g", new ListConsumerGroupOffsetsSpec()), false),
                                "g",
                                error -> new OffsetFetchResponse()
                                        .groups(List.of(new OffsetFetchResponse.OffsetFetchResponseGroup()
                                                .groupId("g")
                                                .errorCode(error.code())))),
                        row(
                                "alterConsumerGroupOffsets",
                                new AlterOffsetsOperation("g", Map.of(P0, new OffsetAndMetadata(1))),
                                P0,
                                error -> new OffsetCommitResponse()
                                        .topics(List.of(new OffsetCommitResponse.OffsetCommitResponseTopic()
                                                .name("t")
                                                .partitions(
                                                        List.of(new OffsetCommitResponse.OffsetCommitResponsePartition()
                                                                .errorCode(error.code())))))),
                        row(
                                "deleteConsumerGroupOffsets",
                                new DeleteOffsetsOperation("g"),
                                P0,
                                error -> new OffsetDeleteResponse().errorCode(error.code())),
                        row(
                                "removeMembersFromConsumerGroup",
                                new RemoveMembersOperation("g", null),
                                new RemoveMembersOperation.Leaving("m", null),
                                error -> new LeaveGroupResponse().errorCode(error.code()))),
                Stream.of(
                        row(
                                "describeShareGroups",
                                new DescribeShareGroupsOperation(false, id -> null),
                                "g",
                                error -> new ShareGroupDescribeResponse()
                                        .groups(List.of(new ShareGroupDescribeResponse.DescribedGroup()
                                                .groupId("g")
                                                .errorCode(error.code())))),
                        row(
                                "listShareGroupOffsets",
                                new ShareOffsetsOperation(Map.of("g", new ListShareGroupOffsetsSpec())),
                                "g",
                                error -> new DescribeShareGroupOffsetsResponse()
                                        .groups(List.of(
                                                new DescribeShareGroupOffsetsResponse
                                                                .DescribeShareGroupOffsetsResponseGroup()
                                                        .groupId("g")
                                                        .errorCode(error.code())))),
                        row(
                                "alterShareGroupOffsets",
                                new AlterShareOffsetsOperation("g", Map.of(P0, 1L)),
                                P0,
                                error -> new AlterShareGroupOffsetsResponse().errorCode(error.code())),
                        row(
                                "deleteShareGroupOffsets",
                                new DeleteShareOffsetsOperation("g"),
                                "t",
                                error -> new DeleteShareGroupOffsetsResponse().errorCode(error.code())),
                        row(
                                "describeStreamsGroups",
                                new DescribeStreamsGroupsOperation(false, id -> null),
                                "g",
                                error -> new StreamsGroupDescribeResponse()
                                        .groups(List.of(new StreamsGroupDescribeResponse.DescribedGroup()
                                                .groupId("g")
                                                .errorCode(error.code())))),
                        row(
                                "describeTransactions",
                                new DescribeTransactionsOperation(),
                                "g",
                                error -> new DescribeTransactionsResponse()
                                        .transactionStates(List.of(new DescribeTransactionsResponse.TransactionState()
                                                .transactionalId("g")
                                                .errorCode(error.code())))),
                        row(
                                "fenceProducers",
                                new FenceProducersOperation<>((producerId, epoch) -> epoch),
                                "g",
                                error -> new InitProducerIdResponse().errorCode(error.code()))));
    }

    private void coordinatorIs(int node) {
        ScriptedLoop.Sent search = loop.take();
        assertEquals(ApiKey.FIND_COORDINATOR, search.call().key());
        search.answer(new FindCoordinatorResponse()
                .coordinators(List.of(
                        new FindCoordinatorResponse.Coordinator().key("g").nodeId(node))));
    }

    @ParameterizedTest
    @MethodSource("ofCoordinator")
    <K> void aCoordinatorThatMovedIsLookedForAgain(Asked<K> asked) {
        start(asked);
        coordinatorIs(1);
        for (Errors error : List.of(Errors.NOT_COORDINATOR, Errors.COORDINATOR_NOT_AVAILABLE)) {
            ScriptedLoop.Sent sent = loop.take();
            assertEquals(Target.node(1), sent.target());
            sent.answer(asked.refusal().apply(error));
            assertEquals(0, loop.waiting(), "not before the backoff is over");
            loop.advance(500);
            coordinatorIs(1);
        }
        loop.take().fail(new DisconnectException("gone"));
        loop.advance(1_000);
        coordinatorIs(2);
        assertEquals(Target.node(2), loop.take().target());
        assertEquals(List.of(), failures);
    }

    @ParameterizedTest
    @MethodSource("ofCoordinator")
    <K> void aCoordinatorThatLoadsIsAskedAgain(Asked<K> asked) {
        start(asked);
        coordinatorIs(1);
        loop.take().answer(asked.refusal().apply(Errors.COORDINATOR_LOAD_IN_PROGRESS));
        loop.advance(200);
        ScriptedLoop.Sent again = loop.take();
        assertEquals(Target.node(1), again.target(), "nobody has to be looked for");
        assertTrue(again.call().key() != ApiKey.FIND_COORDINATOR);
        assertEquals(List.of(), failures);
    }

    // ---- a broker by its id ----

    static Stream<Arguments> ofBroker() {
        return Stream.of(
                row("describeLogDirs", new DescribeLogDirsOperation(), 2, error -> null),
                row(
                        "describeReplicaLogDirs",
                        new DescribeReplicaDirsOperation(),
                        new TopicPartitionReplica("t", 0, 2),
                        error -> null));
    }

    @ParameterizedTest
    @MethodSource("ofBroker")
    <K> void aBrokerThatIsGoneIsWaitedForAndNobodyElseAsked(Asked<K> asked) {
        start(asked);
        for (int i = 0; i < 4; i++) {
            ScriptedLoop.Sent sent = loop.take();
            assertEquals(Target.node(2), sent.target());
            sent.fail(new DisconnectException("gone"));
            loop.advance(2_000);
        }
        assertEquals(4, loop.metadataRequests(), "whether it has another address");
        loop.advance(TIMEOUT_MS);
        assertInstanceOf(TimeoutException.class, failures.get(0));
        assertInstanceOf(DisconnectException.class, failures.get(0).getCause());
        assertTrue(
                failures.get(0).getMessage().startsWith("Timed out after 60000 ms waiting for "),
                failures.get(0).getMessage());
    }
}
