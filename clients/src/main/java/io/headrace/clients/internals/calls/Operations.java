package io.headrace.clients.internals.calls;

import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterView;
import io.headrace.common.errors.AuthenticationException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Drives operations: routes items, sends, retries with backoff, keeps deadlines. Any number run side by side.
 *
 * <p>Owner: the client's loop; all methods are called there.
 */
public final class Operations {

    /**
     * The limits of each operation.
     *
     * @param requestTimeoutMs how long one attempt may take
     * @param maxRetries how often an item is tried again
     * @param backoff the delay before it is
     */
    public record Limits(long requestTimeoutMs, int maxRetries, Backoff backoff) {}

    private final ClientLoop loop;
    private final TopicInterest interest;
    private final Limits limits;
    private final Set<OperationRun<?, ?>> running = new LinkedHashSet<>();

    /** Null until {@link #close}. */
    private Runnable whenIdle;

    public Operations(ClientLoop loop, TopicInterest interest, Limits limits) {
        this.loop = loop;
        this.interest = interest;
        this.limits = limits;
        loop.onCluster(this::clusterChanged);
    }

    /**
     * Starts an operation.
     *
     * @param items what it is about; none means that nothing is done
     * @param timeoutMs deadline of the whole operation; items not done by then fail with a TimeoutException
     * @param outcome told about each item
     */
    public <K, V> void start(Operation<K, V> operation, Collection<K> items, long timeoutMs, Outcome<K, V> outcome) {
        if (whenIdle != null) {
            items.forEach(item -> outcome.failed(item, new IllegalStateException("The client is closed")));
            return;
        }
        if (items.isEmpty()) {
            return;
        }
        OperationRun<K, V> run = new OperationRun<>(
                operation, outcome, new OperationRun.Surroundings(loop, interest, limits, this::ended));
        running.add(run);
        run.start(items, timeoutMs);
    }

    /**
     * Refuses further operations.
     *
     * @param onIdle run once those under way have ended
     */
    public void close(Runnable onIdle) {
        whenIdle = onIdle;
        if (running.isEmpty()) {
            onIdle.run();
        }
    }

    private void ended(OperationRun<?, ?> run) {
        running.remove(run);
        if (running.isEmpty() && whenIdle != null) {
            whenIdle.run();
        }
    }

    /** Fails all items of all operations under way. */
    public void failAll(RuntimeException why) {
        for (OperationRun<?, ?> run : List.copyOf(running)) {
            run.failAll(why);
        }
    }

    /** Fails what waits for metadata: there will be none before credentials or certificates change. */
    public void authenticationFailed(AuthenticationException why) {
        for (OperationRun<?, ?> run : List.copyOf(running)) {
            run.authenticationFailed(why);
        }
    }

    private void clusterChanged(ClusterView cluster) {
        for (OperationRun<?, ?> run : List.copyOf(running)) {
            run.clusterChanged();
        }
    }
}
