package io.headrace.clients.producer.internals.transactions;

/** A producer id with an epoch. Immutable. */
public record ProducerIdentity(long id, short epoch) {

    /** Nobody. */
    public static final ProducerIdentity NONE = new ProducerIdentity(-1, (short) -1);

    /** Whether this is somebody. */
    public boolean isThere() {
        return id >= 0;
    }
}
