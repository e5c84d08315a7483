package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
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
        assertEquals(new Cli.Result(0, "deleted b\ndeleted a\n", ""), on("topics", "delete", "b", "a"));
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
        on("topics", "delete", "a");
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
                        "  partition 0  leader 1  replicas 1  in sync 1  offsets 0 to 2"),
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
                        1,
                        "created b with 2 partitions\n",
                        "a: Topic 'a' already exists\nheadrace topics create: 1 of 2 topics not created\n"),
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
        assertFailure("headrace topics describe: topic 'nope' does not exist\n", on("topics", "describe", "nope"));
        assertFailure("headrace topics delete: topic 'nope' does not exist\n", on("topics", "delete", "nope"));
        assertEquals(new Cli.Result(0, "", ""), on("topics", "delete", "nope", "--if-exists"));
    }

    private static void assertFailure(String err, Cli.Result result) {
        assertEquals(new Cli.Result(1, "", err), result);
    }

    private Cli.Result on(String... args) {
        return Cli.on(broker.bootstrapServers(), args);
    }
}
