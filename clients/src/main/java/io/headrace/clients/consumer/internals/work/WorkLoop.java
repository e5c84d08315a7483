package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.DeadLetters;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.WakeupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, hands records to a handler, and commits only what is done.
 *
 * <p>Owner of all its state: the polling thread, which is the one that calls {@link #run}. The executor sees tasks alone;
 * what became of them comes back through {@link Lanes}.
 *
 * <p>At least once: an offset is committed only when all records before it are done. A partition that is taken away is left
 * with what is begun finished and committed, as far as the deadline allows; whatever is not done by then its next owner
 * sees again. A record that cannot be handled is never passed over in silence: it becomes a dead letter, or the loop ends.
 */
public final class WorkLoop<K, V> implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(WorkLoop.class);

    /** The longest wait for tasks between two polls while reading pauses: polls keep the membership alive. */
    private static final long LONGEST_PAUSE_NS = 100_000_000;

    private record Retry<K, V>(PartitionWork.Task<K, V> task, long atNs) {}

    /** What a dead letter is about, and why it did not arrive; null when it did. */
    private record Letter<K, V>(LettersOf<K, V> of, Throwable failure) {}

    /** The dead letters of one task, or of a record that could not be deserialized. Owner: the polling thread. */
    private static final class LettersOf<K, V> {
        private final PartitionWork<K, V> work;
        private final List<Long> offsets;
        private final Runnable afterwards;
        private int missing;
        private Throwable failure;

        LettersOf(PartitionWork<K, V> work, List<Long> offsets, Runnable afterwards) {
            this.work = work;
            this.offsets = offsets;
            this.afterwards = afterwards;
            this.missing = offsets.size();
        }
    }

    private final Consumer<K, V> consumer;
    private final LoopSettings<K, V> settings;
    private final Lanes<PartitionWork.Task<K, V>> lanes;
    private final Map<TopicPartition, PartitionWork<K, V>> work = new HashMap<>();
    private final PriorityQueue<Retry<K, V>> retries = new PriorityQueue<>(Comparator.comparingLong(Retry::atNs));

    /** Dead letters that arrived or did not. Put in by any thread. */
    private final Queue<Letter<K, V>> letters = new ConcurrentLinkedQueue<>();

    private volatile boolean isStopping;
    private int inFlight;
    private boolean isSaturated;
    private long nextCommitNs;

    /** Why the loop cannot go on; null as long as it can. */
    private Throwable fatal;

    private boolean wasInterrupted;

    /** @param consumer taken over; subscribed by {@code subscribe} of {@link #run} */
    public WorkLoop(Consumer<K, V> consumer, LoopSettings<K, V> settings) {
        this.consumer = consumer;
        this.settings = settings;
        this.lanes = new Lanes<>(settings.executor());
    }

    /** Has {@link #run} end; safe from any thread. */
    public void stop() {
        isStopping = true;
    }

    /**
     * Works until {@link #stop()}, then ends what is begun, commits, and closes the consumer.
     *
     * @param subscribe subscribes the consumer, or assigns it partitions, with this as listener
     * @throws KafkaException when it cannot go on; what was done until then is committed
     */
    public void run(java.util.function.Consumer<ConsumerRebalanceListener> subscribe) {
        try {
            subscribe.accept(this);
            nextCommitNs = System.nanoTime() + settings.commitInterval().toNanos();
            while (!isStopping && fatal == null) {
                turn();
            }
        } catch (InterruptException e) {
            Thread.interrupted(); // So that what follows can wait.
            wasInterrupted = true;
            log.info("the polling thread was interrupted: stopping");
        } catch (RuntimeException | Error e) {
            fatal = e;
        } finally {
            wrapUp();
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        throwFatal();
    }

    private void throwFatal() {
        if (fatal instanceof Error error) {
            throw error;
        } else if (fatal instanceof KafkaException failure) {
            throw failure;
        } else if (fatal != null) {
            throw new KafkaException("The consumer loop cannot go on: " + fatal, fatal);
        }
    }

    private void turn() {
        takeFinished();
        retryWhatIsDue();
        commitWhatIsDone();
        if (saturated()) {
            awaitTasks(Math.min(LONGEST_PAUSE_NS, untilNextRetryNs()));
            poll(Duration.ZERO);
        } else {
            long waitNs = Math.min(settings.pollTimeout().toNanos(), untilNextRetryNs());
            poll(Duration.ofNanos(Math.max(0, waitNs)));
        }
    }

    private long untilNextRetryNs() {
        return retries.isEmpty() ? Long.MAX_VALUE : Math.max(0, retries.peek().atNs() - System.nanoTime());
    }

    // ---- reading ----

    /** Pauses and resumes reading: it goes on when half of what may be in flight is done. */
    private boolean saturated() {
        if (!isSaturated && inFlight >= settings.maxInFlight()) {
            isSaturated = true;
            consumer.pause(consumer.assignment());
        } else if (isSaturated && inFlight <= settings.maxInFlight() / 2) {
            isSaturated = false;
            consumer.resume(consumer.assignment());
        }
        return isSaturated;
    }

    private void poll(Duration timeout) {
        ConsumerRecords<K, V> records;
        try {
            records = consumer.poll(timeout);
        } catch (WakeupException e) {
            log.debug("woken up: the loop goes on unless it is stopped");
            return;
        } catch (RecordDeserializationException e) {
            undeserializable(e);
            return;
        }
        for (TopicPartition partition : records.partitions()) {
            PartitionWork<K, V> own = workOn(partition);
            List<ConsumerRecord<K, V>> ofPartition = records.records(partition);
            if (own.offsets.isBehind(ofPartition.get(0).offset())) {
                own = startAnew(own);
            }
            inFlight += ofPartition.size();
            own.tasks(ofPartition, settings).forEach(lanes::submit);
        }
        records.nextOffsets()
                .forEach((partition, next) -> workOn(partition).offsets.reach(next.offset()));
    }

    private PartitionWork<K, V> workOn(TopicPartition partition) {
        return work.computeIfAbsent(partition, p -> new PartitionWork<>(p, () -> isStopping));
    }

    /** The position went back, by a reset: what is being handled must not be mixed up with what comes now. */
    private PartitionWork<K, V> startAnew(PartitionWork<K, V> old) {
        log.info("reading of partition {} went back", old.partition);
        remove(List.of(old.partition));
        return workOn(old.partition);
    }

    private void undeserializable(RecordDeserializationException failure) {
        CompletionStage<?> sent = settings.deadLetters()
                .flatMap(letters -> letters.undeserializable(failure))
                .orElseThrow(() -> failure);
        PartitionWork<K, V> own = workOn(failure.topicPartition());
        own.offsets.begin(failure.offset());
        own.tasks++;
        inFlight++;
        log.warn(
                "record at offset {} of partition {} cannot be deserialized and becomes a dead letter",
                failure.offset(),
                failure.topicPartition(),
                failure);
        consumer.seek(failure.topicPartition(), failure.offset() + 1);
        send(new LettersOf<>(own, List.of(failure.offset()), () -> {}), List.of(sent));
    }

    // ---- what became of tasks ----

    private void takeFinished() {
        for (Lanes.Finished<PartitionWork.Task<K, V>> next = lanes.poll(); next != null; next = lanes.poll()) {
            PartitionWork.Task<K, V> task = next.task();
            if (next.isDropped()) {
                dropped(task);
            } else if (next.failure() == null) {
                done(task);
            } else {
                failed(task, next.failure());
            }
        }
        for (Letter<K, V> next = letters.poll(); next != null; next = letters.poll()) {
            arrived(next.of(), next.failure());
        }
    }

    private void dropped(PartitionWork.Task<K, V> task) {
        task.work.tasks--;
        inFlight -= task.records.size();
    }

    private void done(PartitionWork.Task<K, V> task) {
        done(task.work, task.offsets());
    }

    private void done(PartitionWork<K, V> own, List<Long> offsets) {
        own.tasks--;
        inFlight -= offsets.size();
        offsets.forEach(own.offsets::complete);
    }

    private void failed(PartitionWork.Task<K, V> task, Throwable failure) {
        task.failures++;
        if (task.work.isGivenUp() && failure instanceof Exception) {
            dropped(task);
            lanes.skip(task);
            return;
        }
        if (!(failure instanceof Exception exception) || failure instanceof Lanes.Refused) {
            giveUp(task, failure);
            return;
        }
        long waitNs = settings.retry().waitNs(task.failures);
        if (waitNs != RetryRule.NEVER) {
            log.info("handling {} failed, attempt {}: trying again", place(task), task.failures, failure);
            retries.add(new Retry<>(task, System.nanoTime() + waitNs));
        } else if (settings.deadLetters().isPresent()) {
            log.warn("handling {} failed {} times: it becomes a dead letter", place(task), task.failures, failure);
            deadLetters(settings.deadLetters().get(), task, exception);
        } else {
            giveUp(task, failure);
        }
    }

    private void giveUp(PartitionWork.Task<K, V> task, Throwable failure) {
        dropped(task);
        end(
                failure instanceof Error
                        ? failure
                        : new KafkaException(
                                "Handling " + place(task) + " failed " + task.failures
                                        + " times, and there is no place for dead letters",
                                failure));
        lanes.skip(task);
    }

    /** Nothing is begun any more. */
    private void end(Throwable why) {
        if (fatal == null) {
            fatal = why;
        }
        isStopping = true;
    }

    private String place(PartitionWork.Task<K, V> task) {
        return "offset " + task.records.get(0).offset() + " of partition " + task.work.partition;
    }

    private void deadLetters(DeadLetters<K, V> to, PartitionWork.Task<K, V> task, Exception failure) {
        List<CompletionStage<?>> sent = new ArrayList<>();
        task.records.forEach(record -> sent.add(to.failed(record, task.failures, failure)));
        send(new LettersOf<>(task.work, task.offsets(), () -> lanes.skip(task)), sent);
    }

    private void send(LettersOf<K, V> of, List<CompletionStage<?>> sent) {
        sent.forEach(stage -> stage.whenComplete((value, failure) -> letters.add(new Letter<>(of, failure))));
    }

    private void arrived(LettersOf<K, V> of, Throwable failure) {
        of.missing--;
        of.failure = of.failure == null ? failure : of.failure;
        if (of.missing > 0) {
            return;
        }
        if (of.failure == null) {
            done(of.work, of.offsets);
        } else {
            of.work.tasks--;
            inFlight -= of.offsets.size();
            end(new KafkaException(
                    "A dead letter for offset " + of.offsets.get(0) + " of partition " + of.work.partition
                            + " could not be delivered",
                    of.failure));
        }
        of.afterwards.run();
    }

    private void retryWhatIsDue() {
        while (!retries.isEmpty() && retries.peek().atNs() - System.nanoTime() <= 0) {
            lanes.again(retries.poll().task());
        }
    }

    private void awaitTasks(long waitNs) {
        try {
            lanes.await(waitNs);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        takeFinished();
    }

    // ---- commits ----

    private void commitWhatIsDone() {
        if (nextCommitNs - System.nanoTime() > 0) {
            return;
        }
        nextCommitNs = System.nanoTime() + settings.commitInterval().toNanos();
        Map<TopicPartition, OffsetAndMetadata> news = news(work.values());
        if (!news.isEmpty()) {
            consumer.commitAsync(news, (offsets, failure) -> {
                if (failure != null) {
                    log.info("committing {} failed; the next commit says as much: {}", offsets, failure.toString());
                    offsets.keySet().forEach(this::forgetSent);
                }
            });
        }
    }

    private void forgetSent(TopicPartition partition) {
        PartitionWork<K, V> own = work.get(partition);
        if (own != null) {
            own.sent = CompletedOffsets.NOTHING;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> news(Collection<PartitionWork<K, V>> of) {
        Map<TopicPartition, OffsetAndMetadata> news = new HashMap<>();
        for (PartitionWork<K, V> own : of) {
            if (own.hasNews()) {
                own.sent = own.offsets.committable();
                news.put(own.partition, new OffsetAndMetadata(own.sent));
            }
        }
        return news;
    }

    /** All that is done, also what an earlier commit has said: that one may have failed. */
    private void commitAll(Collection<PartitionWork<K, V>> of) {
        of.forEach(own -> own.sent = CompletedOffsets.NOTHING);
        Map<TopicPartition, OffsetAndMetadata> offsets = news(of);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            try {
                consumer.commitSync(offsets, settings.closeTimeout());
            } catch (WakeupException e) {
                consumer.commitSync(offsets, settings.closeTimeout());
            }
        } catch (KafkaException e) {
            log.warn("what was done could not be committed, and will be seen again: {}", offsets, e);
        }
    }

    // ---- partitions come and go ----

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        partitions.forEach(this::workOn);
        if (isSaturated) {
            consumer.pause(partitions);
        }
        settings.listener().ifPresent(listener -> listener.onPartitionsAssigned(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<PartitionWork<K, V>> gone = remove(partitions);
        drain(gone);
        commitAll(gone);
        settings.listener().ifPresent(listener -> listener.onPartitionsRevoked(partitions));
    }

    /** Others have them already: nothing is waited for, and nothing can be committed. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        remove(partitions);
        settings.listener().ifPresent(listener -> listener.onPartitionsLost(partitions));
    }

    private List<PartitionWork<K, V>> remove(Collection<TopicPartition> partitions) {
        List<PartitionWork<K, V>> gone = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionWork<K, V> own = work.remove(partition);
            if (own != null) {
                own.giveUp();
                gone.add(own);
            }
        }
        dropRetries();
        return gone;
    }

    private void dropRetries() {
        retries.removeIf(retry -> {
            if (retry.task().work.isGivenUp()) {
                dropped(retry.task());
                lanes.skip(retry.task());
                return true;
            }
            return false;
        });
    }

    /** Lets what is begun end, and what lies before it, within the deadline; the rest is dropped. */
    private void drain(Collection<PartitionWork<K, V>> gone) {
        long deadlineNs = System.nanoTime() + settings.drainTimeout().toNanos();
        takeFinished();
        while (gone.stream().anyMatch(own -> own.tasks > 0)) {
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                log.warn(
                        "records were still being handled after {}, and will be seen again by others: {}",
                        settings.drainTimeout(),
                        gone.stream()
                                .filter(own -> own.tasks > 0)
                                .map(own -> own.partition)
                                .toList());
                return;
            }
            try {
                lanes.await(Math.min(leftNs, LONGEST_PAUSE_NS));
            } catch (InterruptedException e) {
                wasInterrupted = true;
                isStopping = true;
                log.info("interrupted while records were being handled: they will be seen again");
                return;
            }
            takeFinished();
        }
    }

    /** Closes the consumer of a loop that is never run. */
    public void close() {
        consumer.close(settings.closeTimeout());
    }

    private void wrapUp() {
        try {
            List<PartitionWork<K, V>> left = remove(List.copyOf(work.keySet()));
            drain(left);
            commitAll(left);
        } catch (RuntimeException e) {
            fatal = fatal == null ? e : fatal;
        } finally {
            try {
                consumer.close(settings.closeTimeout());
            } catch (RuntimeException e) {
                fatal = fatal == null ? e : fatal;
            }
        }
    }
}
