package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.work.Emission;
import io.headrace.clients.consumer.internals.work.LoopSettings;
import io.headrace.clients.consumer.internals.work.RetryRule;
import io.headrace.clients.consumer.internals.work.ShutdownHook;
import io.headrace.clients.consumer.internals.work.TaskHandler;
import io.headrace.clients.consumer.internals.work.WorkLoop;
import io.headrace.clients.producer.Producer;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Runs a consumer: polls, hands records to a handler, and commits offsets only of what was handled. So a record is handled
 * at least once, whatever happens: a failure, a rebalance, a stop, the death of the process. What is written for it by
 * {@link Builder#exactlyOnce} counts once.
 *
 * <pre>{@code
 * ExecutorService threads = Executors.newFixedThreadPool(8);      // or newVirtualThreadPerTaskExecutor()
 * ConsumerLoop<String, String> loop = ConsumerLoop.<String, String>builder(configs)
 *         .subscribe(List.of("orders"))
 *         .executor(threads)
 *         .eachRecord(record -> book(record))
 *         .retry(5, Duration.ofMillis(100), Duration.ofSeconds(10))
 *         .deadLetters(DeadLetters.toTopic("orders.dead", producer))
 *         .stopOnShutdown()
 *         .build();
 * loop.run();                                                     // until loop.stop(), or SIGTERM
 * }</pre>
 *
 * <ul>
 *   <li><b>Order.</b> Records with the same key are handled one after another, in the order of their partition, also when
 *       one is tried again; others at the same time, as far as the executor has threads. Keys are the same if they are equal;
 *       arrays and buffers of bytes, if their bytes are. {@link Builder#eachRecordInOrder} keeps the order of the whole
 *       partition, {@link Builder#eachBatch} hands out all that a poll returned of a partition.
 *   <li><b>Commits.</b> Every {@code commitInterval}, and before partitions are given up: the first offset that is not done,
 *       of each partition. With {@link Builder#exactlyOnce}, in one transaction with what was made of the records before it.
 *   <li><b>Back-pressure.</b> While {@code maxInFlight} records, or records of {@code maxInFlightBytes}, are being handled or
 *       wait for it, or ten times as many are done and cannot be committed since one before them is not, partitions are paused and polling goes on, so that the
 *       member stays in its group however long a handler takes.
 *   <li><b>Failures.</b> A handler that throws is called again after a wait; records with other keys go on meanwhile. When
 *       all attempts have failed, the record goes to the dead letters, or the loop ends with the failure. An {@link Error}
 *       ends the loop at once, and so does an interrupt in a handler, which is no fault of its record: a loop that is
 *       interrupted in its own thread just stops.
 *   <li><b>Rebalances.</b> Of partitions that are revoked nothing is tried again, and nothing new is begun except what lies
 *       before records that were; that has {@code drainTimeout} to end, then what is done is committed. What had failed or
 *       had not ended is handled again by the next owner, perhaps at the same time, and so is what was done behind it in its
 *       partition; all else is handled once.
 *   <li><b>Stop.</b> {@link #stop()} from any thread, or the end of the process with {@link Builder#stopOnShutdown}: as if all
 *       partitions were revoked, then the consumer is closed, which leaves the group at once.
 * </ul>
 *
 * <p>{@link #run} works in the thread that calls it, and once. The executor stays the caller's.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public final class ConsumerLoop<K, V> implements Runnable, AutoCloseable {

    /** Stands for ever: times are added in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final WorkLoop<K, V> loop;
    private final java.util.function.Consumer<ConsumerRebalanceListener> subscribe;
    private final Optional<ShutdownHook> hook;
    private final AtomicBoolean wasRun = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private ConsumerLoop(
            WorkLoop<K, V> loop,
            java.util.function.Consumer<ConsumerRebalanceListener> subscribe,
            Optional<Duration> shutdownPatience) {
        this.loop = loop;
        this.subscribe = subscribe;
        this.hook = shutdownPatience.map(patience -> new ShutdownHook(loop::stop, ended, patience));
    }

    /**
     * For a consumer that is made from settings when the loop is built. {@code enable.auto.commit} is switched off.
     *
     * @param configs as for {@link KafkaConsumer}
     * @throws ConfigException when {@code enable.auto.commit} is switched on: it commits what was not handled
     */
    public static <K, V> Builder<K, V> builder(Map<String, Object> configs) {
        Object autoCommit = configs.get(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
        if (autoCommit != null && Boolean.parseBoolean(autoCommit.toString())) {
            throw new ConfigException(
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    autoCommit,
                    "has to be false: it would commit records that are not handled yet");
        }
        Map<String, Object> own = new HashMap<>(configs);
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new Builder<>(own);
    }

    /**
     * For a consumer that is there already, such as a {@link MockConsumer}. The loop takes it over: it subscribes and closes
     * it, and nobody else may use it.
     *
     * @param consumer has to be made with {@code enable.auto.commit=false}: otherwise it commits what was not handled; and
     *     for {@link Builder#exactlyOnce} with a {@code group.id} and {@code isolation.level=read_committed}
     */
    public static <K, V> Builder<K, V> builder(Consumer<K, V> consumer) {
        return new Builder<>(Objects.requireNonNull(consumer, "consumer"));
    }

    /**
     * Works until {@link #stop()}; then ends what is begun, commits it and closes the consumer.
     *
     * @throws io.headrace.common.KafkaException when it cannot go on; what was done until then is committed
     * @throws IllegalStateException when it was run before
     */
    @Override
    public void run() {
        if (!wasRun.compareAndSet(false, true)) {
            throw new IllegalStateException("a ConsumerLoop runs once; build another one");
        }
        try {
            if (hook.isPresent()) {
                hook.get().register();
            }
            loop.run(subscribe);
        } finally {
            ended.countDown();
            hook.ifPresent(ShutdownHook::close);
        }
    }

    /** Has {@link #run} end soon. Returns at once; safe from any thread, also from a handler. */
    public void stop() {
        loop.stop();
    }

    /**
     * Waits until {@link #run} has ended.
     *
     * @return false when the time passed first
     * @throws InterruptedException when the calling thread is interrupted
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /**
     * {@link #stop()}, and waits for the end. In a handler, or whatever else the loop calls, it does not wait, since the loop
     * waits for that. A loop that was never run is closed with its consumer.
     */
    @Override
    public void close() {
        stop();
        if (wasRun.compareAndSet(false, true)) {
            try {
                loop.close();
            } finally {
                ended.countDown();
            }
            return;
        }
        if (loop.isWorkingHere()) {
            return;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says how a loop is to work. Not thread safe. */
    public static final class Builder<K, V> {

        private final java.util.function.Supplier<Consumer<K, V>> consumer;
        private final Map<String, Object> configs;
        private java.util.function.BiConsumer<Consumer<K, V>, ConsumerRebalanceListener> subscribe;
        private TaskHandler<K, V> handler;
        private LoopSettings.Order order;
        private Executor executor = Runnable::run;
        private int maxInFlight = 1_000;
        private long maxInFlightBytes = 64 << 20;
        private Duration pollTimeout = Duration.ofMillis(100);
        private Duration commitInterval;
        private Duration drainTimeout = Duration.ofSeconds(30);
        private Duration closeTimeout = Duration.ofSeconds(10);
        private RetryRule retry = RetryRule.NONE;
        private DeadLetters<K, V> deadLetters;
        private ConsumerRebalanceListener listener;
        private Producer<?, ?> transactions;
        private boolean stopsOnShutdown;

        private Builder(Map<String, Object> configs) {
            this.configs = configs;
            this.consumer = () -> new KafkaConsumer<>(configs);
        }

        private Builder(Consumer<K, V> given) {
            this.configs = null;
            this.consumer = () -> given;
        }

        /** Reads topics as a member of a group. */
        public Builder<K, V> subscribe(Collection<String> topics) {
            List<String> all = List.copyOf(topics);
            subscribe = (made, told) -> made.subscribe(all, told);
            return this;
        }

        /** Reads the topics that match, as a member of a group. */
        public Builder<K, V> subscribe(Pattern pattern) {
            subscribe = (made, told) -> made.subscribe(pattern, told);
            return this;
        }

        /** Reads the topics that match at the brokers, as a member of a group of the new protocol (KIP-848). */
        public Builder<K, V> subscribe(SubscriptionPattern pattern) {
            subscribe = (made, told) -> made.subscribe(pattern, told);
            return this;
        }

        /** Reads given partitions, without sharing them with a group; what is done is committed for {@code group.id}. */
        public Builder<K, V> assign(Collection<TopicPartition> partitions) {
            List<TopicPartition> all = List.copyOf(partitions);
            subscribe = (made, told) -> made.assign(all);
            return this;
        }

        /** Handles records one by one; those with the same key in order, those without a key in any order. */
        public Builder<K, V> eachRecord(RecordHandler<K, V> handler) {
            return each(handler, LoopSettings.Order.BY_KEY);
        }

        /** Handles records one by one, in order of their partition. */
        public Builder<K, V> eachRecordInOrder(RecordHandler<K, V> handler) {
            return each(handler, LoopSettings.Order.BY_PARTITION);
        }

        private Builder<K, V> each(RecordHandler<K, V> given, LoopSettings.Order wanted) {
            Objects.requireNonNull(given, "handler");
            return handle(
                    records -> {
                        given.handle(records.get(0));
                        return Emission.NOTHING;
                    },
                    wanted,
                    null);
        }

        private Builder<K, V> handle(TaskHandler<K, V> wanted, LoopSettings.Order inOrder, Producer<?, ?> by) {
            handler = wanted;
            order = inOrder;
            transactions = by;
            return this;
        }

        /** Handles all that a poll returned of a partition together, in order of the partition. */
        public Builder<K, V> eachBatch(BatchHandler<K, V> handler) {
            Objects.requireNonNull(handler, "handler");
            return handle(
                    records -> {
                        handler.handle(records);
                        return Emission.NOTHING;
                    },
                    LoopSettings.Order.BATCHES,
                    null);
        }

        /**
         * Makes records of records, and writes them in one transaction with the offsets of what they were made of: so for
         * those who read committed records alone, everything that is read has its results written once, through failures,
         * rebalances and deaths of processes (KIP-98, KIP-447).
         *
         * <p>Transactions are committed each {@code commitInterval}, 100 ms unless set, and before partitions are given up.
         * When one fails, it is aborted, and its records are read again; a result that cannot be written for a reason of
         * its own, such as its size, counts as a failed attempt of its record. When the producer cannot go on, which it
         * cannot when another one has taken its {@code transactional.id}, the loop ends with that failure.
         *
         * <p>Dead letters are part of the transaction if they are sent by the same producer; by another one they may be
         * there twice. The consumer has to read committed records alone, also so that it does not begin where a
         * transaction that is being committed began; {@link ConsumerLoop#builder(Map)} sees to it.
         *
         * @param producer with a {@code transactional.id} that no other loop has, on the same cluster as the consumer. The
         *     loop initializes its transactions; nobody else may use it as long as the loop runs; it stays the caller's to
         *     be closed. {@code transaction.timeout.ms} has to be longer than {@code commitInterval} and what sending takes
         */
        public <A, B> ExactlyOnceBuilder<K, V, A, B> exactlyOnce(Producer<A, B> producer) {
            return new ExactlyOnceBuilder<>(this, Objects.requireNonNull(producer, "producer"));
        }

        /**
         * Where handlers are called. Unless set, in the polling thread, one after another: then handling what a poll returned
         * must not take longer than {@code max.poll.interval.ms}.
         */
        public Builder<K, V> executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * How many records may be handled or wait for it before reading pauses; 1,000 unless set. What one poll returns may
         * come on top.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder<K, V> maxInFlight(int records) {
            if (records < 1) {
                throw new IllegalArgumentException("maxInFlight must be at least 1, and is " + records);
            }
            this.maxInFlight = records;
            return this;
        }

        /**
         * How many bytes the records may have that are handled or wait for it, and with {@link #exactlyOnce} those whose
         * results wait for records before them, before reading pauses; 64 MiB unless set. Keys and values count, as they were
         * before they were deserialized. What one poll returns may come on top.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder<K, V> maxInFlightBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxInFlightBytes must be at least 1, and is " + bytes);
            }
            this.maxInFlightBytes = bytes;
            return this;
        }

        /** How long a poll waits for records, and {@link ConsumerLoop#stop()} for a poll; 100 ms unless set. */
        public Builder<K, V> pollTimeout(Duration timeout) {
            this.pollTimeout = notNegative("pollTimeout", timeout);
            return this;
        }

        /**
         * How often what is done is committed; unless set 5 s, or 100 ms with {@link #exactlyOnce}. As much is seen again when
         * the process dies.
         */
        public Builder<K, V> commitInterval(Duration interval) {
            this.commitInterval = notNegative("commitInterval", interval);
            return this;
        }

        /** How long what is begun may take to end when partitions are revoked or the loop stops; 30 s unless set. */
        public Builder<K, V> drainTimeout(Duration timeout) {
            this.drainTimeout = notNegative("drainTimeout", timeout);
            return this;
        }

        /** How long the last commit, and closing the consumer, may take each; 10 s unless set. */
        public Builder<K, V> closeTimeout(Duration timeout) {
            this.closeTimeout = notNegative("closeTimeout", timeout);
            return this;
        }

        /**
         * How often a record is tried; once unless set.
         *
         * @param attempts how often in all
         * @param first the wait before the second attempt; doubles with each
         * @param longest the longest wait
         * @throws IllegalArgumentException when a value makes no sense; names it
         */
        public Builder<K, V> retry(int attempts, Duration first, Duration longest) {
            this.retry = RetryRule.of(attempts, bounded(first), bounded(longest));
            return this;
        }

        /** Where records go that cannot be handled; unless set, the first one ends the loop. */
        public Builder<K, V> deadLetters(DeadLetters<K, V> deadLetters) {
            this.deadLetters = Objects.requireNonNull(deadLetters, "deadLetters");
            return this;
        }

        /** A listener of the application's; told of a revocation when what was done is committed. */
        public Builder<K, V> listener(ConsumerRebalanceListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Stops when the process is told to end (SIGTERM, SIGINT, {@code System.exit}), which then waits for the loop: as long
         * as it takes, and at most the sum of {@code pollTimeout}, {@code drainTimeout} and twice {@code closeTimeout}.
         */
        public Builder<K, V> stopOnShutdown() {
            this.stopsOnShutdown = true;
            return this;
        }

        private static Duration notNegative(String name, Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException(name + " must not be negative, and is " + value);
            }
            return bounded(value);
        }

        private static Duration bounded(Duration value) {
            return value.compareTo(LONGEST) > 0 ? LONGEST : value;
        }

        /**
         * Makes the loop, and the consumer if it is made from settings.
         *
         * @throws IllegalStateException when it is not said what to read, or what to do with it
         * @throws ConfigException when a setting of the consumer is wrong
         */
        public ConsumerLoop<K, V> build() {
            if (subscribe == null) {
                throw new IllegalStateException("say what to read: subscribe(...) or assign(...)");
            }
            if (handler == null) {
                throw new IllegalStateException(
                        "say what to do with records: eachRecord(...), eachRecordInOrder(...) or eachBatch(...)");
            }
            if (configs != null) {
                requireGroup();
            }
            if (configs != null && transactions != null) {
                readCommitted();
            }
            Duration defaultInterval = transactions == null ? Duration.ofSeconds(5) : Duration.ofMillis(100);
            LoopSettings<K, V> settings = new LoopSettings<>(
                    handler,
                    order,
                    executor,
                    maxInFlight,
                    maxInFlightBytes,
                    pollTimeout,
                    commitInterval == null ? defaultInterval : commitInterval,
                    drainTimeout,
                    closeTimeout,
                    retry,
                    Optional.ofNullable(deadLetters),
                    Optional.ofNullable(listener),
                    Optional.ofNullable(transactions));
            Consumer<K, V> made = consumer.get();
            return new ConsumerLoop<>(
                    new WorkLoop<>(made, settings),
                    told -> subscribe.accept(made, told),
                    stopsOnShutdown ? Optional.of(stopTime()) : Optional.empty());
        }

        /** How long a stop takes at most. */
        private Duration stopTime() {
            return pollTimeout.plus(drainTimeout).plus(closeTimeout.multipliedBy(2));
        }

        private void readCommitted() {
            Object isolation = configs.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            if (isolation != null && !isolation.toString().equalsIgnoreCase("read_committed")) {
                throw new ConfigException(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation,
                        "has to be read_committed for results that are written exactly once");
            }
        }

        /** Also with assigned partitions: what is done is committed for a group. */
        private void requireGroup() {
            if (configs.get(ConsumerConfig.GROUP_ID_CONFIG) == null) {
                String why = transactions == null
                        ? "has to be given: what is done is committed for a group"
                        : "has to be given: transactions commit offsets of a group";
                throw new ConfigException(ConsumerConfig.GROUP_ID_CONFIG, null, why);
            }
        }
    }

    /** Says what is made of records exactly once; see {@link Builder#exactlyOnce}. Not thread safe. */
    public static final class ExactlyOnceBuilder<K, V, A, B> {

        private final Builder<K, V> builder;
        private final Producer<A, B> producer;

        private ExactlyOnceBuilder(Builder<K, V> builder, Producer<A, B> producer) {
            this.builder = builder;
            this.producer = producer;
        }

        /** One by one; those with the same key in order, others at the same time. Results keep the order of the partition. */
        public Builder<K, V> eachRecord(RecordTransform<K, V, A, B> transform) {
            return each(transform, LoopSettings.Order.BY_KEY);
        }

        /** One by one, in order of their partition. */
        public Builder<K, V> eachRecordInOrder(RecordTransform<K, V, A, B> transform) {
            return each(transform, LoopSettings.Order.BY_PARTITION);
        }

        private Builder<K, V> each(RecordTransform<K, V, A, B> transform, LoopSettings.Order order) {
            Objects.requireNonNull(transform, "transform");
            return builder.handle(
                    records -> Emission.of(producer, transform.transform(records.get(0))), order, producer);
        }

        /** All that a poll returned of a partition together, in order of the partition. */
        public Builder<K, V> eachBatch(BatchTransform<K, V, A, B> transform) {
            Objects.requireNonNull(transform, "transform");
            return builder.handle(
                    records -> Emission.of(producer, transform.transform(records)),
                    LoopSettings.Order.BATCHES,
                    producer);
        }
    }
}
