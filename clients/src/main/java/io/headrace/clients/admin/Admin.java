package io.headrace.clients.admin;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.ElectionType;
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
import io.headrace.common.quota.ClientQuotaFilter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Manages a Kafka cluster: topics, configs, groups, transactions, access control, users, quotas, brokers and controllers.
 *
 * <pre>{@code
 * try (Admin admin = Admin.create(Map.of("bootstrap.servers", "localhost:9092"))) {
 *     admin.createTopics(List.of(new NewTopic("orders", 6, (short) 1))).all().get();
 * }
 * }</pre>
 *
 * <p>Every operation returns at once with futures, one per item; items succeed and fail independently. What may pass is
 * tried again until the operation's timeout ({@code default.api.timeout.ms}, or the options' own), and then fails with a
 * {@link io.headrace.common.errors.TimeoutException} that says what was waited for and has the last failure as its cause. A
 * broker too old for what is asked makes it fail with an {@link io.headrace.common.errors.UnsupportedVersionException}.
 *
 * <p>Thread safe. Futures are completed on the client's own thread: what is chained to them must not block it.
 */
public interface Admin extends AutoCloseable {

    /**
     * A new client.
     *
     * @param props settings by name, see {@link AdminClientConfig}
     * @throws io.headrace.common.config.ConfigException when a setting is missing or wrong; names it
     */
    static Admin create(Properties props) {
        return KafkaAdminClient.start(props);
    }

    /**
     * A new client.
     *
     * @param conf settings by name, see {@link AdminClientConfig}
     * @throws io.headrace.common.config.ConfigException when a setting is missing or wrong; names it
     */
    static Admin create(Map<String, Object> conf) {
        return KafkaAdminClient.start(conf);
    }

    /** Closes once all operations under way are done, each by its own timeout at the latest. */
    @Override
    default void close() {
        close(Duration.ofMillis(Long.MAX_VALUE));
    }

    /**
     * Closes once all operations under way are done, or when the time is up; then they fail. New ones are refused from now
     * on. Closing again does nothing.
     *
     * @param timeout how long to wait
     * @throws IllegalArgumentException when the timeout is negative
     */
    void close(Duration timeout);

    /** See {@link #createTopics(Collection, CreateTopicsOptions)}. */
    default CreateTopicsResult createTopics(Collection<NewTopic> newTopics) {
        return createTopics(newTopics, new CreateTopicsOptions());
    }

    /**
     * Creates topics. Fails per topic: {@code TopicExistsException}, {@code InvalidTopicException},
     * {@code InvalidPartitionsException}, {@code InvalidReplicationFactorException}, {@code InvalidConfigurationException},
     * {@code PolicyViolationException}, {@code ThrottlingQuotaExceededException}, and authorization errors.
     *
     * @param newTopics the topics; of two with the same name the first counts
     * @param options how
     */
    CreateTopicsResult createTopics(Collection<NewTopic> newTopics, CreateTopicsOptions options);

    /** See {@link #deleteTopics(TopicCollection, DeleteTopicsOptions)}. */
    default DeleteTopicsResult deleteTopics(Collection<String> topics) {
        return deleteTopics(TopicCollection.ofTopicNames(topics), new DeleteTopicsOptions());
    }

    /** See {@link #deleteTopics(TopicCollection, DeleteTopicsOptions)}. */
    default DeleteTopicsResult deleteTopics(Collection<String> topics, DeleteTopicsOptions options) {
        return deleteTopics(TopicCollection.ofTopicNames(topics), options);
    }

    /** See {@link #deleteTopics(TopicCollection, DeleteTopicsOptions)}. */
    default DeleteTopicsResult deleteTopics(TopicCollection topics) {
        return deleteTopics(topics, new DeleteTopicsOptions());
    }

    /**
     * Deletes topics, by name or (from DeleteTopics version 6 on) by id. Fails per topic:
     * {@code UnknownTopicOrPartitionException}, {@code UnknownTopicIdException}, {@code TopicDeletionDisabledException},
     * {@code ThrottlingQuotaExceededException}, and authorization errors.
     *
     * @param topics the topics
     * @param options how
     */
    DeleteTopicsResult deleteTopics(TopicCollection topics, DeleteTopicsOptions options);

    /** See {@link #listTopics(ListTopicsOptions)}. */
    default ListTopicsResult listTopics() {
        return listTopics(new ListTopicsOptions());
    }

    /**
     * Lists the topics that this client may see.
     *
     * @param options whether to include internal topics
     */
    ListTopicsResult listTopics(ListTopicsOptions options);

    /** See {@link #describeTopics(TopicCollection, DescribeTopicsOptions)}. */
    default DescribeTopicsResult describeTopics(Collection<String> topicNames) {
        return describeTopics(topicNames, new DescribeTopicsOptions());
    }

    /** See {@link #describeTopics(TopicCollection, DescribeTopicsOptions)}. */
    default DescribeTopicsResult describeTopics(Collection<String> topicNames, DescribeTopicsOptions options) {
        return describeTopics(TopicCollection.ofTopicNames(topicNames), options);
    }

    /** See {@link #describeTopics(TopicCollection, DescribeTopicsOptions)}. */
    default DescribeTopicsResult describeTopics(TopicCollection topics) {
        return describeTopics(topics, new DescribeTopicsOptions());
    }

