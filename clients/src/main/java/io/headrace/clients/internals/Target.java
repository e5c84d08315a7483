package io.headrace.clients.internals;

/** Which broker a call is for. Immutable. */
public sealed interface Target {

    /** The broker that has least to do, whichever it is. */
    Target ANY = new Any();

    /** The cluster's controller, as metadata names it. */
    Target CONTROLLER = new Controller();

    /** A broker by its id. */
    static Target node(int id) {
        return new ById(id);
    }

    /** See {@link #ANY}. */
    record Any() implements Target {}

    /** See {@link #CONTROLLER}. */
    record Controller() implements Target {}

    /** See {@link #node}. */
    record ById(int id) implements Target {}
}
