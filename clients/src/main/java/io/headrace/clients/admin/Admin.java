package io.headrace.clients.admin;

import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.TopicCollection;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigResource;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;

/**
 * Manages topics, configs and brokers of a Kafka cluster.
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
 *
 * <p>The operations of Kafka's Admin that are not declared here are not supported yet.
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
}
