package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsTest {
    @TempDir
    Path directory;

    private HeadraceBroker broker;

    @BeforeEach
    void start() {
        broker = HeadraceBroker.start(Map.of("log.dirs", directory.toString(), "port", "0", "num.partitions", "2"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void topicsAreCreatedListedAndDeleted() {
        assertEquals(
                new Cli.Result(0, "created a with 3 partitions\ncreated b with 3 partitions\n", ""),
                on("topics", "create", "a", "b", "--partitions", "3"));
        assertEquals(new Cli.Result(0, "created c with 2 partitions\n", ""), on("topics", "create", "c"));
        assertEquals(new Cli.Result(0, "a\nb\nc\n", ""), on("topics", "list"));
        assertEquals(new Cli.Result(0, "deleted b\ndeleted a\n", ""), on("topics", "delete", "b", "a", "--yes"));
        assertEquals(new Cli.Result(0, "c\n", ""), on("topics", "list"));
    }

    @Test
    void listsCanBeJson() {
        on("topics", "create", "a");
        Cli.Result result = on("topics", "list", "--output", "json");
        assertEquals(0, result.exitCode());
        assertTrue(
                result.out()
                        .matches(
                                "(?s)\\[ \\{\\s+\"name\" : \"a\",\\s+\"id\" : \"[\\w-]{22}\",\\s+\"internal\" : false\\s+} ]\n"),
                result.out());
        on("topics", "delete", "a", "-y");
        assertEquals("[ ]\n", on("topics", "list", "-o", "json").out());
    }

    @Test
    void aTopicIsDescribedWithOffsetsAndWhatWasSet() {
        on("topics", "create", "a", "--partitions", "1", "--config", "retention.ms=1000", "--config", "segment.ms=5");
        Cli.onWith(broker.bootstrapServers(), "x\ny\n", "produce", "a");
        List<String> lines = on("topics", "describe", "a").lines();
        assertTrue(lines.get(0).matches("a {2}id [\\w-]{22} {2}partitions 1"), lines.get(0));
        assertEquals(
                List.of(
                        "  retention.ms=1000",
                        "  segment.ms=5",
                        "  PARTITION  LEADER  REPLICAS  IN SYNC  START  END",
                        "          0       1  1         1            0    2"),
                lines.subList(1, lines.size()));
        assertTrue(on("topics", "describe", "a", "--all-configs").out().contains("  max.message.bytes=1048588\n"));
        String json = on("topics", "describe", "--output", "json").out();
        for (String expected : List.of(
                "\"name\" : \"a\"",
                "\"partition\" : 0",
                "\"leader\" : 1",
                "\"replicas\" : [ 1 ]",
                "\"startOffset\" : 0",
                "\"endOffset\" : 2",
                "\"retention.ms\" : \"1000\"")) {
            assertTrue(json.contains(expected), json);
        }
    }

    @Test
    void failuresAreOneLineEachAndSaidByTheExitCode() {
        on("topics", "create", "a");
        assertFailure("headrace topics create: Topic 'a' already exists\n", on("topics", "create", "a"));
        assertEquals(new Cli.Result(0, "exists a\n", ""), on("topics", "create", "a", "--if-not-exists"));
        assertEquals(
                new Cli.Result(
                        3,
                        "created b with 2 partitions\n",
                        "a: Topic 'a' already exists\nheadrace topics create: 1 of 2 failed\n"),
                on("topics", "create", "a", "b"));
        assertFailure(
                "headrace topics create: Number of partitions must be larger than 0, or -1 for the default: 0\n",
                on("topics", "create", "c", "--partitions", "0"));
        assertFailure(
                "headrace topics create: Replication factor 3 is larger than the number of available brokers: 1\n",
                on("topics", "create", "c", "--replication-factor", "3"));
        assertFailure(
                "headrace topics create: Unknown topic config name: retention\n",
                on("topics", "create", "c", "--config", "retention=1"));
        assertFailure(
                "headrace topics create: Topic name is invalid: 'c d' has a character that is not a letter or digit of"
                        + " ASCII, '.', '_' or '-'\n",
                on("topics", "create", "c d"));
        String unknown = "topic 'nope' does not exist; headrace topics list says which there are\n";
        assertFailure("headrace topics describe: " + unknown, on("topics", "describe", "nope"));
        assertFailure("headrace topics delete: " + unknown, on("topics", "delete", "nope", "--yes"));
        assertEquals(
                new Cli.Result(0, "there is no nope\n", ""), on("topics", "delete", "nope", "--if-exists", "--yes"));
    }

    @Test
    void aWrongNameSuggestsTheNearOne() {
        on("topics", "create", "orders", "payments");
        String hint =
                "topic 'oders' does not exist; did you mean 'orders'? headrace topics list says which there are\n";
        assertFailure("headrace topics describe: " + hint, on("topics", "describe", "oders"));
        assertFailure("headrace topics delete: " + hint, on("topics", "delete", "oders", "--yes"));
        assertFailure("headrace topics alter: " + hint, on("topics", "alter", "oders", "-p", "9"));
        assertFailure("headrace produce: " + hint, on("produce", "oders"));
        assertFailure("headrace consume: " + hint, on("consume", "oders"));
        assertFailure("headrace offsets list: " + hint, on("offsets", "list", "oders"));
        assertFailure("headrace records delete: " + hint, on("records", "delete", "oders", "--all", "--yes"));
        assertFailure("headrace configs describe: " + hint, on("configs", "describe", "--topic", "oders"));
        assertFailure(
                "headrace configs alter: " + hint,
                on("configs", "alter", "--topic", "oders", "--config", "retention.ms=1"));
    }

    @Test
    void partitionsAreAddedAndNeverTakenAway() {
        on("topics", "create", "a");
        assertEquals(
                new Cli.Result(0, "would alter a: 2 -> 5 partitions\n", ""),
                on("topics", "alter", "a", "--partitions", "5", "--dry-run"));
        assertEquals(
                new Cli.Result(0, "altered a: 2 -> 5 partitions\n", ""),
                on("topics", "alter", "a", "--partitions", "5"));
        assertEquals(
                new Cli.Result(0, "a has 5 partitions already\n", ""), on("topics", "alter", "a", "--partitions", "5"));
        assertFailure(
                "headrace topics alter: topic 'a' has 5 partitions, and none can be taken away: --partitions must be"
                        + " larger, not 3\n",
                on("topics", "alter", "a", "--partitions", "3"));
    }

    @Test
    void whatCannotBeUndoneIsAskedForOrSaidWithYes() {
        on("topics", "create", "a");
        assertEquals(
                new Cli.Result(
                        2,
                        "",
                        "headrace topics delete: this would delete the topic a with all records: say --yes to do it"
                                + " without being asked\n"),
                on("topics", "delete", "a"));
        String question = "This will delete the topic a with all records. Go on? [y/N] ";
        assertEquals(new Cli.Result(1, "", question + "headrace topics delete: nothing was done\n"), answer("n\n"));
        assertEquals(new Cli.Result(1, "", question + "headrace topics delete: nothing was done\n"), answer(""));
        assertEquals("a\n", on("topics", "list").out());
        assertEquals(new Cli.Result(0, "deleted a\n", question), answer("y\n"));
    }

    private Cli.Result answer(String typed) {
        return Cli.runIn(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new Console.Terminal(true, 0, true),
                Map.of("HEADRACE_BOOTSTRAP_SERVER", broker.bootstrapServers()),
                "topics",
                "delete",
                "a");
    }

    @Test
    void changesCanBeJsonAndYaml() {
        on("topics", "create", "a");
        Cli.Result partly = on("topics", "create", "a", "b", "-o", "yaml");
        assertEquals(3, partly.exitCode());
        assertEquals("""
                ---
                - item: a
                  result: failed
                  error: Topic 'a' already exists
                - item: b
                  result: created
                  error: null
                """, partly.out());
        assertEquals(
                "[ {\n  \"item\" : \"a\",\n  \"result\" : \"deleted\",\n  \"error\" : null\n} ]\n",
                on("topics", "delete", "a", "--yes", "--output", "json").out());
    }

    private static void assertFailure(String err, Cli.Result result) {
        assertEquals(new Cli.Result(1, "", err), result);
    }

    private Cli.Result on(String... args) {
        return Cli.on(broker.bootstrapServers(), args);
    }
}
