package io.headrace.interop.groups;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Apache's clients for one broker, in whichever line of versions this class is loaded beside; so it keeps to what old
 * ones have.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
final class Clients {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final Map<String, Object> consumerSettings;

    /**
     * Clients of a broker.
     *
     * @param consumerSettings for all consumers, such as the group protocol
     */
    Clients(String bootstrapServers, Map<String, Object> consumerSettings) {
        this.bootstrapServers = bootstrapServers;
        this.consumerSettings = consumerSettings;
    }

    private Map<String, Object> config(Object... more) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return config;
    }

    Admin admin() {
        return Admin.create(config());
    }

    KafkaProducer<String, String> producer(Object... more) {
        return new KafkaProducer<>(config(more), new StringSerializer(), new StringSerializer());
    }

    /** A consumer that starts at the beginning and commits when told. */
    KafkaConsumer<String, String> consumer(String group, Object... more) {
        Map<String, Object> config = config(
                "group.id",
                group,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "metadata.max.age.ms",
                500);
        config.putAll(consumerSettings);
        if (!isNextProtocol()) {
            config.put("session.timeout.ms", 6_000);
            config.put("heartbeat.interval.ms", 200);
        }
        config.putAll(config(more));
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    /** Whether consumers speak the protocol of KIP-848. */
    boolean isNextProtocol() {
        return "consumer".equals(consumerSettings.get("group.protocol"));
    }

    static String name(String word) {
        return word + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    String topic(String name, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return name;
    }

    /** Writes the numbers from {@code from} to {@code to}, exclusive, spread over the partitions. */
    void write(String topic, int partitions, int from, int to) throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            for (int n = from; n < to; n++) {
                producer.send(new ProducerRecord<>(topic, n % partitions, "k" + n, Integer.toString(n)));
            }
            producer.flush();
        }
    }

    static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
    }

    /** Polls until so many records have come. */
    static List<ConsumerRecord<String, String>> read(KafkaConsumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (all.size() < count) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(all.size() + " of " + count + " records within " + PATIENCE);
            }
            consumer.poll(Duration.ofMillis(100)).forEach(all::add);
        }
        return all;
    }

    static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }
}
