package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsTest {
    @TempDir
    static Path directory;

    private static HeadraceBroker broker;

    @BeforeAll
    static void start() {
        broker = HeadraceBroker.start(
                Map.of("log.dirs", directory.resolve("data").toString(), "port", "0"));
        on("topics", "create", "orders", "-p", "2");
        in("a\nb\nc\nd\n", "produce", "orders", "--partition", "0");
        in("e\nf\n", "produce", "orders", "--partition", "1");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void offsetsAreMovedShownAndDeleted() {
        assertEquals(
                List.of(
                        "TOPIC   PARTITION  FROM  TO  RESULT", //
                        "orders          0     -   0  planned",
                        "orders          1     -   0  planned"),
                on("groups", "reset-offsets", "moved", "-t", "orders", "--to-earliest", "--create-group", "--dry-run")
                        .lines());
        assertFalse(on("groups", "list").out().contains("moved"), "a dry run makes nothing");
        reset("moved", "-t", "orders", "--to-earliest", "--create-group");
        assertOffsets("moved", "0", "4", "4", "0", "2", "2");
        reset("moved", "-t", "orders:0", "--to-offset", "3");
        assertOffsets("moved", "3", "4", "1", "0", "2", "2");
        reset("moved", "--all-topics", "--shift-by", "-1");
        assertOffsets("moved", "2", "4", "2", "0", "2", "2");
        reset("moved", "--all-topics", "--shift-by", "100");
        assertOffsets("moved", "4", "4", "0", "2", "2", "0");
        reset("moved", "--all-topics", "--to-time", "0");
        assertOffsets("moved", "0", "4", "4", "0", "2", "2");
        reset("moved", "--all-topics", "--to-latest");
        reset("moved", "--all-topics", "--back", "1h");
        assertOffsets("moved", "0", "4", "4", "0", "2", "2");
        reset("moved", "--all-topics", "--to-time", "2999-01-01");
        assertOffsets("moved", "4", "4", "0", "2", "2", "0");
        Cli.Result same = on("groups", "reset-offsets", "moved", "--all-topics", "--to-current", "--yes", "-o", "yaml");
        assertTrue(
                same.out()
                        .startsWith(
                                "---\n- topic: orders\n  partition: 0\n  fromOffset: 4\n  toOffset: 4\n  result: unchanged\n  error: null\n"),
                same.out());

        assertEquals(
                new Cli.Result(0, "deleted the offset of orders-1\n", ""),
                on("groups", "delete-offsets", "moved", "-t", "orders:1", "--yes"));
        assertEquals(3, on("groups", "describe", "moved").lines().size());
        assertEquals(new Cli.Result(0, "deleted moved\n", ""), on("groups", "delete", "moved", "--yes"));
    }

    @Test
    void offsetsCanComeFromAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("offsets.csv"), "# as exported\norders,0,1\n\"orders\",1,2\n");
        reset("filed", "--from-file", file.toString(), "--create-group");
        assertOffsets("filed", "1", "4", "3", "2", "2", "0");
        Files.writeString(file, "orders,0,1\norders,0,2\n");
        assertFailure(
                file + " line 2: there is a line for orders-0 already\n",
                on("groups", "reset-offsets", "filed", "--from-file", file.toString(), "--yes"));
        Files.writeString(file, "orders;0;1\n");
        assertFailure(
                file + " line 1: 'orders;0;1' is not of the form topic,partition,offset\n",
                on("groups", "reset-offsets", "filed", "--from-file", file.toString(), "--yes"));
        Files.writeString(file, "orders,7,1\n");
        assertFailure(
                "topic 'orders' has partitions 0 to 1, but no partition 7\n",
                on("groups", "reset-offsets", "filed", "--from-file", file.toString(), "--yes"));
    }

    @Test
    void aGroupWithMembersIsDescribedAndLeftAlone() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "group.id", "busy",
                        "group.instance.id", "busy-1",
                        "client.id", "reader",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("orders"));
            Await.until("records", () -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
            consumer.commitSync();
            List<String> lines = on("groups", "describe", "busy").lines();
            assertTrue(
                    lines.get(0).startsWith("busy  Stable  type Classic  assignor range  coordinator 1  members 1"),
                    lines.get(0));
            assertTrue(lines.get(2).matches(" {2}orders +0 +\\d +4 +\\d +busy-1-\\S+ +\\S+"), lines.get(2));
            String members = on("groups", "describe", "busy", "--members").out();
            assertTrue(members.contains("  reader  ") && members.contains("orders-0,orders-1"), members);
            String listed = on("groups", "list", "--state", "stable").out();
            assertTrue(listed.contains("busy   Classic  consumer  Stable\n"), listed);
            assertFailure(
                    "group 'busy' has 1 member (Stable), and offsets are moved only while it has none: end it first;"
                            + " headrace groups describe busy --members says who it is\n",
                    on("groups", "reset-offsets", "busy", "--all-topics", "--to-earliest", "--yes"));
            assertFailure(
                    "group 'busy' has members: end them, or take them out with headrace groups remove-members busy\n",
                    on("groups", "delete", "busy", "--yes"));
            assertFailure(
                    "a member of the group 'busy' reads orders-0: end its members first\n",
                    on("groups", "delete-offsets", "busy", "-t", "orders:0", "--yes"));
            assertEquals(
                    new Cli.Result(0, "removed busy-1\n", ""),
                    on("groups", "remove-members", "busy", "--instance", "busy-1", "--yes"));
            assertTrue(on("groups", "describe", "busy").lines().get(0).contains("  members 0  "));
        }
    }

    @Test
    void watchingShowsItAgain() {
        reset("watched", "-t", "orders", "--to-latest", "--create-group");
        Cli.Result result = on("groups", "describe", "watched", "--watch", "0.05", "--times", "3");
        assertEquals(
                3,
                result.lines().stream()
                        .filter(line -> line.startsWith("watched  Empty"))
                        .count());
        assertEquals(
                new Cli.Result(
                        2,
                        "",
                        "headrace groups describe: --times says how often to show it with --watch, which is missing\n"),
                on("groups", "describe", "watched", "--times", "3"));
    }

    @Test
    void whatCannotBeIsNamed() {
        reset("billing", "-t", "orders", "--to-latest", "--create-group");
        String hint =
                "group 'biling' does not exist; did you mean 'billing'? headrace groups list says which there are\n";
        assertFailure(hint, on("groups", "describe", "biling"));
        assertFailure(hint, on("groups", "delete", "biling", "--yes"));
        assertFailure(hint, on("groups", "remove-members", "biling", "--yes"));
        assertFailure(
                hint.replace("\n", ", and --create-group makes a new one\n"),
                on("groups", "reset-offsets", "biling", "-t", "orders", "--to-latest", "--yes"));
        assertFailure("group 'billing' has no members\n", on("groups", "remove-members", "billing", "--yes"));
        assertFailure(
                "group 'billing' has committed nothing of 'other'; headrace groups describe billing says of what it has\n",
                on("groups", "delete-offsets", "billing", "-t", "other", "--yes"));
        assertMisuse(
                "headrace groups reset-offsets: --topic or --all-topics has to say which offsets to move\n",
                on("groups", "reset-offsets", "billing", "--to-latest"));
        assertMisuse(
                "headrace groups reset-offsets: --back 'soon' is no duration: it is written 500ms, 30s, 10m, 2h, 7d, 4w,"
                        + " or PT1H30M\n",
                on("groups", "reset-offsets", "billing", "--all-topics", "--back", "soon"));
        assertMisuse(
                "headrace groups reset-offsets: this would move 2 committed offsets of the group billing: say --yes to do"
                        + " it without being asked\n",
                on("groups", "reset-offsets", "billing", "--all-topics", "--to-latest"));
        assertMisuse(
                "headrace groups list: --type 'odd' is none of Consumer, Classic, Share, Streams\n",
                on("groups", "list", "--type", "odd"));
        assertEquals(
                new Cli.Result(0, "there is no biling\n", ""),
                on("groups", "delete", "biling", "--if-exists", "--yes"));
    }

    private static void reset(String group, String... how) {
        String[] args = new String[how.length + 4];
        args[0] = "groups";
        args[1] = "reset-offsets";
        args[2] = group;
        System.arraycopy(how, 0, args, 3, how.length);
        args[args.length - 1] = "--yes";
        Cli.Result result = on(args);
        assertEquals(0, result.exitCode(), result.err());
        assertEquals("", result.err());
    }

    /** For partitions 0 and 1: what is committed, where the end is, and how far that is away. */
    private static void assertOffsets(String group, String... expected) {
        List<String> lines = on("groups", "describe", group).lines();
        for (int partition = 0; partition < 2; partition++) {
            List<String> words = List.of(lines.get(2 + partition).trim().split(" +"));
            assertEquals(
                    List.of(expected).subList(3 * partition, 3 * partition + 3), words.subList(2, 5), lines.toString());
        }
    }

    private static void assertFailure(String message, Cli.Result result) {
        assertEquals(1, result.exitCode());
        assertEquals("", result.out());
        assertTrue(result.err().endsWith(": " + message), result.err());
    }

    private static void assertMisuse(String err, Cli.Result result) {
        assertEquals(new Cli.Result(2, "", err), result);
    }

    private static Cli.Result on(String... args) {
        return Cli.on(broker.bootstrapServers(), args);
    }

    private static void in(String stdin, String... args) {
        assertEquals(0, Cli.onWith(broker.bootstrapServers(), stdin, args).exitCode());
    }
}
