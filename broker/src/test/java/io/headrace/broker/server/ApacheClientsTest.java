package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache's own clients do their basics; the full list of operations is in the interop module. */
class ApacheClientsTest {

    private static final int RECORDS = 20_000;

    @TempDir
    private static Path directory;

    private static HeadraceBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(directory, "num.network.threads", "2");
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void recordsGoThrough(String codec) throws Exception {
        String topic = "records-" + codec;
        try (Admin admin = Admin.create(common())) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
        }
        Map<String, Object> config = common();
        config.put("compression.type", codec);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, "key-" + i % 100, "value-" + i)));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
        Map<String, List<Integer>> byKey = new HashMap<>();
        int count = 0;
        try (KafkaConsumer<String, String> consumer = consumer()) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1), new TopicPartition(topic, 2));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (count < RECORDS) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(10))) {
                    byKey.computeIfAbsent(record.key(), k -> new ArrayList<>())
                            .add(Integer.parseInt(record.value().substring("value-".length())));
                    count++;
                }
            }
            assertEquals(0, consumer.poll(Duration.ofMillis(50)).count());
        }
        assertEquals(100, byKey.size());
        byKey.forEach((key, values) -> {
            for (int i = 0; i < values.size(); i++) {
                assertEquals("key-" + values.get(i) % 100, key);
                assertEquals(i * 100 + values.get(0), values.get(i), "order within " + key);
            }
        });
    }

    @Test
    void administration() throws Exception {
        try (Admin admin = Admin.create(common())) {
            admin.createTopics(List.of(new NewTopic("admin", 2, (short) 1).configs(Map.of("retention.ms", "1000"))))
                    .all()
                    .get();
            assertTrue(admin.listTopics().names().get().contains("admin"));
            admin.createPartitions(Map.of("admin", NewPartitions.increaseTo(4)))
                    .all()
                    .get();
            TopicDescription description =
                    admin.describeTopics(Set.of("admin")).allTopicNames().get().get("admin");
            assertEquals(4, description.partitions().size());
            assertEquals(
                    "admin",
                    admin.describeTopics(TopicCollection.ofTopicIds(Set.of(description.topicId())))
                            .allTopicIds()
                            .get()
                            .get(description.topicId())
                            .name());
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "admin");
            assertEquals(
                    "1000",
                    admin.describeConfigs(Set.of(resource))
                            .all()
                            .get()
                            .get(resource)
                            .get("retention.ms")
                            .value());
            assertEquals(1, admin.describeCluster().nodes().get().size());
            assertEquals(broker.clusterId(), admin.describeCluster().clusterId().get());
            TopicPartition partition = new TopicPartition("admin", 1);
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(common(), new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < 10; i++) {
                    producer.send(new ProducerRecord<>("admin", 1, null, "x")).get();
                }
            }
            assertEquals(
                    10,
                    admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                            .all()
                            .get()
                            .get(partition)
                            .offset());
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                    .all()
                    .get();
            assertEquals(
                    4,
                    admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                            .all()
                            .get()
                            .get(partition)
                            .offset());
            assertTrue(admin.describeLogDirs(Set.of(1))
                    .allDescriptions()
                    .get()
                    .get(1)
                    .containsKey(directory.toAbsolutePath().toString()));
            admin.deleteTopics(Set.of("admin")).all().get();
            assertTrue(!admin.listTopics().names().get().contains("admin"));
        }
    }

    private static KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(common(), new StringDeserializer(), new StringDeserializer());
    }

    private static Map<String, Object> common() {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
