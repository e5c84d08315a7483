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

    /**
     * A broker by its id, over a connection of its own: a coordinator's answers do not wait behind fetches, which a broker
     * holds back, and fetches not behind joins.
     */
    static Target coordinator(int id) {
        return new Coordinator(id);
    }

    /** See {@link #ANY}. */
    record Any() implements Target {}

    /** See {@link #CONTROLLER}. */
    record Controller() implements Target {}

    /** See {@link #node}. */
    record ById(int id) implements Target {}

    /** See {@link #coordinator}. */
    record Coordinator(int id) implements Target {}
}
