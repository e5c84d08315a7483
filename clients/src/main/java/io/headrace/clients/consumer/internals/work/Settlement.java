package io.headrace.clients.consumer.internals.work;

import java.util.Collection;
import java.util.function.BooleanSupplier;

/**
 * How it is made to last that tasks are done. Called by the polling thread, which owns its state.
 *
 * <p>A task is told of here when its partition has taken its offsets for complete already, so that
 * {@link CompletedOffsets#committable} says what may be committed.
 */
interface Settlement<K, V> {

    /**
     * Before anything is read.
     *
     * @param isStopping whether there is nothing to be waited for any more
     */
    void start(BooleanSupplier isStopping);

    /** Whether records may be taken on; while they may not, reading pauses. */
    boolean isReady();

    /** How large the records are that are done and kept all the same, in bytes. */
    long keptBytes();

    /** A task is done. */
    void done(Task<K, V> task);

    /** A task has failed for good, or was never to be handled: it becomes a dead letter, and counts as done then. */
    void dead(Task<K, V> task);

    /** Hears what became of what is on its way. */
    void hear();

    /** Once in each turn of the loop: settles what is done when that is due. */
    void turn();

    /**
     * Settles what is done, as far as it can be. Failures that the next owner makes up for are logged, not thrown.
     *
     * @param gone partitions that the loop has given up already, and that others wait for
     */
    void settle(Collection<PartitionWork<K, V>> gone);

    /**
     * Partitions were given up, and settling what is done of them was broken off or not even begun: nothing of it counts.
     * Throws nothing.
     */
    void unsettled(Collection<PartitionWork<K, V>> gone);

    /** Others have these partitions already: what is not settled of them must not be. */
    void lost(Collection<PartitionWork<K, V>> gone);
}
