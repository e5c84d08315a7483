package example;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Writes orders to a topic and rebuilds the latest state of each from it. */
public final class OrderBook {

    private static final String TOPIC = "orders";

    private final String bootstrapServers;

    public OrderBook(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Makes the topic. */
    public void createTopic() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        }
    }

    /** Writes the states of orders, in order. All of one order go to one partition, because they have one key. */
    public void write(List<Map.Entry<String, String>> states) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "compression.type", "zstd");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (Map.Entry<String, String> state : states) {
                producer.send(new ProducerRecord<>(TOPIC, state.getKey(), state.getValue()), (metadata, failure) -> {
                    if (failure != null) {
                        throw new IllegalStateException("order " + state.getKey() + " was not written", failure);
                    }
                });
            }
        }
    }

    /** Reads the whole topic and returns the last state of each order. */
    public Map<String, String> latest() {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        Map<String, String> latest = new HashMap<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map((PartitionInfo p) -> new TopicPartition(TOPIC, p.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < end.get(p))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    latest.put(record.key(), record.value());
                }
            }
        }
        return latest;
    }
}
