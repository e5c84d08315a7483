package io.headrace.clients.consumer.internals.work;

import io.headrace.common.KafkaException;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that are begun, until each is done, dropped, or condemned: has them run, and tries those again that fail.
 *
 * <p>Owner of all its state: the polling thread. The executor sees tasks alone; what became of them comes back through
 * {@link Lanes}.
 */
final class Handling<K, V> {

    private static final Logger log = LoggerFactory.getLogger(Handling.class);

    /** Who is told how tasks end. Called by the polling thread. */
    interface Ends<K, V> {

        /** A task is done. */
        void done(Task<K, V> task);

        /** A task will not be done, and counts for nothing. */
        void dropped(Task<K, V> task);

        /** A task has failed as often as it may; {@link Handling#skip} or {@link Handling#drop} has to follow. */
        void condemned(Task<K, V> task, Exception failure);

        /**
         * A task will not be done, and that ends the loop.
         *
         * @param why what it ends with
         */
        void broken(Task<K, V> task, Throwable why);

        /** Nothing can be settled any more, and that ends the loop. */
        void hopeless(Throwable why);

        /** A task fails. Called by the thread that runs it, before anything else is begun there. */
        void failing(Throwable failure);
    }

    private record Retry<K, V>(Task<K, V> task, long atNs) {}

    private final Lanes<Task<K, V>> lanes;
    private final RetryRule rule;
    private final Ends<K, V> ends;
    private final PriorityQueue<Retry<K, V>> retries = new PriorityQueue<>(Comparator.comparingLong(Retry::atNs));

    Handling(LoopSettings<K, V> settings, Ends<K, V> ends) {
        this.lanes = new Lanes<>(settings.executor(), ends::failing);
        this.rule = settings.retry();
        this.ends = ends;
    }

    /** Has a task run when its lane is free. */
    void submit(Task<K, V> task) {
        lanes.submit(task);
    }

    /** Goes on behind a task that failed and counts as done. */
    void skip(Task<K, V> failed) {
        lanes.skip(failed);
    }

    /** Goes on behind a task that will not be done, and so neither will those behind it that keep their order with it. */
    void drop(Task<K, V> failed) {
        lanes.drop(failed);
    }

    /** Whether the calling thread is one that runs a task. */
    boolean isRunningHere() {
        return lanes.isRunningHere();
    }

    /** Hears what became of tasks since the last call. */
    void takeFinished() {
        for (Lanes.Finished<Task<K, V>> next = lanes.poll(); next != null; next = lanes.poll()) {
            if (next.isDropped()) {
                ends.dropped(next.task());
            } else if (next.failure() == null) {
                ends.done(next.task());
            } else {
                failed(next.task(), next.failure());
            }
        }
    }

    private void failed(Task<K, V> task, Throwable failure) {
        if (task.work.isGivenUp() && failure instanceof Exception) {
            task.failures++;
            giveUp(task);
        } else if (failure instanceof Lanes.Interrupted) {
            ends.broken(task, new KafkaException("Handling " + task.place() + " was interrupted", failure.getCause()));
        } else if (task.isCondemned()) {
            ends.condemned(task, (Exception) failure);
        } else if (failure instanceof Lanes.Refused) {
            ends.broken(task, new KafkaException("Handling " + task.place() + " could not be begun", failure));
        } else if (!(failure instanceof Exception exception)) {
            task.failures++;
            ends.broken(task, failure instanceof Error ? failure : failedForGood(task, failure));
        } else {
            failed(task, exception);
        }
    }

    private void failed(Task<K, V> task, Exception failure) {
        task.failures++;
        long waitNs = rule.waitNs(task.failures);
        if (waitNs == RetryRule.NEVER) {
            task.condemn(failure);
            ends.condemned(task, failure);
        } else {
            log.info("handling {} failed, attempt {}: trying again", task.place(), task.failures, failure);
            retries.add(new Retry<>(task, System.nanoTime() + waitNs));
        }
    }

    /** What a loop ends with that has no place for what cannot be handled. */
    static KafkaException failedForGood(Task<?, ?> task, Throwable failure) {
        return new KafkaException(
                "Handling " + task.place() + " failed " + task.failures
                        + " times, and there is no place for dead letters",
                failure);
    }

    private void giveUp(Task<K, V> failed) {
        ends.dropped(failed);
        lanes.drop(failed);
    }

    /** Runs what has waited long enough. */
    void retryWhatIsDue() {
        while (!retries.isEmpty() && retries.peek().atNs() - System.nanoTime() <= 0) {
            lanes.again(retries.poll().task());
        }
    }

    /** How long until something is to be tried again; {@link Long#MAX_VALUE} when nothing is. */
    long untilNextRetryNs() {
        return retries.isEmpty() ? Long.MAX_VALUE : Math.max(0, retries.peek().atNs() - System.nanoTime());
    }

    /** Does not try again what belongs to partitions that are given up. */
    void dropRetries() {
        retries.removeIf(retry -> {
            if (retry.task().work.isGivenUp()) {
                giveUp(retry.task());
                return true;
            }
            return false;
        });
    }

    /** Waits until a task has ended, or the time has passed, and hears what became of it. */
    void await(long waitNs) throws InterruptedException {
        lanes.await(waitNs);
        takeFinished();
    }
}
