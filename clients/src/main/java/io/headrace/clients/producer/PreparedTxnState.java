package io.headrace.clients.producer;

/**
 * Which transaction of a producer was prepared for a two-phase commit, for keeping it with the outer transaction (KIP-939).
 * Kept as text: {@link #toString()} and {@link #PreparedTxnState(String)}. Immutable.
 */
public class PreparedTxnState {

    private static final long NO_PRODUCER_ID = -1;
    private static final short NO_EPOCH = -1;
    private static final String SEPARATOR = ":";

    private final long producerId;
    private final short epoch;

    /** No transaction. */
    public PreparedTxnState() {
        this(NO_PRODUCER_ID, NO_EPOCH);
    }

    PreparedTxnState(long producerId, short epoch) {
        this.producerId = producerId;
        this.epoch = epoch;
    }

    /**
     * What {@link #toString()} made a text of.
     *
     * @param serializedState null or empty for no transaction
     * @throws IllegalArgumentException if it is something else
     */
    public PreparedTxnState(String serializedState) {
        if (serializedState == null || serializedState.isEmpty()) {
            producerId = NO_PRODUCER_ID;
            epoch = NO_EPOCH;
            return;
        }
        String[] parts = serializedState.split(SEPARATOR, -1);
        if (parts.length != 2) {
            throw refused(serializedState, null);
        }
        try {
            producerId = Long.parseLong(parts[0]);
            epoch = Short.parseShort(parts[1]);
        } catch (NumberFormatException e) {
            throw refused(serializedState, e);
        }
        if (producerId < 0 || epoch < 0) {
            throw refused(serializedState, null);
        }
    }

    private static IllegalArgumentException refused(String text, NumberFormatException cause) {
        return new IllegalArgumentException(
                "'" + text
                        + "' is no prepared transaction: producer id and epoch, both from 0 on, with a colon between "
                        + "them are needed",
                cause);
    }

    /** The producer id of the transaction, -1 without one. */
    public long producerId() {
        return producerId;
    }

    /** The producer epoch of the transaction, -1 without one. */
    public short epoch() {
        return epoch;
    }

    /** Whether there is a transaction. */
    public boolean hasTransaction() {
        return producerId != NO_PRODUCER_ID;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PreparedTxnState other && producerId == other.producerId && epoch == other.epoch;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(producerId) + epoch;
    }

    /** {@code <producer id>:<epoch>}; empty without a transaction. */
    @Override
    public String toString() {
        return hasTransaction() ? producerId + SEPARATOR + epoch : "";
    }
}
