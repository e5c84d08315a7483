package io.headrace.clients.internals.calls;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.internals.Target;
import io.headrace.common.Node;
import io.headrace.protocol.ApiMessage;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** The loop of a {@link ClientCore}. Stateless. */
public final class CoreLoop implements ClientLoop {

    private final ClientCore core;

    public CoreLoop(ClientCore core) {
        this.core = core;
    }

    @Override
    public <R extends ApiMessage> void send(Target target, Call call, long timeoutMs, ResponseHandler<R> handler) {
        core.send(target, call, timeoutMs, handler);
    }

    @Override
    public void disconnectCoordinator(int nodeId) {
        core.disconnectCoordinator(nodeId);
    }

    @Override
    public void execute(Runnable task) {
        core.execute(task);
    }

    @Override
    public Scheduled schedule(long delayMs, Runnable task) {
        return core.schedule(delayMs, task);
    }

    @Override
    public long nanoTime() {
        return core.nanoTime();
    }

    @Override
    public ClusterView cluster() {
        return core.cluster();
    }

    @Override
    public void requestMetadata() {
        core.metadata().requestUpdate();
    }

    @Override
    public void wantTopics(Collection<String> topics) {
        core.metadata().retain(topics);
    }

    @Override
    public void wantAllTopics(boolean all) {
        core.metadata().wantAll(all);
    }

    @Override
    public void onCluster(Consumer<ClusterView> listener) {
        core.metadata().addListener(listener);
    }

    @Override
    public List<String> troubles() {
        return core.troubles();
    }

    @Override
    public void leaderHint(String topic, int partition, int leaderId, int leaderEpoch, Node endpoint) {
        core.metadata().leaderHint(topic, partition, leaderId, leaderEpoch, endpoint);
    }
}
