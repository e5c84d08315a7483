package io.headrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How long a group takes after a member has joined, left or died until records of all partitions flow again; with either
 * client and either broker. Members are processes of their own: one dies by SIGKILL, and is missed when its session ends.
 *
 * <p>All have the same settings: sessions of 6 s, heartbeats every 500 ms. What a member has to be told of waits for its next
 * heartbeat, so events of one sort are spread evenly over the time between two of them, in an order that is the same for every
 * pair: at random times they would need many rounds until their luck evens out. The group's rest before an event is longer than
 * {@code group.consumer.assignment.interval.ms}, before which Apache's broker assigns nothing anew: a group that came to rest
 * sooner would wait longer for it.
 */
public final class RebalanceTimes {

    private static final int PARTITIONS = 12;
    private static final int STAYING = 2;
    private static final int SHARE = PARTITIONS / (STAYING + 1);
    private static final String SESSION_MS = "6000";
    private static final int HEARTBEAT_MS = 500;
    private static final int REST_MS = 1_100;
    private static final long SEED = 848;

    private static final Map<String, String> BROKER = Map.of(
            "group.initial.rebalance.delay.ms",
            "0",
            "group.min.session.timeout.ms",
            SESSION_MS,
            "group.consumer.min.session.timeout.ms",
            SESSION_MS,
            "group.consumer.session.timeout.ms",
            SESSION_MS,
            "group.consumer.min.heartbeat.interval.ms",
            Integer.toString(HEARTBEAT_MS),
            "group.consumer.heartbeat.interval.ms",
            Integer.toString(HEARTBEAT_MS));

    /** How a group shares partitions out, by name. */
    private static final Map<String, List<String>> KINDS = kinds();

    private static Map<String, List<String>> kinds() {
        List<String> classic = List.of(
                "group.protocol=classic", "session.timeout.ms=" + SESSION_MS, "heartbeat.interval.ms=" + HEARTBEAT_MS);
        String assignor = "partition.assignment.strategy=org.apache.kafka.clients.consumer.";
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("classic, range", with(classic, assignor + "RangeAssignor"));
        kinds.put("classic, cooperative-sticky", with(classic, assignor + "CooperativeStickyAssignor"));
        kinds.put("consumer (KIP-848)", List.of("group.protocol=consumer"));
        return kinds;
    }

    private static List<String> with(List<String> settings, String more) {
        List<String> all = new ArrayList<>(settings);
        all.add(more);
        return all;
    }

    private record Pair(String client, String broker) {}

    /** What one pair took, in milliseconds, a value for each round. */
    private record Times(List<Double> join, List<Double> leave, List<Double> crash) {
        Times() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private RebalanceTimes() {}

    /** Takes {@code rounds=N broker=NAME client=NAME kind=WORD}, all optional; the word is part of a kind's name. */
    public static void main(String[] args) throws Exception {
        int rounds = 7;
        List<String> brokers = List.of("apache", "headrace");
        List<String> clients = List.of("apache", "headrace");
        List<String> kinds = List.copyOf(KINDS.keySet());
        for (String argument : args) {
            String value = argument.substring(argument.indexOf('=') + 1);
            if (argument.startsWith("rounds=")) {
                rounds = Integer.parseInt(value);
            } else if (argument.startsWith("broker=")) {
                brokers = List.of(value);
            } else if (argument.startsWith("client=")) {
                clients = List.of(value);
            } else if (argument.startsWith("kind=")) {
                kinds = KINDS.keySet().stream()
                        .filter(kind -> kind.contains(value))
                        .toList();
            } else {
                throw new IllegalArgumentException("no such option: " + argument);
            }
        }
        Map<String, Map<Pair, Times>> all = new LinkedHashMap<>();
        for (String broker : brokers) {
            for (String kind : kinds) {
                for (String client : clients) {
                    Pair pair = new Pair(client, broker);
                    Times times = measure(pair, KINDS.get(kind), rounds);
                    all.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(pair, times);
                    System.out.println(line(kind, pair, times));
                }
            }
        }
        System.out.println();
        System.out.println("| group | client | broker | join, ms | leave, ms | crash, ms |");
        System.out.println("|---|---|---|---:|---:|---:|");
        all.forEach((kind, pairs) -> pairs.forEach((pair, times) -> System.out.println(line(kind, pair, times))));
    }

    private static String line(String kind, Pair pair, Times times) {
        return "| " + kind + " | " + pair.client() + " | " + pair.broker() + " | " + text(times.join()) + " | "
                + text(times.leave()) + " | " + text(times.crash()) + " |";
    }

    /** The mean, since events are spread evenly, and the least and the most. */
    private static String text(List<Double> ms) {
        DoubleSummaryStatistics all =
                ms.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return String.format(Locale.ROOT, "%.0f (%.0f to %.0f)", all.getAverage(), all.getMin(), all.getMax());
    }

