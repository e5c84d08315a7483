package io.headrace.txn;

/**
 * A producer's id and epoch.
 *
 * @param id the id, -1 for none
 * @param epoch the epoch, -1 for none
 */
public record ProducerIdentity(long id, short epoch) {

    /** No producer. */
    public static final ProducerIdentity NONE = new ProducerIdentity(-1, (short) -1);

    /** The last epoch that a producer is given; the one above it is only used to fence. */
    public static final short LAST_EPOCH = Short.MAX_VALUE - 1;

    /** Whether there is one. */
    public boolean isGiven() {
        return id >= 0;
    }

    /** Whether no further epoch of this id can be given to a producer. */
    public boolean isExhausted() {
        return epoch >= LAST_EPOCH;
    }

    /** The same id with the epoch that follows. */
    public ProducerIdentity raised() {
        return new ProducerIdentity(id, (short) Math.min(epoch + 1, Short.MAX_VALUE));
    }

    @Override
    public String toString() {
        return id + ":" + epoch;
    }
}
