package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AdminClientConfig;
import io.headrace.clients.admin.DescribeClusterOptions;
import io.headrace.clients.admin.NewPartitions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerConfig;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicCollection;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.InvalidConfigurationException;
import io.headrace.common.errors.InvalidPartitionsException;
import io.headrace.common.errors.InvalidReplicaAssignmentException;
import io.headrace.common.errors.InvalidReplicationFactorException;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.InvalidTimestampException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.OffsetOutOfRangeException;
import io.headrace.common.errors.RecordTooLargeException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnknownTopicIdException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the clients say of input that makes no sense. Each error is the same with Apache's clients, and on both brokers. */
@ParameterizedClass
@EnumSource(Target.class)
class BadInputContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    private static void assertFails(Class<? extends Throwable> expected, Future<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        assertInstanceOf(expected, thrown.getCause());
        assertNotNull(thrown.getCause().getMessage());
    }

    private static void assertFails(Class<? extends Throwable> expected, KafkaFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        assertInstanceOf(expected, thrown.getCause());
        assertNotNull(thrown.getCause().getMessage());
    }

    // ---- producer ----

    @Test
    void aRecordOfNothingIsAMistake() {
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            assertThrows(NullPointerException.class, () -> producer.send(null));
            assertThrows(NullPointerException.class, () -> producer.partitionsFor(null));
        }
    }

    @Test
    void aNegativeTimeToCloseInIsAMistake() {
        try (KafkaProducer<byte[], byte[]> producer = contract().producer();
                KafkaConsumer<byte[], byte[]> consumer = contract().consumer();
                Admin admin = contract().admin()) {
            assertThrows(IllegalArgumentException.class, () -> producer.close(Duration.ofMillis(-1)));
            assertThrows(
                    IllegalArgumentException.class, () -> consumer.close(CloseOptions.timeout(Duration.ofMillis(-1))));
            assertThrows(IllegalArgumentException.class, () -> admin.close(Duration.ofMillis(-1)));
        }
    }

    @Test
    void aPartitionThatTheTopicDoesNotHaveTimesOut() throws Exception {
        String topic = contract().newTopic("partition-missing", 2);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("max.block.ms", 500)) {
            assertFails(TimeoutException.class, producer.send(new ProducerRecord<>(topic, 2, null, bytes("v"))));
        }
    }

    @Test
    void aRecordOverTheTopicsLimitIsRefused() throws Exception {
        String topic = contract().newTopic("too-large", 1, "max.message.bytes", "1000");
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            assertFails(RecordTooLargeException.class, producer.send(new ProducerRecord<>(topic, new byte[2000])));
            assertEquals(
                    0,
                    producer.send(new ProducerRecord<>(topic, new byte[100]))
                            .get()
                            .offset());
        }
    }

    @Test
    void aTimestampOutsideOfWhatTheTopicTakesIsRefused() throws Exception {
        String topic = contract().newTopic("timestamp", 1, "message.timestamp.before.max.ms", "1000");
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            assertFails(
                    InvalidTimestampException.class,
                    producer.send(new ProducerRecord<>(topic, 0, 1L, null, bytes("v"))));
        }
    }

    @Test
    void anInterruptedThreadIsToldSo() {
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("max.block.ms", 20_000)) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Target.topic("interrupted"), bytes("v"));
            Thread.currentThread().interrupt();
            try {
                assertThrows(InterruptException.class, () -> producer.send(record));
            } finally {
                // Closing would be interrupted too.
                assertTrue(Thread.interrupted());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers, host:port",
        "bootstrap.servers, host:0",
        "bootstrap.servers, ','",
        "security.protocol, ROT13",
        "compression.gzip.level, 10",
        "compression.zstd.level, 23",
        "compression.lz4.level, 0",
        "enable.idempotence, maybe",
        "request.timeout.ms, 2147483648",
        "retries, -1",
        "max.block.ms, ''",
        "partitioner.class, no.such.Class",
        "client.dns.lookup, guess",
        "metadata.recovery.strategy, pray",
        "metadata.max.idle.ms, 4999",
        "send.buffer.bytes, -2"
    })
    void aProducersWrongSettingIsNamed(String key, String value) {
        assertRefused(key, value, () -> contract().producer(key, value).close());
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers, host",
        "security.protocol, ROT13",
        "max.partition.fetch.bytes, -1",
        "fetch.max.wait.ms, soon",
        "auto.offset.reset, by_duration:yesterday",
        "auto.offset.reset, by_duration:-PT1H",
        "receive.buffer.bytes, -2",
        "default.api.timeout.ms, -1",
        "enable.auto.commit, maybe",
        "interceptor.classes, no.such.Class"
    })
    void aConsumersWrongSettingIsNamed(String key, String value) {
        assertRefused(key, value, () -> contract().consumer(key, value).close());
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers, host",
        "security.protocol, ROT13",
        "retries, -1",
        "default.api.timeout.ms, -1",
        "request.timeout.ms, long",
        "reconnect.backoff.ms, -1"
    })
    void anAdminClientsWrongSettingIsNamed(String key, String value) {
        assertRefused(key, value, () -> contract().admin(key, value).close());
    }

    private static void assertRefused(String key, String value, Runnable starting) {
        KafkaException thrown = assertThrows(KafkaException.class, starting::run);
        StringBuilder said = new StringBuilder();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            said.append(each.getMessage()).append('\n');
        }
        assertTrue(said.indexOf(key) >= 0 || said.indexOf(value) >= 0, said::toString);
    }

    @Test
    void aNameOfASettingThatIsNoStringIsAMistake() {
        Map<Object, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1", 5, "x");
        assertThrows(ConfigException.class, () -> new AdminClientConfig(settings));
    }

    @Test
    void whatIsMissingIsNamed() {
        ConfigException noServers = assertThrows(
                ConfigException.class,
                () -> new ProducerConfig(Map.of(
                        "key.serializer", ByteArraySerializer.class, "value.serializer", ByteArraySerializer.class)));
        assertTrue(noServers.getMessage().contains("bootstrap.servers"), noServers::getMessage);
        ConfigException noSerializer = assertThrows(
                ConfigException.class, () -> new KafkaProducer<>(contract().config(), null, new ByteArraySerializer()));
        assertTrue(noSerializer.getMessage().contains("key.serializer"), noSerializer::getMessage);
        ConfigException noDeserializer = assertThrows(
                ConfigException.class,
                () -> new KafkaConsumer<>(contract().config(), new ByteArrayDeserializer(), null));
        assertTrue(noDeserializer.getMessage().contains("value.deserializer"), noDeserializer::getMessage);
    }

    // ---- consumer ----

    @Test
    void partitionsThatMakeNoSenseCannotBeAssigned() {
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            assertThrows(IllegalArgumentException.class, () -> consumer.assign(null));
            assertThrows(IllegalArgumentException.class, () -> consumer.assign(List.of(new TopicPartition(" ", 0))));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> consumer.assign(Collections.singletonList(new TopicPartition(null, 0))));
            assertThrows(IllegalArgumentException.class, () -> consumer.assign(Collections.singletonList(null)));
        }
    }

    @Test
    void whatIsNotAssignedHasNoPosition() {
        TopicPartition other = new TopicPartition("not-assigned", 0);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            consumer.assign(List.of(new TopicPartition("assigned", 0)));
            assertThrows(IllegalStateException.class, () -> consumer.position(other));
            assertThrows(IllegalStateException.class, () -> consumer.seek(other, 0));
            assertThrows(IllegalStateException.class, () -> consumer.seek(other, new OffsetAndMetadata(0)));
            assertThrows(IllegalStateException.class, () -> consumer.pause(List.of(other)));
            assertThrows(IllegalStateException.class, () -> consumer.resume(List.of(other)));
            assertThrows(IllegalStateException.class, () -> consumer.currentLag(other));
            assertThrows(IllegalArgumentException.class, () -> consumer.seekToBeginning(null));
            assertThrows(IllegalArgumentException.class, () -> consumer.seekToEnd(null));
        }
    }

    @Test
    void negativeOffsetsTimesAndTimeoutsAreMistakes() {
        TopicPartition partition = new TopicPartition("negative", 0);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            consumer.assign(List.of(partition));
            assertThrows(IllegalArgumentException.class, () -> consumer.seek(partition, -1));
            assertThrows(IllegalArgumentException.class, () -> new OffsetAndMetadata(-1));
            assertThrows(IllegalArgumentException.class, () -> consumer.poll(Duration.ofMillis(-1)));
            assertThrows(IllegalArgumentException.class, () -> consumer.offsetsForTimes(Map.of(partition, -1L)));
        }
    }

    @Test
    void offsetsOfAPartitionThatIsNotThereTimeOut() throws Exception {
        TopicPartition missing = new TopicPartition(contract().newTopic("one-partition", 1), 7);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("allow.auto.create.topics", false)) {
            Duration brief = Duration.ofMillis(500);
            assertThrows(TimeoutException.class, () -> consumer.endOffsets(Set.of(missing), brief));
            assertThrows(TimeoutException.class, () -> consumer.beginningOffsets(Set.of(missing), brief));
            assertThrows(TimeoutException.class, () -> consumer.offsetsForTimes(Map.of(missing, 0L), brief));
        }
    }

    @Test
    void aTopicsNameThatIsNoneIsNamed() {
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer();
                KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            InvalidTopicException ofConsumer =
                    assertThrows(InvalidTopicException.class, () -> consumer.partitionsFor("no topic!"));
            assertTrue(ofConsumer.getMessage().contains("no topic!"), ofConsumer::getMessage);
            assertThrows(InvalidTopicException.class, () -> producer.partitionsFor("no topic!"));
        }
    }

    // ---- admin ----

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "with space", "sl/ash", "ümlaut"})
    void aNameThatNoTopicCanHaveIsRefused(String name) {
        try (Admin admin = contract().admin()) {
            assertFails(
                    InvalidTopicException.class,
                    admin.createTopics(List.of(new NewTopic(name, 1, (short) 1)))
                            .all());
            assertFails(
                    InvalidTopicException.class,
                    admin.describeTopics(List.of(name)).allTopicNames());
        }
    }

    @Test
    void aNameOf250CharactersIsTooLong() {
        try (Admin admin = contract().admin()) {
            assertFails(
                    InvalidTopicException.class,
                    admin.createTopics(List.of(new NewTopic("x".repeat(250), 1, (short) 1)))
                            .all());
        }
    }

    @Test
    void assignmentsThatMakeNoSenseAreRefused() {
        try (Admin admin = contract().admin()) {
            String topic = Target.topic("assignments");
            assertFails(
                    InvalidReplicaAssignmentException.class,
                    admin.createTopics(List.of(new NewTopic(topic, Map.of(1, List.of(brokerId(admin))))))
                            .all());
            assertFails(
                    InvalidReplicaAssignmentException.class,
                    admin.createTopics(List.of(new NewTopic(topic, Map.of(0, List.of(4711)))))
                            .all());
            assertFails(
                    InvalidReplicaAssignmentException.class,
                    admin.createTopics(List.of(
                                    new NewTopic(topic, Map.of(0, List.of(brokerId(admin), brokerId(admin))))))
                            .all());
            assertFails(
                    InvalidReplicationFactorException.class,
                    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 0)))
                            .all());
            assertFails(
                    InvalidPartitionsException.class,
                    admin.createTopics(List.of(new NewTopic(topic, -2, (short) 1)))
                            .all());
        }
    }

    private static int brokerId(Admin admin) {
        try {
            return admin.describeCluster()
                    .nodes()
                    .get(30, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .id();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "retention.ms, ''",
        "retention.ms, -2",
        "segment.bytes, 1048575",
        "max.message.bytes, -1",
        "min.insync.replicas, 0",
        "cleanup.policy, shred",
        "compression.type, brotli",
        "message.timestamp.type, Yesterday",
        "flush.messages, 0",
        "segment.ms, 0",
        "segment.index.bytes, 3",
        "preallocate, perhaps"
    })
    void aTopicsWrongSettingIsNamed(String key, String value) {
        try (Admin admin = contract().admin()) {
            KafkaFuture<Void> refused = admin.createTopics(
                            List.of(new NewTopic(Target.topic("wrong"), 1, (short) 1).configs(Map.of(key, value))))
                    .all();
            assertFails(InvalidConfigurationException.class, refused);
            ExecutionException thrown = assertThrows(ExecutionException.class, refused::get);
            assertTrue(thrown.getCause().getMessage().contains(key), thrown::getMessage);
        }
    }

    @Test
    void aSettingWithoutAValueIsRefused() {
        try (Admin admin = contract().admin()) {
            assertFails(
                    InvalidConfigurationException.class,
                    admin.createTopics(List.of(new NewTopic(Target.topic("null"), 1, (short) 1)
                                    .configs(Collections.singletonMap("retention.ms", null))))
                            .all());
        }
    }

    @Test
    void topicsThatAreNotThereAreNamed() {
        Uuid id = Uuid.randomUuid();
        String topic = Target.topic("nowhere");
        try (Admin admin = contract().admin()) {
            assertFails(
                    UnknownTopicOrPartitionException.class,
                    admin.deleteTopics(List.of(topic)).all());
            assertFails(
                    UnknownTopicIdException.class,
                    admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all());
            assertFails(
                    UnknownTopicIdException.class,
                    admin.describeTopics(TopicCollection.ofTopicIds(List.of(id)))
                            .allTopicIds());
            assertFails(
                    UnknownTopicOrPartitionException.class,
                    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                            .all());
            assertFails(
                    UnknownTopicOrPartitionException.class,
                    admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)))
                            .all());
        }
    }

    @Test
    void partitionsThatAreNotThereTimeOut() throws Exception {
        TopicPartition missing = new TopicPartition(contract().newTopic("one", 1), 9);
        try (Admin admin = contract().admin("default.api.timeout.ms", 1000, "request.timeout.ms", 1000)) {
            assertFails(
                    TimeoutException.class,
                    admin.listOffsets(Map.of(missing, OffsetSpec.latest())).all());
            assertFails(
                    TimeoutException.class,
                    admin.deleteRecords(Map.of(missing, RecordsToDelete.beforeOffset(0)))
                            .all());
        }
    }

    @Test
    void recordsBeyondTheEndCannotBeDeleted() throws Exception {
        TopicPartition partition = new TopicPartition(contract().newTopic("delete", 1), 0);
        try (Admin admin = contract().admin()) {
            assertFails(
                    OffsetOutOfRangeException.class,
                    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                            .all());
            assertFails(
                    OffsetOutOfRangeException.class,
                    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-2)))
                            .all());
        }
    }

    @Test
    void settingsOfSomethingElseAreNotTold() {
        try (Admin admin = contract().admin("default.api.timeout.ms", 5000, "request.timeout.ms", 5000)) {
            assertFails(
                    InvalidRequestException.class,
                    admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.UNKNOWN, "x")))
                            .all());
        }
    }

    @Test
    void aBrokerIsNamedByItsNumber() {
        try (Admin admin = contract().admin()) {
            List<ConfigResource> broker = List.of(new ConfigResource(ConfigResource.Type.BROKER, "first"));
            NumberFormatException thrown =
                    assertThrows(NumberFormatException.class, () -> admin.describeConfigs(broker));
            assertTrue(thrown.getMessage().contains("first"), thrown::getMessage);
        }
    }

    @Test
    void aClosedAdminClientIsSaidToBeSo() {
        Admin admin = contract().admin();
        admin.close();
        assertFails(
                IllegalStateException.class,
                admin.describeCluster(new DescribeClusterOptions()).nodes());
        admin.close();
    }
}
