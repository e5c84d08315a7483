package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.serialization.ByteArraySerializer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With everything at its default, where a million small records fill little more than a thousand batches: by chance alone,
 * partitions would differ by more than this test allows.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("FutureReturnValueIgnored") // Callbacks count.
class ProducerSpreadTest {

    private static final int RECORDS = 1_000_000;
    private static final int PARTITIONS = 6;

    @ParameterizedTest
    @EnumSource(Target.class)
    void aMillionRecordsWithoutKeyAreSpreadEvenlyInLargeBatchesToo(Target target) throws Exception {
        String topic = Target.topic("spread");
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        AtomicLongArray counts = new AtomicLongArray(PARTITIONS);
        byte[] value = new byte[10];
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(topic, value), (metadata, e) -> {
                    if (e == null) {
                        counts.incrementAndGet(metadata.partition());
                    }
                });
            }
        }
        long sum = 0;
        for (int p = 0; p < PARTITIONS; p++) {
            assertEquals(
                    RECORDS / (double) PARTITIONS, (double) counts.get(p), 0.05 * RECORDS / PARTITIONS, "" + counts);
            sum += counts.get(p);
        }
        assertEquals(RECORDS, sum);
    }
}
