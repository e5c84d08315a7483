package io.headrace.clients.internals.calls;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.ClusterViews;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.internals.Target;
import io.headrace.common.Node;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.testsupport.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client's loop that a test steps: requests wait to be taken and answered, tasks and timers run when the test says so,
 * time moves only then.
 */
public final class ScriptedLoop implements ClientLoop {

    /** A request that waits for its answer. */
    public final class Sent {
        private final Target target;
        private final Call call;
        private final long timeoutMs;
        private final ResponseHandler<ApiMessage> handler;
        private ApiMessage request;
        private int version;

        private Sent(Target target, Call call, long timeoutMs, ResponseHandler<ApiMessage> handler) {
            this.target = target;
            this.call = call;
            this.timeoutMs = timeoutMs;
            this.handler = handler;
        }

        public Target target() {
            return target;
        }

        public Call call() {
            return call;
        }

        public long timeoutMs() {
            return timeoutMs;
        }

        public int version() {
            request();
            return version;
        }

        /** The request in the version agreed on: made once, as when the connection is there. */
        public ApiMessage request() {
            if (request == null) {
                version = Math.min(call.highestVersion(), supported.getOrDefault(call.key(), call.highestVersion()));
                request = call.body().apply(version);
            }
            return request;
        }

        /** The broker answers. */
        public void answer(ApiMessage response) {
            request();
            handler.onResponse(response, version, target instanceof Target.ById byId ? byId.id() : 1);
            run();
        }

        /** There will be no answer. */
        public void fail(RuntimeException failure) {
            handler.onFailure(failure);
            run();
        }
    }

    private record Timer(long atMs, long order, Runnable task) {}

    private final ManualClock clock = new ManualClock(1_000_000);
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Consumer<ClusterView>> listeners = new ArrayList<>();
    private final Map<ApiKey, Integer> supported = new HashMap<>();
    private final List<String> hints = new ArrayList<>();
    private Runnable whenHinted = () -> {};
    private List<String> troubles = List.of();
    private ClusterView cluster = ClusterViews.empty();
    private Set<String> wanted = Set.of();
    private final List<Integer> disconnects = new ArrayList<>();
    private boolean wantsAll;
    private int metadataRequests;
    private long order;

    /** The highest version that brokers have of a request. */
    public void supports(ApiKey key, int highest) {
        supported.put(key, highest);
    }

    /** New metadata comes. */
    public void publish(ClusterView view) {
        cluster = view;
        listeners.forEach(listener -> listener.accept(view));
        run();
    }

    /** The oldest request that was not taken, which must be there; its connection is there now. */
    public Sent take() {
        if (sent.isEmpty()) {
            throw new AssertionError("nothing was sent");
        }
        Sent next = sent.poll();
        next.request();
        return next;
    }

    /** Requests that were sent and not taken. */
    public int waiting() {
        return sent.size();
    }

    /** Time passes. */
    public void advance(long ms) {
        long endMs = clock.millis() + ms;
        while (true) {
            Timer next = timers.stream()
                    .filter(timer -> timer.atMs() <= endMs)
                    .min(Comparator.comparingLong(Timer::atMs).thenComparingLong(Timer::order))
                    .orElse(null);
            if (next == null) {
                break;
            }
            timers.remove(next);
            clock.advance(Duration.ofMillis(Math.max(0, next.atMs() - clock.millis())));
            next.task().run();
            run();
        }
        clock.advance(Duration.ofMillis(endMs - clock.millis()));
    }

    /** Runs what was put off to the end of the event. */
    public void run() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    public ManualClock clock() {
        return clock;
    }

    public int metadataRequests() {
        return metadataRequests;
    }

    public Set<String> wantedTopics() {
        return wanted;
    }

    /** The coordinators whose connections were given up. */
    public List<Integer> disconnects() {
        return disconnects;
    }

    public boolean wantsAllTopics() {
        return wantsAll;
    }

    public List<String> hints() {
        return hints;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends ApiMessage> void send(Target target, Call call, long timeoutMs, ResponseHandler<R> handler) {
        sent.add(new Sent(target, call, timeoutMs, (ResponseHandler<ApiMessage>) (ResponseHandler<?>) handler));
    }

    @Override
    public void disconnectCoordinator(int nodeId) {
        disconnects.add(nodeId);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Scheduled schedule(long delayMs, Runnable task) {
        Timer timer = new Timer(clock.millis() + delayMs, order++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public ClusterView cluster() {
        return cluster;
    }

    @Override
    public void requestMetadata() {
        metadataRequests++;
    }

    @Override
    public void wantTopics(Collection<String> topics) {
        wanted = new HashSet<>(topics);
    }

    @Override
    public void wantAllTopics(boolean all) {
        wantsAll = all;
    }

    @Override
    public void onCluster(Consumer<ClusterView> listener) {
        listeners.add(listener);
    }

    /** No broker can be reached, for these reasons. */
    public void unreachable(String... why) {
        troubles = List.of(why);
    }

    @Override
    public List<String> troubles() {
        return troubles;
    }

    /** What else a hint of a leader does: the client's metadata changes at once. */
    public void whenHinted(Runnable action) {
        whenHinted = action;
    }

    @Override
    public void leaderHint(String topic, int partition, int leaderId, int leaderEpoch, Node endpoint) {
        hints.add(topic + "-" + partition + " -> " + leaderId + " epoch " + leaderEpoch
                + (endpoint == null ? "" : " at " + endpoint.host() + ":" + endpoint.port()));
        whenHinted.run();
    }
}
