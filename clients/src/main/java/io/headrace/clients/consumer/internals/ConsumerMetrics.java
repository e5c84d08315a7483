package io.headrace.clients.consumer.internals;

import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.common.TopicPartition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What a consumer counts, under Kafka's names. Thread safe: the loop and the polling thread count, anyone reads.
 */
final class ConsumerMetrics implements FetchMeter {

    private static final String FETCH_GROUP = "consumer-fetch-manager-metrics";
    private static final double NS_PER_MS = 1e6;

    private final LongAdder fetches = new LongAdder();
    private final LongAdder fetchLatencyNs = new LongAdder();
    private final AtomicLong maxFetchLatencyNs = new AtomicLong();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final Map<MetricName, Metric> metrics = new LinkedHashMap<>();

    ConsumerMetrics(String clientId, FetchQueue queue) {
        Map<String, String> tags = Map.of("client-id", clientId);
        add(tags, "fetch-total", "The number of fetch requests that were answered.", () -> (double) fetches.sum());
        add(tags, "fetch-latency-avg", "The mean time in ms until a fetch request was answered.", this::meanLatencyMs);
        add(
                tags,
                "fetch-latency-max",
                "The longest time in ms until a fetch request was answered.",
                () -> maxFetchLatencyNs.get() / NS_PER_MS);
        add(tags, "bytes-consumed-total", "The number of bytes of batches fetched.", () -> (double) bytes.sum());
        add(tags, "records-consumed-total", "The number of records handed out.", () -> (double) records.sum());
        add(tags, "bytes-prefetched", "The number of bytes fetched and not yet read.", () -> (double) queue.bytes());
    }

    private void add(Map<String, String> tags, String name, String description, Supplier<Object> value) {
        MetricName metricName = new MetricName(name, FETCH_GROUP, description, tags);
        metrics.put(metricName, new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                return value.get();
            }
        });
    }

    private double meanLatencyMs() {
        long count = fetches.sum();
        return count == 0 ? Double.NaN : fetchLatencyNs.sum() / NS_PER_MS / count;
    }

    @Override
    public void answered(long latencyNs) {
        fetches.increment();
        fetchLatencyNs.add(latencyNs);
        maxFetchLatencyNs.accumulateAndGet(latencyNs, Math::max);
    }

    @Override
    public void fetched(TopicPartition partition, long size) {
        bytes.add(size);
    }

    /** Records were handed out by a poll. */
    void consumed(int count) {
        records.add(count);
    }

    Map<MetricName, Metric> all() {
        return Collections.unmodifiableMap(metrics);
    }
}
