package io.headrace.clients.consumer.internals.fetch;

import java.util.List;

/** Where partitions start that nobody has sought in. Asked by the polling thread. */
public interface InitialPositions {

    /** Nobody knows: all start where the reset policy says. */
    InitialPositions UNKNOWN = new InitialPositions() {
        @Override
        public boolean lookUp(List<AssignedPartition> starting) {
            return false;
        }

        @Override
        public boolean hasFound() {
            return false;
        }

        @Override
        public void tell(Starts starts) {
            // Nothing is ever found.
        }
    };

    /** Begins to look them up, to {@link #tell} later; false when there is nowhere to look. */
    boolean lookUp(List<AssignedPartition> starting);

    /** Whether there is something to tell; safe from any thread. */
    boolean hasFound();

    /** Calls {@link Starts#start} for what was found, and throws what it failed with. */
    void tell(Starts starts);
}
