package io.headrace.metadata.store;

import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.record.ConfigRecord;
import io.headrace.metadata.record.PartitionRecord;
import io.headrace.metadata.record.TopicRecord;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.List;

/** Records for store tests. */
final class StoreRecords {
    private StoreRecords() {}

    /** A topic with a few partitions and a setting. */
    static List<TypedRecord> topic(String name, int partitions) {
        Uuid id = new Uuid(name.hashCode(), 17);
        List<TypedRecord> records = new ArrayList<>();
        records.add(new TopicRecord().name(name).topicId(id));
        for (int i = 0; i < partitions; i++) {
            records.add(new PartitionRecord()
                    .topicId(id)
                    .partitionId(i)
                    .replicas(List.of(1))
                    .isr(List.of(1))
                    .leader(1)
                    .leaderEpoch(0)
                    .partitionEpoch(0));
        }
        records.add(setting(name, "retention.ms", "1000"));
        return records;
    }

    static ConfigRecord setting(String topic, String name, String value) {
        return new ConfigRecord()
                .resourceType(ConfigResource.Type.TOPIC.id())
                .resourceName(topic)
                .name(name)
                .value(value);
    }
}
