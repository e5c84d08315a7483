package io.headrace.broker.coordinator;

import io.headrace.coordination.CoordinatorMachine;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.ProducerStamp;
import java.util.List;

/** What one batch of a coordinator's partition says, ready to be given to its machine. Immutable. */
sealed interface ReplayedBatch {

    /** Gives it to a machine, on the machine's loop. */
    void replayInto(CoordinatorMachine machine);

    /** How many records it holds. */
    int size();

    /**
     * Records.
     *
     * @param producer whose transaction they are part of, or {@link ProducerStamp#NONE}
     * @param offsets of the records, in the same order
     */
    record Records(ProducerStamp producer, List<Long> offsets, List<CoordinatorRecord> records)
            implements ReplayedBatch {
        @Override
        public void replayInto(CoordinatorMachine machine) {
            for (int i = 0; i < records.size(); i++) {
                machine.replay(offsets.get(i), producer, records.get(i));
            }
        }

        @Override
        public int size() {
            return records.size();
        }
    }

    /** The end of a transaction. */
    record EndOfTransaction(ProducerStamp producer, long offset, boolean committed) implements ReplayedBatch {
        @Override
        public void replayInto(CoordinatorMachine machine) {
            machine.replayEndOfTransaction(offset, producer, committed);
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
