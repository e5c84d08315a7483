package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings, offsets, deletion of records, and what there is to say of brokers and their disks. */
class ClusterTest {
    @TempDir
    static Path directory;

    private static HeadraceBroker broker;

    @BeforeAll
    static void start() {
        broker = HeadraceBroker.start(Map.of("log.dirs", directory.toString(), "port", "0"));
        on("topics", "create", "orders", "-p", "2");
        assertEquals(
                0, in("a\nb\nc\nd\n", "produce", "orders", "--partition", "0").exitCode());
        assertEquals(0, in("e\nf\n", "produce", "orders", "--partition", "1").exitCode());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void settingsAreChangedAndDescribed() {
        on("topics", "create", "set");
        assertEquals(
                new Cli.Result(0, "would alter topic set\n", ""),
                on("configs", "alter", "-t", "set", "--config", "retention.ms=5000", "--dry-run"));
        assertEquals(
                List.of("OF  NAME  VALUE  SOURCE"),
                on("configs", "describe", "-t", "set").lines());
        assertEquals(
                new Cli.Result(0, "altered topic set\n", ""),
                on(
                        "configs",
                        "alter",
                        "--topic",
                        "set",
                        "--config",
                        "retention.ms=5000",
                        "--append",
                        "cleanup.policy=compact"));
        assertEquals(
                List.of(
                        "OF         NAME            VALUE           SOURCE",
                        "topic set  cleanup.policy  delete,compact  dynamic_topic_config",
                        "topic set  retention.ms    5000            dynamic_topic_config"),
                on("configs", "describe", "--topic", "set").lines());
        on("configs", "alter", "-t", "set", "--delete-config", "retention.ms", "--subtract", "cleanup.policy=delete");
        assertEquals(
                """
                ---
                - type: topic
                  resource: set
                  name: cleanup.policy
                  value: compact
                  source: dynamic_topic_config
                  sensitive: false
                  readOnly: false
                """, on("configs", "describe", "--topic", "set", "-o", "yaml").out());
        assertTrue(on("configs", "describe", "--broker", "1", "--all").out().contains("log.retention.hours"));
        assertTrue(on("configs", "list").lines().contains("topic          set"));
    }

    @Test
    void wrongSettingsAreNamed() {
        on("topics", "create", "wrong");
        Cli.Result near = on("configs", "alter", "-t", "wrong", "--config", "retention.m=1");
        assertEquals(1, near.exitCode());
        assertTrue(near.err().endsWith("; did you mean 'retention.ms'?\n"), near.err());
        Cli.Result value = on("configs", "alter", "-t", "wrong,orders", "--config", "retention.ms=long");
        assertEquals(1, value.exitCode());
        assertTrue(value.err().contains("retention.ms") && value.err().contains("long"), value.err());
        Cli.Result partly = on("configs", "alter", "-t", "wrong,no-such", "--config", "retention.ms=7", "-o", "json");
        assertEquals(3, partly.exitCode());
        assertTrue(partly.out().contains("\"item\" : \"topic wrong\",\n  \"result\" : \"altered\""), partly.out());
        assertEquals(
                "headrace configs alter: there is nothing to change: say --config, --delete-config, --append or"
                        + " --subtract\n",
                on("configs", "alter", "-t", "wrong").err());
        assertEquals(
                "headrace configs alter: a is to be changed in two ways: one is allowed\n",
                on("configs", "alter", "-t", "wrong", "--config", "a=1", "--unset", "a")
                        .err());
    }

    @Test
    void offsetsAreFound() {
        assertEquals(
                List.of(
                        "TOPIC   PARTITION  OFFSET  TIME",
                        "orders          0       4  -",
                        "orders          1       2  -"),
                on("offsets", "list", "orders").lines());
        assertEquals(
                """
                ---
                - topic: orders
                  partition: 1
                  offset: 0
                  timestamp: null
                  leaderEpoch: 0
                """,
                on("offsets", "list", "orders:1", "--at", "earliest", "-o", "yaml")
                        .out());
        assertTrue(on("offsets", "list", "orders:0", "--at", "max-timestamp")
                .lines()
                .get(1)
                .matches("orders +0 +[0-3] +\\S+Z"));
        assertTrue(on("offsets", "list", "orders:0", "--at", "2999-01-01")
                .lines()
                .get(1)
                .matches("orders +0 +- +-"));
        assertEquals(
                "headrace offsets list: --at 'noon' is no time: it is written 2026-01-31, 2026-01-31T15:04:05,"
                        + " 2026-01-31T15:04:05Z, or in milliseconds since 1970\n",
                on("offsets", "list", "orders", "--at", "noon").err());
    }

    @Test
    void oldRecordsAreDeleted() {
        on("topics", "create", "old", "-p", "2");
        in("a\nb\nc\n", "produce", "old", "--partition", "0");
        assertEquals(
                List.of(
                        "TOPIC  PARTITION  START WAS  START IS  RESULT",
                        "old            0          0         2  planned",
                        "old            1          0         2  planned"),
                on("records", "delete", "old", "--before-offset", "2", "--dry-run")
                        .lines());
        Cli.Result partly = on("records", "delete", "old", "--before-offset", "2", "--yes");
        assertEquals(3, partly.exitCode(), "partition 1 has no offset 2");
        assertEquals(
                "old            0          0         2  deleted", partly.lines().get(1));
        assertTrue(partly.err().endsWith("headrace records delete: 1 of 2 failed\n"), partly.err());
        assertEquals(
                List.of(
                        "TOPIC  PARTITION  START WAS  START IS  RESULT",
                        "old            0          2         3  deleted",
                        "old            1          0         0  unchanged"),
                on("records", "delete", "old", "--all", "--yes").lines());
        assertEquals(
                "c",
                in("c\n", "produce", "old", "--partition", "0").out()
                        + on("consume", "old").out().trim());
        assertEquals(
                "headrace records delete: this would delete records of old for good: say --yes to do it without being"
                        + " asked\n",
                on("records", "delete", "old", "--before-time", "2999-01-01").err());
        assertEquals(
                "old            0          3         4  deleted",
                on("records", "delete", "old", "--before-time", "2999-01-01", "--yes")
                        .lines()
                        .get(1));
    }

    @Test
    void clusterBrokersAndDirectoriesAreDescribed() {
        int port = Integer.parseInt(broker.bootstrapServers().replaceAll(".*:", ""));
        List<String> cluster = on("cluster", "describe").lines();
        assertTrue(cluster.get(0).matches("cluster [\\w-]{22} {2}controller 1"), cluster.get(0));
        assertEquals(
                List.of("1", "localhost", "" + port, "-"),
                List.of(cluster.get(2).trim().split(" +")));
        assertEquals(
                List.of("1", "localhost:" + port, "-", "yes"),
                List.of(on("brokers", "list").lines().get(1).trim().split(" +")));
        String described = on("brokers", "describe", "1", "-o", "json").out();
        assertTrue(described.contains("\"behind\" : 0"), described);
        assertEquals(
                "headrace brokers describe: no broker 7 is up: there are [1]\n",
                on("brokers", "describe", "7").err());
        List<String> directories = on("logdirs", "describe", "-t", "orders").lines();
        assertTrue(directories.get(1).matches(" +1 {2}" + directory + " +2 +\\d+ .*"), directories.get(1));
        List<String> partitions =
                on("logdirs", "describe", "-t", "orders", "--partitions").lines();
        assertTrue(partitions.get(2).matches(" +1 {2}" + directory + " {2}orders +1 +\\d+ +0"), partitions.get(2));
    }

    @Test
    void replicasAreFoundInTheirDirectories() {
        assertEquals(
                List.of(
                        "TOPIC   PARTITION  BROKER  DIRECTORY"
                                + " ".repeat(directory.toString().length() - 9) + "  LAG  MOVES TO  LEFT",
                        "orders          1       1  " + directory + "    0  -            -"),
                on("logdirs", "replicas", "orders:1").lines());
        assertEquals(
                "headrace logdirs replicas: broker 7 holds none of these partitions: they are on [1]\n",
                on("logdirs", "replicas", "orders", "--broker", "7").err());
        assertEquals(
                "headrace logdirs replicas: topic 'order' does not exist; did you mean 'orders'? headrace topics list"
                        + " says which there are\n",
                on("logdirs", "replicas", "order").err());
    }

    @Test
    void featuresThatAreNotThereAndLevelsOutOfRangeAreNamed() {
        assertEquals(
                new Cli.Result(0, "group.version is at level 1 already\n", ""),
                on("cluster", "update-features", "group.version=1"));
        assertEquals(
                "headrace cluster update-features: the cluster has no feature 'group.versoin'; did you mean"
                        + " 'group.version'? headrace cluster features says which there are\n",
                on("cluster", "update-features", "group.versoin=1").err());
        assertEquals(
                "headrace cluster update-features: group.version cannot be at level 9: the broker supports 0 to 1\n",
                on("cluster", "update-features", "group.version=9").err());
        assertEquals(
                "headrace cluster update-features: group.version is at level 1, and 0 is lower: say --downgrade if that"
                        + " is meant\n",
                on("cluster", "update-features", "group.version=0").err());
        assertTrue(on("complete", "features").lines().contains("group.version"));
    }

    /** One line, at once, and exit code 1. */
    @Test
    void whatTheBrokerDoesNotSupportIsSaidSo() {
        for (List<String> command : List.of(
                List.of("tokens", "list"),
                List.of("tokens", "create"),
                List.of("tokens", "renew", "x"),
                List.of("tokens", "expire", "x", "--yes"),
                List.of("cluster", "quorum"),
                List.of("cluster", "add-voter", "2", "--endpoint", "CONTROLLER://h:1"),
                List.of("cluster", "remove-voter", "2", "--yes"),
                List.of("cluster", "update-features", "group.version=0", "--downgrade"),
                List.of("brokers", "unregister", "2", "--yes"),
                List.of("logdirs", "move", "orders:0", "--broker", "1", "--to", directory.toString()))) {
            Cli.Result result = on(command.toArray(String[]::new));
            assertEquals(1, result.exitCode(), command.toString());
            assertEquals(1, result.err().lines().count(), result.err());
            assertTrue(
                    result.err().startsWith("headrace " + command.get(0) + " " + command.get(1) + ": ")
                            && result.err().contains("support"),
                    result.err());
        }
        assertEquals(
                "headrace brokers unregister: broker 1 is up: end it first, for good\n",
                on("brokers", "unregister", "1", "--yes").err());
    }

    private static Cli.Result on(String... args) {
        return Cli.on(broker.bootstrapServers(), args);
    }

    private static Cli.Result in(String stdin, String... args) {
        return Cli.onWith(broker.bootstrapServers(), stdin, args);
    }
}
