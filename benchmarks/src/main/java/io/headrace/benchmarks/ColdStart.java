package io.headrace.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long a broker in a fresh JVM takes from its exec to the first acknowledged record, and what memory it holds when
 * idle: {@code ./headrace broker} against Apache's broker on a directory that was formatted before the clock started.
 *
 * <p>One warm producer of Apache's serves all rounds, so that the client's own start does not count.
 */
public final class ColdStart {

    private static final int ROUNDS = 5;
    private static final int IDLE_S = 5;

    private ColdStart() {}

    /** Takes the directory of a checkout in which {@code ./headrace} has been built. */
    public static void main(String[] args) throws Exception {
        Path checkout = Path.of(args.length == 0 ? "." : args[0]).toAbsolutePath();
        double[] headrace = new double[ROUNDS];
        double[] apache = new double[ROUNDS];
        // The first round warms the client and the page cache.
        for (int round = -1; round < ROUNDS; round++) {
            double ours = headrace(checkout);
            double theirs = apache();
            if (round >= 0) {
                headrace[round] = ours;
                apache[round] = theirs;
            }
        }
        print("headrace", headrace);
        print("apache", apache);
    }

    private static void print(String maker, double[] seconds) {
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "%-9s exec to first acknowledged record: median %.2f s, best %.2f s, worst %.2f s%n",
                maker,
                seconds[ROUNDS / 2],
                seconds[0],
                seconds[ROUNDS - 1]);
    }

    private static double headrace(Path checkout) throws Exception {
        Path data = Files.createTempDirectory("headrace-start-");
        int port = freePort();
        return measure(
                "headrace",
                data,
                port,
                List.of(
                        checkout.resolve("headrace").toString(),
                        "broker",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        data.resolve("data").toString()));
    }

    private static double apache() throws Exception {
        Path directory = Files.createTempDirectory("apache-start-");
        int port = freePort();
        int controllerPort = freePort();
        Path properties = directory.resolve("server.properties");
        Files.writeString(properties, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                """.formatted(port, controllerPort, directory.resolve("data")));
        StorageTool.execute(
                new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString()},
                new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
        return measure(
                "apache",
                directory,
                port,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "kafka.Kafka",
                        properties.toString()));
    }

    private static double measure(String maker, Path directory, int port, List<String> command) throws Exception {
        long startNs = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (!accepts(port)) {
                if (!process.isAlive() || System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(60)) {
                    throw new IOException(maker + " does not listen on port " + port);
                }
                LockSupport.parkNanos(2_000_000);
            }
            double seconds;
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", "127.0.0.1:" + port, "linger.ms", 0, "retry.backoff.ms", 5),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>("start", new byte[100])).get(60, TimeUnit.SECONDS);
                seconds = (System.nanoTime() - startNs) / 1e9;
            }
            long cpuMs = Usage.cpuMs(process.pid());
            TimeUnit.SECONDS.sleep(IDLE_S);
            System.out.printf(
                    Locale.ROOT,
                    "  %-9s %.2f s, %d MB resident, %.2f CPU s to start, %.1f %% of a core idle%n",
                    maker,
                    seconds,
                    Usage.residentBytes(process.pid()) >> 20,
                    cpuMs / 1e3,
                    (Usage.cpuMs(process.pid()) - cpuMs) / 10.0 / IDLE_S);
            return seconds;
        } finally {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
