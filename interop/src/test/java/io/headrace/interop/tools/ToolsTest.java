package io.headrace.interop.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache's own commands. Each test gives both brokers the same sequence of commands, and what they print has to be the
 * same, but for ids, times and addresses.
 */
class ToolsTest {

    private static final String GROUPS = "consumer.group.ConsumerGroupCommand";

    @TempDir
    Path directory;

    /** A sequence of commands: notes in {@code said} what has to be the same for both brokers. */
    private interface Sequence {
        void run(Target target, List<String> said) throws Exception;
    }

    private static void same(Sequence sequence) throws Exception {
        Map<Target, List<String>> all = new EnumMap<>(Target.class);
        for (Target target : Target.values()) {
            List<String> said = new ArrayList<>();
            sequence.run(target, said);
            all.put(target, said.stream().map(line -> plain(target, line)).toList());
        }
        assertEquals(String.join("\n", all.get(Target.APACHE)), String.join("\n", all.get(Target.HEADRACE)));
    }

    /** A line without what differs from broker to broker. */
    private static String plain(Target target, String line) {
        String port =
                target.bootstrapServers().substring(target.bootstrapServers().lastIndexOf(':') + 1);
        return line.replaceAll("(TopicId: )[A-Za-z0-9_-]{22}", "$1ID")
                .replaceAll("(localhost|127.0.0.1):" + port, "BROKER")
                // Where there are eligible leader replicas (KIP-966), this one is always set for the whole cluster.
                .replace("min.insync.replicas=1,", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static void create(Target target, String topic, int partitions) throws Exception {
        Tool.run(target, "TopicCommand", "--create", "--topic", topic, "--partitions", "" + partitions)
                .text();
    }

    private static void produce(Target target, String topic, int count) throws Exception {
        String lines = String.join(
                "\n",
                IntStream.range(0, count).mapToObj(n -> "k" + n + ":v" + n).toList());
        Tool.run(
                        lines,
                        "ConsoleProducer",
                        "--bootstrap-server",
                        target.bootstrapServers(),
                        "--topic",
                        topic,
                        "--reader-property",
                        "parse.key=true",
                        "--reader-property",
                        "key.separator=:")
                .text();
    }

    private static List<String> consume(Target target, String topic, int count, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--topic",
                topic,
                "--from-beginning",
                "--max-messages",
                "" + count,
                "--timeout-ms",
                "60000",
                "--formatter-property",
                "print.key=true",
                "--formatter-property",
                "key.separator=:"));
        arguments.addAll(List.of(more));
        return Tool.run(target, "consumer.ConsoleConsumer", arguments.toArray(String[]::new))
                .lines();
    }

    @Test
    void topics() throws Exception {
        String topic = Target.topic("tool");
        same((target, said) -> {
            said.addAll(Tool.run(
                            target,
                            "TopicCommand",
                            "--create",
                            "--topic",
                            topic,
                            "--partitions",
                            "2",
                            "--config",
                            "retention.ms=100000",
                            "--config",
                            "cleanup.policy=compact")
                    .lines());
            said.addAll(Tool.run(target, "TopicCommand", "--describe", "--topic", topic)
                    .lines());
            said.addAll(Tool.run(target, "TopicCommand", "--alter", "--topic", topic, "--partitions", "3")
                    .lines());
            Await.until(
                    "a third partition",
                    () -> Tool.run(target, "TopicCommand", "--describe", "--topic", topic)
                                    .lines()
                                    .size()
                            == 4);
            said.addAll(Tool.run(target, "TopicCommand", "--describe", "--topic", topic)
                    .lines());
            said.add(
                    Tool.run(target, "TopicCommand", "--list", "--topic", topic).text());
            said.addAll(Tool.run(target, "TopicCommand", "--delete", "--topic", topic)
                    .lines());
            Await.until(
                    "the topic is gone",
                    () -> !Tool.run(target, "TopicCommand", "--list").lines().contains(topic));
            Tool.Output gone = Tool.run(target, "TopicCommand", "--describe", "--topic", topic);
            assertNotEquals(0, gone.code());
        });
    }

