package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.Config;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.CreateTopicsOptions;
import io.headrace.clients.admin.CreateTopicsResult;
import io.headrace.clients.admin.DescribeClusterResult;
import io.headrace.clients.admin.ListOffsetsResult;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.clients.admin.TopicDescription;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaFuture;
import io.headrace.common.Node;
import io.headrace.common.TopicCollection;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.InvalidConfigurationException;
import io.headrace.common.errors.InvalidPartitionsException;
import io.headrace.common.errors.InvalidReplicationFactorException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicExistsException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.interop.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Target.class)
@SuppressWarnings("FutureReturnValueIgnored") // A send or a call that failed shows in what is read afterwards.
class AdminContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static void assertFails(Class<? extends Throwable> expected, KafkaFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        assertInstanceOf(expected, thrown.getCause());
        assertNotNull(thrown.getCause().getMessage());
    }

    private static void untilGone(Admin admin, String topic) throws Exception {
        long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
        while (get(admin.listTopics().names()).contains(topic)) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "still listed: " + topic);
        }
    }

    @Test
    void aTopicIsCreatedListedDescribedAndDeleted() throws Exception {
        String topic = Target.topic("life");
        try (Admin admin = contract().admin()) {
            CreateTopicsResult created = admin.createTopics(
                    List.of(new NewTopic(topic, 3, (short) 1).configs(Map.of("retention.ms", "12345"))));
            get(created.all());
            assertEquals(3, get(created.numPartitions(topic)));
            assertEquals(1, get(created.replicationFactor(topic)));
            Uuid id = get(created.topicId(topic));
            assertNotEquals(Uuid.ZERO_UUID, id);
            assertEquals("12345", get(created.config(topic)).get("retention.ms").value());

            contractTopicListed(admin, topic);
            TopicDescription byName =
                    get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
            assertEquals(topic, byName.name());
            assertEquals(id, byName.topicId());
            assertFalse(byName.isInternal());
            assertEquals(3, byName.partitions().size());
            for (int p = 0; p < 3; p++) {
                assertEquals(p, byName.partitions().get(p).partition());
                assertEquals(1, byName.partitions().get(p).isr().size());
                assertNotNull(byName.partitions().get(p).leader());
            }
            TopicDescription byId = get(admin.describeTopics(TopicCollection.ofTopicIds(List.of(id)))
                            .allTopicIds())
                    .get(id);
            assertEquals(topic, byId.name());

            get(admin.deleteTopics(List.of(topic)).all());
            untilGone(admin, topic);
            assertFails(
                    UnknownTopicOrPartitionException.class,
                    admin.describeTopics(List.of(topic)).allTopicNames());
        }
    }

    private static void contractTopicListed(Admin admin, String topic) throws Exception {
        long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
        while (get(admin.listTopics().listings()).stream()
                .noneMatch(l -> l.name().equals(topic))) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not listed: " + topic);
        }
    }

    @Test
    void aTopicIsDeletedByItsId() throws Exception {
        String topic = Target.topic("by-id");
        try (Admin admin = contract().admin()) {
            Uuid id = get(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                    .topicId(topic));
            contractTopicListed(admin, topic);
            get(admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all());
            untilGone(admin, topic);
        }
    }

    @Test
    void theBrokersDefaultsFillWhatIsLeftOpen() throws Exception {
        String topic = Target.topic("defaults");
        try (Admin admin = contract().admin()) {
            CreateTopicsResult created =
                    admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())));
            assertEquals(1, get(created.numPartitions(topic)));
            assertEquals(1, get(created.replicationFactor(topic)));
        }
    }

    @Test
    void validateOnlyCreatesNothing() throws Exception {
        String topic = Target.topic("dry");
        try (Admin admin = contract().admin()) {
            get(admin.createTopics(
                            List.of(new NewTopic(topic, 2, (short) 1)), new CreateTopicsOptions().validateOnly(true))
                    .all());
            assertFalse(get(admin.listTopics().names()).contains(topic));
        }
    }

    @Test
    void eachTopicOfARequestFailsForItself() throws Exception {
        String existing = contract().newTopic("existing", 1);
        String good = Target.topic("good");
        String replicas = Target.topic("replicas");
        String partitions = Target.topic("partitions");
        String config = Target.topic("config");
        String value = Target.topic("value");
        try (Admin admin = contract().admin()) {
            Map<String, KafkaFuture<Void>> results = admin.createTopics(List.of(
                            new NewTopic(existing, 1, (short) 1),
                            new NewTopic(good, 1, (short) 1),
                            new NewTopic(replicas, 1, (short) 3),
                            new NewTopic(partitions, 0, (short) 1),
                            new NewTopic("not valid!", 1, (short) 1),
                            new NewTopic(config, 1, (short) 1).configs(Map.of("no.such.config", "1")),
                            new NewTopic(value, 1, (short) 1).configs(Map.of("retention.ms", "soon"))))
                    .values();
            get(results.get(good));
            assertFails(TopicExistsException.class, results.get(existing));
            assertFails(InvalidReplicationFactorException.class, results.get(replicas));
            assertFails(InvalidPartitionsException.class, results.get(partitions));
            assertFails(InvalidTopicException.class, results.get("not valid!"));
            assertFails(InvalidConfigurationException.class, results.get(config));
            assertFails(InvalidConfigurationException.class, results.get(value));
        }
    }

    @Test
    void partitionsAreAddedButNeverTakenAway() throws Exception {
        String topic = contract().newTopic("grows", 2);
        try (Admin admin = contract().admin()) {
            get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(5)))
                    .all());
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (get(admin.describeTopics(List.of(topic)).allTopicNames())
                            .get(topic)
                            .partitions()
                            .size()
                    != 5) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "still the old partitions");
            }
            assertFails(
                    InvalidPartitionsException.class,
                    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                            .all());
            assertFails(
                    UnknownTopicOrPartitionException.class,
                    admin.createPartitions(Map.of(Target.topic("absent"), NewPartitions.increaseTo(3)))
                            .all());
        }
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            assertEquals(
                    0,
                    producer.send(new ProducerRecord<>(topic, 4, null, bytes("v")))
                            .get(30, TimeUnit.SECONDS)
                            .offset());
        }
    }

    @Test
    void configsTellTheirSource() throws Exception {
        String topic = contract().newTopic("configs", 1, "segment.bytes", "2000000");
        try (Admin admin = contract().admin()) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Config config = get(admin.describeConfigs(List.of(resource)).all()).get(resource);
            ConfigEntry set = config.get("segment.bytes");
            assertEquals("2000000", set.value());
            assertEquals(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, set.source());
            assertFalse(set.isDefault());
            assertFalse(set.isReadOnly());
            assertFalse(set.isSensitive());
            ConfigEntry left = config.get("retention.ms");
            assertEquals("604800000", left.value());
            assertEquals(ConfigEntry.ConfigSource.DEFAULT_CONFIG, left.source());
            assertTrue(left.isDefault());
            assertEquals("1048588", config.get("max.message.bytes").value());
            assertEquals("CreateTime", config.get("message.timestamp.type").value());
            assertEquals("producer", config.get("compression.type").value());
            ConfigResource absent = new ConfigResource(ConfigResource.Type.TOPIC, Target.topic("absent"));
            assertFails(
                    UnknownTopicOrPartitionException.class,
                    admin.describeConfigs(List.of(absent)).all());
        }
    }

    @Test
    void theClusterNamesItsNodes() throws Exception {
        try (Admin admin = contract().admin()) {
            DescribeClusterResult cluster = admin.describeCluster();
            Collection<Node> nodes = get(cluster.nodes());
            assertEquals(1, nodes.size());
            Node node = nodes.iterator().next();
            assertEquals(target.bootstrapServers(), node.host() + ":" + node.port());
            assertEquals(node.id(), get(cluster.controller()).id());
            assertEquals(22, get(cluster.clusterId()).length());
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
            assertNotNull(get(admin.describeConfigs(List.of(broker)).all())
                    .get(broker)
                    .get("log.retention.ms"));
        }
    }

    @Test
    void offsetsAreListedByEverySpec() throws Exception {
        String topic = contract().newTopic("offsets", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("linger.ms", 0)) {
            long[] timestamps = {100, 300, 200};
            for (long timestamp : timestamps) {
                producer.send(new ProducerRecord<>(topic, 0, timestamp, null, bytes("v")))
                        .get(30, TimeUnit.SECONDS);
            }
        }
        try (Admin admin = contract().admin()) {
            assertEquals(0, offset(admin, partition, OffsetSpec.earliest()).offset());
            assertEquals(0, offset(admin, partition, OffsetSpec.earliestLocal()).offset());
            assertEquals(3, offset(admin, partition, OffsetSpec.latest()).offset());
            assertEquals(1, offset(admin, partition, OffsetSpec.maxTimestamp()).offset());
            assertEquals(
                    300, offset(admin, partition, OffsetSpec.maxTimestamp()).timestamp());
            assertEquals(
                    1, offset(admin, partition, OffsetSpec.forTimestamp(150)).offset());
            assertEquals(
                    -1, offset(admin, partition, OffsetSpec.forTimestamp(301)).offset());
            assertFails(
                    UnknownTopicOrPartitionException.class, contractShortAdminOffsets(new TopicPartition(topic, 7)));
        }
    }

    private KafkaFuture<?> contractShortAdminOffsets(TopicPartition partition) {
        // The partition may be about to appear, so clients ask again until their time is over.
        try (Admin admin = contract().admin("default.api.timeout.ms", 2_000, "request.timeout.ms", 1_000)) {
            KafkaFuture<?> future =
                    admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all();
            ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
            assertTrue(
                    thrown.getCause() instanceof UnknownTopicOrPartitionException
                            || thrown.getCause() instanceof TimeoutException,
                    thrown.toString());
            return KafkaFuture.completedFuture(null).thenApply(nothing -> {
                throw new UnknownTopicOrPartitionException(thrown.getCause().getMessage());
            });
        }
    }

    private static ListOffsetsResult.ListOffsetsResultInfo offset(
            Admin admin, TopicPartition partition, OffsetSpec spec) throws Exception {
        return get(admin.listOffsets(Map.of(partition, spec)).all()).get(partition);
    }

    @Test
    void recordsAreDeletedUpToAnOffset() throws Exception {
        String topic = contract().newTopic("records", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>(topic, bytes("v" + i)));
            }
        }
        try (Admin admin = contract().admin()) {
            assertEquals(
                    4,
                    get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                                    .lowWatermarks()
                                    .get(partition))
                            .lowWatermark());
            assertEquals(4, offset(admin, partition, OffsetSpec.earliest()).offset());
            assertFails(
                    OffsetOutOfRangeException.class,
                    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(11)))
                            .all());
            assertEquals(
                    10,
                    get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1)))
                                    .lowWatermarks()
                                    .get(partition))
                            .lowWatermark());
        }
    }

    @Test
    void logDirectoriesAreDescribed() throws Exception {
        String topic = contract().newTopic("dirs", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            producer.send(new ProducerRecord<>(topic, new byte[10_000])).get(30, TimeUnit.SECONDS);
        }
        try (Admin admin = contract().admin()) {
            int node = get(admin.describeCluster().nodes()).iterator().next().id();
            var directories =
                    get(admin.describeLogDirs(List.of(node)).allDescriptions()).get(node);
            assertEquals(1, directories.size());
            var replica = directories.values().iterator().next().replicaInfos().get(new TopicPartition(topic, 0));
            assertTrue(replica.size() > 10_000, "size " + replica.size());
            assertEquals(0, replica.offsetLag());
        }
    }

    @Test
    void unknownTopicsAreNamed() throws Exception {
        String absent = Target.topic("absent");
        try (Admin admin = contract().admin()) {
            assertFails(
                    UnknownTopicOrPartitionException.class,
                    admin.deleteTopics(List.of(absent)).all());
            assertEquals(
                    Set.of(absent),
                    admin.deleteTopics(List.of(absent)).topicNameValues().keySet());
        }
    }

    @Test
    void anUnreachableBrokerTimesOut() {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", 1_000, "request.timeout.ms", 500))) {
            assertFails(TimeoutException.class, admin.listTopics().names());
        }
    }
}
