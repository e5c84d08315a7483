package io.headrace.clients.consumer.internals.assignor;

import io.headrace.common.Node;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where partitions are: the racks of their replicas. Pure. */
final class PartitionRacks {

    private PartitionRacks() {}

    /** The racks of each partition's replicas; nodes without a rack do not count. */
    static Map<TopicPartition, Set<String>> of(Collection<PartitionInfo> partitions) {
        Map<TopicPartition, Set<String>> racks = new HashMap<>();
        for (PartitionInfo partition : partitions) {
            Set<String> own = new HashSet<>();
            for (Node replica : partition.replicas()) {
                if (replica.rack() != null) {
                    own.add(replica.rack());
                }
            }
            racks.put(new TopicPartition(partition.topic(), partition.partition()), own);
        }
        return racks;
    }
}
