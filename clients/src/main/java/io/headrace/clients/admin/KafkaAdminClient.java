package io.headrace.clients.admin;

import io.headrace.clients.admin.internals.AdminCore;
import io.headrace.clients.admin.internals.AlterClientQuotasOperation;
import io.headrace.clients.admin.internals.AlterConfigsOperation;
import io.headrace.clients.admin.internals.DescribeClientQuotasOperation;
import io.headrace.clients.admin.internals.DescribeClusterOperation;
import io.headrace.clients.admin.internals.DescribeConfigsOperation;
import io.headrace.clients.admin.internals.DescribeLogDirsOperation;
import io.headrace.clients.admin.internals.ListConfigResourcesOperation;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.ElectionType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.TopicCollection;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.metrics.KafkaMetric;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@link Admin} that talks to a cluster. Thread safe: operations are handed to the client's loop.
 */
public class KafkaAdminClient extends AdminClient {

    private final AdminCore core;
    private final TopicCalls topics;
    private final GroupCalls groups;
    private final TransactionCalls transactions;
    private final SecurityCalls security;
    private final ClusterCalls cluster;
    private final ShareGroupCalls shares;
    private final StreamsGroupCalls streams;

    private KafkaAdminClient(AdminCore core) {
        this.core = core;
        this.topics = new TopicCalls(core);
        this.groups = new GroupCalls(core);
        this.transactions = new TransactionCalls(core);
        this.security = new SecurityCalls(core);
        this.cluster = new ClusterCalls(core);
        this.shares = new ShareGroupCalls(core);
        this.streams = new StreamsGroupCalls(core);
    }

    static KafkaAdminClient start(Map<?, ?> settings) {
        return new KafkaAdminClient(AdminCore.start(new AdminClientConfig(settings)));
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return core.telemetry().clientInstanceId(timeout);
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        core.telemetry().register(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        core.telemetry().unregister(metric);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return core.metrics();
    }

    @Override
    public void close(Duration timeout) {
        core.close(timeout);
    }

    @Override
    public CreateTopicsResult createTopics(Collection<NewTopic> newTopics, CreateTopicsOptions options) {
        return topics.create(newTopics, options);
    }

    @Override
    public DeleteTopicsResult deleteTopics(TopicCollection topics, DeleteTopicsOptions options) {
        return this.topics.delete(topics, options);
    }

    @Override
    public ListTopicsResult listTopics(ListTopicsOptions options) {
        return topics.list(options);
    }

    @Override
    public DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options) {
        return this.topics.describe(topics, options);
    }

    @Override
    public DescribeClusterResult describeCluster(DescribeClusterOptions options) {
        DescribeClusterOperation operation = new DescribeClusterOperation(options, core.endpointType());
        KafkaFuture<DescribeClusterOperation.Description> described =
                core.ask(operation, List.of(operation), options.timeoutMs()).get(operation);
        return new DescribeClusterResult(
                described.thenApply(DescribeClusterOperation.Description::nodes),
                described.thenApply(DescribeClusterOperation.Description::controller),
                described.thenApply(DescribeClusterOperation.Description::clusterId),
                described.thenApply(DescribeClusterOperation.Description::operations));
    }

