package io.headrace.clients.internals.calls;

import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.PartitionView;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Scheduled;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.TopicView;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.CoordinatorNotAvailableException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.InvalidMetadataException;
import io.headrace.common.errors.LeaderNotAvailableException;
import io.headrace.common.errors.NotControllerException;
import io.headrace.common.errors.NotCoordinatorException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One operation under way. An item is, at any time, one of: on the way to a broker, waiting out a backoff, waiting for its
 * partition's leader or its coordinator to be known, or settled (and then forgotten here).
 *
 * <p>Owner: the client's loop. Never tells an outcome twice for one item, whatever answers come late.
 */
final class OperationRun<K, V> {

    /** What a run needs from outside. */
    record Surroundings(
            ClientLoop loop, TopicInterest interest, Operations.Limits limits, Consumer<OperationRun<?, ?>> onEnd) {}

    /** What the items of one request have in common. */
    private record Shared(Target target, Object sharing) {}

    private static final long NOT_DRAWN = -1;

    /** What is known of an item that is not settled. */
    private static final class Progress {
        private int failures;
        private RuntimeException lastFailure;
    }

    private final Operation<K, V> operation;
    private final Outcome<K, V> outcome;
    private final Surroundings around;
    private final ClientLoop loop;
    private final Map<K, Progress> open = new LinkedHashMap<>();
    private final Set<K> leaderless = new LinkedHashSet<>();
    private final Set<String> topics = new HashSet<>();

    /** Items by the coordinator that is looked for. */
    private final Map<Route.Coordinator, Set<K>> searching = new LinkedHashMap<>();

    private final CoordinatorFinder coordinators;

    private long deadlineNs;
    private long timeoutMs;
    private Scheduled deadline;
    private Scheduled metadataRetry;
    private int metadataRetries;
    private boolean ended;

    OperationRun(Operation<K, V> operation, Outcome<K, V> outcome, Surroundings around) {
        this.operation = operation;
        this.outcome = outcome;
        this.around = around;
        this.loop = around.loop();
        this.coordinators = new CoordinatorFinder(loop, new SearchResults());
    }

    void start(Collection<K> items, long timeoutMs) {
        this.timeoutMs = timeoutMs;
        this.deadlineNs = loop.nanoTime() + timeoutMs * 1_000_000;
        this.deadline = loop.schedule(timeoutMs, this::expire);
        for (K item : items) {
            open.put(item, new Progress());
            if (operation.route(item) instanceof Route.Leader leader) {
                topics.add(leader.partition().topic());
            }
        }
        around.interest().add(topics);
        send(List.copyOf(open.keySet()));
    }

    void clusterChanged() {
        if (leaderless.isEmpty()) {
            return;
        }
        List<K> waiting = List.copyOf(leaderless);
        leaderless.clear();
        send(waiting);
    }

    void failAll(RuntimeException why) {
        for (K item : List.copyOf(open.keySet())) {
            settleFailed(item, why);
        }
    }

    void authenticationFailed(RuntimeException why) {
        List<K> waiting = List.copyOf(leaderless);
        leaderless.clear();
        waiting.forEach(item -> settleFailed(item, why));
    }

    private void send(List<K> items) {
        Map<Shared, List<K>> requests = new LinkedHashMap<>();
        List<Route.Coordinator> unknown = new ArrayList<>();
        for (K item : items) {
            if (!open.containsKey(item)) {
                continue;
            }
            if (!operation.isWanted(item)) {
                open.remove(item);
                continue;
            }
            Route route = operation.route(item);
            Target target = target(item, route);
            if (target != null) {
                requests.computeIfAbsent(new Shared(target, operation.sharing(item)), s -> new ArrayList<>())
                        .add(item);
            } else if (route instanceof Route.Coordinator coordinator) {
                searching
                        .computeIfAbsent(coordinator, c -> new LinkedHashSet<>())
                        .add(item);
                unknown.add(coordinator);
            } else if (open.containsKey(item)) {
                leaderless.add(item);
            }
        }
        coordinators.search(unknown, attemptMs());
        if (!leaderless.isEmpty() && metadataRetry == null) {
            askForLeaders();
        }
        requests.forEach((shared, about) -> send(shared.target(), about));
        endIfDone();
    }

