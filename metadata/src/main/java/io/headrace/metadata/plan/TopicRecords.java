package io.headrace.metadata.plan;

import io.headrace.common.Uuid;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.record.ConfigRecord;
import io.headrace.metadata.record.PartitionRecord;
import java.util.List;

/** The records that planners make in more than one place. Pure. */
final class TopicRecords {
    private TopicRecords() {}

    /** A new partition, led by the first of its replicas that is available. */
    static PartitionRecord partition(ClusterImage image, Uuid topicId, int partition, List<Integer> replicas) {
        List<Integer> inSync = Placement.inSync(image, partition, replicas);
        return new PartitionRecord()
                .topicId(topicId)
                .partitionId(partition)
                .replicas(replicas)
                .isr(inSync)
                .leader(inSync.get(0))
                .leaderEpoch(0)
                .partitionEpoch(0);
    }

    /** A setting of a resource; a null value takes it away. */
    static ConfigRecord config(byte resourceType, String resource, String name, String value) {
        return new ConfigRecord()
                .resourceType(resourceType)
                .resourceName(resource)
                .name(name)
                .value(value);
    }
}
