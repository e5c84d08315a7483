package io.headrace.clients.consumer.internals.group;

/** Is told what happens in a group, for the metrics. Called on the client's loop; times as {@link System#nanoTime()}. */
public interface GroupMeter {

    /** Listens to nothing. */
    GroupMeter NONE = new GroupMeter() {};

    /** A join was sent. */
    default void joining(long nowNs) {}

    /** A join was answered. */
    default void joined(long nowNs) {}

    /** A sync was sent. */
    default void syncing(long nowNs) {}

    /** A sync was answered. */
    default void synced(long nowNs) {}

    /** A heartbeat was sent. */
    default void heartbeatSent(long nowNs) {}

    /** A heartbeat was answered, so long after it was sent. */
    default void heartbeatAnswered(long tookNs) {}
}