    @SuppressWarnings("try") // Writing goes on by itself until it is closed.
    private static Times measure(Pair pair, List<String> settings, int rounds) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(pair.broker(), BROKER)) {
            String bootstrap = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                admin.createTopics(List.of(new NewTopic("times", PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
            try (Writing writing = new Writing(bootstrap);
                    Group group = new Group(pair.client(), bootstrap, settings)) {
                return group.measure(rounds);
            }
        }
    }

    /** Writes the time into each partition, every 10 ms. Its thread owns the producer. */
    private static final class Writing implements AutoCloseable {
        private final Thread thread;
        private volatile boolean isEnding;

        Writing(String bootstrapServers) {
            thread = new Thread(() -> write(bootstrapServers), "writing");
            thread.start();
        }

        @SuppressWarnings("FutureReturnValueIgnored") // What is not written is not read, and that is waited for.
        private void write(String bootstrapServers) {
            try (KafkaProducer<byte[], String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                    new ByteArraySerializer(),
                    new StringSerializer())) {
                while (!isEnding) {
                    for (int p = 0; p < PARTITIONS; p++) {
                        producer.send(new ProducerRecord<>("times", p, null, Long.toString(System.nanoTime())));
                    }
                    LockSupport.parkNanos(10_000_000);
                }
            }
        }

        @Override
        public void close() {
            isEnding = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The members of one group. */
    private static final class Group implements AutoCloseable {
        private final String client;
        private final String bootstrapServers;
        private final List<String> settings;
        private final ReadingBoard board = new ReadingBoard(PARTITIONS);
        private final List<Member> members = new ArrayList<>();
        private final Random random = new Random(SEED);

        /** When records flowed again after the last event: members began to heartbeat anew shortly before. */
        private long flowingNs = System.nanoTime();

        Group(String client, String bootstrapServers, List<String> settings) {
            this.client = client;
            this.bootstrapServers = bootstrapServers;
            this.settings = settings;
        }

        Times measure(int rounds) throws Exception {
            for (int i = 0; i < STAYING; i++) {
                start().join();
            }
            Rest beforeFirstJoin = new Rest(rounds);
            Rest beforeSecondJoin = new Rest(rounds);
            Rest beforeLeave = new Rest(rounds);
            Rest beforeCrash = new Rest(rounds);
            Times times = new Times();
            // The first round warms up.
            for (int round = -1; round < rounds; round++) {
                Member leaving = start();
                Member dying = start();
                double firstJoinMs = join(leaving, beforeFirstJoin);
                double leaveMs = lose(leaving, leaving::leave, beforeLeave);
                double secondJoinMs = join(dying, beforeSecondJoin);
                double crashMs = lose(dying, dying::kill, beforeCrash);
                leaving.kill();
                if (round >= 0) {
                    times.join().add(firstJoinMs);
                    times.join().add(secondJoinMs);
                    times.leave().add(leaveMs);
                    times.crash().add(crashMs);
                }
            }
            return times;
        }

        private Member start() throws IOException, InterruptedException {
            Member member = new Member(members.size());
            members.add(member);
            member.awaitReady();
            return member;
        }

        private double join(Member member, Rest rest) throws Exception {
            board.awaitBalance(PARTITIONS / STAYING, 0, 1);
            rest.take();
            board.beginJoin(member.number, SHARE);
            long beganNs = System.nanoTime();
            member.join();
            flowingNs = board.awaitFlowing();
            return (flowingNs - beganNs) / 1e6;
        }

        /** The group's rest before the events of one sort. */
        private final class Rest {
            private final List<Integer> times = new ArrayList<>();

            Rest(int rounds) {
                for (int i = 0; i < rounds; i++) {
                    times.add(REST_MS + HEARTBEAT_MS * i / rounds);
                }
                Collections.shuffle(times, random);
                times.add(REST_MS);
            }

            /** The first round, which warms up, has a time of its own. */
            void take() throws InterruptedException {
                long endNs = flowingNs + TimeUnit.MILLISECONDS.toNanos(times.remove(times.size() - 1));
                while (endNs - System.nanoTime() < 0) {
                    endNs += TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MS);
                }
                TimeUnit.NANOSECONDS.sleep(endNs - System.nanoTime());
            }
        }

        private interface Loss {
            void happen() throws IOException;
        }

        private double lose(Member member, Loss loss, Rest rest) throws Exception {
            board.awaitBalance(SHARE, 0, 1, member.number);
            rest.take();
            board.beginLoss();
            long beganNs = System.nanoTime();
            loss.happen();
            flowingNs = board.awaitFlowing();
            return (flowingNs - beganNs) / 1e6;
        }

        @Override
        public void close() {
            members.forEach(Member::kill);
        }

        private final class Member {
            private final int number;
            private final Process process;
            private final CountDownLatch ready = new CountDownLatch(1);

            Member(int number) throws IOException {
                this.number = number;
                List<String> command = new ArrayList<>(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.headrace.benchmarks." + (client.equals("apache") ? "apacheworkload" : "workload")
                                + ".MemberMain",
                        bootstrapServers,
                        "times",
                        "group.id=times"));
                command.addAll(settings);
                process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                Thread reading = new Thread(this::read, "reading-" + number);
                reading.setDaemon(true);
                reading.start();
            }

            private void read() {
                try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                    for (String line = output.readLine(); line != null; line = output.readLine()) {
                        int space = line.indexOf(' ');
                        if (space < 0) {
                            ready.countDown();
                        } else {
                            board.read(
                                    number,
                                    Integer.parseInt(line.substring(0, space)),
                                    Long.parseLong(line.substring(space + 1)));
                        }
                    }
                } catch (IOException e) {
                    // It was killed, and what it still said does not matter.
                }
            }

            void awaitReady() throws IOException, InterruptedException {
                if (!ready.await(60, TimeUnit.SECONDS)) {
                    throw new IOException("a member did not get ready");
                }
            }

            void join() throws IOException {
                tell("join");
            }

            void leave() throws IOException {
                tell("leave");
            }

            private void tell(String word) throws IOException {
                Writer input = process.outputWriter(StandardCharsets.UTF_8);
                input.write(word + "\n");
                input.flush();
            }

            void kill() {
                process.destroyForcibly();
            }
        }
    }
}
