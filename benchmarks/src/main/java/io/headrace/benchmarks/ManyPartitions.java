package io.headrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What thousands of partitions cost one broker: created, written to, left alone, restarted after a clean end and after
 * {@code kill -9}, deleted. After each restart every partition must end where it did before.
 *
 * <pre>
 *   ManyPartitions [partitions=10000] [topics=10] [idle=130] [dir=/data] [key=value of the broker ...]
 * </pre>
 */
public final class ManyPartitions {

    private static final int RECORD_BYTES = 100;

    private final int partitions;
    private final int topics;
    private final Path data;
    private final List<String> settings;
    private Process process;
    private BufferedReader output;
    private String address;

    private ManyPartitions(int partitions, int topics, Path data, List<String> settings) {
        this.partitions = partitions;
        this.topics = topics;
        this.data = data;
        this.settings = settings;
    }

    /** Runs all steps, and prints what each of them took. */
    public static void main(String[] args) throws Exception {
        int partitions = 10_000;
        int topics = 10;
        int idleS = 130;
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        List<String> settings = new ArrayList<>();
        for (String arg : args) {
            String value = arg.substring(arg.indexOf('=') + 1);
            switch (arg.substring(0, arg.indexOf('='))) {
                case "partitions" -> partitions = Integer.parseInt(value);
                case "topics" -> topics = Integer.parseInt(value);
                case "idle" -> idleS = Integer.parseInt(value);
                case "dir" -> parent = Path.of(value);
                default -> settings.add(arg);
            }
        }
        Path data = Files.createTempDirectory(parent, "headrace-many-");
        try {
            new ManyPartitions(partitions, topics, data, settings).run(idleS);
        } finally {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void run(int idleS) throws Exception {
        try {
            steps(idleS);
        } finally {
            if (process != null) {
                kill();
            }
        }
    }

    private void steps(int idleS) throws Exception {
        step("start, empty", this::start);
        step("create", this::create);
        step("one record to each", () -> produce(1));
        step("ten more to each", () -> produce(10));
        idle(idleS);
        step("clean end", this::end);
        step("start after a clean end", this::start);
        step("all ends asked for", () -> check(11));
        step("one record to each", () -> produce(1));
        step("kill -9", this::kill);
        step("start after kill -9", this::start);
        step("all ends asked for", () -> check(12));
        step("clean end, nothing written", this::end);
        step("start after a clean end", this::start);
        step("delete", this::delete);
        step("clean end", this::end);
    }

    private void step(String name, Step work) throws Exception {
        long startNs = System.nanoTime();
        long cpuMs = process == null ? 0 : Usage.cpuMs(process.pid());
        work.run();
        double seconds = (System.nanoTime() - startNs) / 1e9;
        if (process == null) {
            System.out.printf(Locale.ROOT, "%-28s %7.2f s%n", name, seconds);
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %7.2f s  CPU %6.2f s  resident %4d MB  heap %4d MB  %6d files open%n",
                    name,
                    seconds,
                    (Usage.cpuMs(process.pid()) - cpuMs) / 1e3,
                    Usage.residentBytes(process.pid()) >> 20,
                    usedHeap() >> 20,
                    openFiles());
        }
    }

    /** The first minutes close idle files; the last ten seconds show what idling costs. */
    private void idle(int seconds) throws Exception {
        step("idle " + seconds + " s", () -> TimeUnit.SECONDS.sleep(seconds));
        long cpuMs = Usage.cpuMs(process.pid());
        TimeUnit.SECONDS.sleep(30);
        System.out.printf(
                Locale.ROOT, "idle: %.2f %% of a core over 30 s%n", (Usage.cpuMs(process.pid()) - cpuMs) / 10.0 / 30);
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                BrokerProcess.MEMORY,
                "-cp",
                System.getProperty("java.class.path"),
                HeadraceMain.class.getName(),
                data.toString(),
                "log.segment.delete.delay.ms=1000"));
        command.addAll(settings);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
        address = output.readLine();
        if (address == null) {
            throw new IOException("the broker ended before it said where it listens");
        }
    }

    private void create() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(names().stream()
                            .map(name -> new NewTopic(name, partitions / topics, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private void produce(int records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address, "buffer.memory", 256L << 20, "delivery.timeout.ms", 300_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int record = 0; record < records; record++) {
                for (TopicPartition partition : all()) {
                    sent.add(producer.send(new ProducerRecord<>(
                            partition.topic(), partition.partition(), null, new byte[RECORD_BYTES])));
                }
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private void check(long end) throws Exception {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            all().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            admin.listOffsets(latest).all().get().forEach((partition, found) -> {
                if (found.offset() != end) {
                    throw new IllegalStateException(partition + " ends at " + found.offset() + " instead of " + end);
                }
            });
        }
    }

    private void delete() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(names()).all().get();
        }
        while (directories() > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private long directories() throws IOException {
        try (Stream<Path> found = Files.list(data)) {
            return found.filter(path -> path.getFileName().toString().startsWith("many-"))
                    .count();
        }
    }

    private void end() throws Exception {
        tell('c');
        process.waitFor();
        process = null;
    }

    private void kill() throws Exception {
        process.destroyForcibly().waitFor();
        process = null;
    }

    private long usedHeap() throws IOException {
        tell('g');
        return Long.parseLong(output.readLine());
    }

    private long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return files.count();
        }
    }

    private void tell(char command) throws IOException {
        process.getOutputStream().write(command);
        process.getOutputStream().flush();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", address, "default.api.timeout.ms", 300_000));
    }

    private List<String> names() {
        return IntStream.range(0, topics).mapToObj(i -> "many-" + i).toList();
    }

    private List<TopicPartition> all() {
        List<TopicPartition> all = new ArrayList<>();
        for (String name : names()) {
            for (int i = 0; i < partitions / topics; i++) {
                all.add(new TopicPartition(name, i));
            }
        }
        return all;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