    @Test
    void settings() throws Exception {
        String topic = Target.topic("tool");
        same((target, said) -> {
            create(target, topic, 1);
            for (List<String> entity : List.of(
                    List.of(
                            "--entity-type",
                            "topics",
                            "--entity-name",
                            topic,
                            "segment.bytes=2000000,cleanup.policy=[compact,delete]"),
                    List.of("--entity-type", "brokers", "--entity-name", "1", "log.cleaner.threads=2"),
                    List.of("--entity-type", "groups", "--entity-name", topic, "consumer.session.timeout.ms=7000"),
                    List.of("--entity-type", "clients", "--entity-name", topic, "producer_byte_rate=1000000"),
                    List.of("--entity-type", "client-metrics", "--entity-name", topic, "interval.ms=2000"))) {
                List<String> which = entity.subList(0, 4);
                String setting = entity.get(4);
                List<String> alter = new ArrayList<>(which);
                alter.addAll(List.of("--alter", "--add-config", setting));
                said.addAll(Tool.run(target, "kafka.admin.ConfigCommand", alter.toArray(String[]::new))
                        .lines());
                List<String> describe = new ArrayList<>(which);
                describe.add("--describe");
                Await.until(
                        "the setting " + setting,
                        () -> Tool.run(target, "kafka.admin.ConfigCommand", describe.toArray(String[]::new))
                                .text()
                                .contains(setting.substring(0, setting.indexOf('='))));
                said.addAll(Tool.run(target, "kafka.admin.ConfigCommand", describe.toArray(String[]::new))
                        .lines());
                List<String> delete = new ArrayList<>(which);
                for (String one : setting.replaceAll("\\[.*]", "").split(",", -1)) {
                    delete.addAll(List.of("--alter", "--delete-config", one.substring(0, one.indexOf('='))));
                    said.addAll(Tool.run(target, "kafka.admin.ConfigCommand", delete.toArray(String[]::new))
                            .lines());
                    delete = new ArrayList<>(which);
                }
            }
            said.add("unknown: "
                    + Tool.run(
                                    target,
                                    "kafka.admin.ConfigCommand",
                                    "--entity-type",
                                    "topics",
                                    "--entity-name",
                                    topic,
                                    "--alter",
                                    "--add-config",
                                    "no.such.setting=1")
                            .code());
        });
    }

    @Test
    void consoles() throws Exception {
        String topic = Target.topic("tool");
        same((target, said) -> {
            create(target, topic, 1);
            produce(target, topic, 10);
            said.addAll(consume(target, topic, 10, "--group", topic));
            said.addAll(Tool.run(target, "GetOffsetShell", "--topic", topic).lines());
            said.addAll(Tool.run(target, "GetOffsetShell", "--topic", topic, "--time", "earliest")
                    .lines());
        });
    }

    @Test
    void consumerGroups() throws Exception {
        String topic = Target.topic("tool");
        same((target, said) -> {
            create(target, topic, 2);
            produce(target, topic, 10);
            consume(target, topic, 10, "--group", topic);
            assertTrue(Tool.run(target, GROUPS, "--list").lines().contains(topic));
            said.addAll(Tool.run(target, GROUPS, "--describe", "--group", topic).lines().stream()
                    .map(line -> line.replaceAll("(" + topic + " +" + topic + ").*", "$1"))
                    .sorted()
                    .toList());
            said.addAll(Tool.run(target, GROUPS, "--describe", "--group", topic, "--state")
                    .lines());
            said.addAll(Tool.run(target, GROUPS, "--describe", "--group", topic, "--members")
                    .lines());
            said.addAll(Tool.run(
                            target,
                            GROUPS,
                            "--reset-offsets",
                            "--group",
                            topic,
                            "--topic",
                            topic,
                            "--to-earliest",
                            "--execute")
                    .lines()
                    .stream()
                    .sorted()
                    .toList());
            said.addAll(Tool.run(
                            target,
                            GROUPS,
                            "--reset-offsets",
                            "--group",
                            topic,
                            "--topic",
                            topic + ":0",
                            "--shift-by",
                            "1",
                            "--dry-run")
                    .lines());
            said.addAll(Tool.run(target, GROUPS, "--delete-offsets", "--group", topic, "--topic", topic + ":1")
                    .lines());
            said.addAll(Tool.run(target, GROUPS, "--delete", "--group", topic).lines());
            said.add("gone: "
                    + Tool.run(target, GROUPS, "--describe", "--group", topic).code());
        });
    }

    @Test
    void verifiableClients() throws Exception {
        String topic = Target.topic("tool");
        same((target, said) -> {
            create(target, topic, 1);
            List<String> sent = Tool.run(
                            target, "VerifiableProducer", "--topic", topic, "--max-messages", "20", "--acks", "-1")
                    .lines();
            assertEquals(
                    20,
                    sent.stream()
                            .filter(line -> line.contains("producer_send_success"))
                            .count());
            for (String protocol : List.of("classic", "consumer")) {
                List<String> read = Tool.run(
                                target,
                                "VerifiableConsumer",
                                "--topic",
                                topic,
                                "--group-id",
                                topic + "-" + protocol,
                                "--group-protocol",
                                protocol,
                                "--max-messages",
                                "20",
                                "--reset-policy",
                                "earliest")
                        .lines();
                assertTrue(read.stream().anyMatch(line -> line.contains("partitions_assigned")), read::toString);
                assertTrue(
                        read.stream()
                                .anyMatch(line -> line.contains("offsets_committed") && line.contains("\"offset\":20")),
                        read::toString);
            }
        });
    }

