package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.LogTruncationException;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.interop.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A position whose record the leader does not have (KIP-320). A consumer that names the epoch of the record before its
 * position has it compared with the leader's log; one that names a record behind the end of that epoch has read what is lost.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource(Target.class)
class TruncationContractTest {

    private static final int RECORDS = 10;
    private static final int LOST = 15;

    @Parameter
    Target target;

    private TopicPartition partition;
    private int epoch;

    private void fill() throws Exception {
        partition = new TopicPartition(new Contract(target).newTopic("truncated", 1), 0);
        send();
        epoch = new Contract(target)
                .readPartition(partition.topic(), 0, RECORDS)
                .get(RECORDS - 1)
                .leaderEpoch()
                .orElseThrow();
    }

    private void send() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new Contract(target).producer()) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), bytes("v")))
                        .get();
            }
        }
    }

    private OffsetAndMetadata lost() {
        return new OffsetAndMetadata(LOST, Optional.of(epoch), "");
    }

    private static LogTruncationException truncation(KafkaConsumer<byte[], byte[]> consumer) {
        return assertThrows(LogTruncationException.class, () -> {
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (System.nanoTime() - deadlineNs < 0) {
                assertTrue(consumer.poll(Duration.ofMillis(100)).isEmpty());
            }
        });
    }

    private void assertTold(LogTruncationException told) {
        assertEquals(Map.of(partition, (long) LOST), told.offsetOutOfRangePartitions());
        assertEquals(
                Map.of(partition, new OffsetAndMetadata(RECORDS, Optional.of(epoch), "")), told.divergentOffsets());
        assertEquals(Set.of(partition), told.partitions());
    }

    @Test
    void withoutAResetPolicyItIsToldAndSoughtPast() throws Exception {
        fill();
        try (KafkaConsumer<byte[], byte[]> consumer = new Contract(target).consumer("auto.offset.reset", "none")) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, lost());
            LogTruncationException told = truncation(consumer);
            assertTold(told);
            // Where the logs part the consumer may go on.
            consumer.seek(partition, told.divergentOffsets().get(partition));
            send();
            assertEquals(RECORDS, read(consumer, RECORDS).get(0).offset());
        }
    }

    @Test
    void whatIsCommittedIsComparedToo() throws Exception {
        fill();
        String group = Target.topic("lost");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new Contract(target).consumer("auto.offset.reset", "none", "group.id", group)) {
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, lost()));
        }
        try (KafkaConsumer<byte[], byte[]> consumer =
                new Contract(target).consumer("auto.offset.reset", "none", "group.id", group)) {
            consumer.assign(List.of(partition));
            assertTold(truncation(consumer));
        }
    }

    @Test
    void withAResetPolicyItIsReadOnFromWhereTheLogsPart() throws Exception {
        fill();
        try (KafkaConsumer<byte[], byte[]> consumer = new Contract(target).consumer("auto.offset.reset", "earliest")) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, lost());
            long deadlineNs = System.nanoTime() + Contract.PATIENCE.toNanos();
            while (consumer.position(partition) != RECORDS) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "position is " + consumer.position(partition));
                assertTrue(consumer.poll(Duration.ofMillis(100)).isEmpty());
            }
            send();
            assertEquals(RECORDS, read(consumer, RECORDS).get(0).offset());
        }
    }

    @Test
    void whatTheLeaderHasIsReadOn() throws Exception {
        fill();
        try (KafkaConsumer<byte[], byte[]> consumer = new Contract(target).consumer("auto.offset.reset", "none")) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, new OffsetAndMetadata(RECORDS / 2, Optional.of(epoch), ""));
            assertEquals(RECORDS / 2, read(consumer, RECORDS / 2).get(0).offset());
        }
    }
}
