package io.headrace.interop.contract;

import io.headrace.clients.admin.AbortTransactionOptions;
import io.headrace.clients.admin.AbortTransactionSpec;
import io.headrace.clients.admin.AbstractOptions;
import io.headrace.clients.admin.AddRaftVoterOptions;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterClientQuotasOptions;
import io.headrace.clients.admin.AlterConfigOp;
import io.headrace.clients.admin.AlterConfigsOptions;
import io.headrace.clients.admin.AlterConsumerGroupOffsetsOptions;
import io.headrace.clients.admin.AlterPartitionReassignmentsOptions;
import io.headrace.clients.admin.AlterReplicaLogDirsOptions;
import io.headrace.clients.admin.AlterShareGroupOffsetsOptions;
import io.headrace.clients.admin.AlterStreamsGroupOffsetsOptions;
import io.headrace.clients.admin.AlterUserScramCredentialsOptions;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.CreateAclsOptions;
import io.headrace.clients.admin.CreateDelegationTokenOptions;
import io.headrace.clients.admin.CreatePartitionsOptions;
import io.headrace.clients.admin.CreateTopicsOptions;
import io.headrace.clients.admin.DeleteAclsOptions;
import io.headrace.clients.admin.DeleteConsumerGroupOffsetsOptions;
import io.headrace.clients.admin.DeleteConsumerGroupsOptions;
import io.headrace.clients.admin.DeleteRecordsOptions;
import io.headrace.clients.admin.DeleteShareGroupOffsetsOptions;
import io.headrace.clients.admin.DeleteShareGroupsOptions;
import io.headrace.clients.admin.DeleteStreamsGroupOffsetsOptions;
import io.headrace.clients.admin.DeleteStreamsGroupsOptions;
import io.headrace.clients.admin.DeleteTopicsOptions;
import io.headrace.clients.admin.DescribeAclsOptions;
import io.headrace.clients.admin.DescribeClassicGroupsOptions;
import io.headrace.clients.admin.DescribeClientQuotasOptions;
import io.headrace.clients.admin.DescribeClusterOptions;
import io.headrace.clients.admin.DescribeConfigsOptions;
import io.headrace.clients.admin.DescribeConsumerGroupsOptions;
import io.headrace.clients.admin.DescribeDelegationTokenOptions;
import io.headrace.clients.admin.DescribeFeaturesOptions;
import io.headrace.clients.admin.DescribeLogDirsOptions;
import io.headrace.clients.admin.DescribeMetadataQuorumOptions;
import io.headrace.clients.admin.DescribeProducersOptions;
import io.headrace.clients.admin.DescribeReplicaLogDirsOptions;
import io.headrace.clients.admin.DescribeShareGroupsOptions;
import io.headrace.clients.admin.DescribeStreamsGroupsOptions;
import io.headrace.clients.admin.DescribeTopicsOptions;
import io.headrace.clients.admin.DescribeTransactionsOptions;
import io.headrace.clients.admin.DescribeUserScramCredentialsOptions;
import io.headrace.clients.admin.ElectLeadersOptions;
import io.headrace.clients.admin.ExpireDelegationTokenOptions;
import io.headrace.clients.admin.FeatureUpdate;
import io.headrace.clients.admin.FenceProducersOptions;
import io.headrace.clients.admin.ListConfigResourcesOptions;
import io.headrace.clients.admin.ListConsumerGroupOffsetsOptions;
import io.headrace.clients.admin.ListConsumerGroupOffsetsSpec;
import io.headrace.clients.admin.ListGroupsOptions;
import io.headrace.clients.admin.ListOffsetsOptions;
import io.headrace.clients.admin.ListPartitionReassignmentsOptions;
import io.headrace.clients.admin.ListShareGroupOffsetsOptions;
import io.headrace.clients.admin.ListShareGroupOffsetsSpec;
import io.headrace.clients.admin.ListStreamsGroupOffsetsOptions;
import io.headrace.clients.admin.ListStreamsGroupOffsetsSpec;
import io.headrace.clients.admin.ListTopicsOptions;
import io.headrace.clients.admin.ListTransactionsOptions;
import io.headrace.clients.admin.MemberToRemove;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.admin.RaftVoterEndpoint;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.clients.admin.RemoveMembersFromConsumerGroupOptions;
import io.headrace.clients.admin.RemoveRaftVoterOptions;
import io.headrace.clients.admin.RenewDelegationTokenOptions;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.clients.admin.TerminateTransactionOptions;
import io.headrace.clients.admin.UnregisterBrokerOptions;
import io.headrace.clients.admin.UpdateFeaturesOptions;
import io.headrace.clients.admin.UserScramCredentialDeletion;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.ElectionType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicCollection;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Every operation of an admin client by its name, each about something that no cluster has. */
final class AdminOperations {

