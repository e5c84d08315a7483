package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.DeadLetters;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.Producer;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.TimeoutException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what tasks make, and commits their offsets, in one transaction.
 *
 * <pre>
 *   NONE --something is to be sent, or committed--> OPEN --due, or partitions go--> COMMITTING --> NONE
 *    ^                                                |                                |
 *    +------------------- ABORTING &lt;-------------------+-- something failed &lt;-----------+
 * </pre>
 *
 * <p>What a task makes is sent when all records before it are done, in the order of the partition: so a transaction holds
 * the output of exactly those records whose offsets it commits. When it is aborted, all that was read since the last commit
 * is read again. A commit whose outcome is not known is asked for again before anything else is done; nothing is guessed.
 *
 * <p>An output that the producer or the broker refuses for itself (too large, not serializable) is a failed attempt of its
 * record. Everything else that fails aborts the transaction, which begins anew after a wait, until it succeeds; what leaves
 * the producer unable to go on ends the loop.
 *
 * <p>Owner of its state: the polling thread, for all but the queue of failed sends.
 */
final class ExactlyOnce<K, V> implements Settlement<K, V> {

    private static final Logger log = LoggerFactory.getLogger(ExactlyOnce.class);
    private static final RetryRule PAUSES = new RetryRule(Integer.MAX_VALUE, 100_000_000L, 10_000_000_000L);
    private static final long LETTERS_POLL_MS = 5;

    private enum Phase {
        NONE,
        OPEN,
        COMMITTING,
        ABORTING
    }

    /** A send of a transaction that failed. */
    private record FailedSend<K, V>(int transaction, Task<K, V> task, Exception cause) {}

    private final Consumer<K, V> consumer;
    private final Producer<?, ?> producer;
    private final LoopSettings<K, V> settings;
    private final Partitions<K, V> partitions;
    private final Handling.Ends<K, V> ends;
    private final Runnable rewind;
    private final Letters<K, V> letters = new Letters<>();

    /** Tasks that are done while one before them is not. */
    private final Map<PartitionWork<K, V>, TreeMap<Long, Task<K, V>>> ahead = new HashMap<>();

    private long aheadBytes;

    /** What the transaction says of partitions, if it is committed. */
    private final Set<PartitionWork<K, V>> settling = new LinkedHashSet<>();

    /** Sends that failed. Put in by any thread. */
    private final Queue<FailedSend<K, V>> failedSends = new ConcurrentLinkedQueue<>();

    private Phase phase = Phase.NONE;
    private int transaction;
    private int aborts;
    private int abortsInARow;
    private long notBeforeNs = System.nanoTime();
    private long nextCommitNs;

    /** What the open transaction holds is perhaps not what its offsets would say: it must not be committed. */
    private boolean isSpoilt;

    /** Nothing can be committed any more. */
    private boolean isAtItsEnd;

    /**
     * @param ends told of tasks that are done, though they have failed, and of what ends the loop
     * @param rewind has all be read again that was read since the last commit
     */
    ExactlyOnce(
            Consumer<K, V> consumer,
            Producer<?, ?> producer,
            LoopSettings<K, V> settings,
            Partitions<K, V> partitions,
            Handling.Ends<K, V> ends,
            Runnable rewind) {
        this.consumer = consumer;
        this.producer = producer;
        this.settings = settings;
        this.partitions = partitions;
        this.ends = ends;
        this.rewind = rewind;
    }

    @Override
    public void start(BooleanSupplier isStopping) {
        while (!isStopping.getAsBoolean() && !isInitialized()) {
            log.warn("transactions are not initialized yet: trying again");
        }
        nextCommitNs = System.nanoTime() + settings.commitInterval().toNanos();
    }

