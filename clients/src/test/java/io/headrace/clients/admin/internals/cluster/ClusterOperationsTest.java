package io.headrace.clients.admin.internals.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import io.headrace.clients.admin.FeatureMetadata;
import io.headrace.clients.admin.FeatureUpdate;
import io.headrace.clients.admin.FeatureUpdate.UpgradeType;
import io.headrace.clients.admin.FinalizedVersionRange;
import io.headrace.clients.admin.NewPartitionReassignment;
import io.headrace.clients.admin.PartitionReassignment;
import io.headrace.clients.admin.QuorumInfo;
import io.headrace.clients.admin.RaftVoterEndpoint;
import io.headrace.clients.admin.SupportedVersionRange;
import io.headrace.clients.admin.internals.OperationBench;
import io.headrace.clients.admin.internals.OperationBench.Result;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.calls.ScriptedLoop.Sent;
import io.headrace.common.ElectionType;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.Uuid;
import io.headrace.common.errors.BrokerIdNotRegisteredException;
import io.headrace.common.errors.ClusterAuthorizationException;
import io.headrace.common.errors.DuplicateVoterException;
import io.headrace.common.errors.ElectionNotNeededException;
import io.headrace.common.errors.InvalidUpdateVersionException;
import io.headrace.common.errors.LogDirNotFoundException;
import io.headrace.common.errors.NoReassignmentInProgressException;
import io.headrace.common.errors.ReplicaNotAvailableException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnknownServerException;
import io.headrace.common.errors.VoterNotFoundException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.AddRaftVoterRequest;
import io.headrace.protocol.message.AddRaftVoterResponse;
import io.headrace.protocol.message.AlterPartitionReassignmentsRequest;
import io.headrace.protocol.message.AlterPartitionReassignmentsResponse;
import io.headrace.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.headrace.protocol.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import io.headrace.protocol.message.AlterReplicaLogDirsRequest;
import io.headrace.protocol.message.AlterReplicaLogDirsResponse;
import io.headrace.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult;
import io.headrace.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import io.headrace.protocol.message.ApiVersionsResponse.SupportedFeatureKey;
import io.headrace.protocol.message.DescribeLogDirsRequest;
import io.headrace.protocol.message.DescribeLogDirsResponse;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import io.headrace.protocol.message.DescribeQuorumRequest;
import io.headrace.protocol.message.DescribeQuorumResponse;
import io.headrace.protocol.message.DescribeQuorumResponse.Listener;
import io.headrace.protocol.message.DescribeQuorumResponse.Node;
import io.headrace.protocol.message.DescribeQuorumResponse.PartitionData;
import io.headrace.protocol.message.DescribeQuorumResponse.ReplicaState;
import io.headrace.protocol.message.DescribeQuorumResponse.TopicData;
import io.headrace.protocol.message.ElectLeadersRequest;
import io.headrace.protocol.message.ElectLeadersResponse;
import io.headrace.protocol.message.ElectLeadersResponse.PartitionResult;
import io.headrace.protocol.message.ElectLeadersResponse.ReplicaElectionResult;
import io.headrace.protocol.message.ListPartitionReassignmentsRequest;
import io.headrace.protocol.message.ListPartitionReassignmentsResponse;
import io.headrace.protocol.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import io.headrace.protocol.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import io.headrace.protocol.message.RemoveRaftVoterRequest;
import io.headrace.protocol.message.RemoveRaftVoterResponse;
import io.headrace.protocol.message.UnregisterBrokerRequest;
import io.headrace.protocol.message.UnregisterBrokerResponse;
import io.headrace.protocol.message.UpdateFeaturesRequest;
import io.headrace.protocol.message.UpdateFeaturesResponse;
import io.headrace.protocol.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is asked about nodes, features and replicas, in which version, and what is made of the answers. */
class ClusterOperationsTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);

    private final OperationBench bench = new OperationBench();

    // ---- features ----

    @Test
    void featuresAreToldByAnyBrokerOrByTheOneThatIsMeant() {
        DescribeFeaturesOperation any = new DescribeFeaturesOperation(OptionalInt.empty(), "1.0");
        Result<DescribeFeaturesOperation, FeatureMetadata> result = bench.start(any);
        Sent sent = bench.loop().take();
        assertEquals(Target.ANY, sent.target());
        ApiVersionsRequest request = (ApiVersionsRequest) sent.request();
        assertEquals("headrace", request.clientSoftwareName());
        assertEquals("1.0", request.clientSoftwareVersion());
        sent.answer(new ApiVersionsResponse()
                .supportedFeatures(List.of(new SupportedFeatureKey()
                        .name("group.version")
                        .minVersion((short) 0)
                        .maxVersion((short) 2)))
                .finalizedFeaturesEpoch(17)
                .finalizedFeatures(List.of(new FinalizedFeatureKey()
                        .name("group.version")
                        .minVersionLevel((short) 1)
                        .maxVersionLevel((short) 1))));
        FeatureMetadata features = result.value(any);
        assertEquals(
                Map.of("group.version", new SupportedVersionRange((short) 0, (short) 2)), features.supportedFeatures());
        assertEquals(
                Map.of("group.version", new FinalizedVersionRange((short) 1, (short) 1)), features.finalizedFeatures());
        assertEquals(Optional.of(17L), features.finalizedFeaturesEpoch());

        DescribeFeaturesOperation two = new DescribeFeaturesOperation(OptionalInt.of(2), "1.0");
        Result<DescribeFeaturesOperation, FeatureMetadata> ofTwo = bench.start(two);
        Sent toTwo = bench.loop().take();
        assertEquals(Target.node(2), toTwo.target());
        toTwo.answer(new ApiVersionsResponse());
        assertEquals(Optional.empty(), ofTwo.value(two).finalizedFeaturesEpoch());
    }

    private static FeatureUpdate to(int level, UpgradeType type) {
        return new FeatureUpdate((short) level, type);
    }

    @Test
    void featuresChangeAllOrNoneAtANewBroker() {
        UpdateFeaturesOperation operation = new UpdateFeaturesOperation(
                Map.of("a", to(2, UpgradeType.UPGRADE), "b", to(0, UpgradeType.UNSAFE_DOWNGRADE)), false);
        Result<String, Void> result = bench.start(operation, List.of("a", "b"));
        Sent sent = bench.loop().take();
        assertEquals(Target.CONTROLLER, sent.target());
        assertEquals(1, sent.call().lowestVersion());
        UpdateFeaturesRequest request = (UpdateFeaturesRequest) sent.request();
        assertEquals(3, request.featureUpdates().get(1).upgradeType());
        sent.answer(new UpdateFeaturesResponse()
                .errorCode(Errors.INVALID_UPDATE_VERSION.code())
                .errorMessage("no"));
        assertEquals(
                "no", result.failure(InvalidUpdateVersionException.class, "a").getMessage());
        result.failure(InvalidUpdateVersionException.class, "b");
    }

    @Test
    void featuresChangeOneByOneAtAnOldBroker() {
        bench.loop().supports(ApiKey.UPDATE_FEATURES, 0);
        UpdateFeaturesOperation operation = new UpdateFeaturesOperation(
                Map.of("a", to(2, UpgradeType.UPGRADE), "b", to(1, UpgradeType.SAFE_DOWNGRADE)), false);
        Result<String, Void> result = bench.start(operation, List.of("a", "b"));
        Sent sent = bench.loop().take();
        assertEquals(0, sent.call().lowestVersion());
        UpdateFeaturesRequest request = (UpdateFeaturesRequest) sent.request();
        assertFalse(request.featureUpdates().get(0).allowDowngrade());
        assertTrue(request.featureUpdates().get(1).allowDowngrade());
        sent.answer(new UpdateFeaturesResponse()
                .results(List.of(
                        new UpdatableFeatureResult().feature("a"),
                        new UpdatableFeatureResult().feature("b").errorCode(Errors.NOT_CONTROLLER.code()))));
        assertNull(result.value("a"));
        bench.loop().advance(200);
        Sent again = bench.loop().take();
        assertEquals(
                1, ((UpdateFeaturesRequest) again.request()).featureUpdates().size());
        bench.start(new UpdateFeaturesOperation(Map.of("a", to(2, UpgradeType.UPGRADE)), true), List.of("a"));
        assertEquals(1, bench.loop().take().call().lowestVersion(), "only checking came later");
    }

    // ---- quorum ----

    @Test
    void theQuorumIsDescribed() {
        Uuid directory = new Uuid(1, 2);
        DescribeQuorumOperation operation = new DescribeQuorumOperation();
        Result<DescribeQuorumOperation, QuorumInfo> result = bench.start(operation);
        Sent sent = bench.loop().take();
        DescribeQuorumRequest request = (DescribeQuorumRequest) sent.request();
        assertEquals("__cluster_metadata", request.topics().get(0).topicName());
        sent.answer(new DescribeQuorumResponse()
                .topics(List.of(new TopicData()
                        .topicName("__cluster_metadata")
                        .partitions(List.of(new PartitionData()
                                .leaderId(3)
                                .leaderEpoch(7)
                                .highWatermark(50)
                                .currentVoters(List.of(new ReplicaState()
                                        .replicaId(3)
                                        .replicaDirectoryId(directory)
                                        .logEndOffset(51)
                                        .lastFetchTimestamp(9)
                                        .lastCaughtUpTimestamp(8)))
                                .observers(
                                        List.of(new ReplicaState().replicaId(4).logEndOffset(40)))))))
                .nodes(List.of(new Node()
                        .nodeId(3)
                        .listeners(List.of(
                                new Listener().name("CONTROLLER").host("h").port(1))))));
        QuorumInfo quorum = result.value(operation);
        assertEquals(
                new QuorumInfo(
                        3,
                        7,
                        50,
                        List.of(new QuorumInfo.ReplicaState(3, directory, 51, OptionalLong.of(9), OptionalLong.of(8))),
                        List.of(new QuorumInfo.ReplicaState(
                                4, Uuid.ZERO_UUID, 40, OptionalLong.empty(), OptionalLong.empty())),
                        Map.of(3, new QuorumInfo.Node(3, List.of(new RaftVoterEndpoint("CONTROLLER", "h", 1))))),
                quorum);
    }

    @Test
    void aQuorumThatIsNotToldOfIsAnError() {
        DescribeQuorumOperation operation = new DescribeQuorumOperation();
        Result<DescribeQuorumOperation, QuorumInfo> result = bench.start(operation);
        bench.loop()
                .take()
                .answer(new DescribeQuorumResponse()
                        .topics(List.of(new TopicData()
                                .topicName("__cluster_metadata")
                                .partitions(List.of(
                                        new PartitionData().errorCode(Errors.NOT_LEADER_OR_FOLLOWER.code()))))));
        bench.loop().advance(200);
        bench.loop().take().answer(new DescribeQuorumResponse());
        String why = result.failure(UnknownServerException.class, operation).getMessage();
        assertTrue(why.contains("0 topics") && why.contains("__cluster_metadata-0"), why);
    }

    @Test
    void votersComeAndGo() {
        Uuid directory = new Uuid(1, 2);
        Result<Integer, Void> added = bench.start(
                new AddVoterOperation(
                        Optional.of("cluster"), directory, Set.of(new RaftVoterEndpoint("CONTROLLER", "h", 9093))),
                List.of(3));
        Sent sent = bench.loop().take();
        AddRaftVoterRequest request = (AddRaftVoterRequest) sent.request();
        assertEquals(3, request.voterId());
        assertEquals("cluster", request.clusterId());
        assertEquals(directory, request.voterDirectoryId());
        assertEquals(9093, request.listeners().get(0).port());
        sent.answer(new AddRaftVoterResponse().errorCode(Errors.NOT_CONTROLLER.code()));
        bench.loop().advance(200);
        bench.loop()
                .take()
                .answer(new AddRaftVoterResponse()
                        .errorCode(Errors.DUPLICATE_VOTER.code())
                        .errorMessage("already"));
        assertEquals("already", added.failure(DuplicateVoterException.class, 3).getMessage());

        Result<Integer, Void> removed = bench.start(new RemoveVoterOperation(Optional.empty(), directory), List.of(4));
        Sent remove = bench.loop().take();
        assertNull(((RemoveRaftVoterRequest) remove.request()).clusterId());
        assertEquals(4, ((RemoveRaftVoterRequest) remove.request()).voterId());
        remove.answer(new RemoveRaftVoterResponse().errorCode(Errors.VOTER_NOT_FOUND.code()));
        removed.failure(VoterNotFoundException.class, 4);
    }

    @Test
    void aBrokerIsForgotten() {
        Result<Integer, Void> result = bench.start(new UnregisterBrokerOperation(), List.of(5));
        Sent sent = bench.loop().take();
        assertEquals(5, ((UnregisterBrokerRequest) sent.request()).brokerId());
        sent.answer(new UnregisterBrokerResponse().errorCode(Errors.REQUEST_TIMED_OUT.code()));
        bench.loop().advance(200);
        bench.loop().take().answer(new UnregisterBrokerResponse().errorCode(Errors.BROKER_ID_NOT_REGISTERED.code()));
        result.failure(BrokerIdNotRegisteredException.class, 5);
    }

    // ---- elections and reassignments ----

    @Test
    void leadersAreElectedOrNot() {
        ElectLeadersOperation operation = new ElectLeadersOperation(ElectionType.PREFERRED, Set.of(P0, P1));
        Result<ElectLeadersOperation, Map<TopicPartition, Optional<Throwable>>> result = bench.start(operation);
        Sent sent = bench.loop().take();
        assertEquals(Target.CONTROLLER, sent.target());
        ElectLeadersRequest request = (ElectLeadersRequest) sent.request();
        assertEquals("t", request.topicPartitions().get(0).topic());
        assertEquals(Set.of(0, 1), Set.copyOf(request.topicPartitions().get(0).partitions()));
        sent.answer(new ElectLeadersResponse().errorCode(Errors.NOT_CONTROLLER.code()));
        bench.loop().advance(200);
        bench.loop()
                .take()
                .answer(new ElectLeadersResponse()
                        .replicaElectionResults(List.of(new ReplicaElectionResult()
                                .topic("t")
                                .partitionResult(List.of(
                                        new PartitionResult().partitionId(0),
                                        new PartitionResult()
                                                .partitionId(1)
                                                .errorCode(Errors.ELECTION_NOT_NEEDED.code())
                                                .errorMessage("it leads"))))));
        Map<TopicPartition, Optional<Throwable>> elected = result.value(operation);
        assertEquals(Optional.empty(), elected.get(P0));
        assertEquals(
                "it leads",
                assertInstanceOf(
                                ElectionNotNeededException.class,
                                elected.get(P1).orElseThrow())
                        .getMessage());
    }

    @Test
    void anElectionMayBeAboutAllPartitionsAndUncleanOnesNeedANewerBroker() {
        bench.start(new ElectLeadersOperation(ElectionType.UNCLEAN, null));
        Sent sent = bench.loop().take();
        assertEquals(1, sent.call().lowestVersion());
        assertNull(((ElectLeadersRequest) sent.request()).topicPartitions());
        assertEquals(ElectionType.UNCLEAN.value, ((ElectLeadersRequest) sent.request()).electionType());
        bench.loop().supports(ApiKey.ELECT_LEADERS, 0);
        ElectLeadersOperation old = new ElectLeadersOperation(ElectionType.PREFERRED, null);
        Result<ElectLeadersOperation, Map<TopicPartition, Optional<Throwable>>> result = bench.start(old);
        Sent toOld = bench.loop().take();
        toOld.request().size(0);
        toOld.answer(new ElectLeadersResponse().errorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code()));
        result.failure(ClusterAuthorizationException.class, old);
    }

    @Test
    void partitionsMoveAndStayEachForItself() {
        Map<TopicPartition, Optional<NewPartitionReassignment>> wanted =
                Map.of(P0, Optional.of(new NewPartitionReassignment(List.of(2, 1))), P1, Optional.empty());
        Result<TopicPartition, Void> result =
                bench.start(new AlterReassignmentsOperation(wanted, true), new LinkedHashSet<>(List.of(P0, P1)));
        Sent sent = bench.loop().take();
        assertEquals(Target.CONTROLLER, sent.target());
        assertEquals(0, sent.call().lowestVersion());
        AlterPartitionReassignmentsRequest request = (AlterPartitionReassignmentsRequest) sent.request();
        assertEquals(List.of(2, 1), request.topics().get(0).partitions().get(0).replicas());
        assertNull(request.topics().get(0).partitions().get(1).replicas());
        sent.answer(new AlterPartitionReassignmentsResponse()
                .responses(List.of(new ReassignableTopicResponse()
                        .name("t")
                        .partitions(List.of(
                                new ReassignablePartitionResponse().partitionIndex(0),
                                new ReassignablePartitionResponse()
                                        .partitionIndex(1)
                                        .errorCode(Errors.NO_REASSIGNMENT_IN_PROGRESS.code()))))));
        assertNull(result.value(P0));
        result.failure(NoReassignmentInProgressException.class, P1);
    }

    @Test
    void keepingTheReplicationFactorNeedsABrokerThatKnowsHow() {
        Map<TopicPartition, Optional<NewPartitionReassignment>> wanted =
                Map.of(P0, Optional.of(new NewPartitionReassignment(List.of(2))));
        Result<TopicPartition, Void> result = bench.start(new AlterReassignmentsOperation(wanted, false), List.of(P0));
        Sent sent = bench.loop().take();
        assertEquals(1, sent.call().lowestVersion());
        assertFalse(((AlterPartitionReassignmentsRequest) sent.request()).allowReplicationFactorChange());
        sent.answer(new AlterPartitionReassignmentsResponse().errorCode(Errors.NOT_CONTROLLER.code()));
        bench.loop().advance(200);
        bench.loop()
                .take()
                .answer(new AlterPartitionReassignmentsResponse()
                        .errorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code()));
        result.failure(ClusterAuthorizationException.class, P0);
    }

    @Test
    void movesUnderWayAreListed() {
        bench.start(new ListReassignmentsOperation(Optional.empty()));
        assertNull(((ListPartitionReassignmentsRequest) bench.loop().take().request()).topics(), "all");
        ListReassignmentsOperation operation = new ListReassignmentsOperation(Optional.of(Set.of(P0)));
        Result<ListReassignmentsOperation, Map<TopicPartition, PartitionReassignment>> result = bench.start(operation);
        Sent sent = bench.loop().take();
        assertEquals(
                List.of(0),
                ((ListPartitionReassignmentsRequest) sent.request())
                        .topics()
                        .get(0)
                        .partitionIndexes());
        sent.answer(new ListPartitionReassignmentsResponse().errorCode(Errors.NOT_CONTROLLER.code()));
        bench.loop().advance(200);
        bench.loop()
                .take()
                .answer(new ListPartitionReassignmentsResponse()
                        .topics(List.of(new OngoingTopicReassignment()
                                .name("t")
                                .partitions(List.of(new OngoingPartitionReassignment()
                                        .partitionIndex(0)
                                        .replicas(List.of(2, 1))
                                        .addingReplicas(List.of(2))
                                        .removingReplicas(List.of(1)))))));
        assertEquals(
                Map.of(P0, new PartitionReassignment(List.of(2, 1), List.of(2), List.of(1))), result.value(operation));
    }

    // ---- log directories ----

    @Test
    void replicasMoveOnTheirBrokers() {
        TopicPartitionReplica here = new TopicPartitionReplica("t", 0, 1);
        TopicPartitionReplica there = new TopicPartitionReplica("t", 1, 1);
        TopicPartitionReplica elsewhere = new TopicPartitionReplica("t", 0, 2);
        Result<TopicPartitionReplica, Void> result = bench.start(
                new AlterReplicaDirsOperation(Map.of(here, "/a", there, "/b", elsewhere, "/a")),
                new LinkedHashSet<>(List.of(here, there, elsewhere)));
        Sent first = bench.loop().take();
        Sent second = bench.loop().take();
        assertEquals(Target.node(1), first.target());
        assertEquals(Target.node(2), second.target());
        AlterReplicaLogDirsRequest request = (AlterReplicaLogDirsRequest) first.request();
        assertEquals(
                List.of("/a", "/b"),
                request.dirs().stream().map(dir -> dir.path()).toList());
        first.answer(new AlterReplicaLogDirsResponse()
                .results(List.of(new AlterReplicaLogDirTopicResult()
                        .topicName("t")
                        .partitions(List.of(
                                new AlterReplicaLogDirPartitionResult().partitionIndex(0),
                                new AlterReplicaLogDirPartitionResult()
                                        .partitionIndex(1)
                                        .errorCode(Errors.LOG_DIR_NOT_FOUND.code()))))));
        assertNull(result.value(here));
        result.failure(LogDirNotFoundException.class, there);
        second.answer(new AlterReplicaLogDirsResponse()
                .results(List.of(new AlterReplicaLogDirTopicResult()
                        .topicName("t")
                        .partitions(List.of(new AlterReplicaLogDirPartitionResult()
                                .partitionIndex(0)
                                .errorCode(Errors.REPLICA_NOT_AVAILABLE.code()))))));
        result.failure(ReplicaNotAvailableException.class, elsewhere);
        bench.assertQuiet();
    }

    @Test
    void aReplicaThatMovesIsInTwoPlaces() {
        TopicPartitionReplica moving = new TopicPartitionReplica("t", 0, 1);
        TopicPartitionReplica nowhere = new TopicPartitionReplica("u", 0, 1);
        Result<TopicPartitionReplica, ReplicaLogDirInfo> result =
                bench.start(new DescribeReplicaDirsOperation(), new LinkedHashSet<>(List.of(moving, nowhere)));
        Sent sent = bench.loop().take();
        assertEquals(Target.node(1), sent.target());
        assertEquals(2, ((DescribeLogDirsRequest) sent.request()).topics().size());
        sent.answer(new DescribeLogDirsResponse()
                .results(List.of(
                        dir("/new", new DescribeLogDirsPartition().offsetLag(4).isFutureKey(true)),
                        dir("/old", new DescribeLogDirsPartition().offsetLag(1)),
                        new DescribeLogDirsResult().logDir("/off").errorCode(Errors.KAFKA_STORAGE_ERROR.code()))));
        ReplicaLogDirInfo info = result.value(moving);
        assertEquals("/old", info.getCurrentReplicaLogDir());
        assertEquals(1, info.getCurrentReplicaOffsetLag());
        assertEquals("/new", info.getFutureReplicaLogDir());
        assertEquals(4, info.getFutureReplicaOffsetLag());
        assertNull(result.value(nowhere).getCurrentReplicaLogDir());
        assertEquals(-1, result.value(nowhere).getCurrentReplicaOffsetLag());
    }

    @Test
    void whoMayNotSeeDirectoriesIsTold() {
        TopicPartitionReplica replica = new TopicPartitionReplica("t", 0, 1);
        Result<TopicPartitionReplica, ReplicaLogDirInfo> result =
                bench.start(new DescribeReplicaDirsOperation(), List.of(replica));
        bench.loop().take().answer(new DescribeLogDirsResponse());
        result.failure(ClusterAuthorizationException.class, replica);
    }

    private static DescribeLogDirsResult dir(String path, DescribeLogDirsPartition partition) {
        return new DescribeLogDirsResult()
                .logDir(path)
                .topics(List.of(new DescribeLogDirsTopic().name("t").partitions(List.of(partition))));
    }

    // ---- when no broker can be reached ----

    @Test
    void aTimeoutNamesTheAddressesThatWereTried() {
        DescribeQuorumOperation operation = new DescribeQuorumOperation();
        Result<DescribeQuorumOperation, QuorumInfo> result = bench.start(operation);
        bench.loop().unreachable("bootstrap server a:1: refused", "bootstrap server b:2: no answer yet");
        bench.loop().advance(60_000);
        String why = result.failure(TimeoutException.class, operation).getMessage();
        assertEquals(
                "Timed out after 60000 ms waiting for the description of the metadata quorum. No broker can be reached: "
                        + "bootstrap server a:1: refused; bootstrap server b:2: no answer yet",
                why);
    }
}
