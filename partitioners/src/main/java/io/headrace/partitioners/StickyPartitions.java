package io.headrace.partitioners;

import io.headrace.common.Cluster;
import io.headrace.common.PartitionInfo;
import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * The sticky partitions of all topics, for partitioners that see records and not batches: they count bytes to know when
 * a batch is full. Safe for use by several threads.
 */
final class StickyPartitions {
    private static final String BATCH_SIZE = "batch.size";
    private static final int DEFAULT_BATCH_SIZE = 16384;

    /** What a record takes besides key and value: attributes, lengths, and deltas of timestamp and offset. */
    private static final int RECORD_OVERHEAD = 10;

    private final int stickyBytes;
    private final ConcurrentMap<String, StickyPartition> byTopic = new ConcurrentHashMap<>();

    /** @throws ConfigException if {@code batch.size} is not a number from 0 on */
    StickyPartitions(Map<String, ?> configs) {
        Object setting = configs.get(BATCH_SIZE);
        Integer batchSize = (Integer) ConfigDef.parseType(BATCH_SIZE, setting, ConfigDef.Type.INT);
        if (batchSize != null) {
            ConfigDef.Range.atLeast(0).ensureValid(BATCH_SIZE, batchSize);
        }
        this.stickyBytes = Math.max(1, batchSize == null ? DEFAULT_BATCH_SIZE : batchSize);
    }

    int next(String topic, byte[] keyBytes, byte[] valueBytes, Cluster cluster) {
        StickyPartition sticky = byTopic.computeIfAbsent(topic, t -> new StickyPartition(stickyBytes));
        Supplier<PartitionWeights> weights = () -> weightsOf(topic, cluster);
        StickyPartition.Choice choice = sticky.current(weights);
        if (choice.partition() >= cluster.partitionsForTopic(topic).size()) {
            // The topic was deleted, and created again with fewer partitions.
            sticky.forget();
            choice = sticky.current(weights);
        }
        sticky.appended(choice, RECORD_OVERHEAD + lengthOf(keyBytes) + lengthOf(valueBytes), true, weights);
        return choice.partition();
    }

    private static int lengthOf(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** The partitions that have a leader, or all if none has. */
    private static PartitionWeights weightsOf(String topic, Cluster cluster) {
        List<PartitionInfo> available = cluster.availablePartitionsForTopic(topic);
        List<PartitionInfo> partitions = available.isEmpty() ? cluster.partitionsForTopic(topic) : available;
        return PartitionWeights.equal(
                partitions.stream().mapToInt(PartitionInfo::partition).toArray());
    }
}
