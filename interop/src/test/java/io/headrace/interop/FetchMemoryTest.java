package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.testsupport.Await;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that is slower than its brokers: what waits for it is bounded by the fetch limits. */
@Timeout(180)
@SuppressWarnings("FutureReturnValueIgnored") // What was not sent is missed when it is read.
class FetchMemoryTest {

    /** Together much more than may be fetched ahead, and each less than the share of a partition. */
    private static final int PARTITIONS = 200;

    private static final int RECORDS_EACH = 25;
    private static final int RECORD_BYTES = 16_000;
    private static final int MAX_BYTES = 4_000_000;

    /** The answer that came when the queue was nearly full, and what netty takes at a time beside. */
    private static final long BESIDE = MAX_BYTES + (4 << 20);

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void aSlowApplicationWithManyPartitionsHoldsNoMoreThanTheLimits() throws Exception {
        String topic = Target.topic("slow");
        String servers = Target.APACHE.bootstrapServers();
        List<TopicPartition> partitions = new ArrayList<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "batch.size", 65_536),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int p = 0; p < PARTITIONS; p++) {
                partitions.add(new TopicPartition(topic, p));
                for (int i = 0; i < RECORDS_EACH; i++) {
                    producer.send(new ProducerRecord<>(topic, p, null, new byte[RECORD_BYTES]));
                }
            }
        }
        long before = directBytes();
        long most = 0;
        int read = 0;
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                servers,
                "auto.offset.reset",
                "earliest",
                "fetch.max.bytes",
                MAX_BYTES,
                "max.partition.fetch.bytes",
                200_000,
                "max.poll.records",
                5);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            // Slow, so that all that may be fetched ahead is there; then as fast as it can.
            while (read < 500) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
                Thread.sleep(5);
                most = Math.max(most, directBytes() - before);
            }
            while (read < PARTITIONS * RECORDS_EACH) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
                most = Math.max(most, directBytes() - before);
            }
            assertEquals(PARTITIONS * RECORDS_EACH, read);
            System.out.printf("slow reading of %d MB: at most %d KB%n", read * RECORD_BYTES / 1_000_000, most / 1_000);
            assertTrue(most <= MAX_BYTES + BESIDE, "held " + most + " bytes");
            Await.until("answers' memory is given back", () -> {
                consumer.poll(Duration.ofMillis(10));
                return directBytes() - before <= 8 << 20;
            });
        }
    }
}
