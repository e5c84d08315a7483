package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.internals.Backoff;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.calls.ScriptedLoop;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.FindCoordinatorResponse.Coordinator;
import java.util.List;
import java.util.Optional;

/** Group "g" on a scripted loop, in a cluster of two brokers with topic "t"; broker 1 coordinates it when asked. */
final class GroupStage {

    static final int BACKOFF_MS = 100;
    static final long LONG_MS = 60_000;
    static final int REQUEST_TIMEOUT_MS = 30_000;

    final ScriptedLoop loop = new ScriptedLoop();
    final ScriptedSession session = new ScriptedSession();
    final GroupSettings settings = new GroupSettings(
            "g",
            Optional.empty(),
            10_000,
            3_000,
            60_000,
            null,
            null,
            REQUEST_TIMEOUT_MS,
            new Backoff(BACKOFF_MS, BACKOFF_MS));
    final GroupCoordinator coordinator = new GroupCoordinator(loop, settings);

    GroupStage() {
        loop.publish(ClusterViews.ofBrokers(2).topic("t", 0, 1, 2).view());
    }

    static FindCoordinatorResponse found(int nodeId) {
        return new FindCoordinatorResponse()
                .coordinators(List.of(new Coordinator()
                        .key("g")
                        .nodeId(nodeId)
                        .host("localhost")
                        .port(1)));
    }

    /** Answers the search for the coordinator; gives what it is asked then. */
    ScriptedLoop.Sent find() {
        loop.run();
        loop.take().answer(found(1));
        return loop.take();
    }
}
