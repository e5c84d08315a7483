package io.headrace.broker.coordinator;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.replica.Acknowledgement;
import io.headrace.broker.replica.Partition;
import io.headrace.common.protocol.Errors;
import io.headrace.log.AppendResult;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Outcomes of a shard whose records are appended and not committed yet, in their order: one is told only after all before
 * it, whichever way they end. One without records waits behind those appended before.
 *
 * <p>Owner: the loop of the partition.
 */
final class PendingOutcomes {

    private final Partition partition;
    private final Loop loop;
    private final long timeoutNs;
    private final Runnable whenResolved;
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private boolean timerRuns;

    private final class Pending implements Acknowledgement {
        private final Consumer<Errors> told;
        private final long deadlineNs;
        private Errors result;

        Pending(Consumer<Errors> told, long deadlineNs) {
            this.told = told;
            this.deadlineNs = deadlineNs;
        }

        @Override
        public void acknowledged() {
            resolve(Errors.NONE);
        }

        @Override
        public void refused(Errors error) {
            resolve(error);
        }

        private void resolve(Errors error) {
            result = error;
            if (queue.peekFirst() == this) {
                whenResolved.run();
            }
        }
    }

    /**
     * Nothing waits yet.
     *
     * @param whenResolved is run when the first in the queue can be told: to call {@link #tellResolved()}, at once or later
     */
    PendingOutcomes(Partition partition, long timeoutMs, Runnable whenResolved) {
        this.partition = partition;
        this.loop = partition.loop();
        this.timeoutNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        this.whenResolved = whenResolved;
    }

    /** Tells {@code told} when an append is committed, or why it does not get so; not before those that wait already. */
    void add(AppendResult appended, Consumer<Errors> told) {
        Pending pending = new Pending(told, System.nanoTime() + timeoutNs);
        queue.addLast(pending);
        if (partition.park(appended, true, pending)) {
            startTimer(timeoutNs);
        } else {
            pending.result = Errors.NONE;
        }
    }

    /** Tells {@code told} after those that wait already. */
    void addBehind(Consumer<Errors> told) {
        Pending pending = new Pending(told, 0);
        pending.result = Errors.NONE;
        queue.addLast(pending);
    }

    /** Tells those at the head of the queue whose end is known. */
    void tellResolved() {
        while (!queue.isEmpty() && queue.peekFirst().result != null) {
            Pending first = queue.pollFirst();
            first.told.accept(first.result);
        }
    }

    /** Tells all that wait that they are refused. */
    void refuseAll(Errors error) {
        for (Pending pending : queue) {
            if (pending.result == null) {
                partition.unpark(pending);
                pending.result = error;
            }
        }
        tellResolved();
    }

    private void startTimer(long delayNs) {
        if (!timerRuns) {
            timerRuns = true;
            loop.later(TimeUnit.NANOSECONDS.toMillis(delayNs) + 1, this::expire);
        }
    }

    private void expire() {
        timerRuns = false;
        long nowNs = System.nanoTime();
        for (Pending pending : queue) {
            if (pending.result != null) {
                continue;
            }
            if (pending.deadlineNs - nowNs > 0) {
                startTimer(pending.deadlineNs - nowNs);
                break;
            }
            partition.unpark(pending);
            pending.result = Errors.REQUEST_TIMED_OUT;
        }
        whenResolved.run();
    }
}
