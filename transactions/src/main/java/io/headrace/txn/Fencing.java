package io.headrace.txn;

/** Ends a transaction against the will of its producer, whose epoch is void from then on. */
final class Fencing {

    private Fencing() {}

    /** The ongoing transaction, to be aborted with markers of the epoch that follows. */
    static Transaction abort(Transaction ongoing, long nowMs) {
        return ongoing.prepared(false, ongoing.producer().raised(), Transaction.NONE, ongoing.protocol(), nowMs);
    }
}
