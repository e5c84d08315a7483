package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterConfigOp;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.DescribeClusterOptions;
import io.headrace.clients.admin.DescribeClusterResult;
import io.headrace.clients.admin.DescribeFeaturesOptions;
import io.headrace.clients.admin.FeatureUpdate;
import io.headrace.clients.admin.FeatureUpdate.UpgradeType;
import io.headrace.clients.admin.NewPartitionReassignment;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.RaftVoterEndpoint;
import io.headrace.common.KafkaException;
import io.headrace.common.KafkaFuture;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.BrokerIdNotRegisteredException;
import io.headrace.common.errors.DuplicateVoterException;
import io.headrace.common.errors.InvalidUpdateVersionException;
import io.headrace.common.errors.MismatchedEndpointTypeException;
import io.headrace.common.errors.NoReassignmentInProgressException;
import io.headrace.common.errors.UnsupportedEndpointTypeException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.errors.VoterNotFoundException;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourceType;
import io.headrace.interop.ApacheCluster;
import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that talks to the controllers of a cluster without a broker ({@code bootstrap.controllers}, KIP-919). */
class AdminControllersContractTest {

    /** What controllers carry out; the other tests show each of them. */
    private static final Set<String> BY_CONTROLLERS = Set.of(
            "describeCluster",
            "describeMetadataQuorum",
            "addRaftVoter",
            "removeRaftVoter",
            "describeFeatures",
            "updateFeatures",
            "unregisterBroker",
            "describeConfigs",
            "incrementalAlterConfigs",
            "describeAcls",
            "createAcls",
            "deleteAcls",
            "alterPartitionReassignments",
            "listPartitionReassignments");

    private final ApacheCluster cluster = ApacheCluster.get();

