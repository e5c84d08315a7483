package io.headrace.coordination;

/**
 * The state of a coordinator for one partition of its internal topic. Beside these methods a machine has one for each kind
 * of request, which returns an {@link Outcome}.
 *
 * <p>Owner: one thread, which calls everything. Never blocks, never reads a clock: steps get the time as an argument, and
 * {@link Timers} call back. A step must not change what records describe; {@link #replay} does.
 */
public interface CoordinatorMachine {

    /**
     * Takes over a record of the partition: while loading, and right after it was appended.
     *
     * @param offset where it is in the partition
     * @param producer whose transaction it is part of, or {@link ProducerStamp#NONE}
     */
    void replay(long offset, ProducerStamp producer, CoordinatorRecord record);

    /** Takes over the end of a transaction on this partition: what the producer wrote in it counts, or is void. */
    void replayEndOfTransaction(long offset, ProducerStamp producer, boolean committed);

    /** All of the partition has been replayed: the machine is in charge from now on, and may start timers. */
    Outcome loaded(long nowMs);

    /** The machine is no longer in charge: answers whoever waits by NOT_COORDINATOR. Its timers are cancelled for it. */
    void unloaded();
}