    private boolean isInitialized() {
        try {
            producer.initTransactions();
            return true;
        } catch (TimeoutException e) {
            log.info("no coordinator for transactions: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public boolean isReady() {
        return (phase == Phase.NONE || phase == Phase.OPEN) && notBeforeNs - System.nanoTime() <= 0;
    }

    // ---- what is done is sent ----

    @Override
    public long keptBytes() {
        return aheadBytes;
    }

    @Override
    public void done(Task<K, V> task) {
        ahead.computeIfAbsent(task.work, own -> new TreeMap<>()).put(task.firstOffset(), task);
        aheadBytes += task.bytes();
        if (phase == Phase.NONE || phase == Phase.OPEN) {
            release(task.work);
        }
    }

    /** Its letter is sent in its turn, with the outputs of the records around it. */
    @Override
    public void dead(Task<K, V> task) {
        ends.done(task);
    }

    private void release(PartitionWork<K, V> own) {
        TreeMap<Long, Task<K, V>> waiting = ahead.get(own);
        if (waiting == null) {
            return;
        }
        while (!waiting.isEmpty() && waiting.firstKey() < own.offsets.committable()) {
            Task<K, V> task = waiting.pollFirstEntry().getValue();
            aheadBytes -= task.bytes();
            emit(task);
        }
        if (waiting.isEmpty()) {
            ahead.remove(own);
        }
    }

    /** What was done of these will not be sent. */
    private void drop(Collection<PartitionWork<K, V>> gone) {
        for (PartitionWork<K, V> own : gone) {
            TreeMap<Long, Task<K, V>> waiting = ahead.remove(own);
            if (waiting != null) {
                aheadBytes -= waiting.values().stream().mapToLong(Task::bytes).sum();
            }
        }
    }

    private void emit(Task<K, V> task) {
        begin();
        int number = transaction;
        try {
            if (task.isCondemned()) {
                DeadLetters<K, V> to = settings.deadLetters().orElseThrow();
                letters.expect(task, task.letters(to));
            } else {
                task.emission().send((metadata, failure) -> {
                    if (failure != null) {
                        failedSends.add(new FailedSend<>(number, task, failure));
                    }
                });
            }
        } catch (InterruptException | Error e) {
            isSpoilt = true;
            throw e;
        } catch (RuntimeException e) {
            failedSends.add(new FailedSend<>(number, task, e));
        }
    }

    private void begin() {
        if (phase == Phase.NONE) {
            try {
                producer.beginTransaction();
            } catch (RuntimeException e) {
                throw atItsEnd(e);
            }
            transaction++;
            phase = Phase.OPEN;
        }
    }

    // ---- it is committed ----

    @Override
    public void hear() {
        // Letters are heard of where they matter: before the transaction is committed.
    }

    @Override
    public void turn() {
        if (!finish()) {
            return;
        }
        partitions.all().forEach(this::release);
        if (!isSound()) {
            abortUnsound();
        } else if (nextCommitNs - System.nanoTime() <= 0) {
            nextCommitNs = System.nanoTime() + settings.commitInterval().toNanos();
            commit(partitions.all());
        }
    }

    @Override
    public void settle(Collection<PartitionWork<K, V>> gone) {
        int before = aborts;
        if (isAtItsEnd || !finish() || aborts != before) {
            // A commit under way goes on. The next owner waits for its outcome, as it does for any that is pending.
            // One that was aborted took results of these along, and nobody here will make them again.
            drop(gone);
            return;
        }
        List<PartitionWork<K, V>> all = new ArrayList<>(partitions.all());
        all.addAll(gone);
        all.forEach(this::release);
        commit(all);
        drop(gone);
    }

    /** Results of theirs may have been sent, and their offsets will not be. */
    @Override
    public void unsettled(Collection<PartitionWork<K, V>> gone) {
        drop(gone);
        isSpoilt |= phase == Phase.OPEN;
    }

    @Override
    public void lost(Collection<PartitionWork<K, V>> gone) {
        drop(gone);
        if (phase == Phase.OPEN) {
            abort("partitions were lost", null);
        }
    }

    private void commit(Collection<PartitionWork<K, V>> of) {
        Map<TopicPartition, OffsetAndMetadata> news = new HashMap<>();
        settling.clear();
        for (PartitionWork<K, V> own : of) {
            if (own.hasNews()) {
                own.sent = own.offsets.committable();
                news.put(own.partition, new OffsetAndMetadata(own.sent));
                settling.add(own);
            }
        }
        if (news.isEmpty() && phase == Phase.NONE) {
            return;
        }
        ConsumerGroupMetadata member = consumer.groupMetadata();
        begin();
        try {
            if (isSound()) {
                awaitLetters();
            }
            if (isSound()) {
                producer.sendOffsetsToTransaction(news, member);
            }
        } catch (InterruptException | Error e) {
            isSpoilt = true;
            throw e;
        } catch (RuntimeException e) {
            abort("offsets could not be sent", e);
            return;
        }
        if (!isSound()) {
            abortUnsound();
            return;
        }
        phase = Phase.COMMITTING;
        boolean unused = finish();
    }

    private boolean isSound() {
        return failedSends.isEmpty() && !isSpoilt;
    }

    private void abortUnsound() {
        FailedSend<K, V> failed = failedSends.peek();
        if (failed == null) {
            abort("it was broken off", null);
        } else {
            abort("a record could not be sent", failed.cause());
        }
    }

    /** Those of the same producer are there when it is flushed. */
    private void awaitLetters() {
        if (letters.underWay() == 0) {
            return;
        }
        producer.flush();
        long deadlineNs = System.nanoTime() + settings.closeTimeout().toNanos();
        takeLetters();
        while (letters.underWay() > 0) {
            if (deadlineNs - System.nanoTime() <= 0) {
                throw new TimeoutException(
                        letters.underWay() + " dead letters were not delivered within " + settings.closeTimeout());
            }
            try {
                Thread.sleep(LETTERS_POLL_MS);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
            takeLetters();
        }
    }

    private void takeLetters() {
        letters.take(task -> {}, (task, failure) -> failedSends.add(new FailedSend<>(transaction, task, failure)));
    }

    /** Ends what is being ended; false when it has to be asked for again. */
    private boolean finish() {
        try {
            switch (phase) {
                case COMMITTING -> {
                    producer.commitTransaction();
                    settling.forEach(PartitionWork::committed);
                    abortsInARow = 0;
                    phase = Phase.NONE;
                }
                case ABORTING -> {
                    producer.abortTransaction();
                    phase = Phase.NONE;
                }
                case NONE, OPEN -> {
                    // Nothing is being ended.
                }
            }
        } catch (TimeoutException e) {
            log.warn("the end of a transaction was not confirmed in time, and is asked for again: {}", e.getMessage());
            return false;
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            if (phase != Phase.COMMITTING) {
                throw atItsEnd(e);
            }
            abort("it could not be committed", e);
            return phase == Phase.NONE;
        }
        forget();
        return true;
    }

    /** What failed in a transaction that has ended. */
    private void forget() {
        isSpoilt &= phase == Phase.OPEN;
        failedSends.removeIf(failed -> phase == Phase.NONE || failed.transaction() != transaction);
    }

    // ---- it is aborted ----

    private void abort(String what, Throwable cause) {
        aborts++;
        long waitNs = PAUSES.waitNs(++abortsInARow);
        if (failedSends.isEmpty() && Refusals.isHopeless(cause)) {
            ends.hopeless(new KafkaException("What is done cannot be committed: " + cause.getMessage(), cause));
        }
        log.warn(
                "a transaction is aborted, and what was read since the last one is read again in {} ms: {}",
                waitNs / 1_000_000,
                what,
                cause);
        failedSends.forEach(this::blame);
        failedSends.clear();
        letters.forget();
        ahead.clear();
        aheadBytes = 0;
        settling.clear();
        notBeforeNs = System.nanoTime() + waitNs;
        phase = Phase.ABORTING;
        rewind.run();
        boolean unused = finish();
    }

    /** Has a record that cannot be sent not be tried for ever. */
    private void blame(FailedSend<K, V> failed) {
        Task<K, V> task = failed.task();
        if (task.isCondemned()) {
            if (!Refusals.isTemporary(failed.cause())) {
                ends.hopeless(failed.cause());
            }
        } else if (Refusals.isOfTheRecord(failed.cause())) {
            task.failures++;
            boolean isLast = settings.retry().waitNs(task.failures) == RetryRule.NEVER;
            log.info("what was made of {} cannot be sent, attempt {}", task.place(), task.failures, failed.cause());
            task.work.remember(task, isLast ? failed.cause() : null);
        }
    }

    private KafkaException atItsEnd(RuntimeException cause) {
        isAtItsEnd = true;
        return new KafkaException(
                "The producer cannot go on with transactions, and so neither can the loop. What was done since the last"
                        + " commit does not count and will be done again by others: " + cause.getMessage(),
                cause);
    }
}
