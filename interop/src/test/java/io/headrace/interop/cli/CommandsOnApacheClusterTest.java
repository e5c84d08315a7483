package io.headrace.interop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.cli.Console;
import io.headrace.cli.Headrace;
import io.headrace.interop.ApacheCluster;
import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for what one broker cannot show: controllers' votes, features, directories, tokens, groups of all kinds. */
class CommandsOnApacheClusterTest {
    private final ApacheCluster cluster = ApacheCluster.get();

    @TempDir
    Path directory;

    private record Result(int exitCode, String out, String err) {
        List<String> lines() {
            assertEquals(0, exitCode, err);
            return out.lines().toList();
        }
    }

    @Test
    void aControllerGetsAVoteAndLosesIt() {
        Result observer = on("cluster", "add-voter", "3", "--endpoint", "CONTROLLER://127.0.0.1:1");
        assertEquals(1, observer.exitCode());
        assertEquals(
                List.of("added voter 2"),
                on("cluster", "add-voter", "2", "--endpoint", "CONTROLLER://127.0.0.1:" + cluster.controllerPort(2))
                        .lines());
        Await.until("two voters", () -> roles().matches("(?s).*1 +leader.*2 +voter.*"));
        assertEquals(
                List.of("removed voter 2"),
                on("cluster", "remove-voter", "2", "--yes").lines());
        Await.until("one voter", () -> roles().matches("(?s).*1 +leader.*2 +observer.*"));
        assertEquals(
                "headrace cluster remove-voter: there is no voter 9: there are 1; headrace cluster quorum lists them\n",
                on("cluster", "remove-voter", "9", "--yes").err());
    }

    private String roles() {
        return on("cluster", "quorum").out();
    }

    @Test
    void featuresGoDownAndUp() {
        assertEquals(
                List.of("would bring streams.version to level 0"),
                on("cluster", "update-features", "streams.version=0", "--downgrade", "--dry-run")
                        .lines());
        assertEquals(
                List.of("brought streams.version to level 0"),
                on("cluster", "update-features", "streams.version=0", "--downgrade")
                        .lines());
        Await.until(
                "it is off", () -> on("cluster", "features").out().matches("(?s).*streams.version +0 +1 +[-0]\n.*"));
        assertEquals(
                List.of("brought streams.version to level 1"),
                on("cluster", "update-features", "streams.version=1").lines());
        Await.until("it is on", () -> on("cluster", "features").out().matches("(?s).*streams.version +0 +1 +1\n.*"));
    }

    @Test
    void brokersThatAreUpOrUnknownAreNotUnregistered() {
        Result result = on("brokers", "unregister", "3", "99", "--yes");
        assertEquals(1, result.exitCode());
        assertEquals("""
                broker 3: broker 3 is up: end it first, for good
                broker 99: the cluster knows no broker 99; headrace brokers list says which are up
                headrace brokers unregister: 2 of 2 failed
                """, result.err());
    }

    @Test
    void replicasMoveToAnotherDirectory() {
        String topic = Target.topic("dirs");
        on("topics", "create", topic, "-p", "1", "-r", "3").lines();
        Await.until(
                "the replica",
                () -> on("logdirs", "replicas", topic, "--broker", "2").out().contains("node-2-"));
        String first = cluster.logDir(2, 1).toString();
        String second = cluster.logDir(2, 2).toString();
        boolean isInFirst =
                on("logdirs", "replicas", topic, "--broker", "2").out().contains(first);
        String to = isInFirst ? second : first;
        assertEquals(
                List.of("moving " + topic + "-0 on broker 2"),
                on("logdirs", "move", topic, "--broker", "2", "--to", to).lines());
        Await.until(
                "it has moved",
                () -> on("logdirs", "replicas", topic, "--broker", "2", "-o", "yaml")
                        .out()
                        .contains("  directory: " + to + "\n  offsetLag: 0\n  movesTo: null\n"));
        Result wrong = on("logdirs", "move", topic, "--broker", "2", "--to", to + "x");
        assertEquals(1, wrong.exitCode());
        assertTrue(
                wrong.err()
                        .endsWith("broker 2 has no directory '" + to + "x': it has " + first + ", " + second
                                + "; did you mean '" + to + "'?\n"),
                wrong.err());
    }

