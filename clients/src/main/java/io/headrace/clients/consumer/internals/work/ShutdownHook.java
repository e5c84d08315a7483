package io.headrace.clients.consumer.internals.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a loop when the process is told to end, and has the process wait for it: not for ever, since whoever ends the process
 * in a handler waits for this, and the loop for the handler. One thread registers it, and closes it when the loop has ended.
 */
public final class ShutdownHook implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ShutdownHook.class);

    private final Runnable stop;
    private final CountDownLatch ended;
    private final Duration patience;
    private final Thread thread = new Thread(this::stopAndWait, "headrace-consumer-loop-stop");

    /**
     * @param stop has the loop end soon
     * @param ended counted down when it has
     * @param patience how long the process waits for that at most
     */
    public ShutdownHook(Runnable stop, CountDownLatch ended, Duration patience) {
        this.stop = stop;
        this.ended = ended;
        this.patience = patience;
    }

    /** From now on the process waits; if it is ending already, the loop is stopped at once. */
    public void register() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException e) {
            stop.run();
        }
    }

    private void stopAndWait() {
        stop.run();
        try {
            if (!ended.await(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS)) {
                log.warn(
                        "a consumer loop has not ended within {} of being stopped: the process ends without it",
                        patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The process is ending: this is what stopped the loop, perhaps.
        }
    }
}
