package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.read;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What applications rely on about what is fetched ahead of them. */
@Timeout(120)
@ParameterizedClass
@EnumSource(Target.class)
@SuppressWarnings("FutureReturnValueIgnored") // A send that failed shows in what is read afterwards.
class FetchContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    private static void fill(
            KafkaProducer<byte[], byte[]> producer, String topic, int partition, int records, int bytesEach) {
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(topic, partition, null, new byte[bytesEach]));
        }
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        List<TopicPartition> all = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            all.add(new TopicPartition(topic, p));
        }
        return all;
    }

    @Test
    void smallPartitionsAreNotStarvedByAHugeOne() throws Exception {
        int small = 20;
        String topic = contract().newTopic("unfair", 1 + small);
        int huge = 20_000;
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            fill(producer, topic, 0, huge, 200);
            for (int p = 1; p <= small; p++) {
                fill(producer, topic, p, 1, 10);
            }
        }
        try (KafkaConsumer<byte[], byte[]> consumer =
                contract().consumer("max.partition.fetch.bytes", 100_000, "fetch.max.bytes", 400_000)) {
            consumer.assign(partitions(topic, 1 + small));
            Set<Integer> seen = new HashSet<>();
            int ofHuge = 0;
            while (seen.size() < small) {
                for (ConsumerRecord<byte[], byte[]> record : read(consumer, 1)) {
                    if (record.partition() == 0) {
                        ofHuge++;
                    } else {
                        seen.add(record.partition());
                    }
                }
                assertTrue(ofHuge < huge / 2, ofHuge + " records of one partition before one of each: " + seen);
            }
        }
    }

    @Test
    void pausingNeitherLosesNorFetchesAgainWhatWasFetched() throws Exception {
        String topic = contract().newTopic("kept", 2);
        int each = 600;
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            fill(producer, topic, 0, each, 1_000);
            fill(producer, topic, 1, each, 1_000);
        }
        TopicPartition first = new TopicPartition(topic, 0);
        TopicPartition second = new TopicPartition(topic, 1);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("max.poll.records", 10)) {
            consumer.assign(List.of(first, second));
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            // Back and forth, in the middle of what was fetched of either.
            for (int turn = 0; all.size() < 2 * each; turn++) {
                TopicPartition other = turn % 2 == 0 ? first : second;
                consumer.resume(consumer.paused());
                consumer.pause(List.of(other));
                long stop = System.nanoTime() + Duration.ofMillis(100).toNanos();
                int before = all.size();
                while (all.size() < before + 50 && System.nanoTime() - stop < 0) {
                    consumer.poll(Duration.ofMillis(20)).forEach(record -> {
                        assertTrue(!other.equals(new TopicPartition(record.topic(), record.partition())));
                        all.add(record);
                    });
                }
                assertTrue(turn < 1_000, all.size() + " records after " + turn + " turns");
            }
            long[] next = new long[2];
            all.forEach(record -> assertEquals(next[record.partition()]++, record.offset()));
            double incoming = consumer.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("incoming-byte-total")
                            && metric.metricName().group().equals("consumer-metrics"))
                    .mapToDouble(metric -> (Double) metric.metricValue())
                    .sum();
            assertTrue(incoming > 2.0 * each * 1_000, "read " + incoming);
            assertTrue(incoming < 1.5 * 2 * each * 1_000, "read " + incoming + " bytes for " + 2 * each * 1_000);
        }
    }

    @Test
    void committedReadingStopsAtTheFirstOpenTransactionAndGoesOnWhenItEnds() throws Exception {
        String topic = contract().newTopic("open", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<byte[], byte[]> open = contract().producer("transactional.id", topic + "-open");
                KafkaProducer<byte[], byte[]> other = contract().producer("transactional.id", topic + "-other");
                KafkaConsumer<byte[], byte[]> committed = contract().consumer("isolation.level", "read_committed");
                KafkaConsumer<byte[], byte[]> all = contract().consumer()) {
            open.initTransactions();
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(topic, bytes("before"))).get();
            other.commitTransaction();
            open.beginTransaction();
            open.send(new ProducerRecord<>(topic, bytes("open"))).get();
            other.beginTransaction();
            other.send(new ProducerRecord<>(topic, bytes("behind"))).get();
            other.commitTransaction();
            other.beginTransaction();
            other.send(new ProducerRecord<>(topic, bytes("aborted"))).get();
            other.abortTransaction();

            committed.assign(List.of(partition));
            all.assign(List.of(partition));
            assertEquals(List.of("before", "open", "behind", "aborted"), values(read(all, 4)));
            assertEquals(List.of("before"), values(read(committed, 1)));
            assertEquals(List.of(), values(poll(committed, Duration.ofMillis(300))));
            assertTrue(committed.position(partition) <= 2, "at " + committed.position(partition));
            assertEquals(OptionalLong.of(0), committed.currentLag(partition), "nothing behind is for it yet");
            open.commitTransaction();
            assertEquals(List.of("open", "behind"), values(read(committed, 2)));
            assertEquals(List.of(), values(poll(committed, Duration.ofMillis(300))));
            // Offsets: before 0, marker 1, open 2, behind 3, marker 4, aborted 5, markers 6 and 7.
            assertEquals(8, committed.position(partition), "behind all markers");
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> poll(
            KafkaConsumer<byte[], byte[]> consumer, Duration duration) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - end < 0) {
            consumer.poll(Duration.ofMillis(50)).forEach(all::add);
        }
        return all;
    }

    private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(r -> text(r.value())).toList();
    }

    @Test
    void batchesOverTheLimitsAreDeliveredAmongOthersInOrder() throws Exception {
        String topic = contract().newTopic("over", 3);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("linger.ms", 0)) {
            for (int i = 0; i < 12; i++) {
                for (int p = 0; p < 3; p++) {
                    producer.send(new ProducerRecord<>(topic, p, null, new byte[i % 3 == 1 ? 300_000 : 10]));
                }
                producer.flush();
            }
        }
        try (KafkaConsumer<byte[], byte[]> consumer =
                contract().consumer("fetch.max.bytes", 5_000, "max.partition.fetch.bytes", 2_000)) {
            consumer.assign(partitions(topic, 3));
            long[] next = new long[3];
            for (ConsumerRecord<byte[], byte[]> record : read(consumer, 36)) {
                assertEquals(next[record.partition()]++, record.offset());
                assertEquals(record.offset() % 3 == 1 ? 300_000 : 10, record.value().length);
            }
        }
    }
}
