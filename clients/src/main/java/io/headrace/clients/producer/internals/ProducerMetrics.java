package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.Gauge;
import io.headrace.clients.internals.WindowedSum;
import io.headrace.clients.producer.internals.BrokerSink.Sent;
import io.headrace.common.Metric;
import io.headrace.common.MetricName;
import io.headrace.protocol.message.ProduceResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the producer measures, under Kafka's names (group {@code producer-metrics}). Recorded once per batch or request, on
 * the loop; read by any thread.
 */
final class ProducerMetrics {

    static final String GROUP = "producer-metrics";

    private final Map<MetricName, Metric> metrics = new LinkedHashMap<>();
    private final Map<String, String> tags;
    private final int windows;
    private final long windowMs;

    private final WindowedSum requests;
    private final WindowedSum records;
    private final WindowedSum bytes;
    private final WindowedSum batchBytes;
    private final WindowedSum recordBytes;
    private final WindowedSum requestRecords;
    private final WindowedSum requestBytes;
    private final WindowedSum queueMs;
    private final WindowedSum compression;
    private final WindowedSum latencyMs;
    private final WindowedSum throttleMs;
    private final WindowedSum retries;
    private final WindowedSum errors;
    private final WindowedSum splits;
    private final WindowedSum responses;

    private final AtomicInteger inFlight = new AtomicInteger();

    ProducerMetrics(String clientId, int windows, long windowMs) {
        this.tags = Map.of("client-id", clientId);
        this.windows = windows;
        this.windowMs = windowMs;
        requests = sum();
        records = sum();
        bytes = sum();
        batchBytes = sum();
        recordBytes = sum();
        requestRecords = sum();
        requestBytes = sum();
        queueMs = sum();
        compression = sum();
        latencyMs = sum();
        throttleMs = sum();
        retries = sum();
        errors = sum();
        splits = sum();
        responses = sum();
        counted("record-send", "records sent", records);
        counted("record-retry", "records sent again", retries);
        counted("record-error", "records that failed", errors);
        counted("batch-split", "batches split for being too large", splits);
        counted("outgoing-byte", "bytes of batches sent", bytes);
        counted("response", "answers received", responses);
        counted("request", "requests sent", requests);
        average("batch-size", "size of a batch in bytes as sent", batchBytes);
        average("record-size", "size of a record in bytes, uncompressed", recordBytes);
        average("record-queue-time", "ms that a batch waits before it is sent", queueMs);
        average("request-latency", "ms from a request to its answer", latencyMs);
        average("produce-throttle-time", "ms that a broker throttled a request", throttleMs);
        add("request-size-avg", "average size of a request's batches in bytes", () -> requestBytes.average(now()));
        add("request-size-max", "largest size of a request's batches in bytes", () -> requestBytes.max(now()));
        add("compression-rate-avg", "average share of its size that a batch keeps", () -> compression.average(now()));
        add("records-per-request-avg", "average number of records per request", () -> requestRecords.average(now()));
        add("requests-in-flight", "requests without an answer", () -> (double) inFlight.get());
    }

    private static long now() {
        return System.nanoTime();
    }

    private WindowedSum sum() {
        return new WindowedSum(windows, windowMs, now());
    }

    private void counted(String name, String what, WindowedSum source) {
        add(name + "-total", "number of " + what, source::total);
        add(name + "-rate", what + " per second", () -> source.ratePerSecond(now()));
    }

    private void average(String name, String what, WindowedSum source) {
        add(name + "-avg", "average " + what, () -> source.average(now()));
        add(name + "-max", "largest " + what, () -> source.max(now()));
    }

    /** Adds a metric whose value is computed when asked for. */
    final void add(String name, String description, Supplier<?> source) {
        MetricName full = new MetricName(name, GROUP, description, tags);
        metrics.put(full, new Gauge(full, source));
    }

    /** What the memory says of itself. */
    void addMemory(BufferMemory memory) {
        add("buffer-total-bytes", "bytes that may be buffered", () -> (double) memory.totalBytes());
        add("buffer-available-bytes", "bytes that are free for further records", () -> (double) memory.freeBytes());
        add("waiting-threads", "threads that wait for buffer memory", () -> (double) memory.waiting());
        add("bufferpool-wait-time-ns-total", "ns that threads waited for memory", () -> (double) memory.waitedNs());
        add("buffer-exhausted-total", "records dropped for want of memory", () -> (double) memory.exhausted());
    }

    /** All of them; a live view that cannot be changed. */
    Map<MetricName, Metric> all() {
        return Collections.unmodifiableMap(metrics);
    }

    /** Loop: a request goes out. */
    void sent(List<Sent> batches, long nowNs) {
        int recordCount = 0;
        int byteCount = 0;
        for (Sent sent : batches) {
            ProducerBatch batch = sent.batch();
            int size = batch.sizeInBytes();
            recordCount += batch.recordCount();
            byteCount += size;
            batchBytes.record(size, nowNs);
            compression.record(batch.compressionRatio(), nowNs);
            queueMs.record(toMs(batch.takenNs() - batch.createdNs()), nowNs);
            Delivery delivery = batch.delivery();
            recordBytes.record((double) delivery.totalBytes(), delivery.count(), delivery.largestBytes(), nowNs);
        }
        requests.record(1, nowNs);
        records.record(recordCount, nowNs);
        bytes.record(byteCount, nowNs);
        requestRecords.record(recordCount, nowNs);
        requestBytes.record(byteCount, nowNs);
        inFlight.incrementAndGet();
    }

    /** Loop: an answer came; null for a request that has none. */
    void answered(long latencyNs, ProduceResponse response) {
        inFlight.decrementAndGet();
        if (response != null) {
            latencyMs.record(toMs(latencyNs), now());
            throttleMs.record(response.throttleTimeMs(), now());
            responses.record(1, now());
        }
    }

    /** Loop: no answer will come. */
    void requestFailed() {
        inFlight.decrementAndGet();
    }

    /** Loop. */
    void retried(int count) {
        retries.record(count, now());
    }

    /** Records failed, in the loop or before they were buffered; any thread. */
    void failed(int count) {
        errors.record(count, now());
    }

    /** Loop. */
    void split() {
        splits.record(1, now());
    }

    private static double toMs(long ns) {
        return ns / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
