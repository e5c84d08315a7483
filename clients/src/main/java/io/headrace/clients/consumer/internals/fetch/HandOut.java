package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one poll hands out: records, and where each partition goes on behind them. Owner: the polling thread. */
final class HandOut<K, V> {

    /** A list for records starts with room for so many at most. */
    private static final int MOST_RESERVED_RECORDS = 512;

    private final ChunkReader<K, V> reader;
    private final int maxRecords;
    private final Map<AssignedPartition, List<ConsumerRecord<K, V>>> lists = new LinkedHashMap<>();
    private int count;
    private boolean isAdvanced;

    HandOut(ChunkReader<K, V> reader, int maxRecords) {
        this.reader = reader;
        this.maxRecords = maxRecords;
    }

    /**
     * Reads on in a chunk of a partition.
     *
     * @return whether it is read to its end
     */
    boolean read(Fetched.Chunk chunk, AssignedPartition partition) {
        List<ConsumerRecord<K, V>> out = lists.computeIfAbsent(
                partition, p -> new ArrayList<>(Math.min(maxRecords - count, MOST_RESERVED_RECORDS)));
        int before = out.size();
        long positionBefore = partition.position;
        try {
            return reader.read(chunk, partition, maxRecords - count, out);
        } finally {
            count += out.size() - before;
            isAdvanced |= partition.position > positionBefore;
        }
    }

    boolean hasRoom() {
        return count < maxRecords;
    }

    /** Whether there is nothing to tell the application: no record, and no position that moved. */
    boolean isEmpty() {
        return count == 0 && !isAdvanced;
    }

    ConsumerRecords<K, V> toRecords() {
        Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        lists.forEach((partition, list) -> {
            if (!list.isEmpty()) {
                records.put(partition.partition, list);
            }
            next.put(
                    partition.partition,
                    new OffsetAndMetadata(partition.position, reader.leaderEpoch(partition.positionEpoch), ""));
        });
        return new ConsumerRecords<>(records, next);
    }
}
