package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.ProducerInterceptor;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.header.Headers;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interceptors of one producer, called in the order of {@code interceptor.classes}. What one throws is logged; the next
 * one gets what the last one that worked returned.
 *
 * <p>Immutable; the interceptors themselves are called from the threads that send and from the loop.
 */
public final class Interceptors<K, V> {

    private static final Logger log = LoggerFactory.getLogger(Interceptors.class);

    private final List<ProducerInterceptor<K, V>> chain;

    public Interceptors(List<ProducerInterceptor<K, V>> chain) {
        this.chain = List.copyOf(chain);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return chain.isEmpty();
    }

    /** What the interceptors make of a record. */
    public ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
        ProducerRecord<K, V> current = record;
        for (ProducerInterceptor<K, V> interceptor : chain) {
            try {
                current = interceptor.onSend(current);
            } catch (Exception e) {
                log.warn("interceptor {} failed on a record for {}", name(interceptor), record.topic(), e);
            }
        }
        return current;
    }

    /** Tells all interceptors an outcome. */
    void onAcknowledgement(RecordMetadata metadata, Exception failure, Headers headers) {
        for (ProducerInterceptor<K, V> interceptor : chain) {
            try {
                interceptor.onAcknowledgement(metadata, failure, headers);
            } catch (Throwable e) {
                // Also errors: the loop must go on for all other records.
                log.warn("interceptor {} failed on an acknowledgement", name(interceptor), e);
            }
        }
    }

    /** Tells all interceptors that a record failed before it was buffered. */
    public void onSendError(ProducerRecord<K, V> record, int partition, Exception failure) {
        if (!chain.isEmpty()) {
            TopicPartition where = new TopicPartition(record.topic(), partition);
            onAcknowledgement(new RecordMetadata(where, -1, 0, -1, -1, -1), failure, record.headers());
        }
    }

    /** Closes all of them. */
    public void close() {
        for (ProducerInterceptor<K, V> interceptor : chain) {
            try {
                interceptor.close();
            } catch (Exception e) {
                log.warn("interceptor {} failed to close", name(interceptor), e);
            }
        }
    }

    private static String name(Object interceptor) {
        return interceptor.getClass().getName();
    }
}
