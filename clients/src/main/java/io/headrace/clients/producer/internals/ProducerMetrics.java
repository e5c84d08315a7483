package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.clients.internals.metrics.CounterRate;
import io.headrace.clients.internals.metrics.MetricGroup;
import io.headrace.clients.internals.metrics.WindowedSum;
import io.headrace.clients.producer.internals.BrokerSink.Sent;
import io.headrace.protocol.message.ProduceResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * What the producer measures, under Kafka's names (groups {@code producer-metrics} and {@code producer-topic-metrics}).
 * Recorded once per batch or request, on the loop; read by any thread.
 */
final class ProducerMetrics {

    private static final String GROUP = "producer-metrics";

    private final ClientMetrics client;
    private final MetricGroup group;
    private final Map<String, TopicMeter> topics = new HashMap<>();

    private final WindowedSum records;
    private final WindowedSum batchBytes;
    private final WindowedSum recordBytes;
    private final WindowedSum requestRecords;
    private final WindowedSum queueMs;
    private final WindowedSum compression;
    private final WindowedSum latencyMs;
    private final WindowedSum throttleMs;
    private final WindowedSum retries;
    private final WindowedSum errors;
    private final WindowedSum splits;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final TransactionTimes transactions;
    private final LongAdder flushNs = new LongAdder();
    private final LongAdder metadataWaitNs = new LongAdder();

    ProducerMetrics(ClientMetrics client) {
        this.client = client;
        this.group = client.group(GROUP, Map.of());
        records = client.sum();
        batchBytes = client.sum();
        recordBytes = client.sum();
        requestRecords = client.sum();
        queueMs = client.sum();
        compression = client.sum();
        latencyMs = client.sum();
        throttleMs = client.sum();
        retries = client.sum();
        errors = client.sum();
        splits = client.sum();
        group.summed("record-send", "records sent", records);
        group.summed("record-retry", "records sent again", retries);
        group.summed("record-error", "records that failed", errors);
        group.counted("batch-split", "batches split for being too large", splits);
        group.averageAndMax("batch-size", "size of a batch in bytes as sent", batchBytes);
        group.averageAndMax("record-size", "size of a record in bytes, uncompressed", recordBytes);
        group.averageAndMax("record-queue-time", "time in ms that a batch waits before it is sent", queueMs);
        group.averageAndMax("request-latency", "time in ms from a produce request to its answer", latencyMs);
        group.averageAndMax("produce-throttle-time", "time in ms for which a broker asked for a pause", throttleMs);
        group.average("compression-rate", "share of its size that a batch keeps", compression);
        group.average("records-per-request", "number of records in a request", requestRecords);
        group.value("requests-in-flight", "produce requests without an answer", inFlight::doubleValue);
        transactions = new TransactionTimes(group);
        group.value("flush-time-ns-total", "the time in ns spent in flush", flushNs::doubleValue);
        group.value(
                "metadata-wait-time-ns-total",
                "the time in ns spent waiting for metadata",
                metadataWaitNs::doubleValue);
    }

    /** Adds a metric whose value is computed when asked for. */
    void add(String name, String description, DoubleSupplier source) {
        group.value(name, description, source);
    }

    /** What the memory says of itself. */
    void addMemory(BufferMemory memory) {
        CounterRate exhausted = client.rateOf(memory::exhausted);
        CounterRate waitedNs = client.rateOf(memory::waitedNs);
        add("buffer-total-bytes", "bytes that may be buffered", memory::totalBytes);
        add("buffer-available-bytes", "bytes that are free for further records", memory::freeBytes);
        add("waiting-threads", "threads that wait for buffer memory", memory::waiting);
        add("bufferpool-wait-time-ns-total", "the time in ns that threads waited for memory", memory::waitedNs);
        add(
                "bufferpool-wait-ratio",
                "the share of time in which a thread waited for memory",
                () -> waitedNs.perSecond() / TimeUnit.SECONDS.toNanos(1));
        add("buffer-exhausted-total", "the total number of records dropped for want of memory", memory::exhausted);
        add(
                "buffer-exhausted-rate",
                "the number of records dropped for want of memory per second",
                exhausted::perSecond);
    }

