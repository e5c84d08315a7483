package io.headrace.clients.admin;

import io.headrace.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.KafkaFuture;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.Node;
import io.headrace.common.TopicCollection;
import io.headrace.common.TopicCollection.TopicIdCollection;
import io.headrace.common.TopicCollection.TopicNameCollection;
import io.headrace.common.TopicPartition;
import io.headrace.common.TopicPartitionInfo;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.NoReassignmentInProgressException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * An {@link Admin} without a cluster, for tests of applications: it keeps topics, configs, quotas, consumer groups with their
 * offsets, access control and SCRAM users in memory, and answers at once. What it does not support throws an
 * {@link UnsupportedOperationException} that says so.
 *
 * <pre>{@code
 * MockAdminClient admin = new MockAdminClient(3);
 * admin.createTopics(List.of(new NewTopic("orders", 6, (short) 3))).all().get();
 * admin.setEndOffset(new TopicPartition("orders", 0), 42);
 * admin.failNext(new TimeoutException("no answer"));
 * }</pre>
 *
 * <p>Simpler than a cluster: a change is done when its future is; a topic has no configs but those that were set; partitions
 * move at once; a time is never found in a partition. Thread safe.
 */
public class MockAdminClient extends RefusingAdmin {

    /** What {@link #describeCluster()} tells. */
    public static final String CLUSTER_ID = "mock-cluster";

    private static final int FIRST_PORT = 9_092;

    private final List<Node> brokers;
    private final Node controller;
    private final MockTopics topics;
    private final MockConfigs configs = new MockConfigs();
    private final MockGroups groups = new MockGroups();
    private final MockSecurity security = new MockSecurity();
    private final Map<MetricName, Metric> metrics = new ConcurrentHashMap<>();
    private final Map<String, FinalizedVersionRange> finalizedFeatures = new HashMap<>();
    private final Map<String, SupportedVersionRange> supportedFeatures = new HashMap<>();
    private final Deque<ApiException> failures = new ArrayDeque<>();
    private boolean isClosed;

    /** With one broker. */
    public MockAdminClient() {
        this(1);
    }

    /** @param brokers how many brokers there are, with ids from 0 on */
    public MockAdminClient(int brokers) {
        this(numbered(brokers), new Node(0, "localhost", FIRST_PORT));
    }

