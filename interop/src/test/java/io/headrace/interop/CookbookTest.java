package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ListOffsetsOptions;
import io.headrace.clients.admin.ListTransactionsOptions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.IsolationLevel;
import io.headrace.common.TopicPartition;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.spec.ClusterSpec;
import io.headrace.spec.Plan;
import io.headrace.spec.PlanItem;
import io.headrace.spec.PlanOptions;
import io.headrace.testsupport.ApacheKafka;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every script of {@code docs/cookbook.md} as it stands there: against our broker, and what it lacks (users, ACLs)
 * against Apache's.
 */
class CookbookTest {
    private static final Path COOKBOOK = Path.of("../docs/cookbook.md");
    private static final Pattern RECIPE = Pattern.compile("(?ms)^## ([^\\n]+)$(?:(?!^## ).)*?^```bash\\n(.*?)^```$");

    private static final Map<String, String> RECIPES = new LinkedHashMap<>();

    @TempDir
    static Path data;

    @TempDir
    Path directory;

    private static HeadraceBroker broker;
    private static Admin admin;

    @BeforeAll
    static void start() throws IOException {
        Matcher recipe = RECIPE.matcher(Files.readString(COOKBOOK));
        while (recipe.find()) {
            RECIPES.put(recipe.group(1), recipe.group(2));
        }
        broker = HeadraceBroker.start(Map.of(
                "log.dirs",
                data.toString(),
                "port",
                "0",
                "offsets.topic.num.partitions",
                "1",
                "transaction.state.log.num.partitions",
                "1"));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void everyScriptHasATest() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/headrace/interop/CookbookTest.java"));
        assertTrue(RECIPES.size() >= 10, RECIPES.keySet().toString());
        for (String title : RECIPES.keySet()) {
            assertTrue(source.contains("\"" + title + "\""), "nothing runs '" + title + "'");
        }
    }

    @Test
    void topicsOfAService() throws Exception {
        String printed = cook("Create the topics of a service", Map.of());
        assertTrue(printed.startsWith("created topic payments\n"), printed);
        assertEquals("604800000", setting("payments", "retention.ms"));
        assertEquals("compact", setting("payments-by-customer", "cleanup.policy"));
        assertEquals("nothing to change\n", cook("Create the topics of a service", Map.of()));
    }

    @Test
    void topicsInCi() throws Exception {
        create("shop-gone", 1);
        String printed = cook("Ensure topics in CI", Map.of());
        assertTrue(printed.contains("deleted topic shop-gone\n"), printed);
        assertTrue(printed.endsWith("nothing to change\n"), printed);
        assertEquals("129600000", setting("shop-orders", "retention.ms"));
    }

    @Test
    void aGroupAnHourBack() throws Exception {
        Script.requireJq();
        create("rides", 1);
        long now = System.currentTimeMillis();
        send("rides", now - 7_200_000, now - 1_800_000, now);
        commit("billing", "rides", 3);
        String printed = cook("Move a group back an hour", Map.of());
        assertTrue(printed.contains("planned"), printed);
        assertEquals(1, committed("billing", "rides"));
    }

    @Test
    void groupsThatLag() throws Exception {
        Script.requireJq();
        create("readings", 1);
        long[] times = new long[1_200];
        Arrays.fill(times, System.currentTimeMillis());
        send("readings", times);
        commit("slow", "readings", 0);
        commit("fast", "readings", 1_190);
        String printed = cook("Find groups that lag", Map.of());
        assertTrue(printed.contains("slow 1200\n"), printed);
        assertFalse(printed.contains("fast"), printed);
    }

    @Test
    void offsetsKeptAndRestored() throws Exception {
        Script.requireJq();
        create("kept", 1);
        send("kept", 1, 2, 3, 4);
        commit("billing", "kept", 2);
        cook("Keep and restore the offsets of a group", Map.of());
        assertEquals(2, committed("billing", "kept"));
    }

    @Test
    void aTopicDrainedAndDeleted() throws Exception {
        Script.requireJq();
        create("legacy", 1);
        send("legacy", 1, 2);
        commit("reader", "legacy", 2);
        cook("Drain and delete a topic", Map.of());
        assertFalse(admin.listTopics().names().get().contains("legacy"));
    }

