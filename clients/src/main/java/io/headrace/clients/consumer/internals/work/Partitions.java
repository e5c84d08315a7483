package io.headrace.clients.consumer.internals.work;

import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The partitions that a loop has, and how many of their records are under way. Owner: the polling thread. Knows no consumer.
 */
final class Partitions<K, V> {

    private final BooleanSupplier isStopping;
    private final Map<TopicPartition, PartitionWork<K, V>> work = new HashMap<>();
    private int inFlight;
    private long inFlightBytes;
    private int uncommittable;

    /** @param isStopping whether nothing is to be begun any more; asked by any thread */
    Partitions(BooleanSupplier isStopping) {
        this.isStopping = isStopping;
    }

    /** All that the loop has. A copy. */
    List<PartitionWork<K, V>> all() {
        return List.copyOf(work.values());
    }

    /** One that the loop has. */
    Optional<PartitionWork<K, V>> find(TopicPartition partition) {
        return Optional.ofNullable(work.get(partition));
    }

    /** One that the loop has, or has from now on. */
    PartitionWork<K, V> get(TopicPartition partition) {
        return work.computeIfAbsent(partition, p -> new PartitionWork<>(p, isStopping));
    }

    /** Nothing is begun any more of these; those that the loop had are returned. */
    List<PartitionWork<K, V>> giveUp(Collection<TopicPartition> partitions) {
        List<PartitionWork<K, V>> gone = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionWork<K, V> own = work.remove(partition);
            if (own != null) {
                own.giveUp();
                uncommittable -= own.offsets.open();
                gone.add(own);
            }
        }
        return gone;
    }

    /** Nothing counts that was done since the last commit: what was read since then is to be read again. */
    List<PartitionWork<K, V>> startOver() {
        for (PartitionWork<K, V> old : all()) {
            old.abandon();
            uncommittable -= old.offsets.open();
            work.put(old.partition, old.again());
        }
        return all();
    }

    /** A task is begun. */
    void begun(Task<K, V> task) {
        task.work.tasks++;
        inFlight += task.offsets().size();
        inFlightBytes += task.bytes();
        uncommittable += task.offsets().size();
    }

    /**
     * A task is done.
     *
     * @return whether that counts
     */
    boolean done(Task<K, V> task) {
        ended(task);
        PartitionWork<K, V> own = task.work;
        int before = own.offsets.open();
        task.offsets().forEach(own.offsets::complete);
        if (work.get(own.partition) == own) {
            uncommittable -= before - own.offsets.open();
        }
        return !own.isAbandoned();
    }

    /** A task will not be done. */
    void ended(Task<K, V> task) {
        task.work.tasks--;
        inFlight -= task.offsets().size();
        inFlightBytes -= task.bytes();
    }

    /** How many records are begun and neither done nor dropped. */
    int inFlight() {
        return inFlight;
    }

    /** How large these records were. */
    long inFlightBytes() {
        return inFlightBytes;
    }

    /** How many records are begun and cannot be committed, since they are not done, or one before them is not. */
    int uncommittable() {
        return uncommittable;
    }
}
