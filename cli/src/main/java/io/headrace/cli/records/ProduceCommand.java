package io.headrace.cli.records;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Progress;
import io.headrace.cli.Settings;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.Producer;
import io.headrace.clients.producer.ProducerConfig;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.header.Header;
import io.headrace.common.header.internals.RecordHeader;
import io.headrace.common.serialization.ByteArraySerializer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends lines as records. Holds what is on its way, no more, however long the input. */
@Command(
        name = "produce",
        description = "Sends each line of a file, or of what it is piped, as a record.",
        sortOptions = false,
        footer = {
            "",
            "Example: printf 'k1:hello\\nk2:world\\n' | headrace produce orders --key-separator :",
        })
public final class ProduceCommand implements Runnable {
    private final Console console;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic to send to.")
    private String topic;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file to read, or - for standard input, which is the default.")
    private String file = "-";

    @Option(
            names = {"-k", "--key-separator"},
            paramLabel = "TEXT",
            description = "What stands between key and value. Default: lines are values, and there are no keys")
    private String keySeparator;

    @Option(
            names = "--null-value",
            paramLabel = "TEXT",
            description = "The value that stands for no value at all: such a record is a tombstone.")
    private String nullValue;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME=VALUE",
            description = "A header for each record; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "The partition to send to. Default: by the key, or else spread")
    private Integer partition;

    @Option(
            names = {"-z", "--compression"},
            paramLabel = "CODEC",
            description = "How batches are compressed: ${COMPLETION-CANDIDATES}. Default: none")
    private Compression compression;

    @Option(
            names = "--create-topic",
            description = "Leaves it to the broker to create the topic if there is none. Otherwise that is a failure.")
    private boolean createTopic;

    @Option(
            names = {"-q", "--quiet"},
            description = "Does not say how many records were sent.")
    private boolean quiet;

    @Mixin
    private ConnectOptions connect;

    /** The codecs. */
    enum Compression {
        none,
        gzip,
        snappy,
        lz4,
        zstd
    }

    ProduceCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        LineFormat format = new LineFormat(keySeparator, nullValue);
        List<Header> parsedHeaders = parseHeaders();
        if (partition != null && partition < 0) {
            throw CommandFailure.misuse("--partition must not be negative: " + partition);
        }
        try (InputStream in = open()) {
            connect.requireReachable();
            if (!createTopic) {
                requireTopic();
            }
            long sent = send(new LineReader(in), format, parsedHeaders);
            if (!quiet) {
                console.err().println("sent " + sent + (sent == 1 ? " record" : " records") + " to " + topic);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("cannot read " + file + ": " + Settings.reason(e, Path.of(file)), e);
        }
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) {
            return console.in();
        }
        if (Files.isDirectory(Path.of(file))) {
            throw CommandFailure.failed("cannot read " + file + ": it is a directory");
        }
        return Files.newInputStream(Path.of(file));
    }

    /** How many bytes there are to send; -1 when nobody knows. */
    private long size() throws IOException {
        return file.equals("-") ? -1 : Files.size(Path.of(file));
    }

    private void requireTopic() {
        int partitions;
        try (Admin admin = Admin.create(connect.adminSettings())) {
            partitions = TopicLookup.require(admin, topic, connect).partitions().size();
        }
        if (partition != null && partition >= partitions) {
            throw CommandFailure.failed("topic '" + topic + "' has partitions 0 to " + (partitions - 1)
                    + ", but no partition " + partition);
        }
    }

    private long send(LineReader lines, LineFormat format, List<Header> recordHeaders) throws IOException {
        Delivery delivery = new Delivery();
        RuntimeException unreadable = null;
        try (Progress progress = new Progress(console, "sending", size());
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            try {
                sendAll(producer, lines, format, recordHeaders, delivery, progress);
            } catch (CommandFailure e) {
                unreadable = e;
            } catch (IOException e) {
                unreadable = CommandFailure.failed("cannot read " + file + ": " + Settings.reason(e, Path.of(file)), e);
            }
            producer.flush();
        }
        delivery.conclude();
        if (unreadable != null) {
            throw delivery.stopped(unreadable.getMessage(), unreadable);
        }
        return lines.lines();
    }

    /** Ends early when a line could not be sent: more would only follow it. */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback is told the same.
    private void sendAll(
            Producer<byte[], byte[]> producer,
            LineReader lines,
            LineFormat format,
            List<Header> recordHeaders,
            Delivery delivery,
            Progress progress)
            throws IOException {
        byte[] line = lines.next();
        while (line != null && delivery.isClean()) {
            long number = lines.lines();
            LineFormat.Parts parts = format.parse(line, number);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, partition, null, parts.key(), parts.value(), recordHeaders);
            producer.send(record, (metadata, failure) -> delivery.note(number, failure));
            progress.at(number, lines.bytes());
            line = lines.next();
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = connect.clientSettings();
        if (compression != null) {
            settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression.name());
        }
        long timeoutMs = connect.timeout().toMillis();
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMs);
        // Larger than the default: a file is read faster than it is sent, so batches fill up by themselves.
        settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        return settings;
    }

    private List<Header> parseHeaders() {
        List<Header> parsed = new ArrayList<>();
        for (String header : headers) {
            int equals = header.indexOf('=');
            if (equals < 0) {
                throw CommandFailure.misuse("--header '" + header + "' is not of the form NAME=VALUE");
            }
            parsed.add(new RecordHeader(
                    header.substring(0, equals), header.substring(equals + 1).getBytes(StandardCharsets.UTF_8)));
        }
        return parsed;
    }
}
