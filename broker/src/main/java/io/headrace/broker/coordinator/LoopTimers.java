package io.headrace.broker.coordinator;

import io.headrace.broker.loop.Loop;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.Timers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Timers of one machine on its loop. Starting one again for a later time, as each heartbeat does, only notes the new time:
 * the loop's timer is set anew when it fires too early.
 *
 * <p>Owner: the loop.
 */
final class LoopTimers implements Timers {

    private final Loop loop;
    private final Consumer<LongFunction<Outcome>> whenDue;
    private final Map<String, Running> running = new HashMap<>();
    private boolean closed;

    private final class Running {
        private final String name;
        private LongFunction<Outcome> step;
        private long dueNs;
        private long firesNs;
        private ScheduledFuture<?> timer;

        Running(String name) {
            this.name = name;
        }

        void schedule(long nowNs) {
            firesNs = dueNs;
            long leftNs = Math.max(0, dueNs - nowNs);
            timer = loop.after(TimeUnit.NANOSECONDS.toMillis(leftNs + 999_999), this::fire);
        }

        private void fire() {
            if (running.get(name) != this) {
                return;
            }
            long nowNs = System.nanoTime();
            if (dueNs - nowNs > 0) {
                schedule(nowNs);
                return;
            }
            running.remove(name);
            whenDue.accept(step);
        }
    }

    /** No timers yet; {@code whenDue} takes the steps that are due. */
    LoopTimers(Loop loop, Consumer<LongFunction<Outcome>> whenDue) {
        this.loop = loop;
        this.whenDue = whenDue;
    }

    @Override
    public void start(String name, long delayMs, LongFunction<Outcome> step) {
        if (closed) {
            return;
        }
        long nowNs = System.nanoTime();
        Running timer = running.computeIfAbsent(name, Running::new);
        timer.step = step;
        timer.dueNs = nowNs + TimeUnit.MILLISECONDS.toNanos(Math.max(0, delayMs));
        if (timer.timer != null && timer.firesNs - timer.dueNs <= 0) {
            return;
        }
        if (timer.timer != null) {
            timer.timer.cancel(false);
        }
        timer.schedule(nowNs);
    }

    @Override
    public void cancel(String name) {
        Running timer = running.remove(name);
        if (timer != null) {
            timer.timer.cancel(false);
        }
    }

    @Override
    public boolean isRunning(String name) {
        return running.containsKey(name);
    }

    /** Stops all, for good. */
    void close() {
        closed = true;
        running.values().forEach(each -> each.timer.cancel(false));
        running.clear();
    }
}
