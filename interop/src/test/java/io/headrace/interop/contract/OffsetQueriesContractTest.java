package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.read;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.RecordsToDelete;
import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetAndTimestamp;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TimeoutException;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a consumer is told of offsets: positions, commits, beginnings, ends, times. */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
class OffsetQueriesContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    /** A topic whose partition 0 holds "0", "1", ... with these timestamps; partition 1 is empty. */
    private String topicOf(long... timestamps) throws Exception {
        String topic = contract().newTopic("queries", 2);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer()) {
            for (int i = 0; i < timestamps.length; i++) {
                producer.send(new ProducerRecord<>(topic, 0, timestamps[i], null, bytes("" + i)))
                        .get(30, TimeUnit.SECONDS);
            }
        }
        return topic;
    }

    @Test
    void beginningsAndEndsAreWhereRecordsBeginAndEnd() throws Exception {
        String topic = topicOf(1_000, 2_000, 3_000, 4_000);
        TopicPartition full = new TopicPartition(topic, 0);
        TopicPartition empty = new TopicPartition(topic, 1);
        try (Admin admin = contract().admin()) {
            admin.deleteRecords(Map.of(full, RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            assertEquals(Map.of(full, 1L, empty, 0L), consumer.beginningOffsets(List.of(full, empty)));
            assertEquals(
                    Map.of(full, 4L, empty, 0L), consumer.endOffsets(List.of(full, empty), Duration.ofSeconds(20)));
            assertEquals(Map.of(), consumer.beginningOffsets(List.of()));
            assertEquals(Map.of(), consumer.endOffsets(List.of()));
        }
    }

    @Test
    void forThoseWhoReadCommittedRecordsThePartitionEndsWhereATransactionIsOpen() throws Exception {
        String topic = contract().newTopic("open", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaProducer<byte[], byte[]> producer = contract().producer("transactional.id", topic);
                KafkaConsumer<byte[], byte[]> committed = contract().consumer("isolation.level", "read_committed");
                KafkaConsumer<byte[], byte[]> all = contract().consumer()) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, bytes("a"))).get(30, TimeUnit.SECONDS);
            assertEquals(Map.of(partition, 0L), committed.endOffsets(List.of(partition)));
            assertEquals(Map.of(partition, 1L), all.endOffsets(List.of(partition)));
            committed.assign(List.of(partition));
            committed.seekToEnd(List.of(partition));
            assertEquals(0, committed.position(partition));
            producer.abortTransaction();
            committed.seekToEnd(List.of(partition));
            // The record and the marker.
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (committed.position(partition) < 2) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "position " + committed.position(partition));
                committed.seekToEnd(List.of(partition));
            }
        }
    }

    @Test
    void timesLeadToTheFirstRecordThatIsNotOlder() throws Exception {
        String topic = topicOf(1_000, 3_000, 2_000, 4_000);
        TopicPartition full = new TopicPartition(topic, 0);
        TopicPartition empty = new TopicPartition(topic, 1);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer()) {
            assertFound(consumer, full, 0, 0, 1_000);
            assertFound(consumer, full, 1_000, 0, 1_000);
            assertFound(consumer, full, 1_001, 1, 3_000);
            assertFound(consumer, full, 2_000, 1, 3_000);
            assertFound(consumer, full, 3_500, 3, 4_000);
            Map<TopicPartition, OffsetAndTimestamp> none =
                    consumer.offsetsForTimes(Map.of(full, 4_001L, empty, 0L), Duration.ofSeconds(20));
            Map<TopicPartition, OffsetAndTimestamp> nothing = new HashMap<>();
            nothing.put(full, null);
            nothing.put(empty, null);
            assertEquals(nothing, none);
        }
    }

    private static void assertFound(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition in, long time, long offset, long timestamp) {
        OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(in, time)).get(in);
        assertEquals(offset, found.offset());
        assertEquals(timestamp, found.timestamp());
    }

    @Test
    void committedTellsWhatTheGroupHasAndNullWhereItHasNothing() throws Exception {
        String topic = topicOf(1_000, 2_000);
        TopicPartition full = new TopicPartition(topic, 0);
        TopicPartition other = new TopicPartition(topic, 1);
        OffsetAndMetadata one = new OffsetAndMetadata(1, Optional.of(0), "by hand");
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("group.id", topic)) {
            consumer.assign(List.of(full));
            consumer.commitSync(Map.of(full, one));
            Map<TopicPartition, OffsetAndMetadata> expected = new HashMap<>();
            expected.put(full, one);
            expected.put(other, null);
            assertEquals(expected, consumer.committed(Set.of(full, other)));
            assertEquals(Map.of(), consumer.committed(Set.of()));
            assertEquals(1, consumer.position(full));
            assertEquals(
                    List.of("1"),
                    read(consumer, 1).stream().map(r -> text(r.value())).toList());
        }
    }

    @Test
    void aSeekGoesOverACommitAndOverTheResetPolicy() throws Exception {
        String topic = topicOf(1_000, 2_000, 3_000);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                contract().consumer("group.id", topic, "auto.offset.reset", "latest")) {
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(2)));
            consumer.seek(partition, new OffsetAndMetadata(1, Optional.of(0), ""));
            assertEquals(1, consumer.position(partition));
            assertEquals(OptionalLong.empty(), consumer.currentLag(new TopicPartition(topic, 0)));
            assertEquals(1, read(consumer, 1).get(0).offset());
            consumer.seekToBeginning(List.of()); // Of all.
            assertEquals(0, consumer.position(partition, Duration.ofSeconds(20)));
            consumer.seekToEnd(List.of());
            assertEquals(3, consumer.position(partition));
        }
    }

    @Test
    void theLagIsWhatIsLeftToRead() throws Exception {
        String topic = topicOf(1_000, 2_000, 3_000);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("max.poll.records", 1)) {
            consumer.assign(List.of(partition));
            List<ConsumerRecord<byte[], byte[]>> unused = read(consumer, 1);
            assertEquals(OptionalLong.of(2), consumer.currentLag(partition));
            consumer.seek(partition, 3);
            assertEquals(OptionalLong.of(0), consumer.currentLag(partition));
        }
    }

    @Test
    void aResetByDurationBeginsAtWhatIsNotOlder() throws Exception {
        long now = System.currentTimeMillis();
        long hour = Duration.ofHours(1).toMillis();
        String topic = topicOf(now - 5 * hour, now - 3 * hour, now - hour, now);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("auto.offset.reset", "by_duration:PT2H")) {
            consumer.assign(List.of(partition));
            assertEquals(2, consumer.position(partition));
            assertEquals(
                    List.of("2", "3"),
                    read(consumer, 2).stream().map(r -> text(r.value())).toList());
        }
    }

    @Test
    void withoutTimeThereIsNoAnswerUnlessItIsKnown() throws Exception {
        String topic = topicOf(1_000);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("group.id", topic)) {
            consumer.assign(List.of(partition));
            assertThrows(TimeoutException.class, () -> consumer.position(partition, Duration.ZERO));
            assertThrows(TimeoutException.class, () -> consumer.committed(Set.of(partition), Duration.ZERO));
            consumer.seek(partition, 1);
            assertEquals(1, consumer.position(partition, Duration.ZERO));
        }
    }

    @Test
    void aTopicThatIsNotThereHasNoPartitions() throws Exception {
        String topic = topicOf(1_000);
        try (KafkaConsumer<byte[], byte[]> consumer = contract().consumer("allow.auto.create.topics", false)) {
            assertEquals(
                    2, consumer.partitionsFor(topic, Duration.ofSeconds(20)).size());
            assertEquals(List.of(), consumer.partitionsFor(topic + "-not"));
            assertNull(consumer.listTopics().get(topic + "-not"));
            assertEquals(
                    2, consumer.listTopics(Duration.ofSeconds(20)).get(topic).size());
        }
    }
}