    /**
     * Describes topics, by name or (from Metadata version 12 on) by id. Fails per topic:
     * {@code UnknownTopicOrPartitionException}, {@code UnknownTopicIdException}, {@code InvalidTopicException}, and
     * authorization errors. Never creates a topic.
     *
     * @param topics the topics
     * @param options how
     */
    DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options);

    /** See {@link #describeCluster(DescribeClusterOptions)}. */
    default DescribeClusterResult describeCluster() {
        return describeCluster(new DescribeClusterOptions());
    }

    /**
     * Describes the cluster: its brokers, its controller, its id.
     *
     * @param options how
     */
    DescribeClusterResult describeCluster(DescribeClusterOptions options);

    /** See {@link #describeConfigs(Collection, DescribeConfigsOptions)}. */
    default DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources) {
        return describeConfigs(resources, new DescribeConfigsOptions());
    }

    /**
     * Describes the configs of topics, brokers and other resources. Fails per resource:
     * {@code UnknownTopicOrPartitionException}, {@code InvalidRequestException}, and authorization errors.
     *
     * @param resources the resources; a broker's name is its id
     * @param options how
     * @throws NumberFormatException when a broker's name is no number
     */
    DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources, DescribeConfigsOptions options);

    /** See {@link #incrementalAlterConfigs(Map, AlterConfigsOptions)}. */
    default AlterConfigsResult incrementalAlterConfigs(Map<ConfigResource, Collection<AlterConfigOp>> configs) {
        return incrementalAlterConfigs(configs, new AlterConfigsOptions());
    }

    /**
     * Changes configs one by one; those that are not named stay as they are (KIP-339). All changes of a resource are made,
     * or none. Fails per resource: {@code InvalidConfigurationException}, {@code InvalidRequestException},
     * {@code UnknownTopicOrPartitionException}, {@code PolicyViolationException}, and authorization errors.
     *
     * @param configs the changes, by resource; a broker's name is its id
     * @param options how
     * @throws NumberFormatException when a broker's name is no number
     */
    AlterConfigsResult incrementalAlterConfigs(
            Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options);

    /** See {@link #createPartitions(Map, CreatePartitionsOptions)}. */
    default CreatePartitionsResult createPartitions(Map<String, NewPartitions> newPartitions) {
        return createPartitions(newPartitions, new CreatePartitionsOptions());
    }

    /**
     * Adds partitions to topics. Fails per topic: {@code UnknownTopicOrPartitionException},
     * {@code InvalidPartitionsException}, {@code InvalidReplicaAssignmentException}, {@code ReassignmentInProgressException},
     * {@code ThrottlingQuotaExceededException}, and authorization errors.
     *
     * @param newPartitions how many partitions each topic is to have, by name
     * @param options how
     */
    CreatePartitionsResult createPartitions(Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options);

    /** See {@link #deleteRecords(Map, DeleteRecordsOptions)}. */
    default DeleteRecordsResult deleteRecords(Map<TopicPartition, RecordsToDelete> recordsToDelete) {
        return deleteRecords(recordsToDelete, new DeleteRecordsOptions());
    }

    /**
     * Deletes the oldest records of partitions. Fails per partition: {@code OffsetOutOfRangeException},
     * {@code PolicyViolationException} (compacted topics), and authorization errors.
     *
     * @param recordsToDelete what to delete, by partition
     * @param options how
     */
    DeleteRecordsResult deleteRecords(
            Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options);

    /** See {@link #listOffsets(Map, ListOffsetsOptions)}. */
    default ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> topicPartitionOffsets) {
        return listOffsets(topicPartitionOffsets, new ListOffsetsOptions());
    }

    /**
     * Finds offsets in partitions.
     *
     * @param topicPartitionOffsets which, by partition
     * @param options how
     */
    ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options);

    /** See {@link #describeLogDirs(Collection, DescribeLogDirsOptions)}. */
    default DescribeLogDirsResult describeLogDirs(Collection<Integer> brokers) {
        return describeLogDirs(brokers, new DescribeLogDirsOptions());
    }

    /**
     * Describes the log directories of brokers, and what lies in them.
     *
     * @param brokers broker ids
     * @param options how
     */
    DescribeLogDirsResult describeLogDirs(Collection<Integer> brokers, DescribeLogDirsOptions options);

    /** What the client measures, under Kafka's names; values are computed when asked for. Safe from any thread. */
    Map<MetricName, ? extends Metric> metrics();

    /** See {@link #listGroups(ListGroupsOptions)}. */
    default ListGroupsResult listGroups() {
        return listGroups(new ListGroupsOptions());
    }

    /**
     * Lists groups of all types; every broker is asked for those that it coordinates.
     *
     * @param options which
     */
    ListGroupsResult listGroups(ListGroupsOptions options);

    /** See {@link #listConsumerGroups(ListConsumerGroupsOptions)}. */
    default ListConsumerGroupsResult listConsumerGroups() {
        return listConsumerGroups(new ListConsumerGroupsOptions());
    }

    /**
     * Lists consumer groups of both protocols; every broker is asked for those that it coordinates.
     *
     * @param options which
     */
    ListConsumerGroupsResult listConsumerGroups(ListConsumerGroupsOptions options);

    /** See {@link #describeConsumerGroups(Collection, DescribeConsumerGroupsOptions)}. */
    default DescribeConsumerGroupsResult describeConsumerGroups(Collection<String> groupIds) {
        return describeConsumerGroups(groupIds, new DescribeConsumerGroupsOptions());
    }

    /**
     * Describes consumer groups of either protocol. Fails per group: {@code GroupIdNotFoundException},
     * {@code GroupAuthorizationException}, IllegalArgumentException for a group of members that are no consumers.
     *
     * @param groupIds the groups
     * @param options how
     */
    DescribeConsumerGroupsResult describeConsumerGroups(
            Collection<String> groupIds, DescribeConsumerGroupsOptions options);

    /** See {@link #describeClassicGroups(Collection, DescribeClassicGroupsOptions)}. */
    default DescribeClassicGroupsResult describeClassicGroups(Collection<String> groupIds) {
        return describeClassicGroups(groupIds, new DescribeClassicGroupsOptions());
    }

    /**
     * Describes groups of the classic protocol, whatever their members are. Fails per group:
     * {@code GroupIdNotFoundException}, {@code GroupAuthorizationException}.
     *
     * @param groupIds the groups
     * @param options how
     */
    DescribeClassicGroupsResult describeClassicGroups(
            Collection<String> groupIds, DescribeClassicGroupsOptions options);

    /** See {@link #listConsumerGroupOffsets(Map, ListConsumerGroupOffsetsOptions)}; all offsets of one group. */
    default ListConsumerGroupOffsetsResult listConsumerGroupOffsets(String groupId) {
        return listConsumerGroupOffsets(groupId, new ListConsumerGroupOffsetsOptions());
    }

    /** See {@link #listConsumerGroupOffsets(Map, ListConsumerGroupOffsetsOptions)}; all offsets of one group. */
    default ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            String groupId, ListConsumerGroupOffsetsOptions options) {
        return listConsumerGroupOffsets(Map.of(groupId, new ListConsumerGroupOffsetsSpec()), options);
    }

    /** See {@link #listConsumerGroupOffsets(Map, ListConsumerGroupOffsetsOptions)}. */
    default ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groupSpecs) {
        return listConsumerGroupOffsets(groupSpecs, new ListConsumerGroupOffsetsOptions());
    }

    /**
     * Finds committed offsets. Fails per group, for instance with {@code GroupAuthorizationException}; a group that does not
     * exist has no offsets.
     *
     * @param groupSpecs which partitions, by group
     * @param options how
     */
    ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groupSpecs, ListConsumerGroupOffsetsOptions options);

    /** See {@link #alterConsumerGroupOffsets(String, Map, AlterConsumerGroupOffsetsOptions)}. */
    default AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return alterConsumerGroupOffsets(groupId, offsets, new AlterConsumerGroupOffsetsOptions());
    }

    /**
     * Sets committed offsets of a group that has no members now. Fails per partition: {@code UnknownMemberIdException} while
     * the group has members, {@code UnknownTopicOrPartitionException}, and authorization errors.
     *
     * @param groupId the group; it is created if need be
     * @param offsets what to commit, by partition
     * @param options how
     */
    AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets, AlterConsumerGroupOffsetsOptions options);

    /** See {@link #deleteConsumerGroupOffsets(String, Set, DeleteConsumerGroupOffsetsOptions)}. */
    default DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
            String groupId, Set<TopicPartition> partitions) {
        return deleteConsumerGroupOffsets(groupId, partitions, new DeleteConsumerGroupOffsetsOptions());
    }

    /**
     * Deletes committed offsets. Fails per partition: {@code GroupSubscribedToTopicException} while a member reads the
     * topic, {@code GroupIdNotFoundException}, {@code UnknownTopicOrPartitionException}, and authorization errors.
     *
     * @param groupId the group
     * @param partitions the partitions
     * @param options how
     */
    DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
            String groupId, Set<TopicPartition> partitions, DeleteConsumerGroupOffsetsOptions options);

    /** See {@link #deleteConsumerGroups(Collection, DeleteConsumerGroupsOptions)}. */
    default DeleteConsumerGroupsResult deleteConsumerGroups(Collection<String> groupIds) {
        return deleteConsumerGroups(groupIds, new DeleteConsumerGroupsOptions());
    }

    /**
     * Deletes groups and what they committed. Fails per group: {@code GroupNotEmptyException},
     * {@code GroupIdNotFoundException}, {@code GroupAuthorizationException}.
     *
     * @param groupIds the groups
     * @param options how
     */
    DeleteConsumerGroupsResult deleteConsumerGroups(Collection<String> groupIds, DeleteConsumerGroupsOptions options);

    /**
     * Removes members from a group; they rejoin if they are still there. Fails per member:
     * {@code UnknownMemberIdException}, {@code FencedInstanceIdException}, and authorization errors.
     *
     * @param groupId the group
     * @param options whom
     */
    RemoveMembersFromConsumerGroupResult removeMembersFromConsumerGroup(
            String groupId, RemoveMembersFromConsumerGroupOptions options);

    /** See {@link #describeProducers(Collection, DescribeProducersOptions)}. */
    default DescribeProducersResult describeProducers(Collection<TopicPartition> partitions) {
        return describeProducers(partitions, new DescribeProducersOptions());
    }

    /**
     * Describes the producers that partitions remember, with their open transactions. Fails per partition, for instance with
     * an authorization error.
     *
     * @param partitions the partitions
     * @param options how
     */
    DescribeProducersResult describeProducers(Collection<TopicPartition> partitions, DescribeProducersOptions options);

    /** See {@link #describeTransactions(Collection, DescribeTransactionsOptions)}. */
    default DescribeTransactionsResult describeTransactions(Collection<String> transactionalIds) {
        return describeTransactions(transactionalIds, new DescribeTransactionsOptions());
    }

    /**
     * Describes transactional ids. Fails per id: {@code TransactionalIdNotFoundException},
     * {@code TransactionalIdAuthorizationException}.
     *
     * @param transactionalIds the ids
     * @param options how
     */
    DescribeTransactionsResult describeTransactions(
            Collection<String> transactionalIds, DescribeTransactionsOptions options);

    /** See {@link #listTransactions(ListTransactionsOptions)}. */
    default ListTransactionsResult listTransactions() {
        return listTransactions(new ListTransactionsOptions());
    }

    /**
     * Lists transactional ids; every broker is asked for those that it coordinates.
     *
     * @param options which
     */
    ListTransactionsResult listTransactions(ListTransactionsOptions options);

    /** See {@link #abortTransaction(AbortTransactionSpec, AbortTransactionOptions)}. */
    default AbortTransactionResult abortTransaction(AbortTransactionSpec spec) {
        return abortTransaction(spec, new AbortTransactionOptions());
    }

    /**
     * Aborts a transaction on one partition by force, in its coordinator's place: for transactions that hang because the
     * coordinator forgot them (KIP-664). What the specification has to say, {@link #describeProducers} tells. Fails with
     * {@code InvalidProducerEpochException}, {@code TransactionCoordinatorFencedException}, or an authorization error.
     *
     * @param spec which transaction
     * @param options how
     */
    AbortTransactionResult abortTransaction(AbortTransactionSpec spec, AbortTransactionOptions options);

    /** See {@link #forceTerminateTransaction(String, TerminateTransactionOptions)}. */
    default TerminateTransactionResult forceTerminateTransaction(String transactionalId) {
        return forceTerminateTransaction(transactionalId, new TerminateTransactionOptions());
    }

    /**
     * Aborts a transactional id's open transaction, prepared or not (KIP-939), and shuts its producer out.
     *
     * @param transactionalId the id
     * @param options how
     */
    TerminateTransactionResult forceTerminateTransaction(String transactionalId, TerminateTransactionOptions options);

    /** See {@link #fenceProducers(Collection, FenceProducersOptions)}. */
    default FenceProducersResult fenceProducers(Collection<String> transactionalIds) {
        return fenceProducers(transactionalIds, new FenceProducersOptions());
    }

    /**
     * Shuts producers out: what they have open is aborted, and whatever they still send is refused. Fails per id, for
     * instance with {@code TransactionalIdAuthorizationException}.
     *
     * @param transactionalIds the producers' transactional ids
     * @param options how
     */
    FenceProducersResult fenceProducers(Collection<String> transactionalIds, FenceProducersOptions options);

    /** See {@link #describeClientQuotas(ClientQuotaFilter, DescribeClientQuotasOptions)}. */
    default DescribeClientQuotasResult describeClientQuotas(ClientQuotaFilter filter) {
        return describeClientQuotas(filter, new DescribeClientQuotasOptions());
    }

    /**
     * Finds quotas of clients. Fails with {@code InvalidRequestException} for a filter that means nothing, or with an
     * authorization error.
     *
     * @param filter whose
     * @param options how
     */
    DescribeClientQuotasResult describeClientQuotas(ClientQuotaFilter filter, DescribeClientQuotasOptions options);

    /** See {@link #alterClientQuotas(Collection, AlterClientQuotasOptions)}. */
    default AlterClientQuotasResult alterClientQuotas(Collection<ClientQuotaAlteration> entries) {
        return alterClientQuotas(entries, new AlterClientQuotasOptions());
    }

    /**
     * Sets and removes quotas of clients. Fails per entity: {@code InvalidRequestException} for a key or value that makes
     * no sense, and authorization errors.
     *
     * @param entries the changes; of two for the same entity the last one counts
     * @param options how
     */
    AlterClientQuotasResult alterClientQuotas(
            Collection<ClientQuotaAlteration> entries, AlterClientQuotasOptions options);

    /** See {@link #listConfigResources(Set, ListConfigResourcesOptions)}; resources of all types. */
    default ListConfigResourcesResult listConfigResources() {
        return listConfigResources(Set.of(), new ListConfigResourcesOptions());
    }

    /**
     * Lists the resources that have configs (KIP-1142). Fails with an authorization error.
     *
     * @param configResourceTypes of which types; empty for all
     * @param options how
     */
    ListConfigResourcesResult listConfigResources(
            Set<ConfigResource.Type> configResourceTypes, ListConfigResourcesOptions options);

    /** See {@link #describeAcls(AclBindingFilter, DescribeAclsOptions)}. */
    default DescribeAclsResult describeAcls(AclBindingFilter filter) {
        return describeAcls(filter, new DescribeAclsOptions());
    }

    /**
     * Finds access control entries. Fails with {@code SecurityDisabledException} when the cluster has no authorizer, or with an
     * authorization error.
     *
     * @param filter which
     * @param options how
     */
    DescribeAclsResult describeAcls(AclBindingFilter filter, DescribeAclsOptions options);

    /** See {@link #createAcls(Collection, CreateAclsOptions)}. */
    default CreateAclsResult createAcls(Collection<AclBinding> acls) {
        return createAcls(acls, new CreateAclsOptions());
    }

    /**
     * Creates access control entries; what is there already stays. Fails per binding: {@code SecurityDisabledException} when the
     * cluster has no authorizer, {@code InvalidRequestException} for a binding that makes no sense, and authorization errors.
     *
     * @param acls the bindings
     * @param options how
     */
    CreateAclsResult createAcls(Collection<AclBinding> acls, CreateAclsOptions options);

    /** See {@link #deleteAcls(Collection, DeleteAclsOptions)}. */
    default DeleteAclsResult deleteAcls(Collection<AclBindingFilter> filters) {
        return deleteAcls(filters, new DeleteAclsOptions());
    }

    /**
     * Deletes all access control entries that a filter selects. Fails per filter: {@code SecurityDisabledException} when the
     * cluster has no authorizer, and authorization errors.
     *
     * @param filters which
     * @param options how
     */
    DeleteAclsResult deleteAcls(Collection<AclBindingFilter> filters, DeleteAclsOptions options);

    /** See {@link #describeUserScramCredentials(List, DescribeUserScramCredentialsOptions)}; of all users. */
    default DescribeUserScramCredentialsResult describeUserScramCredentials() {
        return describeUserScramCredentials(null, new DescribeUserScramCredentialsOptions());
    }

    /** See {@link #describeUserScramCredentials(List, DescribeUserScramCredentialsOptions)}. */
    default DescribeUserScramCredentialsResult describeUserScramCredentials(List<String> users) {
        return describeUserScramCredentials(users, new DescribeUserScramCredentialsOptions());
    }

    /**
     * Tells which SCRAM credentials users have (KIP-554); passwords and salts are not told. Fails per user:
     * {@code ResourceNotFoundException} for one without credentials, {@code DuplicateResourceException} for one that is named
     * twice.
     *
     * @param users the users; null or empty for all
     * @param options how
     */
    DescribeUserScramCredentialsResult describeUserScramCredentials(
            List<String> users, DescribeUserScramCredentialsOptions options);

    /** See {@link #alterUserScramCredentials(List, AlterUserScramCredentialsOptions)}. */
    default AlterUserScramCredentialsResult alterUserScramCredentials(List<UserScramCredentialAlteration> alterations) {
        return alterUserScramCredentials(alterations, new AlterUserScramCredentialsOptions());
    }

    /**
     * Sets and deletes SCRAM credentials (KIP-554). Fails per user, and then changes nothing of that user:
     * {@code ResourceNotFoundException} for deleting what is not there, {@code UnacceptableCredentialException} for an empty name
     * or password or a number of iterations that the broker does not take, {@code UnsupportedSaslMechanismException},
     * {@code DuplicateResourceException} for two changes of the same credential, and authorization errors.
     *
     * @param alterations the changes
     * @param options how
     */
    AlterUserScramCredentialsResult alterUserScramCredentials(
            List<UserScramCredentialAlteration> alterations, AlterUserScramCredentialsOptions options);

    /** See {@link #createDelegationToken(CreateDelegationTokenOptions)}. */
    default CreateDelegationTokenResult createDelegationToken() {
        return createDelegationToken(new CreateDelegationTokenOptions());
    }

    /**
     * Makes a delegation token (KIP-48). Fails with {@code UnsupportedByAuthenticationException} when this client is not
     * authenticated, or is by a token; with {@code DelegationTokenDisabledException}, {@code InvalidPrincipalTypeException}, or an
     * authorization error.
     *
     * @param options how
     */
    CreateDelegationTokenResult createDelegationToken(CreateDelegationTokenOptions options);

    /** See {@link #renewDelegationToken(byte[], RenewDelegationTokenOptions)}. */
    default RenewDelegationTokenResult renewDelegationToken(byte[] hmac) {
        return renewDelegationToken(hmac, new RenewDelegationTokenOptions());
    }

    /**
     * Lets a delegation token last longer. Fails with {@code DelegationTokenNotFoundException},
     * {@code DelegationTokenExpiredException}, {@code DelegationTokenOwnerMismatchException} when this client may not renew it,
     * {@code DelegationTokenDisabledException} or {@code UnsupportedByAuthenticationException}.
     *
     * @param hmac the token's secret
     * @param options how
     */
    RenewDelegationTokenResult renewDelegationToken(byte[] hmac, RenewDelegationTokenOptions options);

    /** See {@link #expireDelegationToken(byte[], ExpireDelegationTokenOptions)}. */
    default ExpireDelegationTokenResult expireDelegationToken(byte[] hmac) {
        return expireDelegationToken(hmac, new ExpireDelegationTokenOptions());
    }

    /**
     * Ends a delegation token, now or at another time. Fails as {@link #renewDelegationToken(byte[],
     * RenewDelegationTokenOptions)} does.
     *
     * @param hmac the token's secret
     * @param options how
     */
    ExpireDelegationTokenResult expireDelegationToken(byte[] hmac, ExpireDelegationTokenOptions options);

    /** See {@link #describeDelegationToken(DescribeDelegationTokenOptions)}. */
    default DescribeDelegationTokenResult describeDelegationToken() {
        return describeDelegationToken(new DescribeDelegationTokenOptions());
    }

    /**
     * Finds delegation tokens that this client owns, may renew, or may describe. Fails with
     * {@code DelegationTokenDisabledException} or {@code UnsupportedByAuthenticationException}.
     *
     * @param options how
     */
    DescribeDelegationTokenResult describeDelegationToken(DescribeDelegationTokenOptions options);

    /** See {@link #describeFeatures(DescribeFeaturesOptions)}. */
    default DescribeFeaturesResult describeFeatures() {
        return describeFeatures(new DescribeFeaturesOptions());
    }

    /**
     * Tells what features the cluster has, and at which levels (KIP-584).
     *
     * @param options how
     */
    DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options);

    /** See {@link #updateFeatures(Map, UpdateFeaturesOptions)}. */
    default UpdateFeaturesResult updateFeatures(Map<String, FeatureUpdate> featureUpdates) {
        return updateFeatures(featureUpdates, new UpdateFeaturesOptions());
    }

    /**
     * Changes levels of features. Fails per feature: {@code InvalidUpdateVersionException} for a level that a node does not
     * support, {@code FeatureUpdateFailedException}, {@code InvalidRequestException}, and authorization errors.
     *
     * @param featureUpdates the levels, by feature
     * @param options how
     * @throws IllegalArgumentException when there are none, or one has no name
     */
    UpdateFeaturesResult updateFeatures(Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options);

    /** See {@link #describeMetadataQuorum(DescribeMetadataQuorumOptions)}. */
    default DescribeMetadataQuorumResult describeMetadataQuorum() {
        return describeMetadataQuorum(new DescribeMetadataQuorumOptions());
    }

    /**
     * Describes the controllers' quorum (KIP-595). Fails with an authorization error.
     *
     * @param options how
     */
    DescribeMetadataQuorumResult describeMetadataQuorum(DescribeMetadataQuorumOptions options);

    /** See {@link #addRaftVoter(int, Uuid, Set, AddRaftVoterOptions)}. */
    default AddRaftVoterResult addRaftVoter(int voterId, Uuid voterDirectoryId, Set<RaftVoterEndpoint> endpoints) {
        return addRaftVoter(voterId, voterDirectoryId, endpoints, new AddRaftVoterOptions());
    }

    /**
     * Gives a controller a vote (KIP-853). Fails with {@code DuplicateVoterException}, {@code InconsistentClusterIdException},
     * {@code UnsupportedVersionException} when the quorum is configured statically, or with an authorization error.
     *
     * @param voterId the controller's id
     * @param voterDirectoryId the id of its metadata directory
     * @param endpoints where it can be reached
     * @param options how
     */
    AddRaftVoterResult addRaftVoter(
            int voterId, Uuid voterDirectoryId, Set<RaftVoterEndpoint> endpoints, AddRaftVoterOptions options);

    /** See {@link #removeRaftVoter(int, Uuid, RemoveRaftVoterOptions)}. */
    default RemoveRaftVoterResult removeRaftVoter(int voterId, Uuid voterDirectoryId) {
        return removeRaftVoter(voterId, voterDirectoryId, new RemoveRaftVoterOptions());
    }

    /**
     * Takes a controller's vote away (KIP-853). Fails with {@code VoterNotFoundException}, {@code InconsistentClusterIdException},
     * {@code UnsupportedVersionException} when the quorum is configured statically, or with an authorization error.
     *
     * @param voterId the controller's id
     * @param voterDirectoryId the id of its metadata directory
     * @param options how
     */
    RemoveRaftVoterResult removeRaftVoter(int voterId, Uuid voterDirectoryId, RemoveRaftVoterOptions options);

    /** See {@link #unregisterBroker(int, UnregisterBrokerOptions)}. */
    default UnregisterBrokerResult unregisterBroker(int brokerId) {
        return unregisterBroker(brokerId, new UnregisterBrokerOptions());
    }

    /**
     * Has the cluster forget a broker that is gone for good. Fails with {@code BrokerIdNotRegisteredException} or an
     * authorization error.
     *
     * @param brokerId the broker, which must not be running
     * @param options how
     */
    UnregisterBrokerResult unregisterBroker(int brokerId, UnregisterBrokerOptions options);

    /** See {@link #electLeaders(ElectionType, Set, ElectLeadersOptions)}. */
    default ElectLeadersResult electLeaders(ElectionType electionType, Set<TopicPartition> partitions) {
        return electLeaders(electionType, partitions, new ElectLeadersOptions());
    }

    /**
     * Has leaders elected (KIP-460). Fails per partition: {@code ElectionNotNeededException},
     * {@code PreferredLeaderNotAvailableException}, {@code EligibleLeadersNotAvailableException},
     * {@code UnknownTopicOrPartitionException}, and authorization errors.
     *
     * @param electionType which leaders
     * @param partitions the partitions; null for all that need it
     * @param options how
     */
    ElectLeadersResult electLeaders(
            ElectionType electionType, Set<TopicPartition> partitions, ElectLeadersOptions options);

    /** See {@link #alterPartitionReassignments(Map, AlterPartitionReassignmentsOptions)}. */
    default AlterPartitionReassignmentsResult alterPartitionReassignments(
            Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments) {
        return alterPartitionReassignments(reassignments, new AlterPartitionReassignmentsOptions());
    }

    /**
     * Moves partitions to other brokers, or ends that (KIP-455). Done when the move has begun;
     * {@link #listPartitionReassignments()} tells when it has ended. Fails per partition:
     * {@code InvalidReplicaAssignmentException}, {@code NoReassignmentInProgressException} for ending what is not under way,
     * {@code InvalidReplicationFactorException}, {@code UnknownTopicOrPartitionException}, and authorization errors.
     *
     * @param reassignments the replicas that each partition is to have; empty for going back to those that it had
     * @param options how
     */
    AlterPartitionReassignmentsResult alterPartitionReassignments(
            Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
            AlterPartitionReassignmentsOptions options);

    /** See {@link #alterReplicaLogDirs(Map, AlterReplicaLogDirsOptions)}. */
    default AlterReplicaLogDirsResult alterReplicaLogDirs(Map<TopicPartitionReplica, String> replicaAssignment) {
        return alterReplicaLogDirs(replicaAssignment, new AlterReplicaLogDirsOptions());
    }

    /**
     * Moves replicas to other log directories of their brokers. Done when the move has begun;
     * {@link #describeReplicaLogDirs(Collection)} tells when it has ended. A replica that a broker does not have yet will be made
     * in that directory. Fails per replica: {@code LogDirNotFoundException}, {@code KafkaStorageException},
     * {@code ReplicaNotAvailableException}, and authorization errors.
     *
     * @param replicaAssignment the absolute paths of directories, by replica
     * @param options how
     */
    AlterReplicaLogDirsResult alterReplicaLogDirs(
            Map<TopicPartitionReplica, String> replicaAssignment, AlterReplicaLogDirsOptions options);

    /** See {@link #describeReplicaLogDirs(Collection, DescribeReplicaLogDirsOptions)}. */
    default DescribeReplicaLogDirsResult describeReplicaLogDirs(Collection<TopicPartitionReplica> replicas) {
        return describeReplicaLogDirs(replicas, new DescribeReplicaLogDirsOptions());
    }

    /**
     * Tells in which log directories of their brokers replicas lie, and where they move.
     *
     * @param replicas the replicas
     * @param options how
     */
    DescribeReplicaLogDirsResult describeReplicaLogDirs(
            Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options);

    /** See {@link #describeShareGroups(Collection, DescribeShareGroupsOptions)}. */
    default DescribeShareGroupsResult describeShareGroups(Collection<String> groupIds) {
        return describeShareGroups(groupIds, new DescribeShareGroupsOptions());
    }

    /**
     * Describes share groups (KIP-932). Fails per group: {@code GroupIdNotFoundException}, {@code GroupAuthorizationException}.
     *
     * @param groupIds the groups
     * @param options how
     */
    DescribeShareGroupsResult describeShareGroups(Collection<String> groupIds, DescribeShareGroupsOptions options);

    /** See {@link #listShareGroupOffsets(Map, ListShareGroupOffsetsOptions)}. */
    default ListShareGroupOffsetsResult listShareGroupOffsets(Map<String, ListShareGroupOffsetsSpec> groupSpecs) {
        return listShareGroupOffsets(groupSpecs, new ListShareGroupOffsetsOptions());
    }

    /**
     * Tells how far share groups are. A partition that cannot be told of, for instance for lack of authorization, is left out.
     * Fails per group: {@code GroupIdNotFoundException}, {@code GroupAuthorizationException}.
     *
     * @param groupSpecs which partitions, by group
     * @param options how
     */
    ListShareGroupOffsetsResult listShareGroupOffsets(
            Map<String, ListShareGroupOffsetsSpec> groupSpecs, ListShareGroupOffsetsOptions options);

    /** See {@link #alterShareGroupOffsets(String, Map, AlterShareGroupOffsetsOptions)}. */
    default AlterShareGroupOffsetsResult alterShareGroupOffsets(String groupId, Map<TopicPartition, Long> offsets) {
        return alterShareGroupOffsets(groupId, offsets, new AlterShareGroupOffsetsOptions());
    }

    /**
     * Sets where a share group without members goes on. Fails per partition: {@code GroupNotEmptyException},
     * {@code GroupIdNotFoundException}, {@code UnknownTopicOrPartitionException}, and authorization errors.
     *
     * @param groupId the group
     * @param offsets the first record that is not done, by partition
     * @param options how
     */
    AlterShareGroupOffsetsResult alterShareGroupOffsets(
            String groupId, Map<TopicPartition, Long> offsets, AlterShareGroupOffsetsOptions options);

    /** See {@link #deleteShareGroupOffsets(String, Set, DeleteShareGroupOffsetsOptions)}. */
    default DeleteShareGroupOffsetsResult deleteShareGroupOffsets(String groupId, Set<String> topics) {
        return deleteShareGroupOffsets(groupId, topics, new DeleteShareGroupOffsetsOptions());
    }

    /**
     * Has a share group without members forget topics. Fails per topic: {@code GroupNotEmptyException},
     * {@code GroupIdNotFoundException}, {@code UnknownTopicOrPartitionException}, and authorization errors.
     *
     * @param groupId the group
     * @param topics the topics
     * @param options how
     */
    DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
            String groupId, Set<String> topics, DeleteShareGroupOffsetsOptions options);

    /** See {@link #deleteShareGroups(Collection, DeleteShareGroupsOptions)}. */
    default DeleteShareGroupsResult deleteShareGroups(Collection<String> groupIds) {
        return deleteShareGroups(groupIds, new DeleteShareGroupsOptions());
    }

    /**
     * Deletes share groups. Fails per group: {@code GroupNotEmptyException}, {@code GroupIdNotFoundException},
     * {@code GroupAuthorizationException}.
     *
     * @param groupIds the groups
     * @param options how
     */
    DeleteShareGroupsResult deleteShareGroups(Collection<String> groupIds, DeleteShareGroupsOptions options);

    /** See {@link #describeStreamsGroups(Collection, DescribeStreamsGroupsOptions)}. */
    default DescribeStreamsGroupsResult describeStreamsGroups(Collection<String> groupIds) {
        return describeStreamsGroups(groupIds, new DescribeStreamsGroupsOptions());
    }

    /**
     * Describes streams groups (KIP-1071). Fails per group: {@code GroupIdNotFoundException},
     * {@code GroupAuthorizationException}.
     *
     * @param groupIds the groups
     * @param options how
     */
    DescribeStreamsGroupsResult describeStreamsGroups(
            Collection<String> groupIds, DescribeStreamsGroupsOptions options);

    /** See {@link #listStreamsGroupOffsets(Map, ListStreamsGroupOffsetsOptions)}. */
    default ListStreamsGroupOffsetsResult listStreamsGroupOffsets(Map<String, ListStreamsGroupOffsetsSpec> groupSpecs) {
        return listStreamsGroupOffsets(groupSpecs, new ListStreamsGroupOffsetsOptions());
    }

    /**
     * Finds committed offsets of streams groups, as {@link #listConsumerGroupOffsets(Map, ListConsumerGroupOffsetsOptions)} does.
     *
     * @param groupSpecs which partitions, by group
     * @param options how
     */
    ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
            Map<String, ListStreamsGroupOffsetsSpec> groupSpecs, ListStreamsGroupOffsetsOptions options);

    /** See {@link #alterStreamsGroupOffsets(String, Map, AlterStreamsGroupOffsetsOptions)}. */
    default AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return alterStreamsGroupOffsets(groupId, offsets, new AlterStreamsGroupOffsetsOptions());
    }

    /**
     * Sets committed offsets of a streams group that has no members now, as {@link #alterConsumerGroupOffsets(String, Map,
     * AlterConsumerGroupOffsetsOptions)} does.
     *
     * @param groupId the group
     * @param offsets what to commit, by partition
     * @param options how
     */
    AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets, AlterStreamsGroupOffsetsOptions options);

    /** See {@link #deleteStreamsGroupOffsets(String, Set, DeleteStreamsGroupOffsetsOptions)}. */
    default DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(String groupId, Set<TopicPartition> partitions) {
        return deleteStreamsGroupOffsets(groupId, partitions, new DeleteStreamsGroupOffsetsOptions());
    }

    /**
     * Deletes committed offsets of a streams group, as {@link #deleteConsumerGroupOffsets(String, Set,
     * DeleteConsumerGroupOffsetsOptions)} does.
     *
     * @param groupId the group
     * @param partitions the partitions
     * @param options how
     */
    DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
            String groupId, Set<TopicPartition> partitions, DeleteStreamsGroupOffsetsOptions options);

    /** See {@link #deleteStreamsGroups(Collection, DeleteStreamsGroupsOptions)}. */
    default DeleteStreamsGroupsResult deleteStreamsGroups(Collection<String> groupIds) {
        return deleteStreamsGroups(groupIds, new DeleteStreamsGroupsOptions());
    }

    /**
     * Deletes streams groups, as {@link #deleteConsumerGroups(Collection, DeleteConsumerGroupsOptions)} does.
     *
     * @param groupIds the groups
     * @param options how
     */
    DeleteStreamsGroupsResult deleteStreamsGroups(Collection<String> groupIds, DeleteStreamsGroupsOptions options);

    /** See {@link #listPartitionReassignments(Optional, ListPartitionReassignmentsOptions)}; those of all partitions. */
    default ListPartitionReassignmentsResult listPartitionReassignments() {
        return listPartitionReassignments(new ListPartitionReassignmentsOptions());
    }

    /** See {@link #listPartitionReassignments(Optional, ListPartitionReassignmentsOptions)}. */
    default ListPartitionReassignmentsResult listPartitionReassignments(Set<TopicPartition> partitions) {
        return listPartitionReassignments(partitions, new ListPartitionReassignmentsOptions());
    }

    /** See {@link #listPartitionReassignments(Optional, ListPartitionReassignmentsOptions)}. */
    default ListPartitionReassignmentsResult listPartitionReassignments(
            Set<TopicPartition> partitions, ListPartitionReassignmentsOptions options) {
        return listPartitionReassignments(Optional.of(partitions), options);
    }

    /** See {@link #listPartitionReassignments(Optional, ListPartitionReassignmentsOptions)}; those of all partitions. */
    default ListPartitionReassignmentsResult listPartitionReassignments(ListPartitionReassignmentsOptions options) {
        return listPartitionReassignments(Optional.empty(), options);
    }

    /**
     * Lists the reassignments under way (KIP-455); partitions that do not move are left out. Fails with an authorization
     * error.
     *
     * @param partitions which partitions; empty for all
     * @param options how
     */
    ListPartitionReassignmentsResult listPartitionReassignments(
            Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options);

    /** See {@link #listClientMetricsResources(ListClientMetricsResourcesOptions)}. */
    @Deprecated
    default ListClientMetricsResourcesResult listClientMetricsResources() {
        return listClientMetricsResources(new ListClientMetricsResourcesOptions());
    }

    /**
     * Lists the client metrics resources (KIP-714); {@link #listConfigResources(Set, ListConfigResourcesOptions)} does that
     * too. Fails with an authorization error.
     *
     * @param options how
     */
    @Deprecated
    ListClientMetricsResourcesResult listClientMetricsResources(ListClientMetricsResourcesOptions options);

    /**
     * The id by which the cluster knows this client's metrics (KIP-714). Waits until the cluster has told it.
     *
     * @throws IllegalStateException if {@code enable.metrics.push} is off
     * @throws IllegalArgumentException if the timeout is negative
     * @throws io.headrace.common.errors.TimeoutException if the cluster did not tell in time
     * @throws io.headrace.common.errors.UnsupportedVersionException if the cluster has no telemetry
     */
    Uuid clientInstanceId(Duration timeout);

    /** Has a metric of the application pushed to the cluster too, if that has subscribed to it (KIP-1076). */
    void registerMetricForSubscription(KafkaMetric metric);

    /** Undoes {@link #registerMetricForSubscription}. */
    void unregisterMetricFromSubscription(KafkaMetric metric);
}