    private Admin brokers() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers()));
    }

    private Admin controllers() {
        return Admin.create(Map.<String, Object>of("bootstrap.controllers", cluster.bootstrapControllers()));
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static <T extends Throwable> T assertFails(Class<T> expected, KafkaFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(expected, thrown.getCause());
    }

    @Test
    void theClusterIsThatOfTheControllers() throws Exception {
        try (Admin admin = controllers();
                Admin ofBrokers = brokers()) {
            DescribeClusterResult described =
                    admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
            Map<Integer, Integer> ports = new TreeMap<>();
            for (Node node : get(described.nodes())) {
                ports.put(node.id(), node.port());
            }
            assertEquals(Map.of(1, cluster.controllerPort(1), 2, cluster.controllerPort(2)), ports);
            assertEquals(1, get(described.controller()).id());
            assertEquals(get(ofBrokers.describeCluster().clusterId()), get(described.clusterId()));
            assertTrue(get(described.authorizedOperations()).contains(AclOperation.ALTER));
        }
    }

    @Test
    void controllersTellOfThemselves() throws Exception {
        try (Admin admin = controllers()) {
            assertEquals(1, get(admin.describeMetadataQuorum().quorumInfo()).leaderId());
            assertTrue(get(admin.describeFeatures().featureMetadata())
                    .finalizedFeatures()
                    .containsKey("metadata.version"));
            assertTrue(get(admin.describeFeatures(new DescribeFeaturesOptions().nodeId(2))
                            .featureMetadata())
                    .supportedFeatures()
                    .containsKey("kraft.version"));
            for (String id : List.of("1", "2")) {
                ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, id);
                assertEquals(
                        id,
                        get(admin.describeConfigs(List.of(node)).all())
                                .get(node)
                                .get("node.id")
                                .value());
            }
        }
    }

    @Test
    void settingsAreChanged() throws Exception {
        String topic = Target.topic("by-controllers");
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "3");
        try (Admin admin = controllers();
                Admin ofBrokers = brokers()) {
            get(ofBrokers
                    .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                    .all());
            get(admin.incrementalAlterConfigs(Map.of(
                            resource, List.of(set("retention.ms", "123456")),
                            broker, List.of(set("log.retention.ms", "654321"))))
                    .all());
            Await.until(
                    "the topic has what was set",
                    () -> "123456"
                            .equals(get(ofBrokers
                                            .describeConfigs(List.of(resource))
                                            .all())
                                    .get(resource)
                                    .get("retention.ms")
                                    .value()));
            Await.until(
                    "broker 3, which is no controller, has what was set",
                    () -> "654321"
                            .equals(get(ofBrokers
                                            .describeConfigs(List.of(broker))
                                            .all())
                                    .get(broker)
                                    .get("log.retention.ms")
                                    .value()));
            get(admin.incrementalAlterConfigs(Map.of(
                            broker,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("log.retention.ms", ""), AlterConfigOp.OpType.DELETE))))
                    .all());
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    @Test
    void accessIsControlled() throws Exception {
        AclBinding binding = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, Target.topic("guarded"), PatternType.LITERAL),
                new AccessControlEntry("User:visitor", "*", AclOperation.READ, AclPermissionType.ALLOW));
        try (Admin admin = controllers()) {
            get(admin.createAcls(List.of(binding)).all());
            Await.until(
                    "it is there",
                    () -> get(admin.describeAcls(binding.toFilter()).values()).contains(binding));
            assertEquals(
                    List.of(binding),
                    List.copyOf(
                            get(admin.deleteAcls(List.of(binding.toFilter())).all())));
        }
    }

    @Test
    void partitionsAreMoved() throws Exception {
        String topic = Target.topic("moved-by-controllers");
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = controllers();
                Admin ofBrokers = brokers()) {
            get(ofBrokers
                    .createTopics(List.of(new NewTopic(topic, Map.of(0, List.of(1)))))
                    .all());
            get(admin.alterPartitionReassignments(
                            Map.of(partition, Optional.of(new NewPartitionReassignment(List.of(3)))))
                    .all());
            Await.until(
                    "the replica has moved",
                    () -> get(admin.listPartitionReassignments(Set.of(partition))
                                    .reassignments())
                            .isEmpty());
            Await.until(
                    "brokers know",
                    () -> get(ofBrokers.describeTopics(List.of(topic)).allTopicNames())
                                    .get(topic)
                                    .partitions()
                                    .get(0)
                                    .replicas()
                                    .get(0)
                                    .id()
                            == 3);
            assertFails(
                    NoReassignmentInProgressException.class,
                    admin.alterPartitionReassignments(Map.of(partition, Optional.empty()))
                            .all());
        }
    }

    @Test
    void whatControllersRefuseIsToldAsByBrokers() throws Exception {
        Set<RaftVoterEndpoint> endpoints = Set.of(new RaftVoterEndpoint("CONTROLLER", "127.0.0.1", 1));
        try (Admin admin = controllers()) {
            assertFails(
                    BrokerIdNotRegisteredException.class,
                    admin.unregisterBroker(4711).all());
            assertFails(
                    DuplicateVoterException.class,
                    admin.addRaftVoter(1, Uuid.randomUuid(), endpoints).all());
            assertFails(
                    VoterNotFoundException.class,
                    admin.removeRaftVoter(4711, Uuid.randomUuid()).all());
            assertFails(
                    InvalidUpdateVersionException.class,
                    admin.updateFeatures(Map.of("streams.version", new FeatureUpdate((short) 99, UpgradeType.UPGRADE)))
                            .all());
        }
    }

    @Test
    void whatOnlyBrokersDoIsRefusedAtOnce() {
        try (Admin admin = controllers()) {
            AdminOperations.all(null).forEach((name, operation) -> {
                if (BY_CONTROLLERS.contains(name)) {
                    return;
                }
                ExecutionException thrown = assertThrows(
                        ExecutionException.class, () -> operation.apply(admin).get(10, TimeUnit.SECONDS), name);
                // Apache's client says of some that it found no broker to ask, and why is that failure's cause.
                Throwable cause = thrown.getCause();
                while (!(cause instanceof UnsupportedEndpointTypeException) && cause.getCause() != null) {
                    cause = cause.getCause();
                }
                assertInstanceOf(UnsupportedEndpointTypeException.class, cause, name);
            });
        }
    }

    @Test
    void aBrokerIsNoControllerAndAControllerNoBroker() {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.controllers", cluster.bootstrapServers()))) {
            assertFails(
                    MismatchedEndpointTypeException.class,
                    admin.describeCluster().nodes());
            assertFails(
                    MismatchedEndpointTypeException.class,
                    admin.describeMetadataQuorum().quorumInfo());
        }
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", cluster.bootstrapControllers()))) {
            assertFails(
                    UnsupportedVersionException.class,
                    admin.createTopics(List.of(new NewTopic("any", 1, (short) 1)))
                            .all());
            assertFails(UnsupportedVersionException.class, admin.listTopics().names());
        }
    }

    @Test
    void exactlyOneOfBothSettingsIsNeeded() {
        assertRefused(Map.of(), "bootstrap.servers", "bootstrap.controllers");
        assertRefused(Map.of("bootstrap.servers", ""), "bootstrap.servers", "bootstrap.controllers");
        assertRefused(
                Map.of("bootstrap.servers", "127.0.0.1:1", "bootstrap.controllers", "127.0.0.1:2"),
                "bootstrap.servers",
                "bootstrap.controllers");
        assertRefused(Map.of("bootstrap.controllers", "nowhere"), "nowhere");
    }

    private static void assertRefused(Map<String, Object> config, String... words) {
        Throwable thrown =
                assertThrows(KafkaException.class, () -> Admin.create(config).close());
        while (thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        assertNotNull(assertInstanceOf(ConfigException.class, thrown).getMessage());
        for (String word : words) {
            assertTrue(thrown.getMessage().contains(word), thrown.getMessage());
        }
    }
}