    private Target target(K item, Route route) {
        if (route instanceof Route.Leader leader) {
            int id = leaderOf(item, leader.partition());
            return id < 0 ? null : Target.node(id);
        } else if (route instanceof Route.Broker broker) {
            return Target.node(broker.id());
        } else if (route instanceof Route.Coordinator coordinator) {
            return coordinators.target(coordinator);
        }
        return route instanceof Route.Controller ? Target.CONTROLLER : Target.ANY;
    }

    /** The leader's id, or -1 with the reason noted. */
    private int leaderOf(K item, TopicPartition partition) {
        ClusterView cluster = loop.cluster();
        TopicView topic = cluster.topic(partition.topic());
        Progress progress = open.get(item);
        if (topic == null) {
            Errors error = cluster.topicError(partition.topic());
            if (error != Errors.NONE && !error.isRetriable()) {
                settleFailed(item, error.exception(error.message() + " (topic " + partition.topic() + ")"));
            } else if (error != Errors.NONE) {
                progress.lastFailure = error.exception(error.message() + " (topic " + partition.topic() + ")");
            }
            return -1;
        }
        PartitionView view = topic.partition(partition.partition());
        if (view == null) {
            progress.lastFailure = new UnknownTopicOrPartitionException("Topic " + partition.topic() + " has only "
                    + topic.partitionCount() + " partitions, none with number " + partition.partition());
            return -1;
        }
        if (!view.hasLeader()) {
            progress.lastFailure = new LeaderNotAvailableException("Partition " + partition + " has no leader");
        }
        return view.leaderId();
    }

    /** Metadata is asked for now, and again and again until every leader is known. */
    private void askForLeaders() {
        loop.requestMetadata();
        metadataRetry = loop.schedule(around.limits().backoff().delayMs(metadataRetries++), () -> {
            metadataRetry = null;
            leaderless.removeIf(item -> !open.containsKey(item));
            if (!leaderless.isEmpty()) {
                clusterChanged();
            }
        });
    }

    private long attemptMs() {
        long remainingMs = Math.max(1, (deadlineNs - loop.nanoTime()) / 1_000_000);
        return Math.min(around.limits().requestTimeoutMs(), remainingMs);
    }

    private void send(Target target, List<K> items) {
        long attemptMs = attemptMs();
        loop.send(
                target,
                operation.call(items, (int) Math.min(Integer.MAX_VALUE, attemptMs)),
                attemptMs,
                new ResponseHandler<ApiMessage>() {
                    @Override
                    public void onResponse(ApiMessage response, int version, int nodeId) {
                        answered(response, version, nodeId, items);
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        attemptFailed(failure, items);
                    }
                });
    }

    private void answered(ApiMessage response, int version, int nodeId, List<K> items) {
        Set<K> asked = new LinkedHashSet<>(items);
        asked.retainAll(open.keySet());
        if (asked.isEmpty()) {
            return;
        }
        Reading reading = new Reading();
        try {
            operation.read(response, version, nodeId, asked, reading);
        } catch (RuntimeException e) {
            asked.forEach(item -> settleFailed(item, e));
            endIfDone();
            return;
        }
        for (K item : asked) {
            if (open.containsKey(item) && !reading.mentioned.contains(item)) {
                settleFailed(
                        item,
                        new KafkaException("The " + response.apiKey() + " answer of broker " + nodeId
                                + " does not mention " + operation.what(item)));
            }
        }
        reading.conclude();
    }

    private void attemptFailed(RuntimeException failure, List<K> items) {
        List<K> asked = items.stream().filter(open::containsKey).toList();
        if (failure instanceof UnsupportedVersionException unsupported && operation.fallsBack(unsupported)) {
            send(asked);
            return;
        }
        Reading reading = new Reading();
        for (K item : asked) {
            if (failure instanceof RetriableException) {
                reading.retry(item, failure);
            } else {
                reading.fail(item, failure);
            }
        }
        reading.conclude();
    }

