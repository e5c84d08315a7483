package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterConfigOp;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.CreateTopicsResult;
import io.headrace.clients.admin.ListTopicsOptions;
import io.headrace.clients.admin.MockAdminClient;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicExistsException;
import io.headrace.common.errors.UnsupportedVersionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/admin.md, run against a broker. What lies between "snippet" and "end" stands there, as it is. */
class AdminGuideTest {

    @TempDir
    static Path data;

    private static HeadraceBroker broker;
    private static String servers;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        broker = HeadraceBroker.start(Map.of("port", "0", "log.dirs", data.toString()));
        servers = broker.bootstrapServers();
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        admin.createTopics(List.of(new NewTopic("payments", 2, (short) 1))).all().get();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        broker.close();
    }

    @Test
    void first() throws Exception {
        // snippet: first
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("orders", 6, (short) 1).configs(Map.of("retention.ms", "86400000"))))
                    .all()
                    .get();
            Set<String> topics = admin.listTopics().names().get();
            System.out.println(topics);
        }
        // end
        assertTrue(admin.listTopics().names().get().contains("orders"));
    }

    @Test
    void eachForItself() throws Exception {
        // snippet: items
        CreateTopicsResult created =
                admin.createTopics(List.of(new NewTopic("payments", 2, (short) 1), new NewTopic("refunds", 2, (short) 1)));
        for (Map.Entry<String, KafkaFuture<Void>> topic : created.values().entrySet()) {
            try {
                topic.getValue().get();
                System.out.println(topic.getKey() + " was created");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                System.out.println(topic.getKey() + " was there");
            }
        }
        // end
        created.values().get("refunds").get();
        assertThrows(ExecutionException.class, () -> created.values().get("payments").get());
    }

    @Test
    void configs() throws Exception {
        // snippet: configs
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "payments");
        admin.incrementalAlterConfigs(Map.of(
                        topic,
                        List.of(
                                new AlterConfigOp(new ConfigEntry("retention.ms", "3600000"), AlterConfigOp.OpType.SET),
                                new AlterConfigOp(new ConfigEntry("segment.ms", ""), AlterConfigOp.OpType.DELETE))))
                .all()
                .get();
        ConfigEntry retention =
                admin.describeConfigs(List.of(topic)).all().get().get(topic).get("retention.ms");
        System.out.println(retention.value() + " from " + retention.source());
        // end
        assertEquals("3600000", retention.value());
    }

    @Test
    void offsets() throws Exception {
        // snippet: reset
        TopicPartition partition = new TopicPartition("payments", 0);
        long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
        admin.alterConsumerGroupOffsets("billing", Map.of(partition, new OffsetAndMetadata(end)))
                .all()
                .get();
        // end
        assertEquals(
                end,
                admin.listConsumerGroupOffsets("billing")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition)
                        .offset());
    }

    @Test
    void notOffered() {
        // snippet: unsupported
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> admin.describeAcls(AclBindingFilter.ANY).values().get());
        assertInstanceOf(UnsupportedVersionException.class, failure.getCause());
        // end
    }

    @Test
    void unreachable() {
        // snippet: unreachable
        try (Admin lost = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> lost.listTopics(new ListTopicsOptions().timeoutMs(2_000)).names().get());
            assertInstanceOf(TimeoutException.class, failure.getCause());
            assertTrue(failure.getMessage().contains("127.0.0.1:1"));
        }
        // end
    }

    // snippet: ensure
    /** What is to be tested: takes any admin client. */
    static void ensureTopic(Admin admin, String topic, int partitions) throws Exception {
        if (!admin.listTopics().names().get().contains(topic)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        }
    }
    // end

    @Test
    void mock() throws Exception {
        // snippet: mock
        MockAdminClient admin = new MockAdminClient();
        ensureTopic(admin, "orders", 6);
        ensureTopic(admin, "orders", 6);
        assertEquals(
                6,
                admin.describeTopics(List.of("orders"))
                        .topicNameValues()
                        .get("orders")
                        .get()
                        .partitions()
                        .size());
        admin.failNext(new TimeoutException("the cluster is away"));
        assertThrows(ExecutionException.class, () -> ensureTopic(admin, "refunds", 1));
        // end
    }
}