    @Test
    void deletionOfRecords() throws Exception {
        String topic = Target.topic("tool");
        same((target, said) -> {
            create(target, topic, 1);
            produce(target, topic, 10);
            Path json = directory.resolve(target + ".json");
            Files.writeString(
                    json,
                    "{\"version\":1,\"partitions\":[{\"topic\":\"%s\",\"partition\":0,\"offset\":4}]}".formatted(topic),
                    UTF_8);
            said.addAll(Tool.run(target, "DeleteRecordsCommand", "--offset-json-file", json.toString())
                    .lines());
            said.addAll(Tool.run(target, "GetOffsetShell", "--topic", topic, "--time", "earliest")
                    .lines());
            said.addAll(consume(target, topic, 6));
        });
    }

    @Test
    void performance() throws Exception {
        String topic = Target.topic("tool");
        same((target, said) -> {
            create(target, topic, 2);
            String produced = Tool.run(
                            target,
                            "ProducerPerformance",
                            "--topic",
                            topic,
                            "--num-records",
                            "5000",
                            "--record-size",
                            "100",
                            "--throughput",
                            "-1")
                    .text();
            assertTrue(produced.contains("5000 records sent"), produced);
            String consumed = Tool.run(
                            target,
                            "ConsumerPerformance",
                            "--topic",
                            topic,
                            "--num-records",
                            "5000",
                            "--timeout",
                            "60000")
                    .text();
            assertTrue(consumed.contains(", 5000, "), consumed);
        });
    }

    @Test
    void transactions() throws Exception {
        String topic = Target.topic("tool");
        same((target, said) -> {
            create(target, topic, 1);
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", target.bootstrapServers(), "transactional.id", topic),
                    new StringSerializer(),
                    new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, "open")).get();
                assertTrue(Tool.run(target, "TransactionsCommand", "list").lines().stream()
                        .anyMatch(line -> line.startsWith(topic) && line.contains("Ongoing")));
                said.addAll(
                        Tool.run(target, "TransactionsCommand", "describe", "--transactional-id", topic)
                                .lines()
                                .stream()
                                .map(ToolsTest::withoutNumbersThatVary)
                                .toList());
                List<String> producers = Tool.run(
                                target,
                                "TransactionsCommand",
                                "describe-producers",
                                "--topic",
                                topic,
                                "--partition",
                                "0")
                        .lines();
                assertEquals(2, producers.size());
                said.add(producers.get(0));
                String[] found = producers.get(1).split("\\s+", -1);
                said.add("open since offset " + found[found.length - 1]);
                assertEquals(
                        1,
                        Tool.run(
                                        target,
                                        "TransactionsCommand",
                                        "find-hanging",
                                        "--topic",
                                        topic,
                                        "--partition",
                                        "0",
                                        "--max-transaction-timeout",
                                        "0")
                                .lines()
                                .size());
                Tool.run(
                                target,
                                "TransactionsCommand",
                                "abort",
                                "--topic",
                                topic,
                                "--partition",
                                "0",
                                "--start-offset",
                                "0")
                        .text();
                Await.until("no open transaction", () -> {
                    List<String> left = Tool.run(
                                    target,
                                    "TransactionsCommand",
                                    "describe-producers",
                                    "--topic",
                                    topic,
                                    "--partition",
                                    "0")
                            .lines();
                    return left.get(1).endsWith("None");
                });
            }
        });
    }

    private static String withoutNumbersThatVary(String line) {
        return line.replaceAll("\\b[0-9]{2,}\\b", "N").replaceAll("^[0-9]+ ", "N ");
    }

    @Test
    void cluster() throws Exception {
        String topic = Target.topic("tool");
        same((target, said) -> {
            create(target, topic, 1);
            String dirs = Tool.run(target, "LogDirsCommand", "--describe", "--topic-list", topic)
                    .text();
            assertTrue(dirs.contains("\"partition\":\"" + topic + "-0\""), dirs);
            String id = Tool.run("", "ClusterTool", "cluster-id", "--bootstrap-server", target.bootstrapServers())
                    .text();
            assertTrue(id.matches("Cluster ID: [A-Za-z0-9_-]{22}\\s*"), id);
            assertTrue(Tool.run(target, "BrokerApiVersionsCommand").text().contains("Produce(0)"));
        });
    }
}
