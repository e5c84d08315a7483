package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.ConsumerCore;
import io.headrace.clients.consumer.internals.ThreadGuard;
import io.headrace.clients.consumer.internals.fetch.Consumption;
import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.clients.consumer.internals.fetch.OffsetReset;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.metrics.KafkaMetric;
import io.headrace.common.serialization.Deserializer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * position stays where it is: polling on tries again, after {@code retry.backoff.ms} where a broker has refused, and
 * {@code seek} gets past it. Other partitions go on.
 *
 * <p><b>Groups.</b> With {@code group.id} and {@link #subscribe(Collection)}, the members of a group share the partitions
 * of topics. A member has to poll at least every {@code max.poll.interval.ms}; that it lives is said in the background.
 * Rebalances take place within {@link #poll}: there the {@link ConsumerRebalanceListener} is called. A group goes on where
 * it left off by its committed offsets: automatically ({@code enable.auto.commit}: what earlier polls returned counts as
 * handled), with {@link #commitSync()} or with {@link #commitAsync()}.
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
        ConsumerConfig config = new ConsumerConfig(
                ConsumerConfig.appendDeserializerToConfig(configs, keyDeserializer, valueDeserializer));
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

    /** Names of the topics that are subscribed to; with a pattern those that match as far as it is known. */
    @Override
    public Set<String> subscription() {
        return guarded(core.group()::subscription);
    }

    /**
     * Replaces the partitions that are read, without being a member of a group. Those that stay keep their position, and
     * what was fetched ahead. New ones start where the next {@code seek} says, or else at the group's committed offset, or
     * else where {@code auto.offset.reset} does.
     *
     * @param partitions the partitions; none is the same as {@link #unsubscribe()}
     * @throws IllegalArgumentException when the collection is null, or a topic's name is missing
     * @throws IllegalStateException when topics are subscribed to: {@link #unsubscribe()} first
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
            if (partitions.isEmpty()) {
                core.group().unsubscribe();
            } else {
                core.group().assign(partitions);
            }
        });
    }

    /**
     * Reads nothing any more, and leaves the group. The listener is told first that the partitions go; what it throws is
     * thrown when that is done.
     */
    @Override
    public void unsubscribe() {
        run(core.group()::unsubscribe);
    }

    /** Subscribes without a listener; see {@link #subscribe(Collection, ConsumerRebalanceListener)}. */
    @Override
    public void subscribe(Collection<String> topics) {
        run(() -> subscribe(topics, Optional.empty()));
    }

    /**
     * Has the group assign partitions of these topics to this consumer, in place of what it subscribed to before. That
     * takes place while the application polls; records of topics that are not among these are not returned any more.
     *
     * @param topics names of topics; none is the same as {@link #unsubscribe()}
     * @param listener told of partitions that come and go, in the thread that polls
     * @throws IllegalArgumentException when an argument or a name is missing
     * @throws IllegalStateException when partitions are assigned, or a pattern is subscribed to: {@link #unsubscribe()}
     *     first; or when no assignor is configured
     * @throws io.headrace.common.errors.InvalidGroupIdException without {@code group.id}
     */
    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        run(() -> subscribe(topics, Optional.of(required(listener))));
    }

    private void subscribe(Collection<String> topics, Optional<ConsumerRebalanceListener> listener) {
        if (topics == null) {
            throw new IllegalArgumentException("Topic collection to subscribe to cannot be null");
        }
        for (String topic : topics) {
            if (topic == null || topic.isBlank()) {
                throw new IllegalArgumentException(
                        "Topic collection to subscribe to cannot contain null or empty topic");
            }
        }
        core.group().subscribe(new LinkedHashSet<>(topics), listener);
    }

    private static ConsumerRebalanceListener required(ConsumerRebalanceListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("RebalanceListener cannot be null");
        }
        return listener;
    }

    /** Subscribes without a listener; see {@link #subscribe(Pattern, ConsumerRebalanceListener)}. */
    @Override
    public void subscribe(Pattern pattern) {
        run(() -> core.group().subscribe(required(pattern), Optional.empty()));
    }

    /**
     * As {@link #subscribe(Collection, ConsumerRebalanceListener)}, for all topics whose name matches, also those that are
     * made later. The names are looked at whenever metadata comes, at the latest after {@code metadata.max.age.ms}.
     *
     * @throws IllegalArgumentException when an argument is missing, or the pattern is empty
     */
    @Override
    public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
        run(() -> core.group().subscribe(required(pattern), Optional.of(required(listener))));
    }

    private static Pattern required(Pattern pattern) {
        if (pattern == null || pattern.pattern().isEmpty()) {
            throw new IllegalArgumentException(
                    "Topic pattern to subscribe to cannot be " + (pattern == null ? "null" : "empty"));
        }
        return pattern;
    }

    /** Subscribes without a listener; see {@link #subscribe(SubscriptionPattern, ConsumerRebalanceListener)}. */
    @Override
    public void subscribe(SubscriptionPattern pattern) {
        run(() -> core.group().subscribe(required(pattern), Optional.empty()));
    }

    /**
     * As {@link #subscribe(Pattern, ConsumerRebalanceListener)}, with a pattern that the coordinator evaluates (KIP-848).
     *
     * @throws IllegalArgumentException when an argument is missing, or the pattern is empty
     * @throws UnsupportedOperationException with {@code group.protocol=classic}
     */
    @Override
    public void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener listener) {
        run(() -> core.group().subscribe(required(pattern), Optional.of(required(listener))));
    }

    private static String required(SubscriptionPattern pattern) {
        if (pattern == null || pattern.pattern().isEmpty()) {
            throw new IllegalArgumentException(
                    "Topic pattern to subscribe to cannot be " + (pattern == null ? "null" : "empty"));
        }
        return pattern.pattern();
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
     * @throws io.headrace.common.errors.FencedInstanceIdException when another member has taken this one's
     *     {@code group.instance.id}
     * @throws io.headrace.common.KafkaException when the rebalance listener throws; it is the cause
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

    /**
     * The id by which the cluster knows this client's metrics (KIP-714). Waits until the cluster has told it.
     *
     * @throws IllegalStateException if {@code enable.metrics.push} is off
     * @throws IllegalArgumentException if the timeout is negative
     * @throws io.headrace.common.errors.TimeoutException if the cluster did not tell in time
     * @throws io.headrace.common.errors.UnsupportedVersionException if the cluster has no telemetry
     */
    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return guarded(() -> core.telemetry().clientInstanceId(timeout));
    }

    /** Has a metric of the application pushed to the cluster too, if that has subscribed to it (KIP-1076). Any thread. */
    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        core.telemetry().register(metric);
    }

    /** Undoes {@link #registerMetricForSubscription}. Any thread. */
    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        core.telemetry().unregister(metric);
    }

    // ---- consumer groups ----

    /** See {@link #commitSync(Duration)}; waits up to {@code default.api.timeout.ms}. */
    @Override
    public void commitSync() {
        commitSync(defaultTimeout);
    }

    /**
     * Commits where the application stands in all assigned partitions: behind the last record that poll returned of each.
     * See {@link #commitSync(Map, Duration)}.
     */
    @Override
    public void commitSync(Duration timeout) {
        run(() -> core.commit(core.group().consumed(), Deadline.after(timeout)));
    }

    /** See {@link #commitSync(Map, Duration)}; waits up to {@code default.api.timeout.ms}. */
    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        commitSync(offsets, defaultTimeout);
    }

    /**
     * Commits offsets of the group: of each partition the next one to read. Tries again while the reason of a failure
     * passes, and returns when the coordinator has them. Commits begun earlier with {@code commitAsync} are settled, and
     * their callbacks called, before this returns.
     *
     * @throws CommitFailedException when this consumer is not a member of the group any more: poll to join it again
     * @throws io.headrace.common.errors.RebalanceInProgressException when the group rebalances: poll, and commit again
     * @throws io.headrace.common.errors.FencedInstanceIdException when another member has taken this one's
     *     {@code group.instance.id}
     * @throws io.headrace.common.errors.AuthorizationException when group or topic must not be used
     * @throws io.headrace.common.errors.TimeoutException when there is no answer in time; whether the offsets are committed
     *     is not known then, and {@link CommitCheck} finds out
     * @throws io.headrace.common.errors.WakeupException after {@link #wakeup()}; likewise
     * @throws io.headrace.common.errors.InterruptException when the thread is interrupted; likewise
     * @throws io.headrace.common.errors.InvalidGroupIdException without {@code group.id}
     * @throws io.headrace.common.KafkaException when the coordinator refuses the offsets, or the metadata is too long
     */
    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        run(() -> core.commit(offsets, Deadline.after(timeout)));
    }

    /** See {@link #commitAsync(OffsetCommitCallback)}; failures are logged. */
    @Override
    public void commitAsync() {
        commitAsync(null);
    }

    /** Commits where the application stands; see {@link #commitAsync(Map, OffsetCommitCallback)}. */
    @Override
    public void commitAsync(OffsetCommitCallback callback) {
        run(() -> core.group().commitLater(core.group().consumed(), callback));
    }

    /**
     * Commits offsets without waiting. A failure is not tried again, since a later commit may have taken place meanwhile.
     * Callbacks are called in the order of the commits, by a later {@code poll}, {@code commitSync}, {@code commitAsync} or
     * {@code close}.
     *
     * @param callback told what came of it; null to have failures logged. Gets a {@link RetriableCommitFailedException}
     *     when committing again may succeed, else what {@link #commitSync(Map, Duration)} would throw
     * @throws io.headrace.common.errors.InvalidGroupIdException without {@code group.id}
     * @throws io.headrace.common.errors.FencedInstanceIdException when another member has taken this one's name
     */
    @Override
    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        run(() -> core.group().commitLater(offsets, callback));
    }

    /** See {@link #committed(Set, Duration)}; waits up to {@code default.api.timeout.ms}. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return committed(partitions, defaultTimeout);
    }

    /**
     * The group's last committed offsets. Offsets that an open transaction is about to commit are waited for.
     *
     * @return by partition; null where nothing is committed
     * @throws io.headrace.common.errors.TimeoutException when there is no answer in time
     * @throws io.headrace.common.errors.AuthorizationException when group or topic must not be used
     * @throws io.headrace.common.errors.InvalidGroupIdException without {@code group.id}
     */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
        return guarded(() -> core.committed(partitions, Deadline.after(timeout)));
    }

    /**
     * Who this consumer is within its group at present: what a transactional producer needs to commit offsets for it.
     *
     * @throws io.headrace.common.errors.InvalidGroupIdException without {@code group.id}
     */
    @Override
    public ConsumerGroupMetadata groupMetadata() {
        return guarded(core.group()::metadata);
    }

    /** See {@link #enforceRebalance(String)}. */
    @Override
    public void enforceRebalance() {
        enforceRebalance(null);
    }

    /**
     * Has the group balanced anew, with the next polls. Has no effect with {@code group.protocol=consumer}, where the
     * coordinator decides when that is needed, and for a consumer that has subscribed to nothing.
     *
     * @param reason told to the coordinator; may be null
     * @throws IllegalStateException without {@code group.id}
     */
    @Override
    public void enforceRebalance(String reason) {
        run(() -> core.group().rejoin(reason == null || reason.isEmpty() ? "rebalance enforced by user" : reason));
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
     * <p>A member of a group commits what is handled, if commits are automatic, has its listener told that the partitions
     * go, and then leaves the group at once, so that others take over without waiting for its session to time out. A static
     * member stays in the group unless the options say otherwise.
     *
     * @param options how long it may take, and whether the group is left
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
            if (guard.beginClose()) {
                try {
                    // The listener, called meanwhile, may still commit.
                    core.close(options.groupMembershipOperation(), timeout);
                } finally {
                    guard.close();
                }
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
        core.requireNotOnLoop();
        guard.enter();
        try {
            call.run();
        } finally {
            guard.exit();
        }
    }

    private <T> T guarded(Supplier<T> call) {
        core.requireNotOnLoop();
        guard.enter();
        try {
            return call.get();
        } finally {
            guard.exit();
        }
    }
}
