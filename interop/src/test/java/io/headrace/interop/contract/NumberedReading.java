package io.headrace.interop.contract;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.common.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the records of a {@link NumberedSender} as a consumer hands them out, and fails at the first that is not the next
 * one of its partition: a gap in the offsets, a record twice, two in the wrong order, a torn one.
 */
final class NumberedReading {

    private final long[] nextOffset;
    private final long[] lastNumber;
    private final NumberedSender sender;

    /** What came, in order: a consumer may be ahead of the producer's answer, so they are compared at the end. */
    private long[] numbers = new long[1024];

    private int[] partitions = new int[1024];
    private long[] offsets = new long[1024];
    private int count;

    /** For a topic that only {@code sender} writes to, whose records are read from the beginning. */
    NumberedReading(int partitions, NumberedSender sender) {
        this.nextOffset = new long[partitions];
        this.lastNumber = new long[partitions];
        this.sender = sender;
        Arrays.fill(lastNumber, -1);
    }

    /** The partitions 0 to {@code partitions - 1}. */
    static List<TopicPartition> all(String topic, int partitions) {
        List<TopicPartition> all = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            all.add(new TopicPartition(topic, p));
        }
        return all;
    }

    /** Polls once. */
    void poll(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::accept);
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        int p = record.partition();
        long number = NumberedSender.number(record.key(), record.value());
        if (record.offset() != nextOffset[p]) {
            throw new AssertionError("partition " + p + ": offset " + record.offset() + " (record " + number
                    + ") came where " + nextOffset[p] + " was due");
        }
        if (number <= lastNumber[p]) {
            throw new AssertionError("partition " + p + ": record " + number + " (offset " + record.offset()
                    + ") came after record " + lastNumber[p]);
        }
        nextOffset[p]++;
        lastNumber[p] = number;
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, numbers.length * 2);
            partitions = Arrays.copyOf(partitions, partitions.length * 2);
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        numbers[count] = number;
        partitions[count] = p;
        offsets[count] = record.offset();
        count++;
    }

    /** How many records have come. */
    int count() {
        return count;
    }

    /**
     * Reads to the end, and compares: all that was sent is there, each record once and where the producer was told. The
     * sender must have finished.
     */
    void finish(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> all) {
        long expected = sender.sent();
        long deadlineNs = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (count < expected) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(count + " of " + expected + " records read, next offsets "
                        + Arrays.toString(nextOffset) + ", ends " + consumer.endOffsets(all));
            }
            poll(consumer);
        }
        for (int i = 0; i < count; i++) {
            if (!sender.wasTold(numbers[i], partitions[i], offsets[i])) {
                throw new AssertionError("record " + numbers[i] + " was read at " + partitions[i] + "@" + offsets[i]
                        + ", and the producer was told " + sender.placeOf(numbers[i]));
            }
        }
        for (TopicPartition partition : all) {
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            if (end != nextOffset[partition.partition()]) {
                throw new AssertionError(partition + " ends at " + end + ", and all " + expected
                        + " records were read when the next was " + nextOffset[partition.partition()]);
            }
        }
    }

    /** Reads the whole topic with this consumer, and compares as {@link #finish}. All must have been answered. */
    static void check(KafkaConsumer<byte[], byte[]> consumer, String topic, int partitions, NumberedSender sender) {
        List<TopicPartition> all = all(topic, partitions);
        consumer.assign(all);
        consumer.seekToBeginning(all);
        NumberedReading reading = new NumberedReading(partitions, sender);
        reading.finish(consumer, all);
    }
}
