package io.headrace.cli;

import io.headrace.common.KafkaFuture;
import io.headrace.common.errors.InterruptException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what a broker answers. */
public final class Answers {
    /** The client gives up by itself, and can say more about it: this only ends what it never would. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private Answers() {}

    /**
     * The answer.
     *
     * @throws RuntimeException what the broker refused it with, or a {@link CommandFailure} when there is no answer in
     *     time
     */
    public static <T> T await(KafkaFuture<T> future, Duration timeout) {
        try {
            return future.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable reason = FailureText.unwrap(e);
            if (reason instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(reason);
        } catch (TimeoutException e) {
            throw CommandFailure.failed("no answer within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
