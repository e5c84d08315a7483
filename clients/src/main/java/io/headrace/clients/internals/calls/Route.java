package io.headrace.clients.internals.calls;

import io.headrace.common.TopicPartition;

/** Which broker has to be asked about an item. Immutable. */
public sealed interface Route {

    /** Whichever broker. */
    Route ANY = new Any();

    /** The controller. */
    Route CONTROLLER = new Controller();

    /** One broker. */
    static Route broker(int id) {
        return new Broker(id);
    }

    /** The leader of a partition. */
    static Route leader(TopicPartition partition) {
        return new Leader(partition);
    }

    /** The coordinator of a group. */
    static Route group(String groupId) {
        return new Coordinator(CoordinatorSearch.Kind.GROUP, groupId);
    }

    /** The coordinator of a transactional id. */
    static Route transaction(String transactionalId) {
        return new Coordinator(CoordinatorSearch.Kind.TRANSACTION, transactionalId);
    }

    /** See {@link #ANY}. */
    record Any() implements Route {}

    /** See {@link #CONTROLLER}. */
    record Controller() implements Route {}

    /** See {@link #broker}. */
    record Broker(int id) implements Route {}

    /** See {@link #leader}. */
    record Leader(TopicPartition partition) implements Route {}

    /** See {@link #group} and {@link #transaction}. */
    record Coordinator(CoordinatorSearch.Kind kind, String key) implements Route {}
}
