package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {
    private static final String SPEC = """
            owned:
              topics: [shop-*]
            topics:
              shop-orders:
                partitions: 3
                configs: {retention.ms: 7d}
              shop-carts:
                configs: {cleanup.policy: compact}
            quotas:
              - clientId: shop
                limits: {producer_byte_rate: 1MiB}
            """;

    @TempDir
    Path directory;

    private HeadraceBroker broker;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        broker = HeadraceBroker.start(
                Map.of("log.dirs", directory.resolve("data").toString(), "port", "0", "num.partitions", "2"));
        file = directory.resolve("cluster.yaml");
        Files.writeString(file, SPEC);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void planSaysWhatApplyDoesAndASecondApplyChangesNothing() {
        assertEquals(new Cli.Result(0, """
                        + topic shop-carts
                            partitions: the broker's default
                            replication factor: the broker's default
                            cleanup.policy: compact
                        + topic shop-orders
                            partitions: 3
                            replication factor: the broker's default
                            retention.ms: 7d
                        + quota of client shop
                            producer_byte_rate: 1MiB
                        3 to create
                        """, ""), on("plan", "-f", file.toString()));
        assertEquals("[ ]\n", on("topics", "list", "-o", "json").out());
        assertEquals(1, on("plan", "-f", file.toString(), "--check").exitCode());
        Cli.Result applied = on("apply", "-f", file.toString());
        assertEquals(0, applied.exitCode(), applied.err());
        assertTrue(applied.out().startsWith("created topic shop-carts\n"), applied.out());
        assertEquals(new Cli.Result(0, "nothing to change\n", ""), on("apply", "-f", file.toString()));
        assertEquals(new Cli.Result(0, "nothing to change\n", ""), on("plan", "-f", file.toString(), "--check"));
    }

    @Test
    void whatIsOwnedAndNotNamedIsPrunedWhenAsked() throws IOException {
        on("topics", "create", "shop-old", "other");
        on("apply", "-f", file.toString());
        assertEquals("""
                ? topic shop-old: not in the spec; pruning would take it away
                nothing to change
                """, on("plan", "-f", file.toString()).out());
        Cli.Result unasked = on("apply", "-f", file.toString(), "--prune");
        assertEquals(2, unasked.exitCode());
        assertTrue(unasked.err().contains("delete topic shop-old"), unasked.err());
        assertEquals(
                new Cli.Result(0, "deleted topic shop-old\n", ""),
                on("apply", "-f", file.toString(), "--prune", "--yes"));
        assertEquals("other\nshop-carts\nshop-orders\n", on("topics", "list").out());
        Files.writeString(file, "topics: {}");
        Cli.Result unowned = on("apply", "-f", file.toString(), "--prune");
        assertEquals(2, unowned.exitCode());
        assertTrue(unowned.err().contains("owns nothing"), unowned.err());
    }

    @Test
    void whatCannotBeDoneIsSaidBeforeAnythingIsChanged() throws IOException {
        on("topics", "create", "shop-carts", "--partitions", "4");
        Files.writeString(file, """
                topics:
                  shop-carts: {partitions: 3}
                  shop-new: {configs: {retention.msec: 1}}
                  shop-good:
                users:
                  alice: {SCRAM-SHA-256: {password: {env: ALICE_PASSWORD}}}
                acls:
                  - {principal: "User:alice", allow: [read, write], topic: shop-new}
                """);
        Cli.Result result = on("apply", "-f", file.toString());
        assertEquals(1, result.exitCode());
        assertEquals("", result.out());
        assertEquals("""
                topic shop-carts: it has 4 partitions, and the spec says 3: Kafka cannot take partitions away; copy the records to a new topic instead
                topic shop-good: not tried, since other items are refused
                topic shop-new: 'retention.msec' is no setting of a topic; did you mean 'retention.ms'?
                user alice with SCRAM-SHA-256: this cluster does not support users
                ACL User:alice may read topic shop-new: this cluster does not support ACLs
                ACL User:alice may write topic shop-new: this cluster does not support ACLs
                headrace apply: nothing was changed
                """, result.err());
        assertEquals("shop-carts\n", on("topics", "list").out());
    }

    @Test
    void aSavedPlanIsAppliedIfItStillHolds() throws IOException {
        Path plan = directory.resolve("plan.json");
        assertEquals(
                0, on("plan", "-f", file.toString(), "--out", plan.toString()).exitCode());
        on("topics", "create", "shop-carts");
        Cli.Result stale = on("apply", "--plan", plan.toString());
        assertEquals(1, stale.exitCode());
        assertTrue(
                stale.err().contains("the cluster has changed since the plan was made; nothing was done"), stale.err());
        assertEquals("shop-carts\n", on("topics", "list").out());
        assertEquals(
                0, on("plan", "-f", file.toString(), "--out", plan.toString()).exitCode());
        Files.writeString(file, "topics: {}");
        assertEquals(0, on("apply", "--plan", plan.toString()).exitCode());
        assertEquals("shop-carts\nshop-orders\n", on("topics", "list").out());
        assertEquals(
                2,
                on("apply", "--plan", plan.toString(), "--file", file.toString())
                        .exitCode());
        assertEquals(2, on("apply", "--plan", plan.toString(), "--prune").exitCode());
        assertEquals(1, on("apply", "--plan", file.toString()).exitCode());
    }

    @Test
    void whatIsExportedChangesNothing() throws IOException {
        on("apply", "-f", file.toString());
        Cli.Result exported = on("export");
        assertEquals(0, exported.exitCode(), exported.err());
        assertTrue(exported.err().contains("left out: this cluster does not support ACLs"), exported.err());
        assertTrue(exported.out().contains("retention.ms: 7d"), exported.out());
        Path copy = directory.resolve("copy.yaml");
        Files.writeString(copy, exported.out());
        assertEquals(new Cli.Result(0, "nothing to change\n", ""), on("plan", "-f", copy.toString(), "--check"));
        Path json = directory.resolve("copy.json");
        Files.writeString(json, on("export", "--output", "json").out());
        assertEquals(new Cli.Result(0, "nothing to change\n", ""), on("plan", "-f", json.toString(), "--check"));
        assertFalse(on("export", "shop-c*").out().contains("shop-orders"));
        Cli.Result none = on("export", "nothing-*");
        assertEquals(1, none.exitCode());
        assertEquals("headrace export: there is no topic 'nothing-*'\n", none.err());
    }

    @Test
    void filesAreCheckedWithoutACluster() throws IOException {
        assertEquals(
                new Cli.Result(0, "2 topics, 0 users, 1 quotas, 0 ACLs\n", ""),
                Cli.run("spec", "check", "-f", file.toString()));
        assertTrue(Cli.run("spec", "schema").out().contains("\"$schema\""));
        Files.writeString(file, "topics: {a: {partitions: many}}");
        assertEquals(
                "headrace spec check: " + file
                        + ": line 1, column 26: topics.a.partitions: has to be a whole number from 1 to 1000000, not the text"
                        + " 'many'\n",
                Cli.run("spec", "check", "-f", file.toString()).err());
        assertTrue(on("plan", "-f", directory.resolve("none.yaml").toString())
                .err()
                .contains("no such file"));
    }

    private Cli.Result on(String... args) {
        return Cli.on(broker.bootstrapServers(), args);
    }
}
