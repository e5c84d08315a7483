package io.headrace.cli.records;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Progress;
import io.headrace.cli.Times;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.ConsumerConfig;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.serialization.ByteArrayDeserializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints records. Holds what was fetched last, no more, however long the topic. */
@Command(
        name = "consume",
        description = {
            "Prints the records of a topic, and ends where the topic ended when it began.",
            "With --follow it waits for more, and begins with what is new unless told otherwise."
        },
        sortOptions = false,
        footer = {"", "Example: headrace consume orders --from-time 2026-01-31T15:00 --format json"})
public final class ConsumeCommand implements Runnable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Console console;

    @Parameters(paramLabel = "TOPIC", description = "The topic to read.")
    private String topic;

    @ArgGroup(exclusive = true, heading = "")
    private Start start;

    @Option(
            names = "--partition",
            paramLabel = "N",
            split = ",",
            description = "A partition to read; may be repeated. Default: all")
    private List<Integer> partitions = new ArrayList<>();

    @Option(
            names = {"-n", "--max-records"},
            paramLabel = "N",
            description = "Ends after so many records.")
    private Long maxRecords;

    @Option(
            names = {"-f", "--follow"},
            description = "Waits for more records instead of ending.")
    private boolean follow;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "value",
            description = "What is printed: value, key-value, or json, one object a line with key, value, headers,"
                    + " timestamp, partition and offset. Default: ${DEFAULT-VALUE}")
    private String format;

    @Option(
            names = {"-k", "--key-separator"},
            paramLabel = "TEXT",
            defaultValue = "\t",
            description = "What stands between key and value in the format key-value. Default: a tab")
    private String keySeparator;

    @Option(
            names = "--null-value",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What is printed for a key or value that is not there. Default: nothing")
    private String nullValue;

    @Mixin
    private ConnectOptions connect;

    /** Where to begin: one of these, or none. */
    static final class Start {
        @Option(names = "--from-beginning", required = true, description = "Begins with the oldest record.")
        private boolean beginning;

        @Option(
                names = "--offset",
                paramLabel = "N",
                required = true,
                description = "Begins at this offset; a negative one counts back from the end.")
        private Long offset;

        @Option(
                names = "--from-time",
                paramLabel = "TIME",
                required = true,
                description = "Begins with the first record that is not older: 2026-01-31, 2026-01-31T15:04:05Z, or"
                        + " milliseconds since 1970.")
        private String time;

        StartPosition position() {
            if (beginning) {
                return StartPosition.beginning();
            }
            return offset != null
                    ? StartPosition.offset(offset)
                    : StartPosition.time(Times.parse("--from-time", time, ZoneId.systemDefault()));
        }
    }

    ConsumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (maxRecords != null && maxRecords <= 0) {
            throw CommandFailure.misuse("--max-records must be larger than 0: " + maxRecords);
        }
        StartPosition position = startPosition();
        try {
            RecordFormat recordFormat = recordFormat();
            connect.requireReachable();
            try (Consumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                List<TopicPartition> assigned = chosenPartitions(consumer);
                consumer.assign(assigned);
                position.seek(consumer, assigned);
                Map<TopicPartition, Long> ends = follow ? Map.of() : consumer.endOffsets(assigned);
                read(consumer, recordFormat, ends);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StartPosition startPosition() {
        if (start != null) {
            return start.position();
        }
        return follow ? StartPosition.end() : StartPosition.beginning();
    }

    private RecordFormat recordFormat() throws IOException {
        return switch (format) {
            case "value" -> RecordFormat.values(console.out(), nullValue);
            case "key-value" -> RecordFormat.keysAndValues(console.out(), keySeparator, nullValue);
            case "json" -> RecordFormat.json(console.out());
            default -> throw CommandFailure.misuse("--format '" + format + "' is none of value, key-value, json");
        };
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = connect.clientSettings();
        settings.putIfAbsent(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.putIfAbsent(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.putIfAbsent(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(connect.timeout().toMillis()));
        return settings;
    }

    private List<TopicPartition> chosenPartitions(Consumer<?, ?> consumer) {
        List<PartitionInfo> infos;
        try {
            infos = consumer.partitionsFor(topic, connect.timeout());
        } catch (UnknownTopicOrPartitionException e) {
            infos = List.of();
        }
        if (infos == null || infos.isEmpty()) {
            try (Admin admin = Admin.create(connect.adminSettings())) {
                throw TopicLookup.unknown(admin, topic, connect);
            }
        }
        TreeSet<Integer> there = new TreeSet<>();
        infos.forEach(info -> there.add(info.partition()));
        TreeSet<Integer> chosen = partitions.isEmpty() ? there : new TreeSet<>(partitions);
        for (Integer partition : chosen) {
            if (!there.contains(partition)) {
                throw CommandFailure.failed("topic '" + topic + "' has partitions " + there.first() + " to "
                        + there.last() + ", but no partition " + partition);
            }
        }
        return chosen.stream().map(number -> new TopicPartition(topic, number)).toList();
    }

    /** Reads up to {@code ends}, or for ever where a partition has no end. */
    private void read(Consumer<byte[], byte[]> consumer, RecordFormat out, Map<TopicPartition, Long> ends)
            throws IOException {
        try (Progress progress = progress(consumer, ends)) {
            read(consumer, out, ends, progress);
        }
    }

    /** Told where records go to a file: on a terminal they are their own progress. */
    private Progress progress(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        boolean seen = console.terminal().columns() > 0 || !console.isTerminal();
        long total = -1;
        if (!seen && !follow) {
            total = 0;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                total += Math.max(0, end.getValue() - consumer.position(end.getKey(), connect.timeout()));
            }
            total = maxRecords == null ? total : Math.min(total, maxRecords);
        }
        return seen ? Progress.unseen() : new Progress(console, "reading", total);
    }

    private void read(
            Consumer<byte[], byte[]> consumer, RecordFormat out, Map<TopicPartition, Long> ends, Progress progress)
            throws IOException {
        long left = maxRecords == null ? Long.MAX_VALUE : maxRecords;
        long written = 0;
        long lastProgressNs = System.nanoTime();
        while (left > 0 && (follow || !atEnd(consumer, ends))) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                if (left > 0 && (end == null || record.offset() < end)) {
                    out.write(record);
                    left--;
                    progress.at(++written);
                }
            }
            out.flush();
            console.flush();
            long now = System.nanoTime();
            if (!records.isEmpty()) {
                lastProgressNs = now;
            } else if (!follow && now - lastProgressNs > connect.timeout().toNanos()) {
                throw CommandFailure.failed(
                        "no more records came within " + connect.timeout().toSeconds()
                                + " s, although the topic is not at its end: is the broker alive?");
            }
        }
    }

    private boolean atEnd(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey(), connect.timeout()) < end.getValue()) {
                return false;
            }
        }
        return true;
    }
}
