package io.headrace.clients.admin;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.ElectionType;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionReplica;
import io.headrace.common.Uuid;
import io.headrace.common.metrics.KafkaMetric;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The operations that a {@link MockAdminClient} does not carry out: each throws, and names itself. Stateless.
 */
abstract class RefusingAdmin extends AdminClient {

    private static UnsupportedOperationException unsupported(String operation) {
        return new UnsupportedOperationException("MockAdminClient does not support " + operation);
    }

    @Override
    public DescribeLogDirsResult describeLogDirs(Collection<Integer> brokers, DescribeLogDirsOptions options) {
        throw unsupported("describeLogDirs");
    }

    @Override
    public DescribeClassicGroupsResult describeClassicGroups(
            Collection<String> groupIds, DescribeClassicGroupsOptions options) {
        throw unsupported("describeClassicGroups");
    }

    @Override
    public RemoveMembersFromConsumerGroupResult removeMembersFromConsumerGroup(
            String groupId, RemoveMembersFromConsumerGroupOptions options) {
        throw unsupported("removeMembersFromConsumerGroup");
    }

    @Override
    public DescribeProducersResult describeProducers(
            Collection<TopicPartition> partitions, DescribeProducersOptions options) {
        throw unsupported("describeProducers");
    }

    @Override
    public DescribeTransactionsResult describeTransactions(
            Collection<String> transactionalIds, DescribeTransactionsOptions options) {
        throw unsupported("describeTransactions");
    }

    @Override
    public ListTransactionsResult listTransactions(ListTransactionsOptions options) {
        throw unsupported("listTransactions");
    }

    @Override
    public AbortTransactionResult abortTransaction(AbortTransactionSpec spec, AbortTransactionOptions options) {
        throw unsupported("abortTransaction");
    }

    @Override
    public TerminateTransactionResult forceTerminateTransaction(
            String transactionalId, TerminateTransactionOptions options) {
        throw unsupported("forceTerminateTransaction");
    }

    @Override
    public FenceProducersResult fenceProducers(Collection<String> transactionalIds, FenceProducersOptions options) {
        throw unsupported("fenceProducers");
    }

    @Override
    public CreateDelegationTokenResult createDelegationToken(CreateDelegationTokenOptions options) {
        throw unsupported("createDelegationToken");
    }

    @Override
    public RenewDelegationTokenResult renewDelegationToken(byte[] hmac, RenewDelegationTokenOptions options) {
        throw unsupported("renewDelegationToken");
    }

    @Override
    public ExpireDelegationTokenResult expireDelegationToken(byte[] hmac, ExpireDelegationTokenOptions options) {
        throw unsupported("expireDelegationToken");
    }

    @Override
    public DescribeDelegationTokenResult describeDelegationToken(DescribeDelegationTokenOptions options) {
        throw unsupported("describeDelegationToken");
    }

    @Override
    public UpdateFeaturesResult updateFeatures(
            Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options) {
        throw unsupported("updateFeatures");
    }

    @Override
    public DescribeMetadataQuorumResult describeMetadataQuorum(DescribeMetadataQuorumOptions options) {
        throw unsupported("describeMetadataQuorum");
    }

    @Override
    public AddRaftVoterResult addRaftVoter(
            int voterId, Uuid voterDirectoryId, Set<RaftVoterEndpoint> endpoints, AddRaftVoterOptions options) {
        throw unsupported("addRaftVoter");
    }

    @Override
    public RemoveRaftVoterResult removeRaftVoter(int voterId, Uuid voterDirectoryId, RemoveRaftVoterOptions options) {
        throw unsupported("removeRaftVoter");
    }

    @Override
    public UnregisterBrokerResult unregisterBroker(int brokerId, UnregisterBrokerOptions options) {
        throw unsupported("unregisterBroker");
    }

    @Override
    public ElectLeadersResult electLeaders(
            ElectionType electionType, Set<TopicPartition> partitions, ElectLeadersOptions options) {
        throw unsupported("electLeaders");
    }

    @Override
    public AlterReplicaLogDirsResult alterReplicaLogDirs(
            Map<TopicPartitionReplica, String> replicaAssignment, AlterReplicaLogDirsOptions options) {
        throw unsupported("alterReplicaLogDirs");
    }

    @Override
    public DescribeReplicaLogDirsResult describeReplicaLogDirs(
            Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options) {
        throw unsupported("describeReplicaLogDirs");
    }

    @Override
    public DescribeShareGroupsResult describeShareGroups(
            Collection<String> groupIds, DescribeShareGroupsOptions options) {
        throw unsupported("describeShareGroups");
    }

    @Override
    public ListShareGroupOffsetsResult listShareGroupOffsets(
            Map<String, ListShareGroupOffsetsSpec> groupSpecs, ListShareGroupOffsetsOptions options) {
        throw unsupported("listShareGroupOffsets");
    }

    @Override
    public AlterShareGroupOffsetsResult alterShareGroupOffsets(
            String groupId, Map<TopicPartition, Long> offsets, AlterShareGroupOffsetsOptions options) {
        throw unsupported("alterShareGroupOffsets");
    }

    @Override
    public DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
            String groupId, Set<String> topics, DeleteShareGroupOffsetsOptions options) {
        throw unsupported("deleteShareGroupOffsets");
    }

    @Override
    public DeleteShareGroupsResult deleteShareGroups(Collection<String> groupIds, DeleteShareGroupsOptions options) {
        throw unsupported("deleteShareGroups");
    }

    @Override
    public DescribeStreamsGroupsResult describeStreamsGroups(
            Collection<String> groupIds, DescribeStreamsGroupsOptions options) {
        throw unsupported("describeStreamsGroups");
    }

    @Override
    public ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
            Map<String, ListStreamsGroupOffsetsSpec> groupSpecs, ListStreamsGroupOffsetsOptions options) {
        throw unsupported("listStreamsGroupOffsets");
    }

    @Override
    public AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets, AlterStreamsGroupOffsetsOptions options) {
        throw unsupported("alterStreamsGroupOffsets");
    }

    @Override
    public DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
            String groupId, Set<TopicPartition> partitions, DeleteStreamsGroupOffsetsOptions options) {
        throw unsupported("deleteStreamsGroupOffsets");
    }

    @Override
    public DeleteStreamsGroupsResult deleteStreamsGroups(
            Collection<String> groupIds, DeleteStreamsGroupsOptions options) {
        throw unsupported("deleteStreamsGroups");
    }

    @Override
    @SuppressWarnings("deprecation") // Deprecated where it is declared.
    public ListClientMetricsResourcesResult listClientMetricsResources(ListClientMetricsResourcesOptions options) {
        throw unsupported("listClientMetricsResources");
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        throw unsupported("clientInstanceId");
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        throw unsupported("registerMetricForSubscription");
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        throw unsupported("unregisterMetricFromSubscription");
    }
}
