package io.headrace.coordination;

import java.util.function.LongFunction;

/**
 * Timers of one machine, by name. Starting one replaces the one of that name. Owner: the machine's thread, on which they
 * fire, too.
 */
public interface Timers {

    /**
     * Takes a step when a time has passed.
     *
     * @param name what it is for, such as {@code session/group/member}
     * @param delayMs from now
     * @param step gets the time in milliseconds since the epoch
     */
    void start(String name, long delayMs, LongFunction<Outcome> step);

    /** Stops a timer, if it runs. */
    void cancel(String name);

    /** Whether a timer of that name runs. */
    boolean isRunning(String name);
}
