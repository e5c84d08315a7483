package io.headrace.interop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.OffsetSpec;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.common.TopicPartition;
import io.headrace.common.header.Header;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The clients and the small steps that the contract's tests share. */
final class Contract {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;

    Contract(Target target) {
        this(target.bootstrapServers());
    }

    Contract(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** A client configuration with {@code more}, given as alternating keys and values. */
    Map<String, Object> config(Object... more) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return config;
    }

    KafkaProducer<byte[], byte[]> producer(Object... more) {
        return new KafkaProducer<>(config(more), new ByteArraySerializer(), new ByteArraySerializer());
    }

    KafkaConsumer<byte[], byte[]> consumer(Object... more) {
        Map<String, Object> config = config("auto.offset.reset", "earliest", "enable.auto.commit", false);
        config.putAll(config(more));
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Admin admin(Object... more) {
        return Admin.create(config(more));
    }

    /** Makes a topic with a new name and waits until a client can use it. */
    String newTopic(String word, int partitions, String... configs) throws Exception {
        String topic = Target.topic(word);
        Map<String, String> topicConfigs = new HashMap<>();
        for (int i = 0; i < configs.length; i += 2) {
            topicConfigs.put(configs[i], configs[i + 1]);
        }
        try (Admin admin = admin()) {
            admin.createTopics(List.of(
                            new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1)).configs(topicConfigs)))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
            while (!admin.listTopics().names().get().contains(topic)) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new AssertionError("topic not listed within " + PATIENCE + ": " + topic);
                }
            }
            // Apache's broker lists partitions before their leaders take records; Apache's producer can lose its
            // sequence over that, and never find it again.
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int p = 0; p < partitions; p++) {
                ends.put(new TopicPartition(topic, p), OffsetSpec.latest());
            }
            admin.listOffsets(ends).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return topic;
    }

    /** Polls until {@code count} records have come. */
    static List<ConsumerRecord<byte[], byte[]>> read(KafkaConsumer<byte[], byte[]> consumer, int count) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (all.size() < count) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(all.size() + " of " + count + " records within " + PATIENCE);
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
            records.forEach(all::add);
        }
        return all;
    }

    /** All of one partition from its start, read by a consumer of its own. */
    List<ConsumerRecord<byte[], byte[]>> readPartition(String topic, int partition, int count, Object... more) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(more)) {
            TopicPartition of = new TopicPartition(topic, partition);
            consumer.assign(List.of(of));
            consumer.seekToBeginning(List.of(of));
            return read(consumer, count);
        }
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    /** A record as one line, for comparing. */
    static String line(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder line = new StringBuilder();
        line.append(record.partition()).append('/').append(record.offset()).append(' ');
        line.append(text(record.key())).append('=').append(text(record.value()));
        for (Header header : record.headers()) {
            line.append(' ').append(header.key()).append(':').append(text(header.value()));
        }
        return line.toString();
    }
}