    @Override
    public DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources, DescribeConfigsOptions options) {
        DescribeConfigsOperation operation = new DescribeConfigsOperation(options);
        // A broker's name that is no number is the caller's mistake, and told here and now.
        resources.forEach(operation::route);
        return new DescribeConfigsResult(core.ask(operation, resources, options.timeoutMs()));
    }

    @Override
    public AlterConfigsResult incrementalAlterConfigs(
            Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options) {
        AlterConfigsOperation operation = new AlterConfigsOperation(Map.copyOf(configs), options.shouldValidateOnly());
        // A broker's name that is no number is the caller's mistake, and told here and now.
        configs.keySet().forEach(operation::route);
        return new AlterConfigsResult(core.ask(operation, configs.keySet(), options.timeoutMs()));
    }

    @Override
    public CreatePartitionsResult createPartitions(
            Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options) {
        return topics.grow(newPartitions, options);
    }

    @Override
    public DeleteRecordsResult deleteRecords(
            Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options) {
        return topics.deleteRecords(recordsToDelete, options);
    }

    @Override
    public ListOffsetsResult listOffsets(
            Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options) {
        return topics.offsets(topicPartitionOffsets, options);
    }

    @Override
    public DescribeLogDirsResult describeLogDirs(Collection<Integer> brokers, DescribeLogDirsOptions options) {
        return new DescribeLogDirsResult(core.ask(new DescribeLogDirsOperation(), brokers, options.timeoutMs()));
    }

    @Override
    public ListGroupsResult listGroups(ListGroupsOptions options) {
        return groups.list(options);
    }

    @Override
    public ListConsumerGroupsResult listConsumerGroups(ListConsumerGroupsOptions options) {
        return groups.list(options);
    }

    @Override
    public DescribeConsumerGroupsResult describeConsumerGroups(
            Collection<String> groupIds, DescribeConsumerGroupsOptions options) {
        return groups.describe(groupIds, options);
    }

    @Override
    public DescribeClassicGroupsResult describeClassicGroups(
            Collection<String> groupIds, DescribeClassicGroupsOptions options) {
        return groups.describe(groupIds, options);
    }

    @Override
    public ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groupSpecs, ListConsumerGroupOffsetsOptions options) {
        return groups.offsets(groupSpecs, options);
    }

    @Override
    public AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets, AlterConsumerGroupOffsetsOptions options) {
        return groups.alterOffsets(groupId, offsets, options);
    }

    @Override
    public DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
            String groupId, Set<TopicPartition> partitions, DeleteConsumerGroupOffsetsOptions options) {
        return groups.deleteOffsets(groupId, partitions, options);
    }

    @Override
    public DeleteConsumerGroupsResult deleteConsumerGroups(
            Collection<String> groupIds, DeleteConsumerGroupsOptions options) {
        return groups.delete(groupIds, options);
    }

    @Override
    public RemoveMembersFromConsumerGroupResult removeMembersFromConsumerGroup(
            String groupId, RemoveMembersFromConsumerGroupOptions options) {
        return groups.removeMembers(groupId, options);
    }

    @Override
    public DescribeProducersResult describeProducers(
            Collection<TopicPartition> partitions, DescribeProducersOptions options) {
        return transactions.describe(partitions, options);
    }

    @Override
    public DescribeTransactionsResult describeTransactions(
            Collection<String> transactionalIds, DescribeTransactionsOptions options) {
        return transactions.describe(transactionalIds, options);
    }

    @Override
    public ListTransactionsResult listTransactions(ListTransactionsOptions options) {
        return transactions.list(options);
    }

    @Override
    public AbortTransactionResult abortTransaction(AbortTransactionSpec spec, AbortTransactionOptions options) {
        return transactions.abort(spec, options);
    }

    @Override
    public TerminateTransactionResult forceTerminateTransaction(
            String transactionalId, TerminateTransactionOptions options) {
        return transactions.terminate(transactionalId, options);
    }

    @Override
    public FenceProducersResult fenceProducers(Collection<String> transactionalIds, FenceProducersOptions options) {
        return transactions.fence(transactionalIds, options);
    }

    @Override
    public DescribeClientQuotasResult describeClientQuotas(
            ClientQuotaFilter filter, DescribeClientQuotasOptions options) {
        return new DescribeClientQuotasResult(
                core.ask(new DescribeClientQuotasOperation(), List.of(filter), options.timeoutMs())
                        .get(filter));
    }

    @Override
    public AlterClientQuotasResult alterClientQuotas(
            Collection<ClientQuotaAlteration> entries, AlterClientQuotasOptions options) {
        Map<ClientQuotaEntity, ClientQuotaAlteration> byEntity = new LinkedHashMap<>();
        entries.forEach(entry -> byEntity.put(entry.entity(), entry));
        return new AlterClientQuotasResult(core.ask(
                new AlterClientQuotasOperation(byEntity, options.validateOnly()),
                byEntity.keySet(),
                options.timeoutMs()));
    }

    @Override
    public ListConfigResourcesResult listConfigResources(
            Set<ConfigResource.Type> configResourceTypes, ListConfigResourcesOptions options) {
        ListConfigResourcesOperation operation = new ListConfigResourcesOperation(Set.copyOf(configResourceTypes));
        return new ListConfigResourcesResult(
                core.ask(operation, List.of(operation), options.timeoutMs()).get(operation));
    }

    @Override
    public DescribeAclsResult describeAcls(AclBindingFilter filter, DescribeAclsOptions options) {
        return security.describe(filter, options);
    }

    @Override
    public CreateAclsResult createAcls(Collection<AclBinding> acls, CreateAclsOptions options) {
        return security.create(acls, options);
    }

    @Override
    public DeleteAclsResult deleteAcls(Collection<AclBindingFilter> filters, DeleteAclsOptions options) {
        return security.delete(filters, options);
    }

    @Override
    public DescribeUserScramCredentialsResult describeUserScramCredentials(
            List<String> users, DescribeUserScramCredentialsOptions options) {
        return security.describeUsers(users, options);
    }

    @Override
    public AlterUserScramCredentialsResult alterUserScramCredentials(
            List<UserScramCredentialAlteration> alterations, AlterUserScramCredentialsOptions options) {
        return security.alterUsers(alterations, options);
    }

    @Override
    public CreateDelegationTokenResult createDelegationToken(CreateDelegationTokenOptions options) {
        return security.create(options);
    }

    @Override
    public RenewDelegationTokenResult renewDelegationToken(byte[] hmac, RenewDelegationTokenOptions options) {
        return security.renew(hmac, options);
    }

    @Override
    public ExpireDelegationTokenResult expireDelegationToken(byte[] hmac, ExpireDelegationTokenOptions options) {
        return security.expire(hmac, options);
    }

    @Override
    public DescribeDelegationTokenResult describeDelegationToken(DescribeDelegationTokenOptions options) {
        return security.describe(options);
    }

    @Override
    public DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options) {
        return cluster.describe(options);
    }

    @Override
    public UpdateFeaturesResult updateFeatures(
            Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options) {
        return cluster.update(featureUpdates, options);
    }

    @Override
    public DescribeMetadataQuorumResult describeMetadataQuorum(DescribeMetadataQuorumOptions options) {
        return cluster.describe(options);
    }

    @Override
    public AddRaftVoterResult addRaftVoter(
            int voterId, Uuid voterDirectoryId, Set<RaftVoterEndpoint> endpoints, AddRaftVoterOptions options) {
        return cluster.add(voterId, voterDirectoryId, endpoints, options);
    }

    @Override
    public RemoveRaftVoterResult removeRaftVoter(int voterId, Uuid voterDirectoryId, RemoveRaftVoterOptions options) {
        return cluster.remove(voterId, voterDirectoryId, options);
    }

    @Override
    public UnregisterBrokerResult unregisterBroker(int brokerId, UnregisterBrokerOptions options) {
        return cluster.unregister(brokerId, options);
    }

    @Override
    public ElectLeadersResult electLeaders(
            ElectionType electionType, Set<TopicPartition> partitions, ElectLeadersOptions options) {
        return cluster.elect(electionType, partitions, options);
    }

    @Override
    public AlterPartitionReassignmentsResult alterPartitionReassignments(
            Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
            AlterPartitionReassignmentsOptions options) {
        return cluster.alter(reassignments, options);
    }

    @Override
    public AlterReplicaLogDirsResult alterReplicaLogDirs(
            Map<TopicPartitionReplica, String> replicaAssignment, AlterReplicaLogDirsOptions options) {
        return cluster.alter(replicaAssignment, options);
    }

    @Override
    public DescribeReplicaLogDirsResult describeReplicaLogDirs(
            Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options) {
        return cluster.describe(replicas, options);
    }

    @Override
    public DescribeShareGroupsResult describeShareGroups(
            Collection<String> groupIds, DescribeShareGroupsOptions options) {
        return shares.describe(groupIds, options);
    }

    @Override
    public ListShareGroupOffsetsResult listShareGroupOffsets(
            Map<String, ListShareGroupOffsetsSpec> groupSpecs, ListShareGroupOffsetsOptions options) {
        return shares.offsets(groupSpecs, options);
    }

    @Override
    public AlterShareGroupOffsetsResult alterShareGroupOffsets(
            String groupId, Map<TopicPartition, Long> offsets, AlterShareGroupOffsetsOptions options) {
        return shares.alterOffsets(groupId, offsets, options);
    }

    @Override
    public DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
            String groupId, Set<String> topics, DeleteShareGroupOffsetsOptions options) {
        return shares.deleteOffsets(groupId, topics, options);
    }

    @Override
    public DeleteShareGroupsResult deleteShareGroups(Collection<String> groupIds, DeleteShareGroupsOptions options) {
        return shares.delete(groupIds, options);
    }

    @Override
    public DescribeStreamsGroupsResult describeStreamsGroups(
            Collection<String> groupIds, DescribeStreamsGroupsOptions options) {
        return streams.describe(groupIds, options);
    }

    @Override
    public ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
            Map<String, ListStreamsGroupOffsetsSpec> groupSpecs, ListStreamsGroupOffsetsOptions options) {
        return streams.offsets(groupSpecs, options);
    }

    @Override
    public AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets, AlterStreamsGroupOffsetsOptions options) {
        return streams.alterOffsets(groupId, offsets, options);
    }

    @Override
    public DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
            String groupId, Set<TopicPartition> partitions, DeleteStreamsGroupOffsetsOptions options) {
        return streams.deleteOffsets(groupId, partitions, options);
    }

    @Override
    public DeleteStreamsGroupsResult deleteStreamsGroups(
            Collection<String> groupIds, DeleteStreamsGroupsOptions options) {
        return streams.delete(groupIds, options);
    }

    @Override
    public ListPartitionReassignmentsResult listPartitionReassignments(
            Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options) {
        return cluster.list(partitions, options);
    }

    @Override
    @SuppressWarnings("deprecation") // Deprecated where it is declared.
    public ListClientMetricsResourcesResult listClientMetricsResources(ListClientMetricsResourcesOptions options) {
        return new ListClientMetricsResourcesResult(listConfigResources(
                        Set.of(ConfigResource.Type.CLIENT_METRICS),
                        new ListConfigResourcesOptions().timeoutMs(options.timeoutMs()))
                .all()
                .thenApply(resources -> resources.stream()
                        .map(resource -> new ClientMetricsResourceListing(resource.name()))
                        .toList()));
    }
}
