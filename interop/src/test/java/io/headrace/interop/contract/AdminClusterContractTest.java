package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterPartitionReassignmentsOptions;
import io.headrace.clients.admin.DescribeFeaturesOptions;
import io.headrace.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import io.headrace.clients.admin.FeatureMetadata;
import io.headrace.clients.admin.FeatureUpdate;
import io.headrace.clients.admin.FeatureUpdate.UpgradeType;
import io.headrace.clients.admin.NewPartitionReassignment;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.PartitionReassignment;
import io.headrace.clients.admin.QuorumInfo;
import io.headrace.clients.admin.RaftVoterEndpoint;
import io.headrace.clients.admin.UpdateFeaturesOptions;
import io.headrace.common.ElectionType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.Uuid;
import io.headrace.common.errors.BrokerIdNotRegisteredException;
import io.headrace.common.errors.DuplicateVoterException;
import io.headrace.common.errors.ElectionNotNeededException;
import io.headrace.common.errors.InvalidReplicaAssignmentException;
import io.headrace.common.errors.InvalidReplicationFactorException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.InvalidUpdateVersionException;
import io.headrace.common.errors.LogDirNotFoundException;
import io.headrace.common.errors.NoReassignmentInProgressException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.errors.VoterNotFoundException;
import io.headrace.interop.ApacheCluster;
import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Features, controllers, brokers, and where replicas are, managed in a cluster of three nodes. */
class AdminClusterContractTest {

    private final ApacheCluster cluster = ApacheCluster.get();

