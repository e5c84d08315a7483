package io.headrace.txn;

/** Tells partitions of the ends of transactions, for as long as it takes. */
public interface TransactionMarkers {

    /**
     * Starts to write a marker to each partition; whatever fails is tried again, for as long as the machine says that it
     * {@link TransactionMachine#isTelling is telling}. When all are committed, the machine's
     * {@link TransactionMachine#markersWritten} is to be called as a step, later than this call returns. Called on the
     * machine's thread.
     */
    void write(EndedTransaction ended);
}
