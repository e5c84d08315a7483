package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.ConsumerConfig;
import io.headrace.clients.consumer.ConsumerInterceptor;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.internals.PluginRegistration;
import io.headrace.common.metrics.Metrics;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain of interceptors. What one throws is logged, and the others go on; that may be any exception, since not all
 * languages announce theirs. Owner: the polling thread.
 */
final class ConsumerInterceptors<K, V> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConsumerInterceptors.class);

    private final List<ConsumerInterceptor<K, V>> chain;

    ConsumerInterceptors(List<ConsumerInterceptor<K, V>> chain) {
        this.chain = List.copyOf(chain);
    }

    /** Gives those that want some metrics of their own (KIP-877). */
    void register(Metrics registry) {
        for (ConsumerInterceptor<K, V> interceptor : chain) {
            PluginRegistration.register(registry, ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, interceptor);
        }
    }

    ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records) {
        ConsumerRecords<K, V> seen = records;
        for (ConsumerInterceptor<K, V> interceptor : chain) {
            try {
                seen = interceptor.onConsume(seen);
            } catch (Exception e) {
                log.warn(
                        "interceptor {} failed on consumed records",
                        interceptor.getClass().getName(),
                        e);
            }
        }
        return seen;
    }

    void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        for (ConsumerInterceptor<K, V> interceptor : chain) {
            try {
                interceptor.onCommit(offsets);
            } catch (Exception e) {
                log.warn(
                        "interceptor {} failed on a commit",
                        interceptor.getClass().getName(),
                        e);
            }
        }
    }

    @Override
    public void close() {
        for (ConsumerInterceptor<K, V> interceptor : chain) {
            try {
                interceptor.close();
            } catch (Exception e) {
                log.warn(
                        "interceptor {} could not be closed",
                        interceptor.getClass().getName(),
                        e);
            }
        }
    }
}