    private Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers()));
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static <T extends Throwable> T assertFails(Class<T> expected, KafkaFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(expected, thrown.getCause());
    }

    private static String newTopic(Admin admin, String word, List<Integer> replicas) throws Exception {
        String topic = Target.topic(word);
        get(admin.createTopics(List.of(new NewTopic(topic, Map.of(0, replicas))))
                .all());
        Await.until(
                "all replicas of " + topic + " are in sync",
                () -> isr(admin, topic).equals(Set.copyOf(replicas)));
        return topic;
    }

    private static Set<Integer> isr(Admin admin, String topic) throws Exception {
        try {
            return Set.copyOf(
                    get(admin.describeTopics(List.of(topic)).allTopicNames())
                            .get(topic)
                            .partitions()
                            .get(0)
                            .isr()
                            .stream()
                            .map(Node::id)
                            .toList());
        } catch (ExecutionException e) {
            assertInstanceOf(UnknownTopicOrPartitionException.class, e.getCause());
            return Set.of();
        }
    }

    private static List<Integer> replicas(Admin admin, String topic) throws Exception {
        return get(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .get(0)
                .replicas()
                .stream()
                .map(Node::id)
                .toList();
    }

    private static int leader(Admin admin, String topic) throws Exception {
        return get(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .get(0)
                .leader()
                .id();
    }

    // ---- features ----

    private static short level(Admin admin, String feature) throws Exception {
        return Optional.ofNullable(get(admin.describeFeatures().featureMetadata())
                        .finalizedFeatures()
                        .get(feature))
                .map(range -> range.maxVersionLevel())
                .orElse((short) 0);
    }

    @Test
    void featuresAreDescribedAndChanged() throws Exception {
        String feature = "streams.version";
        try (Admin admin = admin()) {
            FeatureMetadata features = get(admin.describeFeatures().featureMetadata());
            assertEquals(1, features.finalizedFeatures().get(feature).maxVersionLevel());
            assertEquals(0, features.supportedFeatures().get(feature).minVersion());
            assertEquals(1, features.supportedFeatures().get(feature).maxVersion());
            assertTrue(features.finalizedFeaturesEpoch().orElseThrow() > 0);
            assertTrue(get(admin.describeFeatures(new DescribeFeaturesOptions().nodeId(3))
                            .featureMetadata())
                    .supportedFeatures()
                    .containsKey(feature));

            Map<String, FeatureUpdate> away = Map.of(feature, new FeatureUpdate((short) 0, UpgradeType.SAFE_DOWNGRADE));
            get(admin.updateFeatures(away, new UpdateFeaturesOptions().validateOnly(true))
                    .all());
            assertEquals(1, level(admin, feature), "only checked");
            get(admin.updateFeatures(away).values().get(feature));
            Await.until("the feature is gone", () -> level(admin, feature) == 0);
            get(admin.updateFeatures(Map.of(feature, new FeatureUpdate((short) 1, UpgradeType.UPGRADE)))
                    .all());
            Await.until("the feature is back", () -> level(admin, feature) == 1);
        }
    }

    @Test
    void aLevelThatNoNodeHasIsRefused() throws Exception {
        try (Admin admin = admin()) {
            assertFails(
                    InvalidUpdateVersionException.class,
                    admin.updateFeatures(Map.of("group.version", new FeatureUpdate((short) 99, UpgradeType.UPGRADE)))
                            .all());
            assertThrows(IllegalArgumentException.class, () -> admin.updateFeatures(Map.of()));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> admin.updateFeatures(Map.of(" ", new FeatureUpdate((short) 1, UpgradeType.UPGRADE))));
        }
        assertThrows(IllegalArgumentException.class, () -> new FeatureUpdate((short) 0, UpgradeType.UPGRADE));
        assertThrows(IllegalArgumentException.class, () -> new FeatureUpdate((short) -1, UpgradeType.UPGRADE));
    }

    // ---- controllers and brokers ----

    @Test
    void aControllerGetsAVoteAndLosesIt() throws Exception {
        try (Admin admin = admin()) {
            QuorumInfo quorum = get(admin.describeMetadataQuorum().quorumInfo());
            assertEquals(1, quorum.leaderId());
            assertTrue(quorum.highWatermark() > 0 && quorum.leaderEpoch() > 0);
            assertEquals(1, quorum.voters().size());
            assertTrue(quorum.voters().get(0).logEndOffset() >= quorum.highWatermark());
            assertEquals(
                    cluster.controllerPort(1),
                    quorum.nodes().get(1).endpoints().get(0).port());
            Uuid ofOne = quorum.voters().get(0).replicaDirectoryId();
            QuorumInfo.ReplicaState two = quorum.observers().stream()
                    .filter(replica -> replica.replicaId() == 2)
                    .findFirst()
                    .orElseThrow();
            assertTrue(two.lastFetchTimestamp().orElseThrow() > 0);

            RaftVoterEndpoint endpoint = new RaftVoterEndpoint("CONTROLLER", "127.0.0.1", cluster.controllerPort(2));
            assertFails(
                    DuplicateVoterException.class,
                    admin.addRaftVoter(1, ofOne, Set.of(endpoint)).all());
            get(admin.addRaftVoter(2, two.replicaDirectoryId(), Set.of(endpoint))
                    .all());
            Await.until(
                    "there are two voters",
                    () -> get(admin.describeMetadataQuorum().quorumInfo())
                                    .voters()
                                    .size()
                            == 2);
            get(admin.removeRaftVoter(2, two.replicaDirectoryId()).all());
            Await.until(
                    "there is one voter",
                    () -> get(admin.describeMetadataQuorum().quorumInfo())
                                    .voters()
                                    .size()
                            == 1);
            assertFails(
                    VoterNotFoundException.class,
                    admin.removeRaftVoter(99, ofOne).all());
        }
        assertThrows(IllegalArgumentException.class, () -> new RaftVoterEndpoint("controller", "h", 1));
    }

    private static Set<Integer> brokers(Admin admin) throws Exception {
        return Set.copyOf(
                get(admin.describeCluster().nodes()).stream().map(Node::id).toList());
    }

    @Test
    void aBrokerThatIsGoneIsForgotten() throws Exception {
        try (Admin admin = admin()) {
            assertFails(
                    BrokerIdNotRegisteredException.class,
                    admin.unregisterBroker(99).all());
            cluster.tell("stop", 3);
            Await.until("broker 3 is gone", () -> !brokers(admin).contains(3));
            get(admin.unregisterBroker(3).all());
            assertFails(
                    BrokerIdNotRegisteredException.class,
                    admin.unregisterBroker(3).all());
            cluster.tell("start", 3);
            Await.until("broker 3 is back", () -> brokers(admin).contains(3));
        }
    }

    // ---- replicas ----

    @Test
    void partitionsMoveAndTheirPreferredLeadersAreElected() throws Exception {
        try (Admin admin = admin()) {
            String topic = newTopic(admin, "moving", List.of(2, 1));
            TopicPartition partition = new TopicPartition(topic, 0);
            TopicPartition unknown = new TopicPartition(Target.topic("unknown"), 0);
            assertEquals(2, leader(admin, topic));
            ElectionType preferred = ElectionType.PREFERRED;
            Map<TopicPartition, Optional<Throwable>> none = get(
                    admin.electLeaders(preferred, Set.of(partition, unknown)).partitions());
            assertInstanceOf(
                    ElectionNotNeededException.class, none.get(partition).orElseThrow());
            assertInstanceOf(
                    UnknownTopicOrPartitionException.class, none.get(unknown).orElseThrow());
            assertFails(
                    ElectionNotNeededException.class,
                    admin.electLeaders(preferred, Set.of(partition)).all());

            get(admin.alterPartitionReassignments(
                            Map.of(partition, Optional.of(new NewPartitionReassignment(List.of(1, 2)))))
                    .all());
            Await.until("the order has changed", () -> replicas(admin, topic).equals(List.of(1, 2)));
            assertEquals(2, leader(admin, topic), "nobody has elected another");
            get(admin.electLeaders(preferred, Set.of(partition)).all());
            Await.until("broker 1 leads", () -> leader(admin, topic) == 1);

            get(admin.alterPartitionReassignments(
                            Map.of(partition, Optional.of(new NewPartitionReassignment(List.of(1)))))
                    .all());
            Await.until("one replica is left", () -> replicas(admin, topic).equals(List.of(1)));
            assertFalse(get(admin.electLeaders(preferred, null).partitions()).containsKey(partition));
        }
    }

    @Test
    void aMoveIsListedAndEnded() throws Exception {
        try (Admin admin = admin()) {
            String topic = newTopic(admin, "stuck", List.of(1));
            TopicPartition partition = new TopicPartition(topic, 0);
            cluster.tell("stop", 3);
            Await.until("broker 3 is gone", () -> !brokers(admin).contains(3));
            get(admin.alterPartitionReassignments(
                            Map.of(partition, Optional.of(new NewPartitionReassignment(List.of(3)))))
                    .all());
            PartitionReassignment move = get(admin.listPartitionReassignments(Set.of(partition))
                            .reassignments())
                    .get(partition);
            assertEquals(List.of(3), move.addingReplicas());
            assertEquals(List.of(1), move.removingReplicas());
            assertEquals(Set.of(1, 3), Set.copyOf(move.replicas()));
            assertTrue(get(admin.listPartitionReassignments().reassignments()).containsKey(partition));
            get(admin.alterPartitionReassignments(Map.of(partition, Optional.empty()))
                    .all());
            assertFalse(get(admin.listPartitionReassignments().reassignments()).containsKey(partition));
            assertFails(
                    NoReassignmentInProgressException.class,
                    admin.alterPartitionReassignments(Map.of(partition, Optional.empty()))
                            .all());
            cluster.tell("start", 3);
            Await.until("broker 3 is back", () -> brokers(admin).contains(3));
        }
    }

    @Test
    void movesThatCannotBeFailForThemselves() throws Exception {
        try (Admin admin = admin()) {
            String topic = newTopic(admin, "fixed", List.of(1, 2));
            TopicPartition here = new TopicPartition(topic, 0);
            TopicPartition unknown = new TopicPartition(Target.topic("unknown"), 0);
            TopicPartition negative = new TopicPartition(topic, -1);
            TopicPartition nameless = new TopicPartition("", 0);
            Optional<NewPartitionReassignment> toNobody = Optional.of(new NewPartitionReassignment(List.of(77)));
            Map<TopicPartition, KafkaFuture<Void>> moved = admin.alterPartitionReassignments(
                            Map.of(here, toNobody, unknown, toNobody, negative, toNobody, nameless, toNobody))
                    .values();
            assertFails(InvalidReplicaAssignmentException.class, moved.get(here));
            assertFails(UnknownTopicOrPartitionException.class, moved.get(unknown));
            assertFails(InvalidTopicException.class, moved.get(negative));
            assertFails(InvalidTopicException.class, moved.get(nameless));
            assertFails(
                    InvalidReplicationFactorException.class,
                    admin.alterPartitionReassignments(
                                    Map.of(here, Optional.of(new NewPartitionReassignment(List.of(1)))),
                                    new AlterPartitionReassignmentsOptions().allowReplicationFactorChange(false))
                            .all());
            assertFails(
                    InvalidTopicException.class,
                    admin.listPartitionReassignments(Set.of(nameless)).reassignments());
            assertEquals(List.of(1, 2), replicas(admin, topic));
        }
        assertThrows(IllegalArgumentException.class, () -> new NewPartitionReassignment(List.of()));
    }

    @Test
    void replicasMoveToOtherDirectories() throws Exception {
        try (Admin admin = admin()) {
            String topic = newTopic(admin, "dirs", List.of(2));
            TopicPartitionReplica replica = new TopicPartitionReplica(topic, 0, 2);
            TopicPartitionReplica nowhere = new TopicPartitionReplica(topic, 0, 1);
            Map<TopicPartitionReplica, ReplicaLogDirInfo> before =
                    get(admin.describeReplicaLogDirs(List.of(replica, nowhere)).all());
            String from = before.get(replica).getCurrentReplicaLogDir();
            assertNull(before.get(replica).getFutureReplicaLogDir());
            assertNull(before.get(nowhere).getCurrentReplicaLogDir());
            assertEquals(-1, before.get(nowhere).getCurrentReplicaOffsetLag());
            String first = cluster.logDir(2, 1).toString();
            String to = from.equals(first) ? cluster.logDir(2, 2).toString() : first;
            get(admin.alterReplicaLogDirs(Map.of(replica, to)).values().get(replica));
            Await.until("the replica has moved", () -> {
                ReplicaLogDirInfo now = get(
                        admin.describeReplicaLogDirs(List.of(replica)).values().get(replica));
                return to.equals(now.getCurrentReplicaLogDir()) && now.getFutureReplicaLogDir() == null;
            });
            assertFails(
                    LogDirNotFoundException.class,
                    admin.alterReplicaLogDirs(Map.of(replica, "/no/such/directory"))
                            .all());
        }
    }
}
