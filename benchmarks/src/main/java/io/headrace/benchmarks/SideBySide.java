package io.headrace.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
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
        Map<String, List<Window>> windows = workload.kind().reads() ? readInTurns(workload) : produceInTurns(workload);
        Window base = median(windows.get(pairs.get(0).toString()));
        System.out.printf("%n%s (median of %d rounds; ratios against the first line)%n", workload.name(), rounds);
        for (Pair pair : pairs) {
            Window of = median(windows.get(pair.toString()));
            table.add(workload.name(), pair.client(), pair.broker(), of, base);
            System.out.printf(
                    Locale.ROOT,
                    "  %-34s %,11.0f rec/s %6.1f MB/s  client %8.3f us/rec  broker %8.3f us/rec  alloc %8.0f B/rec  GC %.1f %%"
                            + "   x%.2f rate  x%.2f client CPU  x%.2f broker CPU  x%.2f alloc%n",
                    pair,
                    of.rate(),
                    of.rate() * of.recordSize() / 1e6,
                    of.clientCpuUs(),
                    of.brokerCpuUs(),
                    of.allocatedPerRecord(),
                    of.collectingPercent(),
                    of.rate() / base.rate(),
                    of.clientCpuUs() / base.clientCpuUs(),
                    of.brokerCpuUs() / base.brokerCpuUs(),
                    of.allocatedPerRecord() / base.allocatedPerRecord());
        }
    }

    /** The window of the median rate, with the median of each other figure: a disturbance does not hit all alike. */
    private static Window median(List<Window> windows) {
        Window typical = windows.stream()
                .sorted(Comparator.comparingDouble(Window::rate))
                .toList()
                .get(windows.size() / 2);
        return new Window(
                typical.records(),
                typical.recordSize(),
                typical.seconds(),
                median(windows, Window::clientCpuUs) * typical.records() / 1e6,
                median(windows, Window::brokerCpuUs) * typical.records() / 1e6,
                Math.round(median(windows, Window::allocatedPerRecord) * typical.records()),
                median(windows, Window::collectingPercent) * typical.seconds() / 100);
    }

    private static double median(List<Window> windows, ToDoubleFunction<Window> figure) {
        double[] sorted = windows.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private Map<String, List<Window>> produceInTurns(Workload workload) throws Exception {
        Map<String, List<Window>> windows = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Pair pair : pairs) {
                windows.computeIfAbsent(pair.toString(), p -> new ArrayList<>()).add(measure(workload, pair));
            }
        }
        return windows;
    }

    /** For each broker one filled topic, which all clients read by turns. */
    private Map<String, List<Window>> readInTurns(Workload workload) throws Exception {
        Map<String, List<Window>> windows = new TreeMap<>();
        for (String maker : pairs.stream().map(Pair::broker).distinct().toList()) {
            List<Pair> readers =
                    pairs.stream().filter(pair -> pair.broker().equals(maker)).toList();
            try (BrokerProcess broker = BrokerProcess.start(maker)) {
                WorkloadSpec spec = prepare(workload, broker);
                Filling.fill(spec);
                sync();
                List<ClientProcess> clients = new ArrayList<>();
                try {
                    for (Pair pair : readers) {
                        ClientProcess client = ClientProcess.start(pair.client(), spec);
                        clients.add(client);
                        client.read(warmup);
                    }
                    for (int round = 0; round < rounds; round++) {
                        for (int i = 0; i < readers.size(); i++) {
                            windows.computeIfAbsent(readers.get(i).toString(), p -> new ArrayList<>())
                                    .add(clients.get(i).read(window));
                        }
                    }
                } finally {
                    for (ClientProcess client : clients) {
                        client.close();
                    }
                }
            }
        }
        return windows;
    }

    /**
     * What the pair before left in the page cache is written out first: the kernel counts write-back as time of whoever
     * writes at that moment, so that a pair would pay for its predecessor.
     */
    private Window measure(Workload workload, Pair pair) throws Exception {
        sync();
        try (BrokerProcess broker = BrokerProcess.start(pair.broker());
                ClientProcess client = ClientProcess.start(pair.client(), prepare(workload, broker))) {
            return client.window();
        }
    }

    private WorkloadSpec prepare(Workload workload, BrokerProcess broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("bench", workload.partitions(), (short) 1)))
                    .all()
                    .get();
        }
        return new WorkloadSpec(
                workload.kind(),
                broker.bootstrapServers(),
                broker.pid(),
                "bench",
                workload.partitions(),
                workload.recordSize(),
                workload.keys(),
                warmup,
                window,
                workload.config());
    }

    private static void sync() throws IOException, InterruptedException {
        new ProcessBuilder("sync").inheritIO().start().waitFor();
    }
}
