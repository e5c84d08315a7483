package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.ConsumerCore;
import io.headrace.clients.consumer.internals.Consumption;
import io.headrace.clients.consumer.internals.Deadline;
import io.headrace.clients.consumer.internals.OffsetReset;
import io.headrace.clients.consumer.internals.ThreadGuard;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.serialization.Deserializer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads records from a Kafka cluster.
 *
 * <pre>{@code
 * try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
 *         "bootstrap.servers", "localhost:9092",
 *         "auto.offset.reset", "earliest",
 *         "key.deserializer", StringDeserializer.class,
 *         "value.deserializer", StringDeserializer.class))) {
 *     consumer.assign(List.of(new TopicPartition("orders", 0)));
 *     while (running) {
 *         for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
 *             handle(record);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Records are fetched ahead in the background as soon as partitions are assigned and the consumer was polled; up to
 * {@code fetch.max.bytes}, and one answer of each broker, wait for the application.
 *
 * <p><b>Threads.</b> For one thread at a time; a second one gets a {@link java.util.ConcurrentModificationException}. Only
 * {@link #wakeup()} may be called from any thread, at any time. A thread that is interrupted while it waits gets an
 * {@link io.headrace.common.errors.InterruptException}, and its interrupt flag stays set.
 *
 * <p><b>Timeouts.</b> Calls that wait, {@link #poll} and {@code close} aside, take at most {@code default.api.timeout.ms} or
 * the timeout given, and then throw a {@link io.headrace.common.errors.TimeoutException} that says what was waited for.
 *
 * <p><b>Failures in one partition</b> are thrown by {@link #poll} when what was read before has been handed out. The
 * position stays where it is: polling again tries again, and {@code seek} gets past it. Other partitions go on.
 *
 * <p>Consumer groups ({@code subscribe}, commits) are not supported yet: these methods throw
 * {@link UnsupportedOperationException}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class KafkaConsumer<K, V> implements Consumer<K, V> {

    private static final int NO_EPOCH = -1;
    private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final ThreadGuard guard = new ThreadGuard();
    private final ConsumerCore<K, V> core;
    private final Consumption<K, V> consumption;
    private final Duration defaultTimeout;

    /**
     * @param configs settings by name, see {@link ConsumerConfig}; values may be strings or objects of the right type
     * @throws io.headrace.common.config.ConfigException when a setting is missing or wrong; names it
     * @throws io.headrace.common.KafkaException when a configured class cannot be used
     */
    public KafkaConsumer(Map<String, Object> configs) {
        this(configs, null, null);
    }

    /**
     * @param properties settings by name, see {@link ConsumerConfig}
     * @throws io.headrace.common.config.ConfigException when a setting is missing or wrong; names it
     * @throws io.headrace.common.KafkaException when a configured class cannot be used
     */
    public KafkaConsumer(Properties properties) {
        this(properties, null, null);
    }

    /**
     * @param properties settings by name, see {@link ConsumerConfig}
     * @param keyDeserializer the keys' deserializer, which is not configured here; null for the configured class
     * @param valueDeserializer the values' deserializer, likewise
     * @throws io.headrace.common.config.ConfigException when a setting is missing or wrong; names it
     * @throws io.headrace.common.KafkaException when a configured class cannot be used
     */
    public KafkaConsumer(Properties properties, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        this(asMap(properties), keyDeserializer, valueDeserializer);
    }

    /**
     * @param configs settings by name, see {@link ConsumerConfig}; values may be strings or objects of the right type
     * @param keyDeserializer the keys' deserializer, which is not configured here; null for the configured class
     * @param valueDeserializer the values' deserializer, likewise
     * @throws io.headrace.common.config.ConfigException when a setting is missing or wrong; names it
     * @throws io.headrace.common.KafkaException when a configured class cannot be used
     */
    public KafkaConsumer(
            Map<String, Object> configs, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        ConsumerConfig config =
                new ConsumerConfig(ConsumerConfig.withDeserializers(configs, keyDeserializer, valueDeserializer));
        this.core = new ConsumerCore<>(config, keyDeserializer, valueDeserializer);
        this.consumption = core.consumption();
        this.defaultTimeout = Duration.ofMillis(config.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
    }

    private static Map<String, Object> asMap(Properties properties) {
        Map<String, Object> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        properties.forEach((name, value) -> map.put(String.valueOf(name), value));
        return map;
    }

    // ---- assignment ----

    /** The partitions that are read. */
    @Override
    public Set<TopicPartition> assignment() {
        return guarded(consumption::assignment);
    }

    /** Always empty: nothing can be subscribed to yet. */
    @Override
    public Set<String> subscription() {
        return guarded(Set::of);
    }

    /**
     * Replaces the partitions that are read. Those that stay keep their position, and what was fetched ahead. New ones
     * start where the next {@code seek} says, or else where {@code auto.offset.reset} does.
     *
     * @param partitions the partitions; none is the same as {@link #unsubscribe()}
     * @throws IllegalArgumentException when the collection is null, or a topic's name is missing
     */
    @Override
    public void assign(Collection<TopicPartition> partitions) {
        run(() -> {
            if (partitions == null) {
                throw new IllegalArgumentException("Topic partitions collection to assign to cannot be null");
            }
            for (TopicPartition partition : partitions) {
                if (partition == null
                        || partition.topic() == null
                        || partition.topic().isBlank()) {
                    throw new IllegalArgumentException("Topic partitions to assign to cannot have null or empty topic");
                }
            }
            consumption.assign(partitions);
        });
    }

    /** Reads nothing any more. */
    @Override
    public void unsubscribe() {
        run(() -> consumption.assign(List.of()));
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void subscribe(Collection<String> topics) {
        throw noGroups("subscribe");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        throw noGroups("subscribe");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void subscribe(Pattern pattern) {
        throw noGroups("subscribe");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
        throw noGroups("subscribe");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void subscribe(SubscriptionPattern pattern) {
        throw noGroups("subscribe");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener listener) {
        throw noGroups("subscribe");
    }

    // ---- reading ----

    /**
     * The next records of the assigned partitions that are not paused, in offset order within each partition: what was
     * fetched ahead without waiting, else the first that comes.
     *
     * @param timeout how long to wait when there are none
     * @return at most {@code max.poll.records} records. None when the timeout passes, and also when positions moved
     *     without a record, over transaction markers or aborted records
     * @throws IllegalStateException when no partition is assigned, or the consumer is closed
     * @throws IllegalArgumentException when the timeout is negative
     * @throws NoOffsetForPartitionException when a partition has no position, with {@code auto.offset.reset=none}
     * @throws OffsetOutOfRangeException when a position is out of range, with {@code auto.offset.reset=none}
     * @throws LogTruncationException when what was read was lost by the cluster, with {@code auto.offset.reset=none}
     * @throws io.headrace.common.errors.RecordDeserializationException when a deserializer fails; it has partition, offset
     *     and the record's bytes
     * @throws io.headrace.common.errors.AuthorizationException when the topic must not be read
     * @throws io.headrace.common.errors.WakeupException after {@link #wakeup()}
     * @throws io.headrace.common.errors.InterruptException when the thread is interrupted
     * @throws io.headrace.common.KafkaException when the data is corrupt; the message names partition and offset
     * @throws UnsupportedOperationException when a partition without a position belongs to a group
     */
    @Override
    public ConsumerRecords<K, V> poll(Duration timeout) {
        return guarded(() -> core.poll(Deadline.after(timeout)));
    }

    /**
     * Goes on at an offset with the next poll. Whether the partition has it is not looked at here.
     *
     * @throws IllegalArgumentException when the offset is negative
     * @throws IllegalStateException when the partition is not assigned
     */
    @Override
    public void seek(TopicPartition partition, long offset) {
        run(() -> {
            requireNotNegative(offset);
            consumption.seek(partition, offset, NO_EPOCH);
        });
    }

    /**
     * Goes on at an offset with the next poll. When it comes with a leader epoch, the leader is asked whether the record
     * before it is still the one that was read (KIP-320).
     *
     * @throws IllegalArgumentException when the offset is negative
     * @throws IllegalStateException when the partition is not assigned
     */
    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata) {
        run(() -> {
            requireNotNegative(offsetAndMetadata.offset());
            consumption.seek(
                    partition,
                    offsetAndMetadata.offset(),
                    offsetAndMetadata.leaderEpoch().orElse(NO_EPOCH));
        });
    }

    private static void requireNotNegative(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("seek offset must not be a negative number: " + offset);
        }
    }

    /**
     * Goes on at the first record of each partition. The offset is found when the application polls next or asks for the
     * position.
     *
     * @param partitions the partitions; none means all that are assigned
     * @throws IllegalArgumentException when the collection is null
     * @throws IllegalStateException when a partition is not assigned
     */
    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        run(() -> seekTo(partitions, OffsetReset.earliest()));
    }

    /**
     * Goes on behind the last record of each partition; with {@code read_committed} before the first open transaction. The
     * offset is found when the application polls next or asks for the position.
     *
     * @param partitions the partitions; none means all that are assigned
     * @throws IllegalArgumentException when the collection is null
     * @throws IllegalStateException when a partition is not assigned
     */
    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        run(() -> seekTo(partitions, OffsetReset.latest()));
    }

    private void seekTo(Collection<TopicPartition> partitions, OffsetReset to) {
        if (partitions == null) {
            throw new IllegalArgumentException("Partitions collection cannot be null");
        }
        consumption.reset(partitions, to);
    }

    /** See {@link #position(TopicPartition, Duration)}; waits up to {@code default.api.timeout.ms}. */
    @Override
    public long position(TopicPartition partition) {
        return position(partition, defaultTimeout);
    }

    /**
     * The offset of the next record that poll returns. Waits while it is being looked for.
     *
     * @throws IllegalStateException when the partition is not assigned
     * @throws InvalidOffsetException when there is none, with {@code auto.offset.reset=none}
     * @throws io.headrace.common.errors.TimeoutException when it is not found in time
     * @throws io.headrace.common.errors.WakeupException after {@link #wakeup()}
     */
    @Override
    public long position(TopicPartition partition, Duration timeout) {
        return guarded(() -> consumption.position(partition, Deadline.after(timeout)));
    }

    /** The partitions that are paused. */
    @Override
    public Set<TopicPartition> paused() {
        return guarded(consumption::paused);
    }

    /**
     * Has poll return no records of some partitions until {@link #resume}. What was fetched ahead is kept; nothing more is
     * fetched.
     *
     * @throws IllegalStateException when a partition is not assigned
     */
    @Override
    public void pause(Collection<TopicPartition> partitions) {
        run(() -> consumption.pause(partitions));
    }

    /**
     * Undoes {@link #pause}; does nothing for partitions that are not paused.
     *
     * @throws IllegalStateException when a partition is not assigned
     */
    @Override
    public void resume(Collection<TopicPartition> partitions) {
        run(() -> consumption.resume(partitions));
    }

    /**
     * How many records are left in a partition: what brokers last said of its end, without asking anew. Empty while
     * position or end are not known; asking has the end looked for.
     *
     * @throws IllegalStateException when the partition is not assigned
     */
    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return guarded(() -> consumption.lag(partition));
    }

    // ---- asking the cluster ----

    /** See {@link #partitionsFor(String, Duration)}; waits up to {@code default.api.timeout.ms}. */
    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return partitionsFor(topic, defaultTimeout);
    }

    /**
     * The partitions of a topic; none when it does not exist. Asking may create it, see
     * {@code allow.auto.create.topics}.
     *
     * @throws io.headrace.common.errors.AuthorizationException when the topic must not be described
     * @throws io.headrace.common.errors.InvalidTopicException when the name is no topic's
     * @throws io.headrace.common.errors.TimeoutException when no broker answers in time
     */
    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        Objects.requireNonNull(topic, "topic");
        return guarded(() -> core.partitions(topic, Deadline.after(timeout)));
    }

    /** See {@link #listTopics(Duration)}; waits up to {@code default.api.timeout.ms}. */
    @Override
    public Map<String, List<PartitionInfo>> listTopics() {
        return listTopics(defaultTimeout);
    }

    /**
     * The partitions of all topics that this client may see, by topic.
     *
     * @throws io.headrace.common.errors.TimeoutException when no broker answers in time
     */
    @Override
    public Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        return guarded(() -> core.topics(Deadline.after(timeout)));
    }

    /** See {@link #offsetsForTimes(Map, Duration)}; waits up to {@code default.api.timeout.ms}. */
    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> timestampsToSearch) {
        return offsetsForTimes(timestampsToSearch, defaultTimeout);
    }

    /**
     * The first record of each partition whose timestamp is not before the one given. The partitions need not be assigned.
     *
     * @param timestampsToSearch milliseconds since 1970 by partition
     * @return by partition; null where there is no such record
     * @throws IllegalArgumentException when a timestamp is negative
     * @throws io.headrace.common.errors.TimeoutException when not all are found in time; its cause is the last failure
     */
    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch, Duration timeout) {
        return guarded(() -> {
            timestampsToSearch.forEach((partition, timestamp) -> {
                if (timestamp < 0) {
                    throw new IllegalArgumentException("The target time for partition " + partition + " is " + timestamp
                            + ". The target time cannot be negative.");
                }
            });
            return core.offsetsForTimes(timestampsToSearch, Deadline.after(timeout));
        });
    }

    /** See {@link #beginningOffsets(Collection, Duration)}; waits up to {@code default.api.timeout.ms}. */
    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        return beginningOffsets(partitions, defaultTimeout);
    }

    /**
     * The offset of the first record of each partition. The partitions need not be assigned; positions do not change.
     *
     * @throws io.headrace.common.errors.TimeoutException when not all are found in time; its cause is the last failure
     */
    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return guarded(() -> core.ends(partitions, OffsetReset.earliest(), Deadline.after(timeout)));
    }

    /** See {@link #endOffsets(Collection, Duration)}; waits up to {@code default.api.timeout.ms}. */
    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return endOffsets(partitions, defaultTimeout);
    }

    /**
     * The offset behind the last record of each partition; with {@code read_committed} that of the first open transaction.
     * The partitions need not be assigned; positions do not change.
     *
     * @throws io.headrace.common.errors.TimeoutException when not all are found in time; its cause is the last failure
     */
    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return guarded(() -> core.ends(partitions, OffsetReset.latest(), Deadline.after(timeout)));
    }

    /** What the consumer counts, under Kafka's names. Safe from any thread. */
    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return core.metrics();
    }

    /** @throws UnsupportedOperationException always: client telemetry (KIP-714) is not supported yet */
    @Override
    public Uuid clientInstanceId(Duration timeout) {
        throw new UnsupportedOperationException("clientInstanceId: client telemetry is not supported yet");
    }

    // ---- consumer groups ----

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void commitSync() {
        throw noGroups("commitSync");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void commitSync(Duration timeout) {
        throw noGroups("commitSync");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        throw noGroups("commitSync");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        throw noGroups("commitSync");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void commitAsync() {
        throw noGroups("commitAsync");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void commitAsync(OffsetCommitCallback callback) {
        throw noGroups("commitAsync");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        throw noGroups("commitAsync");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        throw noGroups("committed");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
        throw noGroups("committed");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public ConsumerGroupMetadata groupMetadata() {
        throw noGroups("groupMetadata");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void enforceRebalance() {
        throw noGroups("enforceRebalance");
    }

    /** @throws UnsupportedOperationException always: consumer groups are not supported yet */
    @Override
    public void enforceRebalance(String reason) {
        throw noGroups("enforceRebalance");
    }

    private static UnsupportedOperationException noGroups(String method) {
        return new UnsupportedOperationException(method + ": consumer groups are not supported yet");
    }

    // ---- the end ----

    /** Closes with a timeout of 30 s; see {@link #close(CloseOptions)}. */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_TIMEOUT);
    }

    /**
     * Closes; see {@link #close(CloseOptions)}.
     *
     * @param timeout how long that may take at most
     */
    @Override
    public void close(Duration timeout) {
        close(CloseOptions.timeout(timeout));
    }

    /**
     * Closes connections, interceptors and deserializers, and releases all memory. Closing again does nothing; other calls
     * throw {@link IllegalStateException} from now on.
     *
     * @param options how long it may take; what they say of groups has no effect without one
     * @throws IllegalArgumentException when the timeout is negative
     * @throws io.headrace.common.KafkaException when a plug-in cannot be closed; all is released nevertheless
     */
    @Override
    public void close(CloseOptions options) {
        Duration timeout = options.timeout().orElse(DEFAULT_CLOSE_TIMEOUT);
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout cannot be negative.");
        }
        guard.enterEvenIfClosed();
        try {
            if (guard.close()) {
                core.close(timeout);
            }
        } finally {
            guard.exit();
        }
    }

    /**
     * Has the call that waits now, or else the next one that could wait, throw a
     * {@link io.headrace.common.errors.WakeupException}. Safe from any thread, and never lost.
     */
    @Override
    public void wakeup() {
        core.wakeup();
    }

    private void run(Runnable call) {
        guard.enter();
        try {
            call.run();
        } finally {
            guard.exit();
        }
    }

    private <T> T guarded(Supplier<T> call) {
        guard.enter();
        try {
            return call.get();
        } finally {
            guard.exit();
        }
    }
}