    @Test
    void recordsCountedAndSettingsCopied() throws Exception {
        Script.requireJq();
        cookSetup("headrace topics create orders --partitions 2 --config retention.ms=5000");
        send("orders", 1, 2, 3);
        assertEquals("3 records\n", cook("Count the records of a topic", Map.of()));
        cook("Copy a topic's settings to another", Map.of());
        assertEquals("5000", setting("orders-v2", "retention.ms"));
        assertEquals(
                2,
                admin.describeTopics(List.of("orders-v2"))
                        .allTopicNames()
                        .get()
                        .get("orders-v2")
                        .partitions()
                        .size());
    }

    @Test
    void twoClustersCompared(@TempDir Path otherData) throws Exception {
        create("here", 3);
        try (HeadraceBroker other = HeadraceBroker.start(Map.of("log.dirs", otherData.toString(), "port", "0"))) {
            String printed = cook(
                    "Compare two clusters",
                    Map.of("ONE", broker.bootstrapServers(), "OTHER", other.bootstrapServers()));
            assertTrue(printed.contains("\n<   here:\n"), printed);
            assertTrue(printed.contains("created topic here\n"), printed);
        }
    }

    @Test
    void aTransactionThatNobodyEnds() throws Exception {
        Script.requireJq();
        create("invoices", 1);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "forgotten"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("invoices", "a")).get();
            Await.until(
                    "the transaction is 100 ms old",
                    () -> !admin.listTransactions(new ListTransactionsOptions().filterOnDuration(150))
                            .all()
                            .get()
                            .isEmpty());
            String printed = cook("End a transaction that nobody ends", Map.of());
            assertTrue(printed.contains("forgotten"), printed);
            Await.until(
                    "readers of committed records get past it",
                    () -> end("invoices", IsolationLevel.READ_COMMITTED)
                            == end("invoices", IsolationLevel.READ_UNCOMMITTED));
        }
    }

    /** What our broker lacks. */
    @Test
    void usersAndRights() throws Exception {
        Map<String, String> secured = Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS");
        try (ApacheKafka apache = ApacheKafka.start(secured, "-Xmx512m", "-XX:TieredStopAtLevel=1");
                Admin apacheAdmin = Admin.create(Map.of("bootstrap.servers", apache.bootstrapServers()))) {
            Map<String, String> environment = Map.of(
                    "HEADRACE_BOOTSTRAP_SERVER", apache.bootstrapServers(),
                    "BILLING_PASSWORD", "first-secret",
                    "NEW_PASSWORD", "second-secret");
            String printed = cook("Rotate a user's password", environment);
            assertEquals("""
                    created user billing with SCRAM-SHA-512
                        iterations: 8192
                        password: from env BILLING_PASSWORD
                    changed user billing with SCRAM-SHA-512
                        password: from env BILLING_PASSWORD
                    """, printed);
            assertEquals(
                    ScramMechanism.SCRAM_SHA_512,
                    apacheAdmin
                            .describeUserScramCredentials()
                            .all()
                            .get()
                            .get("billing")
                            .credentialInfos()
                            .get(0)
                            .mechanism());
            cook("Give a service its rights", environment);
            assertEquals(
                    3,
                    apacheAdmin
                            .describeAcls(AclBindingFilter.ANY)
                            .values()
                            .get()
                            .size());
            assertEquals("nothing to change\n", cook("Give a service its rights", environment));
            Plan nothingLeft = ClusterSpec.builder()
                    .owned(owned -> owned.principals("User:billing"))
                    .build()
                    .plan(apacheAdmin, PlanOptions.DEFAULT.withPrune());
            assertEquals(3, nothingLeft.count(PlanItem.Kind.DELETE), nothingLeft.toString());
            assertTrue(nothingLeft.apply(apacheAdmin).isComplete());
            assertEquals(
                    0,
                    apacheAdmin
                            .describeAcls(AclBindingFilter.ANY)
                            .values()
                            .get()
                            .size());
        }
    }

    private String cook(String title, Map<String, String> environment) throws Exception {
        String script = RECIPES.get(title);
        assertTrue(script != null, "there is no script '" + title + "'");
        return run(script, environment);
    }

    private void cookSetup(String script) throws Exception {
        run(script, Map.of());
    }

    private String run(String script, Map<String, String> environment) throws Exception {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HEADRACE_BOOTSTRAP_SERVER", broker.bootstrapServers());
        variables.putAll(environment);
        return new Script(directory).run(script, variables);
    }

    private static void create(String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
    }

    private static void send(String topic, long... timestamps) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (long timestamp : timestamps) {
                sent.add(producer.send(new ProducerRecord<>(topic, 0, timestamp, null, "x")));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private static void commit(String group, String topic, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static long committed(String group, String topic) throws Exception {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, 0))
                .offset();
    }

    private static long end(String topic, IsolationLevel level) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }
}
