package io.headrace.clients.internals.calls;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.internals.Target;
import io.headrace.common.Node;
import io.headrace.protocol.ApiMessage;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * What code on a client's event loop may do. Every method is called on the loop, and none blocks.
 *
 * <p>A narrow face of {@link io.headrace.clients.internals.ClientCore}, so that all that runs on the loop can be stepped
 * with a manual clock and scripted answers.
 */
public interface ClientLoop {

    /**
     * Sends one request; exactly one method of the handler is called later.
     *
     * @param timeoutMs deadline for connecting, sending and answering
     */
    <R extends ApiMessage> void send(Target target, Call call, long timeoutMs, ResponseHandler<R> handler);

    /** Closes the connection to a broker as coordinator, so that what is asked next waits for nothing before it. */
    void disconnectCoordinator(int nodeId);

    /** Runs a task when the present event is over. */
    void execute(Runnable task);

    /** Runs a task later, unless the client is closed before. */
    Scheduled schedule(long delayMs, Runnable task);

    /** The clock, as {@link System#nanoTime()}. */
    long nanoTime();

    /** What is known of the cluster. */
    ClusterView cluster();

    /** Asks for fresh metadata as soon as the backoff allows. */
    void requestMetadata();

    /** Replaces the topics that metadata is kept for. */
    void wantTopics(Collection<String> topics);

    /** Whether metadata is kept for all topics of the cluster. */
    void wantAllTopics(boolean all);

    /** Has a listener called after each change of {@link #cluster()}. */
    void onCluster(Consumer<ClusterView> listener);

    /** Why no broker can be reached, one entry for each address that was tried; empty while one can. */
    List<String> troubles();

    /** Tells of a leader that an answer named; older epochs are ignored. */
    void leaderHint(String topic, int partition, int leaderId, int leaderEpoch, Node endpoint);
}
