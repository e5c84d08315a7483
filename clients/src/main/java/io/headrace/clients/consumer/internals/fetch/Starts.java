package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.consumer.NoOffsetForPartitionException;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Assigned partitions that nobody said where to start in: they start where their group left off, or where the reset policy
 * says. Owner: the polling thread.
 */
public final class Starts {

    /** What this needs from the {@link Consumption}. */
    interface Owner {

        void seek(AssignedPartition partition, long offset, int epoch);

        void reset(List<AssignedPartition> partitions, OffsetReset to);
    }

    private final InitialPositions positions;
    private final OffsetReset defaultReset;
    private final Owner owner;

    /** Not yet told where to start. */
    private final Set<AssignedPartition> unknown = new LinkedHashSet<>();

    /** Being looked up by {@link #positions}. */
    private final Set<AssignedPartition> lookedUp = new LinkedHashSet<>();

    Starts(InitialPositions positions, OffsetReset defaultReset, Owner owner) {
        this.positions = positions;
        this.defaultReset = defaultReset;
        this.owner = owner;
    }

    void add(AssignedPartition partition) {
        unknown.add(partition);
    }

    /** A partition is not assigned any more, or it is known where it goes on. */
    void remove(AssignedPartition partition) {
        unknown.remove(partition);
        lookedUp.remove(partition);
    }

    void clear() {
        unknown.clear();
        lookedUp.clear();
    }

    /** Whether {@link #begin} has something to tell; safe from any thread. */
    boolean hasFound() {
        return positions.hasFound();
    }

    /** Has partitions start for which something was found, and has the others looked up. */
    void begin() {
        if (positions.hasFound()) {
            positions.tell(this);
        }
        if (unknown.isEmpty()) {
            return;
        }
        List<AssignedPartition> starting = List.copyOf(unknown);
        if (positions.lookUp(starting)) {
            unknown.clear();
            lookedUp.addAll(starting);
        } else {
            reset(starting);
        }
    }

    /**
     * Has partitions start that were looked up; those that were sought in meanwhile, or are not assigned any more, do not.
     *
     * @param found where each starts; those that are missing start where the reset policy says
     * @throws NoOffsetForPartitionException when it says nothing
     */
    public void start(List<AssignedPartition> starting, Map<TopicPartition, OffsetAndMetadata> found) {
        List<AssignedPartition> without = new ArrayList<>();
        for (AssignedPartition partition : starting) {
            if (lookedUp.remove(partition)) {
                OffsetAndMetadata committed = found.get(partition.partition);
                if (committed == null) {
                    without.add(partition);
                } else {
                    owner.seek(
                            partition,
                            committed.offset(),
                            committed.leaderEpoch().orElse(Cursor.NO_EPOCH));
                }
            }
        }
        if (!without.isEmpty()) {
            reset(without);
        }
    }

    /** Has partitions looked up again, with the next poll; false when none of them needs that any more. */
    public boolean startAgain(List<AssignedPartition> starting) {
        boolean isSome = false;
        for (AssignedPartition partition : starting) {
            if (lookedUp.remove(partition)) {
                unknown.add(partition);
                isSome = true;
            }
        }
        return isSome;
    }

    private void reset(List<AssignedPartition> without) {
        if (defaultReset.refuses()) {
            unknown.addAll(without);
            Set<TopicPartition> names = new LinkedHashSet<>();
            without.forEach(partition -> names.add(partition.partition));
            throw new NoOffsetForPartitionException(names);
        }
        owner.reset(without, defaultReset);
    }
}
