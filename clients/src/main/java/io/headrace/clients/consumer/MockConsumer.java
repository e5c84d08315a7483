package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.fetch.OffsetReset;
import io.headrace.clients.consumer.internals.mock.MockCluster;
import io.headrace.clients.consumer.internals.mock.MockRecords;
import io.headrace.clients.consumer.internals.mock.MockSubscription;
import io.headrace.clients.consumer.internals.mock.MockTelemetry;
import io.headrace.clients.consumer.internals.mock.PollScript;
import io.headrace.common.KafkaException;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.WakeupException;
import io.headrace.common.metrics.KafkaMetric;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A consumer without a cluster, for tests of what uses a {@link Consumer}. The test plays the cluster: it says which
 * partitions there are and where they begin and end, adds records to partitions that are assigned, and rebalances.
 *
 * <pre>{@code
 * MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
 * consumer.subscribe(List.of("orders"));
 * consumer.rebalance(List.of(partition));
 * consumer.updateBeginningOffsets(Map.of(partition, 0L));
 * consumer.addRecord(new ConsumerRecord<>("orders", 0, 0L, "key", "value"));
 * }</pre>
 *
 * <p>Nothing waits: a poll returns what was added before it, and commits are done at once, callbacks included. What the test
 * wants to happen while the code under test polls, it gives to {@link #schedulePollTask}.
 *
 * <p>Any thread may call; calls exclude each other, a rebalance listener, a callback and a poll task included.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class MockConsumer<K, V> implements Consumer<K, V> {

    private final MockCluster cluster = new MockCluster();
    private final MockSubscription subscription;
    private final MockRecords<K, V> records = new MockRecords<>();
    private final PollScript script = new PollScript();
    private final MockTelemetry telemetry = new MockTelemetry();

    private long maxPollRecords = Long.MAX_VALUE;
    private boolean shouldRebalance;
    private boolean closed;
    private Duration lastPollTimeout;

    /**
     * @param offsetResetStrategy where to start without a position and a committed offset
     * @deprecated use {@link #MockConsumer(String)}, which knows {@code by_duration} too
     */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // That annotation would be a dependency of every application.
    public MockConsumer(OffsetResetStrategy offsetResetStrategy) {
        this(offsetResetStrategy.toString());
    }

    /**
     * @param offsetResetStrategy where to start without a position and a committed offset, as in
     *     {@code auto.offset.reset}
     * @throws io.headrace.common.config.ConfigException when it is no such value
     */
    public MockConsumer(String offsetResetStrategy) {
        this.subscription = new MockSubscription(
                OffsetReset.parse(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, offsetResetStrategy), cluster);
    }

    private void ensureNotClosed() {
        if (closed) {
            throw new IllegalStateException("This consumer has already been closed.");
        }
    }

    // ---- what the test says ----

    /**
     * Gives the consumer other partitions, as its group would: the listener is told what is revoked, then what is added.
     * Records that were added and not polled are gone.
     *
     * @throws IllegalArgumentException when the consumer is not subscribed
     */
    public synchronized void rebalance(Collection<TopicPartition> newAssignment) {
        records.clear();
        subscription.rebalance(newAssignment);
    }

    /**
     * Adds a record that a poll will return, unless the position is behind it by then.
     *
     * @throws IllegalStateException when its partition is not assigned
     */
    public synchronized void addRecord(ConsumerRecord<K, V> record) {
        ensureNotClosed();
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (!subscription.assignment().contains(partition)) {
            throw new IllegalStateException("Cannot add records for a partition that is not assigned to the consumer: "
                    + partition + " is not among " + subscription.assignment());
        }
        records.add(partition, record);
    }

    /**
     * Bounds what one poll returns; all unless set.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public synchronized void setMaxPollRecords(long maxPollRecords) {
        if (maxPollRecords < 1) {
            throw new IllegalArgumentException(
                    "MaxPollRecords must be strictly superior to 0, and is " + maxPollRecords);
        }
        this.maxPollRecords = maxPollRecords;
    }

    /** Has the next poll throw; null takes it back. */
    public synchronized void setPollException(KafkaException exception) {
        script.fail(exception);
    }

    /** Has the next call that asks for beginnings or ends throw; null takes it back. */
    public synchronized void setOffsetsException(KafkaException exception) {
        cluster.failOffsets(exception);
    }

    /** Says where partitions begin, for resets and {@link #beginningOffsets}. A position before that is out of range. */
    public synchronized void updateBeginningOffsets(Map<TopicPartition, Long> newOffsets) {
        cluster.setBeginnings(newOffsets);
    }

    /** Says where partitions end, for resets, {@link #endOffsets} and {@link #currentLag}. */
    public synchronized void updateEndOffsets(Map<TopicPartition, Long> newOffsets) {
        cluster.setEnds(newOffsets);
    }

    /** Says where a reset by duration leads. */
    public synchronized void updateDurationOffsets(Map<TopicPartition, Long> newOffsets) {
        cluster.setByDuration(newOffsets);
    }

    /** Says which partitions a topic has. */
    public synchronized void updatePartitions(String topic, List<PartitionInfo> partitions) {
        ensureNotClosed();
        cluster.setPartitions(topic, partitions);
    }

    /** Has the next poll run a task first, in its thread; several are run by several polls. Null lets a poll pass. */
    public synchronized void schedulePollTask(Runnable task) {
        script.schedule(task);
    }

    /** Lets one poll pass before the next task. */
    public synchronized void scheduleNopPollTask() {
        schedulePollTask(() -> {});
    }

    /** Has {@link #clientInstanceId} throw as a client does whose telemetry is switched off. */
    public synchronized void disableTelemetry() {
        telemetry.disable();
    }

    /**
     * Has {@link #clientInstanceId} time out.
     *
     * @param injectTimeoutExceptionCounter how often; for ever if negative
     */
    public synchronized void injectTimeoutException(int injectTimeoutExceptionCounter) {
        telemetry.timeOut(injectTimeoutExceptionCounter);
    }

    /** Sets what {@link #clientInstanceId} answers. */
    public synchronized void setClientInstanceId(Uuid instanceId) {
        telemetry.setInstanceId(instanceId);
    }

    // ---- what the test asks ----

    /** Whether the consumer was closed. */
    public synchronized boolean closed() {
        return closed;
    }

    /** Whether {@link #enforceRebalance()} was called since {@link #resetShouldRebalance()}. */
    public synchronized boolean shouldRebalance() {
        return shouldRebalance;
    }

    /** Forgets that {@link #enforceRebalance()} was called. */
    public synchronized void resetShouldRebalance() {
        shouldRebalance = false;
    }

    /** The timeout of the last poll; null before the first. */
    public synchronized Duration lastPollTimeout() {
        return lastPollTimeout;
    }

    // ---- assignment ----

    @Override
    public synchronized Set<TopicPartition> assignment() {
        return subscription.assignment();
    }

    @Override
    public synchronized Set<String> subscription() {
        return subscription.topics();
    }

    @Override
    public synchronized void subscribe(Collection<String> topics) {
        ensureNotClosed();
        subscription.subscribe(topics, Optional.empty());
    }

    @Override
    public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        Optional<ConsumerRebalanceListener> given = Optional.of(required(listener));
        ensureNotClosed();
        subscription.subscribe(topics, given);
    }

    /** Subscribes to the matching topics of {@link #updatePartitions}, and gets all their partitions at once. */
    @Override
    public synchronized void subscribe(Pattern pattern) {
        subscribe(pattern, Optional.empty());
    }

    /** As {@link #subscribe(Pattern)}; the listener hears of later rebalances. */
    @Override
    public synchronized void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
        subscribe(pattern, Optional.of(required(listener)));
    }

    private void subscribe(Pattern pattern, Optional<ConsumerRebalanceListener> listener) {
        ensureNotClosed();
        subscription.subscribeByPattern(listener);
        Map<String, List<TopicPartition>> matching = cluster.matching(pattern);
        subscription.matched(matching.keySet());
        subscription.assignFromGroup(
                matching.values().stream().flatMap(List::stream).toList());
    }

    /** Subscribes; which partitions match, the test says by {@link #rebalance}. */
    @Override
    public synchronized void subscribe(SubscriptionPattern pattern) {
        subscribe(pattern, Optional.empty());
    }

    /** Subscribes; which partitions match, the test says by {@link #rebalance}. */
    @Override
    public synchronized void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener listener) {
        subscribe(pattern, Optional.of(required(listener)));
    }

    private void subscribe(SubscriptionPattern pattern, Optional<ConsumerRebalanceListener> listener) {
        if (pattern == null || pattern.toString().isEmpty()) {
            throw new IllegalArgumentException(
                    "Topic pattern to subscribe to cannot be " + (pattern == null ? "null" : "empty"));
        }
        ensureNotClosed();
        subscription.subscribeByBrokersPattern(listener);
    }

    private static ConsumerRebalanceListener required(ConsumerRebalanceListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("RebalanceListener cannot be null");
        }
        return listener;
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
        ensureNotClosed();
        subscription.assign(partitions);
    }

    @Override
    public synchronized void unsubscribe() {
        ensureNotClosed();
        subscription.unsubscribe();
    }

    // ---- reading ----

    /**
     * Runs a task, if one is scheduled; then throws what it is to throw, or returns records that were added, from the
     * positions on.
     *
     * @throws OffsetOutOfRangeException when a position is before the partition's beginning
     */
    @Override
    public synchronized ConsumerRecords<K, V> poll(Duration timeout) {
        ensureNotClosed();
        lastPollTimeout = timeout;
        script.play();
        subscription.findPositions();
        return records.take(subscription, cluster, maxPollRecords);
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
        ensureNotClosed();
        subscription.seek(partition, offset);
    }

    @Override
    public synchronized void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata) {
        ensureNotClosed();
        subscription.seek(partition, offsetAndMetadata.offset());
    }

    /** Resets the partitions named; none means none. */
    @Override
    public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
        ensureNotClosed();
        subscription.reset(partitions, OffsetReset.earliest());
    }

    /** Resets the partitions named; none means none. */
    @Override
    public synchronized void seekToEnd(Collection<TopicPartition> partitions) {
        ensureNotClosed();
        subscription.reset(partitions, OffsetReset.latest());
    }

    /** @throws IllegalArgumentException when the partition is not assigned */
    @Override
    public synchronized long position(TopicPartition partition) {
        ensureNotClosed();
        if (!subscription.assignment().contains(partition)) {
            throw new IllegalArgumentException(
                    "You can only check the position for partitions assigned to this consumer, and " + partition
                            + " is not.");
        }
        return subscription.position(partition);
    }

    @Override
    public synchronized long position(TopicPartition partition, Duration timeout) {
        return position(partition);
    }

    @Override
    public synchronized Set<TopicPartition> paused() {
        return subscription.paused();
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> partitions) {
        subscription.setPaused(partitions, true);
    }

    @Override
    public synchronized void resume(Collection<TopicPartition> partitions) {
        subscription.setPaused(partitions, false);
    }

    /** What is left up to the end that the test has set; 0 where it has set none. */
    @Override
    public synchronized OptionalLong currentLag(TopicPartition partition) {
        OptionalLong end = cluster.end(partition);
        return OptionalLong.of(end.isEmpty() ? 0 : end.getAsLong() - position(partition));
    }

    // ---- commits ----

    @Override
    public synchronized void commitSync() {
        commitSync(subscription.consumed());
    }

    @Override
    public synchronized void commitSync(Duration timeout) {
        commitSync();
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        commitAsync(offsets, null);
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        commitSync(offsets);
    }

    @Override
    public synchronized void commitAsync() {
        commitAsync(null);
    }

    @Override
    public synchronized void commitAsync(OffsetCommitCallback callback) {
        commitAsync(subscription.consumed(), callback);
    }

    /** Commits at once, and calls back before it returns. */
    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        ensureNotClosed();
        subscription.commit(offsets);
        if (callback != null) {
            callback.onComplete(offsets, null);
        }
    }

    /** What was committed; offset 0 for a partition that is not assigned any more, nothing where nothing was. */
    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        ensureNotClosed();
        return subscription.committed(partitions);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions, Duration timeout) {
        return committed(partitions);
    }

    /** Always the same member of the same group. */
    @Override
    public ConsumerGroupMetadata groupMetadata() {
        return new ConsumerGroupMetadata("dummy.group.id", 1, "1", Optional.empty());
    }

    @Override
    public void enforceRebalance() {
        enforceRebalance(null);
    }

    /** Only noted, see {@link #shouldRebalance()}. */
    @Override
    public synchronized void enforceRebalance(String reason) {
        shouldRebalance = true;
    }

    // ---- asking the cluster ----

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
        ensureNotClosed();
        return cluster.partitionsOf(topic);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        return partitionsFor(topic);
    }

    @Override
    public synchronized Map<String, List<PartitionInfo>> listTopics() {
        ensureNotClosed();
        return cluster.topics();
    }

    @Override
    public Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        return listTopics();
    }

    /** @throws UnsupportedOperationException always: the mock has no timestamps to find records by */
    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch) {
        throw new UnsupportedOperationException("a MockConsumer does not find offsets by time");
    }

    /** @throws UnsupportedOperationException always: the mock has no timestamps to find records by */
    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch, Duration timeout) {
        return offsetsForTimes(timestampsToSearch);
    }

    /** @throws IllegalStateException when the test did not say where a partition begins */
    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        return cluster.beginnings(partitions);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return beginningOffsets(partitions);
    }

    /** @throws IllegalStateException when the test did not say where a partition ends */
    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return cluster.ends(partitions);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return endOffsets(partitions);
    }

    /** Always empty. */
    @Override
    public synchronized Map<MetricName, ? extends Metric> metrics() {
        ensureNotClosed();
        return Map.of();
    }

    /** Only noted, see {@link #addedMetrics()}. */
    @Override
    public synchronized void registerMetricForSubscription(KafkaMetric metric) {
        telemetry.metrics().add(metric);
    }

    /** Undoes {@link #registerMetricForSubscription}. */
    @Override
    public synchronized void unregisterMetricFromSubscription(KafkaMetric metric) {
        telemetry.metrics().remove(metric);
    }

    /** The metrics that were registered and not unregistered. */
    public synchronized List<KafkaMetric> addedMetrics() {
        return List.copyOf(telemetry.metrics());
    }

    /**
     * What {@link #setClientInstanceId} has set.
     *
     * @throws IllegalStateException when telemetry is switched off
     * @throws UnsupportedOperationException when nothing was set
     * @throws TimeoutException as often as {@link #injectTimeoutException} has said
     */
    @Override
    public synchronized Uuid clientInstanceId(Duration timeout) {
        return telemetry.instanceId();
    }

    // ---- the end ----

    @Override
    public void close() {
        close(CloseOptions.timeout(Duration.ofSeconds(30)));
    }

    @Override
    public void close(Duration timeout) {
        close(CloseOptions.timeout(timeout));
    }

    @Override
    public synchronized void close(CloseOptions options) {
        closed = true;
    }

    /** Has the next poll throw a {@link WakeupException}. */
    @Override
    public synchronized void wakeup() {
        script.wakeup();
    }
}
