package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.FeatureMetadata;
import io.headrace.clients.admin.FeatureUpdate;
import io.headrace.clients.admin.FeatureUpdate.UpgradeType;
import io.headrace.clients.admin.ListShareGroupOffsetsSpec;
import io.headrace.clients.admin.NewPartitionReassignment;
import io.headrace.clients.admin.RaftVoterEndpoint;
import io.headrace.clients.admin.ScramCredentialInfo;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.clients.admin.UserScramCredentialUpsertion;
import io.headrace.common.ElectionType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Headrace's broker does not offer, the admin client says at once, and does not try until its time is up. */
class AdminUnsupportedTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final AclBinding BINDING = new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, "t", PatternType.LITERAL),
            new AccessControlEntry("User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW));

    /** What is asked, by the request that a broker would have to know. */
    private static final Map<String, Function<Admin, KafkaFuture<?>>> CALLS = new LinkedHashMap<>();

    private static Admin admin;

    static {
        CALLS.put("DESCRIBE_ACLS", a -> a.describeAcls(AclBindingFilter.ANY).values());
        CALLS.put("CREATE_ACLS", a -> a.createAcls(List.of(BINDING)).all());
        CALLS.put(
                "DELETE_ACLS", a -> a.deleteAcls(List.of(AclBindingFilter.ANY)).all());
        CALLS.put(
                "DESCRIBE_USER_SCRAM_CREDENTIALS",
                a -> a.describeUserScramCredentials().all());
        CALLS.put(
                "ALTER_USER_SCRAM_CREDENTIALS",
                a -> a.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                "u", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096), "p")))
                        .all());
        CALLS.put("CREATE_DELEGATION_TOKEN", a -> a.createDelegationToken().delegationToken());
        CALLS.put(
                "RENEW_DELEGATION_TOKEN",
                a -> a.renewDelegationToken(new byte[] {1}).expiryTimestamp());
        CALLS.put(
                "EXPIRE_DELEGATION_TOKEN",
                a -> a.expireDelegationToken(new byte[] {1}).expiryTimestamp());
        CALLS.put("DESCRIBE_DELEGATION_TOKEN", a -> a.describeDelegationToken().delegationTokens());
        CALLS.put(
                "UPDATE_FEATURES",
                a -> a.updateFeatures(Map.of("group.version", new FeatureUpdate((short) 1, UpgradeType.UPGRADE)))
                        .all());
        CALLS.put("DESCRIBE_QUORUM", a -> a.describeMetadataQuorum().quorumInfo());
        CALLS.put(
                "ADD_RAFT_VOTER",
                a -> a.addRaftVoter(2, new Uuid(1, 2), Set.of(new RaftVoterEndpoint("CONTROLLER", "h", 1)))
                        .all());
        CALLS.put("REMOVE_RAFT_VOTER", a -> a.removeRaftVoter(2, new Uuid(1, 2)).all());
        CALLS.put("UNREGISTER_BROKER", a -> a.unregisterBroker(2).all());
        CALLS.put(
                "ELECT_LEADERS",
                a -> a.electLeaders(ElectionType.PREFERRED, Set.of(PARTITION)).all());
        CALLS.put(
                "ALTER_PARTITION_REASSIGNMENTS",
                a -> a.alterPartitionReassignments(
                                Map.of(PARTITION, Optional.of(new NewPartitionReassignment(List.of(1)))))
                        .all());
        CALLS.put(
                "LIST_PARTITION_REASSIGNMENTS",
                a -> a.listPartitionReassignments().reassignments());
        CALLS.put(
                "ALTER_REPLICA_LOG_DIRS",
                a -> a.alterReplicaLogDirs(Map.of(new TopicPartitionReplica("t", 0, brokerId(a)), "/d"))
                        .all());
        CALLS.put(
                "SHARE_GROUP_DESCRIBE", a -> a.describeShareGroups(List.of("g")).all());
        CALLS.put(
                "DESCRIBE_SHARE_GROUP_OFFSETS",
                a -> a.listShareGroupOffsets(Map.of("g", new ListShareGroupOffsetsSpec()))
                        .all());
        CALLS.put(
                "ALTER_SHARE_GROUP_OFFSETS",
                a -> a.alterShareGroupOffsets("g", Map.of(PARTITION, 1L)).all());
        CALLS.put(
                "DELETE_SHARE_GROUP_OFFSETS",
                a -> a.deleteShareGroupOffsets("g", Set.of("t")).all());
        CALLS.put(
                "STREAMS_GROUP_DESCRIBE",
                a -> a.describeStreamsGroups(List.of("g")).all());
    }

    private static int brokerId(Admin admin) {
        try {
            return admin.describeCluster()
                    .nodes()
                    .get(30, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .id();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void open() {
        admin = Admin.create(Map.of("bootstrap.servers", Target.HEADRACE.bootstrapServers()));
    }

    @AfterAll
    static void close() {
        admin.close();
    }

    static Set<String> requests() {
        return CALLS.keySet();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isToldAtOnce(String request) {
        KafkaFuture<?> future = CALLS.get(request).apply(admin);
        // Far below default.api.timeout.ms: it does not wait for the broker to learn it.
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS));
        UnsupportedVersionException why = assertInstanceOf(UnsupportedVersionException.class, thrown.getCause());
        assertTrue(why.getMessage().contains(request), why.getMessage());
    }

    @Test
    void whatItHasOfFeaturesAndDirectoriesIsTold() throws Exception {
        FeatureMetadata features = admin.describeFeatures().featureMetadata().get(30, TimeUnit.SECONDS);
        assertTrue(features.supportedFeatures().containsKey("group.version"), features.toString());
        TopicPartitionReplica nowhere = new TopicPartitionReplica("no-such-topic", 0, brokerId(admin));
        assertEquals(
                -1,
                admin.describeReplicaLogDirs(List.of(nowhere))
                        .all()
                        .get(30, TimeUnit.SECONDS)
                        .get(nowhere)
                        .getCurrentReplicaOffsetLag());
    }
}
