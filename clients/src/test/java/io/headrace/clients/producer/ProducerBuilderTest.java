package io.headrace.clients.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.producer.ProducerBuilder.Acks;
import io.headrace.clients.producer.ProducerBuilder.Compression;
import io.headrace.common.config.ConfigException;
import io.headrace.common.serialization.LongSerializer;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.partitioners.RoundRobinPartitioner;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProducerBuilderTest {

    /** Does nothing. */
    public static class Interceptor implements ProducerInterceptor<String, Long> {
        @Override
        public ProducerRecord<String, Long> onSend(ProducerRecord<String, Long> record) {
            return record;
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    /** Does nothing either. */
    public static final class Other extends Interceptor {}

    @Test
    void eachMethodIsOneSetting() {
        Map<String, Object> expected = new HashMap<>();
        expected.put("bootstrap.servers", List.of("a:1", "b:2"));
        expected.put("client.id", "orders");
        expected.put("key.serializer", StringSerializer.class);
        expected.put("value.serializer", LongSerializer.class);
        expected.put("acks", "1");
        expected.put("enable.idempotence", false);
        expected.put("transactional.id", "tx");
        expected.put("compression.type", "zstd");
        expected.put("compression.zstd.level", 7);
        expected.put("linger.ms", 20L);
        expected.put("batch.size", 1_000);
        expected.put("buffer.memory", 5_000_000_000L);
        expected.put("max.request.size", 2_000);
        expected.put("max.block.ms", 3_000L);
        expected.put("delivery.timeout.ms", 60_000);
        expected.put("request.timeout.ms", 9_000);
        expected.put("max.in.flight.requests.per.connection", 3);
        expected.put("partitioner.class", RoundRobinPartitioner.class);
        expected.put("interceptor.classes", List.of(Interceptor.class, Other.class));
        expected.put("client.rack", "r1");
        assertEquals(
                expected,
                KafkaProducer.builder()
                        .bootstrapServers("a:1", "b:2")
                        .clientId("orders")
                        .keySerializer(StringSerializer.class)
                        .valueSerializer(LongSerializer.class)
                        .acks(Acks.LEADER)
                        .idempotence(false)
                        .transactionalId("tx")
                        .compression(Compression.ZSTD, 7)
                        .linger(Duration.ofMillis(20))
                        .batchSize(1_000)
                        .bufferMemory(5_000_000_000L)
                        .maxRequestSize(2_000)
                        .maxBlock(Duration.ofSeconds(3))
                        .deliveryTimeout(Duration.ofMinutes(1))
                        .requestTimeout(Duration.ofSeconds(9))
                        .maxInFlightRequests(3)
                        .partitioner(RoundRobinPartitioner.class)
                        .interceptor(Interceptor.class)
                        .interceptor(Other.class)
                        .set("client.rack", "r1")
                        .setAll(Map.of("metadata.max.age.ms", 1))
                        .set("metadata.max.age.ms", null)
                        .settings());
    }

    @Test
    void anInterceptorComesAfterThoseThatWereNamed() {
        assertEquals(
                List.of("a.B", "c.D", Interceptor.class),
                KafkaProducer.builder()
                        .set("interceptor.classes", "a.B, c.D")
                        .interceptor(Interceptor.class)
                        .settings()
                        .get("interceptor.classes"));
    }

    @Test
    void everyNameOfAnEnumIsAllowed() {
        for (Acks acks : Acks.values()) {
            ProducerConfig.configDef().parse(needed().acks(acks).settings());
        }
        for (Compression compression : Compression.values()) {
            ProducerConfig.configDef().parse(needed().compression(compression).settings());
        }
        assertEquals(
                "snappy has no levels: 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> KafkaProducer.builder().compression(Compression.SNAPPY, 3))
                        .getMessage());
    }

    private static ProducerBuilder<String, Long> needed() {
        return KafkaProducer.builder()
                .bootstrapServers("localhost:1")
                .keySerializer(StringSerializer.class)
                .valueSerializer(LongSerializer.class);
    }

    @Test
    void serializersMayBeObjectsOrClasses() throws Exception {
        try (ProducerFixture fixture = new ProducerFixture(1)) {
            fixture.cluster.createTopic("t", 1);
            ProducerBuilder<String, Long> builder = KafkaProducer.builder()
                    .bootstrapServers(fixture.cluster.bootstrapServers())
                    .keySerializer(StringSerializer.class)
                    .valueSerializer(new LongSerializer());
            try (KafkaProducer<String, Long> producer = builder.build()) {
                RecordMetadata metadata =
                        producer.send(new ProducerRecord<>("t", "key", 7L)).get(60, TimeUnit.SECONDS);
                assertEquals(3, metadata.serializedKeySize());
                assertEquals(8, metadata.serializedValueSize());
            }
        }
    }

    private static String refusal(ProducerBuilder<?, ?> builder) {
        return assertThrows(ConfigException.class, builder::build).getMessage();
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        String noKeys = refusal(KafkaProducer.builder().bootstrapServers("localhost:1"));
        assertTrue(noKeys.contains("key.serializer"), noKeys);
        String noServers = refusal(
                KafkaProducer.builder().keySerializer(new StringSerializer()).valueSerializer(new StringSerializer()));
        assertTrue(noServers.contains("bootstrap.servers"), noServers);
        String negative = refusal(needed().linger(Duration.ofMillis(-1)));
        assertTrue(negative.contains("linger.ms") && negative.contains("-1"), negative);
        String tooLong = refusal(needed().deliveryTimeout(Duration.ofDays(365)));
        assertTrue(tooLong.contains("delivery.timeout.ms") && tooLong.contains("31536000000"), tooLong);
    }
}
