package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.WakeupException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, has records handled ({@link Handling}), and settles what is done ({@link Settlement}).
 *
 * <p>Owner of all its state: the polling thread, which is the one that calls {@link #run}.
 *
 * <p>Nothing is settled before all records before it are done. A partition that is taken away is left with what is begun
 * finished and settled, as far as the deadline allows; whatever is not done by then its next owner sees again. A record
 * that cannot be handled is never passed over in silence: it becomes a dead letter, or the loop ends.
 */
public final class WorkLoop<K, V> implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(WorkLoop.class);

    /** The longest wait for tasks between two polls while reading pauses: polls keep the membership alive. */
    private static final long LONGEST_PAUSE_NS = 100_000_000;

    /** How many times as many records as may be in flight may be done behind one that is not. */
    private static final int AHEAD = 10;

    private final Consumer<K, V> consumer;
    private final LoopSettings<K, V> settings;
    private final Partitions<K, V> partitions = new Partitions<>(this::isStopping);
    private final Handling<K, V> handling;
    private final Settlement<K, V> settlement;

    private volatile boolean isStopping;
    private boolean isSaturated;

    /** How often all was started over. */
    private int restarts;

    /** Why the loop cannot go on; null as long as it can. */
    private Throwable fatal;

    private boolean wasInterrupted;

    /** Who polls; null before. Whoever reads it late is not it. */
    private Thread poller;

    /** @param consumer taken over; subscribed by {@code subscribe} of {@link #run} */
    public WorkLoop(Consumer<K, V> consumer, LoopSettings<K, V> settings) {
        this.consumer = consumer;
        this.settings = settings;
        Handling.Ends<K, V> ends = new Ends();
        this.handling = new Handling<>(settings, ends);
        this.settlement = settings.transactions().isPresent()
                ? new ExactlyOnce<>(
                        consumer, settings.transactions().get(), settings, partitions, ends, this::startOver)
                : new AtLeastOnce<>(consumer, settings, partitions, ends);
    }

    /** Has {@link #run} end; safe from any thread. */
    public void stop() {
        isStopping = true;
    }

    private boolean isStopping() {
        return isStopping;
    }

    /** Whether the calling thread is one that {@link #run} waits for: the polling one, or one that runs a handler. */
    public boolean isWorkingHere() {
        return poller == Thread.currentThread() || handling.isRunningHere();
    }

    /**
     * Works until {@link #stop()}, then ends what is begun, settles it, and closes the consumer.
     *
     * @param subscribe subscribes the consumer, or assigns it partitions, with this as listener
     * @throws KafkaException when it cannot go on; what was done until then is settled, if that is possible
     */
    public void run(java.util.function.Consumer<ConsumerRebalanceListener> subscribe) {
        poller = Thread.currentThread();
        try {
            settlement.start(this::isStopping);
            subscribe.accept(this);
            while (!isStopping && fatal == null && !poller.isInterrupted()) {
                turn();
            }
        } catch (InterruptException e) {
            wasInterrupted = true;
        } catch (RuntimeException | Error e) {
            end(e);
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

    /** Nothing is begun any more. */
    private void end(Throwable why) {
        if (fatal == null) {
            fatal = why;
        }
        isStopping = true;
    }

    private void turn() {
        hear();
        handling.retryWhatIsDue();
        settlement.turn();
        if (saturated()) {
            awaitTasks(Math.min(LONGEST_PAUSE_NS, handling.untilNextRetryNs()));
            poll(Duration.ZERO);
        } else {
            long waitNs = Math.min(settings.pollTimeout().toNanos(), handling.untilNextRetryNs());
            poll(Duration.ofNanos(Math.max(0, waitNs)));
        }
    }

    /** Hears what became of what is under way. */
    private void hear() {
        handling.takeFinished();
        settlement.hear();
    }

    // ---- reading ----

    /** Pauses and resumes reading: it goes on when half of what may be under way is done. */
    private boolean saturated() {
        int most = isSaturated ? settings.maxInFlight() / 2 + 1 : settings.maxInFlight();
        long mostBytes = isSaturated ? settings.maxInFlightBytes() / 2 + 1 : settings.maxInFlightBytes();
        boolean isTooMuch = partitions.inFlight() >= most
                || partitions.uncommittable() / AHEAD >= most
                || partitions.inFlightBytes() + settlement.keptBytes() >= mostBytes;
        boolean wasSaturated = isSaturated;
        isSaturated = isTooMuch || !settlement.isReady();
        if (isSaturated && !wasSaturated) {
            consumer.pause(consumer.assignment());
        } else if (!isSaturated && wasSaturated) {
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
        int before = restarts;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<K, V>> ofPartition = records.records(partition);
            PartitionWork<K, V> own = partitions.get(partition);
            if (own.offsets.isBehind(ofPartition.get(0).offset())) {
                own = startAnew(own);
                if (restarts != before) {
                    readAgain(records);
                    return;
                }
            }
            for (Task<K, V> task : own.tasks(ofPartition, settings)) {
                handling.submit(task);
                partitions.begun(task);
            }
        }
        records.nextOffsets().forEach((partition, next) -> {
            PartitionWork<K, V> own = partitions.get(partition);
            own.readFrom(next.offset());
            own.offsets.reach(next.offset());
        });
    }

    /**
     * The position went back, by a reset: what is being handled must not be mixed up with what comes now. Nor must its
     * offsets be committed: they may lie ahead of records that were not there then.
     */
    private PartitionWork<K, V> startAnew(PartitionWork<K, V> old) {
        log.info("reading of partition {} went back", old.partition);
        List<PartitionWork<K, V>> gone = giveUp(List.of(old.partition));
        gone.forEach(PartitionWork::abandon);
        settlement.lost(gone);
        return partitions.get(old.partition);
    }

    /** All was started over while these were being taken on: what has no place yet to start over from begins with them. */
    private void readAgain(ConsumerRecords<K, V> records) {
        for (TopicPartition partition : records.partitions()) {
            if (partitions.get(partition).restart() == CompletedOffsets.NOTHING) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
    }

    /** What was read since the last commit is read again. */
    private void startOver() {
        restarts++;
        for (PartitionWork<K, V> own : partitions.startOver()) {
            if (own.restart() != CompletedOffsets.NOTHING) {
                consumer.seek(own.partition, own.restart());
            }
        }
        handling.dropRetries();
    }

    private void undeserializable(RecordDeserializationException failure) {
        if (settings.deadLetters().isEmpty()) {
            throw failure;
        }
        PartitionWork<K, V> own = partitions.get(failure.topicPartition());
        if (own.offsets.isBehind(failure.offset())) {
            own = startAnew(own);
        }
        own.readFrom(failure.offset());
        own.offsets.begin(failure.offset());
        Task<K, V> task = Task.of(own, failure);
        partitions.begun(task);
        log.warn(
                "record at offset {} of partition {} cannot be deserialized and becomes a dead letter",
                failure.offset(),
                failure.topicPartition(),
                failure);
        consumer.seek(failure.topicPartition(), failure.offset() + 1);
        settlement.dead(task);
    }

    private void awaitTasks(long waitNs) {
        try {
            handling.await(waitNs);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** What becomes of tasks. */
    private final class Ends implements Handling.Ends<K, V> {

        @Override
        public void done(Task<K, V> task) {
            try {
                if (partitions.done(task)) {
                    settlement.done(task);
                }
            } finally {
                if (task.isCondemned() && task.isRun()) {
                    handling.skip(task);
                }
            }
        }

        @Override
        public void dropped(Task<K, V> task) {
            partitions.ended(task);
        }

        @Override
        public void condemned(Task<K, V> task, Exception failure) {
            if (settings.deadLetters().isEmpty()) {
                broken(task, Handling.failedForGood(task, failure));
                return;
            }
            log.warn("handling {} failed {} times: it becomes a dead letter", task.place(), task.failures, failure);
            settlement.dead(task);
        }

        @Override
        public void broken(Task<K, V> task, Throwable why) {
            partitions.ended(task);
            end(why);
            if (task.isRun()) {
                handling.drop(task);
            }
        }

        @Override
        public void hopeless(Throwable why) {
            end(why);
        }

        @Override
        public void failing(Throwable failure) {
            boolean isInterrupt = failure instanceof Lanes.Interrupted && Thread.currentThread() == poller;
            if (failure instanceof Error || isInterrupt) {
                isStopping = true;
            }
        }
    }

    // ---- partitions come and go ----

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        assigned.forEach(partitions::get);
        if (isSaturated) {
            consumer.pause(assigned);
        }
        settings.listener().ifPresent(listener -> listener.onPartitionsAssigned(assigned));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        leave(revoked);
        settings.listener().ifPresent(listener -> listener.onPartitionsRevoked(revoked));
    }

    /** Others have them already: nothing is waited for, and nothing can be settled. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        List<PartitionWork<K, V>> gone = giveUp(lost);
        gone.forEach(PartitionWork::abandon);
        try {
            settlement.lost(gone);
        } catch (RuntimeException e) {
            end(e);
        }
        settings.listener().ifPresent(listener -> listener.onPartitionsLost(lost));
    }

    private List<PartitionWork<K, V>> giveUp(Collection<TopicPartition> of) {
        List<PartitionWork<K, V>> gone = partitions.giveUp(of);
        handling.dropRetries();
        return gone;
    }

    /** Nothing is begun any more of these; what is done within the deadline is settled. */
    private void leave(Collection<TopicPartition> of) {
        List<PartitionWork<K, V>> gone = giveUp(of);
        boolean isSettled = false;
        try {
            drain(gone);
            settlement.settle(gone);
            isSettled = true;
        } catch (InterruptException e) {
            boolean unused = Thread.interrupted(); // So that what follows can wait.
            interrupted();
        } catch (RuntimeException e) {
            end(e);
        } finally {
            if (!isSettled) {
                settlement.unsettled(gone);
            }
            gone.forEach(PartitionWork::abandon);
        }
    }

    /** Lets what is begun end, and what lies before it, within the deadline; the rest is dropped. */
    private void drain(Collection<PartitionWork<K, V>> gone) {
        long deadlineNs = System.nanoTime() + settings.drainTimeout().toNanos();
        hear();
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
                handling.await(Math.min(leftNs, LONGEST_PAUSE_NS));
                settlement.hear();
            } catch (InterruptedException e) {
                interrupted();
                return;
            }
        }
    }

    private void interrupted() {
        wasInterrupted = true;
        isStopping = true;
        log.info("interrupted while partitions were being left: what is not settled will be seen again");
    }

    /** Closes the consumer of a loop that is never run. */
    public void close() {
        consumer.close(settings.closeTimeout());
    }

    private void wrapUp() {
        isStopping = true;
        if (Thread.interrupted() || wasInterrupted) { // The status is cleared, so that what follows can wait.
            wasInterrupted = true;
            log.info("the polling thread was interrupted: stopping");
        }
        try {
            leave(partitions.all().stream().map(own -> own.partition).toList());
        } catch (Error e) {
            end(e);
        }
        try {
            consumer.close(settings.closeTimeout());
        } catch (RuntimeException | Error e) {
            end(e);
        }
    }
}
