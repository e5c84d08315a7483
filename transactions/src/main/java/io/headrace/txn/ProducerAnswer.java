package io.headrace.txn;

import io.headrace.common.protocol.Errors;

/**
 * What a producer is told.
 *
 * @param error what went wrong
 * @param producer id and epoch to go on with, {@link ProducerIdentity#NONE} after an error
 */
public record ProducerAnswer(Errors error, ProducerIdentity producer) {

    /** Nothing was done: the same is to be asked again with a producer id that nobody had. Not for producers. */
    public static final ProducerAnswer NEEDS_PRODUCER_ID = new ProducerAnswer(Errors.NONE, ProducerIdentity.NONE);

    /** Whether nothing was done, for want of a producer id. */
    public boolean needsProducerId() {
        return equals(NEEDS_PRODUCER_ID);
    }

    /** An error. */
    public static ProducerAnswer refused(Errors error) {
        return new ProducerAnswer(error, ProducerIdentity.NONE);
    }

    static ProducerAnswer goOnAs(ProducerIdentity producer) {
        return new ProducerAnswer(Errors.NONE, producer);
    }
}