    @Test
    void aTokenIsMadeRenewedAndEnded() throws Exception {
        Path login = Files.writeString(
                directory.resolve("login.properties"),
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
                        + "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
                        + ApacheCluster.USER + "\" password=\"" + ApacheCluster.PASSWORD + "\";\n");
        String made = logged(login, "tokens", "create", "--renewer", "User:renewer", "--max-life", "1h")
                .out();
        Matcher token = Pattern.compile("token {4}(\\S+)\nhmac {5}(\\S+)\nowner {4}User:admin\n(?s).*")
                .matcher(made);
        assertTrue(token.matches(), made);
        String id = token.group(1);
        // Each command may ask another broker, and they do not hear of a token at the same moment.
        Await.until("the token is known", () -> {
            String list = logged(login, "tokens", "list", "--owner", "User:admin", "-o", "json")
                    .out();
            assertFalse(list.contains(token.group(2)), list);
            return list.contains("\"renewers\" : [ \"User:renewer\" ]") && list.contains("\"hmac\" : null");
        });
        Await.until(
                "its secret is shown to whoever asks for it",
                () -> logged(login, "tokens", "list", "--hmac").out().contains(token.group(2)));
        assertEquals(
                1,
                logged(login, "tokens", "list", "--owner", "User:nobody")
                        .lines()
                        .size());
        Await.until(
                "it is renewed",
                () -> logged(login, "tokens", "renew", id, "--for", "30m")
                        .out()
                        .startsWith("renewed " + id + ": it lasts until 2"));
        Await.until("a wrong name is told", () -> {
            Result near = logged(login, "tokens", "renew", id.substring(1));
            return near.err().contains("there is no token '") && near.err().contains("did you mean '" + id);
        });
        Await.until(
                "it is ended",
                () -> logged(login, "tokens", "expire", id, "--yes").exitCode() == 0);
        Await.until(
                "the token is gone",
                () -> !logged(login, "tokens", "list").out().contains(id));

        Result unnamed = on("tokens", "create");
        assertEquals(1, unnamed.exitCode());
        assertTrue(
                unnamed.err().contains(": log in with SASL or a TLS certificate, and not with a token"), unnamed.err());
    }

    @Test
    void aShareGroupIsDescribedMovedAndDeleted() {
        String topic = topicWithFiveRecords("shared");
        String group = Target.topic("share");
        Properties settings = new Properties();
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("group.id", group);
        settings.put("client.id", "sharing");
        on("configs", "alter", "--group", group, "--config", "share.auto.offset.reset=earliest")
                .lines();
        try (KafkaShareConsumer<byte[], byte[]> member =
                new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            member.subscribe(List.of(topic));
            int[] read = {0};
            Await.until("all records are read", () -> {
                read[0] += member.poll(Duration.ofMillis(200)).count();
                return read[0] >= 5;
            });
            member.commitSync();
            List<String> described =
                    on("groups", "describe", group, "--members").lines();
            assertTrue(described.get(0).startsWith(group + "  Stable  type Share  coordinator "), described.get(0));
            assertTrue(
                    described.get(2).contains("  sharing  ") && described.get(2).contains(topic + "-0"));
            assertTrue(on("groups", "remove-members", group, "--yes")
                    .err()
                    .contains("is of type Share, and members are taken out of Classic and Consumer groups only"));
            assertTrue(on("groups", "reset-offsets", group, "-t", topic, "--to-earliest", "--yes")
                    .err()
                    .contains("' has 1 member (Stable)"));
        }
        Await.until(
                "the group is empty",
                () -> on("groups", "describe", group).out().startsWith(group + "  Empty  type Share"));
        assertEquals(
                0,
                on("groups", "reset-offsets", group, "-t", topic, "--to-offset", "3", "--yes")
                        .exitCode());
        Await.until(
                "it goes on from 3",
                () -> on("groups", "describe", group, "-o", "yaml")
                        .out()
                        .contains("committedOffset: 3\n    endOffset: 5\n    lag: 2\n"));
        assertEquals(
                List.of("deleted the offset of " + topic),
                on("groups", "delete-offsets", group, "-t", topic, "--yes").lines());
        assertEquals(
                List.of("deleted " + group),
                on("groups", "delete", group, "--yes").lines());
        assertFalse(on("groups", "list", "--type", "share").out().contains(group));
    }

