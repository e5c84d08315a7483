package io.headrace.clients.consumer;

import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.metrics.KafkaMetric;
import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads records. {@link KafkaConsumer} is the one that talks to a cluster, and documents each method.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface Consumer<K, V> extends Closeable {

    /** See {@link KafkaConsumer#assignment()}. */
    Set<TopicPartition> assignment();

    /** See {@link KafkaConsumer#subscription()}. */
    Set<String> subscription();

    /** See {@link KafkaConsumer#subscribe(Collection)}. */
    void subscribe(Collection<String> topics);

    /** See {@link KafkaConsumer#subscribe(Collection, ConsumerRebalanceListener)}. */
    void subscribe(Collection<String> topics, ConsumerRebalanceListener listener);

    /** See {@link KafkaConsumer#assign(Collection)}. */
    void assign(Collection<TopicPartition> partitions);

    /** See {@link KafkaConsumer#subscribe(Pattern, ConsumerRebalanceListener)}. */
    void subscribe(Pattern pattern, ConsumerRebalanceListener listener);

    /** See {@link KafkaConsumer#subscribe(Pattern)}. */
    void subscribe(Pattern pattern);

    /** See {@link KafkaConsumer#subscribe(SubscriptionPattern, ConsumerRebalanceListener)}. */
    void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener listener);

    /** See {@link KafkaConsumer#subscribe(SubscriptionPattern)}. */
    void subscribe(SubscriptionPattern pattern);

    /** See {@link KafkaConsumer#unsubscribe()}. */
    void unsubscribe();

    /** See {@link KafkaConsumer#poll(Duration)}. */
    ConsumerRecords<K, V> poll(Duration timeout);

    /** See {@link KafkaConsumer#commitSync()}. */
    void commitSync();

    /** See {@link KafkaConsumer#commitSync(Duration)}. */
    void commitSync(Duration timeout);

    /** See {@link KafkaConsumer#commitSync(Map)}. */
    void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets);

    /** See {@link KafkaConsumer#commitSync(Map, Duration)}. */
    void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout);

    /** See {@link KafkaConsumer#commitAsync()}. */
    void commitAsync();

    /** See {@link KafkaConsumer#commitAsync(OffsetCommitCallback)}. */
    void commitAsync(OffsetCommitCallback callback);

    /** See {@link KafkaConsumer#commitAsync(Map, OffsetCommitCallback)}. */
    void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback);

    /** See {@link KafkaConsumer#seek(TopicPartition, long)}. */
    void seek(TopicPartition partition, long offset);

    /** See {@link KafkaConsumer#seek(TopicPartition, OffsetAndMetadata)}. */
    void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata);

    /** See {@link KafkaConsumer#seekToBeginning(Collection)}. */
    void seekToBeginning(Collection<TopicPartition> partitions);

    /** See {@link KafkaConsumer#seekToEnd(Collection)}. */
    void seekToEnd(Collection<TopicPartition> partitions);

    /** See {@link KafkaConsumer#position(TopicPartition)}. */
    long position(TopicPartition partition);

    /** See {@link KafkaConsumer#position(TopicPartition, Duration)}. */
    long position(TopicPartition partition, Duration timeout);

    /** See {@link KafkaConsumer#committed(Set)}. */
    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions);

    /** See {@link KafkaConsumer#committed(Set, Duration)}. */
    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout);

    /** Has a metric of the application pushed to the cluster too (KIP-1076). */
    void registerMetricForSubscription(KafkaMetric metric);

    /** Undoes {@link #registerMetricForSubscription}. */
    void unregisterMetricFromSubscription(KafkaMetric metric);

    /** See {@link KafkaConsumer#clientInstanceId(Duration)}. */
    Uuid clientInstanceId(Duration timeout);

    /** See {@link KafkaConsumer#metrics()}. */
    Map<MetricName, ? extends Metric> metrics();

    /** See {@link KafkaConsumer#partitionsFor(String)}. */
    List<PartitionInfo> partitionsFor(String topic);

    /** See {@link KafkaConsumer#partitionsFor(String, Duration)}. */
    List<PartitionInfo> partitionsFor(String topic, Duration timeout);

    /** See {@link KafkaConsumer#listTopics()}. */
    Map<String, List<PartitionInfo>> listTopics();

    /** See {@link KafkaConsumer#listTopics(Duration)}. */
    Map<String, List<PartitionInfo>> listTopics(Duration timeout);

    /** See {@link KafkaConsumer#paused()}. */
    Set<TopicPartition> paused();

    /** See {@link KafkaConsumer#pause(Collection)}. */
    void pause(Collection<TopicPartition> partitions);

    /** See {@link KafkaConsumer#resume(Collection)}. */
    void resume(Collection<TopicPartition> partitions);

    /** See {@link KafkaConsumer#offsetsForTimes(Map)}. */
    Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> timestampsToSearch);

    /** See {@link KafkaConsumer#offsetsForTimes(Map, Duration)}. */
    Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch, Duration timeout);

    /** See {@link KafkaConsumer#beginningOffsets(Collection)}. */
    Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions);

    /** See {@link KafkaConsumer#beginningOffsets(Collection, Duration)}. */
    Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout);

    /** See {@link KafkaConsumer#endOffsets(Collection)}. */
    Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions);

    /** See {@link KafkaConsumer#endOffsets(Collection, Duration)}. */
    Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout);

    /** See {@link KafkaConsumer#currentLag(TopicPartition)}. */
    OptionalLong currentLag(TopicPartition partition);

    /** See {@link KafkaConsumer#groupMetadata()}. */
    ConsumerGroupMetadata groupMetadata();

    /** See {@link KafkaConsumer#enforceRebalance()}. */
    void enforceRebalance();

    /** See {@link KafkaConsumer#enforceRebalance(String)}. */
    void enforceRebalance(String reason);

    /** See {@link KafkaConsumer#close()}. */
    @Override
    void close();

    /** See {@link KafkaConsumer#close(Duration)}. */
    void close(Duration timeout);

    /** See {@link KafkaConsumer#close(CloseOptions)}. */
    void close(CloseOptions options);

    /** See {@link KafkaConsumer#wakeup()}. */
    void wakeup();
}
