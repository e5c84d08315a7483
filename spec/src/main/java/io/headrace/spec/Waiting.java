package io.headrace.spec;

import io.headrace.common.KafkaException;
import io.headrace.common.KafkaFuture;
import io.headrace.common.errors.InterruptException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Waits for answers; the client that asks keeps the deadline. Stateless. */
final class Waiting {
    private Waiting() {}

    /** The answer, or the exception that it failed with. */
    static <T> T on(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Why it failed; nothing when it did not. */
    static Optional<String> failure(KafkaFuture<?> future) {
        try {
            on(future);
            return Optional.empty();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.of(text(e));
        }
    }

    static String text(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
