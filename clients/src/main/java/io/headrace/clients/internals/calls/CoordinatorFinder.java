package io.headrace.clients.internals.calls;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Target;
import io.headrace.common.errors.CoordinatorNotAvailableException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.message.FindCoordinatorResponse;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The coordinators that one run of an operation needs: looks for those that are not known, many in one request where the
 * broker can, each once at a time.
 *
 * <p>Owner: the client's loop. Keeps no request waiting and retries nothing; the run does.
 */
final class CoordinatorFinder {

    /** Told how a search ended. */
    interface Listener {

        /** The coordinator is known now. */
        void found(Route.Coordinator route);

        /** It is not. */
        void notFound(Route.Coordinator route, RuntimeException why);
    }

    private final ClientLoop loop;
    private final Listener listener;
    private final Map<Route.Coordinator, Integer> known = new HashMap<>();
    private final Set<Route.Coordinator> searched = new HashSet<>();

    /** Turned off by the first broker that is too old. */
    private boolean asksForSeveral = true;

    CoordinatorFinder(ClientLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** Where to ask, or null when nobody knows. */
    Target target(Route.Coordinator route) {
        Integer node = known.get(route);
        return node == null ? null : Target.node(node);
    }

    /** The coordinator is another one, or cannot be reached. */
    void forget(Route.Coordinator route) {
        known.remove(route);
    }

    /** Looks for these, but for those that are looked for already. */
    void search(Collection<Route.Coordinator> routes, long timeoutMs) {
        Map<CoordinatorSearch.Kind, Set<String>> wanted = new EnumMap<>(CoordinatorSearch.Kind.class);
        for (Route.Coordinator route : routes) {
            if (searched.add(route)) {
                wanted.computeIfAbsent(route.kind(), k -> new HashSet<>()).add(route.key());
            }
        }
        wanted.forEach((kind, keys) -> {
            if (asksForSeveral && keys.size() > 1) {
                List<String> all = List.copyOf(keys);
                send(CoordinatorSearch.several(kind, all), kind, all, timeoutMs);
            } else {
                keys.forEach(key -> send(CoordinatorSearch.one(kind, key), kind, List.of(key), timeoutMs));
            }
        });
    }

    private void send(Call call, CoordinatorSearch.Kind kind, List<String> keys, long timeoutMs) {
        loop.send(Target.ANY, call, timeoutMs, new ResponseHandler<FindCoordinatorResponse>() {
            @Override
            public void onResponse(FindCoordinatorResponse response, int version, int nodeId) {
                answered(kind, keys, CoordinatorSearch.read(kind, keys, response, version));
            }

            @Override
            public void onFailure(RuntimeException failure) {
                failed(kind, keys, failure, timeoutMs);
            }
        });
    }

    private void answered(CoordinatorSearch.Kind kind, List<String> keys, List<CoordinatorSearch.Found> answers) {
        Map<String, CoordinatorSearch.Found> byKey = new HashMap<>();
        answers.forEach(answer -> byKey.put(answer.key(), answer));
        for (String key : keys) {
            Route.Coordinator route = new Route.Coordinator(kind, key);
            searched.remove(route);
            CoordinatorSearch.Found found = byKey.get(key);
            if (found == null) {
                listener.notFound(
                        route,
                        new CoordinatorNotAvailableException(
                                "The answer says nothing of the coordinator of " + kind.noun() + " " + key));
            } else if (found.failure() != null) {
                listener.notFound(route, found.failure());
            } else if (loop.cluster().node(found.nodeId()) == null) {
                loop.requestMetadata();
                listener.notFound(
                        route,
                        new CoordinatorNotAvailableException("The coordinator of " + kind.noun() + " " + key
                                + ", broker " + found.nodeId() + ", is not in the metadata yet"));
            } else {
                known.put(route, found.nodeId());
                listener.found(route);
            }
        }
    }

    private void failed(CoordinatorSearch.Kind kind, List<String> keys, RuntimeException failure, long timeoutMs) {
        List<Route.Coordinator> routes =
                keys.stream().map(key -> new Route.Coordinator(kind, key)).toList();
        searched.removeAll(routes);
        if (failure instanceof UnsupportedVersionException && keys.size() > 1) {
            asksForSeveral = false;
            search(routes, timeoutMs);
            return;
        }
        routes.forEach(route -> listener.notFound(route, failure));
    }
}
