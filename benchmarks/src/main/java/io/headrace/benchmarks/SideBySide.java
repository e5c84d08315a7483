package io.headrace.benchmarks;

import io.headrace.benchmarks.WorkloadSpec.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Runs each workload with Apache's client and broker and with Headrace's, one after the other in one run, and prints the
 * ratios. Rounds alternate, so that a machine that is busy for a while disturbs both.
 */
public final class SideBySide {

    private final int rounds;
    private final Duration warmup;
    private final Duration window;
    private final List<Pair> pairs;
    private final ResultTable table = new ResultTable();

    private SideBySide(int rounds, Duration warmup, Duration window, List<Pair> pairs) {
        this.rounds = rounds;
        this.warmup = warmup;
        this.window = window;
        this.pairs = pairs;
    }

    /** A pair of client and broker. */
    private record Pair(String client, String broker) {
        @Override
        public String toString() {
            return client + " client, " + broker + " broker";
        }
    }

    private static final List<Pair> PAIRS = List.of(
            new Pair("apache", "apache"),
            new Pair("headrace", "headrace"),
            new Pair("headrace", "apache"),
            new Pair("apache", "headrace"));

    /**
     * Takes {@code rounds=N warmup=SECONDS window=SECONDS broker=apache|headrace} and the names of workloads, all of which are
     * optional. With {@code broker} both clients are measured with that one only.
     */
    public static void main(String[] args) throws Exception {
        int rounds = 3;
        int warmup = 20;
        int window = 8;
        String broker = "";
        List<String> names = new ArrayList<>();
        for (String argument : args) {
            int equals = argument.indexOf('=');
            String value = argument.substring(equals + 1);
            switch (equals < 0 ? "" : argument.substring(0, equals)) {
                case "rounds" -> rounds = Integer.parseInt(value);
                case "warmup" -> warmup = Integer.parseInt(value);
                case "window" -> window = Integer.parseInt(value);
                case "broker" -> broker = value;
                case "" -> names.add(argument);
                default -> throw new IllegalArgumentException("no such option: " + argument);
            }
        }
        SideBySide bench =
                new SideBySide(rounds, Duration.ofSeconds(warmup), Duration.ofSeconds(window), pairsWith(broker));
        for (Workload workload : Workload.named(names)) {
            bench.run(workload);
        }
        System.out.println();
        System.out.println(bench.table);
    }

    private static List<Pair> pairsWith(String broker) {
        if (broker.isEmpty()) {
            return PAIRS;
        }
        List<Pair> pairs = List.of(new Pair("apache", broker), new Pair("headrace", broker));
        if (!PAIRS.containsAll(pairs)) {
            throw new IllegalArgumentException("no broker of maker '" + broker + "': apache or headrace");
        }
        return pairs;
    }

    private void run(Workload workload) throws Exception {
        Map<String, List<Window>> windows = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Pair pair : pairs) {
                windows.computeIfAbsent(pair.toString(), p -> new ArrayList<>()).add(measure(workload, pair));
            }
        }
        Window base = median(windows.get(pairs.get(0).toString()));
        System.out.printf("%n%s (median of %d rounds; ratios against the first line)%n", workload.name(), rounds);
        for (Pair pair : pairs) {
            Window of = median(windows.get(pair.toString()));
            table.add(workload.name(), pair.client(), pair.broker(), of, base);
            System.out.printf(
                    Locale.ROOT,
                    "  %-34s %,11.0f rec/s %6.1f MB/s  client %8.3f us/rec  broker %8.3f us/rec  alloc %8.0f B/rec"
                            + "   x%.2f rate  x%.2f client CPU  x%.2f broker CPU  x%.2f alloc%n",
                    pair,
                    of.rate(),
                    of.rate() * of.recordSize() / 1e6,
                    of.clientCpuUs(),
                    of.brokerCpuUs(),
                    of.allocatedPerRecord(),
                    of.rate() / base.rate(),
                    of.clientCpuUs() / base.clientCpuUs(),
                    of.brokerCpuUs() / base.brokerCpuUs(),
                    of.allocatedPerRecord() / base.allocatedPerRecord());
        }
    }

    private static Window median(List<Window> windows) {
        Window[] sorted = windows.toArray(new Window[0]);
        Arrays.sort(sorted, (a, b) -> Double.compare(a.rate(), b.rate()));
        return sorted[sorted.length / 2];
    }

    /**
     * What the pair before left in the page cache is written out first: the kernel counts write-back as time of whoever
     * writes at that moment, so that a pair would pay for its predecessor.
     */
    private Window measure(Workload workload, Pair pair) throws Exception {
        new ProcessBuilder("sync").inheritIO().start().waitFor();
        try (BrokerProcess broker = BrokerProcess.start(pair.broker())) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("bench", workload.partitions(), (short) 1)))
                        .all()
                        .get();
            }
            if (workload.kind() == Kind.CONSUME) {
                // About 200 MB, so that reading it once takes a while and all of it stays in the page cache.
                client(
                        "apache",
                        new WorkloadSpec(
                                Kind.PRODUCE,
                                broker.bootstrapServers(),
                                broker.pid(),
                                "bench",
                                workload.partitions(),
                                workload.recordSize(),
                                0,
                                Duration.ZERO,
                                Duration.ofSeconds(2),
                                List.of("batch.size=65536")));
            }
            return client(
                    pair.client(),
                    new WorkloadSpec(
                            workload.kind(),
                            broker.bootstrapServers(),
                            broker.pid(),
                            "bench",
                            workload.partitions(),
                            workload.recordSize(),
                            workload.keys(),
                            warmup,
                            window,
                            workload.config()));
        }
    }

    private static Window client(String maker, WorkloadSpec spec) throws IOException, InterruptedException {
        String main = switch (maker) {
            case "apache" -> "io.headrace.benchmarks.apacheworkload.WorkloadMain";
            case "headrace" -> "io.headrace.benchmarks.workload.WorkloadMain";
            default -> throw new IllegalArgumentException("no client of maker '" + maker + "'");
        };
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(spec.toArguments());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Window window = null;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Window parsed = Window.parse(line);
                if (parsed == null) {
                    System.out.println(line);
                } else {
                    window = parsed;
                }
            }
        }
        if (process.waitFor() != 0 || window == null) {
            throw new IOException("the workload failed: " + spec);
        }
        return window;
    }
}
