package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.internals.fetch.AssignedPartition;
import io.headrace.clients.consumer.internals.fetch.Consumption;
import io.headrace.clients.consumer.internals.fetch.FetchMeter;
import io.headrace.clients.consumer.internals.fetch.Watermarks;
import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.clients.internals.metrics.MetricGroup;
import io.headrace.clients.internals.metrics.WindowedSum;
import io.headrace.common.TopicPartition;
import io.headrace.protocol.ApiKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * What a consumer measures of fetching and polling, under Kafka's names (groups {@code consumer-fetch-manager-metrics} and
 * {@code consumer-metrics}). The loop records once per answer and partition, the polling thread once per poll and partition;
 * anyone reads.
 */
final class ConsumerMetrics implements FetchMeter {

    private static final String FETCH_GROUP = "consumer-fetch-manager-metrics";

    private final ClientMetrics client;
    private final MetricGroup fetching;
    private final WindowedSum latencyMs;
    private final WindowedSum throttleMs;
    private final WindowedSum bytes;
    private final WindowedSum records;
    private final WindowedSum fetchesWithRecords;
    private final WindowedSum lag;
    private final WindowedSum negatedLead;
    private final WindowedSum betweenPollsMs;
    private final WindowedSum pollIdle;
    private final LongAdder commitSyncNs = new LongAdder();
    private final LongAdder committedNs = new LongAdder();

    /** Owner: the loop and the polling thread, each for its own meters in them. */
    private final Map<String, TopicMeter> topics = new ConcurrentHashMap<>();

    /** Owner: the polling thread. */
    private final Map<TopicPartition, PartitionMeter> partitions = new HashMap<>();

    /** Bytes of the answer that is being taken apart. Owner: the loop. */
    private long answerBytes;

    private volatile long lastPollNs;
    private volatile boolean wasPolled;

    /** Owner: the polling thread. */
    private long pollEndNs;

    ConsumerMetrics(ClientMetrics client) {
        this.client = client;
        latencyMs = client.sum();
        throttleMs = client.sum();
        bytes = client.sum();
        records = client.sum();
        fetchesWithRecords = client.sum();
        lag = client.sum();
        negatedLead = client.sum();
        betweenPollsMs = client.sum();
        pollIdle = client.sum();
        client.network().onAnswer(ApiKey.FETCH, (latencyNs, pauseMs) -> {
            long nowNs = System.nanoTime();
            latencyMs.record(toMs(latencyNs), nowNs);
            throttleMs.record(pauseMs, nowNs);
        });
        fetching = client.group(FETCH_GROUP, Map.of());
        fetching.counted("fetch", "fetch requests that were answered", latencyMs);
        fetching.averageAndMax("fetch-latency", "time in ms until a fetch request was answered", latencyMs);
        fetching.averageAndMax("fetch-throttle-time", "time in ms for which a broker asked for a pause", throttleMs);
        registerConsumed(fetching, bytes, records);
        fetching.averageAndMax(
                "fetch-size", "number of bytes of batches in an answer that has some", fetchesWithRecords);
        fetching.value(
                "records-per-request-avg",
                "the average number of records handed out per answer that has some",
                () -> perRequest(records, fetchesWithRecords));
        fetching.value(
                "records-lag-max",
                "the largest number of records that a partition was behind its end",
                () -> lag.max(System.nanoTime()));
        fetching.value(
                "records-lead-min",
                "the smallest number of records that a partition was ahead of its start",
                () -> -negatedLead.max(System.nanoTime()));
        MetricGroup polling = client.group("consumer-metrics", Map.of());
        polling.value(
                "last-poll-seconds-ago", "seconds since the last poll, -1 before the first", this::lastPollSeconds);
        polling.averageAndMax("time-between-poll", "time in ms between the starts of two polls", betweenPollsMs);
        polling.average("poll-idle-ratio", "share of its time that the application waits in poll", pollIdle);
        polling.value("commit-sync-time-ns-total", "the time in ns spent in commitSync", commitSyncNs::doubleValue);
        polling.value("committed-time-ns-total", "the time in ns spent in committed", committedNs::doubleValue);
    }

    private static void registerConsumed(MetricGroup group, WindowedSum bytes, WindowedSum records) {
        group.summed("bytes-consumed", "bytes of batches fetched", bytes);
        group.summed("records-consumed", "records handed out", records);
    }

    private static double perRequest(WindowedSum records, WindowedSum requests) {
        long nowNs = System.nanoTime();
        long count = requests.count(nowNs);
        return count == 0 ? Double.NaN : records.sum(nowNs) / count;
    }

    private static double toMs(long ns) {
        return ns / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private double lastPollSeconds() {
        return wasPolled ? TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastPollNs) : -1;
    }

    /** Says where to ask how many bytes are fetched and not yet read. */
    void prefetched(DoubleSupplier bytes) {
        fetching.value("bytes-prefetched", "bytes fetched and not yet read", bytes);
    }

    /** The client's metrics. */
    ClientMetrics client() {
        return client;
    }

    @Override
    public void answered() {
        if (answerBytes > 0) {
            fetchesWithRecords.record(answerBytes, System.nanoTime());
            answerBytes = 0;
        }
    }