    /**
     * @param brokers the brokers, at least one
     * @param controller one of them
     */
    public MockAdminClient(List<Node> brokers, Node controller) {
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("A cluster has at least one broker");
        }
        this.brokers = List.copyOf(brokers);
        this.controller = controller;
        this.topics = new MockTopics(this.brokers);
    }

    private static List<Node> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(id -> new Node(id, "localhost", FIRST_PORT + id))
                .toList();
    }

    /** Has the next operation fail, all of its items; several calls queue up. */
    public synchronized void failNext(ApiException why) {
        failures.add(why);
    }

    /** Puts a topic there, such as an internal one. */
    public synchronized void addTopic(boolean isInternal, String name, List<TopicPartitionInfo> partitions) {
        topics.add(isInternal, name, partitions);
    }

    /** Puts a group there, as {@link #describeConsumerGroups} is to tell it. */
    public synchronized void addConsumerGroup(ConsumerGroupDescription group) {
        groups.add(group);
    }

    /** Sets where a partition begins; 0 at first. */
    public synchronized void setBeginningOffset(TopicPartition partition, long offset) {
        topics.requirePartition(partition);
        topics.begin(partition, offset);
    }

    /** Sets where a partition ends; where it begins at first. */
    public synchronized void setEndOffset(TopicPartition partition, long offset) {
        topics.requirePartition(partition);
        topics.end(partition, offset);
    }

    /** Sets what {@link #describeFeatures()} tells of one feature. */
    public synchronized void setFeature(String name, SupportedVersionRange supported, FinalizedVersionRange range) {
        supportedFeatures.put(name, supported);
        finalizedFeatures.put(name, range);
    }

    /** Sets one of the {@link #metrics()}. */
    public void setMetric(MetricName name, Metric metric) {
        metrics.put(name, metric);
    }

    private synchronized <K, V> Map<K, KafkaFuture<V>> each(
            Collection<? extends K> items, Function<? super K, ? extends V> work) {
        RuntimeException failure = nextFailure();
        return MockItems.each(items, item -> {
            if (failure != null) {
                throw failure;
            }
            return work.apply(item);
        });
    }

    private synchronized <V> KafkaFuture<V> one(Supplier<? extends V> work) {
        RuntimeException failure = nextFailure();
        return failure == null ? MockItems.one(work) : MockItems.failed(failure);
    }

    private RuntimeException nextFailure() {
        return isClosed ? new IllegalStateException("This admin client is closed") : failures.poll();
    }

    private TopicMetadataAndConfig create(NewTopic topic, CreateTopicsOptions options) {
        TopicMetadataAndConfig created = topics.create(topic, options.shouldValidateOnly());
        if (!options.shouldValidateOnly() && topic.configs() != null) {
            List<AlterConfigOp> given = new ArrayList<>();
            topic.configs()
                    .forEach((name, value) ->
                            given.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
            configs.alter(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), given, false);
        }
        return created;
    }

    private Void delete(String topic) {
        topics.delete(topic);
        configs.forget(new ConfigResource(ConfigResource.Type.TOPIC, topic));
        return null;
    }

    private static Collection<String> names(TopicCollection topics) {
        if (topics instanceof TopicNameCollection names) {
            return names.topicNames();
        }
        throw new IllegalArgumentException("Topics are given by name or by id, and not by "
                + topics.getClass().getName());
    }

    private void requireResource(ConfigResource resource) {
        if (resource.type() == ConfigResource.Type.TOPIC && !topics.exists(resource.name())) {
            throw new UnknownTopicOrPartitionException("There is no topic '" + resource.name() + "'");
        }
        if (resource.type() == ConfigResource.Type.BROKER && !resource.isDefault()) {
            topics.broker(Integer.parseInt(resource.name()));
        }
    }

    @Override
    public synchronized void close(Duration timeout) {
        isClosed = true;
    }

    @Override
    public CreateTopicsResult createTopics(Collection<NewTopic> newTopics, CreateTopicsOptions options) {
        Map<String, NewTopic> byName = new LinkedHashMap<>();
        newTopics.forEach(topic -> byName.putIfAbsent(topic.name(), topic));
        return new CreateTopicsResult(each(byName.keySet(), name -> create(byName.get(name), options)));
    }

    @Override
    public DeleteTopicsResult deleteTopics(TopicCollection topics, DeleteTopicsOptions options) {
        if (topics instanceof TopicIdCollection ids) {
            return new DeleteTopicsResult(each(ids.topicIds(), id -> delete(this.topics.name(id))), null);
        }
        return new DeleteTopicsResult(null, each(names(topics), this::delete));
    }

    @Override
    public ListTopicsResult listTopics(ListTopicsOptions options) {
        return new ListTopicsResult(one(() -> topics.listings(options.shouldListInternal())));
    }

    @Override
    public DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options) {
        if (topics instanceof TopicIdCollection ids) {
            return new DescribeTopicsResult(
                    each(ids.topicIds(), id -> this.topics.description(this.topics.name(id))), null);
        }
        return new DescribeTopicsResult(null, each(names(topics), this.topics::description));
    }

    @Override
    public DescribeClusterResult describeCluster(DescribeClusterOptions options) {
        KafkaFuture<Collection<Node>> nodes = one(() -> brokers);
        return new DescribeClusterResult(
                nodes,
                nodes.thenApply(known -> controller),
                nodes.thenApply(known -> CLUSTER_ID),
                nodes.thenApply(known -> null));
    }

    @Override
    public DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources, DescribeConfigsOptions options) {
        return new DescribeConfigsResult(each(resources, resource -> {
            requireResource(resource);
            return configs.describe(resource);
        }));
    }

    @Override
    public AlterConfigsResult incrementalAlterConfigs(
            Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options) {
        return new AlterConfigsResult(each(configs.keySet(), resource -> {
            requireResource(resource);
            this.configs.alter(resource, configs.get(resource), options.shouldValidateOnly());
            return null;
        }));
    }

    @Override
    public CreatePartitionsResult createPartitions(
            Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options) {
        return new CreatePartitionsResult(each(newPartitions.keySet(), name -> {
            topics.grow(name, newPartitions.get(name), options.validateOnly());
            return null;
        }));
    }

    @Override
    public DeleteRecordsResult deleteRecords(
            Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options) {
        return new DeleteRecordsResult(each(
                recordsToDelete.keySet(),
                partition -> topics.deleteRecords(
                        partition, recordsToDelete.get(partition).beforeOffset())));
    }

    @Override
    public ListOffsetsResult listOffsets(
            Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options) {
        return new ListOffsetsResult(each(
                topicPartitionOffsets.keySet(),
                partition -> topics.offset(partition, topicPartitionOffsets.get(partition))));
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return metrics;
    }

    @Override
    public ListGroupsResult listGroups(ListGroupsOptions options) {
        return new ListGroupsResult(one(() -> Map.of(controller.id(), one(() -> groups.listings(options)))));
    }

    @Override
    public ListConsumerGroupsResult listConsumerGroups(ListConsumerGroupsOptions options) {
        ListGroupsOptions wanted = ListGroupsOptions.forConsumerGroups().inGroupStates(options.groupStates());
        if (!options.types().isEmpty()) {
            wanted.withTypes(options.types());
        }
        return new ListConsumerGroupsResult(one(
                () -> Map.of(controller.id(), one(() -> GroupCalls.consumerGroups(groups.listings(wanted))))));
    }

    @Override
    public DescribeConsumerGroupsResult describeConsumerGroups(
            Collection<String> groupIds, DescribeConsumerGroupsOptions options) {
        return new DescribeConsumerGroupsResult(each(groupIds, groups::description));
    }

    @Override
    public ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groupSpecs, ListConsumerGroupOffsetsOptions options) {
        return new ListConsumerGroupOffsetsResult(each(
                groupSpecs.keySet(),
                groupId -> groups.committed(groupId, groupSpecs.get(groupId).topicPartitions())));
    }

    @Override
    public AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets, AlterConsumerGroupOffsetsOptions options) {
        return new AlterConsumerGroupOffsetsResult(each(offsets.keySet(), partition -> {
            topics.requirePartition(partition);
            groups.commit(groupId, partition, offsets.get(partition));
            return null;
        }));
    }

    @Override
    public DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
            String groupId, Set<TopicPartition> partitions, DeleteConsumerGroupOffsetsOptions options) {
        return new DeleteConsumerGroupOffsetsResult(each(partitions, partition -> {
            groups.forget(groupId, partition);
            return null;
        }));
    }

    @Override
    public DeleteConsumerGroupsResult deleteConsumerGroups(
            Collection<String> groupIds, DeleteConsumerGroupsOptions options) {
        return new DeleteConsumerGroupsResult(each(groupIds, groupId -> {
            groups.delete(groupId);
            return null;
        }));
    }

    @Override
    public DescribeClientQuotasResult describeClientQuotas(
            ClientQuotaFilter filter, DescribeClientQuotasOptions options) {
        return new DescribeClientQuotasResult(one(() -> configs.describe(filter)));
    }

    @Override
    public AlterClientQuotasResult alterClientQuotas(
            Collection<ClientQuotaAlteration> entries, AlterClientQuotasOptions options) {
        Map<ClientQuotaEntity, ClientQuotaAlteration> byEntity = new LinkedHashMap<>();
        entries.forEach(entry -> byEntity.put(entry.entity(), entry));
        return new AlterClientQuotasResult(each(byEntity.keySet(), entity -> {
            if (!options.validateOnly()) {
                configs.alter(byEntity.get(entity));
            }
            return null;
        }));
    }

    @Override
    public ListConfigResourcesResult listConfigResources(
            Set<ConfigResource.Type> configResourceTypes, ListConfigResourcesOptions options) {
        return new ListConfigResourcesResult(one(() -> configs.resources().stream()
                .filter(resource -> configResourceTypes.isEmpty() || configResourceTypes.contains(resource.type()))
                .toList()));
    }

    @Override
    public DescribeAclsResult describeAcls(AclBindingFilter filter, DescribeAclsOptions options) {
        return new DescribeAclsResult(one(() -> security.find(filter)));
    }

    @Override
    public CreateAclsResult createAcls(Collection<AclBinding> acls, CreateAclsOptions options) {
        return new CreateAclsResult(each(acls, security::create));
    }

    @Override
    public DeleteAclsResult deleteAcls(Collection<AclBindingFilter> filters, DeleteAclsOptions options) {
        return new DeleteAclsResult(each(filters, security::delete));
    }

    @Override
    public DescribeUserScramCredentialsResult describeUserScramCredentials(
            List<String> users, DescribeUserScramCredentialsOptions options) {
        return new DescribeUserScramCredentialsResult(one(() -> security.describe(users)));
    }

    @Override
    public AlterUserScramCredentialsResult alterUserScramCredentials(
            List<UserScramCredentialAlteration> alterations, AlterUserScramCredentialsOptions options) {
        Map<String, List<UserScramCredentialAlteration>> byUser = new LinkedHashMap<>();
        alterations.forEach(alteration -> byUser.computeIfAbsent(alteration.user(), user -> new ArrayList<>())
                .add(alteration));
        return new AlterUserScramCredentialsResult(
                each(byUser.keySet(), user -> security.alter(user, byUser.get(user))));
    }

    @Override
    public DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options) {
        return new DescribeFeaturesResult(
                one(() -> new FeatureMetadata(finalizedFeatures, Optional.of(0L), supportedFeatures)));
    }

    @Override
    public AlterPartitionReassignmentsResult alterPartitionReassignments(
            Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
            AlterPartitionReassignmentsOptions options) {
        return new AlterPartitionReassignmentsResult(each(reassignments.keySet(), partition -> {
            topics.move(
                    partition,
                    reassignments
                            .get(partition)
                            .orElseThrow(() -> new NoReassignmentInProgressException(
                                    "Partition " + partition + " is not on its way: a move is over at once here"))
                            .targetReplicas());
            return null;
        }));
    }

    @Override
    public ListPartitionReassignmentsResult listPartitionReassignments(
            Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options) {
        return new ListPartitionReassignmentsResult(one(Map::of));
    }
}
