package io.headrace.benchmarks.workload;

import io.headrace.benchmarks.Usage;
import io.headrace.benchmarks.WorkloadSpec;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.Deserializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a filled topic from its beginning to its end, again and again, whenever it is told to: each line of the standard
 * input is a number of milliseconds, and answered by a window of whole passes that took at least that long. So two clients
 * can take turns on one broker without being started anew each time.
 *
 * <p>The clock stands still from the seek to the beginning until the first record comes: the fetch that waits at the topic's
 * end for new records holds up either client, by up to {@code fetch.max.wait.ms}. CPU time and memory count throughout.
 */
final class Reading<T> {

    private static final Duration LONGEST_PASS = Duration.ofMinutes(2);

    private final KafkaConsumer<T, T> consumer;
    private final List<TopicPartition> partitions;
    private final long end;

    private long read;
    private long readingNs;

    private Reading(KafkaConsumer<T, T> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.end = consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The settings of every consumer here: all are at their defaults but these. */
    static Map<String, Object> config(WorkloadSpec spec) {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", spec.bootstrapServers()));
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        return config;
    }

    /** All partitions of the topic. */
    static List<TopicPartition> partitions(WorkloadSpec spec) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int p = 0; p < spec.partitions(); p++) {
            partitions.add(new TopicPartition(spec.topic(), p));
        }
        return partitions;
    }

    /** Until the standard input ends. */
    static <T> void onCommand(WorkloadSpec spec, Deserializer<T> keys, Deserializer<T> values) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (KafkaConsumer<T, T> consumer = new KafkaConsumer<>(config(spec), keys, values)) {
            List<TopicPartition> partitions = partitions(spec);
            consumer.assign(partitions);
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                Reading<T> reading = new Reading<>(consumer, partitions);
                Usage start = Usage.now(spec.brokerPid());
                reading.readFor(Duration.ofMillis(Long.parseLong(line)));
                System.out.println(Usage.now(spec.brokerPid())
                        .since(start, reading.read, spec.recordSize())
                        .lasting(reading.readingNs / 1e9)
                        .toLine());
            }
        }
    }

    private void readFor(Duration atLeast) {
        while (readingNs < atLeast.toNanos()) {
            readOnce();
        }
    }

    private void readOnce() {
        consumer.seekToBeginning(partitions);
        long deadlineNs = System.nanoTime() + LONGEST_PASS.toNanos();
        long firstNs = 0;
        long left = end;
        while (left > 0) {
            ConsumerRecords<T, T> records = consumer.poll(Duration.ofSeconds(1));
            if (firstNs == 0 && !records.isEmpty()) {
                firstNs = System.nanoTime();
            }
            left -= records.count();
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException(left + " of " + end + " records are missing after " + LONGEST_PASS);
            }
        }
        readingNs += System.nanoTime() - firstNs;
        read += end;
    }
}
