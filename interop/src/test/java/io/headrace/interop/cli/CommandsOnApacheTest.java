package io.headrace.interop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.cli.Console;
import io.headrace.cli.Headrace;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.interop.SecuredBroker;
import io.headrace.testsupport.ApacheKafka;
import io.headrace.testsupport.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line on Apache Kafka, which has what our broker does not: access control, users, several protocols. */
class CommandsOnApacheTest {
    private static ApacheKafka kafka;

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    private record Result(int exitCode, String out, String err) {
        List<String> lines() {
            assertEquals(0, exitCode, err);
            return out.lines().toList();
        }
    }

    @BeforeAll
    static void start() {
        kafka = ApacheKafka.start(
                Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:ANONYMOUS",
                        "offsets.topic.num.partitions", "2",
                        "transaction.state.log.num.partitions", "2"),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1");
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void topicsSettingsRecordsAndGroups() {
        String topic = "orders";
        assertEquals(
                List.of("created orders with 2 partitions"),
                on("topics", "create", topic, "-p", "2", "-r", "1").lines());
        // Apache's broker tells of a topic before its partitions take records.
        Await.until(
                "partitions",
                () -> in("a\nb\nc\n", "produce", topic, "--partition", "0").exitCode() == 0);
        assertEquals("a\nb\nc\n", on("consume", topic).out());
        assertTrue(on("topics", "list").lines().contains(topic));
        assertEquals(
                List.of("altered topic orders"),
                on("configs", "alter", "-t", topic, "--config", "retention.ms=60000")
                        .lines());
        Await.until(
                "the setting",
                () -> on("configs", "describe", "-t", topic)
                        .out()
                        .matches("(?s).* retention.ms +60000 +dynamic_topic_config.*"));
        assertEquals(
                List.of("altered orders: 2 -> 3 partitions"),
                on("topics", "alter", topic, "-p", "3").lines());
        Await.until(
                "three partitions",
                () -> on("offsets", "list", topic).out().lines().count() == 4);

        assertEquals(
                0,
                on("groups", "reset-offsets", "g", "-t", "orders:0", "--to-offset", "1", "--create-group", "--yes")
                        .exitCode());
        String described = on("groups", "describe", "g", "-o", "yaml").out();
        assertTrue(described.contains("committedOffset: 1\n    endOffset: 3\n    lag: 2\n"), described);
        assertTrue(
                on("groups", "list").out().contains("\ng      "),
                on("groups", "list").out());
        assertEquals(List.of("deleted g"), on("groups", "delete", "g", "--yes").lines());
        assertTrue(on("groups", "describe", "g")
                .err()
                .endsWith("group 'g' does not exist; headrace groups list says which there are\n"));

        assertEquals(
                "orders          0          0         2  deleted",
                on("records", "delete", "orders:0", "--before-offset", "2", "--yes")
                        .lines()
                        .get(1));
        assertEquals("1", on("cluster", "describe").lines().get(2).trim().split(" +", -1)[0]);
        assertEquals(0, on("logdirs", "describe", "--partitions").exitCode());
        assertEquals(2, on("brokers", "describe").lines().size());
        assertTrue(on("cluster", "features").out().contains("metadata.version"));
        assertTrue(
                on("cluster", "quorum").lines().get(1).trim().matches("1 +leader +\\d+ +0 +\\S+"),
                on("cluster", "quorum").out());
        assertEquals(1, on("topics", "reassignments").lines().size());
        assertEquals(
                List.of("orders-0 needs no election"),
                on("topics", "elect-leaders", "orders:0").lines());
        assertEquals(
                List.of("moving orders-0"),
                on("topics", "reassign", "orders:0", "--replicas", "1").lines());
        assertEquals(1, on("topics", "reassign", "orders:0", "--replicas", "7").exitCode());
        assertEquals(
                List.of("deleted orders"),
                on("topics", "delete", topic, "--yes").lines());
    }

    @Test
    void rulesAreCreatedListedAndDeleted() {
        assertEquals(
                List.of(
                        "created allow User:alice from * to read topic audit*",
                        "created allow User:alice from * to describe topic audit*"),
                on(
                                "acls",
                                "create",
                                "--topic",
                                "audit",
                                "--prefixed",
                                "-p",
                                "User:alice",
                                "--operation",
                                "read,describe")
                        .lines());
        on("acls", "create", "--cluster", "-p", "User:mallory", "--operation", "all", "--deny");
        Await.until("the rules", () -> on("acls", "list").out().lines().count() == 4);
        assertEquals(
                List.of(
                        "TYPE   RESOURCE  PATTERN   PRINCIPAL   HOST  OPERATION  PERMISSION",
                        "topic  audit     prefixed  User:alice  *     read       allow"),
                on("acls", "list", "--principal", "User:alice", "--operation", "read")
                        .lines());
        assertEquals(
                List.of("would delete deny User:mallory from * to all cluster kafka-cluster"),
                on("acls", "delete", "--deny", "--dry-run").lines());
        assertEquals(
                List.of("deleted deny User:mallory from * to all cluster kafka-cluster"),
                on("acls", "delete", "--deny", "--yes").lines());
        assertEquals(
                2,
                on("acls", "delete", "--principal", "User:alice", "--yes")
                        .lines()
                        .size());
        Await.until("no rules", () -> on("acls", "list").out().lines().count() == 1);
        assertTrue(on("acls", "delete", "--topic", "x", "--yes")
                .err()
                .endsWith("no rule matches; headrace acls list says which there are\n"));
    }

    @Test
    void usersQuotasAndTransactions() throws Exception {
        assertEquals(
                List.of("set bob SCRAM-SHA-256", "set bob SCRAM-SHA-512"),
                in("secret\n", "users", "set", "bob", "--mechanism", "SCRAM-SHA-256,SCRAM-SHA-512")
                        .lines());
        Await.until("the user", () -> on("users", "list", "bob").out().lines().count() == 3);
        assertEquals(
                "bob   SCRAM-SHA-256        8192", on("users", "list").lines().get(1));
        assertEquals(
                List.of("deleted bob SCRAM-SHA-256", "deleted bob SCRAM-SHA-512"),
                on("users", "delete", "bob", "--yes").lines());
        Await.until("no user", () -> on("users", "list").out().lines().count() == 1);

        assertEquals(
                List.of("altered user bob"),
                on("quotas", "set", "producer_byte_rate=2048", "--user", "bob").lines());
        Await.until("the quota", () -> on("quotas", "list").out().contains("user bob  producer_byte_rate   2048"));
        assertEquals(
                List.of("deleted user bob"),
                on("quotas", "delete", "--user", "bob", "--yes").lines());

        on("topics", "create", "tx", "-p", "1", "-r", "1");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "tx-0"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("tx", new byte[1])).get();
            assertTrue(on("transactions", "list").lines().get(1).matches("tx-0 .* Ongoing"));
            assertTrue(on("transactions", "describe", "tx-0").lines().get(1).endsWith("  tx-0"));
            assertEquals(
                    1,
                    on("transactions", "find-hanging", "--older-than", "0s")
                            .lines()
                            .size());
            producer.commitTransaction();
        }
        assertEquals(
                List.of("fenced tx-0"),
                on("transactions", "fence", "tx-0", "--yes").lines());
    }

    @Test
    void aProfileWithTlsAndAPasswordConnects() throws Exception {
        SecuredBroker secured = SecuredBroker.get();
        Path config = home.resolve("config.yaml");
        Files.writeString(home.resolve("password"), SecuredBroker.PASSWORD + "\n");
        Files.writeString(
                config,
                "default: secured\nprofiles:\n  secured:\n    bootstrap-servers: "
                        + secured.bootstrapServers("SASL_SSL") + "\n    timeout: 60\n    tls:\n      truststore: "
                        + secured.trustStore("PKCS12") + "\n      truststore-password: " + SecuredBroker.STORE_PASSWORD
                        + "\n    sasl:\n      username: " + SecuredBroker.USER + "\n      password-file: password\n");
        environment.put("HEADRACE_CONFIG", config.toString());
        assertEquals("1", run("", "brokers", "list").lines().get(1).trim().split(" +", -1)[0]);

        Files.writeString(home.resolve("password"), "wrong\n");
        Result refused = run("", "brokers", "list");
        assertEquals(1, refused.exitCode());
        assertEquals(1, refused.err().lines().count(), refused.err());
        assertTrue(refused.err().contains("uthentication"), refused.err());
    }

    private Result on(String... args) {
        return in("", args);
    }

    private Result in(String stdin, String... args) {
        return run(
                stdin,
                Stream.concat(Stream.of(args), Stream.of("-b", kafka.bootstrapServers()))
                        .toArray(String[]::new));
    }

    private Result run(String stdin, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Console.Terminal.NONE,
                environment);
        int exitCode = Headrace.run(console, args);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
