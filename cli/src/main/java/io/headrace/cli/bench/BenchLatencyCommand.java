package io.headrace.cli.bench;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.FailureText;
import io.headrace.cli.Output;
import io.headrace.cli.Progress;
import io.headrace.cli.output.Shows;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.ConsumerConfig;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.Producer;
import io.headrace.clients.producer.ProducerConfig;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how long one record is under way, with nothing else going on. */
@Command(
        name = "latency",
        description = "Sends records one at a time and waits for each to be read: how long a record is under way.",
        sortOptions = false,
        footer = {"", "Example: headrace bench latency test --records 1000"})
@Shows(value = Measured.class, list = false)
final class BenchLatencyCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC", description = "The topic to use. The records stay in its partition 0.")
    private String topic;

    @Option(
            names = {"-n", "--records"},
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many records; before them, a tenth as many are sent that do not count. Default:"
                    + " ${DEFAULT-VALUE}")
    private int records;

    @Option(
            names = {"-s", "--size"},
            paramLabel = "BYTES",
            defaultValue = "100",
            description = "How large a record's value is. Default: ${DEFAULT-VALUE}")
    private int size;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    BenchLatencyCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (records <= 0 || size <= 0) {
            throw CommandFailure.misuse("--records and --size must be larger than 0");
        }
        try (Admin admin = connect.admin()) {
            TopicLookup.require(admin, topic, connect);
        }
        Measured measured = measure();
        output.value(console, measured, () -> measured.print(console));
    }

    private Measured measure() {
        byte[] value = BenchProduceCommand.text(size);
        Durations durations = new Durations();
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<String, Object> producerSettings = connect.clientSettings();
        producerSettings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        Map<String, Object> consumerSettings = connect.clientSettings();
        consumerSettings.putIfAbsent(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (Progress progress = new Progress(console, "sending", records);
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(producerSettings, new ByteArraySerializer(), new ByteArraySerializer());
                Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition, connect.timeout());
            for (int i = 0; i < records / 10; i++) {
                roundTrip(producer, consumer, value);
            }
            long startedNs = System.nanoTime();
            for (int i = 1; i <= records; i++) {
                durations.add(roundTrip(producer, consumer, value));
                progress.at(i);
            }
            long tookNs = System.nanoTime() - startedNs;
            return Measured.of(
                    "latency", topic, records, (long) records * size, tookNs, Measured.Latency.of(durations));
        }
    }

    /** Sends one record, waits until it is read, and returns how long that took. */
    private long roundTrip(Producer<byte[], byte[]> producer, Consumer<byte[], byte[]> consumer, byte[] value) {
        long startedNs = System.nanoTime();
        try {
            producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
        } catch (ExecutionException e) {
            throw CommandFailure.failed("a record could not be sent: " + FailureText.of(e), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        if (consumer.poll(connect.timeout()).isEmpty()) {
            throw CommandFailure.failed("a record that was sent did not come back within "
                    + connect.timeout().toSeconds() + " s");
        }
        return System.nanoTime() - startedNs;
    }
}
