package io.headrace.clients.consumer;

import io.headrace.common.Configurable;
import io.headrace.common.TopicPartition;
import java.util.Map;

/**
 * Sees (and may change) records before the application does. Named by {@code interceptor.classes}; several form a chain
 * in that order. Called in the thread that polls; what it throws is logged and otherwise ignored. (KIP-42)
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface ConsumerInterceptor<K, V> extends Configurable, AutoCloseable {

    /**
     * Called just before {@code poll} returns records.
     *
     * @param records what would be returned
     * @return what is to be returned instead; may be the same object
     */
    ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records);

    /**
     * Called when offsets have been committed.
     *
     * @param offsets the committed offsets
     */
    void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets);

    /** Called when the consumer is closed. */
    @Override
    void close();
}
