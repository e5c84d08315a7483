package io.headrace.interop;

import io.headrace.testsupport.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Three nodes of Apache Kafka for what one node cannot show: replicas that move, leaders that change, controllers that get
 * and lose votes, log directories, access control, users and delegation tokens. Node 1 is controller and broker, node 2 too
 * but without a vote, node 3 is a broker. All run in one child process on loopback; started by the first test that wants
 * them, they serve all tests of the JVM, each of which keeps to names that it makes itself.
 */
public final class ApacheCluster {

    /** The child says so when all nodes serve. */
    static final String STARTED = "all nodes have started";

    /** Known to PLAIN on the listener SASL, and a super user, as those who come without a name are. */
    public static final String USER = "admin";

    /** Known to PLAIN as well, and may do what rules let it. */
    public static final String GUEST = "guest";

    /** Of both. */
    public static final String PASSWORD = "admin-secret";

    private static final int NODES = 3;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private static final class Started {
        static final ApacheCluster CLUSTER = new ApacheCluster();
    }

    private final Path directory;
    private final int[] plainPorts = new int[NODES + 1];
    private final int[] saslPorts = new int[NODES + 1];
    private final int[] controllerPorts = new int[NODES + 1];
    private final Process process;

    private ApacheCluster() {
        directory = TemporaryDirectory.create("apache-cluster-");
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx768m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ApacheClusterMain.class.getName()));
            for (int id = 1; id <= NODES; id++) {
                plainPorts[id] = freePort();
                saslPorts[id] = freePort();
                controllerPorts[id] = freePort();
            }
            for (int id = 1; id <= NODES; id++) {
                Path properties = directory.resolve(id + ".properties");
                Files.writeString(properties, properties(id));
                command.add(properties.toString());
            }
            Path output = directory.resolve("output.txt");
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop-apache-cluster"));
            awaitStart(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cluster. */
    public static ApacheCluster get() {
        return Started.CLUSTER;
    }

    private String properties(int id) {
        boolean isController = id < NODES;
        String controller = isController ? ",CONTROLLER://127.0.0.1:" + controllerPorts[id] : "";
        return """
                process.roles=%s
                node.id=%d
                controller.quorum.bootstrap.servers=127.0.0.1:%d
                listeners=PLAINTEXT://127.0.0.1:%d,SASL://127.0.0.1:%d%s
                advertised.listeners=PLAINTEXT://127.0.0.1:%d,SASL://127.0.0.1:%d%s
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=PLAINTEXT
                controller.listener.names=CONTROLLER
                log.dirs=%s,%s
                offsets.topic.num.partitions=2
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=2
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.num.partitions=2
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                group.share.min.heartbeat.interval.ms=100
                group.share.heartbeat.interval.ms=200
                group.streams.min.heartbeat.interval.ms=100
                group.streams.heartbeat.interval.ms=200
                group.streams.initial.rebalance.delay.ms=0
                auto.leader.rebalance.enable=false
                controller.quorum.auto.join.enable=false
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:ANONYMOUS;User:%s
                sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256
                listener.name.sasl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_%s="%s" user_%s="%s";
                listener.name.sasl.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
                delegation.token.secret.key=the-secret-of-this-test
                """.formatted(
                        isController ? "broker,controller" : "broker",
                        id,
                        controllerPorts[1],
                        plainPorts[id],
                        saslPorts[id],
                        controller,
                        plainPorts[id],
                        saslPorts[id],
                        controller,
                        logDir(id, 1),
                        logDir(id, 2),
                        USER,
                        USER,
                        PASSWORD,
                        GUEST,
                        PASSWORD);
    }

    private void awaitStart(Path output) throws IOException {
        long deadlineNs = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!Files.readString(output).contains(STARTED)) {
            if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("Apache Kafka did not start:\n" + Files.readString(output));
            }
            try {
                process.waitFor(50, java.util.concurrent.TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Apache Kafka was starting", e);
            }
        }
    }

    /** Where clients connect first. */
    public String bootstrapServers() {
        return "127.0.0.1:" + plainPorts[1] + ",127.0.0.1:" + plainPorts[2];
    }

    /** Where clients that authenticate themselves connect first. */
    public String saslBootstrapServers() {
        return "127.0.0.1:" + saslPorts[1] + ",127.0.0.1:" + saslPorts[2];
    }

    /** Where clients connect first that talk to controllers. */
    public String bootstrapControllers() {
        return "127.0.0.1:" + controllerPorts[1] + ",127.0.0.1:" + controllerPorts[2];
    }

    /** Where a controller listens. */
    public int controllerPort(int id) {
        return controllerPorts[id];
    }

    /** One of a node's two log directories. */
    public Path logDir(int id, int number) {
        return directory.resolve("node-" + id + "-" + number);
    }

    /** Tells a node to stop, or one that was stopped to start; {@code describeCluster} shows when it has. */
    public void tell(String what, int id) throws IOException {
        process.getOutputStream().write((what + " " + id + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void end() {
        process.destroyForcibly();
        try {
            process.waitFor();
            TemporaryDirectory.delete(directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
