package io.headrace.broker.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.TestBroker;
import io.headrace.record.BatchCursor;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk has the topic's codec, whatever it came with; Apache's clients notice nothing. */
class RecompressionTest {

    private static final int RECORDS = 200;

    @TempDir
    private Path directory;

    @Test
    void batchesGetTheTopicsCodec() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(directory, "compression.type", "snappy")) {
            for (CompressionType wanted : CompressionType.values()) {
                String type = wanted == CompressionType.NONE ? "uncompressed" : wanted.typeName();
                String topic = "to-" + type;
                create(broker, topic, Map.of("compression.type", type));
                for (String codec : List.of("none", "gzip", "lz4")) {
                    produce(broker, topic, codec);
                }
                assertEquals(Set.of(wanted.id()), codecs(topic), topic);
                assertEquals(3 * RECORDS, read(broker, topic).size());
            }
            create(broker, "by-default", Map.of());
            produce(broker, "by-default", "zstd");
            assertEquals(Set.of(CompressionType.SNAPPY.id()), codecs("by-default"));
            create(broker, "as-produced", Map.of("compression.type", "producer"));
            produce(broker, "as-produced", "zstd");
            assertEquals(Set.of(CompressionType.ZSTD.id()), codecs("as-produced"));
        }
    }

    @Test
    void theLevelCounts() throws Exception {
        try (HeadraceBroker broker = TestBroker.start(directory)) {
            create(broker, "fast", Map.of("compression.type", "zstd", "compression.zstd.level", "-100"));
            create(broker, "small", Map.of("compression.type", "zstd", "compression.zstd.level", "19"));
            produce(broker, "fast", "none");
            produce(broker, "small", "none");
            assertTrue(Files.size(log("small")) < Files.size(log("fast")));
        }
    }

    private static void create(HeadraceBroker broker, String topic, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(common(broker))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    private static void produce(HeadraceBroker broker, String topic, String codec) throws Exception {
        Map<String, Object> config = common(broker);
        config.put("compression.type", codec);
        config.put("linger.ms", "50");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            List<java.util.concurrent.Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                sent.add(
                        producer.send(new ProducerRecord<>(topic, 0, "k" + i, "some value that repeats, " + i * 7919)));
            }
            for (var each : sent) {
                each.get();
            }
        }
    }

    private static List<String> read(HeadraceBroker broker, String topic) {
        List<String> found = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(common(broker), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (found.size() < 3 * RECORDS) {
                consumer.poll(Duration.ofSeconds(10)).forEach(record -> found.add(record.value()));
            }
        }
        for (int i = 0; i < found.size(); i++) {
            assertEquals("some value that repeats, " + i % RECORDS * 7919, found.get(i));
        }
        return found;
    }

    private Path log(String topic) {
        return directory.resolve(topic + "-0").resolve("00000000000000000000.log");
    }

    private Set<Integer> codecs(String topic) throws IOException {
        Set<Integer> codecs = new HashSet<>();
        BatchCursor batches = new BatchCursor(Unpooled.wrappedBuffer(Files.readAllBytes(log(topic))));
        while (batches.nextVerified()) {
            codecs.add(batches.batch().compressionId());
        }
        return codecs;
    }

    private static Map<String, Object> common(HeadraceBroker broker) {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