    @Test
    void aStreamsGroupIsDescribedMovedAndDeleted() {
        String topic = topicWithFiveRecords("streamed");
        String group = Target.topic("streams");
        AtomicBoolean seen = new AtomicBoolean();
        StreamsBuilder builder = new StreamsBuilder();
        builder.<byte[], byte[]>stream(topic).foreach((key, value) -> seen.set(true));
        Properties settings = new Properties();
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        settings.put("application.id", group);
        settings.put("group.protocol", "streams");
        settings.put("commit.interval.ms", "100");
        settings.put("state.dir", directory.toString());
        settings.put("consumer.auto.offset.reset", "earliest");
        settings.put("default.key.serde", "org.apache.kafka.common.serialization.Serdes$ByteArraySerde");
        settings.put("default.value.serde", "org.apache.kafka.common.serialization.Serdes$ByteArraySerde");
        try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
            streams.start();
            Await.until("records are seen", Duration.ofMinutes(1), seen::get);
            Await.until(
                    "all is committed",
                    () -> on("groups", "describe", group, "-o", "yaml")
                            .out()
                            .contains("committedOffset: 5\n    endOffset: 5\n    lag: 0\n"));
            List<String> members = on("groups", "describe", group, "--members").lines();
            assertTrue(members.get(0).startsWith(group + "  Stable  type Streams  coordinator "), members.get(0));
            assertTrue(members.get(2).matches(".* 1 +0_0 +-"), members.get(2));
            Result busy = on("groups", "delete", group, "--yes");
            assertEquals(1, busy.exitCode());
            assertTrue(busy.err().contains("has members: end them"), busy.err());
            streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                    .withTimeout(Duration.ofSeconds(30)));
        }
        Await.until(
                "the group is empty",
                Duration.ofMinutes(1),
                () -> on("groups", "describe", group).out().startsWith(group + "  Empty  type Streams"));
        assertTrue(on("groups", "reset-offsets", group, "--all-topics", "--shift-by", "-3", "--yes")
                .lines()
                .get(1)
                .matches(topic + " +0 +5 +2 +altered"));
        assertEquals(
                List.of("deleted the offset of " + topic + "-0"),
                on("groups", "delete-offsets", group, "-t", topic + ":0", "--yes")
                        .lines());
        assertEquals(
                List.of("deleted " + group),
                on("groups", "delete", group, "--yes").lines());
    }

    private String topicWithFiveRecords(String word) {
        String topic = Target.topic(word);
        on("topics", "create", topic, "-p", "1", "-r", "1").lines();
        // Apache's broker tells of a topic before its partitions take records.
        Await.until(
                "the partition", () -> on("logdirs", "replicas", topic).out().contains("node-"));
        assertEquals(
                0,
                run("a\nb\nc\nd\ne\n", cluster.bootstrapServers(), "produce", topic)
                        .exitCode());
        return topic;
    }

    private Result on(String... args) {
        return run("", cluster.bootstrapServers(), args);
    }

    private Result logged(Path login, String... args) {
        return run(
                "",
                cluster.saslBootstrapServers(),
                Stream.concat(Stream.of(args), Stream.of("--client-config", login.toString()))
                        .toArray(String[]::new));
    }

    private static Result run(String stdin, String servers, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Console.Terminal.NONE,
                Map.of());
        int exitCode = Headrace.run(
                console,
                Stream.concat(Stream.of(args), Stream.of("-b", servers)).toArray(String[]::new));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
