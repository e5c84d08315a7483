package io.headrace.cli.quickstart;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.cli.Answers;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Console;
import io.headrace.cli.Locations;
import io.headrace.cli.Settings;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything once, on real files, and checked. */
@Command(
        name = "quickstart",
        description = {
            "Starts a broker, sends 200,000 records through the producer, reads them back through the consumer, and checks"
                    + " that each arrived once, in order and byte for byte. The exit code says whether that held.",
            "The broker ends with the command; its data stays."
        },
        sortOptions = false)
public final class QuickstartCommand implements Runnable {
    private static final int PARTITIONS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "Sends this file's lines instead of the orders of a small shop that come with Headrace. A line's"
                            + " key is what stands before its first tab, comma, semicolon or space.")
    private Path file;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "The broker's data directory. Default: .headrace/quickstart where Headrace is")
    private Path data;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port that the broker listens on. Default: a free one")
    private int port;

    @Option(
            names = {"-n", "--records"},
            paramLabel = "N",
            description = "How many orders to send. Default: 200000")
    private Integer count;

    QuickstartCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (count != null && (file != null || count <= 0)) {
            throw CommandFailure.misuse(
                    file != null
                            ? "--records says how many orders to send, but a file is sent"
                            : "--records must be larger than 0: " + count);
        }
        try (InputStream in = openFile()) {
            if (in == null) {
                int orders = count == null ? ShopOrders.DEFAULT_COUNT : count;
                run(new ShopOrders(orders), orders);
            } else {
                run(new KeyedLines(in), -1);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("cannot read " + file + ": " + Settings.reason(e, file), e);
        }
    }

    private InputStream openFile() throws IOException {
        if (file == null) {
            return null;
        }
        if (Files.isDirectory(file)) {
            throw CommandFailure.failed("cannot read " + file + ": it is a directory");
        }
        return Files.newInputStream(file);
    }

    private void run(RecordSource source, long total) throws IOException {
        Path directory = (data == null ? Locations.quickstartDirectory() : data)
                .toAbsolutePath()
                .normalize();
        long startedNs = System.nanoTime();
        try (HeadraceBroker broker = HeadraceBroker.start(
                Map.of("log.dirs", directory.toString(), "host", "localhost", "port", Integer.toString(port)))) {
            String topic = createTopic(broker.bootstrapServers());
            say(
                    "Broker",
                    "%s, ready in %.2f s, with topic %s of %d partitions",
                    broker.bootstrapServers(),
                    (System.nanoTime() - startedNs) / 1e9,
                    topic,
                    PARTITIONS);
            RoundTrip trip = new RoundTrip(console, broker.bootstrapServers(), topic, PARTITIONS);
            RoundTrip.Outcome sent = trip.send(source, total);
            if (sent.tally().records() == 0 && file != null) {
                throw CommandFailure.failed(file + " has no lines to send");
            }
            report("Sent", sent);
            long stored = storedBytes(directory, topic);
            say(
                    "Stored",
                    "%.1f MB, compressed %.1f to 1 with zstd",
                    stored / 1e6,
                    sent.tally().bytes() / (double) Math.max(1, stored));
            RoundTrip.Outcome read = trip.read(sent.tally().records());
            report("Read", read);
            List<String> differences = sent.tally().differences(read.tally());
            if (!differences.isEmpty()) {
                throw CommandFailure.failed(
                        "the records did not come back as they were sent: " + String.join("; ", differences));
            }
            say("Checked", "every record arrived once, per key in order, byte for byte");
            adviseNext(directory, topic);
        }
    }

    /** A topic of this run's own, so that what earlier runs left is not touched. */
    private String createTopic(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers));
        try (Admin admin = Admin.create(settings)) {
            Set<String> there = Answers.await(admin.listTopics().names(), TIMEOUT);
            String topic = "quickstart";
            for (int run = 2; there.contains(topic); run++) {
                topic = "quickstart-" + run;
            }
            Answers.await(
                    admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                            .all(),
                    TIMEOUT);
            return topic;
        }
    }

    private void report(String what, RoundTrip.Outcome outcome) {
        say(
                what,
                "%,d records, %.1f MB, in %.2f s: %,.0f records/s, %.1f MB/s",
                outcome.tally().records(),
                outcome.tally().bytes() / 1e6,
                outcome.seconds(),
                outcome.recordsPerSecond(),
                outcome.megabytesPerSecond());
    }

    private void adviseNext(Path directory, String topic) {
        String command = Locations.command();
        say("Files", "%s", directory);
        say("Next", "%s broker --data %s", command, directory);
        say("", "%s consume %s --from-beginning -n 5 --format json", command, topic);
        say("", "%s topics describe %s", command, topic);
    }

    private void say(String label, String format, Object... values) {
        console.println(String.format(Locale.ROOT, "%-8s ", label) + String.format(Locale.ROOT, format, values));
        console.flush();
    }

    private static long storedBytes(Path directory, String topic) throws IOException {
        long bytes = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            Path log = directory.resolve(topic + "-" + partition);
            if (Files.isDirectory(log)) {
                try (Stream<Path> files = Files.list(log)) {
                    bytes += files.filter(each -> each.toString().endsWith(".log"))
                            .mapToLong(QuickstartCommand::size)
                            .sum();
                }
            }
        }
        return bytes;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
