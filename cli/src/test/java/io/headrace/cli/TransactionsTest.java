package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.serialization.ByteArraySerializer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions, quotas, and what a broker without access control says. */
class TransactionsTest {
    @TempDir
    static Path directory;

    private static HeadraceBroker broker;

    @BeforeAll
    static void start() {
        broker = HeadraceBroker.start(Map.of("log.dirs", directory.toString(), "port", "0"));
        on("topics", "create", "orders", "-p", "1");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void anOpenTransactionIsShownAndEnded() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "billing-0"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("orders", new byte[10])).get();
            assertEquals(
                    List.of("billing-0", "1", "Ongoing"),
                    words(on("transactions", "list", "--state", "ongoing"), 0, 1, 3));
            assertEquals(
                    List.of("billing-0", "Ongoing", "orders-0"),
                    words(on("transactions", "describe", "billing-0"), 0, 4, 7));
            String described =
                    on("transactions", "describe", "billing-0", "-o", "yaml").out();
            assertTrue(described.contains("  timeoutMs: 60000\n"), described);
            assertEquals(List.of("orders", "0", "0"), words(on("transactions", "producers", "orders"), 0, 1, 6));
            assertEquals(
                    1,
                    on("transactions", "find-hanging", "--older-than", "0s")
                            .lines()
                            .size(),
                    "its coordinator knows of it");
            assertEquals(
                    "headrace transactions abort: no open transaction of orders-0 begins at offset 5; headrace transactions"
                            + " producers orders:0 says which are open\n",
                    on("transactions", "abort", "orders:0", "--start-offset", "5", "--yes")
                            .err());
            assertEquals(
                    "headrace transactions describe: transactional id 'biling-0' does not exist; did you mean 'billing-0'?"
                            + " headrace transactions list says which there are\n",
                    on("transactions", "describe", "biling-0").err());
            assertEquals(
                    new Cli.Result(0, "fenced billing-0\n", ""), on("transactions", "fence", "billing-0", "--yes"));
            assertTrue(on("transactions", "list", "--state", "Ongoing").lines().size() == 1);
        }
    }

    @Test
    void quotasAreSetShownAndDeleted() {
        assertEquals(
                new Cli.Result(0, "altered client-id loader, user alice\n", ""),
                on("quotas", "set", "producer_byte_rate=1048576", "--user", "alice", "--client-id", "loader"));
        on("quotas", "set", "consumer_byte_rate=2048", "--user-default");
        assertEquals(
                List.of(
                        "OF                            QUOTA                 VALUE",
                        "client-id loader, user alice  producer_byte_rate  1048576",
                        "user (default)                consumer_byte_rate     2048"),
                on("quotas", "list").lines());
        assertEquals("""
                ---
                - entity:
                    user: null
                  quotas:
                    consumer_byte_rate: 2048.0
                """, on("quotas", "list", "--user-default", "-o", "yaml").out());
        assertEquals(
                "headrace quotas delete: user bob has no quotas; headrace quotas list says who has\n",
                on("quotas", "delete", "--user", "bob", "--yes").err());
        assertEquals(
                new Cli.Result(0, "deleted user (default)\n", ""), on("quotas", "delete", "--user-default", "--yes"));
        assertEquals(1, on("quotas", "set", "no_such=1", "--user", "bob").exitCode());
        for (String wrong : List.of("producer_byte_rate=fast", "producer_byte_rate=-1")) {
            assertEquals(
                    "headrace quotas set: " + wrong + ": a quota is a number larger than 0\n",
                    on("quotas", "set", wrong, "--user", "bob").err());
        }
        assertEquals(
                "headrace quotas set: --user, --client-id, --ip or one of their defaults has to say whose quotas\n",
                on("quotas", "set", "producer_byte_rate=1").err());
        assertEquals(
                "headrace quotas list: --ip stands alone: quotas of an address count whoever the client is\n",
                on("quotas", "list", "--ip", "10.0.0.1", "--user", "a").err());
    }

    @Test
    void rulesAndUsersThatMakeNoSenseAreNamed() {
        assertMisuse(
                "acls create: --topic, --group, --transactional-id, --delegation-token, --user-principal or --cluster has"
                        + " to say what the rule is about",
                on("acls", "create", "--principal", "User:a", "--operation", "read"));
        assertMisuse(
                "acls create: 'alice' is no principal: it is written TYPE:NAME, such as User:alice",
                on("acls", "create", "--topic", "t", "--principal", "alice", "--operation", "read"));
        assertMisuse(
                "acls list: --operation 'reed' is none of all, read, write, create, delete, alter, describe,"
                        + " cluster-action, describe-configs, alter-configs, idempotent-write, create-tokens,"
                        + " describe-tokens, two-phase-commit",
                on("acls", "list", "--operation", "reed"));
        assertMisuse(
                "acls delete: this would delete all rules: a resource, --principal, --host, --operation or --deny has to"
                        + " say which",
                on("acls", "delete", "--yes"));
        assertMisuse(
                "users set: --mechanism 'SHA' is none of SCRAM-SHA-256, SCRAM-SHA-512",
                on("users", "set", "alice", "--mechanism", "SHA"));
        assertMisuse(
                "users set: --iterations 1 is not from 4096 to 16384",
                on("users", "set", "alice", "--iterations", "1"));
        assertEquals(
                "headrace users set: there is no password: it is the first line of standard input\n",
                on("users", "set", "alice").err());
        Cli.Result unsupported = on("acls", "list");
        assertEquals(1, unsupported.exitCode(), "this broker has no access control");
        assertEquals(1, unsupported.err().lines().count(), unsupported.err());
    }

    @Test
    void benchmarksMeasure() {
        on("topics", "create", "bench", "-p", "2");
        String produced = on("bench", "produce", "bench", "-n", "2000", "--size", "50", "-o", "json")
                .out();
        assertTrue(produced.contains("\"records\" : 2000,\n  \"bytes\" : 100000,"), produced);
        assertTrue(produced.contains("\"p999Ms\" : "), produced);
        String consumed = on("bench", "consume", "bench").out();
        assertTrue(consumed.startsWith("2,000 records, 100,000 bytes in "), consumed);
        String latency = on("bench", "latency", "bench", "-n", "20").out();
        assertTrue(latency.contains("\nlatency: p50 "), latency);
        assertEquals(
                "headrace bench produce: --records, --size and --rate must be larger than 0\n",
                on("bench", "produce", "bench", "-n", "0").err());
    }

    private static void assertMisuse(String message, Cli.Result result) {
        assertEquals(new Cli.Result(2, "", "headrace " + message + "\n"), result);
    }

    /** Of the first line below the headings, some words. */
    private static List<String> words(Cli.Result result, int... which) {
        assertEquals("", result.err());
        String[] words = result.lines().get(1).trim().split(" {2,}", -1);
        return java.util.Arrays.stream(which).mapToObj(i -> words[i]).toList();
    }

    private static Cli.Result on(String... args) {
        return Cli.on(broker.bootstrapServers(), args);
    }
}
