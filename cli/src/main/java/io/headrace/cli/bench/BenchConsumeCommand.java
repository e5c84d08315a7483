package io.headrace.cli.bench;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Progress;
import io.headrace.cli.output.Shows;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.ConsumerConfig;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.ByteArrayDeserializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures reading. */
@Command(
        name = "consume",
        description = "Reads a topic from its beginning, and says how many records a second.",
        sortOptions = false,
        footer = {"", "Example: headrace bench consume test --records 1000000"})
@Shows(value = Measured.class, list = false)
final class BenchConsumeCommand implements Runnable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Console console;

    @Parameters(paramLabel = "TOPIC", description = "The topic to read.")
    private String topic;

    @Option(
            names = {"-n", "--records"},
            paramLabel = "N",
            description = "How many records at most. Default: all there are when it begins")
    private Long most;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    BenchConsumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (most != null && most <= 0) {
            throw CommandFailure.misuse("--records must be larger than 0: " + most);
        }
        List<TopicPartition> partitions;
        try (Admin admin = connect.admin()) {
            partitions = TopicLookup.partitions(admin, topic, List.of(), connect);
        }
        Map<String, Object> settings = connect.clientSettings();
        settings.putIfAbsent(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Measured measured = read(consumer, partitions);
            output.value(console, measured, () -> measured.print(console));
        }
    }

    private Measured read(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long there = ends.values().stream().mapToLong(Long::longValue).sum()
                - consumer.beginningOffsets(partitions).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        long wanted = most == null ? there : Math.min(most, there);
        long records = 0;
        long bytes = 0;
        long startedNs = System.nanoTime();
        long newestNs = startedNs;
        try (Progress progress = new Progress(console, "reading", wanted)) {
            while (records < wanted && !atEnd(consumer, ends)) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    records++;
                    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
                    progress.at(records);
                }
                long now = System.nanoTime();
                if (!polled.isEmpty()) {
                    newestNs = now;
                } else if (now - newestNs > connect.timeout().toNanos()) {
                    throw CommandFailure.failed("no more records came within "
                            + connect.timeout().toSeconds() + " s, after " + records + " of " + wanted);
                }
            }
        }
        return Measured.of("consume", topic, records, bytes, newestNs - startedNs, null);
    }

    /** Fewer records than offsets are there after compaction, or with transactions. */
    private boolean atEnd(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey(), connect.timeout()) < end.getValue()) {
                return false;
            }
        }
        return true;
    }
}
