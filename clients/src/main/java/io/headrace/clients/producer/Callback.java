package io.headrace.clients.producer;

/**
 * Told what became of a record, on the producer's own thread: what takes long here delays all sending. Callbacks of one
 * partition come in the order in which its records were sent.
 */
public interface Callback {

    /**
     * The record was acknowledged, or never will be.
     *
     * @param metadata where the record is; when it failed, only topic and, if it was chosen, partition are valid. Never
     *     null
     * @param exception null when the record was acknowledged; else why it was not. One that is a
     *     {@link io.headrace.common.errors.RetriableException} was retried until {@code delivery.timeout.ms} or
     *     {@code retries} ended that
     */
    void onCompletion(RecordMetadata metadata, Exception exception);
}
