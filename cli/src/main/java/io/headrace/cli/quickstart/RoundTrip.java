package io.headrace.cli.quickstart;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.Console;
import io.headrace.cli.FailureText;
import io.headrace.cli.Progress;
import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.ConsumerConfig;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.Producer;
import io.headrace.clients.producer.ProducerConfig;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.partitioners.KeyHash;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Sends records through the producer and reads them back through the consumer, keeping a {@link Tally} of both. */
final class RoundTrip {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Console console;
    private final String bootstrapServers;
    private final String topic;
    private final int partitions;

    RoundTrip(Console console, String bootstrapServers, String topic, int partitions) {
        this.console = console;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.partitions = partitions;
    }

    /** What sending or reading came to. */
    record Outcome(Tally tally, Duration took) {
        double recordsPerSecond() {
            return tally.records() / seconds();
        }

        double megabytesPerSecond() {
            return tally.bytes() / 1e6 / seconds();
        }

        double seconds() {
            return Math.max(1e-3, took.toNanos() / 1e9);
        }
    }

    /** Sends everything, {@code total} records or -1 for an unknown number; returns when all of it is acknowledged. */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback is told the same.
    Outcome send(RecordSource source, long total) throws IOException {
        // Filled by the producer's thread, in the order of each partition; read here after flush.
        Tally tally = new Tally();
        Progress progress = new Progress(console, "sending", total);
        long startedNs = System.nanoTime();
        long sent = 0;
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (RecordSource.KeyedRecord next = source.next(); next != null; next = source.next()) {
                RecordSource.KeyedRecord record = next;
                producer.send(new ProducerRecord<>(topic, record.key(), record.value()), (metadata, failure) -> {
                    if (failure == null) {
                        tally.add(metadata.partition(), metadata.offset(), record.key(), record.value());
                    } else {
                        tally.complain("a record was not sent: " + FailureText.of(failure));
                    }
                });
                progress.at(++sent);
            }
            producer.flush();
        }
        progress.close();
        return new Outcome(tally, Duration.ofNanos(System.nanoTime() - startedNs));
    }

    /** Reads everything in the topic, which should be {@code total} records. */
    Outcome read(long total) {
        Tally tally = new Tally();
        Progress progress = new Progress(console, "reading", total);
        long startedNs = System.nanoTime();
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            long lastProgressNs = startedNs;
            while (!atEnd(consumer, ends)) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    count(tally, record);
                    progress.at(tally.records());
                }
                long now = System.nanoTime();
                if (!records.isEmpty()) {
                    lastProgressNs = now;
                } else if (now - lastProgressNs > PATIENCE.toNanos()) {
                    throw CommandFailure.failed("no more records came within " + PATIENCE.toSeconds() + " s");
                }
            }
        }
        progress.close();
        return new Outcome(tally, Duration.ofNanos(System.nanoTime() - startedNs));
    }

    /** A key belongs to one partition, so the order of a partition is the order of its keys. */
    private void count(Tally tally, ConsumerRecord<byte[], byte[]> record) {
        int expected = KeyHash.partition(record.key(), partitions);
        if (record.partition() != expected) {
            tally.complain("partition " + record.partition() + " offset " + record.offset()
                    + ": the key belongs to partition " + expected);
        }
        tally.add(record.partition(), record.offset(), record.key(), record.value());
    }

    private static boolean atEnd(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey()) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    private Map<String, Object> producerSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        // Larger batches than the default compress better and cost less, and here nobody waits for a single record.
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 10);
        return settings;
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        return settings;
    }
}