    @Override
    public void fetched(TopicPartition partition, long size) {
        long nowNs = System.nanoTime();
        answerBytes += size;
        bytes.record(size, nowNs);
        TopicMeter topic = topic(partition.topic());
        topic.bytes.record(size, nowNs);
    }

    private TopicMeter topic(String name) {
        return topics.computeIfAbsent(name, topic -> new TopicMeter(client, topic));
    }

    /** Polling thread: a poll begins. */
    void pollStarts(long nowNs) {
        if (wasPolled) {
            betweenPollsMs.record(toMs(nowNs - lastPollNs), nowNs);
        }
        if (pollEndNs != 0) {
            // What was not waited for since the last poll began: one round of the application's loop.
            long roundNs = Math.max(1, nowNs - lastPollNs);
            pollIdle.record(Math.min(1.0, (pollEndNs - lastPollNs) / (double) roundNs), nowNs);
        }
        lastPollNs = nowNs;
        wasPolled = true;
    }

    /** Polling thread: a poll is over. */
    void pollEnds(long nowNs) {
        pollEndNs = nowNs;
    }

    /** Polling thread: records are handed out. */
    void consumed(ConsumerRecords<?, ?> handedOut, Consumption<?, ?> consumption) {
        long nowNs = System.nanoTime();
        records.record(handedOut.count(), nowNs);
        for (TopicPartition partition : handedOut.partitions()) {
            int count = handedOut.records(partition).size();
            topic(partition.topic()).records.record(count, nowNs);
            AssignedPartition state = consumption.assigned(partition);
            Watermarks watermarks = state == null ? null : state.watermarks();
            if (watermarks == null || !state.hasPosition()) {
                continue;
            }
            PartitionMeter meter = partitions.computeIfAbsent(partition, p -> new PartitionMeter(client, p, state));
            long behind = Math.max(0, watermarks.end(consumption.isolation()) - state.position());
            long ahead = Math.max(0, state.position() - watermarks.logStartOffset());
            lag.record(behind, nowNs);
            negatedLead.record(-ahead, nowNs);
            meter.record(behind, ahead, nowNs);
        }
    }

    /** Polling thread: these partitions are assigned now. */
    void assigned(Set<TopicPartition> now) {
        partitions.entrySet().removeIf(entry -> {
            boolean isGone = !now.contains(entry.getKey());
            if (isGone) {
                entry.getValue().group.close();
            }
            return isGone;
        });
        topics.entrySet().removeIf(entry -> {
            boolean isGone =
                    now.stream().noneMatch(partition -> partition.topic().equals(entry.getKey()));
            if (isGone) {
                entry.getValue().group.close();
            }
            return isGone;
        });
    }

    /** A commitSync took its time. */
    void commitSynced(long ns) {
        commitSyncNs.add(ns);
    }

    /** A call of committed took its time. */
    void committedAsked(long ns) {
        committedNs.add(ns);
    }

    /** One topic's share. */
    private static final class TopicMeter {
        private final MetricGroup group;
        private final WindowedSum bytes;
        private final WindowedSum records;

        TopicMeter(ClientMetrics client, String topic) {
            bytes = client.sum();
            records = client.sum();
            group = client.group(FETCH_GROUP, Map.of("topic", topic));
            registerConsumed(group, bytes, records);
            group.averageAndMax("fetch-size", "number of bytes of batches of one partition in an answer", bytes);
            group.value(
                    "records-per-request-avg",
                    "the average number of records handed out per partition in an answer",
                    () -> perRequest(records, bytes));
        }
    }

    /** How far one partition is read. */
    private static final class PartitionMeter {
        private final MetricGroup group;
        private final WindowedSum lag;
        private final WindowedSum negatedLead;
        private volatile double lastLag = Double.NaN;
        private volatile double lastLead = Double.NaN;

        PartitionMeter(ClientMetrics client, TopicPartition partition, AssignedPartition state) {
            lag = client.sum();
            negatedLead = client.sum();
            group = client.group(
                    FETCH_GROUP,
                    Map.of("topic", partition.topic(), "partition", Integer.toString(partition.partition())));
            group.value("records-lag", "how many records the partition is behind its end", () -> lastLag);
            group.averageAndMax("records-lag", "number of records that the partition was behind its end", lag);
            group.value("records-lead", "how many records the partition is ahead of its start", () -> lastLead);
            group.value(
                    "records-lead-avg",
                    "the average number of records that the partition was ahead of its start",
                    () -> -negatedLead.average(System.nanoTime()));
            group.value(
                    "records-lead-min",
                    "the smallest number of records that the partition was ahead of its start",
                    () -> -negatedLead.max(System.nanoTime()));
            group.gauge(
                    "preferred-read-replica",
                    "the replica that the partition is read from, -1 for the leader",
                    state::preferredReplica);
        }

        void record(long behind, long ahead, long nowNs) {
            lag.record(behind, nowNs);
            negatedLead.record(-ahead, nowNs);
            lastLag = behind;
            lastLead = ahead;
        }
    }
}
