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
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.Producer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.serialization.ByteArraySerializer;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures sending. With a rate, a record counts from when it was due, so that waiting is not left out. */
@Command(
        name = "produce",
        description = "Sends records that it makes up, and says how many a second and how long each took.",
        sortOptions = false,
        footer = {"", "Example: headrace bench produce test --records 1000000 --size 1000 --set compression.type=zstd"})
@Shows(value = Measured.class, list = false)
final class BenchProduceCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC", description = "The topic to send to. The records stay in it.")
    private String topic;

    @Option(
            names = {"-n", "--records"},
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many records. Default: ${DEFAULT-VALUE}")
    private long records;

    @Option(
            names = {"-s", "--size"},
            paramLabel = "BYTES",
            defaultValue = "100",
            description = "How large a record's value is. Default: ${DEFAULT-VALUE}")
    private int size;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "How many records a second to send. Default: as many as possible")
    private Integer rate;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    BenchProduceCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (records <= 0 || size <= 0 || (rate != null && rate <= 0)) {
            throw CommandFailure.misuse("--records, --size and --rate must be larger than 0");
        }
        try (Admin admin = connect.admin()) {
            TopicLookup.require(admin, topic, connect);
        }
        Measured measured = send();
        output.value(console, measured, () -> measured.print(console));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback is told the same.
    private Measured send() {
        byte[] value = text(size);
        // Filled by the producer's thread, and read when that is done.
        Durations durations = new Durations();
        AtomicReference<Exception> failed = new AtomicReference<>();
        long startedNs = System.nanoTime();
        long tookNs;
        try (Progress progress = new Progress(console, "sending", records);
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        connect.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long i = 0; i < records && failed.get() == null; i++) {
                long dueNs = rate == null ? System.nanoTime() : startedNs + i * 1_000_000_000L / rate;
                waitUntil(dueNs);
                producer.send(new ProducerRecord<>(topic, value), (metadata, failure) -> {
                    if (failure == null) {
                        durations.add(System.nanoTime() - dueNs);
                    } else {
                        failed.compareAndSet(null, failure);
                    }
                });
                progress.at(i + 1);
            }
            producer.flush();
            tookNs = System.nanoTime() - startedNs;
        }
        if (failed.get() != null) {
            throw CommandFailure.failed("a record could not be sent: " + FailureText.of(failed.get()), failed.get());
        }
        return Measured.of("produce", topic, records, records * size, tookNs, Measured.Latency.of(durations));
    }

    private static void waitUntil(long dueNs) {
        for (long leftNs = dueNs - System.nanoTime(); leftNs > 0; leftNs = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    /** Words of letters that come at random: neither all alike nor without any pattern, so that compression has its effect. */
    static byte[] text(int size) {
        SplittableRandom random = new SplittableRandom(42);
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = (byte) (random.nextInt(6) == 0 ? ' ' : 'a' + random.nextInt(16));
        }
        return text;
    }
}
