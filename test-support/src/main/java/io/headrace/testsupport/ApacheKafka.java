package io.headrace.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/**
 * An Apache Kafka broker of the version that the build names: one KRaft node in a JVM of its own, on loopback, with its
 * data in a temporary directory.
 *
 * <p>The child reads its standard input and ends when that closes, so it cannot outlive the tests, whatever ends them.
 */
public final class ApacheKafka implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final int START_ATTEMPTS = 3;

    private final Process process;
    private final Path directory;
    private final Map<String, Integer> ports;
    private final Node node;

    private ApacheKafka(Process process, Path directory, Map<String, Integer> ports, Node node) {
        this.process = process;
        this.directory = directory;
        this.ports = Map.copyOf(ports);
        this.node = node;
    }

    /**
     * A node's place in its cluster.
     *
     * @param id of the node
     * @param clusterId what its directory is formatted for
     * @param controllerPort where the controller listens, which is node 1
     */
    private record Node(int id, String clusterId, int controllerPort) {

        static final int CONTROLLER = 1;

        static Node first() throws IOException {
            return new Node(CONTROLLER, Uuid.randomUuid().toString(), freePort());
        }

        boolean isController() {
            return id == CONTROLLER;
        }
    }

    /**
     * A way in beside the plain one.
     *
     * @param name by which properties name it, in lower case: {@code listener.name.<name>.}
     * @param protocol such as {@code SASL_SSL}
     * @param host as the broker tells it to clients
     */
    public record Listener(String name, String protocol, String host) {}

    private static final Listener PLAIN = new Listener("PLAINTEXT", "PLAINTEXT", "127.0.0.1");

    /**
     * Starts a broker and waits until it accepts connections.
     *
     * <p>The caller's class path must hold Apache Kafka's broker.
     *
     * @param jvmOptions for the child, such as {@code -Xmx512m}
     * @throws IllegalStateException when it does not start; the message holds what it printed
     */
    public static ApacheKafka start(String... jvmOptions) {
        return start(Map.of(), jvmOptions);
    }

    /**
     * Like {@link #start(String...)}, with broker properties beside or instead of those that it would have.
     *
     * @param properties by Kafka's names; where {@code advertised.listeners} is one of them, {@link #bootstrapServers()}
     *     still is where the broker listens
     */
    public static ApacheKafka start(Map<String, String> properties, String... jvmOptions) {
        return start(properties, List.of(), jvmOptions);
    }

    /**
     * Like {@link #start(Map, String...)}, with further listeners.
     *
     * @param more beside one of the name PLAINTEXT; {@link #bootstrapServers(String)} says where they are
     */
    public static ApacheKafka start(Map<String, String> properties, List<Listener> more, String... jvmOptions) {
        List<Listener> listeners = new ArrayList<>(List.of(PLAIN));
        listeners.addAll(more);
        return start(Node::first, properties, listeners, jvmOptions);
    }

    /**
     * Starts a broker that joins this one's cluster, as no controller. This one has to live as long.
     *
     * @param nodeId above 1, which this one has
     */
    public ApacheKafka startAnother(int nodeId, Map<String, String> properties, String... jvmOptions) {
        Node joining = new Node(nodeId, node.clusterId(), node.controllerPort());
        return start(() -> joining, properties, List.of(PLAIN), jvmOptions);
    }

    /** Says anew for each attempt which node it is. */
    private interface NodeChoice {
        Node next() throws IOException;
    }

    private static ApacheKafka start(
            NodeChoice node, Map<String, String> properties, List<Listener> listeners, String... jvmOptions) {
        IllegalStateException failure = null;
        // The ports are free when they are chosen, and may be taken a moment later.
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            try {
                return startOnce(node.next(), properties, listeners, List.of(jvmOptions));
            } catch (IllegalStateException e) {
                failure = e;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw failure;
    }

    private static ApacheKafka startOnce(
            Node node, Map<String, String> more, List<Listener> listeners, List<String> jvmOptions) throws IOException {
        Path directory = TemporaryDirectory.create("apache-kafka-");
        Map<String, Integer> ports = new LinkedHashMap<>();
        StringBuilder listening = new StringBuilder();
        StringBuilder advertised = new StringBuilder();
        StringBuilder protocols = new StringBuilder("CONTROLLER:PLAINTEXT");
        for (Listener listener : listeners) {
            int port = freePort();
            ports.put(listener.name(), port);
            listening.append((listening.isEmpty() ? "" : ",") + listener.name() + "://127.0.0.1:" + port);
            advertised.append(
                    (advertised.isEmpty() ? "" : ",") + listener.name() + "://" + listener.host() + ":" + port);
            protocols.append("," + listener.name() + ":" + listener.protocol());
        }
        if (node.isController()) {
            listening.append(",CONTROLLER://127.0.0.1:" + node.controllerPort());
        }
        Path properties = directory.resolve("server.properties");
        StringBuilder text = new StringBuilder("""
                process.roles=%1$s
                node.id=%2$d
                controller.quorum.voters=1@127.0.0.1:%3$d
                listeners=%4$s
                advertised.listeners=%5$s
                listener.security.protocol.map=%6$s
                controller.listener.names=CONTROLLER
                log.dirs=%7$s
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                """.formatted(
                        node.isController() ? "broker,controller" : "broker",
                        node.id(),
                        node.controllerPort(),
                        listening,
                        advertised,
                        protocols,
                        directory.resolve("data")));
        // The last line with a key is the one that counts.
        more.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        Files.writeString(properties, text);
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ApacheKafkaMain.class.getName(),
                properties.toString(),
                node.clusterId()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        ApacheKafka broker = new ApacheKafka(process, directory, ports, node);
        long deadlineNs = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!broker.accepts()) {
            if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
                String said = Files.readString(output);
                broker.close();
                throw new IllegalStateException("Apache Kafka did not start:\n" + said);
            }
            pause();
        }
        return broker;
    }

    /** Where clients connect first. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    /** Where clients of a further listener connect first, by its address. */
    public String bootstrapServers(String listener) {
        return "127.0.0.1:" + ports.get(listener);
    }

    /** The port of a further listener. */
    public int port(String listener) {
        return ports.get(listener);
    }

    /** The port it listens on. */
    public int port() {
        return ports.get(PLAIN.name());
    }

    /** Where its partitions' directories are. */
    public Path dataDirectory() {
        return directory.resolve("data");
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    private boolean accepts() {
        try {
            for (int port : ports.values()) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                }
            }
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

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Apache Kafka was starting", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TemporaryDirectory.delete(directory);
    }
}
