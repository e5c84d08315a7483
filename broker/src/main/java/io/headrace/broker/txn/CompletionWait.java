package io.headrace.broker.txn;

import io.headrace.broker.loop.Loop;
import java.util.concurrent.ScheduledFuture;

/**
 * Waits for the completion of a transaction, or for its own deadline, whichever comes first.
 *
 * <p>Owner: one loop.
 */
final class CompletionWait implements Runnable {

    private final Runnable whenComplete;
    private ScheduledFuture<?> timer;
    private boolean over;

    CompletionWait(Runnable whenComplete) {
        this.whenComplete = whenComplete;
    }

    void deadline(Loop loop, long delayMs, Runnable whenLate) {
        timer = loop.after(delayMs, () -> end(whenLate));
    }

    /** The transaction is complete. */
    @Override
    public void run() {
        end(whenComplete);
    }

    private void end(Runnable then) {
        if (!over) {
            over = true;
            timer.cancel(false);
            then.run();
        }
    }
}
