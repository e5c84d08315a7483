package io.headrace.clients.internals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What one client has scheduled on its loop. It ends with the client, though the loop may go on for other clients.
 *
 * <p>Owner: the client's loop.
 */
final class LoopTimers {

    /** What asks for more than this gets this: far off, and yet no overflow in ns. */
    static final long LONGEST_DELAY_MS = TimeUnit.DAYS.toMillis(365);

    private final ScheduledExecutorService loop;
    private final Set<Timer> timers = new HashSet<>();

    LoopTimers(ScheduledExecutorService loop) {
        this.loop = loop;
    }

    /** Runs a task after a delay, unless it is cancelled before. */
    Scheduled schedule(long delayMs, Runnable task) {
        return scheduleNs(TimeUnit.MILLISECONDS.toNanos(Math.min(delayMs, LONGEST_DELAY_MS)), task);
    }

    /** As {@link #schedule}, for short delays. */
    Scheduled scheduleNs(long delayNs, Runnable task) {
        Timer timer = new Timer(task);
        timer.future = loop.schedule(timer, Math.max(0, delayNs), TimeUnit.NANOSECONDS);
        timers.add(timer);
        return timer;
    }

    /** Forgets everything that has not run yet. */
    void cancelAll() {
        List.copyOf(timers).forEach(Timer::cancel);
    }

    /** Owner: the loop. */
    private final class Timer implements Runnable, Scheduled {
        private final Runnable task;
        private Future<?> future;

        Timer(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (timers.remove(this)) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            timers.remove(this);
            future.cancel(false);
        }
    }
}