    static final String NAME = "no-such-thing";
    static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

    private static final List<String> NAMES = List.of(NAME);

    private final Map<String, Function<Admin, KafkaFuture<?>>> all = new LinkedHashMap<>();
    private final Integer timeoutMs;

    private AdminOperations(Integer timeoutMs) {
        this.timeoutMs = timeoutMs;
        topics();
        groups();
        otherGroups();
        transactions();
        security();
        cluster();
    }

    /**
     * All of them, in no particular order.
     *
     * @param timeoutMs given to each by its options; null for none
     */
    static Map<String, Function<Admin, KafkaFuture<?>>> all(Integer timeoutMs) {
        return new AdminOperations(timeoutMs).all;
    }

    private <O extends AbstractOptions<O>> O in(O options) {
        return options.timeoutMs(timeoutMs);
    }

    private void topics() {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, NAME);
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET);
        all.put(
                "createTopics",
                admin -> admin.createTopics(List.of(new NewTopic(NAME, 1, (short) 1)), in(new CreateTopicsOptions()))
                        .all());
        all.put(
                "deleteTopics",
                admin ->
                        admin.deleteTopics(NAMES, in(new DeleteTopicsOptions())).all());
        all.put(
                "listTopics",
                admin -> admin.listTopics(in(new ListTopicsOptions())).names());
        all.put(
                "describeTopics",
                admin -> admin.describeTopics(TopicCollection.ofTopicNames(NAMES), in(new DescribeTopicsOptions()))
                        .allTopicNames());
        all.put(
                "createPartitions",
                admin -> admin.createPartitions(
                                Map.of(NAME, NewPartitions.increaseTo(2)), in(new CreatePartitionsOptions()))
                        .all());
        all.put(
                "describeConfigs",
                admin -> admin.describeConfigs(List.of(resource), in(new DescribeConfigsOptions()))
                        .all());
        all.put(
                "incrementalAlterConfigs",
                admin -> admin.incrementalAlterConfigs(Map.of(resource, List.of(change)), in(new AlterConfigsOptions()))
                        .all());
        all.put(
                "listConfigResources",
                admin -> admin.listConfigResources(Set.of(), in(new ListConfigResourcesOptions()))
                        .all());
        all.put(
                "deleteRecords",
                admin -> admin.deleteRecords(
                                Map.of(PARTITION, RecordsToDelete.beforeOffset(0)), in(new DeleteRecordsOptions()))
                        .all());
        all.put(
                "listOffsets",
                admin -> admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()), in(new ListOffsetsOptions()))
                        .all());
    }

    private void groups() {
        all.put(
                "listGroups",
                admin -> admin.listGroups(in(new ListGroupsOptions())).all());
        all.put(
                "describeConsumerGroups",
                admin -> admin.describeConsumerGroups(NAMES, in(new DescribeConsumerGroupsOptions()))
                        .all());
        all.put(
                "describeClassicGroups",
                admin -> admin.describeClassicGroups(NAMES, in(new DescribeClassicGroupsOptions()))
                        .all());
        all.put(
                "listConsumerGroupOffsets",
                admin -> admin.listConsumerGroupOffsets(
                                Map.of(NAME, new ListConsumerGroupOffsetsSpec()),
                                in(new ListConsumerGroupOffsetsOptions()))
                        .all());
        all.put(
                "alterConsumerGroupOffsets",
                admin -> admin.alterConsumerGroupOffsets(
                                NAME,
                                Map.of(PARTITION, new OffsetAndMetadata(0)),
                                in(new AlterConsumerGroupOffsetsOptions()))
                        .all());
        all.put(
                "deleteConsumerGroupOffsets",
                admin -> admin.deleteConsumerGroupOffsets(
                                NAME, Set.of(PARTITION), in(new DeleteConsumerGroupOffsetsOptions()))
                        .all());
        all.put(
                "deleteConsumerGroups",
                admin -> admin.deleteConsumerGroups(NAMES, in(new DeleteConsumerGroupsOptions()))
                        .all());
        all.put(
                "removeMembersFromConsumerGroup",
                admin -> admin.removeMembersFromConsumerGroup(
                                NAME,
                                in(new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("instance")))))
                        .all());
    }

    private void otherGroups() {
        all.put(
                "describeShareGroups",
                admin -> admin.describeShareGroups(NAMES, in(new DescribeShareGroupsOptions()))
                        .all());
        all.put(
                "listShareGroupOffsets",
                admin -> admin.listShareGroupOffsets(
                                Map.of(NAME, new ListShareGroupOffsetsSpec()), in(new ListShareGroupOffsetsOptions()))
                        .all());
        all.put(
                "alterShareGroupOffsets",
                admin -> admin.alterShareGroupOffsets(
                                NAME, Map.of(PARTITION, 0L), in(new AlterShareGroupOffsetsOptions()))
                        .all());
        all.put(
                "deleteShareGroupOffsets",
                admin -> admin.deleteShareGroupOffsets(NAME, Set.of(NAME), in(new DeleteShareGroupOffsetsOptions()))
                        .all());
        all.put(
                "deleteShareGroups",
                admin -> admin.deleteShareGroups(NAMES, in(new DeleteShareGroupsOptions()))
                        .all());
        all.put(
                "describeStreamsGroups",
                admin -> admin.describeStreamsGroups(NAMES, in(new DescribeStreamsGroupsOptions()))
                        .all());
        all.put(
                "listStreamsGroupOffsets",
                admin -> admin.listStreamsGroupOffsets(
                                Map.of(NAME, new ListStreamsGroupOffsetsSpec()),
                                in(new ListStreamsGroupOffsetsOptions()))
                        .all());
        all.put(
                "alterStreamsGroupOffsets",
                admin -> admin.alterStreamsGroupOffsets(
                                NAME,
                                Map.of(PARTITION, new OffsetAndMetadata(0)),
                                in(new AlterStreamsGroupOffsetsOptions()))
                        .all());
        all.put(
                "deleteStreamsGroupOffsets",
                admin -> admin.deleteStreamsGroupOffsets(
                                NAME, Set.of(PARTITION), in(new DeleteStreamsGroupOffsetsOptions()))
                        .all());
        all.put(
                "deleteStreamsGroups",
                admin -> admin.deleteStreamsGroups(NAMES, in(new DeleteStreamsGroupsOptions()))
                        .all());
    }

    private void transactions() {
        all.put(
                "describeProducers",
                admin -> admin.describeProducers(List.of(PARTITION), in(new DescribeProducersOptions()))
                        .all());
        all.put(
                "describeTransactions",
                admin -> admin.describeTransactions(NAMES, in(new DescribeTransactionsOptions()))
                        .all());
        all.put(
                "listTransactions",
                admin -> admin.listTransactions(in(new ListTransactionsOptions()))
                        .all());
        all.put(
                "abortTransaction",
                admin -> admin.abortTransaction(
                                new AbortTransactionSpec(PARTITION, 1, (short) 1, 1), in(new AbortTransactionOptions()))
                        .all());
        all.put(
                "forceTerminateTransaction",
                admin -> admin.forceTerminateTransaction(NAME, in(new TerminateTransactionOptions()))
                        .result());
        all.put(
                "fenceProducers",
                admin -> admin.fenceProducers(NAMES, in(new FenceProducersOptions()))
                        .all());
    }

    private void security() {
        AclBinding binding = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, NAME, PatternType.LITERAL),
                new AccessControlEntry("User:" + NAME, "*", AclOperation.READ, AclPermissionType.ALLOW));
        all.put(
                "describeAcls",
                admin -> admin.describeAcls(AclBindingFilter.ANY, in(new DescribeAclsOptions()))
                        .values());
        all.put(
                "createAcls",
                admin -> admin.createAcls(List.of(binding), in(new CreateAclsOptions()))
                        .all());
        all.put(
                "deleteAcls",
                admin -> admin.deleteAcls(List.of(binding.toFilter()), in(new DeleteAclsOptions()))
                        .all());
        all.put(
                "describeUserScramCredentials",
                admin -> admin.describeUserScramCredentials(NAMES, in(new DescribeUserScramCredentialsOptions()))
                        .all());
        all.put(
                "alterUserScramCredentials",
                admin -> admin.alterUserScramCredentials(
                                List.of(new UserScramCredentialDeletion(NAME, ScramMechanism.SCRAM_SHA_256)),
                                in(new AlterUserScramCredentialsOptions()))
                        .all());
        all.put(
                "createDelegationToken",
                admin -> admin.createDelegationToken(in(new CreateDelegationTokenOptions()))
                        .delegationToken());
        all.put(
                "renewDelegationToken",
                admin -> admin.renewDelegationToken(new byte[] {1}, in(new RenewDelegationTokenOptions()))
                        .expiryTimestamp());
        all.put(
                "expireDelegationToken",
                admin -> admin.expireDelegationToken(new byte[] {1}, in(new ExpireDelegationTokenOptions()))
                        .expiryTimestamp());
        all.put(
                "describeDelegationToken",
                admin -> admin.describeDelegationToken(in(new DescribeDelegationTokenOptions()))
                        .delegationTokens());
        all.put(
                "describeClientQuotas",
                admin -> admin.describeClientQuotas(ClientQuotaFilter.all(), in(new DescribeClientQuotasOptions()))
                        .entities());
        all.put(
                "alterClientQuotas",
                admin -> admin.alterClientQuotas(
                                List.of(new ClientQuotaAlteration(
                                        new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, NAME)), List.of())),
                                in(new AlterClientQuotasOptions()))
                        .all());
    }

    private void cluster() {
        TopicPartitionReplica replica = new TopicPartitionReplica(NAME, 0, 1);
        Set<RaftVoterEndpoint> endpoints = Set.of(new RaftVoterEndpoint("CONTROLLER", "127.0.0.1", 1));
        all.put(
                "describeCluster",
                admin -> admin.describeCluster(in(new DescribeClusterOptions())).nodes());
        all.put(
                "describeFeatures",
                admin -> admin.describeFeatures(in(new DescribeFeaturesOptions()))
                        .featureMetadata());
        all.put(
                "updateFeatures",
                admin -> admin.updateFeatures(
                                Map.of(NAME, new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.UPGRADE)),
                                in(new UpdateFeaturesOptions()))
                        .all());
        all.put(
                "describeMetadataQuorum",
                admin -> admin.describeMetadataQuorum(in(new DescribeMetadataQuorumOptions()))
                        .quorumInfo());
        all.put(
                "addRaftVoter",
                admin -> admin.addRaftVoter(4711, new Uuid(1, 1), endpoints, in(new AddRaftVoterOptions()))
                        .all());
        all.put(
                "removeRaftVoter",
                admin -> admin.removeRaftVoter(4711, new Uuid(1, 1), in(new RemoveRaftVoterOptions()))
                        .all());
        all.put(
                "unregisterBroker",
                admin -> admin.unregisterBroker(4711, in(new UnregisterBrokerOptions()))
                        .all());
        all.put(
                "electLeaders",
                admin -> admin.electLeaders(ElectionType.PREFERRED, Set.of(PARTITION), in(new ElectLeadersOptions()))
                        .partitions());
        all.put(
                "alterPartitionReassignments",
                admin -> admin.alterPartitionReassignments(
                                Map.of(PARTITION, Optional.empty()), in(new AlterPartitionReassignmentsOptions()))
                        .all());
        all.put(
                "listPartitionReassignments",
                admin -> admin.listPartitionReassignments(in(new ListPartitionReassignmentsOptions()))
                        .reassignments());
        all.put(
                "describeLogDirs",
                admin -> admin.describeLogDirs(List.of(1), in(new DescribeLogDirsOptions()))
                        .allDescriptions());
        all.put(
                "describeReplicaLogDirs",
                admin -> admin.describeReplicaLogDirs(List.of(replica), in(new DescribeReplicaLogDirsOptions()))
                        .all());
        all.put(
                "alterReplicaLogDirs",
                admin -> admin.alterReplicaLogDirs(Map.of(replica, "/" + NAME), in(new AlterReplicaLogDirsOptions()))
                        .all());
    }
}
