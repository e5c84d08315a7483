package io.headrace.cli.records;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.FailureText;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What became of the lines that were handed to a producer. The producer's thread notes, the command's thread asks: the
 * numbers are final when the producer has been flushed.
 */
final class Delivery {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<Unsent> first = new AtomicReference<>();

    /** A line that could not be sent. */
    private record Unsent(long line, Exception reason) {}

    /** Notes what became of a line: {@code failure} is null when it is in the topic. */
    void note(long line, Exception failure) {
        if (failure == null) {
            sent.incrementAndGet();
        } else {
            failed.incrementAndGet();
            first.compareAndSet(null, new Unsent(line, failure));
        }
    }

    /** Whether nothing has failed so far. */
    boolean isClean() {
        return first.get() == null;
    }

    /**
     * Returns when all lines are in the topic.
     *
     * @throws CommandFailure naming the first line that is not, and how many are: partly done when some are
     */
    void conclude() {
        Unsent unsent = first.get();
        if (unsent == null) {
            return;
        }
        throw stopped(
                "line " + unsent.line() + " could not be sent: " + FailureText.of(unsent.reason()), unsent.reason());
    }

    /** That reading or sending ended early, with what of the input is in the topic; partly done when something is. */
    CommandFailure stopped(String reason, Exception cause) {
        long done = sent.get();
        if (done == 0) {
            return CommandFailure.failed(reason, cause);
        }
        return CommandFailure.partly(
                reason + "; " + done + (done == 1 ? " line was" : " lines were") + " sent"
                        + (failed.get() > 1 ? ", and " + failed.get() + " could not be" : ""),
                cause);
    }
}
