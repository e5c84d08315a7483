package io.headrace.clients.consumer.internals.mock;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetOutOfRangeException;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records that a test has added, and that were not polled. Owner: the mock's lock. */
public final class MockRecords<K, V> {

    private final Map<TopicPartition, List<ConsumerRecord<K, V>>> waiting = new LinkedHashMap<>();

    public void add(TopicPartition partition, ConsumerRecord<K, V> record) {
        waiting.computeIfAbsent(partition, p -> new ArrayList<>()).add(record);
    }

    public void clear() {
        waiting.clear();
    }

    /**
     * Takes records from the positions on, which go on behind them.
     *
     * @throws OffsetOutOfRangeException when a position is before the partition's beginning
     */
    public ConsumerRecords<K, V> take(MockSubscription subscription, MockCluster cluster, long most) {
        Map<TopicPartition, List<ConsumerRecord<K, V>>> results = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();
        Set<TopicPartition> assigned = subscription.assignment();
        long left = most;
        for (Iterator<Map.Entry<TopicPartition, List<ConsumerRecord<K, V>>>> all =
                        waiting.entrySet().iterator();
                all.hasNext() && left > 0; ) {
            Map.Entry<TopicPartition, List<ConsumerRecord<K, V>>> entry = all.next();
            TopicPartition partition = entry.getKey();
            if (!assigned.contains(partition) || subscription.isPaused(partition)) {
                continue;
            }
            for (Iterator<ConsumerRecord<K, V>> own = entry.getValue().iterator(); own.hasNext() && left > 0; ) {
                ConsumerRecord<K, V> record = own.next();
                long position = subscription.position(partition);
                if (cluster.isBeforeBeginning(partition, position)) {
                    throw new OffsetOutOfRangeException(Map.of(partition, position));
                }
                if (record.offset() >= position) {
                    own.remove();
                    results.computeIfAbsent(partition, p -> new ArrayList<>()).add(record);
                    subscription.seek(partition, record.offset() + 1);
                    nextOffsets.put(partition, new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
                    left--;
                }
            }
            if (entry.getValue().isEmpty()) {
                all.remove();
            }
        }
        return new ConsumerRecords<>(results, nextOffsets);
    }
}