    /** The times of transaction calls. */
    TransactionTimes transactions() {
        return transactions;
    }

    /** The client's metrics. */
    ClientMetrics client() {
        return client;
    }

    private TopicMeter topic(String name) {
        TopicMeter known = topics.get(name);
        if (known == null) {
            known = new TopicMeter(client, name);
            topics.put(name, known);
        }
        return known;
    }

    /** Loop: a request goes out. */
    void sent(List<Sent> batches, long nowNs) {
        int recordCount = 0;
        for (Sent sent : batches) {
            ProducerBatch batch = sent.batch();
            int size = batch.sizeInBytes();
            int count = batch.recordCount();
            recordCount += count;
            batchBytes.record(size, nowNs);
            compression.record(batch.compressionRatio(), nowNs);
            queueMs.record(toMs(batch.takenNs() - batch.createdNs()), nowNs);
            Delivery delivery = batch.delivery();
            recordBytes.record((double) delivery.totalBytes(), delivery.count(), delivery.largestBytes(), nowNs);
            topic(sent.lane().topicPartition().topic()).sent(count, size, batch.compressionRatio(), nowNs);
        }
        records.record(recordCount, nowNs);
        requestRecords.record(recordCount, nowNs);
        inFlight.incrementAndGet();
    }

    /** Loop: an answer came; null for a request that has none. */
    void answered(long latencyNs, ProduceResponse response) {
        inFlight.decrementAndGet();
        if (response != null) {
            long nowNs = System.nanoTime();
            latencyMs.record(toMs(latencyNs), nowNs);
            throttleMs.record(response.throttleTimeMs(), nowNs);
        }
    }

    /** Loop: no answer will come. */
    void requestFailed() {
        inFlight.decrementAndGet();
    }

    /** Loop: records are sent again. */
    void retried(String topic, int count) {
        long nowNs = System.nanoTime();
        retries.record(count, nowNs);
        topic(topic).retries.record(count, nowNs);
    }

    /** Loop: records failed. */
    void failed(String topic, int count) {
        long nowNs = System.nanoTime();
        errors.record(count, nowNs);
        topic(topic).errors.record(count, nowNs);
    }

    /** A record was refused before it was buffered; any thread. */
    void refused() {
        errors.record(1, System.nanoTime());
    }

    /** Loop. */
    void split() {
        splits.record(1, System.nanoTime());
    }

    /** A flush took its time; any thread. */
    void flushed(long ns) {
        flushNs.add(ns);
    }

    /** A send waited for metadata; any thread. */
    void waitedForMetadata(long ns) {
        metadataWaitNs.add(ns);
    }

    private static double toMs(long ns) {
        return ns / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** One topic's share. */
    private static final class TopicMeter {
        private final WindowedSum records;
        private final WindowedSum bytes;
        private final WindowedSum retries;
        private final WindowedSum errors;
        private final WindowedSum compression;

        TopicMeter(ClientMetrics client, String topic) {
            records = client.sum();
            bytes = client.sum();
            retries = client.sum();
            errors = client.sum();
            compression = client.sum();
            MetricGroup group = client.group("producer-topic-metrics", Map.of("topic", topic));
            group.summed("record-send", "records sent", records);
            group.summed("record-retry", "records sent again", retries);
            group.summed("record-error", "records that failed", errors);
            group.summed("byte", "bytes of batches sent", bytes);
            group.value(
                    "compression-rate",
                    "the average share of its size that a batch keeps",
                    () -> compression.average(System.nanoTime()));
        }

        void sent(int count, int size, double ratio, long nowNs) {
            records.record(count, nowNs);
            bytes.record(size, nowNs);
            compression.record(ratio, nowNs);
        }
    }
}
