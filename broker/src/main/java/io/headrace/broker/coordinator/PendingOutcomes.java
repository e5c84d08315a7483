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
 * Outcomes of a shard that wait, in their order, until all that had been appended before is committed, be it by their own
 * step or by an earlier one. One is told only after all before it, whichever way they end. So nobody is told of what may
 * still be lost, also when whoever had it appended was told long ago that this is not certain.
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

    /** What was appended last, or null: when it is committed, all is. */
    private AppendResult newest;

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

    /** Something was appended: what is added from now on waits for it. */
    void appended(AppendResult result) {
        newest = result;
    }

    /** Tells {@code told} when all that was appended so far is committed, or why that does not get so. */
    void add(Consumer<Errors> told) {
        Pending pending = new Pending(told, System.nanoTime() + timeoutNs);
        queue.addLast(pending);
        if (newest != null && partition.park(newest, true, pending)) {
            startTimer(timeoutNs);
        } else {
            pending.result = Errors.NONE;
        }
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
