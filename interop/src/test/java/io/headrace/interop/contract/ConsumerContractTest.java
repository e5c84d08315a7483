package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.read;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.NoOffsetForPartitionException;
import io.headrace.clients.consumer.OffsetAndTimestamp;
import io.headrace.clients.consumer.OffsetOutOfRangeException;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.KafkaException;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.WakeupException;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.Deserializer;
import io.headrace.common.serialization.IntegerDeserializer;
import io.headrace.common.serialization.StringDeserializer;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Target.class)
@SuppressWarnings("FutureReturnValueIgnored") // A send or a call that failed shows in what is read afterwards.
class ConsumerContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    /** A topic whose partition p holds the values "p:0" .. "p:(count-1)" at timestamps 1000, 1010, 1020, ... */
    private String filledTopic(String word, int partitions, int count) throws Exception {
        String topic = contract().newTopic(word, partitions);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("batch.size", 400)) {
            for (int i = 0; i < count; i++) {
                for (int p = 0; p < partitions; p++) {
                    producer.send(new ProducerRecord<>(topic, p, 1_000L + 10L * i, null, bytes(p + ":" + i)));
                }
            }
        }
        return topic;
    }

    private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(r -> text(r.value())).toList();
    }

    @Test
    void assignedPartitionsAreReadInOrderFromTheBeginning() throws Exception {
        String topic = filledTopic("assigned", 3, 400);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            List<TopicPartition> all =
                    List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1), new TopicPartition(topic, 2));
            consumer.assign(all);
            assertEquals(Set.copyOf(all), consumer.assignment());
            int[] next = new int[3];
            for (ConsumerRecord<byte[], byte[]> record : read(consumer, 1_200)) {
                int p = record.partition();
                assertEquals(next[p], record.offset());
                assertEquals(p + ":" + next[p]++, text(record.value()));
            }
            for (TopicPartition partition : all) {
                assertEquals(400, consumer.position(partition));
            }
        }
    }

    @Test
    void maxPollRecordsBoundsWhatAPollHandsOut() throws Exception {
        String topic = filledTopic("bounded", 1, 100);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("max.poll.records", 7)) {
            consumer.assign(List.of(partition));
            int seen = 0;
            while (seen < 100) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(10));
                assertTrue(records.count() <= 7, "a poll gave " + records.count());
                seen += records.count();
                assertEquals(seen, consumer.position(partition));
            }
        }
    }

    @Test
    void seekGoesToAnyOffset() throws Exception {
        String topic = filledTopic("seek", 1, 100);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 97);
            assertEquals(97, consumer.position(partition));
            assertEquals(List.of("0:97", "0:98", "0:99"), values(read(consumer, 3)));
            consumer.seekToBeginning(List.of(partition));
            assertEquals("0:0", values(read(consumer, 1)).get(0));
            consumer.seekToEnd(List.of(partition));
            assertEquals(100, consumer.position(partition));
            assertEquals(0, consumer.poll(Duration.ofMillis(50)).count());
            assertThrows(IllegalArgumentException.class, () -> consumer.seek(partition, -1));
            assertThrows(IllegalStateException.class, () -> consumer.seek(new TopicPartition(topic, 5), 0));
        }
    }

    @Test
    void offsetsAreFoundByTimeAndAtBothEnds() throws Exception {
        String topic = filledTopic("times", 2, 50);
        TopicPartition first = new TopicPartition(topic, 0);
        TopicPartition second = new TopicPartition(topic, 1);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            assertEquals(Map.of(first, 0L, second, 0L), consumer.beginningOffsets(List.of(first, second)));
            assertEquals(Map.of(first, 50L, second, 50L), consumer.endOffsets(List.of(first, second)));
            Map<TopicPartition, OffsetAndTimestamp> found =
                    consumer.offsetsForTimes(Map.of(first, 1_205L, second, 1_000_000L));
            assertEquals(21, found.get(first).offset());
            assertEquals(1_210, found.get(first).timestamp());
            assertNull(found.get(second));
            assertEquals(
                    0, consumer.offsetsForTimes(Map.of(first, 0L)).get(first).offset());
        }
    }

    @Test
    void aPausedPartitionGivesNothingUntilResumed() throws Exception {
        String topic = filledTopic("paused", 2, 100);
        TopicPartition first = new TopicPartition(topic, 0);
        TopicPartition second = new TopicPartition(topic, 1);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            consumer.assign(List.of(first, second));
            consumer.pause(List.of(first));
            assertEquals(Set.of(first), consumer.paused());
            for (ConsumerRecord<byte[], byte[]> record : read(consumer, 100)) {
                assertEquals(1, record.partition());
            }
            assertEquals(0, consumer.poll(Duration.ofMillis(100)).count());
            assertEquals(0, consumer.position(first), "where it stands is known all the same");
            consumer.resume(List.of(first));
            assertEquals(Set.of(), consumer.paused());
            assertEquals("0:0", values(read(consumer, 100)).get(0));
        }
    }

    @Test
    void newRecordsWakeAWaitingPoll() throws Exception {
        String topic = contract().newTopic("tail", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("fetch.max.wait.ms", 20_000);
                KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            consumer.assign(List.of(partition));
            assertEquals(0, consumer.poll(Duration.ofMillis(300)).count());
            long startNs = System.nanoTime();
            producer.send(new ProducerRecord<>(topic, bytes("now"))).get(30, TimeUnit.SECONDS);
            assertEquals(List.of("now"), values(read(consumer, 1)));
            assertTrue(System.nanoTime() - startNs < 10_000_000_000L, "waited for fetch.max.wait.ms");
        }
    }

    @Test
    void wakeupEndsAPollNowOrTheNextOne() throws Exception {
        String topic = contract().newTopic("wakeup", 1);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.wakeup();
            assertThrows(WakeupException.class, () -> consumer.poll(Duration.ofSeconds(60)));
            Thread waker = new Thread(consumer::wakeup);
            waker.start();
            assertThrows(WakeupException.class, () -> consumer.poll(Duration.ofSeconds(60)));
            waker.join();
            assertEquals(0, consumer.poll(Duration.ofMillis(10)).count());
        }
    }

    @Test
    void withoutAResetPolicyAMissingPositionIsAnError() throws Exception {
        String topic = filledTopic("none", 1, 10);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("auto.offset.reset", "none")) {
            consumer.assign(List.of(partition));
            NoOffsetForPartitionException missing =
                    assertThrows(NoOffsetForPartitionException.class, () -> consumer.poll(Duration.ofSeconds(10)));
            assertEquals(Set.of(partition), missing.partitions());
            consumer.seek(partition, 5_000);
            OffsetOutOfRangeException outside = assertThrows(OffsetOutOfRangeException.class, () -> {
                for (int i = 0; i < 100; i++) {
                    consumer.poll(Duration.ofMillis(300));
                }
            });
            assertEquals(Map.of(partition, 5_000L), outside.offsetOutOfRangePartitions());
            consumer.seek(partition, 9);
            assertEquals(List.of("0:9"), values(read(consumer, 1)));
        }
    }

    @ParameterizedTest
    @CsvSource({"earliest, 4", "latest, 10"})
    void anOffsetOutOfRangeIsResetByPolicy(String policy, long expected) throws Exception {
        String topic = filledTopic("reset", 1, 10);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = contract().admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("auto.offset.reset", policy)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 1);
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (consumer.position(partition) < 4) {
                consumer.poll(Duration.ofMillis(100));
                assertTrue(System.nanoTime() - deadlineNs < 0, "not reset: " + consumer.position(partition));
            }
            if (policy.equals("latest")) {
                assertEquals(expected, consumer.position(partition));
            } else {
                consumer.seek(partition, 1);
                assertEquals(expected, read(consumer, 1).get(0).offset());
            }
        }
    }

    @Test
    void aRecordOverEveryFetchLimitIsStillDelivered() throws Exception {
        String topic = contract().newTopic("large", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            producer.send(new ProducerRecord<>(topic, new byte[500_000]));
            producer.send(new ProducerRecord<>(topic, new byte[500_001]));
        }
        List<ConsumerRecord<byte[], byte[]>> records =
                contract().readPartition(topic, 0, 2, "fetch.max.bytes", 1_000, "max.partition.fetch.bytes", 1_000);
        assertEquals(500_000, records.get(0).value().length);
        assertEquals(500_001, records.get(1).value().length);
    }

    @Test
    void aRecordThatCannotBeDeserializedIsNamedAndCanBeSkipped() throws Exception {
        String topic = contract().newTopic("undeserializable", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            producer.send(new ProducerRecord<>(topic, new byte[] {0, 0, 0, 1}));
            producer.send(new ProducerRecord<>(topic, bytes("not an integer")));
            producer.send(new ProducerRecord<>(topic, new byte[] {0, 0, 0, 3}));
        }
        try (KafkaConsumer<byte[], Integer> consumer = new KafkaConsumer<>(
                contract().config("auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new IntegerDeserializer())) {
            consumer.assign(List.of(partition));
            Set<Integer> seen = new HashSet<>();
            RecordDeserializationException thrown = assertThrows(RecordDeserializationException.class, () -> {
                for (int i = 0; i < 200; i++) {
                    consumer.poll(Duration.ofMillis(200)).forEach(r -> seen.add(r.value()));
                }
            });
            assertEquals(Set.of(1), seen);
            assertEquals(partition, thrown.topicPartition());
            assertEquals(1, thrown.offset());
            consumer.seek(partition, thrown.offset() + 1);
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (!seen.contains(3) && System.nanoTime() - deadlineNs < 0) {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> seen.add(r.value()));
            }
            assertEquals(Set.of(1, 3), seen);
        }
    }

    @Test
    void topicsAndPartitionsAreListed() throws Exception {
        String topic = contract().newTopic("listed", 2);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            assertEquals(
                    List.of(0, 1),
                    consumer.partitionsFor(topic).stream()
                            .map(PartitionInfo::partition)
                            .sorted()
                            .toList());
            assertEquals(2, consumer.listTopics().get(topic).size());
        }
    }

    /** The deserializer runs inside of poll, so the other thread comes while the first one is there for certain. */
    @Test
    void aSecondThreadIsTurnedAway() throws Exception {
        String topic = filledTopic("threads", 1, 1);
        AtomicReference<KafkaConsumer<byte[], byte[]>> polled = new AtomicReference<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Deserializer<byte[]> duringPoll = (of, data) -> {
            Thread other = new Thread(() -> {
                try {
                    polled.get().paused();
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
            });
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return data;
        };
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                contract().config("auto.offset.reset", "earliest"), new ByteArrayDeserializer(), duringPoll)) {
            polled.set(consumer);
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            assertEquals(List.of("0:0"), values(read(consumer, 1)));
            assertInstanceOf(ConcurrentModificationException.class, thrown.get());
        }
    }

    @Test
    void afterCloseEverythingIsRefused() {
        KafkaConsumer<byte[], byte[]> consumer = contract().consumer();
        consumer.close();
        consumer.close();
        assertThrows(IllegalStateException.class, () -> consumer.poll(Duration.ZERO));
        assertThrows(IllegalStateException.class, consumer::assignment);
    }

    @Test
    void pollWithoutAnAssignmentIsAMistake() {
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            assertThrows(IllegalStateException.class, () -> consumer.poll(Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> consumer.assign(null));
            assertEquals(Set.of(), consumer.assignment());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers, ''",
        "auto.offset.reset, sometimes",
        "max.poll.records, 0",
        "fetch.min.bytes, -1",
        "isolation.level, serializable",
        "check.crcs, maybe",
        "value.deserializer, no.such.Class"
    })
    void aBadConfigurationIsNamed(String key, String value) {
        Map<String, Object> config = contract().config();
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        config.put(key, value);
        KafkaException thrown =
                assertThrows(KafkaException.class, () -> new KafkaConsumer<String, String>(config).close());
        Throwable named = thrown instanceof ConfigException ? thrown : thrown.getCause();
        assertInstanceOf(ConfigException.class, named);
        assertTrue(named.getMessage().contains(key), named.getMessage());
        assertFalse(named.getMessage().isBlank());
    }
}
