package io.headrace.clients.producer;

import io.headrace.common.Configurable;
import io.headrace.common.header.Headers;

/**
 * Sees each record before it is sent and each acknowledgement, and may replace the record (KIP-42). What an interceptor
 * throws is logged and goes no further.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public interface ProducerInterceptor<K, V> extends Configurable, AutoCloseable {

    /**
     * Called in the thread that sends, before key and value are serialized.
     *
     * @param record as the application, or the interceptor before this one, gave it
     * @return the record to send
     */
    ProducerRecord<K, V> onSend(ProducerRecord<K, V> record);

    /**
     * Called when a record was acknowledged or has failed, before the record's own callback; mostly on the producer's
     * own thread, so it must be quick.
     *
     * @param metadata where the record is; when it failed perhaps only its topic. Null if not even that is known
     * @param exception why it failed, or null
     */
    default void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

    /** As {@link #onAcknowledgement(RecordMetadata, Exception)}, with the headers that the record was sent with (KIP-512). */
    default void onAcknowledgement(RecordMetadata metadata, Exception exception, Headers headers) {
        onAcknowledgement(metadata, exception);
    }

    /** The producer is closed. */
    @Override
    void close();
}
