package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.common.serialization.StringSerializer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where no record is as new as a reset by duration wants it, reading begins at the end: what comes will be new enough.
 * Apache's client does not find a position then.
 */
@Timeout(120)
class ResetByDurationTest {

    @ParameterizedTest
    @EnumSource(Target.class)
    void withoutARecordThatIsNewEnoughReadingBeginsAtTheEnd(Target target) throws Exception {
        String topic = Target.topic("old");
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers());
        try (Admin admin = Admin.create(config);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get(60, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>(topic, 0, 1_000L, "k", "old")).get(60, TimeUnit.SECONDS);
        }
        TopicPartition old = new TopicPartition(topic, 0);
        TopicPartition empty = new TopicPartition(topic, 1);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", target.bootstrapServers(), "auto.offset.reset", "by_duration:PT1H"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(old, empty));
            assertEquals(1, consumer.position(old));
            assertEquals(0, consumer.position(empty));
        }
    }
}
