package io.headrace.clients.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.GroupState;
import io.headrace.common.GroupType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicCollection;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.GroupIdNotFoundException;
import io.headrace.common.errors.GroupNotEmptyException;
import io.headrace.common.errors.InvalidPartitionsException;
import io.headrace.common.errors.InvalidReplicationFactorException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.errors.ResourceNotFoundException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicExistsException;
import io.headrace.common.errors.UnknownMemberIdException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import io.headrace.common.quota.ClientQuotaFilterComponent;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class MockAdminClientTest {

    private static final TopicPartition P0 = new TopicPartition("t", 0);

    private final MockAdminClient admin = new MockAdminClient(3);

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        assertTrue(future.isDone(), "the answer is there at once");
        return future.get();
    }

    private static <T extends Throwable> T assertFails(Class<T> expected, KafkaFuture<?> future) {
        return assertInstanceOf(
                expected, assertThrows(ExecutionException.class, future::get).getCause());
    }

    private void createTopic() throws Exception {
        get(admin.createTopics(List.of(new NewTopic("t", 2, (short) 3).configs(Map.of("retention.ms", "5"))))
                .all());
    }

    @Test
    void topicsComeGrowMoveAndGo() throws Exception {
        CreateTopicsResult created =
                admin.createTopics(List.of(new NewTopic("t", 2, (short) 3), new NewTopic("wide", 1, (short) 4)));
        Uuid id = get(created.topicId("t"));
        assertFails(InvalidReplicationFactorException.class, created.values().get("wide"));
        assertFails(
                TopicExistsException.class,
                admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all());
        assertEquals(Set.of("t"), get(admin.listTopics().names()));
        get(admin.createPartitions(Map.of("t", NewPartitions.increaseTo(3))).all());
        assertFails(
                InvalidPartitionsException.class,
                admin.createPartitions(Map.of("t", NewPartitions.increaseTo(3))).all());
        get(admin.alterPartitionReassignments(Map.of(P0, Optional.of(new NewPartitionReassignment(List.of(2, 1)))))
                .all());
        TopicDescription described = get(admin.describeTopics(TopicCollection.ofTopicIds(List.of(id)))
                        .allTopicIds())
                .get(id);
        assertEquals(3, described.partitions().size());
        assertEquals(2, described.partitions().get(0).leader().id());
        get(admin.deleteTopics(List.of("t")).all());
        assertFails(
                UnknownTopicOrPartitionException.class,
                admin.describeTopics(List.of("t")).allTopicNames());
        assertEquals(3, get(admin.describeCluster().nodes()).size());
        assertEquals(MockAdminClient.CLUSTER_ID, get(admin.describeCluster().clusterId()));
    }

    @Test
    void whatIsOnlyCheckedIsNotThere() throws Exception {
        get(admin.createTopics(List.of(new NewTopic("t", 2, (short) 3)), new CreateTopicsOptions().validateOnly(true))
                .all());
        assertEquals(Set.of(), get(admin.listTopics().names()));
    }

    @Test
    void partitionsBeginAndEndWhereTheTestSays() throws Exception {
        createTopic();
        admin.setEndOffset(P0, 42);
        assertEquals(
                7,
                get(admin.deleteRecords(Map.of(P0, RecordsToDelete.beforeOffset(7)))
                                .lowWatermarks()
                                .get(P0))
                        .lowWatermark());
        assertEquals(
                7,
                get(admin.listOffsets(Map.of(P0, OffsetSpec.earliest())).partitionResult(P0))
                        .offset());
        assertEquals(
                42,
                get(admin.listOffsets(Map.of(P0, OffsetSpec.latest())).partitionResult(P0))
                        .offset());
        assertEquals(
                -1,
                get(admin.listOffsets(Map.of(P0, OffsetSpec.forTimestamp(1))).partitionResult(P0))
                        .offset());
        assertFails(
                OffsetOutOfRangeException.class,
                admin.deleteRecords(Map.of(P0, RecordsToDelete.beforeOffset(43)))
                        .all());
        assertFails(
                UnknownTopicOrPartitionException.class,
                admin.listOffsets(Map.of(new TopicPartition("t", 9), OffsetSpec.latest()))
                        .all());
    }

    @Test
    void configsChange() throws Exception {
        createTopic();
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "t");
        get(admin.incrementalAlterConfigs(Map.of(
                        topic,
                        List.of(
                                new AlterConfigOp(new ConfigEntry("retention.ms", ""), AlterConfigOp.OpType.DELETE),
                                new AlterConfigOp(
                                        new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET),
                                new AlterConfigOp(
                                        new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.APPEND))))
                .all());
        Config config = get(admin.describeConfigs(List.of(topic)).all()).get(topic);
        assertNull(config.get("retention.ms"));
        assertEquals("compact,delete", config.get("cleanup.policy").value());
        assertFails(
                UnknownTopicOrPartitionException.class,
                admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, "u")))
                        .all());
        assertEquals(Set.of(topic), Set.copyOf(get(admin.listConfigResources().all())));
    }

    @Test
    void quotasChange() throws Exception {
        ClientQuotaEntity alice = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "alice"));
        get(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                        alice, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 5.0)))))
                .all());
        ClientQuotaFilter users =
                ClientQuotaFilter.contains(List.of(ClientQuotaFilterComponent.ofEntityType(ClientQuotaEntity.USER)));
        assertEquals(
                Map.of(alice, Map.of("producer_byte_rate", 5.0)),
                get(admin.describeClientQuotas(users).entities()));
        get(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                        alice, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", null)))))
                .all());
        assertEquals(Map.of(), get(admin.describeClientQuotas(users).entities()));
    }

    @Test
    void groupsHaveOffsetsAndMayHaveMembers() throws Exception {
        createTopic();
        get(admin.alterConsumerGroupOffsets("simple", Map.of(P0, new OffsetAndMetadata(3)))
                .all());
        MemberDescription member = new MemberDescription(
                "m",
                Optional.empty(),
                Optional.empty(),
                "c",
                "h",
                new MemberAssignment(Set.of(P0)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        admin.addConsumerGroup(new ConsumerGroupDescription(
                "busy",
                false,
                List.of(member),
                "range",
                GroupType.CLASSIC,
                GroupState.STABLE,
                null,
                null,
                Optional.empty(),
                Optional.empty()));
        assertEquals(2, get(admin.listGroups().all()).size());
        assertEquals(
                "busy",
                get(admin.listGroups(new ListGroupsOptions().inGroupStates(Set.of(GroupState.STABLE)))
                                .all())
                        .iterator()
                        .next()
                        .groupId());
        assertEquals(
                3,
                get(admin.listConsumerGroupOffsets("simple").partitionsToOffsetAndMetadata())
                        .get(P0)
                        .offset());
        assertFails(
                UnknownMemberIdException.class,
                admin.alterConsumerGroupOffsets("busy", Map.of(P0, new OffsetAndMetadata(3)))
                        .all());
        assertFails(
                GroupNotEmptyException.class,
                admin.deleteConsumerGroups(List.of("busy")).all());
        get(admin.deleteConsumerGroupOffsets("simple", Set.of(P0)).all());
        get(admin.deleteConsumerGroups(List.of("simple")).all());
        assertFails(
                GroupIdNotFoundException.class,
                admin.describeConsumerGroups(List.of("simple")).all());
    }

    @Test
    void accessAndUsers() throws Exception {
        AclBinding binding = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "t", PatternType.LITERAL),
                new AccessControlEntry("User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW));
        get(admin.createAcls(List.of(binding)).all());
        assertEquals(
                List.of(binding),
                List.copyOf(get(admin.describeAcls(AclBindingFilter.ANY).values())));
        assertEquals(
                List.of(binding),
                List.copyOf(get(admin.deleteAcls(List.of(AclBindingFilter.ANY)).all())));
        assertEquals(
                List.of(),
                List.copyOf(get(admin.describeAcls(AclBindingFilter.ANY).values())));

        ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096);
        get(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("alice", info, "secret")))
                .all());
        assertEquals(
                List.of(info),
                get(admin.describeUserScramCredentials().all()).get("alice").credentialInfos());
        assertFails(
                ResourceNotFoundException.class,
                admin.describeUserScramCredentials(List.of("bob")).description("bob"));
    }

    @Test
    void failsOnceWhenTold() throws Exception {
        admin.failNext(new TimeoutException("no answer"));
        assertEquals(
                "no answer",
                assertFails(TimeoutException.class, admin.listTopics().names()).getMessage());
        assertEquals(Set.of(), get(admin.listTopics().names()));
        admin.failNext(new TimeoutException("no answer"));
        assertFails(TimeoutException.class, admin.describeCluster().clusterId());
        get(admin.describeCluster().clusterId());
    }

    @Test
    void whatItDoesNotSupportItSays() {
        assertEquals(
                "MockAdminClient does not support describeMetadataQuorum",
                assertThrows(UnsupportedOperationException.class, admin::describeMetadataQuorum)
                        .getMessage());
    }

    @Test
    void closedItDoesNothingMore() {
        admin.close();
        assertFails(IllegalStateException.class, admin.listTopics().names());
    }
}
