package io.headrace.clients.producer.internals;

import io.headrace.clients.producer.ProducerConfig;
import io.headrace.clients.producer.ProducerInterceptor;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.header.Headers;
import io.headrace.common.header.internals.RecordHeaders;
import io.headrace.common.internals.PluginRegistration;
import io.headrace.common.metrics.Metrics;
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

    /** Gives those that want some metrics of their own (KIP-877). */
    public void register(Metrics registry) {
        for (ProducerInterceptor<K, V> interceptor : chain) {
            PluginRegistration.register(registry, ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, interceptor);
        }
    }

    /** What the interceptors make of a record. */
    public ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
        ProducerRecord<K, V> current = record;
        for (ProducerInterceptor<K, V> interceptor : chain) {
            try {
                current = interceptor.onSend(current);
            } catch (Exception e) {
                log.warn("interceptor {} failed on record {}", name(interceptor), describe(current), e);
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

    /** Only where it goes: key and value may be secret. */
    private static String describe(ProducerRecord<?, ?> record) {
        return record == null ? "null" : "for " + record.topic();
    }

    /**
     * Tells all interceptors that a record failed before it was buffered.
     *
     * @param record null if that is what was to be sent
     */
    public void onSendError(ProducerRecord<K, V> record, Exception failure) {
        if (chain.isEmpty()) {
            return;
        }
        if (record == null) {
            onAcknowledgement(null, failure, readOnly(new RecordHeaders()));
            return;
        }
        onAcknowledgement(metadataOfUnsent(record), failure, readOnly(record.headers()));
    }

    /** What is known of where a record would have gone that was never buffered. */
    public static RecordMetadata metadataOfUnsent(ProducerRecord<?, ?> record) {
        int partition = record.partition() == null ? RecordMetadata.UNKNOWN_PARTITION : record.partition();
        return new RecordMetadata(new TopicPartition(record.topic(), partition), -1, 0, -1, -1, -1);
    }

    /** A copy where they are not read-only yet: the application may want to send the record once more. */
    private static Headers readOnly(Headers headers) {
        if (headers instanceof RecordHeaders own && own.isReadOnly()) {
            return headers;
        }
        RecordHeaders copy = new RecordHeaders(headers);
        copy.setReadOnly();
        return copy;
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