    private void expire() {
        List<String> troubles = loop.troubles();
        String unreachable = troubles.isEmpty() ? "" : ". No broker can be reached: " + String.join("; ", troubles);
        for (Map.Entry<K, Progress> entry : List.copyOf(open.entrySet())) {
            RuntimeException last = entry.getValue().lastFailure;
            String message = "Timed out after " + timeoutMs + " ms waiting for " + operation.what(entry.getKey());
            settleFailed(
                    entry.getKey(),
                    last == null
                            ? new TimeoutException(message + unreachable)
                            : new TimeoutException(
                                    message
                                            + (unreachable.isEmpty()
                                                    ? ". Last failure: " + last.getMessage()
                                                    : unreachable),
                                    last));
        }
    }

    private void settleFailed(K item, RuntimeException why) {
        if (open.remove(item) != null) {
            outcome.failed(item, why);
            endIfDone();
        }
    }

    private void endIfDone() {
        if (!open.isEmpty() || ended) {
            return;
        }
        ended = true;
        deadline.cancel();
        if (metadataRetry != null) {
            metadataRetry.cancel();
        }
        around.interest().remove(topics);
        around.onEnd().accept(this);
    }

    private static boolean callsForMetadata(RuntimeException failure) {
        return failure instanceof InvalidMetadataException
                || failure instanceof NotControllerException
                || failure instanceof DisconnectException;
    }

    private static boolean callsForCoordinator(RuntimeException failure) {
        return failure instanceof NotCoordinatorException
                || failure instanceof CoordinatorNotAvailableException
                || failure instanceof DisconnectException
                || failure instanceof TimeoutException;
    }

    /** What becomes of items whose coordinator was looked for. */
    private final class SearchResults implements CoordinatorFinder.Listener {

        @Override
        public void found(Route.Coordinator route) {
            Set<K> items = searching.remove(route);
            if (items != null) {
                send(List.copyOf(items));
            }
        }

        @Override
        public void notFound(Route.Coordinator route, RuntimeException why) {
            Set<K> items = searching.remove(route);
            if (items != null) {
                attemptFailed(why, List.copyOf(items));
            }
        }
    }

    /** Collects what one answer means, so that all that is to be retried goes out together. */
    private final class Reading implements Answers<K, V> {

        private final Set<K> mentioned = new HashSet<>();
        private final List<K> atOnce = new ArrayList<>();
        private final Map<Long, List<K>> later = new HashMap<>();

        /** One for all items, so that they go out together again. */
        private long backoffMs = NOT_DRAWN;

        @Override
        public void succeed(K item, V value) {
            mentioned.add(item);
            if (open.remove(item) != null) {
                outcome.succeeded(item, value);
            }
        }

        @Override
        public void fail(K item, RuntimeException why) {
            mentioned.add(item);
            if (open.remove(item) != null) {
                outcome.failed(item, why);
            }
        }

        @Override
        public void retry(K item, RuntimeException why) {
            retryAfter(item, why, 0);
        }

        @Override
        public void retryAfter(K item, RuntimeException why, long delayMs) {
            mentioned.add(item);
            Progress progress = open.get(item);
            if (progress == null) {
                return;
            }
            progress.lastFailure = why;
            if (progress.failures >= around.limits().maxRetries()) {
                fail(item, why);
                return;
            }
            if (callsForMetadata(why)) {
                loop.requestMetadata();
            }
            if (callsForCoordinator(why) && operation.route(item) instanceof Route.Coordinator coordinator) {
                coordinators.forget(coordinator);
            }
            if (backoffMs == NOT_DRAWN) {
                backoffMs = around.limits().backoff().delayMs(progress.failures);
            }
            progress.failures++;
            later.computeIfAbsent(Math.max(backoffMs, delayMs), d -> new ArrayList<>())
                    .add(item);
        }

        @Override
        public void again(K item) {
            mentioned.add(item);
            atOnce.add(item);
        }

        void conclude() {
            later.forEach((delayMs, items) -> loop.schedule(delayMs, () -> send(items)));
            if (!atOnce.isEmpty()) {
                send(atOnce);
            }
            endIfDone();
        }
    }
}
