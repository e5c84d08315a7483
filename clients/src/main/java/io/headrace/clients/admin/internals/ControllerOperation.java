package io.headrace.clients.admin.internals;

import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;

/** An operation that controllers carry out, too, when they are asked without a broker (KIP-919). */
public interface ControllerOperation<K, V> extends Operation<K, V> {

    /** Which of the controllers has to be asked about an item: one that {@link #route} names by its id, else the active one. */
    default Route routeToController(K item) {
        return route(item) instanceof Route.Broker node ? node : Route.CONTROLLER;
    }
}
